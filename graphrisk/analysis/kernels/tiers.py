"""Customers of every vendor by hop, compiled: rounds in step, 64 falls in a word.

For plain networks only (reachability along links). A round reads what became reached in the one
before, so the round in which a bit comes up is the hop. Plain twin: `Tiers` on top of
`graphrisk.analysis.reach_rounds.ReachRounds`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.counters import add_row, depth_for, read_out
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import Mask
from graphrisk.model.ragged import Longs, Ragged

MOST_TIERS = 64
_WIDTH = 8


def count_tiers(
    network: Network, falls: Ragged, weight: Longs
) -> tuple[npt.NDArray[np.int64], Mask] | None:
    """Return by tier what each fall reaches there, and the organizations reached there.

    Parameters
    ----------
    network
        Plain, compiled for reach, without parts.
    weight
        Whole number of each organization, 0 or more.

    Returns
    -------
    sums, users
        Shapes (tiers, falls) and (tiers, organizations); None where there are more tiers than
        `MOST_TIERS`.

    Raises
    ------
    TooLarge
        It would not fit into memory.

    Notes
    -----
    O(links x falls / 64 x tiers) time, O(organizations x 64 bytes) memory a thread.
    """
    n, count = network.n, len(falls.starts) - 1
    vendor, customer = network.inputs, network.group_node[network.input_group]
    layout = build_layout(n, vendor, customer)
    blocks = -(-count // (64 * _WIDTH))
    slots = max(1, min(usable_cores(), blocks))
    room = slots * (n + 2 * layout.n_vendors) * _WIDTH * 8 + MOST_TIERS * (8 * count + slots * n)
    check_room(room, f"tiers of {count:,} vendors among {n:,} organizations")
    sums = np.zeros((MOST_TIERS, count), dtype=np.int64)
    users = np.zeros((slots, MOST_TIERS, n), dtype=np.bool_)
    inner = weight[layout.order]

    def work(slot: int) -> int:
        rows = np.zeros((3, n, _WIDTH), dtype=np.uint64)
        planes = np.zeros((depth_for(int(weight.sum())), _WIDTH), dtype=np.uint64)
        spare = np.empty((2, _WIDTH), dtype=np.uint64)
        lists = (layout.in_start, layout.in_vendor, layout.position)
        ends = (falls.starts, falls.values)
        return int(_run(*lists, *ends, inner, slot, slots, rows, planes, spare, sums, users[slot]))

    deepest = max(in_threads(work, slots))
    if deepest > MOST_TIERS:
        return None
    reached = np.logical_or.reduce(users[:, :deepest], axis=0)
    return sums[:deepest], _in_rows(reached, layout)


def _in_rows(inner: Mask, layout: Layout) -> Mask:
    """Return columns in the order of rows."""
    found = np.zeros_like(inner)
    found[:, layout.order] = inner
    return found


@kernel
def _run(
    in_start: Any,
    in_vendor: Any,
    position: Any,
    fall_start: Any,
    fall_row: Any,
    weight: Any,
    slot: int,
    slots: int,
    rows: Any,
    planes: Any,
    spare: Any,
    sums: Any,
    users: Any,
) -> Any:
    """Settle every ``slots``-th block; return the most rounds of any, one more than kept if so."""
    width = planes.shape[1]
    count = fall_start.size - 1
    deepest = 0
    block = slot
    while block * 64 * width < count:
        first = block * 64 * width
        last = min(count, first + 64 * width)
        rows[:] = word(0)
        for fall in range(first, last):
            for k in range(fall_start[fall], fall_start[fall + 1]):
                node = position[fall_row[k]]
                bit = word(1) << word((fall - first) & 63)
                rows[0, node, (fall - first) >> 6] |= bit
                rows[1, node, (fall - first) >> 6] |= bit
        tier = 0
        now = 1
        while True:
            if tier == sums.shape[0]:
                return tier + 1
            if not _round(in_start, in_vendor, weight, rows, now, planes, spare, users[tier]):
                break
            read_out(planes, width, sums[tier], first)
            tier += 1
            now = 3 - now
        deepest = max(deepest, tier)
        block += slots
    return deepest


@kernel
def _round(
    in_start: Any,
    in_vendor: Any,
    weight: Any,
    rows: Any,
    now: int,
    planes: Any,
    spare: Any,
    users: Any,
) -> Any:
    """Let harm go one link on: row 0 is reached, row ``now`` anew, row ``3 - now`` next."""
    width = planes.shape[1]
    ahead = 3 - now
    moved = False
    for node in range(in_start.size - 1):
        for j in range(width):
            spare[0, j] = word(0)
        for k in range(in_start[node], in_start[node + 1]):
            for j in range(width):
                spare[0, j] |= rows[now, in_vendor[k], j]
        left = word(0)
        for j in range(width):
            spare[0, j] &= ~rows[0, node, j]
            left |= spare[0, j]
            rows[ahead, node, j] = spare[0, j]
        if left != word(0):
            moved = True
            users[node] = True
            for j in range(width):
                rows[0, node, j] |= spare[0, j]
            add_row(planes, spare[0], width, weight[node], spare[1])
    return moved
