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

from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.cutset_pairs import grown, pairs_of

_COUNT_BITS = np.int64(24)
"""Inputs of one group that can be counted: 16 million."""


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
    first: int,
    start: Any,
    length: Any,
    values: Any,
    top: int,
) -> Any:
    """Find the sets of one for all vendors from a component on.

    Returns the component at which ``values`` was too small (the number of components when all
    are done), and how much of ``values`` is used.
    """
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    found = np.empty(elements, np.int32)
    epoch = 0
    components = component_start.size - 1
    for c in range(first, components):
        begin, end = component_start[c], component_start[c + 1]
        before = top
        changed = True
        while changed:
            changed = False
            for k in range(begin, end):
                v = order[k]
                epoch += 1
                size = singles_of(v, net, (start, length, values), count, mark, epoch, found)
                if size == length[v]:
                    continue
                if top + size > values.size:
                    for q in range(begin, end):
                        length[order[q]] = 0
                    return c, before
                start[v] = top
                length[v] = size
                values[top : top + size] = found[:size]
                top += size
                changed = True
            if end - begin == 1:
                break
    return components, top


@kernel
def pair_families(
    net: Any,
    order: Any,
    component_start: Any,
    singles: Any,
    start: Any,
    length: Any,
    values: Any,
    most: int,
) -> Any:
    """Find the sets of two for all vendors; return the values and how many, -1 above ``most``."""
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    at = np.full(elements, -1, np.int32)
    found = np.empty(elements, np.int32)
    scratch = (np.empty(64, np.int32), np.empty(64, np.uint64), np.empty(64, np.int64))
    epoch = 0
    top = 0
    for c in range(component_start.size - 1):
        begin, end = component_start[c], component_start[c + 1]
        changed = True
        while changed:
            changed = False
            for k in range(begin, end):
                v = order[k]
                epoch += 1
                singles_of(v, net, singles, count, mark, epoch, found)
                pairs = (start, length, values)
                who, masks, out, size = pairs_of(v, net, singles, pairs, mark, epoch, at, scratch)
                scratch = (who, masks, out)
                if size == length[v]:
                    continue
                if top + size > most:
                    return values, -1
                values = grown(values, top + size)
                start[v] = top
                length[v] = size
                values[top : top + size] = out[:size]
                top += size
                changed = True
            if end - begin == 1:
                break
    return values, top


@kernel
def ends(
    net: Any,
    nodes: Any,
    owner: Any,
    singles: Any,
    pairs: Any,
    slot: int,
    slots: int,
    with_pairs: bool,
    most: int,
) -> Any:
    """Visit every ``slots``-th of the nodes: who takes them down, counted; pairs are written out.

    Parameters
    ----------
    nodes, owner
        Nodes to visit, and the element of the organization that each stands for (it is not
        counted itself), -1 for none.
    most
        Pairs written out at the most; with more, the number returned is -1.

    Returns
    -------
    tuple
        Per element how many it takes down alone; per visited node how many sets of one and
        of two; (place of the node, pair) written out, and their number.
    """
    alone = np.zeros(net[0].max() + 1, np.int64)
    mine = (nodes.size - slot + slots - 1) // slots
    ones = np.zeros(mine, np.int64)
    twos = np.zeros(mine, np.int64)
    elements = net[0].max() + 1
    mark = np.full(elements, -1, np.int32)
    count = np.zeros(elements + 1, np.int64)
    at = np.full(elements, -1, np.int32)
    found = np.empty(elements, np.int32)
    scratch = (np.empty(64, np.int32), np.empty(64, np.uint64), np.empty(64, np.int64))
    places = np.empty(64, np.int32)
    keys = np.empty(64, np.int64)
    top = 0
    for i in range(mine):
        k = slot + i * slots
        v = nodes[k]
        size = singles_of(v, net, singles, count, mark, i + 1, found)
        for j in range(size):
            if found[j] != owner[k]:
                alone[found[j]] += 1
                ones[i] += 1
        if not with_pairs:
            continue
        who, masks, out, size = pairs_of(v, net, singles, pairs, mark, i + 1, at, scratch)
        scratch = (who, masks, out)
        twos[i] = size
        if top + size > most:
            return alone, ones, twos, places, keys, -1
        places = grown(places, top + size)
        keys = grown(keys, top + size)
        places[top : top + size] = k
        keys[top : top + size] = out[:size]
        top += size
    return alone, ones, twos, places, keys, top


@kernel
def defeats(net: Any, owner: Any, groups: Any, singles: Any, most: int) -> Any:
    """Find who alone takes groups down that need several inputs lost.

    Parameters
    ----------
    owner, groups
        Groups to look at, and the element of the organization of each (-1: none).
    most
        Finds written out at the most.

    Returns
    -------
    tuple
        (Place of the group, element) of each, and their number; -1 when more than ``most``.
    """
    element, _, needed, input_starts, inputs = net
    start, length, values = singles
    count = np.zeros(element.max() + 1, np.int64)
    places = np.empty(64, np.int32)
    who = np.empty(64, np.int32)
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
                if top >= most:
                    return places, who, -1
                places = grown(places, top + 1)
                who = grown(who, top + 1)
                places[top] = k
                who[top] = a
                top += 1
    return places, who, top
