"""Pairs that take one node down where organizations are few: all pairs have a table, compiled.

Inputs that have many pairs in common need not be sorted then. A cell of the table holds 0, the
inputs of a group that the pair takes down, or -1 once the pair is found for the node. Whoever takes
an input down alone is in no pair of it, so that counts and masks have no input in common.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.bits import popcount
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.cutset_room import grown

_LOW = np.int64(0xFFFFFFFF)
TABLE_BELOW = 2_048
"""Organizations up to which all their pairs have a table: 16 MB."""


@kernel
def scratch_for(elements: int) -> Any:
    """Return room to work in: who, masks, pairs found, table (empty: there are too many)."""
    side = elements if elements <= TABLE_BELOW else 0
    table = np.zeros((side, side), np.int32)
    return np.empty(64, np.int32), np.empty(64, np.uint64), np.empty(64, np.int64), table


@kernel
def all_pairs(elements: int, alone: int) -> int:
    """Return how many pairs there are of the organizations that do not take a node down alone."""
    return (elements - alone) * (elements - alone - 1) // 2


@kernel
def noted(out: Any, known: int, top: int, table: Any) -> int:
    """Note pairs as found from place ``known`` on, without those found before; return the end."""
    size = known
    for j in range(known, top):
        a, b = out[j] >> 32, out[j] & _LOW
        if table[a, b] == 0:
            table[a, b] = -1
            out[size] = out[j]
            size += 1
    return size


@kernel
def cleared(out: Any, top: int, table: Any) -> int:
    """Leave the table empty for the next node; return how many pairs were found."""
    for j in range(top):
        table[out[j] >> 32, out[j] & _LOW] = 0
    return top


@kernel
def counted(
    group: Any,
    pairs: Any,
    mark: Any,
    epoch: int,
    of_masks: Any,
    out: Any,
    top: int,
    every: int,
    table: Any,
) -> Any:
    """Add the pairs that take some input down as a pair, and with the others t of them.

    ``group`` is (first input, end, inputs, t). Nothing is to do when ``every`` pair is found.
    """
    first, last, inputs, t = group
    start, length, values = pairs
    if top == every:
        return out, top
    met = top
    for e in range(first, last):
        x = inputs[e]
        out = grown(out, met + length[x])
        for j in range(start[x], start[x] + length[x]):
            a, b = values[j] >> 32, values[j] & _LOW
            lost = table[a, b]
            if lost == 0:
                out[met] = values[j]
                met += 1
            if lost >= 0:
                table[a, b] = lost + 1
    for j in range(top, met):
        a, b = out[j] >> 32, out[j] & _LOW
        lost = np.int64(table[a, b])
        table[a, b] = 0
        if mark[a] == epoch or mark[b] == epoch:
            continue
        if lost + _alone(a, b, of_masks) >= t:
            table[a, b] = -1
            out[top] = out[j]
            top += 1
    return out, top


@kernel
def _alone(a: int, b: int, of_masks: Any) -> Any:
    """Return how many inputs of the group two organizations take down, each alone."""
    at, masks, words = of_masks
    lost = np.int64(0)
    for w in range(words):
        bits = word(0)
        if at[a] >= 0:
            bits |= masks[at[a] * words + w]
        if at[b] >= 0:
            bits |= masks[at[b] * words + w]
        lost += np.int64(popcount(bits))
    return lost
