"""Concentration at one level of evidence: slices, items, amounts of both sides."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from graphrisk.analysis.concentration_sides import Amounts, Cascaded, Direct, Side
from graphrisk.analysis.concentration_tiers import Tiers
from graphrisk.analysis.people import PeopleCounts
from graphrisk.analysis.slices import By, slices_of
from graphrisk.analysis.units import UnitName, counted
from graphrisk.errors import AnalysisError
from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import HarmView, harm_view
from graphrisk.model.ragged import Longs, distinct
from graphrisk.progress import Progress

_FINEST_LEVELS = 20
_LEVEL_STEP = 0.05


def levels_of_evidence(
    graph: RiskGraph, as_of: str, min_confidence: float, weigh: bool
) -> list[tuple[float, float]]:
    """Return (level of evidence, how much what holds at that level counts).

    The steps add up to 1 for what rests on evidence of 1: the largest weakest confidence of a
    route, summed over levels, is that confidence itself.
    """
    if not weigh:
        return [(min_confidence, 1.0)]
    view = harm_view(graph, as_of=as_of, min_confidence=min_confidence)
    found = distinct(view.confidence[view.confidence > 0].round(9))
    if len(found) > _FINEST_LEVELS:
        found = np.unique(np.floor(found / _LEVEL_STEP + 1e-9) * _LEVEL_STEP)
        found = found[found > 0]
    return list(zip(found.tolist(), np.diff(found, prepend=0.0).tolist(), strict=True))


@dataclass(frozen=True)
class Part:
    """Concentration at one level of evidence, which counts ``step`` in the whole.

    Attributes
    ----------
    users, totals
        Customers of each slice, and the weight of all its items.
    sides, amounts
        Direct and cascaded.
    word, divisor, notes
        Words of the unit, what amounts are divided by, what to say beside the answer.
    """

    names: tuple[str, ...]
    step: float
    users: list[Ints]
    totals: Longs
    sides: tuple[Side, Side]
    amounts: tuple[list[Amounts], list[Amounts]]
    word: str
    divisor: int
    notes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        view: HarmView,
        by: By,
        unit: UnitName,
        least: int,
        company: Ints,
        step: float,
        widest: HarmView,
        progress: Progress,
    ) -> Part:
        """Compute both sides at one level; ``widest`` is the view at the lowest one."""
        direct: Side
        if by == "tier":
            weight, word, notes = _weights_of_tiers(view, unit)
            tiers = Tiers(view, least, weight, company)
            names, items, direct, divisor = tiers.names, tiers.items, tiers, 1
        else:
            slices = slices_of(view, by, least)
            found = counted(view, slices, by, unit, company, widest)
            names, items = slices.names, found.items
            direct = Direct(found.shares, view.n, len(names))
            word, divisor, notes = found.word, found.divisor, found.notes
        cascaded = Cascaded(view, least, items, len(names), company)
        bounds = np.searchsorted(items.slice_of, np.arange(len(names) + 1))
        return cls(
            names=names,
            step=step,
            users=[distinct(items.owner[a:b]) for a, b in itertools.pairwise(bounds)],
            totals=items.totals(len(names)),
            sides=(direct, cascaded),
            amounts=(direct.amounts(progress), cascaded.amounts(progress)),
            word=word,
            divisor=divisor,
            notes=notes,
        )


def _weights_of_tiers(view: HarmView, unit: UnitName) -> tuple[Longs, str, tuple[str, ...]]:
    if unit == "people":
        counts = PeopleCounts(view.graph).largest()
        keys = view.graph.organization_ids.to_pylist()
        weight = np.array([counts.get(key, 0) for key in keys], dtype=np.int64)
        if weight.any():
            return weight, "people", ("people: the largest count of any class of data",)
    elif unit == "customers":
        return np.ones(view.n, dtype=np.int64), "customers", ()
    raise AnalysisError(
        f"tiers cannot be counted in {unit}" + (": none is known" if unit == "people" else ""),
        fix="count in customers" + ("" if unit == "people" else " or people"),
    )
