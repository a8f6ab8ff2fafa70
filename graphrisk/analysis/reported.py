"""What documents state about incidents: read from records, never inferred; denials stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa

from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.reported_facts import IncidentLine, IncidentReport, Reported
from graphrisk.analysis.reported_reader import CLOSED_STATES, Reader, follow, merges_of, rows_of
from graphrisk.model.tables import RecordTables


def list_incidents(tables: RecordTables) -> tuple[IncidentLine, ...]:
    """Return all incidents, the latest disclosed first, those without a date last.

    Examples
    --------
    >>> list_incidents({})
    ()
    """
    reader = Reader(tables)
    lines = [reader.line(row) for row in rows_of(tables, "Incident")]
    lines.sort(key=lambda line: line.id)
    lines.sort(key=_day, reverse=True)
    return tuple(lines)


def _day(line: IncidentLine) -> str:
    """Return the first date of an incident whose year is known."""
    dates = (line.disclosed_on, line.discovered_on, line.occurred_on)
    return next((date for date in dates if date and not date.startswith("XXXX")), "")


def open_incidents_of(tables: RecordTables, organization_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the incidents that hit one of these organizations and are not restored or closed.

    Merged organizations count as one. An incident without a state is open.
    """
    merges = merges_of(tables)
    wanted = {follow(merges, key) for key in organization_ids}
    struck = {
        row["from_id"] for row in rows_of(tables, "HITS") if follow(merges, row["to_id"]) in wanted
    }
    return tuple(
        sorted(
            row["id"]
            for row in rows_of(tables, "Incident")
            if row["id"] in struck and row["state"] not in CLOSED_STATES
        )
    )


def build_reported(
    tables: RecordTables,
    incidents: Iterable[str],
    history: pa.Table | None = None,
    *,
    undone: Collection[int] = (),
) -> Reported:
    """Return the reported side over several incidents, in the order given.

    Examples
    --------
    >>> build_reported({}, ()).affected
    ()
    """
    return gather_reports(
        [incident_report(tables, key, history, undone=undone) for key in incidents]
    )


def gather_reports(reports: Sequence[IncidentReport]) -> Reported:
    """Return the reported side over several incidents that were read already."""
    documents = {item.id: item for report in reports for item in report.documents}
    return Reported(
        incidents=tuple(report.incident for report in reports),
        vendors=tuple(item for report in reports for item in report.vendors),
        affected=tuple(item for report in reports for item in report.customers),
        chain=tuple(item for report in reports for item in report.chain),
        classes=tuple(item for report in reports for item in report.classes),
        counts=tuple(item for report in reports for item in report.counts),
        statements=tuple(item for report in reports for item in report.statements),
        conflicts=tuple(item for report in reports for item in report.conflicts),
        documents=tuple(documents.values()),
    )
