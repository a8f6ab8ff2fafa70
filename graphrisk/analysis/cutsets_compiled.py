"""Minimal sets of large networks: memory planned, kernels called, results put back in rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.cutset_families import (
    LISTED_PAIRS,
    Families,
    Longs,
    WeakPoints,
    in_rows,
    refuse,
)
from graphrisk.analysis.cutsets_plan import (
    WHAT_OF_ONE,
    WHAT_OF_TWO,
    refuse_pairs_too_large,
    refuse_singles_too_large,
)
from graphrisk.analysis.kernels import cutsets as kernels
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Ints
from graphrisk.progress import SILENT, Progress

_STEPS = 50
"""Parts in which components are worked off: after each, progress is told."""
_AT_A_TIME = 1 << 22
"""Pairs of customers that are counted at a time."""


def compiled_families(
    network: Network,
    *,
    with_pairs: bool,
    most_bytes: int,
    progress: Progress = SILENT,
) -> Families:
    """Find the families of every node that something listens to.

    Raises
    ------
    TooLarge
        They would take more memory than ``most_bytes``.
    """
    listener = network.group_node[network.input_group]
    layout = build_layout(network.n_nodes, network.inputs, listener)
    vendors = layout.order[: layout.n_vendors]
    organizations = vendors[vendors < network.n]
    element = np.full(network.n_nodes, -1, dtype=np.int32)
    element[organizations] = np.arange(len(organizations))
    none = np.zeros((4, network.n_nodes), dtype=np.int64)
    families = Families(
        network,
        element,
        organizations,
        none[0],
        none[1],
        np.empty(0, dtype=np.int32),
        none[2],
        none[3],
        np.empty(0, dtype=np.int64),
        complete=False,
    )
    if not len(organizations):
        return families
    refuse_singles_too_large(network, layout, len(organizations), most_bytes)
    families = _with_singles(families, layout, most_bytes, progress)
    if not with_pairs:
        return families
    refuse_pairs_too_large(families, layout, most_bytes)
    return _with_pairs(families, layout, most_bytes, progress)


def _with_singles(
    families: Families, layout: Layout, most_bytes: int, progress: Progress
) -> Families:
    """Find the sets of one. The array is as large as may be; what is not written takes no room."""
    net = families.as_arrays()[0]
    start, length = families.single_start, families.single_length
    values = np.empty(max(1, most_bytes // 4), dtype=np.int32)
    top = 0
    progress.start("single points of failure", layout.n_components)
    for components in _parts_of(layout):
        top = kernels.single_families(
            net, layout.order, layout.component_start, components, start, length, values, top
        )
        if top < 0:
            raise refuse(most_bytes, most_bytes, WHAT_OF_ONE, "more than")
        progress.advance(components[1] - components[0])
    progress.done()
    return replace(families, singles=values[:top])


def _with_pairs(
    families: Families, layout: Layout, most_bytes: int, progress: Progress
) -> Families:
    net, singles, (start, length, _) = families.as_arrays()
    values = np.empty(max(1, most_bytes // 8), dtype=np.int64)
    lists = (layout.order, layout.component_start)
    top = 0
    progress.start("pairs that stop somebody", layout.n_components)
    for components in _parts_of(layout):
        top = kernels.pair_families(net, *lists, components, singles, start, length, values, top)
        if top < 0:
            raise refuse(most_bytes, most_bytes, WHAT_OF_TWO, "more than")
        progress.advance(components[1] - components[0])
    progress.done()
    return replace(families, pairs=values[:top])


def _parts_of(layout: Layout) -> list[tuple[int, int]]:
    """Return the components in parts: first and last of each."""
    bounds = np.unique(np.linspace(0, layout.n_components, _STEPS + 1).astype(np.int64)).tolist()
    return list(pairwise(bounds))


@dataclass
class _Pairs:
    """Different pairs and how many customers each takes down, as they are met."""

    keys: Longs
    counts: Longs

    def add(self, more: Longs, counts: Longs | None = None) -> None:
        """Add pairs, each once or as often as it is counted."""
        keys = np.concatenate((self.keys, more))
        ones = np.ones(len(more), dtype=np.int64) if counts is None else counts
        numbers = np.concatenate((self.counts, ones))
        order = np.argsort(keys, kind="stable")
        keys, numbers = keys[order], numbers[order]
        first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        self.keys = keys[first]
        self.counts = np.add.reduceat(numbers, first) if len(first) else numbers


def compiled_weak_points(
    families: Families, hit: Ints, with_pairs: bool, most_bytes: int
) -> WeakPoints:
    """Count the sets of the nodes ``hit``, one for each organization, and what each pair does.

    Pairs are counted in as many goes as their table needs to stay below an eighth of the memory.
    """
    goes = 1
    while True:
        counted = _Counted(families, hit, with_pairs, max(1, most_bytes // 8))
        if counted.all_in(goes):
            return counted.points()
        goes *= 2


class _Counted:
    """Counts of all customers, on all processors; pairs in goes, by the rest of their number."""

    def __init__(self, families: Families, hit: Ints, with_pairs: bool, most_bytes: int) -> None:
        self.families, self.hit, self.with_pairs = families, hit, with_pairs
        self.slots = usable_cores()
        self.most = max(1, most_bytes // (16 * self.slots))
        elements = len(families.organizations)
        self.by_element = np.zeros((self.slots, 2, elements), dtype=np.int64)
        self.by_node = np.zeros((2, len(hit)), dtype=np.int64)
        self.different = 0
        self.listed = _Pairs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))

    def all_in(self, goes: int) -> bool:
        """Count; False when the table of a go outgrew its room."""
        for go in range(goes):
            found = in_threads(partial(self._part, go, goes), self.slots)
            table = found[0]
            for other in found[1:]:
                if table is None or other is None:
                    return False
                table.add(other.keys, other.counts)
            if table is None:
                return False
            self.different += len(table.keys)
            self._list(table, cut=goes > 1)
        return True

    def _part(self, go: int, goes: int, slot: int) -> _Pairs | None:
        """Count every so-manieth customer; None when its pairs outgrow their room."""
        arrays = self.families.as_arrays()
        owner = self.families.element[: self.families.network.n]
        again = go > 0  # what is counted by organization was counted in the first go
        by_element = self.by_element[slot].copy() if again else self.by_element[slot]
        by_node = self.by_node.copy() if again else self.by_node
        counts = (*by_element, *by_node)
        table = _Pairs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
        at = slot
        while at < len(self.hit):
            part = (at, self.slots, int(self.with_pairs), go, goes)
            keys, size, at = kernels.ends(
                arrays[0], self.hit, owner, *arrays[1:], part, counts, min(_AT_A_TIME, self.most)
            )
            table.add(keys[:size])
            if len(table.keys) > self.most:
                return None
        return table

    def _list(self, table: _Pairs, *, cut: bool) -> None:
        self.listed.add(in_rows(table.keys, self.families.organizations), table.counts)
        if cut and len(self.listed.keys) > LISTED_PAIRS:
            order = np.lexsort((self.listed.keys, -self.listed.counts))[:LISTED_PAIRS]
            order.sort()
            self.listed = _Pairs(self.listed.keys[order], self.listed.counts[order])

    def points(self) -> WeakPoints:
        """Return the counts by organization."""
        n = self.families.network.n
        alone, together = np.zeros((2, n), dtype=np.int64)
        organizations = self.families.organizations
        alone[organizations], together[organizations] = self.by_element.sum(axis=0)
        ones, twos = self.by_node
        listed = self.listed
        return WeakPoints(
            n, alone, together, ones, twos, self.different, listed.keys, listed.counts
        )


def compiled_defeats(
    families: Families, groups: Longs, customers: Ints, most: int
) -> tuple[Longs, npt.NDArray[Any], npt.NDArray[Any]]:
    """Return how many groups each organization takes down alone, and the first ones of them.

    They are (place in ``groups``, organization), at most ``most``.
    """
    net, singles, _ = families.as_arrays()
    count = np.zeros(families.network.n, dtype=np.int64)
    if not len(families.organizations):
        return count, *np.zeros((2, 0), dtype=np.int32)
    owner = families.element[customers]
    by_element, place, who = kernels.defeats(net, owner, groups, singles, most)
    count[families.organizations] = by_element
    return count, place, families.organizations[who]
