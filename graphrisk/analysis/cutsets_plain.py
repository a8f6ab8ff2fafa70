"""Minimal sets of one and two in plain Python: bits of long numbers, and sets of pairs.

The form for small networks, which never wait for a compiler, and the twin that the compiled one is
tested against.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from graphrisk.analysis.network_form import Network


def plain_families(
    network: Network, with_pairs: bool = True, most_pairs: int | None = None
) -> tuple[list[int], list[set[int]]] | None:
    """Return for every node who alone (as bits of one number), and which pairs, take it down.

    None where more than ``most_pairs`` are gone through in all, those of inputs each time.
    """
    n, count = network.n, network.n_nodes
    bits = [1 << node if node < n else 0 for node in range(count)]
    pairs: list[set[int]] = [set() for _ in range(count)]
    groups = _groups(network)
    _settle(network, lambda node: _more_singles(node, groups[node], bits))
    if not with_pairs:
        return bits, pairs
    total = 0

    def more(node: int) -> bool:
        nonlocal total
        if most_pairs is not None and total > most_pairs:
            return False
        total += sum(len(pairs[each]) for _, inputs in groups[node] for each in inputs)
        total += sum(_fresh_at_most(t, inputs, bits, bits[node]) for t, inputs in groups[node])
        if most_pairs is not None and total > most_pairs:
            return False
        return _more_pairs(node, groups[node], bits, pairs)

    _settle(network, more)
    return None if most_pairs is not None and total > most_pairs else (bits, pairs)


def _fresh_at_most(needed: int, inputs: list[int], bits: list[int], alone: int) -> int:
    """Return how many pairs of two that each take inputs down there are for a group, at the most.

    One of the two takes half of what is needed down.
    """
    known = [bits[each] & ~alone for each in inputs]
    half = at_least(known, (needed + 1) // 2).bit_count()
    return half * at_least(known, 1).bit_count()


def _groups(network: Network) -> list[list[tuple[int, list[int]]]]:
    """Return per node (inputs needed, inputs) of each group."""
    starts, inputs = network.input_starts.tolist(), network.inputs.tolist()
    needed = network.needed_lost.tolist()
    bounds = network.group_starts.tolist()
    return [
        [(needed[g], inputs[starts[g] : starts[g + 1]]) for g in range(first, last)]
        for first, last in itertools.pairwise(bounds)
    ]


def _settle(network: Network, update: Callable[[int], bool]) -> None:
    """Update nodes, and whoever listens to one that grew, until nothing grows."""
    out, group_of = network.out, network.input_group
    queue = deque(range(network.n_nodes))
    waiting = np.ones(network.n_nodes, dtype=np.bool_)
    while queue:
        node = queue.popleft()
        waiting[node] = False
        if update(node):
            heard = out.values[out.starts[node] : out.starts[node + 1]]
            for listener in set(network.group_node[group_of[heard]].tolist()):
                if not waiting[listener]:
                    waiting[listener] = True
                    queue.append(listener)


def _more_singles(node: int, groups: list[tuple[int, list[int]]], bits: list[int]) -> bool:
    found = bits[node]
    for needed, inputs in groups:
        found |= at_least([bits[each] for each in inputs], needed)
    grew = found != bits[node]
    bits[node] = found
    return grew


def _more_pairs(
    node: int,
    groups: list[tuple[int, list[int]]],
    bits: list[int],
    pairs: list[set[int]],
) -> bool:
    alone = bits[node]
    found: set[int] = set()
    for needed, inputs in groups:
        known, others = [bits[each] for each in inputs], [pairs[each] for each in inputs]
        found |= group_pairs(known, others, needed, alone)
    grew = len(found) != len(pairs[node])
    pairs[node] = found
    return grew


def at_least(bits: Iterable[int], needed: int) -> int:
    """Return the bits that are set in at least ``needed`` of the numbers.

    Examples
    --------
    >>> bin(at_least([0b110, 0b011, 0b010], 2))
    '0b10'
    """
    reached = [0] * (needed + 1)
    for each in bits:
        for k in range(needed, 1, -1):
            reached[k] |= reached[k - 1] & each
        reached[1] |= each
    return reached[needed]


def members(bits: int) -> list[int]:
    """Return the places of the bits that are set.

    Examples
    --------
    >>> members(0b1010)
    [1, 3]
    """
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def members_of_pair(key: int) -> tuple[int, int]:
    """Return the two organizations of a pair."""
    return key >> 32, key & 0xFFFFFFFF


def group_pairs(
    bits: Sequence[int], pairs: Sequence[set[int]], needed: int, alone: int
) -> set[int]:
    """Return the pairs that take a group down, none of them with a member of ``alone``.

    Parameters
    ----------
    bits, pairs
        Who alone, and which pairs, take each input down.
    """
    lost: dict[int, int] = {}
    for place, each in enumerate(bits):
        for a in members(each & ~alone):
            lost[a] = lost.get(a, 0) | 1 << place
    by_pair: dict[int, int] = {}
    for place, keys in enumerate(pairs):
        for key in keys:
            a, b = members_of_pair(key)
            if not (alone >> a & 1 or alone >> b & 1):
                by_pair[key] = by_pair.get(key, 0) | 1 << place
    found = {
        key
        for key, places in by_pair.items()
        if (places | lost.get(key >> 32, 0) | lost.get(key & 0xFFFFFFFF, 0)).bit_count() >= needed
    }
    classes: dict[int, list[int]] = {}
    for a, places in lost.items():
        classes.setdefault(places, []).append(a)
    for left, first in classes.items():
        for right, second in classes.items():
            if (left | right).bit_count() >= needed:
                found |= {a << 32 | b for a in first for b in second if a < b}
    return found
