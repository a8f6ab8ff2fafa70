"""Rows of bits for the components that reach most: joined, walked, and added up by column.

See `graphrisk.analysis.kernels.every_vendor` for what they are part of.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.bits import lowest_bit, popcount
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.order import Longs


def column_sums(rows: npt.NDArray[np.uint64], sizes: Longs, columns: int) -> Longs:
    """Return for each column the sum of the sizes of the rows that have its bit.

    Counted in vertical planes, a row of any size at once: O(rows x columns / 64).
    """
    planes = np.zeros((int(sizes.sum()).bit_length() + 1, rows.shape[1]), dtype=np.uint64)
    carried = np.empty(rows.shape[1], dtype=np.uint64)
    _add_rows(rows, sizes, planes, carried)
    counted = np.zeros(rows.shape[1] * 64, dtype=np.int64)
    for place, plane in enumerate(planes):
        bits = np.unpackbits(plane.view(np.uint8), bitorder="little")
        counted += bits.astype(np.int64) << place
    return counted[:columns]


@kernel
def _add_rows(rows: Any, sizes: Any, planes: Any, carried: Any) -> None:
    """Add each row, as often as its size says, to numbers whose binary digits are the planes."""
    for r in range(rows.shape[0]):
        size = sizes[r]
        for first in range(63):
            if (size >> first) == 0:
                break
            if not (size >> first) & 1:
                continue
            carried[:] = rows[r]
            for p in range(first, planes.shape[0]):
                left = word(0)
                for j in range(carried.size):
                    carry = planes[p, j] & carried[j]
                    planes[p, j] ^= carried[j]
                    carried[j] = carry
                    left |= carry
                if left == word(0):
                    break


@kernel
def fill_rows(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    weight: Any,
    nodes: Any,
    sums: Any,
    heavy: Any,
    rows: Any,
) -> None:
    """Fill one row of bits per heavy component, last one first, and its totals."""
    components = component_start.size - 1
    place = np.empty(components, np.int32)
    count = 0
    for c in range(components):
        place[c] = count
        count += heavy[c]
    open_ = np.empty(component.size, np.int32)
    for c in range(components - 1, -1, -1):
        if not heavy[c]:
            continue
        first, last = component_start[c], component_start[c + 1]
        row = rows[place[c]]
        total, total_weight = _join_heavy(
            first, last, component, start, to, weight, nodes, sums, heavy, rows, place, row
        )
        more, more_weight = _walk_light(first, last, component, start, to, weight, row, open_)
        nodes[c] = total + more
        if weight.size:
            sums[c] = total_weight + more_weight


@kernel
def _join_heavy(
    first: int,
    last: int,
    component: Any,
    start: Any,
    to: Any,
    weight: Any,
    nodes: Any,
    sums: Any,
    heavy: Any,
    rows: Any,
    place: Any,
    row: Any,
) -> Any:
    """Set the members of a component and all that its heavy customers reach; return the totals."""
    n_vendors = component.size
    own = component[first]
    total, total_weight = 0, 0.0
    row[:] = word(0)
    for v in range(first, last):
        for k in range(start[v], start[v + 1]):
            w = to[k]
            if w >= n_vendors:
                break
            c = component[w]
            if c == own or not heavy[c] or row[w >> 6] & (word(1) << word(w & 63)):
                continue
            if total == 0:
                row[:] = rows[place[c]]
                total = nodes[c]
                if weight.size:
                    total_weight = sums[c]
            else:
                more, more_weight = join(row, rows[place[c]], weight, 0)
                total += more
                total_weight += more_weight
    for v in range(first, last):
        row[v >> 6] |= word(1) << word(v & 63)
        total += 1
        if weight.size:
            total_weight += weight[v]
    return total, total_weight


@kernel
def join(row: Any, other: Any, weight: Any, first: int) -> Any:
    """Add the bits of another row; return how many were new, and what they weigh.

    ``first`` is the node of the first bit.
    """
    total = word(0)
    total_weight = 0.0
    if not weight.size:
        for i in range(row.size):
            total += popcount(other[i] & ~row[i])
            row[i] |= other[i]
        return np.int64(total), total_weight
    for i in range(row.size):
        fresh = other[i] & ~row[i]
        if fresh == word(0):
            continue
        row[i] |= fresh
        total += popcount(fresh)
        while fresh != word(0):
            total_weight += weight[first + (i << 6) + np.int64(lowest_bit(fresh))]
            fresh &= fresh - word(1)
    return np.int64(total), total_weight


@kernel
def _walk_light(
    first: int, last: int, component: Any, start: Any, to: Any, weight: Any, row: Any, open_: Any
) -> Any:
    """Walk from a component over what is not in its row yet; return the totals of what is new."""
    n_vendors = component.size
    total, total_weight = 0, 0.0
    tail = 0
    v = first
    while True:
        k = start[v]
        end = start[v + 1]
        while k < end and to[k] < n_vendors:
            w = to[k]
            k += 1
            bit = word(1) << word(w & 63)
            if not row[w >> 6] & bit:
                row[w >> 6] |= bit
                total += 1
                if weight.size:
                    total_weight += weight[w]
                open_[tail] = w
                tail += 1
        more, more_weight = _set_end_customers(to[k:end], weight, row)
        total += more
        total_weight += more_weight
        if first + 1 < last:
            first += 1
            v = first
        elif tail:
            tail -= 1
            v = open_[tail]
        else:
            return total, total_weight


@kernel
def _set_end_customers(customers: Any, weight: Any, row: Any) -> Any:
    """Set the bits of end customers; no branch depends on what is set, unless weights are added."""
    total, total_weight = 0, 0.0
    if weight.size:
        for i in range(customers.size):
            w = customers[i]
            bit = word(1) << word(w & 63)
            if not row[w >> 6] & bit:
                row[w >> 6] |= bit
                total += 1
                total_weight += weight[w]
        return total, total_weight
    seen = word(0)
    for i in range(customers.size):
        w = customers[i]
        old = row[w >> 6]
        row[w >> 6] = old | (word(1) << word(w & 63))
        seen += (old >> word(w & 63)) & word(1)
    return customers.size - np.int64(seen), total_weight
