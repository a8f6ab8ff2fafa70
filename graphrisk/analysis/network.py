"""The harm view compiled into a plain k-of-n network.

Redundancy, contracts and functions become nodes and counts, so that kernels stay plain. Source of
the rule: docs, risk model, section 2 ("Outage").
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graphrisk.analysis.network_form import Array, Longs, Network, assembled, network_of_edges
from graphrisk.model.graph import Ints, frozen
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.redundancy import Ranks
from graphrisk.model.vocabulary import CRITICALITY_RANK

__all__ = ["Network", "compile_network", "network_of_edges", "with_link_nodes"]


def compile_network(
    view: HarmView,
    threshold: str | int,
    *,
    one_is_enough: bool = False,
    ranks: Ranks | None = None,
    coins: bool = False,
    degraded: bool = False,
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
    degraded
        True: add a node "degraded or worse" to organizations that can be so.

    Notes
    -----
    O(m log m) at the most, O(m) where groups are few. Same states of organizations as
    `graphrisk.analysis.spread.spread`.
    """
    least = CRITICALITY_RANK[threshold] if isinstance(threshold, str) else threshold
    rank = view.groups.rank if ranks is None else ranks
    counts = rank >= (min(least, CRITICALITY_RANK["important"]) if degraded else least)
    draft = _Draft(view)
    _add_parts(draft, view)
    groups = np.flatnonzero(counts)
    required = view.groups.n_suppliers[groups] if one_is_enough else view.groups.required[groups]
    needed = (view.groups.n_suppliers[groups] - required + 1).astype(np.int64)
    targets = _targets(draft, view, groups, conducts=rank[groups] >= least)
    edges = np.flatnonzero(counts[view.group])
    sources = draft.source_of(view, edges)
    if not coins:
        edges, sources = _without_repeats(view, edges, sources)
    _add_suppliers(draft, view, (groups, needed, targets), edges, sources)
    return draft.network()


def with_link_nodes(network: Network, view: HarmView, links: Array) -> tuple[Network, Ints]:
    """Return the network with a node for each of some links, down where that link is lost.

    Nodes come after all others, in the order of ``links`` (rows of the view). A link below the
    criticality of the network has one too: it is lost with its vendor, though it carries nothing.
    """
    trigger, vendor = view.trigger[links], view.vendor[links]
    parts = view.n + len(view.part_customer)
    source = np.where(trigger < 0, vendor, np.where(trigger >= parts, vendor, trigger))
    unknown = trigger >= parts
    source[unknown] = network.any_part[vendor[unknown]]
    count = len(links)
    nodes = np.arange(network.n_nodes, network.n_nodes + count, dtype=np.int32)
    more = np.arange(1, count + 1, dtype=np.int64)
    extended = replace(
        network,
        group_starts=frozen(np.concatenate((network.group_starts, network.n_groups + more))),
        needed_lost=frozen(np.append(network.needed_lost, np.ones(count, dtype=np.int32))),
        input_starts=frozen(
            np.concatenate((network.input_starts, network.input_starts[-1] + more))
        ),
        inputs=frozen(np.append(network.inputs, source.astype(np.int32))),
        input_edge=frozen(np.append(network.input_edge, np.asarray(links, dtype=np.int32))),
        view_group=frozen(np.append(network.view_group, np.full(count, -1, dtype=np.int32))),
    )
    return extended, nodes


class _Draft:
    """A network while it is gathered: groups and inputs in any order, then sorted by node."""

    def __init__(self, view: HarmView) -> None:
        parts = len(view.part_customer)
        with_parts = distinct(view.part_customer)
        self.any_part = np.full(view.n, -1, dtype=np.int32)
        self.any_part[with_parts] = view.n + parts + np.arange(len(with_parts))
        self.n_nodes = view.n + parts + len(with_parts)
        self.degraded = np.full(view.n, -1, dtype=np.int32)
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
        return assembled(self.n_nodes, groups, inputs, self.any_part, self.degraded)


def _add_parts(draft: _Draft, view: HarmView) -> None:
    """A part is down with its organization, "any part" when one of its parts is."""
    owner = view.part_customer
    if not len(owner):
        return
    parts = view.n + np.arange(len(owner))
    draft.add_inputs(draft.add_groups(parts, np.ones(len(parts))), owner)
    any_parts = draft.any_part[distinct(owner)]
    groups = draft.add_groups(any_parts, np.ones(len(any_parts)))
    draft.add_inputs(groups[draft.any_part[owner] - any_parts[0]], parts)


def _targets(draft: _Draft, view: HarmView, groups: Array, conducts: Array) -> Longs:
    """Return the node that each group takes down; one that takes several parts gets its own."""
    targets: Longs = view.groups.customer[groups].astype(np.int64)
    if not conducts.all():
        targets[~conducts] = _add_degraded(draft, targets[~conducts])
    some = np.flatnonzero(~view.groups.whole[groups] & conducts)
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


def _add_degraded(draft: _Draft, organizations: Array) -> Longs:
    """Give organizations a node "degraded or worse"; return that of each one given."""
    owners, place = np.unique(organizations, return_inverse=True)
    nodes = draft.new_nodes(len(owners))
    draft.degraded[owners] = nodes
    partly = draft.any_part[owners]
    groups = draft.add_groups(nodes, np.ones(len(nodes)))
    draft.add_inputs(groups, np.where(partly >= 0, partly, owners))
    return nodes[place].astype(np.int64)


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
