"""Which worlds a node goes down in, from the rows of what it listens to: any, all, or k of n.

"Needed 2 of 3" is one formula; two of many are counted in two words (one, two or more); the rest
in bit planes that are compared with the number needed at the end. No branch depends on a scenario.
"""

from __future__ import annotations

from typing import Any

from graphrisk.analysis.kernels.compiled import inlined, kernel, word
from graphrisk.analysis.kernels.lists import Lists

MOST_PLANES = 31
"""Bit planes for a group: as many inputs as an int32 counts."""


@kernel
def add_inputs(
    acc: Any, x: int, below: int, lists: Lists, rows: Any, width: int, spare: Any
) -> None:
    """Add to ``acc`` every scenario in which an input below a number, or a group, is lost."""
    first, last = lists.one_start[x], lists.one_start[x + 1]
    while last > first and lists.one_from[last - 1] >= below:
        last -= 1
    add_ones(acc, first, last, lists.one_from, rows, width)
    add_groups(acc, lists.group_start[x], lists.group_start[x + 1], lists, rows, width, spare)


@inlined
def add_ones(acc: Any, first: int, last: int, one_from: Any, rows: Any, width: int) -> None:
    """Inputs of which one is enough, four at a time."""
    k = first
    while k + 4 <= last:
        a, b, c, d = one_from[k], one_from[k + 1], one_from[k + 2], one_from[k + 3]
        for j in range(width):
            acc[j] |= rows[a, j] | rows[b, j] | rows[c, j] | rows[d, j]
        k += 4
    while k < last:
        a = one_from[k]
        for j in range(width):
            acc[j] |= rows[a, j]
        k += 1


@kernel
def add_groups(
    acc: Any, first_group: int, last_group: int, lists: Lists, rows: Any, width: int, spare: Any
) -> None:
    """Groups that need two or more of their inputs."""
    for g in range(first_group, last_group):
        first, last = lists.some_start[g], lists.some_start[g + 1]
        needed = lists.group_needed[g]
        if needed == last - first:
            _add_all(acc, first, last, lists.some_from, rows, width, spare)
        elif needed == 2:
            _add_two(acc, first, last, lists.some_from, rows, width, spare)
        else:
            _add_counted(acc, first, last, needed, lists.some_from, rows, width, spare)


@inlined
def _add_all(
    acc: Any, first: int, last: int, some_from: Any, rows: Any, width: int, spare: Any
) -> None:
    """All inputs must be down."""
    a, b = some_from[first], some_from[first + 1]
    if last - first == 2:
        for j in range(width):
            acc[j] |= rows[a, j] & rows[b, j]
        return
    c = some_from[first + 2]
    if last - first == 3:
        for j in range(width):
            acc[j] |= rows[a, j] & rows[b, j] & rows[c, j]
        return
    left = word(0)
    for j in range(width):
        spare[0, j] = rows[a, j] & rows[b, j] & rows[c, j]
        left |= spare[0, j]
    for k in range(first + 3, last):
        if left == word(0):
            return
        a = some_from[k]
        left = word(0)
        for j in range(width):
            spare[0, j] &= rows[a, j]
            left |= spare[0, j]
    for j in range(width):
        acc[j] |= spare[0, j]


@inlined
def _add_two(
    acc: Any, first: int, last: int, some_from: Any, rows: Any, width: int, spare: Any
) -> None:
    """Two of three or more must be down."""
    a, b, c = some_from[first], some_from[first + 1], some_from[first + 2]
    if last - first == 3:
        for j in range(width):
            acc[j] |= (rows[a, j] & rows[b, j]) | (rows[c, j] & (rows[a, j] | rows[b, j]))
        return
    for j in range(width):
        acc[j] |= (rows[a, j] & rows[b, j]) | (rows[c, j] & (rows[a, j] | rows[b, j]))
        spare[0, j] = rows[a, j] | rows[b, j] | rows[c, j]
    for k in range(first + 3, last):
        a = some_from[k]
        for j in range(width):
            acc[j] |= spare[0, j] & rows[a, j]
            spare[0, j] |= rows[a, j]


@kernel
def _add_counted(
    acc: Any, first: int, last: int, needed: int, some_from: Any, rows: Any, width: int, spare: Any
) -> None:
    """Three or more, not all: add up in planes ``spare[1:]``, compare from the top digit."""
    depth = 1
    while (last - first) >> depth:
        depth += 1
    for p in range(depth):
        for j in range(width):
            spare[1 + p, j] = word(0)
    for k in range(first, last):
        a = some_from[k]
        for j in range(width):
            spare[0, j] = rows[a, j]
        count_in(spare, depth, width)
    add_if_reached(acc, needed, depth, width, spare)


@kernel
def count_in(spare: Any, depth: int, width: int) -> None:
    """Add the row ``spare[0]`` to the planes above it; destroys it."""
    for p in range(1, depth + 1):
        left = word(0)
        for j in range(width):
            carry = spare[p, j] & spare[0, j]
            spare[p, j] ^= spare[0, j]
            spare[0, j] = carry
            left |= carry
        if left == word(0):
            return


@kernel
def add_if_reached(acc: Any, needed: int, depth: int, width: int, spare: Any) -> None:
    """Add the scenarios whose sum in ``spare[1:]`` is ``needed`` or more."""
    for j in range(width):
        more = word(0)
        equal = ~word(0)
        for p in range(depth, 0, -1):
            plane = spare[p, j]
            if (needed >> (p - 1)) & 1:
                equal &= plane
            else:
                more |= equal & plane
                equal &= ~plane
        acc[j] |= more | equal
