"""The harm view compiled into a plain k-of-n network: nodes, groups of inputs, nothing else.

Redundancy, contracts and functions become nodes and counts, so that a kernel need know one rule: a
group is lost when enough of its inputs are down, a node is down when one of its groups is lost.
Source of the rule: docs, risk model, section 2 ("Outage").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints, Mask, frozen
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Ragged, ragged_by
from graphrisk.model.redundancy import Ranks
from graphrisk.model.vocabulary import CRITICALITY_RANK

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

    def down(self, fallen: Array) -> Mask:
        """Return which nodes go down when nodes fall: the least fixed point, without coins.

        O(inputs of what goes down). The plain form: no compiler is awaited.
        """
        is_down = np.zeros(self.n_nodes, dtype=np.bool_)
        missing = self.needed_lost.copy()
        front = np.unique(fallen).astype(np.int64)
        is_down[front] = True
        while len(front):
            groups, lost = np.unique(self.input_group[self.out.of(front)[1]], return_counts=True)
            missing[groups] -= lost.astype(np.int32)
            front = np.unique(self.group_node[groups[missing[groups] <= 0]]).astype(np.int64)
            front = front[~is_down[front]]
            is_down[front] = True
        return is_down


def compile_network(
    view: HarmView,
    threshold: str | int,
    *,
    one_is_enough: bool = False,
    ranks: Ranks | None = None,
    coins: bool = False,
) -> Network:
    """Compile groups, contracts and parts of a harm view into a plain k-of-n network.

    Parameters
    ----------
    threshold
        Criticality, or its rank, from which a lost group takes its scope down; other groups are
        left out.
    one_is_enough
        True: one lost supplier loses a group (reach); False: redundancy counts (depends).
    ranks
        Criticality rank of each group of the view; default unknown read as critical.
    coins
        True: parallel edges of one supplier stay apart, because each has a coin of its own.

    Notes
    -----
    O(m log m) at the most, O(m) where groups are few. Same states of organizations as
    `graphrisk.analysis.spread.spread`.
    """
    least = CRITICALITY_RANK[threshold] if isinstance(threshold, str) else threshold
    conducts = (view.groups.rank if ranks is None else ranks) >= least
    draft = _Draft(view)
    _add_parts(draft, view)
    groups = np.flatnonzero(conducts)
    required = view.groups.n_suppliers[groups] if one_is_enough else view.groups.required[groups]
    needed = (view.groups.n_suppliers[groups] - required + 1).astype(np.int64)
    targets = _targets(draft, view, groups)
    edges = np.flatnonzero(conducts[view.group])
    sources = draft.source_of(view, edges)
    if not coins:
        edges, sources = _without_repeats(view, edges, sources)
    _add_suppliers(draft, view, (groups, needed, targets), edges, sources)
    return draft.network()


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
    return _assembled(n, groups, (group, vendor, np.arange(m)), np.full(n, -1, dtype=np.int32))


def _assembled(
    n_nodes: int,
    groups: tuple[Array, Array, Array],
    inputs: tuple[Array, Array, Array],
    any_part: Ints,
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
    )


def _starts(keys: Array, count: int) -> Longs:
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts


class _Draft:
    """A network while it is gathered: groups and inputs in any order, then sorted by node."""

    def __init__(self, view: HarmView) -> None:
        parts = len(view.part_customer)
        with_parts = np.unique(view.part_customer)
        self.any_part = np.full(view.n, -1, dtype=np.int32)
        self.any_part[with_parts] = view.n + parts + np.arange(len(with_parts))
        self.n_nodes = view.n + parts + len(with_parts)
        self.n_groups = 0
        self._groups: list[tuple[Array, Array, Array]] = []
        self._inputs: list[tuple[Array, Array, Array]] = []

    def source_of(self, view: HarmView, edges: Array) -> Ints:
        """Return the node that loses each edge: its vendor, or a part, down with its vendor."""
        trigger = view.trigger[edges]
        parts = view.n + len(view.part_customer)
        vendor: Ints = view.vendor[edges]
        if not len(view.part_customer):
            return vendor
        any_part = self.any_part[vendor]
        found = np.where(trigger >= parts, any_part, trigger)
        source: Ints = np.where(trigger < 0, vendor, found).astype(np.int32)
        return source

    def new_nodes(self, count: int) -> Ints:
        """Return fresh auxiliary nodes."""
        first = self.n_nodes
        self.n_nodes += count
        return np.arange(first, self.n_nodes, dtype=np.int32)

    def add_groups(self, nodes: Array, needed: Array, view_group: Array | None = None) -> Longs:
        """Add one group to each node; return the numbers of the groups."""
        stands_for = np.full(len(nodes), -1) if view_group is None else view_group
        self._groups.append((nodes, needed, stands_for))
        self.n_groups += len(nodes)
        return np.arange(self.n_groups - len(nodes), self.n_groups)

    def add_inputs(self, groups: Array, nodes: Array, edges: Array | None = None) -> None:
        """Let groups listen to nodes, each over an edge or (None) for certain."""
        stand_for = np.full(len(groups), -1) if edges is None else edges
        self._inputs.append((groups, nodes, stand_for))

    def network(self) -> Network:
        """Return what was gathered."""
        node, needed, view_group = (
            np.concatenate(part) for part in zip(*self._groups, strict=True)
        )
        group, source, edge = (np.concatenate(part) for part in zip(*self._inputs, strict=True))
        groups, inputs = (node, needed, view_group), (group, source, edge)
        return _assembled(self.n_nodes, groups, inputs, self.any_part)


def _add_parts(draft: _Draft, view: HarmView) -> None:
    """A part is down with its organization, "any part" when one of its parts is."""
    owner = view.part_customer
    if not len(owner):
        return
    parts = view.n + np.arange(len(owner))
    draft.add_inputs(draft.add_groups(parts, np.ones(len(parts))), owner)
    any_parts = draft.any_part[np.unique(owner)]
    groups = draft.add_groups(any_parts, np.ones(len(any_parts)))
    draft.add_inputs(groups[draft.any_part[owner] - any_parts[0]], parts)


def _targets(draft: _Draft, view: HarmView, groups: Array) -> Longs:
    """Return the node that each group takes down; one that takes several parts gets its own."""
    targets: Longs = view.groups.customer[groups].astype(np.int64)
    some = np.flatnonzero(~view.groups.whole[groups])
    if not len(some):
        return targets
    place, part = view.groups.parts.of(groups[some])
    counts = np.bincount(place, minlength=len(some))
    single = counts[place] == 1
    targets[some[place[single]]] = part[single]
    several = np.flatnonzero(counts != 1)
    nodes = draft.new_nodes(len(several))
    targets[some[several]] = nodes
    node_of = np.full(len(some), -1, dtype=np.int64)
    node_of[several] = nodes
    taken = draft.add_groups(part[~single], np.ones(int((~single).sum())))
    draft.add_inputs(taken, node_of[place[~single]])
    return targets


def _without_repeats(view: HarmView, edges: Array, sources: Array) -> tuple[Array, Array]:
    """Keep of each supplier the edges that are lost by different nodes, or one lost by it alone."""
    pair = view.supplier[edges]
    if len(view.supplier_group) == view.n_edges:
        return edges, sources
    by_vendor = sources == view.vendor[edges]
    settled = np.zeros(len(view.supplier_group), dtype=np.bool_)
    settled[pair[by_vendor]] = True
    # A supplier with an edge that only its own fall loses is lost by nothing else.
    useful = by_vendor | ~settled[pair]
    edges, sources, pair = edges[useful], sources[useful], pair[useful]
    order = np.lexsort((edges, sources, pair))
    edges, sources, pair = edges[order], sources[order], pair[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (pair[1:] != pair[:-1]) | (sources[1:] != sources[:-1])
    edges, sources = edges[first], sources[first]
    back = np.argsort(edges)
    return edges[back], sources[back]


def _add_suppliers(
    draft: _Draft, view: HarmView, groups: tuple[Array, Array, Array], edges: Array, sources: Array
) -> None:
    """Let groups listen to their suppliers; one with several edges is lost when all of them are."""
    rows, needed, targets = groups
    at = np.full(len(view.groups.customer), -1, dtype=np.int64)
    at[rows] = np.arange(len(rows))
    in_group, pair = at[view.group[edges]], view.supplier[edges]
    links = np.bincount(pair, minlength=len(view.supplier_group))
    # All suppliers must be lost: then all their edges must be, and no node between is needed.
    flat = needed == view.groups.n_suppliers[rows]
    needed = np.where(flat, np.bincount(in_group, minlength=len(rows)), needed)
    numbers = draft.add_groups(targets, needed, rows)
    direct = (links[pair] == 1) | flat[in_group]
    draft.add_inputs(numbers[in_group[direct]], sources[direct], edges[direct])
    if direct.all():
        return
    bundled, place = np.unique(pair[~direct], return_inverse=True)
    nodes = draft.new_nodes(len(bundled))
    inner = draft.add_groups(nodes, links[bundled])
    draft.add_inputs(inner[place], sources[~direct], edges[~direct])
    draft.add_inputs(numbers[at[view.supplier_group[bundled]]], nodes)
