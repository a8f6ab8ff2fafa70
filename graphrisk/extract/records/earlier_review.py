"""What an earlier review of the same document gave and this one does not give any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from graphrisk.extract.records.known import Known
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

    def own(kind: str) -> list[str]:
        rows = known.of_document(kind, document)
        return [row["id"] for row in rows if (kind, row["id"]) not in given]

    gone = {kind: ids for kind in _GIVEN if (ids := own(kind))}
    for kind in _GIVEN_IF_UNUSED:
        candidates = set(own(kind)) - named
        unused = sorted(candidates - _used(known, records, gone, candidates))
        if unused:
            gone[kind] = unused
    return gone


def _used(
    known: Known,
    records: Sequence[Record],
    gone: Mapping[str, Sequence[str]],
    candidates: AbstractSet[str],
) -> set[str]:
    """Return those candidates that anything left points at."""
    rows: list[Mapping[str, Any]] = [one.values() for one in records]
    for kind in (*(edge.name for edge in EDGE_KINDS), "Statement", "Merge") if candidates else ():
        left = set(gone.get(kind, ()))
        pointing = known.pointing_at(kind, _POINTERS, candidates)
        rows += [row for row in pointing if row["id"] not in left]
    return {row[key] for row in rows for key in _POINTERS if row.get(key) in candidates}
