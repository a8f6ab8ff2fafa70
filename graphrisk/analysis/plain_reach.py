"""Reach of every vendor without a compiler: rows of bits in Python's long integers.

For networks of up to some 20,000 links, which must not wait for a compiler to start, and as the
twin that the compiled form is tested against.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Floats, Mask
from graphrisk.model.ragged import Longs, ragged_by

Array = npt.NDArray[np.int32]
_ROWS_AT_A_TIME = 64


def components_of(n: int, vendor: Array, customer: Array) -> list[list[int]]:
    """Return strongly connected components, those of customers before those of their vendors.

    Tarjan (1972) without recursion.
    """
    lists = ragged_by(vendor, n)
    to, start = customer[lists.values].tolist(), lists.starts.tolist()
    seen, low, settled = [0] * n, [0] * n, [False] * n
    place, open_, found = start[:-1], [], []
    clock = 0
    for root in range(n):
        path = [root] if not seen[root] else []
        while path:
            v = path[-1]
            if not seen[v]:
                clock += 1
                seen[v] = low[v] = clock
                open_.append(v)
            deeper = False
            while place[v] < start[v + 1] and not deeper:
                w = to[place[v]]
                if not seen[w]:
                    path.append(w)
                    deeper = True
                else:
                    if not settled[w]:
                        low[v] = min(low[v], low[w])
                    place[v] += 1
            if not deeper:
                path.pop()
                if low[v] == seen[v]:
                    found.append(_settle(open_, settled, v))
    return found


def _settle(open_: list[int], settled: list[bool], root: int) -> list[int]:
    members = []
    while True:
        v = open_.pop()
        settled[v] = True
        members.append(v)
        if v == root:
            return members


def reach_rows(n: int, vendor: Array, customer: Array) -> list[int]:
    """Return for each node the set of nodes that it reaches, itself included, as bits."""
    lists = ragged_by(vendor, n)
    to, start = customer[lists.values].tolist(), lists.starts.tolist()
    rows = [0] * n
    for members in components_of(n, vendor, customer):
        row = 0
        for v in members:
            row |= 1 << v
            for w in to[start[v] : start[v + 1]]:
                row |= rows[w]
        for v in members:
            rows[v] = row
    return rows


def plain_totals(
    n: int, vendor: Array, customer: Array, weight: Floats, sources: Mask
) -> tuple[Floats, Longs]:
    """Return the weight that each node reaches, and by how many sources each is, itself left out.

    Notes
    -----
    O(m n / 64) time, n^2 / 8 bytes where everybody reaches everybody.
    """
    used = np.unique(np.concatenate((vendor, customer)).astype(np.int64))
    place = np.zeros(n, dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    rows = reach_rows(len(used), place[vendor], place[customer])
    width = (len(used) + 7) // 8
    totals = np.zeros(len(used))
    reached_by = np.zeros(len(used), dtype=np.int64)
    for first in range(0, len(used), _ROWS_AT_A_TIME):
        some = rows[first : first + _ROWS_AT_A_TIME]
        packed = np.frombuffer(b"".join(row.to_bytes(width, "little") for row in some), np.uint8)
        bits = np.unpackbits(packed.reshape(len(some), width), axis=1, bitorder="little")
        bits = bits[:, : len(used)]
        totals[first : first + len(some)] = bits @ weight[used]
        reached_by += sources[used[first : first + len(some)]] @ bits.astype(np.int64)
    all_totals, all_by = np.zeros(n), np.zeros(n, dtype=np.int64)
    all_totals[used] = totals - weight[used]
    all_by[used] = reached_by - sources[used]
    return all_totals, all_by
