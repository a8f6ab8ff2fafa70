"""Customers of every vendor by hop, compiled: those that reach little one by one, others in step.

For plain networks only (reachability along links). A fall that reaches few is a search of its own;
most are. The others share rounds, 64 falls in a word: a round reads what became reached in the one
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
LEAST_CAP, _NODES_A_CAP = 64, 128
"""Organizations that a fall may reach to be followed by itself: so many, or one of so many."""


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
    O(what the light falls reach) and O(links x heavy falls / 64 x tiers) time, O(organizations x
    64 bytes) memory a thread.
    """
    n, count = network.n, len(falls.starts) - 1
    vendor, customer = network.inputs, network.group_node[network.input_group]
    layout = build_layout(n, vendor, customer)
    slots = max(1, min(usable_cores(), -(-count // (64 * _WIDTH))))
    room = slots * (n + 2 * layout.n_vendors) * _WIDTH * 8 + MOST_TIERS * (8 * count + slots * n)
    check_room(room, f"tiers of {count:,} vendors among {n:,} organizations")
    sums = np.zeros((MOST_TIERS, count), dtype=np.int64)
    users = np.zeros((slots, MOST_TIERS, n), dtype=np.bool_)
    ends, inner = (falls.starts, falls.values), weight[layout.order]
    heavy = np.zeros(count, dtype=np.bool_)
    most = max(LEAST_CAP, n // _NODES_A_CAP)

    def search(slot: int) -> int:
        outward = (layout.out_start, layout.out_customer, layout.position)
        scratch = np.full(n, -1, dtype=np.int64), np.empty(n, dtype=np.int32)
        every = (*outward, *ends, inner, slot, slots, most, *scratch, sums, users[slot], heavy)
        return int(_search(*every))

    deepest = max(in_threads(search, slots))
    left = np.flatnonzero(heavy)
    if len(left):
        some = _some(falls, left)
        found = np.zeros((MOST_TIERS, len(left)), dtype=np.int64)

        def work(slot: int) -> int:
            rows = np.zeros((3, n, _WIDTH), dtype=np.uint64)
            planes = np.zeros((depth_for(int(weight.sum())), _WIDTH), dtype=np.uint64)
            spare = np.empty((2, _WIDTH), dtype=np.uint64)
            active = np.zeros((2, n), dtype=np.bool_)
            lists = (layout.in_start, layout.in_vendor, layout.position, some.starts, some.values)
            room = (rows, planes, spare, active)
            return int(_run(*lists, inner, slot, slots, *room, found, users[slot]))

        deepest = max(deepest, *in_threads(work, slots))
        if deepest > MOST_TIERS:
            return None
        sums[:, left] = found
    reached = np.logical_or.reduce(users[:, :deepest], axis=0)
    return sums[:deepest], _in_rows(reached, layout)


def _some(falls: Ragged, places: Longs) -> Ragged:
    """Return some of the falls."""
    position, rows = falls.of(places)
    starts = np.searchsorted(position, np.arange(len(places) + 1)).astype(np.int64)
    return Ragged(starts, rows)


def _in_rows(inner: Mask, layout: Layout) -> Mask:
    """Return columns in the order of rows."""
    found = np.zeros_like(inner)
    found[:, layout.order] = inner
    return found


@kernel
def _search(
    out_start: Any,
    out_customer: Any,
    position: Any,
    fall_start: Any,
    fall_row: Any,
    weight: Any,
    slot: int,
    slots: int,
    most: int,
    stamp: Any,
    queue: Any,
    sums: Any,
    users: Any,
    heavy: Any,
) -> Any:
    """Follow every ``slots``-th fall by itself; mark those that reach too many, or too deep."""
    deepest = 0
    ends = np.zeros(sums.shape[0] + 2, np.int64)
    for fall in range(slot, fall_start.size - 1, slots):
        tail = 0
        for k in range(fall_start[fall], fall_start[fall + 1]):
            node = position[fall_row[k]]
            stamp[node] = fall
            queue[tail] = node
            tail += 1
        ends[0], ends[1] = 0, tail
        tier = 0
        while tier < sums.shape[0] and ends[tier] < ends[tier + 1] and tail <= most:
            for head in range(ends[tier], ends[tier + 1]):
                tail = _look(fall, queue[head], out_start, out_customer, most, stamp, queue, tail)
                if tail > most:
                    break
            tier += 1
            ends[tier + 1] = tail
        if tail > most or ends[tier] < ends[tier + 1]:
            heavy[fall] = True
            continue
        for hop in range(1, tier):
            for at in range(ends[hop], ends[hop + 1]):
                sums[hop - 1, fall] += weight[queue[at]]
                users[hop - 1, queue[at]] = True
        deepest = max(deepest, tier - 1)
    return deepest


@kernel
def _look(
    fall: int,
    node: Any,
    out_start: Any,
    out_customer: Any,
    most: int,
    stamp: Any,
    queue: Any,
    tail: int,
) -> Any:
    """Put the customers of a node that were not met yet at the end of the queue."""
    if node >= out_start.size - 1:
        return tail
    for k in range(out_start[node], out_start[node + 1]):
        customer = out_customer[k]
        if stamp[customer] != fall:
            stamp[customer] = fall
            queue[tail] = customer
            tail += 1
            if tail > most:
                break
    return tail


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
    active: Any,
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
        active[:] = False
        for fall in range(first, last):
            for k in range(fall_start[fall], fall_start[fall + 1]):
                node = position[fall_row[k]]
                bit = word(1) << word((fall - first) & 63)
                rows[0, node, (fall - first) >> 6] |= bit
                rows[1, node, (fall - first) >> 6] |= bit
                active[0, node] = True
        tier = 0
        now = 1
        while True:
            if tier == sums.shape[0]:
                return tier + 1
            lists = (in_start, in_vendor, weight)
            if not _round(*lists, rows, now, planes, spare, active, users[tier]):
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
    active: Any,
    users: Any,
) -> Any:
    """Let harm go one link on: row 0 is reached, row ``now`` anew, row ``3 - now`` next.

    ``active`` tells whose row has a bit: most rounds move few.
    """
    width = planes.shape[1]
    ahead = 3 - now
    moved = False
    for node in range(in_start.size - 1):
        heard = False
        for j in range(width):
            spare[0, j] = word(0)
        for k in range(in_start[node], in_start[node + 1]):
            if active[now - 1, in_vendor[k]]:
                heard = True
                for j in range(width):
                    spare[0, j] |= rows[now, in_vendor[k], j]
        active[ahead - 1, node] = False
        if not heard:
            continue
        left = word(0)
        for j in range(width):
            spare[0, j] &= ~rows[0, node, j]
            left |= spare[0, j]
            rows[ahead, node, j] = spare[0, j]
        if left != word(0):
            moved = True
            users[node] = True
            active[ahead - 1, node] = True
            for j in range(width):
                rows[0, node, j] |= spare[0, j]
            add_row(planes, spare[0], width, weight[node], spare[1])
    return moved
