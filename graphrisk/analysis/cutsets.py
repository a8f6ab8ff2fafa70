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
from graphrisk.analysis.network import Network, compile_network
from graphrisk.errors import TooLarge
from graphrisk.model.graph import Ints
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

Longs = npt.NDArray[np.int64]
PLAIN_BELOW = 20_000
"""Inputs of a network below which nobody waits for a compiler."""
MOST_BYTES = 2 << 30
"""Memory that families may take."""
_SAMPLE = 200


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

    def stored(self, node: int) -> tuple[set[int], set[int]]:
        """Return singles and pairs, in rows, of a node that something listens to."""
        first, last = self.single_start[node], self.single_start[node] + self.single_length[node]
        begin, end = self.pair_start[node], self.pair_start[node] + self.pair_length[node]
        alone = self.organizations[self.singles[first:last]]
        pairs = _in_rows(self.pairs[begin:end], self.organizations)
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


@dataclass(frozen=True)
class WeakPoints:
    """Sets of size one and two, counted for all organizations.

    Attributes
    ----------
    alone
        Per organization: how many others it takes down alone, wholly or partly.
    ones, twos
        Per organization: how many sets of size one and two take it down, wholly or partly.
    customer, pair
        Each (organization, pair ``a << 32 | b``), in no order; empty when no pairs were asked for.
    """

    n: int
    alone: Longs
    ones: Longs
    twos: Longs
    customer: Ints
    pair: Longs


def falls_alone(
    view: HarmView, threshold: str, *, progress: Progress = SILENT
) -> npt.NDArray[np.int64]:
    """Return how many others stop, wholly or partly, when each organization falls alone.

    Notes
    -----
    Time and memory as in :func:`weak_points` without its pairs.
    """
    network = compile_network(view, threshold)
    return weak_points(network, with_pairs=False, progress=progress).alone


def weak_points(
    network: Network,
    *,
    with_pairs: bool = True,
    plain: bool | None = None,
    most_bytes: int = MOST_BYTES,
    progress: Progress = SILENT,
) -> WeakPoints:
    """Find the minimal sets of size one and two of all organizations.

    Parameters
    ----------
    plain
        True, False: the plain or the compiled form; None: plain for small networks.

    Raises
    ------
    TooLarge
        The families would not fit; said before the work starts where it can be told.

    Notes
    -----
    Time: sum over groups of the families of their inputs, plus the pairs found. Memory: 4 bytes a
    single of every vendor, 8 a pair of every vendor, 12 a pair of every organization.
    """
    if plain is None:
        plain = len(network.inputs) < PLAIN_BELOW
    nodes = np.arange(network.n, dtype=np.int32)
    hit = np.where(network.any_part >= 0, network.any_part, nodes).astype(np.int32)
    if plain:
        return _plain_weak_points(network, hit, with_pairs)
    families = compiled_families(
        network, with_pairs=with_pairs, most_bytes=most_bytes, progress=progress
    )
    return _compiled_ends(families, hit, with_pairs, most_bytes)


def families_of(
    network: Network, *, plain: bool | None = None, progress: Progress = SILENT
) -> Families:
    """Find the minimal sets of size one and two of every node that something listens to.

    Raises
    ------
    TooLarge
        The families would not fit.
    """
    if plain is None:
        plain = len(network.inputs) < PLAIN_BELOW
    if not plain:
        return compiled_families(network, progress=progress)
    bits, pairs = plain_families(network)
    ones = [sorted(members(each)) for each in bits]
    twos = [sorted(each) for each in pairs]
    start, length, singles = _joined(ones, np.int32)
    pair_start, pair_length, flat = _joined(twos, np.int64)
    rows = np.arange(network.n, dtype=np.int32)
    element = np.concatenate((rows, np.full(network.n_nodes - network.n, -1, dtype=np.int32)))
    return Families(network, element, rows, start, length, singles, pair_start, pair_length, flat)


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _joined(lists: Sequence[Sequence[int]], dtype: Any) -> tuple[Longs, Longs, Any]:
    length = np.array([len(each) for each in lists], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(length)[:-1])) if len(length) else length
    return start, length, np.array([x for each in lists for x in each], dtype=dtype)


def _plain_weak_points(network: Network, hit: Ints, with_pairs: bool) -> WeakPoints:
    n = network.n
    bits, pairs = plain_families(network, with_pairs)
    alone = np.zeros(n, dtype=np.int64)
    ones, twos = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    customer: list[int] = []
    pair: list[int] = []
    for row, node in enumerate(hit.tolist()):
        others = members(bits[node] & ~(1 << row))
        alone[others] += 1
        ones[row], twos[row] = len(others), len(pairs[node])
        customer += [row] * len(pairs[node])
        pair += sorted(pairs[node])
    found = np.array(customer, dtype=np.int32), np.array(pair, dtype=np.int64)
    return WeakPoints(n, alone, ones, twos, *found)


def compiled_families(
    network: Network,
    *,
    with_pairs: bool = True,
    most_bytes: int = MOST_BYTES,
    progress: Progress = SILENT,
) -> Families:
    """Find the families of every node that something listens to, compiled.

    Raises
    ------
    TooLarge
        They would take more memory than ``most_bytes``.
    """
    from graphrisk.analysis.kernels import cutsets as kernels
    from graphrisk.analysis.kernels.order import build_layout

    listener = network.group_node[network.input_group]
    layout = build_layout(network.n_nodes, network.inputs, listener)
    _refuse_too_large(network, layout, most_bytes)
    element, organizations = _elements(network, layout)
    net = _as_arrays(network, element)
    order, component_start = layout.order, layout.component_start
    progress.start("single points of failure", layout.n_components)
    start, length = (np.zeros(network.n_nodes, dtype=np.int64) for _ in range(2))
    values = np.empty(max(1024, 4 * layout.n_vendors), dtype=np.int32)
    component, top = 0, 0
    while len(organizations):
        before = component
        component, top = kernels.single_families(
            net, order, component_start, component, start, length, values, top
        )
        progress.advance(component - before)
        if component == layout.n_components:
            break
        if values.nbytes * 2 > most_bytes:
            _refuse(values.nbytes * 2, most_bytes)
        values = np.concatenate((values, np.empty(len(values) + network.n, dtype=np.int32)))
    progress.done()
    singles = (start, length, values[:top])
    pair_start, pair_length = (np.zeros(network.n_nodes, dtype=np.int64) for _ in range(2))
    pairs, count = np.empty(1024, dtype=np.int64), 0
    if with_pairs and len(organizations):
        listed = (pair_start, pair_length, pairs)
        pairs, count = kernels.pair_families(
            net, order, component_start, singles, *listed, most_bytes // 8
        )
        if count < 0:
            _refuse(most_bytes + 8, most_bytes)
    return Families(
        network, element, organizations, *singles, pair_start, pair_length, pairs[:count]
    )


def _elements(network: Network, layout: Any) -> tuple[Ints, Ints]:
    """Return the element of each node (-1 for none), and the organization of each element."""
    vendors = layout.order[: layout.n_vendors]
    organizations = vendors[vendors < network.n]
    element = np.full(network.n_nodes, -1, dtype=np.int32)
    element[organizations] = np.arange(len(organizations))
    return element, organizations


def _as_arrays(network: Network, element: Ints) -> tuple[Any, ...]:
    return (
        element,
        network.group_starts,
        network.needed_lost,
        network.input_starts,
        network.inputs,
    )


def _refuse(size: int, most: int) -> None:
    raise TooLarge(
        f"single points of failure would take more than {size / 2**20:,.0f} MiB of memory",
        limit=most,
        size=size,
        fix="ask for one customer, or take --min-criticality critical",
    )


def _refuse_too_large(network: Network, layout: Any, most: int) -> None:
    """Estimate the memory of singles from a sample of vendors before anything is computed.

    Whoever takes a vendor down alone is upstream of it: their number is a bound.
    """
    if not layout.n_vendors:
        return
    chosen = np.unique(np.linspace(0, layout.n_vendors - 1, _SAMPLE).astype(np.int64))
    sizes = [_upstream(layout, int(vendor), network.n) for vendor in chosen]
    size = int(4 * np.mean(sizes) * layout.n_vendors)
    if size > 2 * most:  # a bound from a sample: well above the limit, or it is tried
        _refuse(size, most)


def _upstream(layout: Any, vendor: int, n: int) -> int:
    """Return how many organizations a node of the inner numbering has upstream, itself counted."""
    seen = {vendor}
    front = [vendor]
    while front:
        here = front.pop()
        for other in layout.in_vendor[layout.in_start[here] : layout.in_start[here + 1]].tolist():
            if other not in seen:
                seen.add(other)
                front.append(other)
    return int((layout.order[np.fromiter(seen, dtype=np.int64)] < n).sum())


def _compiled_ends(families: Families, hit: Ints, with_pairs: bool, most_bytes: int) -> WeakPoints:
    from graphrisk.analysis.kernels import cutsets as kernels
    from graphrisk.analysis.kernels.threads import in_threads, usable_cores

    network, organizations = families.network, families.organizations
    net = _as_arrays(network, families.element)
    singles = (families.single_start, families.single_length, families.singles)
    pairs = (families.pair_start, families.pair_length, families.pairs)
    owner = families.element[: network.n]
    slots = usable_cores()
    most = most_bytes // (12 * slots)

    def one(slot: int) -> Any:
        return kernels.ends(net, hit, owner, singles, pairs, slot, slots, with_pairs, most)

    found = in_threads(one, slots)
    alone = np.zeros(network.n, dtype=np.int64)
    alone[organizations] = np.sum([part[0] for part in found], axis=0)
    ones, twos = np.zeros(network.n, dtype=np.int64), np.zeros(network.n, dtype=np.int64)
    for slot, part in enumerate(found):
        if part[5] < 0:
            _refuse(most_bytes + 12, most_bytes)
        ones[slot::slots], twos[slot::slots] = part[1], part[2]
    customer = np.concatenate([part[3][: part[5]] for part in found])
    keys = np.concatenate([part[4][: part[5]] for part in found])
    return WeakPoints(network.n, alone, ones, twos, customer, _in_rows(keys, organizations))


def _in_rows(keys: Longs, organizations: Ints) -> Longs:
    """Return pairs of elements as pairs of organization rows, the smaller row first."""
    first, second = (organizations[keys >> 32], organizations[keys & 0xFFFFFFFF])
    low, high = np.minimum(first, second), np.maximum(first, second)
    found: Longs = (low.astype(np.int64) << 32) | high
    return found
