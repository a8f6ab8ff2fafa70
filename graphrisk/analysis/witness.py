"""Shortest witness paths of a spread: why each party is reached, edge by edge.

A supplier that is lost only because several of its contracts are lost is reached when the last of
them is; its path is then a small tree, with the other contracts as branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.spread import Spread, nodes_of_groups
from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Paths:
    """Shortest paths from the fallen; ties go to the smaller list of edge ids.

    Attributes
    ----------
    distance, last_edge
        Hops to each node and the edge that reaches it; -1 where it is not reached.
    came_from
        Node that reached each edge, -1 for none.
    supplier_distance, supplier_edge, supplier_rank
        The same for (group, vendor) pairs; the rank orders pairs of one distance.
    """

    distance: Ints
    last_edge: Ints
    came_from: Ints
    supplier_distance: Ints
    supplier_edge: Ints
    supplier_rank: Longs

    def edges_to(self, node: int) -> list[int]:
        """Return the edges of the path to a node, from the fallen end."""
        return self.edges_through(int(self.last_edge[node]))

    def edges_through(self, edge: int) -> list[int]:
        """Return the edges of the path that ends with this edge."""
        found: list[int] = []
        while edge >= 0:
            found.append(edge)
            edge = int(self.last_edge[self.came_from[edge]])
        return found[::-1]

    def branches(self, view: HarmView, edges: list[int]) -> list[list[int]]:
        """Return the paths of the other lost contracts of suppliers that fall by several."""
        found: list[list[int]] = []
        for edge in edges:
            pair = int(view.supplier[edge])
            if view.links_of_supplier[pair] < 2:
                continue
            whole = int(self.distance[view.vendor[edge]])
            if 0 <= whole < self.supplier_distance[pair]:
                continue
            first, last = view.by_supplier.starts[pair], view.by_supplier.starts[pair + 1]
            others = view.by_supplier.values[first:last]
            found += [self.edges_through(int(other)) for other in others if other != edge]
        return found


def shortest_paths(
    view: HarmView,
    spread: Spread,
    fallen: npt.NDArray[Any],
    conducts: Mask,
    usable: Mask | None = None,
) -> Paths:
    """Return shortest paths over the suppliers that a spread lost.

    Parameters
    ----------
    conducts
        Groups that pass harm on.
    usable
        Edges that may be used; None for all.

    Notes
    -----
    Breadth-first by layers, O(k log k) for k edges out of what is reached.
    """
    lost = conducts & (spread.group >= 0)
    open_edges = view.links_of_supplier.copy()
    distance = np.full(view.n_nodes, -1, dtype=np.int32)
    last_edge = np.full(view.n_nodes, -1, dtype=np.int32)
    rank = np.zeros(view.n_nodes, dtype=np.int64)
    came_from = np.full(view.n_edges, -1, dtype=np.int32)
    pairs = len(view.supplier_group)
    supplier_distance = np.full(pairs, -1, dtype=np.int32)
    supplier_edge = np.full(pairs, -1, dtype=np.int32)
    supplier_rank = np.zeros(pairs, dtype=np.int64)
    front = distinct(fallen.astype(np.int64))
    distance[front] = 0
    hops = 0
    while len(front):
        hops += 1
        node, edge = _out_edges(view, front)
        fresh = came_from[edge] < 0
        if usable is not None:
            fresh &= usable[edge]
        node, edge = _first_by(edge[fresh], rank[node[fresh]], node[fresh])
        came_from[edge] = node
        pair, edge = _suppliers_reached(view, open_edges, edge, rank[node])
        whole = distance[view.vendor[edge]] == hops - 1
        edge = _smallest_contract(view, pair, edge, whole, rank, came_from)
        order = rank[came_from[edge]] * np.int64(max(view.n_edges, 1)) + edge
        supplier_distance[pair], supplier_edge[pair], supplier_rank[pair] = hops, edge, order
        group = view.supplier_group[pair]
        kept = lost[group]
        group, edge, order = group[kept], edge[kept], order[kept]
        place, target = nodes_of_groups(view, group)
        fresh = distance[target] < 0
        place, target = _first_by(target[fresh], order[place[fresh]], place[fresh])
        distance[target], last_edge[target] = hops, edge[place]
        rank[target] = np.unique(order[place], return_inverse=True)[1]
        front = target.astype(np.int64)
    return Paths(distance, last_edge, came_from, supplier_distance, supplier_edge, supplier_rank)


def decisive_groups(view: HarmView, spread: Spread, conducts: Mask) -> Ints:
    """Return for each node that is down the lost group that explains it, -1 for the others.

    It is the one of the smallest (round, group id) among the lost groups that take this very node
    down: for an organization that stops, groups whose scope is everything.
    """
    lost = np.flatnonzero(conducts & (spread.group >= 0))
    place, node = nodes_of_groups(view, lost)
    group = lost[place]
    order = np.lexsort((spread.group[group], node))
    node, group = node[order], group[order]
    return smallest_key(view, node, spread.group[group], group, view.n_nodes)


def smallest_key(
    view: HarmView,
    owner: npt.NDArray[Any],
    value: npt.NDArray[Any],
    group: npt.NDArray[Any],
    n_owners: int,
) -> Ints:
    """Return for each owner its group of the smallest (value, group id), -1 where it has none."""
    chosen = np.full(n_owners, -1, dtype=np.int32)
    order = np.lexsort((value, owner))
    owner, value, group = owner[order], value[order], group[order]
    first = np.concatenate(([True], owner[1:] != owner[:-1])) if len(owner) else owner == 0
    start = np.flatnonzero(first)
    least = value[start][np.cumsum(first) - 1] == value if len(owner) else first
    owner, group = owner[least], group[least]
    _, at, count = np.unique(owner, return_index=True, return_counts=True)
    alone = at[count == 1]
    chosen[owner[alone]] = group[alone]
    tied = np.flatnonzero(np.isin(owner, owner[at[count > 1]]))
    if len(tied):
        keys = pa.array(view.group_keys(group[tied]), pa.string())
        table = pa.table({"owner": pa.array(owner[tied]), "key": keys})
        order = np.asarray(pc.sort_indices(table, [("owner", "ascending"), ("key", "ascending")]))
        rows, first = np.unique(owner[tied][order], return_index=True)
        chosen[rows] = group[tied][order][first]
    return chosen


def _out_edges(view: HarmView, front: Longs) -> tuple[Longs, Ints]:
    """Return (node, edge) for every edge that a node of the front loses."""
    whole = front[front < view.n]
    place, edge = view.by_vendor.of(whole)
    node = whole[place]
    if len(view.part_customer):
        part = front[front >= view.n]
        place, more = view.by_trigger.of(part)
        node, edge = np.concatenate((node, part[place])), np.concatenate((edge, more))
    return node, edge


def _first_by(
    key: npt.NDArray[Any], order: npt.NDArray[Any], value: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return (value, key) of the smallest order for each key."""
    sorting = np.lexsort((order, key))
    key, value = key[sorting], value[sorting]
    first = np.concatenate(([True], key[1:] != key[:-1])) if len(key) else np.zeros(0, np.bool_)
    return value[first], key[first]


def _smallest_contract(
    view: HarmView, pair: Ints, edge: Ints, whole: Mask, rank: Longs, came_from: Ints
) -> Ints:
    """Return for each supplier the edge that shows its loss: its first, where all of it is down.

    A contract that was lost before, with a part of the supplier, is lost with the whole as well.
    """
    several = np.flatnonzero(whole & (view.links_of_supplier[pair] > 1))
    vendor = view.vendor[edge[several]]
    first = view.by_supplier.values[view.by_supplier.starts[pair[several]]]
    most = np.int64(max(view.n_edges, 1))
    shown = rank[came_from[edge[several]]] * most + edge[several]
    better = rank[vendor] * most + first < shown
    found = edge.copy()
    found[several[better]] = first[better]
    came_from[first[better]] = vendor[better]
    return found


def _suppliers_reached(
    view: HarmView, open_edges: Longs, edge: Ints, rank: Longs
) -> tuple[Ints, Ints]:
    """Count edges off their suppliers; return suppliers now lost, with the edge that did it."""
    pair = view.supplier[edge]
    touched, count = np.unique(pair, return_counts=True)
    open_edges[touched] -= count
    order = rank * np.int64(max(view.n_edges, 1)) + edge
    last, pair = _first_by(pair, order, edge)
    gone = open_edges[pair] == 0
    return pair[gone], last[gone]
