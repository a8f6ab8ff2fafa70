"""The reported side: the list of incidents, and everything stated about one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.reported import gather_reports, list_incidents
from graphrisk.model.graph import RiskGraph
from graphrisk.view.answer import Answer
from graphrisk.view.reported_tables import incident_answer, incidents_answer
from graphrisk.workspace.clocks import with_clocks
from graphrisk.workspace.exposure import tables_of
from graphrisk.workspace.notices import incident_of

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def incidents_answer_for(graph: RiskGraph) -> Answer:
    """Return the list of all incidents."""
    return incidents_answer(list_incidents(tables_of(graph)), graph.digest)


def incident_answer_for(
    work: Workspace,
    graph: RiskGraph,
    wanted: str,
    *,
    starts: Sequence[str] = (),
    now: str | None = None,
) -> Answer:
    """Return what documents state about one incident, withdrawn statements and clocks included."""
    found = incident_of(graph, wanted, by_vendor=True)
    history, undone = work.history()
    report = incident_report(tables_of(graph), found, history, undone=undone)
    answer = incident_answer(report, gather_reports([report]), graph.digest)
    return with_clocks(work, answer, report, graph, starts=starts, now=now)
