"""Moves that make a network stand longer: a second source, an exit, hardening a vendor.

A move is applied to a copy of the network; what it stands for is independent of everything that is
there, so that its effect is the most that such a move can bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Ints, frozen
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct

MoveKind = Literal["second source", "exit", "hardening"]
MOVE_KINDS: tuple[MoveKind, ...] = ("second source", "exit", "hardening")


@dataclass(frozen=True)
class Move:
    """One move on a network.

    Attributes
    ----------
    kind
        ``second source``: one more supplier in a group; ``exit``: a customer no longer rests on a
        vendor, something independent takes its place; ``hardening``: a vendor stands whatever its
        suppliers do; it may still fall itself.
    customer, vendor
        Rows; -1 where the kind has none. For a second source the first present supplier.
    group
        Group of the view for a second source, -1 else.
    groups
        Groups of the network that change.
    inputs
        Inputs of the network that no longer fall (exit).
    """

    kind: MoveKind
    customer: int
    vendor: int
    group: int
    groups: tuple[int, ...]
    inputs: tuple[int, ...] = ()


def candidate_moves(
    view: HarmView, network: Network, targets: npt.NDArray[np.bool_], kinds: Iterable[str]
) -> list[Move]:
    """Return the moves that could keep any of the target organizations up.

    Parameters
    ----------
    targets
        Organizations that count.
    """
    wanted = set(kinds)
    found: list[Move] = []
    if "second source" in wanted:
        found += _second_sources(view, network)
    if "exit" in wanted:
        found += _exits(view, network)
    if "hardening" in wanted:
        found += _hardenings(view, network, targets)
    return found


def _second_sources(view: HarmView, network: Network) -> list[Move]:
    """One for every group, but those that require more suppliers than they name: none would help.

    There a further supplier would be required as well; the number is what needs mending.
    """
    groups = np.flatnonzero(network.view_group >= 0)
    groups = groups[~view.groups.over_required[network.view_group[groups]]]
    numbers = network.view_group[groups]
    first = view.supplier_vendor[view.by_group.values[view.by_group.starts[numbers]]]
    owners = view.groups.customer[numbers]
    rows = zip(groups.tolist(), numbers.tolist(), first.tolist(), owners.tolist(), strict=True)
    return [
        Move("second source", owner, vendor, number, (group,))
        for group, number, vendor, owner in rows
    ]


def _exits(view: HarmView, network: Network) -> list[Move]:
    """One exit for every (vendor, customer) with a link that an input stands for."""
    at = np.flatnonzero(network.input_edge >= 0)
    edges = network.input_edge[at]
    vendor, customer = view.vendor[edges].astype(np.int64), view.customer[edges]
    key = customer.astype(np.int64) * view.n + vendor
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], key[order][1:] != key[order][:-1])))
    found = []
    for places in np.split(order, starts[1:]) if len(order) else []:
        inputs = at[places]
        groups = tuple(sorted({int(group) for group in network.input_group[inputs]}))
        whose, whom = int(customer[places[0]]), int(vendor[places[0]])
        found.append(Move("exit", whose, whom, -1, groups, tuple(inputs.tolist())))
    return found


def _hardenings(view: HarmView, network: Network, targets: npt.NDArray[np.bool_]) -> list[Move]:
    """One for every vendor that rests on somebody itself.

    Those that count are not hardened where only some do: that would be the answer by decree.
    """
    some_count = not targets.all()
    found = []
    for organization in vendors_heard(view, network).tolist():
        if some_count and targets[organization]:
            continue
        nodes = [organization, *_parts_of(network, organization)]
        groups = [g for v in nodes for g in range(*network.group_starts[v : v + 2].tolist())]
        # A part still goes down with its organization.
        groups = [g for g in groups if network.inputs[network.input_starts[g]] != organization]
        if groups:
            found.append(Move("hardening", -1, organization, -1, tuple(groups)))
    return found


def vendors_heard(view: HarmView, network: Network) -> npt.NDArray[np.int32]:
    """Return the organizations whose fall a customer in the network would feel, sorted."""
    edges = network.input_edge[network.input_edge >= 0]
    return distinct(view.vendor[edges])


def _parts_of(network: Network, organization: int) -> list[int]:
    """Return the part nodes of an organization: those that go down with it for certain.

    The "any part" node would not do: behind a few customers it may be left out, its parts not.
    """
    at = network.out.of(np.array([organization]))[1]
    nodes = network.group_node[network.input_group[at[network.input_edge[at] < 0]]]
    return [int(node) for node in nodes if node != network.degraded[organization]]


def with_moves(network: Network, moves: Iterable[Move]) -> Network:
    """Return the network after moves; a node that never falls stands for what is independent.

    Examples
    --------
    >>> from graphrisk.analysis.network_form import network_of_edges
    >>> link = network_of_edges(2, np.array([0]), np.array([1]))
    >>> with_moves(link, [Move("exit", 1, 0, -1, (0,), (0,))]).down(np.array([0])).tolist()
    [True, False, False]
    """
    needed, inputs = network.needed_lost.copy(), network.inputs.copy()
    steady = network.n_nodes
    starts = network.input_starts
    for move in moves:
        for group in move.groups:
            first, last = starts[group], starts[group + 1]
            if move.kind == "second source" and needed[group] < last - first:
                needed[group] += 1
            elif move.kind != "exit":
                inputs[first:last] = steady
        inputs[list(move.inputs)] = steady
    ends = np.concatenate((network.group_starts, network.group_starts[-1:]))
    return replace(
        network,
        group_starts=frozen(ends),
        needed_lost=frozen(needed),
        inputs=frozen(inputs),
    )


def with_supplier(network: Network, group: int, vendor: int) -> Network:
    """Return the network in which an organization of it is one more supplier of a group."""
    at = int(network.input_starts[group + 1])
    needed = network.needed_lost.copy()
    needed[group] += 1
    starts = network.input_starts.copy()
    starts[group + 1 :] += 1
    return replace(
        network,
        needed_lost=frozen(needed),
        input_starts=frozen(starts),
        inputs=_inserted(network.inputs, at, vendor),
        input_edge=_inserted(network.input_edge, at, -1),
    )


def _inserted(values: Ints, at: int, value: int) -> Ints:
    return frozen(np.insert(values, at, value).astype(np.int32))
