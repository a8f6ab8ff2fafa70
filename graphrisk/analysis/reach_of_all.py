"""What every vendor's fall reaches, exact: one answer for plain networks of any size, and others.

Where one lost input loses every group, reach is plain reachability over the compiled network, in
Python's long integers below `PLAIN_LINKS` links and compiled above. Where a supplier is lost only
with all of several contracts, every vendor's fall is a scenario of `graphrisk.analysis.scenarios`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.plain_reach import plain_totals
from graphrisk.analysis.room import check_room
from graphrisk.analysis.scenarios import scenarios, single_falls
from graphrisk.model.graph import Floats, Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs, distinct
from graphrisk.progress import SILENT, Progress

PLAIN_LINKS = 20_000
"""Links up to which no compiler is waited for."""
SKETCH_FROM = 10**12
"""Heavy components times organizations from which reach is estimated, and said to be."""
_BITS_OF_A_FRACTION = 52
"""Bits in which weights that are no whole numbers are counted."""


@dataclass(frozen=True)
class ReachOfAll:
    """What each organization's fall reaches, in the order of rows, itself left out.

    Attributes
    ----------
    total, direct
        Weight of the organizations reached at any tier, and at the first.
    reached_by
        Vendors that reach each organization, itself left out; None where totals are estimated.
    error
        Relative standard error of totals that are estimated; None where all are exact.
    """

    total: Floats
    direct: Floats
    reached_by: Longs | None
    error: float | None = None


def vendors_of(view: HarmView) -> Ints:
    """Return who serves somebody in a view."""
    return distinct(view.vendor).astype(np.int32)


def direct_reach(view: HarmView, threshold: int, weight: Floats, *, alone: bool = False) -> Floats:
    """Return the weight of the customers that each organization's fall touches at once.

    ``alone``: only where it loses the group by itself, redundancy counted.
    """
    groups = view.groups
    counts = groups.rank >= threshold
    if alone:
        counts = counts & (groups.required >= groups.n_suppliers)
    edges = np.flatnonzero(counts[view.group])
    pairs = distinct(view.vendor[edges].astype(np.int64) * view.n + view.customer[edges])
    found = np.bincount(pairs // max(view.n, 1), weight[pairs % max(view.n, 1)], view.n)
    return found.astype(np.float64)


def reach_of_all(
    view: HarmView,
    threshold: int,
    weight: Floats,
    *,
    approximate: bool = False,
    progress: Progress = SILENT,
) -> ReachOfAll:
    """Return what every vendor's fall reaches at a threshold.

    Parameters
    ----------
    weight
        Weight of each organization, in the order of rows; ones to count.
    approximate
        Estimate in any case, where that can be done.

    Raises
    ------
    TooLarge
        It would not fit; the number is named, before anything is begun.
    """
    network = compile_network(view, threshold, one_is_enough=True)
    direct = direct_reach(view, threshold, weight)
    sources = np.zeros(network.n_nodes, dtype=np.bool_)
    sources[vendors_of(view)] = True
    if not network.is_plain:
        progress.start("fall of each vendor", None)
        total, reached_by = _as_scenarios(network, weight, vendors_of(view))
        progress.done()
        return ReachOfAll(total, direct, reached_by)
    touched = touched_nodes(network)
    vendor, customer = network.inputs, network.group_node[network.input_group]
    if approximate or len(vendor) > PLAIN_LINKS:
        sketched = _sketched(network, vendor, customer, weight, asked_for=approximate)
        if sketched is not None:
            return ReachOfAll(sketched[0], direct, None, sketched[1])
    of_node = np.zeros(network.n_nodes)
    of_node[touched] = weight
    total, by = _exact(network.n_nodes, vendor, customer, of_node, sources)
    # An organization with parts touches itself through them.
    through_parts = touched != np.arange(network.n)
    total = total[: network.n] - np.where(through_parts, weight, 0.0)
    return ReachOfAll(total, direct, by[touched] - (through_parts & sources[: network.n]))


def touched_nodes(network: Network) -> Ints:
    """Return for each organization the node that is down as soon as any of it is."""
    rows = np.arange(network.n, dtype=np.int32)
    return np.where(network.any_part >= 0, network.any_part, rows).astype(np.int32)


def _exact(
    n: int, vendor: Ints, customer: Ints, weight: Floats, sources: Mask
) -> tuple[Floats, Longs]:
    if len(vendor) <= PLAIN_LINKS:
        return plain_totals(n, vendor, customer, weight, sources)
    from graphrisk.analysis.kernels.every_vendor import EveryVendor
    from graphrisk.analysis.kernels.order import build_layout, layout_bytes

    check_room(layout_bytes(n, len(vendor)), "reach of every vendor")
    found = EveryVendor(build_layout(n, vendor, customer)).totals(weight, sources=sources)
    assert found.weight is not None
    assert found.reached_by is not None
    return found.weight, found.reached_by


def _sketched(
    network: Network, vendor: Ints, customer: Ints, weight: Floats, *, asked_for: bool
) -> tuple[Floats, float] | None:
    """Return estimates and their error; None where exact reach is at hand, or must be.

    Sketches count organizations: weights and parts need the exact form.
    """
    if network.n_nodes > network.n or not (weight == 1).all():
        return None
    from graphrisk.analysis.kernels.every_vendor import EveryVendor
    from graphrisk.analysis.kernels.order import build_layout, layout_bytes
    from graphrisk.analysis.kernels.sketch import sketched_totals

    if not asked_for and len(vendor) * network.n <= SKETCH_FROM:
        return None  # not even if all vendors were heavy
    check_room(layout_bytes(network.n, len(vendor)), "reach of every vendor")
    layout = build_layout(network.n, vendor, customer)
    if not asked_for:
        heavy = int(EveryVendor(layout).light(None, None).heavy.sum())
        if heavy * network.n <= SKETCH_FROM:
            return None
    found = sketched_totals(layout)
    return np.round(found.nodes), found.error


def _as_scenarios(network: Network, weight: Floats, vendors: Ints) -> tuple[Floats, Longs]:
    """Fell each vendor by itself, 64 in a word."""
    scale = 1.0
    if not (weight == np.round(weight)).all():
        scale = 2.0 ** (_BITS_OF_A_FRACTION - np.ceil(np.log2(max(float(weight.sum()), 1e-300))))
    weights = np.round(weight * scale).astype(np.int64)
    found = scenarios(network, single_falls(vendors), weights=weights, by_organization=True)
    assert found.by_organization is not None
    total = np.zeros(network.n)
    total[vendors] = (found.stops + found.partly) / scale
    return total, found.by_organization
