"""Single points of failure: who alone, and which two together, take an organization down; exact.

The family of a node is the list of its minimal sets of size one and two. Sets go along the network
of groups: a set takes a group down when it takes enough of its inputs down, a node when it takes a
group of it down. Source of the definition: docs, risk model, section 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphrisk.analysis.cutset_families import Families, Longs, WeakPoints
from graphrisk.analysis.cutsets_plain import members, plain_families
from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Ints
from graphrisk.progress import SILENT, Progress

PLAIN_BELOW = 20_000
"""Inputs of a network below which nobody waits for a compiler."""
PLAIN_PAIRS = 1_000_000
"""Pairs gone through in a small network above which the compiled form is worth its wait."""
MOST_BYTES = 2 << 30
"""Memory that families may take, of one organization and of two each."""


@dataclass(frozen=True)
class Defeats:
    """Groups that one fall loses although several of their inputs must be lost.

    ``count`` is per organization and of all, as is ``total``; ``group`` (of the view) and
    ``vendor`` may be cut short.
    """

    count: Longs
    total: int
    group: Ints
    vendor: Ints


def families_of(
    network: Network,
    *,
    with_pairs: bool = True,
    plain: bool | None = None,
    most_bytes: int = MOST_BYTES,
    progress: Progress = SILENT,
) -> Families:
    """Find the minimal sets of size one and two of every node that something listens to.

    Parameters
    ----------
    plain
        True, False: the plain or the compiled form; None: plain for small networks.

    Raises
    ------
    TooLarge
        The families would not fit, with the number, before they are looked for
        (`graphrisk.analysis.cutsets_plan`).

    Notes
    -----
    Time: sum over groups of the families of their inputs, plus the pairs found. Memory: 4 bytes a
    single of every vendor, 8 a pair of every vendor, each at most twice while it grows.
    """
    found = None
    if len(network.inputs) < PLAIN_BELOW if plain is None else plain:
        found = plain_families(network, with_pairs, None if plain else PLAIN_PAIRS)
    if found is None:
        from graphrisk.analysis.cutsets_compiled import compiled_families

        return compiled_families(
            network, with_pairs=with_pairs, most_bytes=most_bytes, progress=progress
        )
    bits, pairs = found
    start, length, singles = _joined([members(each) for each in bits], np.int32)
    pair_start, pair_length, flat = _joined([sorted(each) for each in pairs], np.int64)
    rows = np.arange(network.n, dtype=np.int32)
    element = np.concatenate((rows, np.full(network.n_nodes - network.n, -1, dtype=np.int32)))
    return Families(
        network, element, rows, start, length, singles, pair_start, pair_length, flat, complete=True
    )


def weak_points(
    families: Families, *, with_pairs: bool = True, most_bytes: int = MOST_BYTES
) -> WeakPoints:
    """Count the minimal sets of all organizations, and what each pair takes down.

    Notes
    -----
    Time as for the families. Memory: a quarter of ``most_bytes``; different pairs that need more
    are counted in several goes.
    """
    network = families.network
    hit = network.nodes_of_states()[1]
    if not families.complete:
        from graphrisk.analysis.cutsets_compiled import compiled_weak_points

        return compiled_weak_points(families, hit, with_pairs, most_bytes)
    alone = np.zeros(network.n, dtype=np.int64)
    together = np.zeros(network.n, dtype=np.int64)
    for row, node in enumerate(hit.tolist()):
        first, begin = families.single_start[node], families.pair_start[node]
        alone[families.singles[first : first + families.single_length[node]]] += 1
        alone[row] -= 1
        pairs = families.pairs[begin : begin + families.pair_length[node]]
        together[np.unique(np.concatenate((pairs >> 32, pairs & 0xFFFFFFFF)))] += 1
    length = families.pair_length[hit]
    pair, stopped = np.unique(
        _taken(families.pair_start[hit], length, families.pairs), return_counts=True
    )
    ones = families.single_length[hit] - 1
    return WeakPoints(network.n, alone, together, ones, length, len(pair), pair, stopped)


def defeated_groups(families: Families, owner: Ints, *, most: int) -> Defeats:
    """Find who alone takes a group down that is lost only with several of its suppliers.

    Parameters
    ----------
    owner
        Customer of each group of the view; its own fall does not count.
    most
        Finds listed at the most.
    """
    network = families.network
    at = np.flatnonzero((network.needed_lost > 1) & (network.view_group >= 0))
    groups = network.view_group[at]
    customers = owner[groups]
    if not families.complete:
        from graphrisk.analysis.cutsets_compiled import compiled_defeats

        count, place, vendor = compiled_defeats(families, at, customers, most)
    else:
        found = [
            (place, row)
            for place, group in enumerate(at.tolist())
            for row in sorted(families.of_group(group)[0] - {int(customers[place])})
        ]
        place, vendor = np.array(found, dtype=np.int32).reshape(-1, 2).T
        count = np.bincount(vendor, minlength=network.n)
    return Defeats(count, int(count.sum()), groups[place[:most]], vendor[:most].astype(np.int32))


def _joined(lists: Sequence[Sequence[int]], dtype: Any) -> tuple[Longs, Longs, Any]:
    length = np.array([len(each) for each in lists], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(length)[:-1])) if len(length) else length
    return start, length, np.array([x for each in lists for x in each], dtype=dtype)


def _taken(start: Longs, length: Longs, values: Longs) -> Longs:
    """Return the values of several stretches, one after the other."""
    before = np.cumsum(length) - length
    places = np.repeat(start - before, length) + np.arange(int(length.sum()))
    return values[places]
