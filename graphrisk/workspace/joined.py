"""Organizations that merges make one, where only a part of the graph is read.

An engine counts links as they are stored. What merges change in its figures is worked out on the
links that touch merged organizations, once as stored and once merged: all other links count the
same both times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.coverage import link_counts
from graphrisk.analysis.params import ExposedParams
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.merged import stands_for
from graphrisk.model.whole import WholeFigures
from graphrisk.store.parts import LinkFigures, OutageFigures


class Joined:
    """Which organizations merges make one.

    Parameters
    ----------
    merges
        All merges.
    ids
        Those of their ends that are organizations.
    """

    def __init__(self, merges: pa.Table, ids: pa.Array) -> None:
        known = set(ids.to_pylist())
        self._stands_for = stands_for(merges, ids)
        self._beside: dict[str, list[str]] = {}
        ends = (merges.column(name).to_pylist() for name in ("alias", "organization"))
        for one, other in zip(*ends, strict=True):
            if one in known and other in known:
                self._beside.setdefault(one, []).append(other)
                self._beside.setdefault(other, []).append(one)

    @property
    def everyone(self) -> list[str]:
        """All organizations that are an end of a merge, sorted."""
        return sorted(self._beside)

    def one(self, key: str) -> str:
        """Return the organization that an id stands for."""
        return self._stands_for.get(key, key)

    def spread(self, ids: Iterable[str]) -> list[str]:
        """Return ids with everyone that merges join to them, sorted."""
        return sorted(neighbours(ids, self._beside))


def neighbours(ids: Iterable[str], beside: dict[str, list[str]]) -> set[str]:
    """Return ids and all that is joined to them, over others if need be.

    Examples
    --------
    >>> sorted(neighbours(["a", "x"], {"a": ["b"], "b": ["a", "c"], "c": ["b"]}))
    ['a', 'b', 'c', 'x']
    """
    found: set[str] = set()
    front = set(ids)
    while front:
        found |= front
        front = {other for key in front for other in beside.get(key, ())} - found
    return found


def whole_figures(
    found: tuple[LinkFigures, OutageFigures],
    touching: Callable[[bool], RiskGraph] | None,
    params: ExposedParams,
    vendors: frozenset[str],
) -> WholeFigures:
    """Return what must be said of the whole, from figures of links as they are stored.

    Parameters
    ----------
    touching
        Makes the graph of all links that touch merged organizations, and of all into customers of
        groups that require several suppliers: merged or not. None where nobody is merged.
    vendors
        Organizations of the part that supply somebody.
    """
    counts = (*astuple(found[0]), found[1].over_required)
    has_times, has_weak = found[1].has_times, found[1].has_weak_evidence
    if touching is not None:
        merged = touching(True)
        view, before = params.view(merged), params.view(touching(False))
        changes = zip(counts, _counted(view, params), _counted(before, params), strict=True)
        counts = tuple(stored + new - old for stored, new, old in changes)
        has_times = has_times or _states_times(view)
        has_weak = has_weak or bool((view.confidence < params.strong_evidence - 1e-12).any())
    links, serious, supplied, unknown, over = counts
    return WholeFigures(links, serious, supplied, unknown, over, has_times, has_weak, vendors)


def _counted(view: HarmView, params: ExposedParams) -> tuple[int, ...]:
    over = int(view.groups.over_required.sum())
    return (*link_counts(view, params.min_criticality), over)


def _states_times(view: HarmView) -> bool:
    recovery = pc.is_valid(view.graph.serves.column("recovery_hours").take(pa.array(view.rows)))
    bears = np.asarray(pc.is_valid(view.graph.organizations.column("tolerance_hours")))
    return bool(np.asarray(recovery).any() or bears[view.customer].any())


def beside_in(table: pa.Table, one: Callable[[str], str]) -> dict[str, list[str]]:
    """Return who is joined to whom by the edges of a table, each id read as another one."""
    ends: Collection[list[str]] = [table.column(end).to_pylist() for end in ("from_id", "to_id")]
    found: dict[str, list[str]] = {}
    for first, last in zip(*ends, strict=True):
        found.setdefault(one(first), []).append(one(last))
        found.setdefault(one(last), []).append(one(first))
    return found
