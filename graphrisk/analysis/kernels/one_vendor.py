"""One vendor falls: who is reached, and over how many links.

First the vendors among those reached are walked alone (lists of customers begin with vendors),
which tells how many links lead on. Then end customers are either *pushed*, each vendor marking its
own, or *pulled*: every end customer looks whether, or over how many links, a supplier of it is
reached. Pushing costs the size of the answer, which for most vendors is small. Pulling writes
nothing at random and is shared by threads, but looks at everybody. Beamer, Asanovic and Patterson
(2012) choose at each step; here, where cycles run through vendors only, once is best.

Whoever serves end customers only needs no search: the answer is the list of customers, laid out
once and handed out as it lies. That is most vendors, and their answers are so short that the cost
of a call is all there is to save.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.by_address import (
    AddressTable,
    int32_at,
    int64_at,
    numbers_at,
    words_at,
)
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.order import Layout, Longs
from graphrisk.analysis.kernels.threads import in_threads, slots_for
from graphrisk.model.graph import Ints, frozen

_PULL_HOPS = 0.5
"""Share of the links to end customers from which it is cheaper to look at all of them ..."""
_PULL_SET = 3.0
"""... and links per end customer where one reached supplier settles it. Both measured."""
_WORTH_A_THREAD = 500_000
"""Links below which a thread costs more than it saves, on a machine that has other work too."""
_FAR = np.int32(2**31 - 2)


class OneVendor:
    """Answers questions about one vendor after the other, with scratch that is kept between them.

    Not to be shared by threads: each takes its own. Costs 12 n + 4 V bytes, and 8 for each link of
    a vendor that serves end customers only; an answer costs its own size.

    Parameters
    ----------
    threads
        Used by answers that touch most links; default as many as there are processors and pay.
    pull_from
        Links to end customers from which they are pulled; default what was measured to pay.
    """

    def __init__(
        self, layout: Layout, threads: int | None = None, *, pull_from: int | None = None
    ) -> None:
        self.layout = layout
        n, n_vendors = layout.n, layout.n_vendors
        links = layout.m - int(layout.in_start[n_vendors])
        self._slots = slots_for(threads, links, _WORTH_A_THREAD)
        self._scratch = np.empty((2, n + 1), dtype=np.int32)
        self._found = self._scratch[0]
        self._bits = np.zeros((n >> 6) + 1, dtype=np.uint64)
        self._hop = np.empty(n_vendors, dtype=np.int32)
        lists = (layout.out_start, layout.out_customer, layout.order, layout.position)
        room = (self._found, self._scratch[1], self._bits)
        sizes = (n, layout.m, n_vendors)
        most_set = int(_PULL_SET * (n - n_vendors)) if pull_from is None else pull_from
        most_hops = int(_PULL_HOPS * links) if pull_from is None else pull_from
        self._for_set = AddressTable(*lists, *room, *sizes, most_set, 0)
        self._for_hops = AddressTable(*lists, *room, *sizes, most_hops, 1)
        starts, self._last_hops = _last_tier(layout)
        self._last_starts = starts.data
        self._last_rows: Ints = self._last_hops[0]

    def reached(self, node: int) -> Ints:
        """Return the nodes that the fall of one reaches, itself left out, in no stated order.

        The answer may be read-only.
        """
        first, last = self._last_starts[node], self._last_starts[node + 1]
        if first < last:
            listed: Ints = self._last_rows[first:last]
            return listed
        found = _push(self._for_set.address, node)
        if found >= 0:
            answer: Ints = self._found[1:found].copy()
            return answer
        layout = self.layout
        room = np.empty(layout.n - layout.n_vendors, dtype=np.int32)
        lists = (layout.in_start, layout.in_vendor, layout.order, self._bits)

        def pull(slot: int) -> Ints:
            low, high = self._stretch(slot)
            into = room[low - layout.n_vendors :]
            return into[: _pull(*lists, low, high, into)]

        pieces = in_threads(pull, self._slots)
        self._bits[:] = 0
        return np.concatenate([layout.order[self._found[1:-found]], *pieces])

    def hops(self, node: int) -> Ints:
        """Return two rows: the nodes reached, itself left out, and the links between.

        Nodes come in no stated order; the answer may be read-only.
        """
        first, last = self._last_starts[node], self._last_starts[node + 1]
        if first < last:
            rows: Ints = self._last_hops[:, first:last]
            return rows
        found = _push(self._for_hops.address, node)
        if found >= 0:
            answer: Ints = self._scratch[:, 1:found].copy()
            return answer
        layout = self.layout
        _lay_out_hops(self._scratch, -found, self._hop)
        self._bits[:] = 0
        room = np.empty((2, layout.n - layout.n_vendors), dtype=np.int32)
        lists = (layout.in_start, layout.in_vendor, layout.order, self._hop)

        def pull(slot: int) -> Ints:
            low, high = self._stretch(slot)
            into = room[:, low - layout.n_vendors :]
            return into[:, : _pull_hops(*lists, low, high, into)]

        vendors = self._scratch[:, 1:-found].copy()
        vendors[0] = layout.order[vendors[0]]
        return np.concatenate([vendors, *in_threads(pull, self._slots)], axis=1)

    def _stretch(self, slot: int) -> tuple[int, int]:
        """Return the end customers that one of several threads takes."""
        first, slots = self.layout.n_vendors, self._slots
        size = self.layout.n - first
        return first + size * slot // slots, first + size * (slot + 1) // slots


def _last_tier(layout: Layout) -> tuple[Longs, Ints]:
    """Return the customers of vendors that serve end customers only, and ones as their hops.

    ``starts`` goes by node; others have an empty stretch.
    """
    starts = np.zeros(layout.n + 1, dtype=np.int64)
    lists = (layout.out_start, layout.out_customer)
    _count_last_tier(*lists, layout.order, starts)
    np.cumsum(starts, out=starts)
    found = np.ones((2, int(starts[-1])), dtype=np.int32)
    _fill_last_tier(*lists, layout.order, starts, found[0])
    return frozen(starts), frozen(found)


@kernel
def _count_last_tier(start: Any, to: Any, order: Any, counts: Any) -> None:
    """Count distinct customers of each vendor that has no vendor among them; lists are sorted."""
    n_vendors = start.size - 1
    for v in range(n_vendors):
        first, last = start[v], start[v + 1]
        if to[first] >= n_vendors:
            count = 1
            for k in range(first + 1, last):
                count += to[k] != to[k - 1]
            counts[order[v] + 1] = count


@kernel
def _fill_last_tier(start: Any, to: Any, order: Any, starts: Any, rows: Any) -> None:
    """Write their customers as nodes."""
    n_vendors = start.size - 1
    for v in range(n_vendors):
        first, last = start[v], start[v + 1]
        if to[first] >= n_vendors:
            at = starts[order[v]]
            rows[at] = order[to[first]]
            for k in range(first + 1, last):
                if to[k] != to[k - 1]:
                    at += 1
                    rows[at] = order[to[k]]


@kernel
def _push(address: int, node: int) -> Any:
    """Find what a node reaches; return how many that are, the node itself first.

    When more links lead on than is stated in the table: find vendors only, by inner numbers, and
    return minus their number; their bits stay set.
    """
    table = numbers_at(address, 12)
    n, m, n_vendors = table[7], table[8], table[9]
    start, to = int64_at(table[0], n_vendors + 1), int32_at(table[1], m)
    order, position = int32_at(table[2], n), int32_at(table[3], n)
    found, hops = int32_at(table[4], n + 1), int32_at(table[5], n + 1)
    bits = words_at(table[6], (n >> 6) + 1)
    source = position[node]
    if source >= n_vendors:
        return 1
    found[0] = source
    hops[0] = 0
    bits[source >> 6] |= word(1) << word(source & 63)
    vendors, walked = _walk_vendors(start, to, found, hops, bits, table[11] == 1)
    if walked > table[10]:
        return -vendors
    tail = _push_customers(start, to, found, hops, bits, vendors, table[11] == 1)
    if tail < bits.size:
        for i in range(tail):
            bits[found[i] >> 6] = word(0)
    else:
        bits[:] = word(0)
    for i in range(tail):
        found[i] = order[found[i]]
    return tail


@kernel
def _walk_vendors(start: Any, to: Any, found: Any, hops: Any, bits: Any, with_hops: bool) -> Any:
    """Breadth-first among vendors; return their number and the links to end customers."""
    n_vendors = start.size - 1
    leading_on = 0
    head = 0
    tail = 1
    while head < tail:
        v = found[head]
        hop = hops[head] + 1
        head += 1
        last = start[v + 1]
        k = start[v]
        while k < last:
            w = to[k]
            if w >= n_vendors:
                break
            k += 1
            bit = word(1) << word(w & 63)
            if not bits[w >> 6] & bit:
                bits[w >> 6] |= bit
                found[tail] = w
                if with_hops:
                    hops[tail] = hop
                tail += 1
        leading_on += last - k
    return tail, leading_on


@kernel
def _push_customers(
    start: Any, to: Any, found: Any, hops: Any, bits: Any, vendors: int, with_hops: bool
) -> Any:
    """Mark the end customers of vendors, nearest vendors first; return how many there are now."""
    n_vendors = start.size - 1
    tail = vendors
    for i in range(vendors):
        v = found[i]
        hop = hops[i] + 1
        for k in range(start[v + 1] - 1, start[v] - 1, -1):
            w = to[k]
            if w < n_vendors:
                break
            bit = word(1) << word(w & 63)
            if not bits[w >> 6] & bit:
                bits[w >> 6] |= bit
                found[tail] = w
                if with_hops:
                    hops[tail] = hop
                tail += 1
    return tail


@kernel
def _pull(start: Any, vendor: Any, order: Any, bits: Any, low: int, high: int, rows: Any) -> Any:
    """List the end customers of a stretch that have a reached supplier; return their number."""
    count = 0
    for w in range(low, high):
        for k in range(start[w], start[w + 1]):
            u = vendor[k]
            if bits[u >> 6] & (word(1) << word(u & 63)):
                rows[count] = order[w]
                count += 1
                break
    return count


@kernel
def _lay_out_hops(scratch: Any, vendors: int, hop: Any) -> None:
    """Lay the hops of reached vendors out by vendor, a far one for all others."""
    hop[:] = _FAR
    for i in range(vendors):
        hop[scratch[0, i]] = scratch[1, i]


@kernel
def _pull_hops(
    start: Any, vendor: Any, order: Any, hop: Any, low: int, high: int, room: Any
) -> Any:
    """List end customers of a stretch, and one more than the nearest supplier's hops."""
    count = 0
    for w in range(low, high):
        least = _FAR
        for k in range(start[w], start[w + 1]):
            least = min(least, hop[vendor[k]])
        if least < _FAR:
            room[0, count] = order[w]
            room[1, count] = least + 1
            count += 1
    return count
