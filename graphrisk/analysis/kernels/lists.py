"""Networks as the lists that one pass over the inner numbers reads.

Every node has inputs of which one is enough (groups of needed 1, flattened, in ascending order),
and groups that need more. A pass in inner order meets what a node listens to before the node,
except inside a cycle, where it is repeated until nothing changes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Ints, frozen

Longs = npt.NDArray[np.int64]
_PRIME = word(0xD6E8FEB86659FD93)


class Lists(NamedTuple):
    """What kernels read; all numbers are inner ones, all arrays read-only.

    Attributes
    ----------
    component_start
        Vendors (nodes that others listen to) ``component_start[c]`` up to
        ``component_start[c + 1]`` lie on cycles with each other.
    is_shared
        1 for a component whose members are down together in every scenario without coins.
    one_start, one_from, one_input
        Inputs of each node of which one is enough: node listened to, input of the network.
    group_start, group_needed
        Groups of each node that need two or more.
    some_start, some_from, some_input
        Inputs of each such group.
    """

    component_start: Longs
    is_shared: npt.NDArray[np.uint8]
    one_start: Longs
    one_from: Ints
    one_input: Ints
    group_start: Longs
    group_needed: Ints
    some_start: Longs
    some_from: Ints
    some_input: Ints


def build_lists(network: Network, threads: int | None = None) -> tuple[Layout, Lists]:
    """Return the inner numbering of a network, and its lists.

    Notes
    -----
    O(inputs), lists of one node sorted. Keeps 20 bytes per input beside the layout.
    """
    layout = build_layout(
        network.n_nodes, network.inputs, network.group_node[network.input_group], threads
    )
    form = (network.group_starts, network.needed_lost, network.input_starts)
    starts = [np.zeros(network.n_nodes + 1, dtype=np.int64) for _ in range(2)]
    groups, many = _sizes(layout.order, *form, *starts)
    one_start, group_start = (np.cumsum(counts) for counts in starts)
    needed = np.empty(groups, dtype=np.int32)
    some_start = np.zeros(groups + 1, dtype=np.int64)
    ones = np.empty((2, int(one_start[-1])), dtype=np.int32)
    some = np.empty((2, many), dtype=np.int32)
    _fill(
        *(layout.order, layout.position, *form, network.inputs),
        *(one_start, *ones, needed, some_start, *some),
    )
    shared = _shared(layout.component_start, group_start, some_start, some[0])
    arrays = (one_start, *ones, group_start, needed, some_start, *some)
    return layout, Lists(
        layout.component_start, frozen(shared), *(frozen(array) for array in arrays)
    )


@kernel
def _sizes(
    order: Any, group_starts: Any, needed: Any, input_starts: Any, ones: Any, groups: Any
) -> Any:
    """Count the inputs of each node of which one is enough, and its other groups."""
    total, many = 0, 0
    for x in range(order.size):
        v = order[x]
        for g in range(group_starts[v], group_starts[v + 1]):
            size = input_starts[g + 1] - input_starts[g]
            if needed[g] == 1:
                ones[x + 1] += size
            elif needed[g] <= size:
                groups[x + 1] += 1
                total += 1
                many += size
    return total, many


@kernel
def _fill(
    order: Any,
    position: Any,
    group_starts: Any,
    needed: Any,
    input_starts: Any,
    inputs: Any,
    one_start: Any,
    one_from: Any,
    one_input: Any,
    group_needed: Any,
    some_start: Any,
    some_from: Any,
    some_input: Any,
) -> None:
    """Write the lists in inner order, each sorted."""
    group, many = 0, 0
    for x in range(order.size):
        v = order[x]
        at = one_start[x]
        for g in range(group_starts[v], group_starts[v + 1]):
            first, last = input_starts[g], input_starts[g + 1]
            if needed[g] == 1:
                for k in range(first, last):
                    one_from[at] = position[inputs[k]]
                    one_input[at] = k
                    at += 1
            elif needed[g] <= last - first:
                for k in range(first, last):
                    some_from[many] = position[inputs[k]]
                    some_input[many] = k
                    many += 1
                _sort(some_from, some_input, some_start[group], many)
                group_needed[group] = needed[g]
                group += 1
                some_start[group] = many
        _sort(one_from, one_input, one_start[x], at)


@kernel
def _sort(keys: Any, values: Any, first: int, last: int) -> None:
    """Sort a stretch of keys with their values; equal keys by value (Shell 1959, gaps of 3 h + 1).

    Lists are short (ten on the average); O(k^1.5) for a long one.
    """
    gap = 1
    while gap < (last - first) // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(first + gap, last):
            key, value = keys[i], values[i]
            j = i
            while j - gap >= first and (
                keys[j - gap] > key or (keys[j - gap] == key and values[j - gap] > value)
            ):
                keys[j] = keys[j - gap]
                values[j] = values[j - gap]
                j -= gap
            keys[j] = key
            values[j] = value
        gap //= 3


@kernel
def _shared(component_start: Any, group_start: Any, some_start: Any, some_from: Any) -> Any:
    """Mark components in which no group that needs several listens to a member.

    Then every link inside is enough by itself, and whoever is down takes all of them.
    """
    shared = np.ones(component_start.size - 1, np.uint8)
    for c in range(component_start.size - 1):
        first, last = component_start[c], component_start[c + 1]
        for k in range(some_start[group_start[first]], some_start[group_start[last]]):
            if first <= some_from[k] < last:
                shared[c] = 0
                break
    return shared


@kernel
def hears(x: int, start: int, now: int, lists: Lists, changed: Any) -> Any:
    """Tell whether a member of the cycle that x listens to has changed since x was looked at."""
    for k in range(lists.one_start[x + 1] - 1, lists.one_start[x] - 1, -1):
        if lists.one_from[k] < start:
            break
        if changed[lists.one_from[k] - start] >= now - 1:
            return True
    group, last = lists.group_start[x], lists.group_start[x + 1]
    for k in range(lists.some_start[group], lists.some_start[last]):
        u = lists.some_from[k]
        if u >= start and changed[u - start] >= now - 1:
            return True
    return False


@kernel
def end_hashes(n_vendors: int, lists: Lists, kind: Any) -> Any:
    """Return a number for each node that nobody listens to: equal where their lists are."""
    found = np.zeros(kind.size - n_vendors, np.uint64)
    for x in range(n_vendors, kind.size):
        h = _mixed(word(kind[x]), word(lists.one_start[x + 1] - lists.one_start[x]))
        for k in range(lists.one_start[x], lists.one_start[x + 1]):
            h = _mixed(h, word(lists.one_from[k]))
        for g in range(lists.group_start[x], lists.group_start[x + 1]):
            h = _mixed(h, word(lists.group_needed[g]) + word(1 << 40))
            for k in range(lists.some_start[g], lists.some_start[g + 1]):
                h = _mixed(h, word(lists.some_from[k]))
        found[x - n_vendors] = h
    return found


@kernel
def _mixed(h: Any, x: Any) -> Any:
    h = (h ^ x) * _PRIME
    return h ^ (h >> word(32))


@kernel
def representatives(n_vendors: int, lists: Lists, kind: Any, by_hash: Any, hashes: Any) -> Any:
    """Return for each node the one that stands for it: the first with the very same lists."""
    found = np.arange(kind.size).astype(np.int32)
    held = 0
    for i in range(by_hash.size):
        x = by_hash[i] + n_vendors
        first = by_hash[held] + n_vendors
        if i > held and (hashes[by_hash[i]] != hashes[by_hash[held]] or kind[x] != kind[first]):
            held = i
        elif i > held and _same(lists, x, first):
            found[x] = first
    return found


@kernel
def _same(lists: Lists, x: int, y: int) -> Any:
    """Tell whether two nodes have the same lists."""
    one_x, one_y = lists.one_start[x], lists.one_start[y]
    size = lists.one_start[x + 1] - one_x
    groups = lists.group_start[x + 1] - lists.group_start[x]
    if size != lists.one_start[y + 1] - one_y:
        return False
    if groups != lists.group_start[y + 1] - lists.group_start[y]:
        return False
    for k in range(size):
        if lists.one_from[one_x + k] != lists.one_from[one_y + k]:
            return False
    for g in range(groups):
        if not _same_group(lists, lists.group_start[x] + g, lists.group_start[y] + g):
            return False
    return True


@kernel
def _same_group(lists: Lists, g: int, h: int) -> Any:
    size = lists.some_start[g + 1] - lists.some_start[g]
    if lists.group_needed[g] != lists.group_needed[h]:
        return False
    if size != lists.some_start[h + 1] - lists.some_start[h]:
        return False
    for k in range(size):
        if lists.some_from[lists.some_start[g] + k] != lists.some_from[lists.some_start[h] + k]:
            return False
    return True
