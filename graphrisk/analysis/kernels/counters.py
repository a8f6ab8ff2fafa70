"""Counting bits by place: a row of 64-bit words is added to counters that lie across bit planes.

Plane p of a word holds binary digit p of 64 counters; adding a row is a carry that mostly dies
after two planes. ``planes`` is (depth, words).
"""

from __future__ import annotations

from typing import Any

from graphrisk.analysis.kernels.bits import lowest_bit, popcount
from graphrisk.analysis.kernels.compiled import kernel, word


def depth_for(total: int) -> int:
    """Return the planes that counters up to a total need."""
    return max(1, int(total).bit_length())


@kernel
def add_row(planes: Any, row: Any, width: int, weight: Any, spare: Any) -> None:
    """Add ``weight`` to the counter of every bit that is set in ``row``; may destroy the row."""
    if weight == 1:
        _carry(planes, 0, row, width)
        return
    plane = 0
    while weight:
        if weight & 1:
            for j in range(width):
                spare[j] = row[j]
            _carry(planes, plane, spare, width)
        weight >>= 1
        plane += 1


@kernel
def _carry(planes: Any, plane: int, row: Any, width: int) -> None:
    for p in range(plane, planes.shape[0]):
        left = word(0)
        for j in range(width):
            carry = planes[p, j] & row[j]
            planes[p, j] ^= row[j]
            row[j] = carry
            left |= carry
        if left == word(0):
            return


@kernel
def read_out(planes: Any, width: int, counts: Any, first: int) -> None:
    """Add the counters to ``counts`` from place ``first`` on, and set them to zero."""
    for p in range(planes.shape[0]):
        for j in range(width):
            bits = planes[p, j]
            planes[p, j] = word(0)
            while bits:
                place = first + 64 * j + int(lowest_bit(bits))
                if place < counts.size:
                    counts[place] += 1 << p
                bits &= bits - word(1)


@kernel
def bits_in(row: Any, width: int) -> Any:
    """Return the number of set bits of a row."""
    total = 0
    for j in range(width):
        total += int(popcount(row[j]))
    return total
