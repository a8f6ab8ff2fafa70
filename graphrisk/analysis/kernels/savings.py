"""What every single move of a plan saves, compiled: only what a move changes is computed anew.

Which falls take a vendor down is a bit for each fall, kept for all vendors. A move can only clear
bits, of the node that it changes and of those behind it; so bits are settled again from that node
on, word by word, in topological order, and whoever keeps its word passes nothing on. Plain twin:
`graphrisk.analysis.mitigation_search.Measure`, which lets every fall happen again for each move.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.bits import popcount
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.heap import pop, push
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.mitigation_moves import Move
from graphrisk.analysis.network_form import Longs, Network
from graphrisk.model.graph import Mask, frozen

MOST_BYTES = 1 << 30
_NEVER = np.int32(2**31 - 1)
_PLANES = 32


class Savings:
    """The falls that take each vendor of a network down, and what moves would save of them.

    Parameters
    ----------
    targets
        Organizations that count.
    falls
        Rows that fall together, one array a fall.

    Notes
    -----
    Keeps a bit for each (fall, vendor). O(inputs x falls / 64) to make; a move costs what it
    changes.
    """

    def __init__(
        self, network: Network, targets: Mask, falls: Sequence[npt.NDArray[np.int32]]
    ) -> None:
        self._network = network
        customer = network.group_node[network.input_group]
        used = network.inputs < network.n_nodes  # others stand whatever falls
        layout = build_layout(network.n_nodes, network.inputs[used], customer[used])
        self._layout = layout
        self._own = _own_falls(layout, falls)
        hit = layout.position[network.nodes_of_states()[1]]
        weight = np.zeros(network.n_nodes, dtype=np.int64)
        weight[hit[np.flatnonzero(targets)]] = 1
        self._weight = frozen(weight)
        position = np.append(layout.position, np.int32(2**31 - 1))
        self._source = frozen(position[np.minimum(network.inputs, network.n_nodes)])
        self._words = max(1, -(-len(falls) // 64))
        self._rows = np.zeros((self._words, layout.n_vendors), dtype=np.uint64)
        slots = min(usable_cores(), self._words)

        def settle(slot: int) -> None:
            scratch = self._scratch()
            _settle(slot, slots, self._net(), self._lists(), *self._own, self._rows, scratch)

        in_threads(settle, slots)

    @staticmethod
    def fits(network: Network, falls: int) -> bool:
        """Return True where the bits of a network are not too many."""
        return 8 * (falls // 64 + 1) * network.n_nodes <= MOST_BYTES

    def of(self, moves: Sequence[Move]) -> Longs:
        """Return how many pairs of (a fall, somebody stopped) each move saves by itself."""
        saved = np.zeros(len(moves), dtype=np.int64)
        starts = [np.cumsum([0, *(len(part) for part in parts)]) for parts in _parts(moves)]
        groups, inputs = (
            np.fromiter((each for part in parts for each in part), dtype=np.int32)
            for parts in _parts(moves)
        )
        is_source = np.array([move.kind == "second source" for move in moves], dtype=np.bool_)
        is_exit = np.array([move.kind == "exit" for move in moves], dtype=np.bool_)
        given = (starts[0], groups, starts[1], inputs, is_source, is_exit)
        slots = max(1, min(usable_cores(), len(moves)))

        def look(slot: int) -> None:
            scratch = self._scratch()
            state = self._net(), self._lists(), *self._own, self._rows, self._weight
            _look(slot, slots, *given, *state, scratch, saved)

        in_threads(look, slots)
        return saved

    def _net(self) -> tuple[Any, ...]:
        net = self._network
        return net.group_starts, net.needed_lost, net.input_starts, self._source, net.group_node

    def _lists(self) -> tuple[Any, ...]:
        layout = self._layout
        return (
            *(layout.order, layout.position, layout.component, layout.component_start),
            *(layout.out_start, layout.out_customer),
        )

    def _scratch(self) -> tuple[Any, ...]:
        """Return what one thread writes to: what a move changes, and the queue of what follows."""
        layout, net = self._layout, self._network
        return (
            net.needed_lost.copy(),
            np.zeros(len(net.inputs), dtype=np.bool_),
            np.zeros(layout.n_vendors, dtype=np.uint64),
            np.zeros(layout.n_vendors, dtype=np.int64),
            np.zeros(layout.n_components + 1, dtype=np.int64),
            np.zeros(net.n_nodes, dtype=np.int64),
            np.empty(layout.n_components + 1, dtype=np.int32),
            np.empty(net.n_nodes, dtype=np.int32),
            np.zeros(_PLANES, dtype=np.uint64),
        )


def _parts(moves: Sequence[Move]) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    return [move.groups for move in moves], [move.inputs for move in moves]


def _own_falls(layout: Layout, falls: Sequence[npt.NDArray[np.int32]]) -> tuple[Any, Any]:
    """Return the falls in which each node falls by itself, by inner number."""
    fall = np.repeat(np.arange(len(falls)), [len(rows) for rows in falls]).astype(np.int32)
    rows = np.concatenate([np.zeros(0, dtype=np.int32), *falls])
    node = layout.position[rows]
    order = np.argsort(node, kind="stable")
    start = np.zeros(layout.n + 1, dtype=np.int64)
    np.cumsum(np.bincount(node, minlength=layout.n), out=start[1:])
    return frozen(start), frozen(fall[order])


@kernel
def _settle(
    slot: int,
    slots: int,
    net: Any,
    lists: Any,
    own_start: Any,
    own_fall: Any,
    rows: Any,
    scratch: Any,
) -> None:
    """Fill every ``slots``-th word of all vendors, component after component."""
    component_start = lists[3]
    changed, stamp = scratch[2], scratch[3]
    for w in range(slot, rows.shape[0], slots):
        for c in range(component_start.size - 1):
            _settle_component(c, w, w + 1, net, lists, own_start, own_fall, rows[w], scratch)
            for x in range(component_start[c], component_start[c + 1]):
                rows[w, x] = changed[x]
                stamp[x] = 0


@kernel
def _settle_component(
    c: Any,
    w: int,
    now: int,
    net: Any,
    lists: Any,
    own_start: Any,
    own_fall: Any,
    row: Any,
    scratch: Any,
) -> None:
    """Find the word of every member of a component: the least one that its groups agree with."""
    component_start, changed, stamp = lists[3], scratch[2], scratch[3]
    first, last = component_start[c], component_start[c + 1]
    for x in range(first, last):
        changed[x] = _own_bits(x, w, own_start, own_fall)
        stamp[x] = now
    moved = True
    while moved:
        moved = False
        for x in range(first, last):
            value = changed[x] | _lost(lists[0][x], net, False, now, row, scratch)
            if value != changed[x]:
                changed[x] = value
                moved = last - first > 1


@kernel
def _own_bits(x: Any, w: int, own_start: Any, own_fall: Any) -> Any:
    value = word(0)
    for k in range(own_start[x], own_start[x + 1]):
        if own_fall[k] >> 6 == w:
            value |= word(1) << word(own_fall[k] & 63)
    return value


@kernel
def _lost(node: Any, net: Any, before: bool, now: int, row: Any, scratch: Any) -> Any:
    """Return the falls in which a group of a node is lost, with the move in hand or before it."""
    group_starts, needed_before, input_starts, source, _ = net
    needed_now, gone, changed, stamp = scratch[0], scratch[1], scratch[2], scratch[3]
    planes = scratch[8]
    value = word(0)
    for g in range(group_starts[node], group_starts[node + 1]):
        first, last = input_starts[g], input_starts[g + 1]
        needed = needed_before[g] if before else needed_now[g]
        if needed > last - first:
            continue
        depth = 1
        while (last - first) >> depth:
            depth += 1
        for p in range(depth):
            planes[p] = word(0)
        for k in range(first, last):
            u = source[k]
            if u >= row.size or (gone[k] and not before):
                continue
            carry = changed[u] if stamp[u] == now and not before else row[u]
            if needed == 1:
                value |= carry
                continue
            p = 0
            while carry != word(0) and p < depth:
                both = planes[p] & carry
                planes[p] ^= carry
                carry = both
                p += 1
        if needed > 1:
            value |= _at_least(planes, depth, needed)
    return value


@kernel
def _at_least(planes: Any, depth: int, needed: int) -> Any:
    """Return where a number in binary planes is at least some other."""
    more, equal = word(0), ~word(0)
    for p in range(depth - 1, -1, -1):
        if (needed >> p) & 1:
            equal &= planes[p]
        else:
            more |= equal & planes[p]
            equal &= ~planes[p]
    return more | equal


@kernel
def _look(
    slot: int,
    slots: int,
    group_at: Any,
    groups: Any,
    input_at: Any,
    inputs: Any,
    is_source: Any,
    is_exit: Any,
    net: Any,
    lists: Any,
    own_start: Any,
    own_fall: Any,
    rows: Any,
    weight: Any,
    scratch: Any,
    saved: Any,
) -> None:
    """Look at every ``slots``-th move."""
    needed_before, input_starts = net[1], net[2]
    needed, gone = scratch[0], scratch[1]
    now = 1
    for m in range(slot, saved.size, slots):
        mine = groups[group_at[m] : group_at[m + 1]]
        for g in mine:
            if is_source[m] and needed[g] < input_starts[g + 1] - input_starts[g]:
                needed[g] += 1
            elif not is_exit[m]:
                needed[g] = _NEVER
        for k in range(input_at[m], input_at[m + 1]):
            gone[inputs[k]] = True
        total = 0
        for w in range(rows.shape[0]):
            now += 1
            total += _saved_in_word(
                mine, w, now, net, lists, own_start, own_fall, rows[w], weight, scratch
            )
        saved[m] = total
        for g in mine:
            needed[g] = needed_before[g]
        for k in range(input_at[m], input_at[m + 1]):
            gone[inputs[k]] = False


@kernel
def _saved_in_word(
    mine: Any,
    w: int,
    now: int,
    net: Any,
    lists: Any,
    own_start: Any,
    own_fall: Any,
    row: Any,
    weight: Any,
    scratch: Any,
) -> Any:
    """Settle anew from the nodes of some groups on, for 64 falls; return the pairs saved."""
    component_start = lists[3]
    changed, heap = scratch[2], scratch[6]
    size, n_ends, total = 0, 0, 0
    for g in mine:
        size, n_ends = _notice(lists[1][net[4][g]], now, lists, row, scratch, size, n_ends)
    while size > 0:
        c = np.int64(heap[0])
        size = pop(heap, size)
        _settle_component(c, w, now, net, lists, own_start, own_fall, row, scratch)
        for x in range(component_start[c], component_start[c + 1]):
            lost = row[x] & ~changed[x]
            if lost != word(0):
                total += weight[x] * popcount(lost)
                for k in range(lists[4][x], lists[4][x + 1]):
                    y = lists[5][k]
                    if y >= row.size or lists[2][y] != c:
                        size, n_ends = _notice(y, now, lists, row, scratch, size, n_ends)
    for i in range(n_ends):
        y = scratch[7][i]
        if weight[y]:
            own = _own_bits(np.int64(y), w, own_start, own_fall)
            old = _lost(lists[0][y], net, True, now, row, scratch) & ~own
            if old != word(0):
                new = _lost(lists[0][y], net, False, now, row, scratch)
                total += weight[y] * popcount(old & ~new)
    return total


@kernel
def _notice(x: Any, now: int, lists: Any, row: Any, scratch: Any, size: int, n_ends: int) -> Any:
    """Queue a node that may change: the component of a vendor that is down at all, or an end."""
    waits, ends, heap, end = scratch[4], scratch[5], scratch[6], scratch[7]
    if x >= row.size:
        if ends[x] != now:
            ends[x] = now
            end[n_ends] = x
            n_ends += 1
    elif row[x] != word(0) and waits[lists[2][x]] != now:
        waits[lists[2][x]] = now
        size = push(heap, size, lists[2][x])
    return size, n_ends
