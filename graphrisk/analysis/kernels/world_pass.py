"""The pass over a network in random worlds, block after block of them.

A supplier is lost to a customer in the worlds in which it is down and the coin of its edge is
live; then the rule of the group decides: any, all or k of n. ``room[:width]`` is where the worlds
of the node in hand accumulate; see `graphrisk.analysis.kernels.draws` for the rest of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.bits import clear_row, copy_row, popcount
from graphrisk.analysis.kernels.compiled import inlined, kernel, word
from graphrisk.analysis.kernels.counters import add_row, read_out
from graphrisk.analysis.kernels.draws import CERTAIN, HELD, NEED, Coins, draw
from graphrisk.analysis.kernels.lists import Lists, Longs, hears
from graphrisk.analysis.kernels.world_groups import add_groups, need
from graphrisk.model.graph import Floats, Ints

Words = npt.NDArray[np.uint64]


class Entries(NamedTuple):
    """What each node adds to which measure."""

    start: Longs
    kind: Ints
    weight: Longs


class Odds(NamedTuple):
    """Weights of worlds: of each word, and of the set bits of each byte of it; empty for none."""

    of_word: Floats
    of_byte: npt.NDArray[np.float64]


class InReach(NamedTuple):
    """Who can go down at all, in inner order, and what each adds to the measures."""

    who: Ints
    n_vendors: int
    inside: npt.NDArray[np.uint8]
    component: Ints
    entries: Entries


@kernel
def run_blocks(
    lists: Lists, coins: Coins, falls: InReach, odds: Odds, blocks: Any, rooms: Any, out: Any
) -> None:
    """Run every ``blocks[1]``-th block of worlds from ``blocks[0]`` on."""
    rows, room, planes, spare = rooms
    sums, hits = out
    width = rows.shape[1]
    for block in range(blocks[0], blocks[2], blocks[1]):
        here = (block * width, sums.shape[1])
        _settle_vendors(lists, coins, falls, here, rows, room, spare)
        _count_all(lists, coins, falls, odds, here, rooms, hits)
        for kind in range(planes.shape[0]):
            read_out(planes[kind], width, sums[kind], here[0] * 64)


@kernel
def _settle_vendors(
    lists: Lists, coins: Coins, falls: InReach, here: Any, rows: Any, room: Any, spare: Any
) -> None:
    """Fill the rows of the vendors that can go down, in inner order."""
    width, who, inside, n_vendors = rows.shape[1], falls.who, falls.inside, falls.n_vendors
    one_start, one_from, group_start = lists.one_start, lists.one_from, lists.group_start
    one_threshold, one_key, seed = coins.one_threshold, coins.one_key, coins.seed
    component, component_start = falls.component, lists.component_start
    own_threshold, own_key, first_word = coins.own_threshold, coins.own_key, here[0]
    i = 0
    while i < n_vendors:
        start, x = i, who[i]
        end = component_start[component[x] + 1]
        while i < n_vendors and who[i] < end:
            i += 1
        if i - start > 1:
            _repeat(start, i, lists, coins, falls, rows, room, here, spare)
            continue
        _own(room, own_threshold[x], own_key[x], seed, here, width)
        if own_threshold[x] < CERTAIN:
            for j in range(width):
                rows[x, j] = room[j]
            for k in range(one_start[x], one_start[x + 1]):
                if inside[one_from[k]] and need(room, rows, one_from[k], width):
                    draw(room, width, one_threshold[k], one_key[k], seed[0], first_word)
            if group_start[x] < group_start[x + 1]:
                add_groups(room, x, lists, coins, inside, rows, first_word, spare)
        for j in range(width):
            rows[x, j] = room[j]


@kernel
def _own(room: Any, threshold: int, key: Any, seed: Any, here: Any, width: int) -> None:
    """Begin with the worlds in which a node falls by itself; none beyond the last world."""
    first_word, worlds = here
    for j in range(width):
        room[j] = word(0)
    if threshold == 0:
        return
    for j in range(width):
        left = worlds - 64 * (first_word + j)
        room[NEED + j] = word(0)
        if left >= 64:
            room[NEED + j] = ~word(0)
        elif left > 0:
            room[NEED + j] = (word(1) << word(left)) - word(1)
    draw(room, width, threshold, key, seed[0], first_word)


@kernel
def _add_inputs(
    room: Any,
    x: int,
    lists: Lists,
    coins: Coins,
    inside: Any,
    rows: Any,
    first_word: int,
    spare: Any,
) -> None:
    """Add to ``room`` the worlds in which an input of a node, or a group, is lost."""
    one_from, threshold, key = lists.one_from, coins.one_threshold, coins.one_key
    seed, width = coins.seed[0], rows.shape[1]
    for k in range(lists.one_start[x], lists.one_start[x + 1]):
        if inside[one_from[k]] and need(room, rows, one_from[k], width):
            draw(room, width, threshold[k], key[k], seed, first_word)
    if lists.group_start[x] < lists.group_start[x + 1]:
        add_groups(room, x, lists, coins, inside, rows, first_word, spare)


@kernel
def _repeat(
    start: int,
    end: int,
    lists: Lists,
    coins: Coins,
    falls: InReach,
    rows: Any,
    room: Any,
    here: Any,
    spare: Any,
) -> None:
    """Pass over a cycle until nothing changes; whoever hears nothing new is left out."""
    width, lowest = rows.shape[1], falls.who[start]
    for at in range(start, end):
        x = falls.who[at]
        _own(room, coins.own_threshold[x], coins.own_key[x], coins.seed, here, width)
        for j in range(width):
            rows[x, j] = room[j]
    changed = np.zeros(falls.who[end - 1] - lowest + 1, np.int64)
    now, last_change = 1, 1
    while last_change >= now - 1:
        for at in range(start, end):
            x = falls.who[at]
            if now > 1 and not hears(x, lowest, now, lists, changed):
                continue
            for j in range(width):
                room[j] = rows[x, j]
            _add_inputs(room, x, lists, coins, falls.inside, rows, here[0], spare)
            differs = word(0)
            for j in range(width):
                differs |= room[j] ^ rows[x, j]
                rows[x, j] = room[j]
            if differs != word(0):
                changed[x - lowest] = now
                last_change = now
        now += 1


@kernel
def _count_all(
    lists: Lists, coins: Coins, falls: InReach, odds: Odds, here: Any, rooms: Any, hits: Any
) -> None:
    """Count the worlds in which each node is down by others."""
    rows, room, planes, spare = rooms
    who, inside, n_vendors = falls.who, falls.inside, falls.n_vendors
    one_start, one_from, group_start = lists.one_start, lists.one_from, lists.group_start
    one_threshold, one_key, seed = coins.one_threshold, coins.one_key, coins.seed[0]
    own_threshold, of_word, of_byte = coins.own_threshold, odds.of_word, odds.of_byte
    entry, kinds, weights = falls.entries
    width, first_word = rows.shape[1], here[0]
    for at in range(who.size):
        x = who[at]
        if own_threshold[x] >= CERTAIN:
            continue
        if at < n_vendors:
            copy_row(room, rows, x, width)
        else:
            clear_row(room, width)
            for k in range(one_start[x], one_start[x + 1]):
                if inside[one_from[k]] and need(room, rows, one_from[k], width):
                    draw(room, width, one_threshold[k], one_key[k], seed, first_word)
            if group_start[x] < group_start[x + 1]:
                add_groups(room, x, lists, coins, inside, rows, first_word, spare)
        if own_threshold[x] != 0:
            _leave_own_out(room, x, coins, here, width)
        hits[x] += _weight(room, width, first_word, of_word, of_byte)
        _add_up(room, entry[x], entry[x + 1], kinds, weights, planes, spare, width)


@inlined
def _add_up(
    room: Any,
    first: int,
    last: int,
    kinds: Any,
    weights: Any,
    planes: Any,
    spare: Any,
    width: int,
) -> None:
    """Add the worlds of ``room`` to the measures of a node; the last one may destroy them."""
    for k in range(first, last - 1):
        for j in range(width):
            spare[0, j] = room[j]
        add_row(planes[kinds[k]], spare[0], width, weights[k], spare[1])
    if first < last:
        add_row(planes[kinds[last - 1]], room, width, weights[last - 1], spare[1])


@kernel
def _leave_own_out(room: Any, x: int, coins: Coins, here: Any, width: int) -> None:
    """Take the worlds in which a node falls by itself out of those in which it is down."""
    for j in range(width):
        room[HELD + j] = room[j]
    _own(room, coins.own_threshold[x], coins.own_key[x], coins.seed, here, width)
    for j in range(width):
        room[j] = room[HELD + j] & ~room[j]


@inlined
def _weight(room: Any, width: int, first_word: int, of_word: Any, of_byte: Any) -> Any:
    """Return how many worlds of ``room`` are set, or their probability."""
    total = 0.0
    if of_word.size == 0:
        count = 0
        for j in range(width):
            count += int(popcount(room[j]))
        total += count
    else:
        for j in range(width):
            bits, inside = room[j], 0.0
            if bits != word(0):
                for byte in range(8):
                    inside += of_byte[byte, int((bits >> word(8 * byte)) & word(255))]
                total += of_word[first_word + j] * inside
    return total
