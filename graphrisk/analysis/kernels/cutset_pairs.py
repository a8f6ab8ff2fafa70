"""The pairs that take one node down, out of the families of its inputs, compiled.

Of a group that is lost when t of its inputs are down, each organization that takes some input down
gets a *mask*: one bit for every such input. A pair takes the group down when the two masks, and
the inputs that it takes down as a pair, have t bits together. The latter are none of the former: a
pair that takes an input down has no member that does so alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.bits import popcount
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.cutset_room import grown
from graphrisk.analysis.kernels.cutset_table import all_pairs, cleared, counted, noted

_LOW = np.int64(0xFFFFFFFF)


@kernel
def _pair(a: int, b: int) -> Any:
    """Return two elements as one number."""
    return (np.int64(min(a, b)) << 32) | np.int64(max(a, b))


@kernel
def pairs_of(
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
    """Return the scratch with the node's pairs in its third, each once; their number.

    ``net``, ``singles`` and ``pairs`` are those of `graphrisk.analysis.kernels.cutsets`. Who alone
    takes the node down is marked with the epoch, ``alone`` in number. ``at`` holds -1, the table 0,
    and they are left so.
    """
    _, group_starts, needed, input_starts, inputs = net
    who, masks, out, table = scratch
    every = all_pairs(at.size, alone)
    top = 0
    for g in range(group_starts[v], group_starts[v + 1]):
        if table.size and top == every:
            break
        first, last = input_starts[g], input_starts[g + 1]
        if needed[g] == 1:
            out, top = _inherited(first, last, inputs, pairs, mark, epoch, out, top, table)
            continue
        known = top
        words = (last - first + 63) // 64
        size = 0
        for e in range(first, last):
            who, masks, size = _listed(
                e - first, inputs[e], singles, mark, epoch, at, who, masks, words, size
            )
        if words == 1:
            out, top = _pairs_of_classes(who, size, masks, needed[g], out, top)
        else:
            out, top = _pairs_of_singles(who, size, masks, words, needed[g], out, top)
        if table.size == 0:
            out, top = _pairs_of_pairs(
                first, last, inputs, pairs, mark, epoch, at, masks, words, needed[g], out, top
            )
        else:
            top = noted(out, known, top, table)
            group = first, last, inputs, needed[g]
            of_masks = at, masks, words
            out, top = counted(group, pairs, mark, epoch, of_masks, out, top, every, table)
        for i in range(size):
            at[who[i]] = -1
    top = _without_repeats(out, top) if table.size == 0 else cleared(out, top, table)
    return (who, masks, out, table), top


@kernel
def _inherited(
    first: int,
    last: int,
    inputs: Any,
    pairs: Any,
    mark: Any,
    epoch: int,
    out: Any,
    top: int,
    table: Any,
) -> Any:
    """Add the pairs of the inputs, any of which is enough."""
    start, length, values = pairs
    for e in range(first, last):
        x = inputs[e]
        out = grown(out, top + length[x])
        known = top
        for j in range(start[x], start[x] + length[x]):
            if mark[values[j] >> 32] != epoch and mark[values[j] & _LOW] != epoch:
                out[top] = values[j]
                top += 1
        if table.size:
            top = noted(out, known, top, table)
    return out, top


@kernel
def _listed(
    place: int,
    x: int,
    singles: Any,
    mark: Any,
    epoch: int,
    at: Any,
    who: Any,
    masks: Any,
    words: int,
    size: int,
) -> Any:
    """Add the organizations that take one input down to those of its group; note which input."""
    start, length, values = singles
    for j in range(start[x], start[x] + length[x]):
        a = values[j]
        if mark[a] == epoch:
            continue
        if at[a] < 0:
            at[a] = size
            who = grown(who, size + 1)
            who[size] = a
            masks = grown(masks, (size + 1) * words)
            for w in range(words):
                masks[size * words + w] = word(0)
            size += 1
        masks[at[a] * words + place // 64] |= word(1) << word(place % 64)
    return who, masks, size


@kernel
def _pairs_of_singles(
    who: Any, size: int, masks: Any, words: int, t: int, out: Any, top: int
) -> Any:
    """Add the pairs of two that each take some inputs down, and together t; masks of any width."""
    for i in range(size):
        for j in range(i + 1, size):
            lost = np.int64(0)
            for w in range(words):
                lost += np.int64(popcount(masks[i * words + w] | masks[j * words + w]))
            if lost >= t:
                out = grown(out, top + 1)
                out[top] = _pair(who[i], who[j])
                top += 1
    return out, top


@kernel
def _pairs_of_classes(who: Any, size: int, masks: Any, t: int, out: Any, top: int) -> Any:
    """Add the same pairs where a mask is one word: those of one mask are alike."""
    by_mask = np.argsort(masks[:size])
    class_start, classes = _classes(masks, by_mask)
    for p in range(classes):
        left = masks[by_mask[class_start[p]]]
        for q in range(p, classes):
            right = masks[by_mask[class_start[q]]]
            if np.int64(popcount(left | right)) < t:
                continue
            for i in range(class_start[p], class_start[p + 1]):
                begin = i + 1 if p == q else class_start[q]
                out = grown(out, top + class_start[q + 1] - begin)
                for j in range(begin, class_start[q + 1]):
                    out[top] = _pair(who[by_mask[i]], who[by_mask[j]])
                    top += 1
    return out, top


@kernel
def _classes(masks: Any, by_mask: Any) -> Any:
    """Return where each run of equal masks begins, and the number of runs."""
    start = np.empty(by_mask.size + 1, np.int64)
    classes = 0
    for i in range(by_mask.size):
        if i == 0 or masks[by_mask[i]] != masks[by_mask[i - 1]]:
            start[classes] = i
            classes += 1
    start[classes] = by_mask.size
    return start, classes


@kernel
def _pairs_of_pairs(
    first: int,
    last: int,
    inputs: Any,
    pairs: Any,
    mark: Any,
    epoch: int,
    at: Any,
    masks: Any,
    words: int,
    t: int,
    out: Any,
    top: int,
) -> Any:
    """Add the pairs that take some input down as a pair, and with the others t of them."""
    keys, places = _pairs_with_places(first, last, inputs, pairs, mark, epoch)
    order = np.argsort(keys)
    lost = np.zeros(words, np.uint64)
    i = 0
    while i < keys.size:
        key = keys[order[i]]
        lost[:] = word(0)
        while i < keys.size and keys[order[i]] == key:
            place = places[order[i]]
            lost[place // 64] |= word(1) << word(place % 64)
            i += 1
        total = np.int64(0)
        a, b = at[key >> 32], at[key & _LOW]
        for w in range(words):
            bits = lost[w]
            if a >= 0:
                bits |= masks[a * words + w]
            if b >= 0:
                bits |= masks[b * words + w]
            total += np.int64(popcount(bits))
        if total >= t:
            out = grown(out, top + 1)
            out[top] = key
            top += 1
    return out, top


@kernel
def _pairs_with_places(
    first: int, last: int, inputs: Any, pairs: Any, mark: Any, epoch: int
) -> Any:
    """Return the pairs that take an input of a group down, and which one, in the order of inputs.

    A pair with somebody who takes the node down alone is left out.
    """
    start, length, values = pairs
    total = 0
    for e in range(first, last):
        total += length[inputs[e]]
    keys = np.empty(total, np.int64)
    places = np.empty(total, np.int32)
    size = 0
    for e in range(first, last):
        x = inputs[e]
        for j in range(start[x], start[x] + length[x]):
            if mark[values[j] >> 32] != epoch and mark[values[j] & _LOW] != epoch:
                keys[size] = values[j]
                places[size] = e - first
                size += 1
    return keys[:size], places[:size]


@kernel
def _without_repeats(out: Any, top: int) -> int:
    """Sort the first pairs of an array and drop repeats; return how many are left."""
    if top == 0:
        return 0
    found = np.sort(out[:top])
    size = 0
    for i in range(top):
        if i == 0 or found[i] != found[i - 1]:
            out[size] = found[i]
            size += 1
    return size
