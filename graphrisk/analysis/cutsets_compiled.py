"""Minimal sets of large networks: memory planned, kernels called, results put back in rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.cutsets import Families, Longs, WeakPoints, in_rows, refuse
from graphrisk.analysis.kernels import cutsets as kernels
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.upstream import upstream
from graphrisk.model.graph import Ints
from graphrisk.progress import SILENT, Progress

_SAMPLE = 200
_FIRST_PAIRS = 1024
PILOT_FROM = 2_000
"""Vendors from which pairs are looked for behind a few organizations first ..."""
_PILOT = 24
"""... so many of all, and as many vendors."""


def compiled_families(
    network: Network,
    *,
    with_pairs: bool,
    most_bytes: int,
    progress: Progress = SILENT,
) -> Families:
    """Find the families of every node that something listens to.

    Raises
    ------
    TooLarge
        They would take more memory than ``most_bytes``.
    """
    listener = network.group_node[network.input_group]
    layout = build_layout(network.n_nodes, network.inputs, listener)
    _refuse_too_large(network, layout, most_bytes)
    if with_pairs and layout.n_vendors >= PILOT_FROM:
        _refuse_too_many_pairs(network, layout, most_bytes)
    return _families(
        network, layout, with_pairs=with_pairs, most_bytes=most_bytes, progress=progress
    )


def _families(
    network: Network,
    layout: Layout,
    *,
    with_pairs: bool,
    most_bytes: int,
    progress: Progress = SILENT,
) -> Families:
    """Find families along a layout, which may be that of a network with more links."""
    vendors = layout.order[: layout.n_vendors]
    organizations = vendors[vendors < network.n]
    element = np.full(network.n_nodes, -1, dtype=np.int32)
    element[organizations] = np.arange(len(organizations))
    nothing = np.zeros((4, network.n_nodes), dtype=np.int64)
    families = Families(
        network,
        element,
        organizations,
        nothing[0],
        nothing[1],
        np.empty(0, dtype=np.int32),
        nothing[2],
        nothing[3],
        np.empty(0, dtype=np.int64),
        complete=False,
    )
    if not len(organizations):
        return families
    families = _with_singles(families, layout, most_bytes, progress)
    return _with_pairs(families, layout, most_bytes) if with_pairs else families


def _with_singles(
    families: Families, layout: Layout, most_bytes: int, progress: Progress
) -> Families:
    """Find the sets of one; the room for them is doubled when it runs out."""
    net = families.as_arrays()[0]
    start, length = families.single_start, families.single_length
    values = np.empty(max(1024, 4 * layout.n_vendors), dtype=np.int32)
    component, top = 0, 0
    progress.start("single points of failure", layout.n_components)
    while True:
        before = component
        component, top = kernels.single_families(
            net, layout.order, layout.component_start, component, start, length, values, top
        )
        progress.advance(component - before)
        if component == layout.n_components:
            break
        if values.nbytes * 2 > most_bytes:
            raise refuse(values.nbytes * 2, most_bytes)
        more = np.empty(len(values) + families.network.n, dtype=np.int32)
        values = np.concatenate((values, more))
    progress.done()
    return _replaced(families, singles=values[:top])


def _with_pairs(families: Families, layout: Layout, most_bytes: int) -> Families:
    net, singles, (start, length, _) = families.as_arrays()
    pairs, count = kernels.pair_families(
        net,
        layout.order,
        layout.component_start,
        singles,
        start,
        length,
        np.empty(_FIRST_PAIRS, dtype=np.int64),
        most_bytes // 8,
    )
    if count < 0:
        raise refuse(most_bytes + 8, most_bytes)
    return _replaced(families, pairs=pairs[:count])


def _replaced(families: Families, **values: npt.NDArray[Any]) -> Families:
    from dataclasses import replace

    return replace(families, **values)  # type: ignore[arg-type]


def _refuse_too_large(network: Network, layout: Layout, most: int) -> None:
    """Estimate the memory of singles from a sample of vendors before anything is computed.

    Whoever takes a vendor down alone is upstream of it: their number is a bound.
    """
    if not layout.n_vendors:
        return
    chosen = np.unique(np.linspace(0, layout.n_vendors - 1, _SAMPLE).astype(np.int64))
    sizes = [_upstream(layout, int(vendor), network.n) for vendor in chosen]
    size = int(4 * np.mean(sizes) * layout.n_vendors)
    if size > 2 * most:  # a bound from a sample: well above the limit, or it is tried
        raise refuse(size, most)


def _refuse_too_many_pairs(network: Network, layout: Layout, most: int) -> None:
    """Estimate the memory of pairs, before all are looked for, by looking for some of them.

    Some organizations, evenly spread over vendors and over all, are answered for exactly; what
    stands behind them is a small part of the network. Memory of that answer is bounded alike.
    """
    everybody = np.linspace(0, network.n - 1, _PILOT).astype(np.int64)
    places = np.linspace(0, layout.n_vendors - 1, _PILOT).astype(np.int64)
    vendors = layout.order[places].astype(np.int64)
    hit = network.nodes_of_states()[1]
    part = upstream(network, np.concatenate((hit[everybody], vendors)))
    found = _families(part, layout, with_pairs=True, most_bytes=most)
    points = compiled_weak_points(found, hit, with_pairs=True, most_bytes=most)
    size = 8 * found.pair_length[vendors].mean() * layout.n_vendors
    size = max(size, 12 * points.twos[everybody].mean() * network.n)
    if size > 2 * most:
        raise refuse(int(size), most)


def _upstream(layout: Layout, vendor: int, n: int) -> int:
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


def compiled_weak_points(
    families: Families, hit: Ints, with_pairs: bool, most_bytes: int
) -> WeakPoints:
    """Count the sets of the nodes ``hit``, one for each organization; write out their pairs.

    Raises
    ------
    TooLarge
        The pairs would take more memory than ``most_bytes``.
    """
    network, organizations = families.network, families.organizations
    arrays = families.as_arrays()
    owner = families.element[: network.n]
    slots = usable_cores()
    most = most_bytes // (12 * slots)

    def one(slot: int) -> Any:
        return kernels.ends(
            arrays[0], hit, owner, arrays[1], arrays[2], slot, slots, with_pairs, most
        )

    found = in_threads(one, slots)
    alone = np.zeros(network.n, dtype=np.int64)
    alone[organizations] = np.sum([part[0] for part in found], axis=0)
    ones, twos = np.zeros(network.n, dtype=np.int64), np.zeros(network.n, dtype=np.int64)
    for slot, part in enumerate(found):
        if part[5] < 0:
            raise refuse(most_bytes + 12, most_bytes)
        ones[slot::slots], twos[slot::slots] = part[1], part[2]
    customer = np.concatenate([part[3][: part[5]] for part in found])
    keys = np.concatenate([part[4][: part[5]] for part in found])
    return WeakPoints(network.n, alone, ones, twos, customer, in_rows(keys, organizations))


def compiled_defeats(
    families: Families, groups: Longs, customers: Ints
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return (place in ``groups``, organization) of everybody who alone takes a group down.

    Raises
    ------
    TooLarge
        There are more than memory may hold.
    """
    net, singles, _ = families.as_arrays()
    most = 1 << 27
    owner = families.element[customers]
    place, who, count = kernels.defeats(net, owner, groups, singles, most)
    if count < 0:
        raise refuse(8 * most, 8 * most)
    return place[:count], families.organizations[who[:count]]
