"""Which few vendors together reach, or stop, most: the next one is always the one that adds most.

For reach this finds at least 1 - 1/e, 63 percent, of what the best set of that size would
(Nemhauser, Wolsey and Fisher 1978); for depends, where two falls can do more than the sum of each,
there is no such promise, and candidates are the vendors that do most alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.plain_reach import reach_rows
from graphrisk.analysis.reach_of_all import PLAIN_LINKS, touched_nodes, vendors_of
from graphrisk.analysis.scenarios import scenario_sets, scenarios
from graphrisk.model.graph import Floats, Ints
from graphrisk.model.harm import HarmView

MOST_CANDIDATES = 1_000
"""Vendors tried in each step where sets are felled whole."""


@dataclass(frozen=True)
class Together:
    """Vendors in the order chosen, and what they do together after each, the fallen left out."""

    rows: tuple[int, ...]
    totals: tuple[float, ...]
    candidates: int | None = None


class _Union(Protocol):
    def gain(self, node: int) -> float: ...
    def add(self, node: int) -> float: ...


def reach_together(
    view: HarmView, threshold: int, weight: Floats, alone: Floats, top: int
) -> Together:
    """Return the vendors that together reach most, greedily.

    Parameters
    ----------
    alone
        What each reaches alone: no vendor adds more than that.
    """
    network = compile_network(view, threshold, one_is_enough=True)
    if not network.is_plain:
        return _felled_whole(view, network, weight, alone, top)
    touched = touched_nodes(network)
    of_node = np.zeros(network.n_nodes)
    of_node[touched] = weight
    union = _union(network, of_node)
    vendors = vendors_of(view)
    # Largest first; ties by row. An old gain is a bound of the new one.
    heap = [(-float(alone[v]), int(v), 0) for v in vendors]
    heapq.heapify(heap)
    rows: list[int] = []
    totals: list[float] = []
    reached = 0.0
    while heap and len(rows) < top:
        bound, vendor, at = heapq.heappop(heap)
        if at == len(rows):
            if rows and -bound <= 0:
                break
            reached += union.add(vendor) - float(weight[vendor])
            rows.append(vendor)
            totals.append(reached)
            continue
        fresh = union.gain(vendor) - float(weight[vendor])
        heapq.heappush(heap, (-fresh, vendor, len(rows)))
    return Together(tuple(rows), tuple(totals))


def _union(network: Network, weight: Floats) -> _Union:
    vendor, customer = network.inputs, network.group_node[network.input_group]
    if len(vendor) <= PLAIN_LINKS:
        return _PlainUnion(network.n_nodes, vendor, customer, weight)
    from graphrisk.analysis.kernels.order import build_layout
    from graphrisk.analysis.kernels.union import Union

    return Union(build_layout(network.n_nodes, vendor, customer), weight)


class _PlainUnion:
    """The same in Python's long integers."""

    def __init__(self, n: int, vendor: Ints, customer: Ints, weight: Floats) -> None:
        self._rows = reach_rows(n, vendor, customer)
        self._weight = weight.tolist()
        self._reached = 0

    def gain(self, node: int) -> float:
        """Return the weight of what one more fall adds, itself included."""
        fresh = self._rows[node] & ~self._reached
        total = 0.0
        while fresh:
            lowest = fresh & -fresh
            total += self._weight[lowest.bit_length() - 1]
            fresh ^= lowest
        return total

    def add(self, node: int) -> float:
        """Let one more fall."""
        total = self.gain(node)
        self._reached |= self._rows[node]
        return total


def depends_together(
    view: HarmView, threshold: int, weight: Floats, alone: Floats, top: int
) -> Together:
    """Return vendors that together stop most, greedily, redundancy counted."""
    return _felled_whole(view, compile_network(view, threshold), weight, alone, top)


def _felled_whole(
    view: HarmView, network: Network, weight: Floats, alone: Floats, top: int
) -> Together:
    """Fell each candidate together with those chosen, all in one pass a step."""
    vendors = vendors_of(view)
    order = vendors[np.lexsort((vendors, -alone[vendors]))]
    candidates = order[:MOST_CANDIDATES]
    count = _counter(network, weight)
    rows: list[int] = []
    totals: list[float] = []
    while len(rows) < min(top, len(candidates)):
        left = candidates[~np.isin(candidates, rows)]
        done = count([np.append(rows, vendor) for vendor in left])
        best = int(np.argmax(done))
        if totals and done[best] <= totals[-1]:
            break
        rows.append(int(left[best]))
        totals.append(float(done[best]))
    return Together(tuple(rows), tuple(totals), min(len(order), MOST_CANDIDATES))


def _counter(network: Network, weight: Floats) -> Callable[[list[Ints]], Floats]:
    whole = (weight == np.round(weight)).all()
    scale = 1.0 if whole else 100.0
    weights = None if (weight == 1).all() else np.round(weight * scale).astype(np.int64)

    def count(sets: list[Ints]) -> Floats:
        found = scenarios(network, scenario_sets(sets), weights=weights)
        done: Floats = (found.stops + found.partly) / scale
        return done

    return count
