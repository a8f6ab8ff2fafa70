"""Pairs of failing vendors: minimal sets of one and two that stop each of all customers, exact.

Links of one customer and category stand in for each other (one of them must stand), once over all
links and once over the critical ones. No peer answers this; on the smallest network our own plain
form is compared, set by set. The note says what came out and what the families take in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network
from graphrisk.analysis.cutset_families import Families, WeakPoints
from graphrisk.analysis.cutsets import families_of, weak_points
from graphrisk.analysis.network_form import network_of_edges

CRITICAL = 3
_PLAIN_LINKS = 20_000


def _cells(network: Network) -> Iterator[Cell]:
    for name, least in (("all links", 0), ("critical links", CRITICAL)):
        kept = network.criticality >= least
        if kept.all() and least:
            continue
        _, group = np.unique(network.group[kept], return_inverse=True)
        ends = network.vendor[kept], network.customer[kept]
        groups = network_of_edges(network.n, *ends, group=group)
        note = _described(families_of(groups, plain=False))

        def ours(groups: Any = groups) -> Contestant:
            return Contestant("graphrisk", lambda: _points(groups, plain=False), _in_order)

        def plain(groups: Any = groups) -> Contestant:
            return Contestant("graphrisk plain", lambda: _points(groups, plain=True), _in_order)

        makers = [("graphrisk", None, ours)]
        if len(ends[0]) <= _PLAIN_LINKS:
            makers.append(("graphrisk plain", None, plain))
        yield Cell(f"pairs, all customers, {name}", makers, rounds=5, note=note)


def _points(groups: Any, *, plain: bool) -> WeakPoints:
    return weak_points(families_of(groups, plain=plain))


def _in_order(points: WeakPoints) -> npt.NDArray[np.int64]:
    """Return every pair and whom it stops, after the counts by organization."""
    counts = (points.ones, points.alone, points.twos, points.together)
    return np.concatenate((*counts, points.pair, points.stopped))


def _described(families: Families) -> str:
    points = weak_points(families)
    kept = families.singles.nbytes + families.pairs.nbytes
    kept += points.pair.nbytes + points.stopped.nbytes
    return (
        f"{int(points.ones.sum()):,} sets of one, {int(points.twos.sum()):,} of two; "
        f"{kept / 2**20:,.0f} MB"
    )


ROWS = (
    Row(
        "single points of failure, sets of one and two",
        _cells,
        "under 10 s for all customers at 100k; no peer",
    ),
)
