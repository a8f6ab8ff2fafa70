"""The reported side of an answer: what documents state, each with its words and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.view.text import one_line, visible
from graphrisk.view.words import number

if TYPE_CHECKING:
    from graphrisk.analysis.reported_facts import (
        Conflict,
        IncidentLine,
        Reported,
        ReportedDocument,
        Said,
    )


@dataclass(frozen=True)
class ReportedLine:
    """One statement of a document; `about` are the organizations that it names."""

    text: str
    status: str = ""
    quote: str = ""
    source: str = ""
    stated_on: str = ""
    asserted_by: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportedGroup:
    """Statements of one kind under a heading."""

    title: str
    lines: tuple[ReportedLine, ...]


def read_reported(reported: Reported | None) -> tuple[ReportedGroup, ...]:
    """Return the reported side as headed lines, denials and contradictions included.

    Examples
    --------
    >>> from graphrisk.analysis.reported_facts import Reported, ReportedClass
    >>> said = ReportedClass(text="patient records", data_class="patient", status="denied")
    >>> group, = read_reported(Reported(classes=(said,)))
    >>> group.title, group.lines[0].status
    ('Data', 'denied')
    """
    if reported is None:
        return ()
    groups = (
        ("Incidents", map(_incident, reported.incidents)),
        ("Vendors hit", map(_said, reported.vendors)),
        ("Supplies stated", map(_said, reported.chain)),
        ("Organizations named", map(_said, reported.affected)),
        ("Data", map(_said, reported.classes)),
        ("Counts", map(_said, reported.counts)),
        ("Other statements", map(_said, reported.statements)),
        ("Said differently", _conflicts(reported.conflicts)),
        ("Documents", map(_document, reported.documents)),
    )
    read = (ReportedGroup(title, tuple(dict.fromkeys(lines))) for title, lines in groups)
    return tuple(group for group in read if group.lines)


def reported_about(groups: Iterable[ReportedGroup]) -> dict[str, tuple[ReportedLine, ...]]:
    """Return for each organization the statements that name it, denials included."""
    found: dict[str, dict[ReportedLine, None]] = {}
    for group in groups:
        for line in group.lines:
            for organization_id in line.about:
                found.setdefault(organization_id, {})[line] = None
    return {organization_id: tuple(lines) for organization_id, lines in found.items()}


_NAMES = ("organization_id", "vendor_id", "customer_id")


def _said(item: Said) -> ReportedLine:
    subjects = getattr(item, "subjects", None)
    people = f" ({number(int(subjects))} people)" if subjects else ""
    return ReportedLine(
        text=visible(item.text) + ("" if number(int(subjects or 0)) in item.text else people),
        status=visible(item.status or ""),
        quote=one_line(item.quote or ""),
        source=visible(item.source or ""),
        stated_on=visible(item.stated_on or ""),
        asserted_by=visible(item.asserted_by or ""),
        about=tuple(visible(found) for name in _NAMES if (found := getattr(item, name, None))),
    )


def _incident(item: IncidentLine) -> ReportedLine:
    dates = (("occurred", item.occurred_on), ("disclosed", item.disclosed_on))
    said = [item.title, *(f"{word} {day}" for word, day in dates if day)]
    said += [word for word in (item.attack_type, item.state) if word]
    return ReportedLine(visible(", ".join(said)), source=visible(item.id))


def _conflicts(conflicts: Iterable[Conflict]) -> Iterable[ReportedLine]:
    for conflict in conflicts:
        for version in conflict.versions:
            when = "stands" if version.is_current else "earlier or elsewhere"
            yield ReportedLine(
                text=visible(f"{version.text} ({when}; {conflict.how})"),
                status=visible(version.status or ""),
                quote=one_line(version.quote or ""),
                source=visible(version.source or ""),
                stated_on=visible(version.stated_on or ""),
                asserted_by=visible(version.asserted_by or ""),
            )


def _document(item: ReportedDocument) -> ReportedLine:
    said = [item.title or item.id, item.publisher, item.published_on, item.url]
    return ReportedLine(visible(", ".join(part for part in said if part)))
