"""Where documents say, or said, different things of the same: the versions side by side."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.reported_facts import Conflict, Version, count_words, statement_words

if TYPE_CHECKING:
    from graphrisk.analysis.reported_reader import Reader
    from graphrisk.model.tables import RecordTables

Row = dict[str, Any]

_CORE = {
    "HITS": ("role",),
    "AFFECTS": ("impact", "status"),
    "EXPOSES": ("status", "condition"),
    "Statement": ("status", "value", "number", "qualifier", "scope"),
}


def find_conflicts(
    tables: RecordTables,
    incident: str,
    history: pa.Table | None,
    undone: Collection[int],
    reader: Reader,
) -> tuple[Conflict, ...]:
    """Return everything of an incident with more than one version that differ in what they say.

    Versions of loads that were undone were never withdrawn by a document: they are left out.
    """
    if history is None or not history.num_rows:
        return ()
    versions = _past_versions(history, incident, undone)
    found = []
    for (kind, key), past in sorted(versions.items()):
        current = _current(tables, kind, key)
        told = [current] if current else []
        for row in past:
            if not any(_same(kind, row, other) for other in told):
                told.append(row)
        if len(told) > 1 or not current:
            found.append(_conflict(kind, current, told, reader))
    return tuple(found)


def _past_versions(
    history: pa.Table, incident: str, undone: Collection[int]
) -> dict[tuple[str, str], list[Row]]:
    mask = pc.and_(
        pc.is_in(history.column("kind"), value_set=pa.array(sorted(_CORE))),
        pc.match_substring(history.column("record"), json.dumps(incident)[1:-1]),
    )
    found: dict[tuple[str, str], list[Row]] = {}
    for row in history.filter(mask).to_pylist():
        told = json.loads(row["record"])
        owner = told.get("incident") if row["kind"] == "Statement" else told.get("from_id")
        if owner == incident and row["load_number"] not in undone:
            told["superseded_at"] = row["superseded_at"]
            found.setdefault((row["kind"], row["id"]), []).append(told)
    for rows in found.values():
        rows.sort(key=lambda told: str(told["superseded_at"]), reverse=True)
    return found


def _current(tables: RecordTables, kind: str, key: str) -> Row | None:
    if kind not in tables:
        return None
    table = tables[kind]
    rows: list[Row] = table.filter(pc.equal(table.column("id"), key)).slice(0, 1).to_pylist()
    return rows[0] if rows else None


def _same(kind: str, one: Row, other: Row) -> bool:
    return all(one.get(name) == other.get(name) for name in _CORE[kind])


def _conflict(kind: str, current: Row | None, told: list[Row], reader: Reader) -> Conflict:
    return Conflict(
        text=_subject(kind, told[0], reader),
        how=_how(current, told),
        versions=tuple(
            Version(
                text=_words(kind, row, reader),
                is_current=row is current,
                **{
                    name: value
                    for name, value in reader.said(row).items()
                    if name not in ("source_kind", "confidence")
                },
            )
            for row in told
        ),
    )


def _how(current: Row | None, told: list[Row]) -> str:
    if current is None:
        return "no longer held"
    documents = {str(row.get("source")).partition("#")[0] for row in told}
    return "corrected in the same text" if len(documents) == 1 else "sources differ"


def _subject(kind: str, row: Row, reader: Reader) -> str:
    if kind == "EXPOSES":
        holder = reader.name(row.get("holder"))
        return f"data: {row['to_id']}" + (f" of {holder}" if holder else "")
    if kind == "Statement":
        about = reader.name(row.get("about"))
        return str(row["field"]).replace("_", " ") + (f" of {about}" if about else "")
    return ("hit: " if kind == "HITS" else "affected: ") + str(reader.name(row["to_id"]))


def _words(kind: str, row: Row, reader: Reader) -> str:
    if kind == "Statement":
        about = reader.name(row.get("about"))
        words = count_words if row["field"].endswith("_count") else statement_words
        return words(row, about)
    if kind == "HITS":
        return str(row.get("role") or "hit")
    parts = [row.get("impact"), row.get("status"), row.get("condition")]
    return ", ".join(str(part) for part in parts if part)
