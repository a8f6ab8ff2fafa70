"""Is this notice about an incident that the graph has already? Candidates, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pyarrow.compute as pc

from graphrisk.extract.records.incident_record import incident_id
from graphrisk.extract.records.known import Known
from graphrisk.extract.records.party_book import PartyBook
from graphrisk.extract.review.decisions import accepted_claims
from graphrisk.extract.review.draft import Draft
from graphrisk.model.identifiers import fold
from graphrisk.model.tables import RecordTables
from graphrisk.resolve.directory import Directory

WINDOW_DAYS: Final = 60

_EVENT_DATES = ("occurred", "discovered", "published", "notified", "leaked", "reported")
_INCIDENT_DATES = ("occurred_on", "discovered_on", "disclosed_on")


@dataclass(frozen=True)
class IncidentCandidate:
    """An incident of the graph that a notice may be about.

    ``days`` is the smallest distance of their dates; None when a date is missing on one side.
    """

    id: str
    title: str
    reasons: tuple[str, ...]
    days: int | None = None


def incident_candidates(
    draft: Draft, current: RecordTables, *, directory: Directory | None = None
) -> tuple[IncidentCandidate, ...]:
    """Return incidents that hit the same vendor within 60 days, the nearest first.

    An incident without dates, or a notice without, is a candidate too: the reason says so. Claims
    that wait for a decision count as well, for the question comes before the decisions do.

    Examples
    --------
    >>> from graphrisk.extract.review.draft import DraftDocument
    >>> incident_candidates(Draft(DraftDocument("0" * 64), ""), {})
    ()
    """
    refused = {item.claim for item in draft.decisions if item.action == "refuse"}
    claims = (*accepted_claims(draft.claims, draft.decisions), *draft.pending())
    claims = tuple(claim for claim in claims if claim.id not in refused)
    directory = directory or Directory.from_tables(current)
    book = PartyBook(draft.document.sha256, claims, directory)
    struck = {
        book.id_of(claim.value.get("organization"))
        for claim in claims
        if claim.field == "vendor_hit" and claim.status != "denied"
    }
    spans = [_span(str(claim.value["date"])) for claim in claims if _is_event_date(claim)]
    spans.append(_span(draft.document.published_on or ""))
    hit: dict[str, list[str]] = {}
    for row in _rows(current, "HITS"):
        if row["to_id"] in struck:
            hit.setdefault(row["from_id"], []).append(book.name_of(row["to_id"]))
    own = {incident_id(draft.document.sha256), told_as(current, draft.document.sha256)}
    found = [
        _candidate(row, sorted(set(hit[row["id"]])), [span for span in spans if span])
        for row in _rows(current, "Incident")
        if row["id"] in hit and row["id"] not in own
    ]
    near = [one for one in found if one.days is None or one.days <= WINDOW_DAYS]
    return tuple(sorted(near, key=lambda one: (one.days is None, one.days or 0, one.id)))


def told_as(current: RecordTables, document: str) -> str | None:
    """Return the incident that the graph holds a document for; None for none, or for several.

    After two incidents were made one it is the one that stayed.
    """
    told = current.get("REPORTED_IN")
    if told is None or not told.num_rows:
        return None
    of_document = told.filter(pc.equal(told.column("to_id"), document))
    found = set(of_document.column("from_id").to_pylist())
    return str(found.pop()) if len(found) == 1 else None


def find_incident(current: RecordTables, words: str) -> tuple[Mapping[str, Any], ...]:
    """Return the incidents that an id, its beginning, words of a title or a vendor hit mean.

    The first of these that fits anything decides.
    """
    rows = list(_rows(current, "Incident"))
    wanted = words.strip().casefold()
    exact = [row for row in rows if row["id"] == words.strip()]
    begins = [row for row in rows if len(wanted) >= 4 and row["id"].casefold().startswith(wanted)]
    titled = [row for row in rows if wanted and wanted in (row.get("title") or "").casefold()]
    if exact or begins or titled or not wanted:
        return tuple(exact or begins or titled)
    known = Known(current)
    hits = known.where("HITS")
    names = {
        row["id"]: fold(" ".join((row["name"], *(row.get("aliases") or ()))))
        for row in known.where("Organization", id={row["to_id"] for row in hits})
    }
    hit = {row["from_id"] for row in hits if fold(words) in names.get(row["to_id"], "")}
    return tuple(row for row in rows if row["id"] in hit)


def _candidate(
    row: Mapping[str, Any], vendors: list[str], spans: list[tuple[date, date]]
) -> IncidentCandidate:
    theirs = [span for name in _INCIDENT_DATES if (span := _span(row.get(name) or ""))]
    gaps = [_gap(one, other) for one in spans for other in theirs]
    days = min(gaps, default=None)
    when = "no date on one side" if days is None else f"{days} days apart"
    reasons = (f"{' and '.join(vendors)} was hit in both", when)
    return IncidentCandidate(row["id"], row.get("title") or row["id"], reasons, days)


def days_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Return the smallest distance of the dates of two incidents; None where one has none."""
    spans = [
        [span for name in _INCIDENT_DATES if (span := _span(row.get(name) or ""))]
        for row in (one, other)
    ]
    return min((_gap(first, second) for first in spans[0] for second in spans[1]), default=None)


def _is_event_date(claim: Any) -> bool:
    is_date = claim.field == "date" and claim.status != "denied"
    return is_date and claim.value.get("what") in _EVENT_DATES and bool(claim.value.get("date"))


def _span(text: str) -> tuple[date, date] | None:
    """Return first and last day that a cut date may mean; None without a year."""
    first, slash, last = text.partition("/")
    if slash:
        begin, end = _span(first), _span(last)
        return None if begin is None or end is None else (begin[0], end[1])
    try:
        if len(text) == 4:
            return date(int(text), 1, 1), date(int(text), 12, 31)
        if len(text) == 7:
            begin_day = date(int(text[:4]), int(text[5:]), 1)
            after = date(begin_day.year + begin_day.month // 12, begin_day.month % 12 + 1, 1)
            return begin_day, after - timedelta(days=1)
        if len(text) == 8 and text[5] == "W":
            monday = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
            return monday, monday + timedelta(days=6)
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day, day


def _gap(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def _rows(current: RecordTables, kind: str) -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = current[kind].to_pylist() if kind in current else []
    return rows
