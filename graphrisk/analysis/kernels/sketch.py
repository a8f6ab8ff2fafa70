"""Reach of every vendor, approximate: HyperLogLog sketches merged from customers to vendors.

Flajolet, Fusy, Gandouet and Meunier (2007): each node is hashed, a sketch keeps the largest number
of leading zeros met in each of 2^b parts of the hashes, and joining two sets is taking the larger
of each. The relative standard error is 1.04 / sqrt(2^b). Small reaches are exact (light searches
of `graphrisk.analysis.kernels.every_vendor`), and linear counting takes over where many parts are
empty. Vendors that reach the same nodes err alike: their order is better than single numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.order import Layout
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import Floats, Mask

BITS = 12
"""2^12 registers: 4,096 bytes a component, a standard error of 1.6 percent."""
_LINEAR_BELOW = 2.5
"""Linear counting up to this many times the registers (Flajolet et al., figure 3)."""


@dataclass(frozen=True)
class SketchedTotals:
    """Nodes that every vendor reaches, in the order of rows, itself left out.

    ``is_exact`` tells which are counted, all others have the relative standard error ``error``.
    """

    nodes: Floats
    is_exact: Mask
    error: float


def sketch_error(bits: int = BITS) -> float:
    """Return the relative standard error of a sketch of 2^bits registers.

    Examples
    --------
    >>> round(sketch_error(8), 3)
    0.065
    """
    return 1.04 / math.sqrt(1 << bits)


def sketch_bytes(layout: Layout, bits: int = BITS) -> int:
    """Return the memory that sketches of every component take, in bytes."""
    return layout.n_components << bits


def sketched_totals(layout: Layout, bits: int = BITS, seed: int = 1) -> SketchedTotals:
    """Estimate what every vendor reaches.

    Parameters
    ----------
    bits
        Binary logarithm of the registers of a sketch, 4 to 16.
    seed
        Of the hash; the same seed gives the same numbers.

    Raises
    ------
    TooLarge
        The sketches would not fit into memory.

    Notes
    -----
    O(links among vendors x 2^bits + m) time, components x 2^bits bytes.
    """
    check_room(sketch_bytes(layout, bits), "sketches of the reach of every vendor")
    light = EveryVendor(layout).light(None, None)
    registers = np.zeros((layout.n_components, 1 << bits), dtype=np.uint8)
    lists = (layout.component_start, layout.component, layout.out_start, layout.out_customer)
    _fill(*lists, bits, np.uint64(seed), registers)
    estimate = np.empty(layout.n_components, dtype=np.float64)
    _estimate(registers, 0.7213 / (1 + 1.079 / (1 << bits)), estimate)
    is_light = light.heavy == 0
    nodes = np.where(is_light, light.nodes, estimate) - 1
    of_vendor = layout.component
    is_exact = layout.from_inner(is_light[of_vendor], fill=True)
    return SketchedTotals(layout.from_inner(nodes[of_vendor]), is_exact, sketch_error(bits))


@kernel
def mix(x: Any) -> Any:
    """Scramble a word: two rounds of xor-shift and multiply."""
    x ^= x >> word(32)
    x *= word(0xD6E8FEB86659FD93)
    x ^= x >> word(32)
    x *= word(0xD6E8FEB86659FD93)
    x ^= x >> word(32)
    return x


@kernel
def _add(node: int, bits: int, seed: Any, row: Any) -> None:
    """Add a node to a sketch."""
    scrambled = mix(mix(seed) + word(node + 1) * word(0x9E3779B97F4A7C15))
    place = scrambled >> word(64 - bits)
    rest = (scrambled << word(bits)) | (word(1) << word(bits - 1))
    rank = 1
    while not rest >> word(63):
        rest <<= word(1)
        rank += 1
    if rank > row[place]:
        row[place] = rank


@kernel
def _fill(
    component_start: Any,
    component: Any,
    start: Any,
    to: Any,
    bits: int,
    seed: Any,
    registers: Any,
) -> None:
    """Fill the sketches, last component first: own nodes, then those of the vendors it serves."""
    n_vendors = component.size
    for c in range(component_start.size - 2, -1, -1):
        row = registers[c]
        for v in range(component_start[c], component_start[c + 1]):
            _add(v, bits, seed, row)
            for k in range(start[v], start[v + 1]):
                w = to[k]
                if w >= n_vendors:
                    _add(w, bits, seed, row)
                elif component[w] != c:
                    other = registers[component[w]]
                    for i in range(row.size):
                        row[i] = max(row[i], other[i])


@kernel
def _estimate(registers: Any, alpha: float, estimate: Any) -> None:
    """Read the sketches: harmonic mean, or linear counting where they are nearly empty."""
    size = registers.shape[1]
    power = np.empty(65, np.float64)
    for rank in range(65):
        power[rank] = 2.0**-rank
    for c in range(registers.shape[0]):
        total = 0.0
        empty = 0
        for i in range(size):
            total += power[registers[c, i]]
            empty += registers[c, i] == 0
        estimate[c] = alpha * size * size / total
        if estimate[c] <= _LINEAR_BELOW * size and empty > 0:
            estimate[c] = size * math.log(size / empty)
