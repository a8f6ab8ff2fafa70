"""What a scenario changes: who newly stops, who is saved, which shares move; stored data stays.

Source of the rules: docs, risk model, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.concentration_difference import COMPARED, concentration_difference
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.outage import outage
from graphrisk.analysis.outage_difference import (
    ChangedParty,
    Difference,
    outage_difference,
    path_of,
)
from graphrisk.analysis.overlay import ends_of_merges, overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.scenario_falls import fallen_rows
from graphrisk.analysis.single_falls import still_there, stopped_alone, stopped_by
from graphrisk.analysis.slices import By
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.model.scenario import Scenario
from graphrisk.progress import SILENT, Progress

PARTY_COLUMNS = (
    "party",
    "change",
    "state_before",
    "state_after",
    "why",
    "path",
    "hop_before",
    "hop_after",
    "kept_by",
    "sector",
    "country",
    "id",
)
PARTY_WIDE = frozenset(("path", "hop_before", "hop_after", "kept_by", "sector", "country", "id"))
VENDOR_COLUMNS = (
    "vendor",
    "stops_before",
    "stops_after",
    "change_of_stops",
    "newly_stopped",
    "spared",
    "id",
)
_NAMED = 50
"""Vendors for which those newly stopped and spared are named."""
METHOD = Method(
    "The scenario is laid over a copy of the graph in memory. The same organizations fall in the "
    "graph as it is stored and in the copy, and each party's states are compared; where the "
    "scenario changes nothing but lets somebody fall, the state before is that nobody falls. Where "
    "it lets nobody fall, every organization falls alone in both, and those are listed whose fall "
    "stops others than before, wholly or partly. Concentration is computed on both.",
    (
        "an organization that the scenario removes or merges into another one is not counted",
        "a link that the scenario adds counts as certain unless it states a confidence",
        "an unknown criticality counts as critical",
        "a link that is not recorded is not there: see the coverage",
    ),
)


def whatif(
    graph: RiskGraph,
    scenario: Scenario,
    params: ExposedParams,
    *,
    by: Sequence[By] = COMPARED,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Compare the graph with a scenario laid over it to the graph as it is.

    Parameters
    ----------
    by
        Dimensions of concentration to compare; empty for none.

    Raises
    ------
    KeyError
        The scenario names a link or an organization that is not in the graph.

    Notes
    -----
    Two outages, and amounts of concentration for each dimension where the graph changes; without
    falls the fall of every organization alone, twice.
    """
    laid = overlay(graph, scenario)
    views = (params.view(graph), params.view(laid) if laid is not graph else None)
    after = views[1] or views[0]
    merges = ends_of_merges(scenario.merges)
    if scenario.falls:
        fallen_before = fallen_rows(views[0], scenario.falls)
        if not scenario.changes_the_graph:
            fallen_before = np.zeros(0, dtype=np.int32)
        fallen_after = fallen_rows(after, scenario.falls, merges)
        difference = outage_difference(
            outage(views[0], fallen_before, params.min_criticality),
            outage(after, fallen_after, params.min_criticality),
            params.limit,
        )
        names = names_of(after, fallen_after.tolist())
        headline = _fall_headline(scenario, names, difference)
        tables = [party_table(difference.parties)]
        totals: dict[str, Any] = {"changes": difference.counts}
    else:
        names = []
        headline, tables, totals = _alone(scenario, views[0], after, params)
    notes = [described(scenario, graph)] if scenario.changes_the_graph else []
    if scenario.changes_the_graph and by:
        tables.append(concentration_difference(graph, laid, params, by, progress=progress))
    return AnalysisResult(
        name="whatif",
        headline=tuple(headline),
        tables=tuple(tables),
        parameters=params.described(graph),
        digest=laid.digest,
        totals={
            **totals,
            "scenario": scenario.title,
            "fallen": names,
            "stored_digest": graph.digest,
            "coverage": coverage_of(after, params.min_criticality),
        },
        notes=tuple(notes),
        method=METHOD,
    )


def names_of(view: HarmView, rows: Sequence[int]) -> list[dict[str, str]]:
    """Return id and name of organizations."""
    known = (view.graph.organization(row) for row in rows)
    return [{"id": each["id"], "name": each["name"]} for each in known]


def _fall_headline(
    scenario: Scenario, fallen: Sequence[dict[str, str]], difference: Difference
) -> list[str]:
    title = f"{scenario.title}: " if scenario.title else ""
    who = listed([each["name"] for each in fallen]) or "nobody"
    verb = "falls" if len(fallen) <= 1 else "fall"
    lines = [f"{title}if {who} {verb}, {sentence_of(difference.counts)}."]
    if scenario.changes_the_graph:
        lines.append(f"Without the scenario: {difference.before}.")
        lines.append(f"With it: {difference.after}.")
    else:
        lines.append(f"{difference.after[:1].upper()}{difference.after[1:]}.")
    return [lines[0][:1].upper() + lines[0][1:], *lines[1:]]


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a sentence lists them; of many the first, and how many more.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(list("abcdef"), most=2)
    ('a, b and c', 'a, b and 4 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def sentence_of(counts: dict[str, int]) -> str:
    """Return how many parties change, in words.

    Examples
    --------
    >>> sentence_of({"newly stops": 2, "saved": 1, "farther": 0})
    '2 newly stop, 1 is saved'
    """
    words = {
        "newly stops": ("newly stops", "newly stop"),
        "newly partly": ("newly stops partly", "newly stop partly"),
        "newly degraded": ("is newly degraded", "are newly degraded"),
        "newly within reach": ("is newly within reach", "are newly within reach"),
        "saved": ("is saved", "are saved"),
        "eased": ("is hit less hard", "are hit less hard"),
        "out of reach": ("is no longer within reach", "are no longer within reach"),
        "nearer": ("is fewer links away", "are fewer links away"),
        "farther": ("is more links away", "are more links away"),
    }
    parts = [f"{count:,} {words[w][count != 1]}" for w, count in counts.items() if count]
    return ", ".join(parts) or "nothing changes for anybody"


def party_table(parties: Sequence[ChangedParty], title: str = "") -> ResultTable:
    """Return the parties that two outages treat differently as a table."""
    rows = tuple(
        (
            each.name,
            each.change,
            each.before,
            each.after,
            each.why,
            path_of(each.witness.steps),
            each.hop_before,
            each.hop_after,
            tuple(name for _, name in each.kept_by),
            each.sector,
            each.country,
            each.id,
        )
        for each in parties
    )
    return ResultTable(PARTY_COLUMNS, rows, title, PARTY_WIDE)


def _alone(
    scenario: Scenario,
    before: HarmView,
    after: HarmView,
    params: ExposedParams,
) -> tuple[list[str], list[ResultTable], dict[str, Any]]:
    """Compare how many stop when each organization falls alone."""
    place = before.graph.rows_of(after.graph.organization_ids.to_pylist())
    kept = still_there(before, place)
    everybody, most = np.ones(after.n, dtype=np.int64), max(before.n, after.n)
    old, old_marks = stopped_alone(before, params.min_criticality, kept, most)
    new, new_marks = stopped_alone(after, params.min_criticality, everybody, most)
    total = int(old.sum())
    old = np.where(place >= 0, old[place], 0)
    change = new - old
    others = (change == 0) & (new > 0) & (new_marks != old_marks[place])
    met = np.flatnonzero((change != 0) | others)
    met = met[np.lexsort((met, -np.abs(change[met])))]
    rows = _vendor_rows((before, after), (old, new), met, place, params)
    worse, better = int((change > 0).sum()), int((change < 0).sum())
    title = f"{scenario.title}: " if scenario.title else ""
    text = (
        f"{title}the fall of {worse:,} {_organizations(worse)} alone stops more than before, of "
        f"{better:,} fewer"
    )
    if others.any():
        text = f"{text}, of {int(others.sum()):,} as many others"
    lines = [
        f"{text[:1].upper()}{text[1:]}.",
        f"Single falls that stop somebody, summed: {total:,} before, {int(new.sum()):,} after.",
    ]
    totals = {"stops_before": total, "stops_after": int(new.sum()), "vendors": len(met)}
    return lines, [ResultTable(VENDOR_COLUMNS, rows, wide=frozenset(("id",)))], totals


def _vendor_rows(
    views: tuple[HarmView, HarmView],
    counts: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    met: npt.NDArray[Any],
    place: npt.NDArray[Any],
    params: ExposedParams,
) -> tuple[tuple[Any, ...], ...]:
    """Return vendors whose fall stops others, with the names for the first of them."""
    named = views[1].graph.organizations.select(["id", "name"])
    listed = met if params.limit is None else met[: params.limit]
    rows = []
    for at, (row, known) in enumerate(zip(listed, named.take(listed).to_pylist(), strict=True)):
        old, new = int(counts[0][row]), int(counts[1][row])
        lists: tuple[tuple[str, ...], ...] = ((), ())
        if at < _NAMED:
            sets = [stopped_by(views[0], int(place[row]), params, still_there(views[0], place))]
            sets.append(stopped_by(views[1], int(row), params))
            lists = (tuple(sorted(sets[1] - sets[0])), tuple(sorted(sets[0] - sets[1])))
        rows.append((known["name"], old, new, new - old, *lists, known["id"]))
    return tuple(rows)


def _organizations(count: int) -> str:
    return "organization" if count == 1 else "organizations"


def described(scenario: Scenario, graph: RiskGraph) -> str:
    """Return what a scenario does to the graph, in a sentence."""
    counts = {
        "adds": ((len(scenario.organizations), "organization"), (len(scenario.links), "link")),
        "removes": (
            (len(scenario.removed_organizations), "organization"),
            (len(scenario.removed_links), "link"),
        ),
        "changes": (
            (len({*scenario.changed_organizations, *scenario.parents}), "organization"),
            (len(scenario.changed_links), "link"),
        ),
        "merges": ((len(scenario.merges), "organization"),),
        "moves": ((len(scenario.moves), "link"),),
    }
    parts = []
    for verb, things in counts.items():
        said = [f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in things if count]
        if said:
            parts.append(f"{verb} {' and '.join(said)}")
    stored = f"what is stored stays as it is, digest {graph.digest[:16]}"
    return f"the scenario {', '.join(parts)}; {stored}"
