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
from graphrisk.analysis.scenarios import scenarios, single_falls

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
    the single falls that lose the input, times the targets that the node reaches: a weaker bound.
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
    rows = np.unique([_place(network, move) for move in moves]).astype(np.int32)
    weights = None if targets.all() else targets.astype(np.int64)
    counts = scenarios(reach, single_falls(rows), weights=weights)
    behind = dict(zip(rows.tolist(), (counts.stops + counts.partly + 1).tolist(), strict=True))
    # Who alone loses an input, counted for each; a group needs several of them lost.
    alone = families_of(network, with_pairs=False).single_length[network.inputs]
    by_group = np.bincount(network.input_group, weights=alone, minlength=network.n_groups)
    lost = (by_group // network.needed_lost).astype(np.int64)
    found = np.zeros(len(moves), dtype=np.int64)
    for at, move in enumerate(moves):
        met = alone[list(move.inputs)].sum() if move.inputs else lost[list(move.groups)].sum()
        found[at] = min(len(falls), int(met)) * behind[_place(network, move)]
    return found
