"""What a move can save at the most: the pairs of (fall, stopped) that lie in its way.

A move changes states only of the node that it touches and of what that node's fall would reach.
So a pair is saved by a set of moves only if it lies in the way of one of them, and the bounds of
several moves add up to a bound of all together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.cutsets import families_of
from graphrisk.analysis.mitigation_moves import Move
from graphrisk.analysis.network_form import Longs, Network
from graphrisk.analysis.scenarios import scenario_sets, scenarios, single_falls

SMALL = 2_500
"""Nodes up to which every fall and every reach is looked at one by one."""
Flags = npt.NDArray[np.bool_]


def bounds_of(
    network: Network,
    reach: Network,
    moves: Sequence[Move],
    targets: Flags,
    falls: Sequence[npt.NDArray[np.int32]],
) -> Longs:
    """Return for each move how many pairs it can save at the most, alone or with others.

    Parameters
    ----------
    network, reach
        The same graph with redundancy, and with one lost supplier losing a group.

    Notes
    -----
    Small networks: exact count of the pairs in the way, one cascade for each fall and node. Others:
    for each fall that meets the move what it stops, or what the node reaches if that is less.
    """
    if network.n_nodes <= SMALL and reach.n_nodes <= SMALL and len(falls) <= SMALL:
        return _counted(network, reach, moves, targets, falls)
    return _coarse(network, reach, moves, targets, falls)


def _counted(
    network: Network,
    reach: Network,
    moves: Sequence[Move],
    targets: Flags,
    falls: Sequence[npt.NDArray[np.int32]],
) -> Longs:
    if not falls:
        return np.zeros(len(moves), dtype=np.int64)
    hit_nodes = network.nodes_of_states()[1]
    down = np.array([network.down(rows) for rows in falls], dtype=np.bool_)
    stopped = down[:, hit_nodes] & targets
    for at, rows in enumerate(falls):
        stopped[at, rows] = False
    behind: dict[int, Flags] = {}
    found = np.zeros(len(moves), dtype=np.int64)
    for at, move in enumerate(moves):
        place = _place(network, move)
        if place not in behind:
            behind[place] = _behind(network, reach, place) & targets
        met = _falls_met(network, move, down)
        found[at] = int((stopped[met] & behind[place]).sum())
    return found


def _place(network: Network, move: Move) -> int:
    """Return the organization at which a move acts."""
    return move.vendor if move.kind == "hardening" else move.customer


def _behind(network: Network, reach: Network, organization: int) -> Flags:
    """Return who is stopped, or within reach, when an organization falls: itself among them."""
    hit = reach.down(np.array([organization]))[reach.nodes_of_states()[1]]
    hit[organization] = True
    return hit


def _falls_met(network: Network, move: Move, down: Flags) -> Flags:
    """Return the falls in which what the move changes is lost."""
    if move.kind == "exit":
        return np.asarray(down[:, network.inputs[list(move.inputs)]].any(axis=1))
    met = np.zeros(len(down), dtype=np.bool_)
    for group in move.groups:
        inputs = network.inputs[network.input_starts[group] : network.input_starts[group + 1]]
        met |= down[:, inputs].sum(axis=1) >= network.needed_lost[group]
    return met


def _coarse(
    network: Network,
    reach: Network,
    moves: Sequence[Move],
    targets: Flags,
    falls: Sequence[npt.NDArray[np.int32]],
) -> Longs:
    """Sum over the falls that meet a move: each saves what it stops, or what lies behind, at most.

    A group of which several inputs must be lost is met by a fall that loses as many of them.
    """
    if not moves:
        return np.zeros(0, dtype=np.int64)
    rows, place = np.unique([_place(network, move) for move in moves], return_inverse=True)
    weights = None if targets.all() else targets.astype(np.int64)
    counts = scenarios(reach, single_falls(rows.astype(np.int32)), weights=weights)
    behind = (counts.stops + counts.partly + 1)[place]
    if any(len(rows) > 1 for rows in falls):
        together = scenarios(network, scenario_sets(list(falls)), weights=weights)
        pairs = int((together.stops + together.partly).sum())
        found: Longs = np.minimum(len(falls) * behind, pairs)
        return found
    singly = np.concatenate(falls) if falls else np.zeros(0, dtype=np.int32)
    alone = scenarios(network, single_falls(singly), weights=weights)
    stopped = np.zeros(network.n, dtype=np.int64)
    stopped[singly] = alone.stops + alone.partly
    return _summed(network, moves, stopped, behind)


def _summed(network: Network, moves: Sequence[Move], stopped: Longs, behind: Longs) -> Longs:
    from graphrisk.analysis.kernels.move_bounds import in_the_way

    families = families_of(network, with_pairs=False)
    units: list[tuple[int, int, npt.NDArray[np.int32]]] = []
    for at, move in enumerate(moves):
        if move.inputs:
            units.append((at, 1, network.inputs[list(move.inputs)]))
            continue
        for group in move.groups:
            first, last = network.input_starts[group : group + 2]
            units.append((at, int(network.needed_lost[group]), network.inputs[first:last]))
    if not units:
        return np.zeros(len(moves), dtype=np.int64)
    owner, needed, inputs = zip(*units, strict=True)
    start = np.concatenate(([0], np.cumsum([len(each) for each in inputs]))).astype(np.int64)
    by_unit = in_the_way(
        np.concatenate(inputs).astype(np.int32),
        (start, np.array(needed, dtype=np.int64)),
        families.as_arrays()[1],
        stopped[families.organizations],
        behind[list(owner)].astype(np.int64),
    )
    found = np.zeros(len(moves), dtype=np.int64)
    np.add.at(found, list(owner), by_unit)
    return found
