"""Scenarios and worlds as bits, in plain numpy: one row of 64-bit words per node.

Bit s of a node's row says "down in scenario s", so that one operation on a word settles 64
scenarios. This is the form for small networks, which need not wait for a compiler, and the twin
that the kernels are compared with: whole rounds over all inputs until nothing changes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.network_form import Array, Longs, Network
from graphrisk.model.ragged import Ragged

Words = npt.NDArray[np.uint64]
_NODES_AT_ONCE = 4096
ONES = np.uint64(0xFFFFFFFFFFFFFFFF)


def set_bits(n_rows: int, n_words: int, rows: Array, bits: Array) -> Words:
    """Return rows of words, all zero but for these (row, bit) pairs."""
    found = np.zeros((n_rows, n_words), dtype=np.uint64)
    bits = np.asarray(bits, dtype=np.int64)
    values = np.uint64(1) << (bits % 64).astype(np.uint64)
    np.bitwise_or.at(found, (rows, bits // 64), values)
    return found


def seeds(network: Network, fallen: Ragged, first: int, last: int) -> Words:
    """Return the rows in which only the fallen of scenarios ``first`` to ``last`` are down."""
    begin, end = fallen.starts[first], fallen.starts[last]
    scenario = np.repeat(np.arange(last - first), fallen.lengths()[first:last])
    words = -(-(last - first) // 64)
    return set_bits(network.n_nodes, words, fallen.values[begin:end], scenario)


def settle(network: Network, rows: Words, live: Words | None = None) -> Words:
    """Let everything go down that must, in every scenario at once: the least fixed point.

    Parameters
    ----------
    rows
        (n_nodes, words), the fallen; changed in place and returned.
    live
        (inputs, words), worlds in which an input is lost with its node; None for all.

    Notes
    -----
    O(inputs x words x rounds); rounds are at most the nodes of the longest chain.
    """
    owners = np.flatnonzero(np.diff(network.group_starts) > 0)
    if not len(owners):
        return rows
    first_group = network.group_starts[owners]
    rule = _Rule(network)
    while True:
        lost = rows[network.inputs]
        if live is not None:
            lost &= live
        fresh = np.bitwise_or.reduceat(rule.lost_groups(lost), first_group, axis=0)
        fresh &= ~rows[owners]
        if not fresh.any():
            return rows
        rows[owners] |= fresh


class _Rule:
    """Which groups are lost, by how many of their inputs are: any, all, or some of them."""

    def __init__(self, network: Network) -> None:
        size = np.diff(network.input_starts)
        self._starts = network.input_starts[:-1]
        self._all = (network.needed_lost == size) & (size > 1)
        some = np.flatnonzero((network.needed_lost > 1) & ~self._all)
        self._some, self._size = some, size[some]
        self._needed = network.needed_lost[some].astype(np.int64)

    def lost_groups(self, lost: Words) -> Words:
        """Return (groups, words) from (inputs, words)."""
        found: Words = np.bitwise_or.reduceat(lost, self._starts, axis=0)
        if self._all.any():
            found[self._all] = np.bitwise_and.reduceat(lost, self._starts, axis=0)[self._all]
        if len(self._some):
            found[self._some] = self._counted(lost)
        return found

    def _counted(self, lost: Words) -> Words:
        """Add inputs up in bit planes, and compare the sums with what is needed."""
        depth = int(self._size.max()).bit_length()
        planes = np.zeros((depth, len(self._some), lost.shape[1]), dtype=np.uint64)
        for place in range(int(self._size.max())):
            groups = np.flatnonzero(self._size > place)
            carry = lost[self._starts[self._some[groups]] + place]
            for plane in planes:
                rest = plane[groups] & carry
                plane[groups] ^= carry
                carry = rest
        more, equal = np.zeros_like(planes[0]), np.full_like(planes[0], ONES)
        for power in range(depth - 1, -1, -1):
            bit = np.where((self._needed >> power) & 1, ONES, np.uint64(0))[:, None]
            more |= equal & planes[power] & ~bit
            equal &= ~(planes[power] ^ bit)
        reached: Words = more | equal
        return reached


def bits_of(rows: Words, count: int) -> npt.NDArray[np.uint8]:
    """Return rows of words as rows of ``count`` zeros and ones."""
    little = np.ascontiguousarray(rows).astype("<u8", copy=False).view(np.uint8)
    return np.unpackbits(little, axis=1, count=count, bitorder="little")


def count_down(rows: Words, nodes: Array, count: int, weights: Longs | None = None) -> Longs:
    """Return for each of ``count`` scenarios how many of these nodes are down, or their weight."""
    total = np.zeros(count, dtype=np.int64)
    for first in range(0, len(nodes), _NODES_AT_ONCE):
        some = slice(first, first + _NODES_AT_ONCE)
        bits = bits_of(rows[nodes[some]], count)
        if weights is None:
            total += bits.sum(axis=0, dtype=np.int64)
        else:
            total += weights[some] @ bits.astype(np.int64)
    return total
