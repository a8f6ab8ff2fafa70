"""What a scenario changes for the data and for the systems of others: breach and compromise.

The same question as `graphrisk.analysis.whatif` asks of outages, by states and rules of the modes
in which redundancy plays no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.breach import CARRIED, POSSIBLE, UNKNOWN
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.exposed import COMPROMISED, exposed
from graphrisk.analysis.exposed_result import Exposed, ExposedParty
from graphrisk.analysis.outage_difference import path_of
from graphrisk.analysis.overlay import ends_of_merges, overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.scenario_falls import fallen_rows
from graphrisk.analysis.whatif import PARTY_COLUMNS, PARTY_WIDE, described, listed, names_of
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.scenario import Scenario

COLUMNS = tuple("classes" if name == "kept_by" else name for name in PARTY_COLUMNS)
_WIDE = PARTY_WIDE - {"kept_by"}
_BADNESS = {CARRIED: 3, COMPROMISED: 3, POSSIBLE: 2, UNKNOWN: 1}
_NOT_REACHED, _NOT_THERE = "not reached", "not there"
CHANGES = ("newly exposed", "worse", "other data", "eased", "out of reach", "nearer", "farther")
_VERBS = {
    "newly exposed": ("is newly exposed", "are newly exposed"),
    "worse": ("is hit harder", "are hit harder"),
    "other data": ("has other data exposed", "have other data exposed"),
    "eased": ("is hit less hard", "are hit less hard"),
    "out of reach": ("is no longer within reach", "are no longer within reach"),
    "nearer": ("is fewer links away", "are fewer links away"),
    "farther": ("is more links away", "are more links away"),
}
METHOD = Method(
    "The scenario is laid over a copy of the graph in memory. The same organizations fall in the "
    "graph as it is stored and in the copy, and each party's strongest state is compared, and its "
    "classes of data; where the scenario changes nothing but lets somebody fall, the state before "
    "is that nobody falls.",
    (
        "criticality and redundancy play no part in breach and compromise",
        "an organization that the scenario removes or merges into another one is not counted",
        "a link that is not recorded is not there: see the coverage",
    ),
)


@dataclass(frozen=True)
class _Side:
    """One of the two graphs: who falls in it, and the answer."""

    view: HarmView
    fallen: npt.NDArray[np.int32]
    answer: Exposed | None

    @property
    def parties(self) -> dict[str, ExposedParty]:
        """Exposed parties by id."""
        return {} if self.answer is None else {each.id: each for each in self.answer.parties}

    @property
    def headline(self) -> str:
        """What the answer says."""
        return "nobody falls" if self.answer is None else self.answer.headline


def whatif_exposed(
    graph: RiskGraph, scenario: Scenario, params: ExposedParams, mode: str
) -> AnalysisResult:
    """Compare who is exposed in a mode with a scenario laid over the graph, and without it.

    Parameters
    ----------
    mode
        breach or compromise.

    Raises
    ------
    UsageError
        Nobody falls in the scenario.
    KeyError
        The scenario names a link or an organization that is not in the graph.

    Notes
    -----
    Two runs of `graphrisk.analysis.exposed.exposed`.
    """
    if not scenario.falls:
        raise UsageError(
            f"a {mode} begins with somebody, and the scenario lets nobody fall",
            fix="name who falls: --fail NAME, or fail = [..] in the file",
        )
    laid = overlay(graph, scenario)
    before = _side(graph, scenario, params, mode, {})
    if not scenario.changes_the_graph:
        before, after = replace(before, answer=None), before
    else:
        after = _side(laid, scenario, params, mode, ends_of_merges(scenario.merges))
    rows, counts = _changed(before, after)
    names = names_of(after.view, after.fallen.tolist())
    return AnalysisResult(
        name="whatif",
        headline=tuple(_headline(scenario, names, counts, (before, after), mode)),
        tables=(ResultTable(COLUMNS, tuple(rows[: params.limit]), wide=_WIDE),),
        parameters={"mode": mode, **params.described(graph)},
        digest=laid.digest,
        totals={
            "changes": counts,
            "mode": mode,
            "scenario": scenario.title,
            "fallen": names,
            "stored_digest": graph.digest,
            "coverage": coverage_of(after.view, params.min_criticality),
        },
        notes=(
            *((described(scenario, graph),) if scenario.changes_the_graph else ()),
            "criticality and redundancy play no part in this answer",
        ),
        method=METHOD,
    )


def _side(
    graph: RiskGraph,
    scenario: Scenario,
    params: ExposedParams,
    mode: str,
    merges: Mapping[str, str],
) -> _Side:
    view = params.view(graph)
    fallen = fallen_rows(view, scenario.falls, merges)
    ids = graph.ids_of(fallen.tolist())
    every = replace(params, limit=None, max_hops=None)
    return _Side(view, fallen, exposed(graph, ids, every, mode, view=view) if ids else None)


def _changed(before: _Side, after: _Side) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """Return a row for each party that is treated differently, worst first, and their counts."""
    old, new = before.parties, after.parties
    there = [set(side.view.graph.organization_ids.to_pylist()) for side in (before, after)]
    falls = set(after.view.graph.ids_of(after.fallen.tolist()))
    found = []
    for key in sorted({*old, *new}):
        if key not in there[1] or key in falls:
            continue  # gone, or it falls now: that was asked, not found
        change = _change(old.get(key), new.get(key))
        if change:
            absent = _NOT_REACHED if key in there[0] else _NOT_THERE
            found.append(_row(key, change, old.get(key), new.get(key), absent))
    found.sort(key=lambda row: (CHANGES.index(row[1]), row[0], row[-1]))
    counts = {word: sum(row[1] == word for row in found) for word in CHANGES}
    return found, counts


def _change(old: ExposedParty | None, new: ExposedParty | None) -> str | None:
    """Return what changes for a party, None for nothing."""
    before, after = (_BADNESS[each.state] if each else 0 for each in (old, new))
    if old is None or new is None:
        return "newly exposed" if after else "out of reach"
    if before != after:
        return "worse" if after > before else "eased"
    if set(old.classes) != set(new.classes):
        return "other data"
    hops = (old.hop or 0, new.hop or 0)
    return None if hops[0] == hops[1] else "nearer" if hops[1] < hops[0] else "farther"


def _row(
    key: str, change: str, old: ExposedParty | None, new: ExposedParty | None, absent: str
) -> tuple[Any, ...]:
    shown = new or old
    assert shown is not None
    return (
        shown.name,
        change,
        old.state if old else absent,
        new.state if new else _NOT_REACHED,
        shown.rule if new else f"before: {shown.rule}",
        path_of(shown.witness.steps),
        old.hop if old else None,
        new.hop if new else None,
        _classes(old, new),
        shown.sector,
        shown.country,
        key,
    )


def _classes(old: ExposedParty | None, new: ExposedParty | None) -> tuple[str, ...]:
    """Return classes of data with their states, and those that were exposed before only."""
    before, after = (dict(each.classes) if each else {} for each in (old, new))
    gone = [f"{word}: {how} before" for word, how in before.items() if word not in after]
    return (*(f"{word}: {how}" for word, how in after.items()), *gone)


def _headline(
    scenario: Scenario,
    fallen: Sequence[Mapping[str, str]],
    counts: Mapping[str, int],
    sides: tuple[_Side, _Side],
    mode: str,
) -> list[str]:
    who = listed([each["name"] for each in fallen]) or "nobody"
    said = [f"{count:,} {_VERBS[word][count != 1]}" for word, count in counts.items() if count]
    title = f"{scenario.title}: " if scenario.title else ""
    line = f"{title}{mode} at {who}: {', '.join(said) or 'nothing changes for anybody'}."
    lines = [line[:1].upper() + line[1:]]
    if scenario.changes_the_graph:
        lines.append(f"Without the scenario: {sides[0].headline}.")
        lines.append(f"With it: {sides[1].headline}.")
    else:
        text = sides[1].headline
        lines.append(f"{text[:1].upper()}{text[1:]}.")
    return lines
