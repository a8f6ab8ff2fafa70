"""One register at two moments: what changed, whom that brings within reach, and why.

Made for a quarterly report. Both sides are whole graphs; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from graphrisk.analysis.concentration_difference import concentration_difference
from graphrisk.analysis.contract_terms import EXPIRED, contract_terms
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.outage import outage
from graphrisk.analysis.outage_difference import outage_difference
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reach_changes import ReachChanges, link_words, reach_changes
from graphrisk.analysis.record_changes import (
    CHANGES,
    Compared,
    LinkChange,
    OrganizationChange,
    compare_names,
    counted,
    link_changes,
    organization_changes,
    other_changes,
)
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.slices import By
from graphrisk.analysis.whatif import party_table, sentence_of
from graphrisk.model.graph import Mask, RiskGraph
from graphrisk.model.harm import HarmView
from graphrisk.progress import SILENT, Progress

_SHOWN_FALLS = 5
_SHOWN_REASONS = 3
_ORGANIZATIONS = ("added", "gone", "changed")
METHOD = Method(
    "Links are matched by id, and those left by vendor, customer and what tells contracts apart; "
    "organizations by id, then by LEI, then by name where no country speaks against it. Every "
    "organization upstream of a customer whose links changed falls alone, before and after; a "
    "party is listed where the two outages treat it differently. The reason is the changed link on "
    "the shortest path of the side on which the party is worse off, else the changed links of the "
    "customers along it.",
    (
        "an unknown criticality counts as critical",
        "a link that is not recorded is not there: a link that was found late looks like a new one",
    ),
)


@dataclass(frozen=True)
class Side:
    """One of the two graphs, the day on which its contracts must be in force, what it is called."""

    graph: RiskGraph
    as_of: str
    label: str


@dataclass(frozen=True)
class DiffParams:
    """What a comparison is asked with, beside the parameters of every outage.

    ``since`` is the first day from which ended contracts are listed; None: the earlier as-of day,
    or ``within_days`` before the later one.
    """

    within_days: int = 90
    since: str | None = None
    by: Sequence[By] = ("category", "country")
    fallen: Sequence[str] = ()


def register_difference(
    sides: tuple[Side, Side],
    params: ExposedParams,
    wanted: DiffParams | None = None,
    *,
    progress: Progress = SILENT,
) -> AnalysisResult:
    """Compare a register at two moments.

    Notes
    -----
    O(m) for the records; two outages for each organization upstream of a change, and two runs of
    concentration for each dimension.
    """
    wanted = wanted or DiffParams()
    compared = compare_names(sides[0].graph, sides[1].graph)
    views = _views(compared, sides, params)
    links = link_changes(compared, (_in_force(views[0]), _in_force(views[1])), sides[1].as_of)
    organizations = organization_changes(compared)
    reach = reach_changes(compared, views, links, params.min_criticality, progress=progress)
    as_of = sides[1].as_of
    since = wanted.since or _since(sides, wanted.within_days)
    terms = contract_terms(compared.after, as_of=as_of, since=since, within_days=wanted.within_days)
    tables = [
        *_outage_table(views, wanted.fallen, params),
        _reach_table(compared, reach, params.limit),
        _link_table(compared, links),
        _organization_table(organizations),
    ]
    if wanted.by:
        graphs = (compared.before, compared.after)
        tables.append(
            concentration_difference(
                *graphs, params, wanted.by, direct=True, days=(sides[0].as_of, as_of),
                progress=progress,
            )
        )  # fmt: skip
    tables.append(terms.table)
    others = tuple(other_changes(compared))
    tables.append(ResultTable(("kind", "inserted", "retired", "changed"), others, "Other records"))
    totals = _totals(organizations, links, reach, terms.counts)
    return AnalysisResult(
        name="diff",
        headline=tuple(_headline(sides, organizations, links, reach, terms.counts, wanted)),
        tables=tuple(tables),
        parameters={
            **params.described(compared.after),
            "before": sides[0].label,
            "after": sides[1].label,
            "as_of": as_of,
            "as_of_before": sides[0].as_of,
            "within_days": wanted.within_days,
            "ended_since": since,
        },
        digest=sides[1].graph.digest,
        totals={
            **totals,
            "digest_before": sides[0].graph.digest,
            "coverage": coverage_of(views[1], params.min_criticality),
            "coverage_before": coverage_of(views[0], params.min_criticality),
        },
        notes=tuple(_notes(sides, compared, reach)),
        method=METHOD,
    )


def _views(
    compared: Compared, sides: tuple[Side, Side], params: ExposedParams
) -> tuple[HarmView, HarmView]:
    from graphrisk.model.harm import harm_view

    made = [
        harm_view(
            graph,
            as_of=side.as_of,
            min_confidence=params.min_confidence,
            assume_substitutes=params.assume_substitutes,
        )
        for graph, side in zip((compared.before, compared.after), sides, strict=True)
    ]
    return made[0], made[1]


def _in_force(view: HarmView) -> Mask:
    found = np.zeros(view.graph.n_edges, dtype=np.bool_)
    found[view.rows] = True
    return found


def _since(sides: tuple[Side, Side], within: int) -> str:
    if sides[0].as_of < sides[1].as_of:
        return sides[0].as_of
    try:
        return (date.fromisoformat(sides[1].as_of) - timedelta(days=within)).isoformat()
    except OverflowError:
        return sides[1].as_of


def _outage_table(
    views: tuple[HarmView, HarmView], fallen: Sequence[str], params: ExposedParams
) -> list[ResultTable]:
    """Return who is treated differently when the named organizations fall; none when none is."""
    if not fallen:
        return []
    rows = [view.graph.rows_of(fallen) for view in views]
    results = [
        outage(view, found[found >= 0], params.min_criticality)
        for view, found in zip(views, rows, strict=True)
    ]
    difference = outage_difference(results[0], results[1], params.limit)
    title = f"If those named fall: {sentence_of(difference.counts)}"
    return [party_table(difference.parties, title)]


def _reach_table(compared: Compared, reach: ReachChanges, limit: int | None) -> ResultTable:
    columns = ("party", "change", "parts", "fall_of", "because", "falls", "id")
    rows = []
    for each in reach.parties[:limit]:
        ordered = sorted(each.links.items(), key=lambda pair: (-pair[1], pair[0].after))
        because = [link_words(compared, link) for link, _ in ordered[:_SHOWN_REASONS]]
        if len(ordered) > _SHOWN_REASONS:
            because.append(f"{len(ordered) - _SHOWN_REASONS} more changed links")
        falls = sorted(each.falls)
        shown = falls[:_SHOWN_FALLS]
        if len(falls) > _SHOWN_FALLS:
            shown.append(f"{len(falls) - _SHOWN_FALLS} more")
        parts = sorted(each.parts)
        rows.append((each.name, each.change, parts, shown, because, len(falls), each.id))
    title = "Who is newly within reach of whose fall, who no longer, and which link made it so"
    wide = ("falls", "id") if any(row[2] for row in rows) else ("parts", "falls", "id")
    return ResultTable(columns, tuple(rows), title, frozenset(wide))


def _link_table(compared: Compared, links: Sequence[LinkChange]) -> ResultTable:
    columns = ("change", "vendor", "customer", "service", "contract", "what", "criticality", "id")
    rows = []
    for each in links:
        graph, row = (
            (compared.after, each.after) if each.after >= 0 else (compared.before, each.before)
        )
        ends = [int(graph.source[row]), int(graph.target[row])]
        names = graph.organizations.column("name").take(pa.array(ends)).to_pylist()
        said = graph.serves.slice(row, 1).to_pylist()[0]
        rows.append(
            (each.change, *names, said["service"], said["contract"], each.what,
             said["criticality"], said["id"])
        )  # fmt: skip
    return ResultTable(columns, tuple(rows), "Links", frozenset(("criticality", "id")))


def _organization_table(changes: Sequence[OrganizationChange]) -> ResultTable:
    rows = tuple((each.change, each.name, each.what, each.id) for each in changes)
    columns = ("change", "party", "what", "id")
    return ResultTable(columns, rows, "Organizations", frozenset(("id",)))


def _totals(
    organizations: Sequence[OrganizationChange],
    links: Sequence[LinkChange],
    reach: ReachChanges,
    terms: Mapping[str, int],
) -> dict[str, Any]:
    return {
        "organizations": counted((each.change for each in organizations), _ORGANIZATIONS),
        "links": counted((each.change for each in links), CHANGES),
        "reach": {word: count for word, count in reach.pairs.items() if count},
        "parties": len({each.id for each in reach.parties}),
        "contracts": dict(terms),
    }


def _headline(
    sides: tuple[Side, Side],
    organizations: Sequence[OrganizationChange],
    links: Sequence[LinkChange],
    reach: ReachChanges,
    terms: Mapping[str, int],
    wanted: DiffParams,
) -> list[str]:
    first = _said(counted((each.change for each in organizations), _ORGANIZATIONS))
    second = _said(counted((each.change for each in links), CHANGES))
    lines = [
        f"From {sides[0].label} to {sides[1].label}: organizations {first}; links {second}.",
        _reach_sentence(reach),
    ]
    soon = terms["ends soon"]
    lines.append(
        f"Contracts: {terms[EXPIRED]:,} ended, {soon:,} {'ends' if soon == 1 else 'end'} within "
        f"{wanted.within_days} days, of {terms['notice is due']:,} more notice is due by then."
    )
    return lines


def _reach_sentence(reach: ReachChanges) -> str:
    people: dict[str, set[str]] = {}
    for each in reach.parties:
        people.setdefault(each.change, set()).add(each.id)
    if not people:
        return "Nobody is newly within reach of a single fall, and nobody no longer."
    verbs = {
        "newly stops": ("is newly stopped", "are newly stopped"),
        "newly within reach": ("is newly within reach", "are newly within reach"),
        "no longer stops": ("is no longer stopped", "are no longer stopped"),
        "no longer within reach": ("is no longer within reach", "are no longer within reach"),
    }
    parts = [f"{len(ids):,} {verbs[word][len(ids) != 1]}" for word, ids in people.items()]
    return f"By the fall of some one organization, {', '.join(parts)}."


def _said(counts: Mapping[str, int]) -> str:
    said = (
        (count, "begin" if word == "begins" and count > 1 else word)
        for word, count in counts.items()
    )
    return ", ".join(f"{count:,} {word}" for count, word in said) or "unchanged"


def _notes(sides: tuple[Side, Side], compared: Compared, reach: ReachChanges) -> list[str]:
    notes = [f"digest before {sides[0].graph.digest[:12]}"]
    if compared.renamed:
        count = len(compared.renamed)
        notes.append(f"{count:,} with another id now, matched by LEI or name")
    if reach.left_out:
        notes.append(
            f"the falls of {reach.left_out:,} smaller vendors upstream of changes were not compared"
        )
    return notes
