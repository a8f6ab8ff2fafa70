"""A heap of numbers in an array: the least one comes off first."""

from __future__ import annotations

from typing import Any

from graphrisk.analysis.kernels.compiled import kernel


@kernel
def push(heap: Any, size: int, value: Any) -> Any:
    """Put a number on a heap, the least one first."""
    at = size
    while at > 0 and heap[(at - 1) >> 1] > value:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = value
    return size + 1


@kernel
def pop(heap: Any, size: int) -> Any:
    """Take the least number off a heap."""
    size -= 1
    value, at = heap[size], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value
    return size
