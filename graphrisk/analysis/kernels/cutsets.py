"""Minimal sets of one and two organizations that take each node of a network down, compiled.

A *family* of a node is the list of its sets. Their members are *elements*: organizations that
something listens to, numbered vendors before customers. Families are found vendors first: a set
takes a group of s inputs down when it takes t of them down, and a node when it takes one of its
groups down. In a cycle families are found again until none grows; the rule is monotone, so that
this is the least fixed point, which is what each set does by itself. A pair is the single number
``a << 32 | b`` with a < b. Plain twin: `graphrisk.analysis.cutsets`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.cutset_pairs import pairs_of
from graphrisk.analysis.kernels.cutset_room import due_after, grown, room_for
from graphrisk.analysis.kernels.cutset_table import all_pairs, scratch_for

_COUNT_BITS = np.int64(24)
"""Inputs of one group that can be counted: 16 million."""
_LOW = np.int64(0xFFFFFFFF)
_MIXER = np.uint64(0x9E3779B97F4A7C15)


@kernel
def singles_of(
    v: int, net: Any, singles: Any, count: Any, mark: Any, epoch: int, found: Any
) -> int:
    """Gather in ``found`` who alone takes a node down, itself first; mark them with the epoch.

    ``net`` is (element of each node, group_starts, needed_lost, input_starts, inputs), ``singles``
    is (start, length, values) of the families known so far. ``count`` holds per element which group
    counted it last and how many inputs of it the element takes down, and a clock of groups.
    """
    element, group_starts, needed, input_starts, inputs = net
    start, length, values = singles
    size = 0
    if element[v] >= 0:
        mark[element[v]] = epoch
        found[0] = element[v]
        size = 1
    for g in range(group_starts[v], group_starts[v + 1]):
        t = needed[g]
        if t > 1:
            count[-1] += 1
        counted = count[-1] << _COUNT_BITS
        for e in range(input_starts[g], input_starts[g + 1]):
            if size == mark.size:
                return size
            x = inputs[e]
            for j in range(start[x], start[x] + length[x]):
                a = values[j]
                if mark[a] == epoch:
                    continue
                if t > 1:
                    seen = max(count[a], counted) + 1
                    count[a] = seen
                    if seen - counted < t:
                        continue
                mark[a] = epoch
                found[size] = a
                size += 1
    return size


@kernel
def single_families(
    net: Any,
    order: Any,
    component_start: Any,
    components: Any,
    start: Any,
    length: Any,
    values: Any,
    top: int,
) -> int:
    """Find the sets of one for the vendors of some components, from the first up to the last.

    Returns how much of ``values`` is used, -1 where it is too small.
    """
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    found = np.empty(elements, np.int32)
    epoch = 0
    due = due_after(top, values.size)
    for c in range(components[0], components[1]):
        begin, end = component_start[c], component_start[c + 1]
        changed = True
        while changed:
            changed = False
            for k in range(begin, end):
                v = order[k]
                epoch += 1
                size = singles_of(v, net, (start, length, values), count, mark, epoch, found)
                if size == length[v]:
                    continue
                length[v] = 0
                top, due = room_for(size, order[:end], start, length, values, top, due)
                if top < 0:
                    return -1
                start[v] = top
                length[v] = size
                values[top : top + size] = found[:size]
                top += size
                changed = True
            if end - begin == 1:
                break
    return top


@kernel
def _any_grew_since(epoch: int, v: int, net: Any, grew: Any) -> Any:
    """Return True where the family of an input of a node grew at an epoch or later."""
    _, group_starts, _, input_starts, inputs = net
    first, last = input_starts[group_starts[v]], input_starts[group_starts[v + 1]]
    latest = np.int64(0)
    for e in range(first, last):
        latest = max(latest, grew[inputs[e]])
    return latest >= epoch


@kernel
def pair_families(
    net: Any,
    order: Any,
    component_start: Any,
    components: Any,
    singles: Any,
    start: Any,
    length: Any,
    values: Any,
    top: int,
) -> int:
    """Find the sets of two for the vendors of some components; see `single_families`."""
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    at = np.full(elements, -1, np.int32)
    found = np.empty(elements, np.int32)
    scratch = scratch_for(elements)
    visited, grew = np.zeros(length.size, np.int64), np.zeros(length.size, np.int64)
    epoch = 0
    due = due_after(top, values.size)
    for c in range(components[0], components[1]):
        begin, end = component_start[c], component_start[c + 1]
        changed = True
        while changed:
            changed = False
            for k in range(begin, end):
                v = order[k]
                if length[v] > 0 and length[v] == all_pairs(elements, singles[1][v]):
                    continue  # no other pair is left
                if visited[v] > 0 and not _any_grew_since(visited[v], v, net, grew):
                    continue
                epoch += 1
                visited[v] = epoch
                alone = singles_of(v, net, singles, count, mark, epoch, found)
                pairs = (start, length, values)
                scratch, size = pairs_of(v, net, singles, alone, pairs, mark, epoch, at, scratch)
                out = scratch[2]
                if size == length[v]:
                    continue
                length[v] = 0
                top, due = room_for(size, order[:end], start, length, values, top, due)
                if top < 0:
                    return -1
                start[v] = top
                length[v] = size
                values[top : top + size] = out[:size]
                top += size
                grew[v] = epoch
                changed = True
            if end - begin == 1:
                break
    return top


@kernel
def _class(pair: Any, classes: int) -> Any:
    """Return the class of a pair: a hash, as neighbours have much in common."""
    mixed = np.uint64(pair) * _MIXER
    return np.int64((mixed ^ (mixed >> word(29))) >> word(20)) % classes


@kernel
def _known_or_found(
    v: int,
    net: Any,
    singles: Any,
    alone: int,
    pairs: Any,
    mark: Any,
    epoch: int,
    at: Any,
    scratch: Any,
) -> Any:
    """Return the pairs of a node as `pairs_of` does; those of a vendor are known."""
    start, length, values = pairs
    if length[v] == 0:
        return pairs_of(v, net, singles, alone, pairs, mark, epoch, at, scratch)
    who, masks, out, table = scratch
    out = grown(out, length[v])
    out[: length[v]] = values[start[v] : start[v] + length[v]]
    return (who, masks, out, table), length[v]


@kernel
def ends(
    net: Any,
    nodes: Any,
    owner: Any,
    singles: Any,
    pairs: Any,
    part: Any,
    counts: Any,
    most: int,
) -> Any:
    """Visit nodes from ``part[0]`` on: who takes them down, counted; pairs are written out.

    Parameters
    ----------
    nodes, owner
        Nodes to visit, and the element of the organization that each stands for (it is not
        counted itself), -1 for none.
    part
        (First node, step, 0 where no pairs are asked for, class, number of classes): only pairs
        of that class are written out; all are counted.
    counts
        Added to: per element how many it takes down alone, and together with one other; per node
        how many sets of one and of two.
    most
        Pairs written out at the most, but those of one node always: then it ends.

    Returns
    -------
    tuple
        Pairs written out, their number, and the node to go on with.
    """
    alone, together, ones, twos = counts
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    at = np.full(elements, -1, np.int32)
    seen = np.full(elements, -1, np.int32)
    found = np.empty(elements, np.int32)
    scratch = scratch_for(elements)
    keys = np.empty(64, np.int64)
    top, epoch = 0, 0
    for k in range(part[0], nodes.size, part[1]):
        v = nodes[k]
        epoch += 1
        size = singles_of(v, net, singles, count, mark, epoch, found)
        for j in range(size):
            if found[j] != owner[k]:
                alone[found[j]] += 1
                ones[k] += 1
        if part[2] == 0:
            continue
        scratch, size = _known_or_found(v, net, singles, size, pairs, mark, epoch, at, scratch)
        out = scratch[2]
        twos[k] = size
        keys = grown(keys, top + size)
        for j in range(size):
            for member in (out[j] >> 32, out[j] & _LOW):
                if seen[member] != epoch:
                    seen[member] = epoch
                    together[member] += 1
            if part[4] == 1 or _class(out[j], part[4]) == part[3]:
                keys[top] = out[j]
                top += 1
        if top > most:
            return keys, top, k + part[1]
    return keys, top, nodes.size


@kernel
def defeats(net: Any, owner: Any, groups: Any, singles: Any, most: int) -> Any:
    """Find who alone takes groups down that need several inputs lost.

    Parameters
    ----------
    owner, groups
        Groups to look at, and the element of the organization of each (-1: none).
    most
        Finds written out at the most; all are counted.

    Returns
    -------
    tuple
        How many each element takes down; (place of the group, element) of the first ones.
    """
    element, _, needed, input_starts, inputs = net
    start, length, values = singles
    count = np.zeros(element.max() + 1, np.int64)
    by_element = np.zeros(element.max() + 1, np.int64)
    places = np.empty(most, np.int32)
    who = np.empty(most, np.int32)
    top = 0
    for k in range(groups.size):
        g = groups[k]
        counted = np.int64(k + 1) << _COUNT_BITS
        for e in range(input_starts[g], input_starts[g + 1]):
            x = inputs[e]
            for j in range(start[x], start[x] + length[x]):
                a = values[j]
                seen = max(count[a], counted) + 1
                count[a] = seen
                if seen - counted != needed[g] or a == owner[k]:
                    continue
                by_element[a] += 1
                if top < most:
                    places[top] = k
                    who[top] = a
                    top += 1
    return by_element, places[:top], who[:top]
