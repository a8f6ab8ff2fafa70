"""Who is exposed, as asked: which mode, which incident, reported beside inferred."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graphrisk.analysis.exposed import MODES, exposed
from graphrisk.analysis.exposed_result import Exposed
from graphrisk.analysis.fallen import vendors_of_a_kind, words_in_use
from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.legal_groups import whole_groups
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reported import gather_reports, open_incidents_of
from graphrisk.analysis.reported_facts import IncidentReport, Reported
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.model.tables import RecordTables
from graphrisk.view.answer import Answer
from graphrisk.view.reported_tables import reported_lines, reported_table
from graphrisk.view.tables import exposed_answer
from graphrisk.workspace.designated import with_designated

if TYPE_CHECKING:
    import pyarrow as pa

    from graphrisk.model.harm import HarmView
    from graphrisk.workspace.workspace import Workspace


def fallen_ids(
    graph: RiskGraph,
    params: ExposedParams,
    ids: Sequence[str],
    *,
    kinds: Mapping[str, str | None],
    with_group: bool = False,
) -> tuple[list[str], list[str]]:
    """Return who falls, and sentences that say so where it is more than those named.

    Parameters
    ----------
    ids
        Organizations that were named.
    kinds
        Word by dimension (country, sector, category) whose vendors all fall; None is not asked.
    with_group
        The whole legal group of everyone falls too.

    Raises
    ------
    UsageError
        Nobody is named, or no vendor is of that country, sector or category.
    """
    lines = []
    rows = [graph.rows_of(ids)]
    asked = {by: word for by, word in kinds.items() if word is not None}
    view = params.view(graph) if asked else None
    for by, word in asked.items():
        assert view is not None
        found = vendors_of_a_kind(view, by, word)
        if not len(found):
            raise no_vendor_has(view, by, word)
        lines.append(f"All {len(found):,} vendors with {by} {word} fall.")
        rows.append(found)
    fallen = np.unique(np.concatenate(rows))
    if not len(fallen):
        raise UsageError(
            "nobody is named that falls",
            fix="name a vendor, or give --country, --sector, --category",
        )
    if with_group:
        named = len(fallen)
        fallen = np.union1d(fallen, whole_groups(graph, fallen))
        more = len(fallen) - named
        lines.append(
            f"With their legal groups {more:,} more {'falls' if more == 1 else 'fall'}."
            if more
            else "No other company of their legal groups is known."
        )
    kept = list(dict.fromkeys(ids))
    return kept + [key for key in graph.ids_of(fallen) if key not in set(kept)], lines


def no_vendor_has(view: HarmView, by: str, word: str) -> UsageError:
    """Return the refusal of a country, sector or category that no vendor has, with those in use."""
    known = ", ".join(words_in_use(view, by)[:15]) or "none"
    return UsageError(f"no vendor has the {by} {word!r}", fix=f"write one that is in use: {known}")


def exposed_answer_for(
    work: Workspace,
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    *,
    mode: str | None = None,
    incident: str | None = None,
    lines: Sequence[str] = (),
    reports: Sequence[IncidentReport] | None = None,
) -> Answer:
    """Return the answer of ``graphrisk exposed``: what is reported, then what is inferred.

    ``lines`` go before both: who falls, where that needs a sentence. ``reports`` are those of the
    incidents, where they have been read already.
    """
    if reports is None:
        reports = incident_reports(work, graph, fallen, incident)
    answers = answers_for(graph, fallen, params, mode, reports)
    reported = reported_of(graph, reports)
    answer = exposed_answer(
        answers,
        reported=reported_table(reported),
        reported_lines=[*lines, *_hit_elsewhere(reports, fallen), *reported_lines(reported)],
        reported_data=reported,
    )
    return with_designated(work, graph, answer, answers)


def _hit_elsewhere(reports: Sequence[IncidentReport], fallen: Sequence[str]) -> list[str]:
    """Say so where an incident that was asked for hit none of the fallen."""
    lines = []
    for report in reports:
        hit = {each.organization_id: each.name for each in report.vendors}
        if not set(hit) & set(fallen):
            names = ", ".join(hit.values()) or "nobody that is named"
            lines.append(f"Incident {report.incident.id} hit {names}, none of the fallen here.")
    return lines


def answers_for(
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    mode: str | None,
    reports: Sequence[IncidentReport] = (),
) -> list[Exposed]:
    """Return one result per mode: the one asked for, those the incidents choose, or all three.

    Raises
    ------
    UsageError
        There is no such mode.
    """
    if mode is not None and mode not in MODES:
        raise UsageError(f"not a mode: {mode!r}", fix=f"write one of {', '.join(MODES)}")
    chosen = (mode,) if mode else modes_of(reports) or MODES
    view = params.view(graph)
    return [exposed(graph, fallen, params, each, view=view) for each in chosen]


def modes_of(reports: Sequence[IncidentReport]) -> tuple[str, ...]:
    """Return the modes that incidents choose by what they state, none when they do not say.

    Data stated as exposed, or an impact on data, asks for breach; an impact on service, an outage
    or an overload for outage; tampered software for compromise. A leak alone stops nobody.
    """
    found: set[str] = set()
    for report in reports:
        impacts = {each.impact for each in report.customers if each.status != "denied"}
        exposed_data = any(each.status != "denied" for each in report.classes)
        stopped = any(each.field in ("restored", "consequence") for each in report.statements)
        if exposed_data or impacts & {"data", "both"}:
            found.add("breach")
        kind = report.incident.attack_type
        if impacts & {"service", "both"} or stopped or kind in ("outage", "ddos"):
            found.add("outage")
        makers = any(each.role == "software_maker" for each in report.vendors)
        if kind == "supply_chain_software" or makers:
            found.add("compromise")
    return tuple(mode for mode in MODES if mode in found)


def incident_reports(
    work: Workspace,
    graph: RiskGraph,
    fallen: list[str],
    incident: str | None,
    *,
    past: tuple[pa.Table, Collection[int]] | None = None,
) -> tuple[IncidentReport, ...]:
    """Return the incident asked for, else the open ones that hit a fallen organization.

    ``past`` are superseded versions and the numbers of undone loads, where they are at hand.

    Raises
    ------
    UnknownName
        There is no such incident.
    """
    tables = tables_of(graph)
    ids = open_incidents_of(tables, fallen) if incident is None else (incident,)
    if not ids:
        return ()
    history, undone = work.history() if past is None else past
    return tuple(incident_report(tables, each, history, undone=undone) for each in ids)


def fallen_of(report: IncidentReport) -> list[str]:
    """Return the organizations where an incident happened: no conduits, no makers of software.

    Where documents name nobody else, those are taken after all.
    """
    hit = [each for each in report.vendors if each.status != "denied"]
    origins = [each for each in hit if each.role not in ("conduit", "software_maker")]
    return [each.organization_id for each in origins or hit]


def reported_of(graph: RiskGraph, reports: Sequence[IncidentReport]) -> Reported:
    """Return the reported side of an answer over several incidents."""
    return gather_reports(reports) if reports else Reported()


def tables_of(graph: RiskGraph) -> RecordTables:
    """Return all records of a graph by kind."""
    return {**graph.tables, "Organization": graph.organizations, "SERVES": graph.serves}
