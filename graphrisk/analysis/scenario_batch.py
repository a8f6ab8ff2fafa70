"""Many scenarios in one call, a line for each; those that only differ in falls share one pass."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.overlay import ends_of_merges, overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, ResultTable
from graphrisk.analysis.scenario_falls import fallen_rows_of_each
from graphrisk.analysis.scenarios import scenario_sets, scenarios, single_falls
from graphrisk.analysis.single_falls import still_there
from graphrisk.analysis.whatif import METHOD, listed
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Ragged, distinct
from graphrisk.model.scenario import Scenario
from graphrisk.progress import SILENT, Progress

COLUMNS = (
    "scenario",
    "fall_of",
    "stops",
    "partly",
    "degraded",
    "within_reach",
    "stops_before",
    "change_of_stops",
    "ids",
)
_NAMED = 5
"""Fallen organizations named on a line; their ids are all there."""
Counts = npt.NDArray[np.int64]


def whatif_each(
    graph: RiskGraph,
    asked: Sequence[Scenario],
    params: ExposedParams,
    *,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Return one line per scenario: who falls, and how many stop with it and without it.

    A scenario without falls lets every organization fall alone; its numbers are sums over these.

    Raises
    ------
    KeyError
        A scenario names a link or an organization that is not in the graph.

    Notes
    -----
    Scenarios with the same changes to the graph share a harm view and one pass of the scenario
    kernel: falls alone cost O(m x scenarios / 64) together, each different change O(m log m).
    """
    together: dict[str, list[int]] = {}
    for at, scenario in enumerate(asked):
        together.setdefault(scenario.digest_over(graph.digest), []).append(at)
    stored = _Counter(graph, params)
    lines: list[tuple[Any, ...]] = [()] * len(asked)
    progress.start("scenarios", len(asked))
    for places in together.values():
        first = asked[places[0]]
        changed = first.changes_the_graph
        counter = _Counter(overlay(graph, first), params) if changed else stored
        merges = ends_of_merges(first.merges)
        some = [asked[at] for at in places]
        for at, line in zip(places, _lines(some, counter, stored, merges), strict=True):
            lines[at] = line
        progress.advance(len(places))
    progress.done()
    return AnalysisResult(
        name="whatif",
        headline=_headline(lines),
        tables=(ResultTable(COLUMNS, tuple(lines), wide=frozenset(("ids",))),),
        parameters=params.described(graph),
        digest=graph.digest,
        totals={
            "scenarios": len(asked),
            "different_graphs": len(together),
            "coverage": coverage_of(stored.view, params.min_criticality),
        },
        notes=("what is stored stays as it is",),
        method=METHOD,
    )


class _Counter:
    """Counts states of many falls in one graph; a view and its networks are made once."""

    def __init__(self, graph: RiskGraph, params: ExposedParams) -> None:
        self.view: HarmView = params.view(graph)
        self._threshold = params.min_criticality
        self._sum: Counts | None = None
        self._counted: dict[bytes, Counts] = {}

    @cached_property
    def _networks(self) -> tuple[Network, Network]:
        """Depends (with degraded states), and reach."""
        return (
            compile_network(self.view, self._threshold, degraded=True),
            compile_network(self.view, self._threshold, one_is_enough=True),
        )

    def of(self, falls: Sequence[npt.NDArray[Any]], counted: Counts | None = None) -> Counts:
        """Return stops, partly, degraded and within reach of each fall, one column a fall.

        An empty fall lets every vendor fall alone, and is the sum of these. ``counted`` is 1 for
        organizations that count; None: all do, and a fall that was counted before is not again.
        """
        if counted is None:
            return self._of_all(falls)
        sets = scenario_sets([rows for rows in falls if len(rows)])
        found = np.zeros((4, len(falls)), dtype=np.int64)
        some = np.array([len(rows) > 0 for rows in falls], dtype=np.bool_)
        found[:, some] = self._count(sets, counted)
        if not some.all():
            found[:, ~some] = self._alone(counted)[:, None]
        return found

    def _of_all(self, falls: Sequence[npt.NDArray[Any]]) -> Counts:
        keys = [rows.astype(np.int64).tobytes() for rows in falls]
        new = {key: rows for key, rows in zip(keys, falls, strict=True) if key not in self._counted}
        fell = {key: rows for key, rows in new.items() if len(rows)}
        if fell:
            columns = self._count(scenario_sets(list(fell.values())), None).T
            self._counted.update(zip(fell, columns, strict=True))
        if len(fell) < len(new):
            self._counted[b""] = self._alone(None)
        return np.array([self._counted[key] for key in keys]).reshape(-1, 4).T

    def _alone(self, counted: Counts | None) -> Counts:
        """Return the sums over all single falls; kept where everybody counts."""
        if counted is None and self._sum is not None:
            return self._sum
        total: Counts = self._count(single_falls(distinct(self.view.vendor)), counted).sum(axis=1)
        if counted is None:
            self._sum = total
        return total

    def _count(self, falls: Ragged, counted: Counts | None) -> Counts:
        down, touched = (scenarios(network, falls, weights=counted) for network in self._networks)
        return np.array(
            [down.stops, down.partly, down.degraded, touched.stops + touched.partly]
        ).reshape(4, -1)


def _lines(
    some: Sequence[Scenario], counter: _Counter, stored: _Counter, merges: dict[str, str]
) -> list[tuple[Any, ...]]:
    """Return a line for each of several scenarios that change the graph alike."""
    falls = [each.falls for each in some]
    rows = fallen_rows_of_each(counter.view, falls, merges)
    after = _counts(counter, some, rows)
    if counter is stored:
        # Falls alone: without them nobody falls. Nothing at all: the same with as without.
        fall = np.array([bool(each.falls) for each in some])
        before = np.where(fall, 0, after[:2].sum(axis=0))
    else:
        kept = _kept(stored.view, counter.view)
        fallen_before = fallen_rows_of_each(stored.view, falls)
        before = _counts(stored, some, fallen_before, kept)[:2].sum(axis=0)
    lines = []
    for at, (each, fallen) in enumerate(zip(some, _named(counter.view, rows), strict=True)):
        nobody = "nobody" if each.falls else "each alone"
        names = (listed([name for _, name in fallen], _NAMED) if fallen else nobody,)
        counts = after[:, at].tolist()
        old = int(before[at])
        change = counts[0] + counts[1] - old
        lines.append((each.title, names, *counts, old, change, tuple(key for key, _ in fallen)))
    return lines


def _counts(
    counter: _Counter,
    some: Sequence[Scenario],
    rows: Sequence[npt.NDArray[Any]],
    kept: Counts | None = None,
) -> Counts:
    """Return the counts of each scenario; a kind of which there is no vendor lets nobody fall."""
    meant = [len(each) > 0 or not scenario.falls for each, scenario in zip(rows, some, strict=True)]
    found = np.zeros((4, len(rows)), dtype=np.int64)
    found[:, meant] = counter.of(list(itertools.compress(rows, meant)), kept)
    return found


def _kept(before: HarmView, after: HarmView) -> Counts | None:
    """Return 1 for who is there afterwards as well; None where that is everybody."""
    ids = after.graph.organization_ids
    if ids.equals(before.graph.organization_ids):
        return None
    kept = still_there(before, before.graph.rows_of(ids.to_pylist()))
    return None if kept.all() else kept


def _named(view: HarmView, rows: Sequence[npt.NDArray[Any]]) -> list[list[tuple[str, str]]]:
    """Return (id, name) of who falls in each scenario, looked up together."""
    every = np.concatenate([np.zeros(0, dtype=np.int64), *rows]).astype(np.int64)
    table = view.graph.organizations.select(["id", "name"]).take(pa.array(every)).to_pydict()
    pairs = list(zip(table["id"], table["name"], strict=True))
    ends = np.cumsum([0, *(len(each) for each in rows)]).tolist()
    return [pairs[first:last] for first, last in itertools.pairwise(ends)]


def _headline(lines: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    if not lines:
        return ("No scenario was asked about.",)
    worst = max(lines, key=lambda line: line[2] + line[3])
    return (
        f"{counted(len(lines), 'scenario')}; most stop in {worst[0] or 'an unnamed one'!s}: "
        f"{worst[2]:,} wholly and {worst[3]:,} partly.",
    )
