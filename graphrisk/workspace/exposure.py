"""Who is exposed, as asked: which mode, which incident, reported beside inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.analysis.concentration import By
from graphrisk.analysis.exposed import MODES, exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import Exposed
from graphrisk.errors import InputError, UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.view.answer import Answer
from graphrisk.view.tables import exposed_answer

if TYPE_CHECKING:
    from graphrisk.analysis.reported import ReportedIncident
    from graphrisk.workspace.workspace import Workspace

DIMENSIONS: tuple[By, ...] = ("category", "sector", "country", "data_class")


def checked_dimension(word: str) -> By:
    """Return a dimension of concentration.

    Raises
    ------
    UsageError
        There is no such dimension.
    """
    for dimension in DIMENSIONS:
        if dimension == word:
            return dimension
    raise UsageError(f"cannot group by {word!r}", fix=f"write one of {', '.join(DIMENSIONS)}")


def exposed_answer_for(
    work: Workspace,
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    *,
    mode: str | None = None,
    incident: str | None = None,
) -> Answer:
    """Return the answer of ``graphrisk exposed``.

    Without a mode the incident chooses it; without an incident there is one line for each mode,
    and the parties of the outage.
    """
    from graphrisk.view.reported_tables import reported_tables

    incidents = reported_incidents(work, graph, fallen, incident)
    answers = answers_for(graph, fallen, params, mode, incidents)
    lines, tables, data = reported_tables(incidents)
    return exposed_answer(answers, reported=tables, reported_lines=lines, reported_data=data)


def answers_for(
    graph: RiskGraph,
    fallen: list[str],
    params: ExposedParams,
    mode: str | None,
    incidents: tuple[ReportedIncident, ...] = (),
) -> list[Exposed]:
    """Return one result per mode asked for, or that the incidents choose, or all three."""
    if mode is not None and mode not in MODES:
        raise UsageError(f"not a mode: {mode!r}", fix=f"write one of {', '.join(MODES)}")
    chosen = (mode,) if mode else modes_of(incidents) or MODES
    return [exposed(graph, fallen, params, each) for each in chosen]


def modes_of(incidents: tuple[ReportedIncident, ...]) -> tuple[str, ...]:
    """Return the modes that incidents choose by what they state, none when they do not say."""
    found: set[str] = set()
    for each in incidents:
        found |= set(each.modes)
    return tuple(mode for mode in MODES if mode in found)


def reported_incidents(
    work: Workspace, graph: RiskGraph, fallen: list[str], incident: str | None
) -> tuple[ReportedIncident, ...]:
    """Return the incident asked for, else the open ones that hit a fallen organization."""
    from graphrisk.analysis.reported import open_incidents_of, reported_incident

    tables = {**graph.tables, "Organization": graph.organizations, "SERVES": graph.serves}
    if incident is not None:
        known = graph.table("Incident").column("id").to_pylist()
        if incident not in known:
            raise InputError(
                f"there is no incident {incident!r}", fix="graphrisk incident lists them"
            )
        ids = [incident]
    else:
        ids = open_incidents_of(tables, fallen)
    history = work.history(graph) if ids else None
    return tuple(reported_incident(tables, each, history=history) for each in ids)
