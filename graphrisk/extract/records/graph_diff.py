"""What a reviewed notice would change in the graph: shown before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphrisk.extract.records.known import Known
from graphrisk.extract.records.to_records import NoticeRecords
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS, PROVENANCE_NAMES
from graphrisk.model.tables import RecordTables

Row = Mapping[str, Any]

_POINTERS = ("from_id", "to_id", "organization")


@dataclass(frozen=True)
class RecordChange:
    """One record that is new, changed or withdrawn, in words, with the properties that differ."""

    kind: str
    id: str
    words: str
    before: dict[str, Any]
    after: dict[str, Any]
    quote: str | None = None


@dataclass(frozen=True)
class NameMerge:
    """A name of the notice that stands for a known organization."""

    alias: str
    organization: str
    name: str
    reason: str


@dataclass(frozen=True)
class GraphDiff:
    """What would change, as lists; `counts` sums them up."""

    new: tuple[RecordChange, ...]
    changed: tuple[RecordChange, ...]
    withdrawn: tuple[RecordChange, ...]
    archived: tuple[RecordChange, ...]
    merges: tuple[NameMerge, ...]
    unchanged: int
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when writing would change nothing."""
        return not (self.new or self.changed or self.withdrawn or self.archived)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each kind are new, changed, withdrawn and archived."""
        found: dict[str, dict[str, int]] = {}
        for what in ("new", "changed", "withdrawn", "archived"):
            for change in getattr(self, what):
                row = found.setdefault(change.kind, {})
                row[what] = row.get(what, 0) + 1
        return found


def diff_records(records: NoticeRecords, current: RecordTables) -> GraphDiff:
    """Compare the records of a notice with what the graph holds.

    Nodes: what the notice leaves open stays as known. Where a fact was read is no change of it.

    Examples
    --------
    >>> diff_records(NoticeRecords(None, {}), {}).is_empty
    True
    """
    known = _known(records, current)
    names = _names(known, records)
    new: list[RecordChange] = []
    changed: list[RecordChange] = []
    unchanged = 0
    for kind, row in _rows(records.tables):
        old = known.get(kind, {}).get(row["id"])
        if old is None:
            new.append(_change(kind, row, {}, _content(kind, row), names))
            continue
        before, after = _differing(kind, old, row)
        if after or before:
            changed.append(_change(kind, row, before, after, names))
        else:
            unchanged += 1
    withdrawn = [
        _change(kind, known[kind][key], _content(kind, known[kind][key]), {}, names)
        for kind, ids in records.withdraw.items()
        for key in ids
    ]
    archived = [
        _change(kind, row, _content(kind, row), {}, names) for kind, row in _rows(records.archive)
    ]
    return GraphDiff(
        new=tuple(new),
        changed=tuple(changed),
        withdrawn=tuple(withdrawn),
        archived=tuple(archived),
        merges=tuple(
            NameMerge(row["alias"], key, str(names.get(key, key)), row["reason"] or "")
            for kind, row in _rows(records.tables)
            if kind == "Merge" and row["id"] not in known.get("Merge", {})
            for key in [row["organization"]]
        ),
        unchanged=unchanged,
        remarks=records.remarks,
    )


def _known(records: NoticeRecords, current: RecordTables) -> dict[str, dict[str, Row]]:
    """Return the current rows that the records of the notice are about or point at."""
    wanted: dict[str, set[str]] = {kind: set(ids) for kind, ids in records.withdraw.items()}
    ends: set[str] = set()
    for tables in (records.tables, records.archive):
        for kind, row in _rows(tables):
            wanted.setdefault(kind, set()).add(row["id"])
            ends |= {row[key] for key in _POINTERS if row.get(key)}
    graph = Known(current)
    for kind, ids in records.withdraw.items():
        for old in graph.where(kind, id=ids):
            ends |= {old[key] for key in _POINTERS if old.get(key)}
    for kind in ("Organization", "Incident", "DataClass", "Document"):
        wanted.setdefault(kind, set()).update(ends)
    return {
        kind: {row["id"]: row for row in graph.where(kind, id=ids)} for kind, ids in wanted.items()
    }


def _rows(tables: RecordTables) -> Iterator[tuple[str, Row]]:
    for kind, table in tables.items():
        for row in table.to_pylist():
            yield kind, row


def _content(kind: str, row: Row) -> dict[str, Any]:
    apart = {"id", *BOOKKEEPING_NAMES, *PROVENANCE_NAMES}
    if not KINDS[kind].is_edge:
        apart |= {"source_kind", "confidence"}
    return {key: value for key, value in row.items() if value is not None and key not in apart}


def _differing(kind: str, old: Row, new: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = _content(kind, old), _content(kind, new)
    if not KINDS[kind].is_edge:
        before = {key: value for key, value in before.items() if key in after}
    names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return (
        {key: before[key] for key in names if key in before},
        {key: after[key] for key in names if key in after},
    )


def _names(known: Mapping[str, Mapping[str, Row]], records: NoticeRecords) -> dict[str, str]:
    names: dict[str, str] = {
        row["id"]: row.get("title") or row.get("name") or row["id"]
        for kind in ("Organization", "Incident", "DataClass", "Document")
        for row in known.get(kind, {}).values()
    }
    for kind, row in _rows(records.tables):
        if not KINDS[kind].is_edge and (row.get("title") or row.get("name")):
            names.setdefault(row["id"], row.get("title") or row["name"])
        elif kind == "Incident":
            names[row["id"]] = "the incident"
    return names


def _change(
    kind: str, row: Row, before: dict[str, Any], after: dict[str, Any], names: Mapping[str, str]
) -> RecordChange:
    return RecordChange(kind, row["id"], _words(kind, row, names), before, after, row.get("quote"))


def _words(kind: str, row: Row, names: Mapping[str, str]) -> str:
    if KINDS[kind].is_edge:
        first, last = names.get(row["from_id"], row["from_id"]), names.get(row["to_id"], "")
        last = last or row["to_id"]
        status = f" ({row['status']})" if row.get("status") else ""
        verb = kind.replace("_", " ").lower()
        return f"{first} {verb} {last}{status}"
    if kind == "Statement":
        said = row.get("value") if row.get("number") is None else f"{row['number']:,.0f}"
        return f"{row['field'].replace('_', ' ')}: {said}"
    if kind == "Merge":
        return f"{row['alias']} stands for {names.get(row['organization'], row['organization'])}"
    return str(row.get("title") or row.get("name") or row["id"])
