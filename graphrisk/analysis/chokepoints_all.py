"""Single points of failure of everybody: who stops most alone, and together with one other."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.chokepoints import METHOD, known_names
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.cutset_families import LISTED_PAIRS, WeakPoints
from graphrisk.analysis.cutsets import Defeats, defeated_groups, families_of, weak_points
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, ResultTable
from graphrisk.analysis.weak_sets import group_labels
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

_COUNTED = ("customers_with_one", "customers_with_two_only", "different_pairs")
MOST_LISTED = LISTED_PAIRS
"""Pairs and defeated groups written out; the counts are of all."""


def chokepoints(
    graph: RiskGraph, params: ExposedParams, *, progress: Progress = SILENT
) -> AnalysisResult:
    """Return for everybody whom its fall stops alone, and together with one other.

    Raises
    ------
    TooLarge
        The sets would not fit into memory.

    Notes
    -----
    As `graphrisk.analysis.cutsets.families_of`.
    """
    view = params.view(graph)
    network = compile_network(view, params.min_criticality)
    families = families_of(network, progress=progress)
    points = weak_points(families)
    defeats = defeated_groups(families, view.groups.customer, most=MOST_LISTED)
    tables = [
        _vendor_table(graph, points, defeats),
        _pair_table(graph, points),
        _customer_table(graph, points),
        _defeat_table(view, defeats),
    ]
    notes = []
    if points.different > MOST_LISTED or defeats.total > MOST_LISTED:
        notes.append(f"at most {MOST_LISTED:,} pairs and defeated groups are listed, all counted")
    totals = {
        "customers_with_one": int((points.ones > 0).sum()),
        "customers_with_two_only": int(((points.ones == 0) & (points.twos > 0)).sum()),
        "sets_of_one": int(points.ones.sum()),
        "sets_of_two": int(points.twos.sum()),
        "different_pairs": points.different,
        "groups_defeated": defeats.total,
        "coverage": coverage_of(view, params.min_criticality),
    }
    return AnalysisResult(
        name="chokepoints",
        headline=_headline(graph, points, totals),
        tables=tuple(tables),
        parameters=params.described(graph),
        digest=graph.digest,
        totals=totals,
        notes=tuple(notes),
        method=METHOD,
    )


def _headline(graph: RiskGraph, points: WeakPoints, totals: dict[str, Any]) -> tuple[str, ...]:
    if not totals["sets_of_one"] and not totals["sets_of_two"]:
        return ("Nobody's fall stops anybody, neither alone nor with one other.",)
    worst = int(points.alone.argmax())
    name = known_names(graph, [worst])[0][1]
    count = int(points.alone[worst])
    lines = [
        f"{name} alone stops {count:,} {'other' if count == 1 else 'others'}, wholly or partly, "
        "more than anybody else."
        if count
        else "Nobody's fall alone stops anybody.",
        _how_many(*(totals[each] for each in _COUNTED)),
    ]
    if totals["groups_defeated"]:
        lines.append(
            f"{counted(totals['groups_defeated'], 'time')} one fall defeats a redundancy: its "
            "suppliers rest on one and the same organization."
        )
    return tuple(lines)


def _how_many(one: int, two: int, pairs: int) -> str:
    """Say how many have a single point of failure, and how many pairs stop somebody.

    Examples
    --------
    >>> _how_many(1, 1, 1).partition("; ")[2]
    '1 pair stops somebody whom neither stops alone.'
    """
    return (
        f"{counted(one, 'organization')} {'has' if one == 1 else 'have'} a single point of "
        f"failure, {two:,} more {'goes' if two == 1 else 'go'} down with two at once; "
        f"{counted(pairs, 'pair')} {'stops' if pairs == 1 else 'stop'} somebody whom neither stops "
        "alone."
    )


def _vendor_table(graph: RiskGraph, points: WeakPoints, defeats: Defeats) -> ResultTable:
    rows = np.flatnonzero(points.alone + points.together)
    rows = rows[np.lexsort((rows, -points.together[rows], -points.alone[rows]))]
    columns = (points.alone, points.together, defeats.count)
    cells = [column[rows].tolist() for column in columns]
    found = tuple(
        (name, *counts, key)
        for (key, name), *counts in zip(known_names(graph, rows), *cells, strict=True)
    )
    return ResultTable(
        ("vendor", "alone", "in_pairs", "defeats", "id"), found, wide=frozenset(("id",))
    )


def _pair_table(graph: RiskGraph, points: WeakPoints) -> ResultTable:
    pairs, stopped = points.pair, points.stopped
    order = np.lexsort((pairs, -stopped))[:MOST_LISTED]
    first = known_names(graph, pairs[order] >> 32)
    second = known_names(graph, pairs[order] & 0xFFFFFFFF)
    rows = tuple(
        ((a[1], b[1]), count, (a[0], b[0]))
        for a, b, count in zip(first, second, stopped[order].tolist(), strict=True)
    )
    title = "Pairs that stop somebody whom neither stops alone"
    return ResultTable(("fall_of", "stopped", "ids"), rows, title, frozenset(("ids",)))


def _customer_table(graph: RiskGraph, points: WeakPoints) -> ResultTable:
    rows = np.flatnonzero(points.ones + points.twos)
    rows = rows[np.lexsort((rows, -points.twos[rows], -points.ones[rows]))]
    found = tuple(
        (name, ones, twos, key)
        for (key, name), ones, twos in zip(
            known_names(graph, rows),
            points.ones[rows].tolist(),
            points.twos[rows].tolist(),
            strict=True,
        )
    )
    title = "Who has how many"
    return ResultTable(("party", "ones", "twos", "id"), found, title, frozenset(("id",)))


def _defeat_table(view: HarmView, defeats: Defeats) -> ResultTable:
    customers = view.groups.customer[defeats.group]
    order = np.lexsort((defeats.group, customers, defeats.vendor))
    group, vendor = defeats.group[order], defeats.vendor[order]
    named = known_names(view.graph, vendor)
    owners = known_names(view.graph, customers[order])
    labels = group_labels(view, group)
    rows = tuple(
        (a[1], b[1], (label,), (a[0], b[0]))
        for a, b, label in zip(named, owners, labels, strict=True)
    )
    title = "Redundancy that one fall defeats"
    return ResultTable(("vendor", "customer", "by_losing", "ids"), rows, title, frozenset(("ids",)))
