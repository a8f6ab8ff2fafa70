"""Superseded versions: rows of the history, and back from them to records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.tables import arrow_schema, canonical_json, record_hashes
from graphrisk.store.base import Load

BATCH_ROWS = 50_000
"""Rows handled at once: more made ladybug need more memory and no less time (1,000,000 edges)."""

HISTORY_SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("kind", pa.string()),
        ("id", pa.string()),
        ("recorded_at", pa.string()),
        ("superseded_at", pa.string()),
        ("load_number", pa.int64()),
        ("superseded_by", pa.int64()),
        ("record", pa.string()),
    ]
)


def batches(table: pa.Table, rows: int = BATCH_ROWS) -> Iterator[pa.Table]:
    """Yield a table in slices."""
    for start in range(0, table.num_rows, rows):
        yield table.slice(start, rows)


def history_rows(kind: str, table: pa.Table, load: Load) -> pa.Table:
    """Return current versions as rows of the history, superseded by a load."""
    count = table.num_rows
    number = table.column("load_number")
    columns = {
        "key": pc.binary_join_element_wise(
            kind, table.column("id"), number.cast(pa.string()), "\t"
        ),
        "kind": pa.array([kind] * count, pa.string()),
        "id": table.column("id"),
        "recorded_at": table.column("recorded_at"),
        "superseded_at": pa.array([load.at] * count, pa.string()),
        "load_number": number,
        "superseded_by": pa.array([load.number] * count, pa.int64()),
        "record": pa.array(canonical_json(kind, table), pa.string()),
    }
    return pa.table(columns, schema=HISTORY_SCHEMA)


def archive_rows(kind: str, table: pa.Table, load: Load) -> pa.Table:
    """Return versions that are history from the start: recorded and superseded by one load."""
    records = canonical_json(kind, table)
    ids = table.column("id").to_pylist()
    count = len(ids)
    columns = {
        "key": [
            f"{kind}\t{key}\t{load.number}\tarchive\t{hash_of(record)}"
            for key, record in zip(ids, records, strict=True)
        ],
        "kind": [kind] * count,
        "id": ids,
        "recorded_at": [load.at] * count,
        "superseded_at": [load.at] * count,
        "load_number": [load.number] * count,
        "superseded_by": [load.number] * count,
        "record": records,
    }
    return pa.table(columns, schema=HISTORY_SCHEMA)


def without_archive(history: pa.Table) -> pa.Table:
    """Return the versions that were current once."""
    both = pc.equal(history.column("load_number"), history.column("superseded_by"))
    return history.filter(pc.invert(both))


def hash_of(record: str) -> str:
    """Return the record hash of a canonical JSON text."""
    return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def from_history(kind: str, history: pa.Table) -> pa.Table:
    """Return rows of the history as records of a kind, with the bookkeeping they had."""
    schema = arrow_schema(kind)
    texts = history.column("record").to_pylist()
    table = pa.Table.from_pylist([json.loads(text) for text in texts], schema)
    hashes = pa.array(hashes_in_history(history), pa.string())
    for name, column in (
        ("recorded_at", history.column("recorded_at")),
        ("load_number", history.column("load_number")),
        ("record_hash", hashes),
    ):
        table = table.set_column(schema.get_field_index(name), schema.field(name), column)
    return table


def hashes_in_history(history: pa.Table) -> list[str]:
    """Return the record hash of each row of the history."""
    return [hash_of(text) for text in history.column("record").to_pylist()]


def with_bookkeeping(kind: str, table: pa.Table, load: Load) -> pa.Table:
    """Return new current versions: recorded now, by this load, hashed."""
    schema = arrow_schema(kind)
    filled = {
        "recorded_at": pa.repeat(pa.scalar(load.at, pa.string()), table.num_rows),
        "load_number": pa.repeat(pa.scalar(load.number, pa.int64()), table.num_rows),
        "record_hash": record_hashes(kind, table),
    }
    for name, column in filled.items():
        table = table.set_column(schema.get_field_index(name), schema.field(name), column)
    return table
