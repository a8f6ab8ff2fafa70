"""Single points of failure: who alone, and which two together, take an organization down; exact.

The family of a node is the list of its minimal sets of size one and two. Sets go along the network
of groups: a set takes a group down when it takes enough of its inputs down, a node when it takes a
group of it down. Source of the definition: docs, risk model, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.cutsets_plain import (
    at_least,
    group_pairs,
    members,
    members_of_pair,
    plain_families,
)
from graphrisk.analysis.network_form import Network
from graphrisk.errors import TooLarge
from graphrisk.model.graph import Ints
from graphrisk.progress import SILENT, Progress

Longs = npt.NDArray[np.int64]
PLAIN_BELOW = 20_000
"""Inputs of a network below which nobody waits for a compiler."""
PLAIN_PAIRS = 1_000_000
"""Pairs gone through in a small network above which the compiled form is worth its wait."""
MOST_BYTES = 2 << 30
"""Memory that families may take, of one organization and of two each."""
LISTED_PAIRS = 10_000
"""Pairs that are named where not all distinct ones have room; the counts are of all."""


@dataclass(frozen=True)
class Families:
    """Minimal sets of the nodes that something listens to; others are worked out when asked for.

    Attributes
    ----------
    element, organizations
        Number under which a node stands in the families (-1: in none of them), and the
        organization of each number.
    single_start, single_length, singles
        Elements that alone take node v down, v itself among them where it is one.
    pair_start, pair_length, pairs
        Pairs, each as ``a << 32 | b`` with a < b, of which neither alone takes the node down.
    complete
        True when every node is stored: the plain form.
    """

    network: Network
    element: Ints
    organizations: Ints
    single_start: Longs
    single_length: Longs
    singles: Ints
    pair_start: Longs
    pair_length: Longs
    pairs: Longs
    complete: bool

    def stored(self, node: int) -> tuple[set[int], set[int]]:
        """Return singles and pairs, in rows, of a node that something listens to."""
        first, last = self.single_start[node], self.single_start[node] + self.single_length[node]
        begin, end = self.pair_start[node], self.pair_start[node] + self.pair_length[node]
        alone = self.organizations[self.singles[first:last]]
        pairs = in_rows(self.pairs[begin:end], self.organizations)
        return set(alone.tolist()), set(pairs.tolist())

    def of_group(self, group: int) -> tuple[set[int], set[int]]:
        """Return who alone, and which pairs, take a group of the network down."""
        net = self.network
        inputs = net.inputs[net.input_starts[group] : net.input_starts[group + 1]].tolist()
        known = [self.stored(each) for each in inputs]
        bits = [_bits(singles) for singles, _ in known]
        needed = int(net.needed_lost[group])
        alone = at_least(bits, needed)
        pairs = group_pairs(bits, [pairs for _, pairs in known], needed, alone)
        return set(members(alone)), pairs

    def of_node(self, node: int) -> tuple[set[int], set[int]]:
        """Return who alone, and which pairs, take a node down; itself is among the former."""
        net = self.network
        alone = {node} if node < net.n else set()
        pairs: set[int] = set()
        for group in range(net.group_starts[node], net.group_starts[node + 1]):
            more, others = self.of_group(group)
            alone |= more
            pairs |= others
        return alone, {key for key in pairs if alone.isdisjoint(members_of_pair(key))}

    def as_arrays(self) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
        """Return network, singles and pairs as the kernels take them."""
        net = self.network
        return (
            (self.element, net.group_starts, net.needed_lost, net.input_starts, net.inputs),
            (self.single_start, self.single_length, self.singles),
            (self.pair_start, self.pair_length, self.pairs),
        )


@dataclass(frozen=True)
class WeakPoints:
    """Sets of size one and two, counted for all organizations.

    Attributes
    ----------
    alone, together
        Per organization: how many others it takes down alone, wholly or partly, and how many
        together with one other, neither of the two alone.
    ones, twos
        Per organization: how many sets of size one and two take it down, wholly or partly.
    different
        Number of different pairs.
    pair, stopped
        Pairs ``a << 32 | b`` with a < b, ascending, and how many organizations each takes down:
        all of them, or the `LISTED_PAIRS` that take most down where there is no room for all.
    """

    n: int
    alone: Longs
    together: Longs
    ones: Longs
    twos: Longs
    different: int
    pair: Longs
    stopped: Longs


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


def in_rows(keys: Longs, organizations: Ints) -> Longs:
    """Return pairs of elements as pairs of organization rows, the smaller row first."""
    first, second = organizations[keys >> 32], organizations[keys & 0xFFFFFFFF]
    low, high = np.minimum(first, second), np.maximum(first, second)
    found: Longs = (low.astype(np.int64) << 32) | high
    return found


def refuse(size: int, most: int, what: str, about: str = "some") -> TooLarge:
    """Return the error that says how much memory it would take."""
    return TooLarge(
        f"{what} would take {about} {size / 2**20:,.0f} MiB of memory, {most / 2**20:,.0f} MiB is "
        "the most",
        limit=most,
        size=size,
        fix="ask for one customer, or take --min-criticality critical",
    )


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _joined(lists: Sequence[Sequence[int]], dtype: Any) -> tuple[Longs, Longs, Any]:
    length = np.array([len(each) for each in lists], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(length)[:-1])) if len(length) else length
    return start, length, np.array([x for each in lists for x in each], dtype=dtype)


def _taken(start: Longs, length: Longs, values: Longs) -> Longs:
    """Return the values of several stretches, one after the other."""
    before = np.cumsum(length) - length
    places = np.repeat(start - before, length) + np.arange(int(length.sum()))
    return values[places]
