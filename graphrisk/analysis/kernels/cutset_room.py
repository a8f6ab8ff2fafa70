"""Room for families of sets that grow while they are found: what was replaced is given back."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel

_LEAST_DUE = np.int64(1) << 18


@kernel
def grown(values: Any, size: int) -> Any:
    """Return an array of at least this size that begins like the given one."""
    if values.size >= size:
        return values
    more = np.empty(max(size, values.size * 2), values.dtype)
    more[: values.size] = values
    return more


@kernel
def due_after(top: int, size: int) -> Any:
    """Return how full values may get before they are packed: twice as full as they are now."""
    return min(size, max(2 * top, _LEAST_DUE))


@kernel
def room_for(
    more: int, order: Any, start: Any, length: Any, values: Any, top: int, due: int
) -> Any:
    """Make room for a family; return where it begins (-1: no room) and when to pack again.

    Parameters
    ----------
    order
        Nodes that may have a family; it lies in ``values[start[v] : start[v] + length[v]]``.
    top, due
        How much of the values is used, and from where they are packed.
    """
    if top + more <= due:
        return top, due
    top = _packed(order, start, length, values)
    due = due_after(top + more, values.size)
    if top + more > due - due // 16:  # packing for every family would take for ever
        return -1, due
    return top, due


@kernel
def _packed(order: Any, start: Any, length: Any, values: Any) -> int:
    """Move all families to the beginning of the values; return where they end."""
    begins = np.empty(order.size, np.int64)
    live = np.empty(order.size, np.int64)
    count = 0
    for i in range(order.size):
        if length[order[i]] > 0:
            begins[count] = start[order[i]]
            live[count] = order[i]
            count += 1
    by_place = np.argsort(begins[:count])
    top = 0
    for i in range(count):
        v = live[by_place[i]]
        first = start[v]
        if first != top:
            for j in range(length[v]):
                values[top + j] = values[first + j]
        start[v] = top
        top += length[v]
    return top
