"""How an outage spreads over the harm view: synchronous rounds to the least fixed point.

Source of the rule: docs, risk model, section 2 ("Outage").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.redundancy import Ranks


@dataclass(frozen=True)
class Spread:
    """The round in which each node, edge, supplier and group was lost; -1 for never.

    Node rounds count from 0 (the fallen). An edge and a supplier carry the round of the state that
    lost them, a group the round in which its scope goes down (one later).
    """

    node: Ints
    edge: Ints
    supplier: Ints
    group: Ints
    lost_suppliers: Ints

    def down(self, view: HarmView) -> Mask:
        """Organizations that are down, all of them."""
        found: Mask = self.node[: view.n] >= 0
        return found

    def partly(self, view: HarmView) -> Mask:
        """Organizations of which some part is down, but not all of the organization."""
        found: Mask = (self.node[view.any_part(np.arange(view.n))] >= 0) & ~self.down(view)
        return found

    def first_round(self, view: HarmView) -> Ints:
        """Round in which each organization first went down or partly, -1 for never."""
        whole = self.node[: view.n]
        part = self.node[view.any_part(np.arange(view.n))]
        both = np.minimum(np.where(whole < 0, part, whole), np.where(part < 0, whole, part))
        return both.astype(np.int32)


def spread(
    view: HarmView,
    fallen: npt.NDArray[Any],
    threshold: int,
    *,
    one_is_enough: bool = False,
    ranks: Ranks | None = None,
    held: Mask | None = None,
) -> Spread:
    """Let organizations fall and follow the outage until nothing more changes.

    Parameters
    ----------
    fallen
        Rows of the fallen organizations.
    threshold
        Criticality rank from which a lost group takes its scope down.
    one_is_enough
        True: one lost supplier loses a group (reach); False: redundancy counts (depends).
    ranks
        Criticality rank of each group; default unknown read as critical.
    held
        Edges that are not lost whatever their vendor does, such as those that recover in time.

    Notes
    -----
    O(edges out of what goes down) in total, O(n + m) memory. A cycle is passed once.
    """
    groups = view.groups
    conducts = (groups.rank if ranks is None else ranks) >= threshold
    open_edges = view.links_of_supplier.copy()
    standing = groups.n_suppliers.astype(np.int64)
    needed = standing if one_is_enough else groups.required.astype(np.int64)
    node = np.full(view.n_nodes, -1, dtype=np.int32)
    edge = np.full(view.n_edges, -1, dtype=np.int32)
    supplier = np.full(len(view.supplier_group), -1, dtype=np.int32)
    group = np.full(len(groups.customer), -1, dtype=np.int32)
    lost = np.zeros(len(groups.customer), dtype=np.int32)
    front = distinct(fallen.astype(np.int64))
    node[front] = 0
    now = 0
    while len(front):
        edges = edges_lost_by(view, front)
        edges = each_once(edges[edge[edges] < 0], edge)
        edges = edges if held is None else edges[~held[edges]]
        edge[edges] = now
        suppliers = _emptied(open_edges, view.supplier[edges], supplier)
        supplier[suppliers] = now
        touched = view.supplier_group[suppliers]
        np.add.at(lost, touched, 1)
        touched = touched[group[touched] < 0]
        gone = touched[standing[touched] - lost[touched] < needed[touched]]
        gone = each_once(gone, group)
        group[gone] = now + 1
        front = _new_nodes(view, gone[conducts[gone]], node)
        now += 1
        node[front] = now
    return Spread(node, edge, supplier, group, lost)


def edges_lost_by(view: HarmView, nodes: npt.NDArray[Any]) -> Ints:
    """Return the edges that nodes lose when they go down, in no order, some twice."""
    whole = view.by_vendor.of(nodes[nodes < view.n])[1]
    if not len(view.part_customer):
        return whole
    return np.concatenate((whole, view.by_trigger.of(nodes[nodes >= view.n])[1]))


def nodes_of_groups(view: HarmView, groups: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return (position in ``groups``, node) for each node that a lost group takes down."""
    customer = view.groups.customer[groups]
    whole = view.groups.whole[groups]
    at = np.flatnonzero(whole)
    if not len(view.part_customer) or whole.all():
        return at.astype(np.int32), customer[at]
    some = np.flatnonzero(~whole)
    place, part = view.groups.parts.of(groups[some])
    position = np.concatenate((at, some[place], some))
    node = np.concatenate((customer[at], part, view.any_part(customer[some])))
    return position.astype(np.int32), node.astype(np.int32)


def each_once(keys: Ints, scratch: Ints) -> Ints:
    """Return the keys without repeats, in no stated order, faster than sorting them.

    ``scratch`` is indexed by the keys; what it holds at them, -1 for all, is put back.
    """
    if len(keys) < 2:
        return keys
    place = np.arange(len(keys), dtype=np.int32)
    scratch[keys] = place
    kept: Ints = keys[scratch[keys] == place]
    scratch[keys] = -1
    return kept


def _emptied(open_edges: npt.NDArray[np.int64], suppliers: Ints, scratch: Ints) -> Ints:
    """Count lost edges off each supplier; return the suppliers that have none left."""
    np.subtract.at(open_edges, suppliers, 1)
    return each_once(suppliers[open_edges[suppliers] == 0], scratch)


def _new_nodes(view: HarmView, groups: npt.NDArray[Any], node: Ints) -> npt.NDArray[np.int64]:
    found = nodes_of_groups(view, groups)[1]
    return each_once(found[node[found] < 0], node).astype(np.int64)
