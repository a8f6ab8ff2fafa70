"""Pages and reports: one self-contained file each, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.analysis.exposed import MODES
from graphrisk.analysis.exposed_result import Exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.errors import InputError, UnknownName, UsageError
from graphrisk.files import write_for_person
from graphrisk.model.graph import RiskGraph
from graphrisk.workspace.exposure import answers_for, fallen_of, incident_reports, reported_of
from graphrisk.workspace.notices import incident_of

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def page_of(
    work: Workspace,
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    *,
    mode: str | None = None,
    incident: str | None = None,
) -> tuple[Exposed, str]:
    """Return the answer and its interactive page; without a mode the incident, else outage."""
    from graphrisk.view.pyvis_page import render_view

    reports = incident_reports(work, graph, fallen, incident)
    answer = _one_answer(graph, fallen, params, mode, reports)
    reported = reported_of(graph, reports) if reports else None
    return answer, render_view(answer, reported)


def report_of(
    work: Workspace,
    graph: RiskGraph,
    wanted: str,
    params: ExposedParams,
    *,
    markdown: bool,
    mode: str | None = None,
) -> tuple[Exposed, str]:
    """Return the answer and the printable report of an incident or a vendor.

    Raises
    ------
    UnknownName
        It is neither an incident nor an organization.
    InputError
        The incident hit nobody that the graph knows.
    """
    from graphrisk.view.report import render_report_html, render_report_markdown

    incident, fallen = _subject(work, graph, wanted)
    reports = incident_reports(work, graph, fallen, incident)
    if incident is not None:
        fallen = fallen_of(reports[0])
    if not fallen:
        raise InputError(f"incident {incident} names no vendor that was hit")
    answer = _one_answer(graph, fallen, params, mode, reports)
    reported = reported_of(graph, reports) if reports else None
    title = reports[0].incident.title if incident is not None else ""
    render = render_report_markdown if markdown else render_report_html
    return answer, render(answer, reported, title=title)


def _subject(work: Workspace, graph: RiskGraph, wanted: str) -> tuple[str | None, list[str]]:
    """Return the incident, or the vendor, that a text means."""
    try:
        return incident_of(graph, wanted), []
    except UnknownName as no_incident:
        if no_incident.candidates:
            raise
    try:
        return None, [work.find(graph, [wanted])[0].id]
    except UnknownName as no_vendor:
        if no_vendor.candidates:
            raise
        raise UnknownName(
            f"{wanted!r} is neither an incident nor an organization",
            fix="graphrisk incident and graphrisk status show what is loaded",
        ) from None


def _one_answer(
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    mode: str | None,
    reports: tuple[IncidentReport, ...],
) -> Exposed:
    """Return the answer of one mode: as asked, as the incident chooses, else outage."""
    answers = answers_for(graph, fallen, params, mode, reports)
    if len(answers) == len(MODES):
        return answers[0]
    return max(answers, key=lambda each: (bool(each.parties), -MODES.index(each.mode)))


def write_file(path: Path, text: str) -> None:
    """Write a file whole: a reader sees the old one or the new one.

    Raises
    ------
    InputError
        It cannot be written there.
    """
    write_for_person(path, text.encode("utf-8"))


def is_markdown(path: Path) -> bool:
    """Return True for .md, False for .html.

    Raises
    ------
    UsageError
        It is neither.
    """
    suffix = path.suffix.lower()
    if suffix not in (".md", ".html", ".htm"):
        raise UsageError(
            f"no report is written as {suffix or 'a file without ending'!r}",
            fix="end its name in .html or .md",
        )
    return suffix == ".md"
