"""Concentration: how few vendors how much rests on, direct and cascaded side by side.

Formulas and units: risk model, section 3. HHI 0..10,000, CR_k by union 0..1, Gini 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.analysis.concentration_part import Part, levels_of_evidence
from graphrisk.analysis.inequality import effective_number, gini, hhi, lorenz
from graphrisk.analysis.legal_groups import top_companies
from graphrisk.analysis.slices import NOT_STATED, By
from graphrisk.analysis.units import UnitName
from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import harm_view
from graphrisk.model.vocabulary import CRITICALITY_RANK
from graphrisk.progress import SILENT, Progress

__all__ = ["By", "Concentration", "Share", "Slice", "concentration"]
TOP = 10


@dataclass(frozen=True, slots=True)
class Share:
    """Concentration of one slice, direct or cascaded.

    Attributes
    ----------
    vendors
        Vendors with an amount.
    links
        Sum of their amounts, in the unit.
    cr
        What the 1, 2, ... 10 largest have together, over the total of the slice.
    top
        (id, name, amount) of the largest, at most ten.
    lorenz
        Share of vendors, smallest first, and of what they have.
    """

    vendors: int
    links: float
    hhi: float
    effective_number: float
    cr: tuple[float, ...]
    gini: float
    top: tuple[tuple[str, str, float], ...]
    lorenz: tuple[tuple[float, float], ...]

    @property
    def cr1(self) -> float:
        """Share of the largest."""
        return self.share_of(1)

    @property
    def cr3(self) -> float:
        """Share of the three largest together."""
        return self.share_of(3)

    def share_of(self, largest: int) -> float:
        """Return the share that so many of the largest have together, at most ten."""
        return self.cr[min(largest, len(self.cr)) - 1] if self.cr else 0.0


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice: its users (customers), their total in the unit, and who they rest on.

    ``cascaded`` is None where it was not asked for.
    """

    name: str
    users: int
    total: float
    direct: Share
    cascaded: Share


@dataclass(frozen=True)
class Concentration:
    """Slices by falling total (tiers by number); what states no attribute comes last."""

    by: str
    unit: str
    slices: tuple[Slice, ...]
    parameters: dict[str, Any]
    digest: str
    notes: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()


def concentration(
    graph: RiskGraph,
    by: By = "category",
    *,
    as_of: str,
    min_criticality: str = "supporting",
    min_confidence: float = 0.0,
    unit: UnitName = "customers",
    by_group: bool = False,
    weigh_by_confidence: bool = False,
    progress: Progress = SILENT,
) -> Concentration:
    """Compute concentration per slice, direct and cascaded.

    Parameters
    ----------
    by
        category (of the link), sector (of the customer), country (of the vendor), data_class (on
        the link), tier (hops from the customer) or group (legal group of the vendor).
    min_criticality
        Links below are left out, directly and in the cascade.
    unit
        customers, links, functions, spend or people.
    by_group
        Count a legal group of vendors as one.
    weigh_by_confidence
        Average over all levels of evidence: what rests on a link of confidence 0.6 counts 0.6.

    Raises
    ------
    AnalysisError
        The unit cannot be counted here.
    TooLarge
        It would take hours, or not fit into memory; the number is named.

    Notes
    -----
    Direct O(m log m); cascaded O(links x organizations / 64), times the levels of evidence.
    """
    least = CRITICALITY_RANK[min_criticality]
    company = top_companies(graph) if by_group else np.arange(graph.n_organizations, dtype=np.int32)
    views = [
        (step, harm_view(graph, as_of=as_of, min_confidence=level))
        for level, step in levels_of_evidence(graph, as_of, min_confidence, weigh_by_confidence)
    ]
    parts = [
        Part.of(view, by, unit, least, company, step, views[0][1], progress)
        for step, view in views
        if view.n_edges
    ]
    return Concentration(
        by=by,
        unit=parts[0].word if parts else unit,
        slices=_merged(graph, parts, by),
        parameters={
            "as_of": as_of,
            "known_on": graph.known_on or "now",
            "min_criticality": min_criticality,
            "min_confidence": min_confidence,
            "by": by,
            "unit": unit,
            "by_group": by_group,
            "weigh_by_confidence": weigh_by_confidence,
        },
        digest=graph.digest,
        notes=parts[0].notes if parts else (),
    )


def _merged(graph: RiskGraph, parts: Sequence[Part], by: By) -> tuple[Slice, ...]:
    """Add the levels of evidence up, slice by slice."""
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    sides = [_side(graph, parts, names, number) for number in (0, 1)]
    totals = _totals(parts, names)
    found = []
    for place, name in enumerate(names):
        users: set[int] = set()
        for part in parts:
            if name in part.names:
                users.update(part.users[part.names.index(name)].tolist())
        shares = (side[place] for side in sides)
        found.append(Slice(name, len(users), totals[place], *shares))
    if by == "tier":
        return tuple(sorted(found, key=lambda s: (len(s.name), s.name)))
    return tuple(sorted(found, key=lambda s: (s.name == NOT_STATED, -s.total, -s.users, s.name)))


def _totals(parts: Sequence[Part], names: Sequence[str]) -> list[float]:
    place = {name: number for number, name in enumerate(names)}
    totals = np.zeros(len(names))
    for part in parts:
        at = [place[name] for name in part.names]
        np.add.at(totals, at, part.totals * (part.step / part.divisor))
    return [float(total) for total in _without_noise(totals)]


def _side(
    graph: RiskGraph, parts: Sequence[Part], names: Sequence[str], number: int
) -> list[Share]:
    """Return the shares of one side (0 direct, 1 cascaded) of all slices."""
    amounts = list(_summed(parts, names, number))
    tops = [rows[np.lexsort((rows, -amount))][:TOP] for rows, amount in amounts]
    unions = [np.zeros(len(top)) for top in tops]
    place = {name: at for at, name in enumerate(names)}
    for part in parts:
        at = [place[name] for name in part.names]
        found = part.sides[number].unions([tops[k] for k in at])
        for k, union in zip(at, found, strict=True):
            unions[k] += union * (part.step / part.divisor)
    totals = _totals(parts, names)
    return [
        _share(graph, rows, amount, top, union / total if total else union)
        for (rows, amount), top, union, total in zip(amounts, tops, unions, totals, strict=True)
    ]


def _summed(
    parts: Sequence[Part], names: Sequence[str], number: int
) -> Iterator[tuple[Ints, npt.NDArray[np.float64]]]:
    """Yield companies and amounts of each slice, over all levels of evidence."""
    for name in names:
        rows: list[Ints] = [np.zeros(0, dtype=np.int32)]
        amounts: list[npt.NDArray[np.float64]] = [np.zeros(0)]
        for part in parts:
            if name in part.names:
                own, amount = part.amounts[number][part.names.index(name)]
                rows.append(own)
                amounts.append((amount * (part.step / part.divisor)).astype(np.float64))
        every, place = np.unique(np.concatenate(rows), return_inverse=True)
        summed = np.bincount(place, np.concatenate(amounts), len(every)).astype(np.float64)
        yield every.astype(np.int32), _without_noise(summed)


def _without_noise(amounts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return sums over levels of evidence rounded to 12 digits, so that equal ones tie by id."""
    digits = 12 - int(np.ceil(np.log10(amounts.max(initial=1.0))))
    return np.round(amounts, max(digits, 2))


def _share(
    graph: RiskGraph,
    rows: Ints,
    amounts: npt.NDArray[np.float64],
    top: Ints,
    cr: npt.NDArray[np.float64],
) -> Share:
    index = hhi(amounts)
    named = graph.organizations.take(pa.array(top, pa.int64())).select(["id", "name"]).to_pylist()
    best = amounts[np.searchsorted(rows, top)]
    return Share(
        vendors=len(rows),
        links=_whole(float(amounts.sum())),
        hhi=index,
        effective_number=effective_number(index),
        cr=tuple(cr.tolist()),
        gini=gini(amounts),
        top=tuple(
            (found["id"], found["name"], _whole(float(amount)))
            for found, amount in zip(named, best, strict=True)
        ),
        lorenz=lorenz(amounts),
    )


def _whole(amount: float) -> float:
    """Return whole amounts as whole numbers: customers are counted, not measured."""
    return int(amount) if amount.is_integer() else round(amount, 9)
