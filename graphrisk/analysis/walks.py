"""Shortest walks for breach and compromise: layers of a breadth-first search over flagged nodes.

A walk may be bound to a contract: edge f continues edge e when f's contract is among what e
supports, or either is empty. Arriving over an edge that supports named parts opens these parts and
edges whose contract is not known; arriving over one that supports everything opens all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Ragged, ragged_by

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Walks:
    """Shortest walks to edges; flag 0 = no edge so far carries the class, 1 = one does.

    ``before[flag, edge]`` is the position ``flag * m + edge`` of the edge before, -1 for the
    first edge of a walk, -2 where the edge is not reached; ``hops`` is the length of the walk.
    """

    n_edges: int
    hops: Ints
    before: Ints
    order: Longs

    def edges(self, edge: int, flag: int) -> list[int]:
        """Return the edges of the shortest walk that ends with this edge in this flag."""
        found: list[int] = []
        place = flag * self.n_edges + edge
        while place >= 0:
            found.append(place % self.n_edges)
            place = int(self.before[place])
        return found[::-1]

    def best_edges(self, view: HarmView, flag: int) -> Ints:
        """Return for each organization the edge that ends its shortest walk, -1 for none."""
        hops = self.hops[flag * self.n_edges : (flag + 1) * self.n_edges]
        order = self.order[flag * self.n_edges : (flag + 1) * self.n_edges]
        reached = np.flatnonzero(hops >= 0)
        customer = view.customer[reached]
        sorting = np.lexsort((order[reached], hops[reached], customer))
        reached, customer = reached[sorting], customer[sorting]
        rows, first = np.unique(customer, return_index=True)
        best = np.full(view.n, -1, dtype=np.int32)
        best[rows] = reached[first]
        return best


@dataclass(frozen=True)
class WalkNetwork:
    """Which edges may follow which, over doors: one per organization and one per part.

    An edge is listed behind a door that opens it. Doors: organization o with everything open is o,
    part p is ``n + p``, edges of unknown contract are behind ``n + parts + o``.
    """

    view: HarmView
    bound: bool

    @cached_property
    def behind(self) -> Ragged:
        """Edges behind each door that is opened by a part or by "contract not known"."""
        return ragged_by(self._door(), self.view.n_nodes)

    def _door(self) -> Ints:
        view = self.view
        unknown = view.contract < 0
        door = np.where(unknown, view.any_part(view.vendor), -1).astype(np.int32)
        is_part = (view.trigger >= view.n) & ~unknown
        door[is_part] = view.trigger[is_part]
        return door

    def doors(self, edges: npt.NDArray[Any]) -> tuple[Longs, Longs]:
        """Return (position in ``edges``, door) for each door that arriving over an edge opens."""
        view = self.view
        customer = view.customer[edges].astype(np.int64)
        if not self.bound:
            return np.arange(len(edges)), customer
        count = view.supports.starts[edges + 1] - view.supports.starts[edges]
        whole, some = np.flatnonzero(count == 0), np.flatnonzero(count > 0)
        place, part = view.supported_parts.of(edges[some])
        places = np.concatenate((whole, some[place], some))
        doors = np.concatenate((customer[whole], part, view.any_part(customer[some])))
        return places.astype(np.int64), doors.astype(np.int64)

    def behind_doors(self, doors: Longs) -> tuple[Longs, Ints]:
        """Return (position in ``doors``, edge) for each edge behind a door."""
        whole = np.flatnonzero(doors < self.view.n)
        place, following = self.view.by_vendor.of(doors[whole])
        if len(whole) == len(doors):
            return whole[place], following
        some = np.flatnonzero(doors >= self.view.n)
        place_of_some, more = self.behind.of(doors[some])
        places = np.concatenate((whole[place], some[place_of_some]))
        return places, np.concatenate((following, more))


def shortest_walks(
    network: WalkNetwork, fallen: npt.NDArray[Any], carries: Mask, unknown: Mask
) -> Walks:
    """Return shortest walks from fallen organizations over edges that carry or may carry.

    Parameters
    ----------
    carries, unknown
        Edges that carry the class, and edges of which it is not known; others pass nothing.

    Notes
    -----
    Each door is opened once per flag, by the smallest of the shortest walks that open it: what lies
    behind it is reached then, at the latest. So O(m log m) however many edges meet at a door. Ties
    go to the smaller list of edge ids.
    """
    view = network.view
    m = view.n_edges
    hops = np.full(2 * m, -1, dtype=np.int32)
    before = np.full(2 * m, -2, dtype=np.int32)
    order = np.zeros(2 * m, dtype=np.int64)
    edge = view.by_vendor.of(np.unique(fallen))[1].astype(np.int64)
    flag = np.zeros(len(edge), dtype=np.int64)
    rank = np.zeros(len(edge), dtype=np.int64)
    came = np.full(len(edge), -1, dtype=np.int64)
    is_open = np.zeros((2, view.n_nodes), dtype=np.bool_)
    step = 0
    while len(edge):
        step += 1
        passes = carries[edge] | unknown[edge]
        flag = np.where(carries[edge], 1, flag)
        state = flag * m + edge
        fresh = passes & (hops[state] < 0)
        state, rank, came = state[fresh], rank[fresh], came[fresh]
        sorting = np.lexsort((rank, state))
        state, first = np.unique(state[sorting], return_index=True)
        rank, came = rank[sorting][first], came[sorting][first]
        hops[state], before[state] = step, came
        order[state] = rank * max(m, 1) + state % max(m, 1)
        dense = np.unique(order[state], return_inverse=True)[1]
        place, door = _opened(network, state, dense, is_open)
        of_door, following = network.behind_doors(door)
        place, edge = place[of_door], following.astype(np.int64)
        flag, rank, came = (state // max(m, 1))[place], dense[place], state[place]
    return Walks(m, hops, before, order)


def _opened(network: WalkNetwork, state: Longs, rank: Longs, is_open: Mask) -> tuple[Longs, Longs]:
    """Return (position in ``state``, door) of each door opened first, by the smallest rank."""
    m = network.view.n_edges
    place, door = network.doors(state % max(m, 1))
    flag = state[place] // max(m, 1)
    shut = ~is_open[flag, door]
    place, door, flag = place[shut], door[shut], flag[shut]
    sorting = np.lexsort((rank[place], flag * is_open.shape[1] + door))
    place, door, flag = place[sorting], door[sorting], flag[sorting]
    first = np.ones(len(door), dtype=np.bool_)
    first[1:] = (door[1:] != door[:-1]) | (flag[1:] != flag[:-1])
    is_open[flag[first], door[first]] = True
    return place[first], door[first]
