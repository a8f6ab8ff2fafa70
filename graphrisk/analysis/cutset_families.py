"""Minimal sets of size one and two as they are kept, in the plain and the compiled form alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.cutsets_plain import at_least, group_pairs, members, members_of_pair
from graphrisk.analysis.network_form import Network
from graphrisk.errors import TooLarge
from graphrisk.model.graph import Ints

Longs = npt.NDArray[np.int64]
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
