"""What an earlier review of the same document gave and this one does not give any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from graphrisk.extract.conflicts import Known
from graphrisk.extract.notice import document_of
from graphrisk.model.records import Record
from graphrisk.model.schema import EDGE_KINDS

_GIVEN = ("HITS", "AFFECTS", "EXPOSES", "SERVES", "Statement", "ABOUT", "REPORTED_IN", "Merge")
_GIVEN_IF_UNUSED = ("Incident", "Organization")
_POINTERS = ("from_id", "to_id", "holder", "about", "incident", "organization")


def no_longer_given(
    known: Known, document: str, records: Sequence[Record], named: AbstractSet[str]
) -> dict[str, list[str]]:
    """Return ids by kind of records that a document once gave and now does not.

    An incident or an organization goes only when nothing else points at it; ``named`` are the
    organizations that the document still speaks of.
    """
    given = {(one.kind, one.id) for one in records}
    gone: dict[str, list[str]] = {}
    for kind in _GIVEN:
        for row in known.of(kind):
            if document_of(row.get("source")) == document and (kind, row["id"]) not in given:
                gone.setdefault(kind, []).append(row["id"])
    used = {*named, *_used(known, records, gone)}
    for kind in _GIVEN_IF_UNUSED:
        for row in known.of(kind):
            is_own = document_of(row.get("source")) == document
            if is_own and (kind, row["id"]) not in given and row["id"] not in used:
                gone.setdefault(kind, []).append(row["id"])
    return gone


def _used(known: Known, records: Sequence[Record], gone: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids that anything left points at."""
    rows: list[Mapping[str, Any]] = [one.values() for one in records]
    for kind in (*(edge.name for edge in EDGE_KINDS), "Statement", "Merge"):
        left = set(gone.get(kind, ()))
        rows += [row for row in known.of(kind) if row["id"] not in left]
    return {str(row[key]) for row in rows for key in _POINTERS if row.get(key)}
