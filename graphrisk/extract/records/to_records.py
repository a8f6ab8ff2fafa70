"""A reviewed draft -> records: the rules "from accepted claims to records" of the risk model.

Nothing is written here and no store is open: the result is handed to whoever writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from graphrisk.errors import UnknownName
from graphrisk.extract.claims import Claim
from graphrisk.extract.records.conflicts import Speaker, settle
from graphrisk.extract.records.earlier_review import no_longer_given
from graphrisk.extract.records.edge_records import affects, hits, serves
from graphrisk.extract.records.exposure_records import exposes, with_exposed_classes
from graphrisk.extract.records.incident_record import (
    has_incident,
    incident_id,
    incident_record,
    is_first_hand,
)
from graphrisk.extract.records.known import Known
from graphrisk.extract.records.linking import told_as
from graphrisk.extract.records.notice import EVIDENCE, SOURCE_KIND, Made, Notice, claim_places
from graphrisk.extract.records.party_book import (
    FoundParty,
    PartyBook,
    named_customers,
    organization_values,
)
from graphrisk.extract.records.statement_records import statements
from graphrisk.extract.review.decisions import accepted_claims, looked_at
from graphrisk.extract.review.draft import Draft, DraftDocument
from graphrisk.model.identifiers import content_hash, edge_id
from graphrisk.model.records import Record, is_full_date, record
from graphrisk.model.tables import RecordTables, to_tables
from graphrisk.model.vocabulary import data_class_facts
from graphrisk.resolve.directory import Directory


@dataclass(frozen=True)
class NoticeRecords:
    """What a reviewed notice becomes.

    Attributes
    ----------
    incident
        Id of its incident; None when the text reports none.
    tables
        Records to write.
    archive
        Versions that are history from the start: withdrawn in the text itself, or outweighed by
        another source.
    withdraw
        Ids of current records that this document once gave and no longer gives.
    remarks
        What a person should know, in words: conflicts, claims left out.
    """

    incident: str | None
    tables: RecordTables
    archive: RecordTables = field(default_factory=dict)
    withdraw: dict[str, list[str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def build_records(
    draft: Draft,
    current: RecordTables,
    *,
    directory: Directory | None = None,
    choices: Mapping[str, str] | None = None,
    incident: str | None = None,
    history: pa.Table | None = None,
) -> NoticeRecords:
    """Build the records of the accepted claims of a draft.

    Parameters
    ----------
    current
        What the graph holds now; a mapping without tables for an empty graph.
    directory
        Known names; made from ``current`` when left out.
    choices
        Answers to `name_questions.name_questions`: name -> id of an organization, or "new".
    incident
        Id of an incident in the graph that the notice is about; else the one that the graph holds
        it for already, else that of the draft, else a new one.
    history
        Superseded versions, as a store gives them: they tell which current records rest on a
        text's own correction, which outweighs other sources.

    Raises
    ------
    UnknownName
        There is no such incident, or a name fits several organizations and nobody chose.

    Examples
    --------
    >>> build_records(Draft(DraftDocument("0" * 64), ""), {}).incident is None
    True
    """
    known = Known(current, history)
    directory = directory or Directory.from_tables(current)
    in_reading_order = sorted(draft.claims, key=lambda c: (c.evidence[0].start, c.field, c.id))
    claims = accepted_claims(in_reading_order, draft.decisions)
    book = PartyBook(draft.document.sha256, claims, directory, choices)
    _refuse_open_names(book)
    wanted = incident or draft.incident
    if incident is None and (told := told_as(current, draft.document.sha256)) is not None:
        wanted = told
    if wanted is not None and known.get("Incident", wanted) is None:
        raise UnknownName(
            f"there is no incident {wanted!r}",
            [(row["id"], row.get("title") or "", "") for row in known.where("Incident")][:10],
            fix="'graphrisk incident' lists them",
        )
    reports = has_incident(claims)
    notice = Notice(
        document=_dated(draft.document, claims),
        claims=claims,
        book=book,
        incident=(wanted or incident_id(draft.document.sha256)) if reports else None,
        places=claim_places(in_reading_order),
        holder=_sole_holder(claims, book, draft.document.publisher),
        looked_at=looked_at(draft.decisions),
    )
    return _Building(notice, known).build()


class _Building:
    def __init__(self, notice: Notice, known: Known) -> None:
        self.notice = notice
        self.known = known
        names = [item.name for item in notice.book.found()]
        names += [item.party.name for item in notice.book.found()]
        names += [str(c.value.get("name")) for c in notice.of("authority")]
        names += known.concerned(notice.incident)
        self.concerned = names
        self.first_hand = is_first_hand(notice.document.publisher, names)

    def build(self) -> NoticeRecords:
        if not self.notice.claims:
            return NoticeRecords(None, {}, withdraw=self._no_longer_given([]))
        made, remarks = self._made()
        stated = [c.stated_on for c in self.notice.claims if c.stated_on]
        stated_on = self.notice.document.published_on or max(stated, default="")
        speaker = Speaker(self.notice.document.sha256, self.first_hand, stated_on)
        current, archive, settled = settle(made, self.known, speaker, self.concerned)
        records = [*self._nodes([*current, *archive]), *current]
        records += self._about(current)
        return NoticeRecords(
            incident=self.notice.incident,
            tables=to_tables(records),
            archive=to_tables(archive),
            withdraw=self._no_longer_given(records),
            remarks=(*remarks, *settled),
        )

    def _no_longer_given(self, records: Sequence[Record]) -> dict[str, list[str]]:
        named = {item.id for item in self.notice.book.found()}
        return no_longer_given(self.known, self.notice.document.sha256, records, named)

    def _made(self) -> tuple[list[Made], list[str]]:
        notice, known = self.notice, self.known
        parties = {found.id for found in notice.book.found()}
        edges = serves(notice, known.where("SERVES", from_id=parties, to_id=parties))
        if notice.incident is None:
            left = len(notice.claims) - len(notice.of("serves"))
            remark = f"no incident was accepted: {left} claims about one are left out"
            return edges, [remark] if left else []
        struck = hits(notice)
        exposures = exposes(notice)
        vendors = [one.record.values()["to_id"] for one in struck if not one.withdrawn]
        event = incident_record(notice, exposures, self.first_hand)
        made = [Made(event), *struck, *with_exposed_classes(edges, exposures, vendors)]
        return [*made, *affects(notice), *exposures, *statements(notice)], self._left_out()

    def _left_out(self) -> list[str]:
        """Return remarks on accepted claims that make no record of their own."""
        made = []
        for claim in self.notice.of("serves"):
            ends = [self.notice.book.id_of(claim.value.get(key)) for key in ("vendor", "customer")]
            if None in ends or ends[0] == ends[1]:
                made.append(
                    f"claim {claim.id}: a country or one and the same organization is no end of a "
                    "supply; left out"
                )
        told = [c for c in self.notice.of("incident") if self.notice.successor(c) is None]
        events = [claim for claim in told if not claim.asserted_by]
        if len(events) > 1:
            made.append(f"{len(events)} incidents in one text: taken as one, the first")
        return made

    def _nodes(self, records: Sequence[Record]) -> list[Record]:
        notice = self.notice
        made = [_document_record(notice.document)]
        if notice.incident is not None:
            made.append(
                record(
                    "REPORTED_IN",
                    id=edge_id("REPORTED_IN", notice.incident, notice.document.sha256),
                    from_id=notice.incident,
                    to_id=notice.document.sha256,
                    **_plain_evidence(notice.document),
                )
            )
        classes = {one.values()["to_id"] for one in records if one.kind == "EXPOSES"}
        made += [
            _class_record(word)
            for word in sorted(classes)
            if self.known.get("DataClass", word) is None
        ]
        parties = [row for found in notice.book.found() for row in self._organization(found)]
        return [*made, *{(one.kind, one.id): one for one in parties}.values()]

    def _organization(self, found: FoundParty) -> list[Record]:
        mentions = [
            claim
            for claim in self.notice.claims
            if any(self.notice.book.id_of(value) == found.id for value in claim.value.values())
        ]
        evidence = self.notice.evidence(mentions[:1])
        made = []
        if self.known.get("Organization", found.id) is None:
            values = organization_values(found)
            made.append(record("Organization", **{**values, **evidence}))
        if found.alias is not None:
            made.append(
                record(
                    "Merge",
                    id="merge-" + content_hash("Merge", found.alias),
                    alias=found.alias,
                    organization=found.id,
                    reason=found.reason,
                    **evidence,
                )
            )
        return made

    def _about(self, records: Iterable[Record]) -> list[Record]:
        incident = self.notice.incident
        return [
            record(
                "ABOUT",
                id=edge_id("ABOUT", one.id, incident),
                from_id=one.id,
                to_id=incident,
                **{key: one.values().get(key) for key in EVIDENCE},
            )
            for one in records
            if one.kind == "Statement" and incident is not None
        ]


def _plain_evidence(document: DraftDocument) -> dict[str, Any]:
    return {
        "source_kind": SOURCE_KIND,
        "source": document.sha256,
        "seen_on": document.published_on,
    }


def _document_record(document: DraftDocument) -> Record:
    return record(
        "Document",
        id=document.sha256,
        title=document.title,
        url=document.url,
        language=document.language,
        publisher=document.publisher,
        published_on=document.published_on,
        **_plain_evidence(document),
    )


def _class_record(word: str) -> Record:
    category, sensitivity = data_class_facts().get(word, (None, None))
    return record("DataClass", id=word, name=word, category=category, sensitivity=sensitivity)


def _dated(document: DraftDocument, claims: Sequence[Claim]) -> DraftDocument:
    """Return the document with the day of publication that its text states, if none is known."""
    stated = [
        str(claim.value["date"])
        for claim in claims
        if claim.field == "date" and claim.value.get("what") == "published"
    ]
    if document.published_on is not None or len(set(stated)) != 1 or not is_full_date(stated[0]):
        return document
    return replace(document, published_on=stated[0])


def _sole_holder(claims: Sequence[Claim], book: PartyBook, publisher: str | None) -> str | None:
    """Return whose data it is when the text has exactly one data controller; else None.

    Without a named customer that is the publisher, when the text speaks of it as no vendor.
    """
    holders = {book.id_of(party) for party in named_customers(claims)}
    if not holders and publisher:
        vendors = {
            book.id_of(claim.value.get(key))
            for claim in claims
            for key in ("vendor", "organization")
            if claim.field in ("serves", "vendor_hit")
        }
        holders = {
            found.id
            for found in book.found()
            if found.id not in vendors and is_first_hand(publisher, [found.name, found.party.name])
        }
    return holders.pop() if len(holders) == 1 else None


def _refuse_open_names(book: PartyBook) -> None:
    if not book.questions:
        return
    first = book.questions[0]
    names = ", ".join(repr(question.name) for question in book.questions)
    raise UnknownName(
        f"it is not clear which organization is meant by {names}",
        first.candidates,
        fix="choose one of the candidates for each name, or 'new'",
    )
