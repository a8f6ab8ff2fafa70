"""Looking up names, documents and who says so, once for all incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from graphrisk.analysis.reported_facts import IncidentLine
from graphrisk.model.tables import RecordTables, empty_table

CLOSED_STATES = frozenset({"restored", "closed"})

Row = dict[str, Any]


class Reader:
    """Names, documents and who says so, looked up once for all incidents."""

    def __init__(self, tables: RecordTables) -> None:
        self.tables = tables
        self.merges = merges_of(tables)
        self.documents = {row["id"]: row for row in rows_of(tables, "Document")}
        self.by_url = {row["url"]: row for row in self.documents.values() if row["url"]}
        self.hits = rows_of(tables, "HITS")
        self.reported_in = rows_of(tables, "REPORTED_IN")
        self._organizations: dict[str, Row] = {}

    def organization(self, key: str) -> Row:
        """Return what is known of an organization, merges followed."""
        key = follow(self.merges, key)
        if key not in self._organizations:
            table = self.tables.get("Organization", empty_table("Organization"))
            found = table.filter(pc.equal(table.column("id"), key)).slice(0, 1).to_pylist()
            self._organizations[key] = found[0] if found else {"id": key, "name": key}
        return self._organizations[key]

    def name(self, key: str | None) -> str | None:
        """Return the name of an organization."""
        return None if not key else str(self.organization(key)["name"])

    def line(self, row: Row) -> IncidentLine:
        """Return an incident as a line of a list."""
        key = row["id"]
        vendors = sorted(
            {str(self.name(hit["to_id"])) for hit in self.hits if hit["from_id"] == key}
        )
        return IncidentLine(
            id=key,
            title=row["title"] or key,
            attack_type=row["attack_type"],
            state=row["state"],
            is_open=row["state"] not in CLOSED_STATES,
            occurred_on=row["occurred_on"],
            discovered_on=row["discovered_on"],
            disclosed_on=row["disclosed_on"],
            vendors=tuple(vendors),
            documents=len({e["to_id"] for e in self.reported_in if e["from_id"] == key}),
        )

    def said(self, row: Row, speaker: str | None = None) -> dict[str, Any]:
        """Return words, source, who says so and when, of a record."""
        source = row.get("source")
        document = self.documents.get(document_of(source) or "") or self.by_url.get(source, {})
        return {
            "status": row.get("status"),
            "quote": row.get("quote"),
            "source": row.get("source"),
            "asserted_by": speaker or row.get("asserted_by") or document.get("publisher"),
            "stated_on": row.get("stated_on") or document.get("published_on") or row.get("seen_on"),
            "source_kind": row.get("source_kind"),
            "confidence": row.get("confidence"),
        }


def rows_of(tables: RecordTables, kind: str) -> list[Row]:
    """Return the rows of a kind; none for a kind that is not there."""
    found: list[Row] = tables.get(kind, empty_table(kind)).to_pylist()
    return found


def rows_from(tables: RecordTables, kind: str, column: str, value: str) -> list[Row]:
    """Return the rows of a kind that have a value in a column."""
    table = tables.get(kind, empty_table(kind))
    found: list[Row] = table.filter(pc.equal(table.column(column), value)).to_pylist()
    return found


def document_of(source: str | None) -> str | None:
    """Return the document that a record's source names: what stands before the offsets."""
    return None if source is None else source.partition("#")[0]


def merges_of(tables: RecordTables) -> dict[str, str]:
    """Return what was decided: name or id as written -> id that it stands for."""
    table = tables.get("Merge", empty_table("Merge"))
    names = table.column("alias").to_pylist(), table.column("organization").to_pylist()
    return dict(zip(*names, strict=True))


def follow(merges: Mapping[str, str], key: str) -> str:
    """Return what an id stands for after all merges."""
    seen = {key}
    while (target := merges.get(key)) is not None and target not in seen:
        seen.add(target)
        key = target
    return key
