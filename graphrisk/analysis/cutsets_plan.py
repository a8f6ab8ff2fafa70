"""What families of minimal sets will take in memory, said before they are looked for.

Sets of one: what each vendor takes down alone is counted for all vendors at once, 64 in a word
(`graphrisk.analysis.scenarios`); the sum is what will be stored. Sets of two: a pair
is *fresh* at a node when a redundancy group of it is lost to what each of the two takes down alone.
Every minimal pair is fresh somewhere: the pairs of a group that is lost with one input are those of
its inputs, and a pair that helps to lose a group as a pair is one of an input. So fresh pairs are
listed, and what they take down is counted, for all of them or for a sample that grows until its
error is small enough to tell.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graphrisk.analysis.cutset_families import Families, Longs, refuse
from graphrisk.analysis.kernels.cutset_plan import taken_alone
from graphrisk.analysis.kernels.cutset_table import TABLE_BELOW
from graphrisk.analysis.kernels.cutsets import ends
from graphrisk.analysis.kernels.order import Layout
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.scenarios import scenarios, single_falls
from graphrisk.model.graph import Ints
from graphrisk.model.ragged import Ragged, ragged_by

WHAT_OF_ONE = "who alone takes each vendor down"
WHAT_OF_TWO = "pairs of failing vendors"
_SHARE = 15 / 16
"""Part of the memory that may be full: families that grow in a cycle need the rest."""
_WORK = 4_000_000_000
"""Links times falls that a count of sets of one may visit: a second."""
_SAMPLES = (4_096, 32_768, 262_144)
_ERRORS = 4.0
"""Standard errors within which a sample is not believed."""
_SORTED = 20
"""Bytes in which a pair of an input is sorted with those of the other inputs of a group, where
pairs have no table."""
_ENOUGH = 64
"""Vendors by whose fresh pairs those of all are judged, where they leave no doubt."""
_AT_A_TIME = 1 << 20
_MOST_LISTED = 1 << 24
"""Different pairs that are listed: 128 MB. With more the sample is of those."""


def refuse_singles_too_large(network: Network, layout: Layout, elements: int, most: int) -> None:
    """Refuse when who alone takes each vendor down would not fit.

    Raises
    ------
    TooLarge
        With the number: exact, or above `_WORK` from a sample of the vendors.
    """
    if 4 * elements * layout.n_vendors <= _SHARE * most:
        return
    vendors = layout.order[: layout.n_vendors]
    falls = vendors[vendors < network.n]
    largest = max(64, 64 * _WORK // max(1, len(network.inputs)) // 64)
    if len(falls) > largest:
        falls = falls[np.linspace(0, len(falls) - 1, largest).astype(np.int64)]
    taken = _vendors_down(network, layout, single_falls(falls)) + 1
    size = int(4 * taken.mean() * elements)
    if size > _SHARE * most:
        raise refuse(size, most, WHAT_OF_ONE)


def refuse_pairs_too_large(families: Families, layout: Layout, most: int) -> None:
    """Refuse when the pairs that take each vendor down would not fit.

    Raises
    ------
    TooLarge
        With the number.
    """
    most = int(_SHARE * most)
    pairs = _fresh_pairs(families, layout, most)
    sorted_whole = len(families.organizations) > TABLE_BELOW
    each = 8 + sorted_whole * _SORTED * _widest(families.network) / layout.n_vendors
    if each * len(pairs) * layout.n_vendors <= most:
        return
    random = np.random.default_rng(0)
    for sample in _SAMPLES:
        chosen = pairs if len(pairs) <= sample else random.choice(pairs, sample, replace=False)
        taken = _taken_by(families, layout, chosen)
        size = each * float(taken.mean()) * len(pairs)
        error = each * float(taken.std()) / np.sqrt(len(chosen)) * len(pairs)
        error *= _ERRORS if len(chosen) < len(pairs) else 0
        if size - error > most or (size + error > most and sample == _SAMPLES[-1]):
            raise refuse(int(size), most, WHAT_OF_TWO)
        if size + error <= most:
            return


def _widest(network: Network) -> int:
    """Return the inputs of the widest group that is lost only with several of them."""
    inputs = np.diff(network.input_starts)[network.needed_lost > 1]
    return int(inputs.max(initial=0))


def _fresh_pairs(families: Families, layout: Layout, most: int) -> Longs:
    """Return the different pairs that are fresh at some vendor, ascending.

    Each takes its vendor down: together they are no more than will be stored.
    """
    net, singles, none = families.as_arrays()  # no pair is known yet
    nobody = np.full(layout.n_vendors, -1, dtype=np.int32)
    elements = np.zeros(len(families.organizations), dtype=np.int64)
    counts = (elements, elements.copy(), *np.zeros((2, layout.n_vendors), dtype=np.int64))
    nodes = np.random.default_rng(0).permutation(layout.order[: layout.n_vendors])
    found = np.empty(0, dtype=np.int64)
    at, total = 0, 0
    while at < len(nodes) and len(found) <= _MOST_LISTED:
        part = (at, 1, 1, 0, 1)
        keys, size, at = ends(net, nodes, nobody, singles, none, part, counts, _AT_A_TIME)
        total += size
        found = np.unique(np.concatenate((found, keys[:size])))
        if 8 * max(total, _surely(counts[3][:at], len(nodes))) > most:
            raise refuse(8 * total * len(nodes) // at, most, WHAT_OF_TWO, "more than")
    return found


def _surely(sizes: Longs, nodes: int) -> float:
    """Return how many fresh pairs all nodes have at the least, judged by those of some."""
    if len(sizes) < _ENOUGH:
        return 0.0
    error = _ERRORS * float(sizes.std()) / np.sqrt(len(sizes))
    return float(nodes * max(0.0, float(sizes.mean()) - error))


def _taken_by(families: Families, layout: Layout, pairs: Longs) -> Longs:
    """Return how many vendors each pair takes down that neither of the two takes down alone."""
    members = np.stack((pairs >> 32, pairs & 0xFFFFFFFF), axis=1)
    falls = families.organizations[members].ravel().astype(np.int32)
    starts = np.arange(0, 2 * len(pairs) + 1, 2, dtype=np.int64)
    down = _vendors_down(families.network, layout, Ragged(starts, falls)) + 2
    by_end = ragged_by(members.ravel().astype(np.int32), len(families.organizations))
    numbers = (by_end.values // 2).astype(np.int32)
    vendors = layout.order[: layout.n_vendors]
    singles = families.as_arrays()[1]
    alone: Longs = taken_alone(vendors, singles, by_end.starts, numbers, len(pairs))
    return down - alone


def _vendors_down(network: Network, layout: Layout, falls: Ragged) -> Longs:
    """Return how many vendors, functions and the like go down in each scenario, the fallen not."""
    nothing: Ints = np.full(network.n_nodes, -1, dtype=np.int32)
    nodes = replace(network, n=network.n_nodes, any_part=nothing, degraded=nothing)
    listened_to = np.zeros(network.n_nodes, dtype=np.int64)
    listened_to[layout.order[: layout.n_vendors]] = 1
    return scenarios(nodes, falls, weights=listened_to).stops
