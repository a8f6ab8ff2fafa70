"""Redundancy inside random worlds: groups that need two or more of their inputs lost.

While the groups of a node are looked at, its worlds so far are kept in stretch HELD, because
coins are drawn into the first one.
"""

from __future__ import annotations

from typing import Any

from graphrisk.analysis.kernels.compiled import inlined, kernel, word
from graphrisk.analysis.kernels.draws import HELD, NEED, Coins, draw
from graphrisk.analysis.kernels.lists import Lists
from graphrisk.analysis.kernels.redundancy import add_if_reached, count_in


@inlined
def need(room: Any, rows: Any, u: int, width: int) -> Any:
    """Worlds in which a vendor is down and the node in hand is not; tell whether there are any."""
    left = word(0)
    for j in range(width):
        need = rows[u, j] & ~room[j]
        room[NEED + j] = need
        left |= need
    return left != word(0)


@kernel
def add_groups(
    room: Any,
    x: int,
    lists: Lists,
    coins: Coins,
    inside: Any,
    rows: Any,
    first_word: int,
    spare: Any,
) -> None:
    """Add the worlds in which a group is lost that needs two or more of its inputs lost."""
    some = (lists.some_from, coins.some_threshold, coins.some_key)
    width, seed = rows.shape[1], coins.seed[0]
    for j in range(width):
        room[HELD + j] = room[j]
    for g in range(lists.group_start[x], lists.group_start[x + 1]):
        first, last, needed = lists.some_start[g], lists.some_start[g + 1], lists.group_needed[g]
        lost_at_all = 0
        for k in range(first, last):
            lost_at_all += inside[some[0][k]]
        if lost_at_all < needed:
            continue
        if needed == last - first:
            _add_all(room, first, last, some, rows, seed, first_word)
        else:
            _add_counted(room, first, last, needed, some, inside, rows, seed, first_word, spare)
        for j in range(width):
            room[HELD + j] |= room[j]
    for j in range(width):
        room[j] = room[HELD + j]


@inlined
def _need_held(room: Any, rows: Any, u: int, width: int) -> Any:
    """Worlds in which a vendor is down and the node in hand, in HELD, is not; begin with none."""
    left = word(0)
    for j in range(width):
        need = rows[u, j] & ~room[HELD + j]
        room[j] = word(0)
        room[NEED + j] = need
        left |= need
    return left != word(0)


@inlined
def _add_all(
    room: Any, first: int, last: int, some: Any, rows: Any, seed: Any, first_word: int
) -> None:
    """All inputs must be lost: most groups end at the first one that is not."""
    some_from, threshold, key = some
    width = rows.shape[1]
    left = _need_held(room, rows, some_from[first], width)
    k = first
    while left and k < last:
        draw(room, width, threshold[k], key[k], seed, first_word)
        k += 1
        if k < last:
            open_ = word(0)
            for j in range(width):
                need = room[j] & rows[some_from[k], j]
                room[NEED + j] = need
                room[j] = word(0)
                open_ |= need
            left = open_ != word(0)


@inlined
def _add_counted(
    room: Any,
    first: int,
    last: int,
    needed: int,
    some: Any,
    inside: Any,
    rows: Any,
    seed: Any,
    first_word: int,
    spare: Any,
) -> None:
    """Some inputs must be lost: add the lost ones up in bit planes and compare."""
    some_from, threshold, key = some
    width = rows.shape[1]
    depth = 1
    while (last - first) >> depth:
        depth += 1
    for p in range(1, depth + 1):
        for j in range(width):
            spare[p, j] = word(0)
    for k in range(first, last):
        if inside[some_from[k]] and _need_held(room, rows, some_from[k], width):
            draw(room, width, threshold[k], key[k], seed, first_word)
            for j in range(width):
                spare[0, j] = room[j]
            count_in(spare, depth, width)
    for j in range(width):
        room[j] = word(0)
    add_if_reached(room, needed, depth, width, spare)
