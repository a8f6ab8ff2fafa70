"""A network of nodes that go down together: groups of inputs, k of n, and nothing else.

What a kernel need know: a group is lost when enough of its inputs are down, a node is down when
one of its groups is lost. `graphrisk.analysis.network` compiles a harm view into this form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints, Mask, frozen
from graphrisk.model.ragged import Ragged, distinct, ragged_by

Array = npt.NDArray[Any]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Nodes that go down when a group of theirs is lost; group g of node v lists its inputs.

    Nodes are organizations (row order), then parts, then "any part" of the organizations that
    have parts, then auxiliary ones. **A part is down with its organization**: that is the only
    difference to the part nodes of `graphrisk.analysis.spread`, and organizations do not feel it.

    Attributes
    ----------
    n, n_nodes
        Organizations, and all nodes.
    group_starts
        Groups of node v are ``group_starts[v]:group_starts[v + 1]``; length n_nodes + 1.
    needed_lost
        Inputs of a group that must be down for it to be lost, at least 1.
    input_starts, inputs
        Nodes that group g listens to: ``inputs[input_starts[g]:input_starts[g + 1]]``.
    input_edge
        Row of the view of the edge that an input stands for (its coin); -1 for none: certain.
    view_group
        Group of the view that a group stands for, -1 for none.
    any_part
        "Any part" node of each organization, -1 where it has no parts.
    degraded
        "Degraded or worse" node of each organization, -1 where nothing can degrade it.

    Examples
    --------
    >>> import numpy as np
    >>> vendors, customers = np.array([0, 1]), np.array([2, 2])
    >>> network_of_edges(3, vendors, customers, group=np.array([0, 0])).down([0]).tolist()
    [True, False, False]
    """

    n: int
    group_starts: Longs
    needed_lost: Ints
    input_starts: Longs
    inputs: Ints
    input_edge: Ints
    view_group: Ints
    any_part: Ints
    degraded: Ints

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.group_starts) - 1

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.needed_lost)

    @cached_property
    def is_plain(self) -> bool:
        """True when one lost input loses every group: reachability along inputs is then exact."""
        return bool((self.needed_lost == 1).all())

    @cached_property
    def group_node(self) -> Ints:
        """Node that each group takes down."""
        counts = np.diff(self.group_starts)
        return frozen(np.repeat(np.arange(self.n_nodes, dtype=np.int32), counts))

    @cached_property
    def input_group(self) -> Ints:
        """Group of each input."""
        counts = np.diff(self.input_starts)
        return frozen(np.repeat(np.arange(self.n_groups, dtype=np.int32), counts))

    @cached_property
    def out(self) -> Ragged:
        """Inputs (their positions) by the node that they listen to."""
        return ragged_by(self.inputs, self.n_nodes)

    def nodes_of_states(self) -> tuple[Ints, Ints, Ints]:
        """Return for each organization the nodes "stops", "partly or worse", "degraded or worse".

        They are nested: each is down when the one before it is.
        """
        stops = np.arange(self.n, dtype=np.int32)
        partly = np.where(self.any_part >= 0, self.any_part, stops)
        return stops, partly, np.where(self.degraded >= 0, self.degraded, partly)

    def down(self, fallen: Array, usable: Mask | None = None) -> Mask:
        """Return which nodes go down when nodes fall: the least fixed point, without coins.

        ``usable``: inputs that can be lost, default all. O(inputs of what goes down). The plain
        form: no compiler is awaited.
        """
        is_down = np.zeros(self.n_nodes, dtype=np.bool_)
        missing = self.needed_lost.copy()
        front = distinct(fallen).astype(np.int64)
        is_down[front] = True
        while len(front):
            inputs = self.out.of(front)[1]
            inputs = inputs if usable is None else inputs[usable[inputs]]
            groups, lost = np.unique(self.input_group[inputs], return_counts=True)
            missing[groups] -= lost.astype(np.int32)
            front = distinct(self.group_node[groups[missing[groups] <= 0]]).astype(np.int64)
            front = front[~is_down[front]]
            is_down[front] = True
        return is_down

    def restricted(self, keep: Mask) -> tuple[Network, Longs, Longs]:
        """Return the network of some nodes only, these nodes, and the inputs that are left.

        The others are taken for never down: a group that would need one of them is left out.
        """
        nodes = np.flatnonzero(keep)
        number = np.full(self.n_nodes, -1, dtype=np.int64)
        number[nodes] = np.arange(len(nodes))
        of_kept = keep[self.group_node]
        left = keep[self.inputs] & of_kept[self.input_group]
        sizes = np.bincount(self.input_group[left], minlength=self.n_groups)
        groups = np.flatnonzero(of_kept & (sizes >= self.needed_lost))
        place = np.full(self.n_groups, -1, dtype=np.int64)
        place[groups] = np.arange(len(groups))
        inputs = np.flatnonzero(left & (place[self.input_group] >= 0))
        n = int(np.searchsorted(nodes, self.n))
        special = [
            np.where(node >= 0, number[node], -1)[nodes[:n]].astype(np.int32)
            for node in (self.any_part, self.degraded)
        ]
        kept = assembled(
            len(nodes),
            (
                number[self.group_node[groups]],
                self.needed_lost[groups],
                self.view_group[groups],
            ),
            (
                place[self.input_group[inputs]],
                number[self.inputs[inputs]],
                self.input_edge[inputs],
            ),
            special[0],
            special[1],
        )
        return kept, nodes, inputs


def network_of_edges(
    n: int,
    vendor: Array,
    customer: Array,
    group: Array | None = None,
    required: Array | int = 1,
) -> Network:
    """Return the network of bare edges: no parts, one edge per supplier of a group.

    Parameters
    ----------
    vendor, customer
        Rows of the ends of each edge, below ``n``.
    group
        Group number of each edge, 0, 1, ..., each of one customer; None: every edge is one.
    required
        Suppliers of each group that must stand, one number for all of them or one each.
    """
    m = len(vendor)
    group = np.arange(m) if group is None else group
    size = np.bincount(group)
    owner = np.zeros(len(size), dtype=np.int64)
    owner[group] = customer
    needed = size - np.minimum(np.maximum(required, 1), size) + 1
    groups = owner, needed, np.full(len(size), -1)
    none = np.full(n, -1, dtype=np.int32)
    return assembled(n, groups, (group, vendor, np.arange(m)), none, none.copy())


def assembled(
    n_nodes: int,
    groups: tuple[Array, Array, Array],
    inputs: tuple[Array, Array, Array],
    any_part: Ints,
    degraded: Ints,
) -> Network:
    """Sort groups (node, needed, view group) by node, and inputs (group, node, edge) by group."""
    node, needed, view_group = groups
    group, source, edge = inputs
    by_node = np.argsort(node, kind="stable")
    place = np.empty(len(node), dtype=np.int64)
    place[by_node] = np.arange(len(node))
    group = place[group]
    by_group = np.argsort(group, kind="stable")
    return Network(
        n=len(any_part),
        group_starts=frozen(_starts(node, n_nodes)),
        needed_lost=frozen(needed[by_node].astype(np.int32)),
        input_starts=frozen(_starts(group, len(node))),
        inputs=frozen(source[by_group].astype(np.int32)),
        input_edge=frozen(edge[by_group].astype(np.int32)),
        view_group=frozen(view_group[by_node].astype(np.int32)),
        any_part=frozen(any_part),
        degraded=frozen(degraded),
    )


def _starts(keys: Array, count: int) -> Longs:
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts
