"""What documents state, as sentences and tables: shown before anything that is inferred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphrisk.analysis.reported_facts import (
    IncidentLine,
    IncidentReport,
    Reported,
    ReportedClass,
    ReportedCustomer,
    Said,
)
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import INCIDENT

_FACT_COLUMNS = ("says", "status", "said_by", "stated_on", "quote", "source")


def reported_lines(reported: Reported) -> list[str]:
    """Return one paragraph of sentences per answer: incidents, customers, classes, denials."""
    lines = []
    for incident in reported.incidents:
        state = incident.state or "state not stated"
        lines.append(f"Reported: {incident.title} ({incident.id}; {state}).")
    named = [each for each in reported.affected if each.impact != "none"]
    if named:
        listed = "; ".join(_customer_words(each) for each in named[:8])
        more = f"; and {len(named) - 8} more" if len(named) > 8 else ""
        lines.append(f"Reported as affected: {listed}{more}.")
    if reported.counts:
        lines.append("Counted: " + "; ".join(each.text for each in reported.counts[:6]) + ".")
    for status in ("confirmed", "suspected", "denied"):
        found = [each for each in reported.classes if each.status == status]
        if found:
            words = ", ".join(dict.fromkeys(_class_words(each) for each in found))
            holders = ", ".join(dict.fromkeys(each.holder for each in found if each.holder))
            of_whom = f" (of {holders})" if holders else ""
            lines.append(f"Data {status}: {words}{of_whom}.")
    return lines


def _customer_words(customer: ReportedCustomer) -> str:
    words = [customer.impact or "named in the chain"]
    words += [customer.status] if customer.status else []
    words += [f"hop {customer.hop}"] if customer.hop else []
    words += [f"{customer.subjects:,} people"] if customer.subjects else []
    return f"{customer.name} ({', '.join(words)})"


def _class_words(found: ReportedClass) -> str:
    return f"{found.data_class} (only {found.condition})" if found.condition else found.data_class


def reported_table(reported: Reported) -> list[Table]:
    """Return the table of everything stated, with words and sources; none when nothing is."""
    facts: list[Said] = [
        *reported.vendors,
        *reported.chain,
        *reported.affected,
        *reported.classes,
        *reported.counts,
        *reported.statements,
    ]
    if not facts:
        return []
    return [Table(_FACT_COLUMNS, tuple(_row(fact) for fact in facts), "Reported")]


def _row(fact: Said) -> tuple[Any, ...]:
    return (fact.text, fact.status, fact.asserted_by, fact.stated_on, fact.quote, _place(fact))


def _place(fact: Said) -> str | None:
    """Return the source, a document's long id shortened."""
    if fact.source is None:
        return fact.source_kind
    document, mark, offsets = fact.source.partition("#")
    is_hash = len(document) == 64 and all(c in "0123456789abcdef" for c in document)
    return f"{document[:12]}{mark}{offsets}" if is_hash else fact.source


def incidents_answer(lines: Sequence[IncidentLine], digest: str) -> Answer:
    """Return the list of incidents, latest first."""
    rows = tuple(
        (
            line.title,
            line.vendors,
            line.attack_type,
            line.state,
            line.disclosed_on or line.discovered_on or line.occurred_on,
            line.id,
        )
        for line in lines
    )
    columns = ("title", "hit", "what", "status", "stated_on", "incident")
    return Answer(
        command="incident",
        headline=(f"{len(lines)} incidents, {sum(line.is_open for line in lines)} of them open.",),
        tables=(Table(columns, rows),) if rows else (),
        footer=("graphrisk incident ID shows what is reported about one.",),
        result=lines,
        digest=digest,
        method=INCIDENT,
    )


def incident_answer(report: IncidentReport, reported: Reported, digest: str) -> Answer:
    """Return everything that documents state about one incident, conflicts at the end."""
    incident = report.incident
    hit = ", ".join(each.name for each in report.vendors) or "no vendor named"
    dates = [
        f"{word} {value}"
        for word, value in (
            ("occurred", incident.occurred_on),
            ("discovered", incident.discovered_on),
            ("disclosed", incident.disclosed_on),
        )
        if value
    ]
    lines = [
        f"{incident.title}: {hit}.",
        f"{(incident.attack_type or 'kind not stated').replace('_', ' ')}; "
        f"{', '.join(dates) or 'no date stated'}; state: {incident.state or 'not stated'}.",
        *reported_lines(reported)[1:],
    ]
    tables = reported_table(reported)
    if report.conflicts:
        rows = tuple(
            (
                f"{conflict.text}: {version.text}" + ("" if version.is_current else " [withdrawn]"),
                version.status,
                version.asserted_by,
                version.stated_on,
                version.quote,
                conflict.how,
            )
            for conflict in report.conflicts
            for version in conflict.versions
        )
        tables.append(Table(_FACT_COLUMNS, rows, "Said differently, all versions kept"))
    return Answer(
        command="incident",
        headline=tuple(lines),
        tables=tuple(tables),
        footer=(f"Documents: {len(report.documents)}. Digest {digest[:16]}.",),
        result=report,
        digest=digest,
        method=INCIDENT,
    )
