"""Heavy components in blocks of columns: for networks where most vendors reach a large part.

Whole rows of bits for tens of thousands of components would neither fit nor stream. So the links
among heavy components are thinned first (one that other links imply adds nothing: Aho, Garey and
Ullman 1972), each component's light nodes are listed once, and then rows are filled for 2^16 nodes
at a time. Blocks do not need each other: every thread takes its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.heavy_rows import column_sums, join
from graphrisk.analysis.kernels.order import Longs
from graphrisk.analysis.kernels.threads import in_threads
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import Ints

if TYPE_CHECKING:
    from graphrisk.analysis.kernels.every_vendor import EveryVendor, Light

_BLOCK_SHIFT = 16
_MOST_ROOM = 1 << 30
"""Bytes of rows from which blocks are made narrower."""
_THINNING_WORDS = 32


@dataclass(frozen=True)
class _Thinned:
    """Heavy components by place (topological order) and the links among them that are needed."""

    component: Ints
    place: Ints
    start: Longs
    to: Ints
    implied: npt.NDArray[np.uint8]


def fill_heavy_in_blocks(asked: EveryVendor, found: Light) -> None:
    """Fill in the totals of heavy components.

    Raises
    ------
    TooLarge
        Rows and lists would not fit into memory; said before they are made.
    """
    layout, slots = asked.layout, asked.slots
    thinned = _thin(asked, found)
    heavy = len(thinned.component)
    shift = _BLOCK_SHIFT
    while shift > 12 and slots * heavy * (1 << shift) // 8 > _MOST_ROOM:
        shift -= 1
    blocks = ((layout.n - 1) >> shift) + 1
    lists = (layout.component_start, layout.component, layout.out_start, layout.out_customer)
    count = np.zeros((heavy, blocks), dtype=np.int32)
    empty = np.empty(0, dtype=np.int32)
    nowhere = np.empty((0, 0), dtype=np.int64)

    def list_light(slot: int, into: Longs, listed: Ints) -> None:
        _list_light(
            *lists,
            found.heavy,
            thinned.component,
            layout.n,
            shift,
            slot,
            slots,
            count,
            into,
            listed,
        )

    in_threads(lambda slot: list_light(slot, nowhere, empty), slots)
    first = np.zeros(heavy * blocks + 1, dtype=np.int64)
    np.cumsum(count.T.ravel(), out=first[1:])
    width = 1 << (shift - 6)
    entries = int(first[-1])
    check_room(4 * entries + 8 * slots * heavy * width, "reach of every vendor, exact,")
    begin = first[:-1].reshape(blocks, heavy).T.copy()
    listed = np.empty(entries, dtype=np.int32)
    in_threads(lambda slot: list_light(slot, begin, listed), slots)
    rows = asked.room(slots, heavy, width)
    nodes = np.zeros((slots, heavy), dtype=np.int64)
    weight = np.zeros((slots, heavy if len(found.inner_weight) else 0), dtype=np.float64)
    sizes = found.sizes[thinned.component]

    def fill(slot: int) -> None:
        for block in range(slot, blocks, slots):
            stretch = listed[first[block * heavy] : first[(block + 1) * heavy]]
            _fill_block(
                layout.component_start,
                *(thinned.component, thinned.start, thinned.to, thinned.implied),
                stretch,
                np.ascontiguousarray(count[:, block]),
                block << shift,
                found.inner_weight,
                *(rows[slot], nodes[slot], weight[slot]),
            )
            if found.upstream.shape[1]:
                columns = found.upstream[slot, block << shift : (block + 1) << shift]
                columns += column_sums(rows[slot], sizes, len(columns))

    in_threads(fill, slots)
    found.nodes[thinned.component] = nodes.sum(axis=0)
    if len(found.inner_weight):
        found.weight[thinned.component] = weight.sum(axis=0)


def _thin(asked: EveryVendor, found: Light) -> _Thinned:
    layout, slots = asked.layout, asked.slots
    component = np.flatnonzero(found.heavy).astype(np.int32)
    place = np.full(layout.n_components, -1, dtype=np.int32)
    place[component] = np.arange(len(component), dtype=np.int32)
    lists = (layout.component_start, layout.component, layout.out_start, layout.out_customer)
    start = np.zeros(len(component) + 1, dtype=np.int64)
    _heavy_links(*lists, component, place, start, np.empty(0, dtype=np.int32))
    np.cumsum(start, out=start)
    to = np.empty(int(start[-1]), dtype=np.int32)
    _heavy_links(*lists, component, place, start, to)
    implied = np.zeros(len(to), dtype=np.uint8)
    rows = asked.room(slots, len(component), _THINNING_WORDS)
    in_threads(lambda slot: _mark_implied(start, to, implied, rows[slot], slot, slots), slots)
    return _Thinned(component, place, start, to, implied)


@kernel
def _heavy_links(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    heavy: Any,
    place: Any,
    link_start: Any,
    link_to: Any,
) -> None:
    """Count (``link_to`` empty) or list the heavy components that each one serves, ascending."""
    n_vendors = component.size
    stamp = np.full(heavy.size, -1, np.int32)
    for s in range(heavy.size):
        c = heavy[s]
        found = 0
        for v in range(component_start[c], component_start[c + 1]):
            for k in range(start[v], start[v + 1]):
                w = to[k]
                if w >= n_vendors:
                    break
                t = place[component[w]]
                if t > s and stamp[t] != s:
                    stamp[t] = s
                    if link_to.size:
                        link_to[link_start[s] + found] = t
                    found += 1
        if link_to.size:
            link_to[link_start[s] : link_start[s] + found].sort()
        else:
            link_start[s + 1] = found


@kernel
def _mark_implied(start: Any, to: Any, implied: Any, rows: Any, slot: int, slots: int) -> None:
    """Mark links whose end is reached over a nearer one, for every ``slots``-th block of ends."""
    heavy = start.size - 1
    columns = rows.shape[1] * 64
    for first in range(slot * columns, heavy, slots * columns):
        last = min(heavy, first + columns)
        for s in range(last - 1, -1, -1):
            row = rows[s]
            row[:] = word(0)
            if s >= first:
                row[(s - first) >> 6] |= word(1) << word((s - first) & 63)
            for k in range(start[s], start[s + 1]):
                t = to[k]
                if t >= last:
                    break
                if implied[k]:
                    continue
                if t >= first and row[(t - first) >> 6] & (word(1) << word((t - first) & 63)):
                    implied[k] = 1
                    continue
                for i in range(row.size):
                    row[i] |= rows[t, i]


@kernel
def _list_light(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    heavy: Any,
    heavy_components: Any,
    n: int,
    shift: int,
    slot: int,
    slots: int,
    count: Any,
    into: Any,
    listed: Any,
) -> None:
    """Count (``listed`` empty) or list what heavy components reach over light nodes, by block."""
    n_vendors = component.size
    stamp = np.full(n, -1, np.int32)
    open_ = np.empty(n_vendors + 1, np.int32)
    for s in range(slot, heavy_components.size, slots):
        c = heavy_components[s]
        tail = 0
        for v in range(component_start[c], component_start[c + 1]):
            open_[tail] = v
            tail += 1
        while tail > 0:
            tail -= 1
            v = open_[tail]
            for k in range(start[v], start[v + 1]):
                w = to[k]
                if stamp[w] == s:
                    continue
                stamp[w] = s
                if w < n_vendors:
                    if heavy[component[w]]:
                        continue
                    open_[tail] = w
                    tail += 1
                if listed.size:
                    listed[into[s, w >> shift]] = w
                    into[s, w >> shift] += 1
                else:
                    count[s, w >> shift] += 1


@kernel
def _fill_block(
    component_start: Any,
    heavy_components: Any,
    link_start: Any,
    link_to: Any,
    implied: Any,
    listed: Any,
    count: Any,
    first_node: int,
    weight: Any,
    rows: Any,
    nodes: Any,
    sums: Any,
) -> None:
    """Fill the rows of one block, last component first, and add up what they hold."""
    heavy = heavy_components.size
    block_nodes = np.zeros(heavy, np.int64)
    block_sums = np.zeros(heavy, np.float64)
    last_node = first_node + rows.shape[1] * 64
    at = listed.size
    for s in range(heavy - 1, -1, -1):
        row = rows[s]
        row[:] = word(0)
        total, total_weight = _join_links(
            s, link_start, link_to, implied, rows, block_nodes, block_sums, weight, first_node
        )
        c = heavy_components[s]
        for v in range(max(component_start[c], first_node), min(component_start[c + 1], last_node)):
            x = v - first_node
            row[x >> 6] |= word(1) << word(x & 63)
            total += 1
            if weight.size:
                total_weight += weight[v]
        at -= count[s]
        for j in range(at, at + count[s]):
            x = listed[j] - first_node
            bit = word(1) << word(x & 63)
            if not row[x >> 6] & bit:
                row[x >> 6] |= bit
                total += 1
                if weight.size:
                    total_weight += weight[listed[j]]
        block_nodes[s] = total
        nodes[s] += total
        if weight.size:
            block_sums[s] = total_weight
            sums[s] += total_weight


@kernel
def _join_links(
    s: int,
    link_start: Any,
    link_to: Any,
    implied: Any,
    rows: Any,
    block_nodes: Any,
    block_sums: Any,
    weight: Any,
    first_node: int,
) -> Any:
    """Join the rows of the heavy components that one serves; return the totals of the union."""
    row = rows[s]
    total, total_weight = np.int64(0), 0.0
    is_first = True
    for k in range(link_start[s], link_start[s + 1]):
        if implied[k]:
            continue
        t = link_to[k]
        if is_first:
            row[:] = rows[t]
            total, total_weight = block_nodes[t], block_sums[t]
            is_first = False
        else:
            more, more_weight = join(row, rows[t], weight, first_node)
            total += more
            total_weight += more_weight
    return total, total_weight
