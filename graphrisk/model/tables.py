"""Records in columns: one Arrow table per kind, the form in which they travel and are hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.json_text import json_rows
from graphrisk.model.row_text import ends_of, hexadecimal, text_of
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS

if TYPE_CHECKING:
    from graphrisk.model.records import Record

RecordTables = dict[str, pa.Table]

_ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
}
_HASH_BYTES = 16
_ROWS_AT_A_TIME = 100_000


@cache
def arrow_schema(kind: str) -> pa.Schema:
    """Return the columns of a kind: id, from_id and to_id for edges, then every property.

    Examples
    --------
    >>> arrow_schema("HOLDS").names[:5]
    ['id', 'from_id', 'to_id', 'subjects', 'counted_on']
    """
    ends = ["from_id", "to_id"] if KINDS[kind].is_edge else []
    fields = [pa.field(name, pa.string()) for name in ["id", *ends]]
    fields += [pa.field(p.name, _ARROW_TYPES[p.type]) for p in KINDS[kind].all_properties()]
    return pa.schema(fields)


def empty_table(kind: str) -> pa.Table:
    """Return a table of the kind without rows."""
    return arrow_schema(kind).empty_table()


def conform(kind: str, table: pa.Table) -> pa.Table:
    """Return the table with exactly the kind's columns in order; missing ones become null.

    Raises
    ------
    KeyError
        The table has a column that the kind does not have.
    """
    schema = arrow_schema(kind)
    if table.schema.equals(schema):
        return table
    unknown = set(table.column_names) - set(schema.names)
    if unknown:
        raise KeyError(sorted(unknown)[0])
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def to_tables(records: Iterable[Record]) -> RecordTables:
    """Gather records into one table per kind, in the order given."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for item in records:
        rows.setdefault(item.kind, []).append(item.values())
    return {kind: pa.Table.from_pylist(found, arrow_schema(kind)) for kind, found in rows.items()}


def to_records(kind: str, table: pa.Table) -> list[Record]:
    """Return the rows of a table as records, bookkeeping left out."""
    from graphrisk.model.records import RECORD_TYPES

    made = RECORD_TYPES[kind]
    keep = [name for name in table.column_names if name not in BOOKKEEPING_NAMES]
    return [made(**row) for row in table.select(keep).to_pylist()]


def canonical_json(kind: str, table: pa.Table) -> list[str]:
    """Return each row's known content as JSON: keys sorted, no spaces, no nulls, no bookkeeping."""
    return [text for part in _json_parts(kind, table) for text in part.to_pylist()]


def record_hashes(kind: str, table: pa.Table) -> pa.ChunkedArray:
    """Return 32 hex digits of SHA-256 over each row's canonical JSON."""
    sha = hashlib.sha256
    found = []
    for part in _one_ahead(_json_parts(kind, table)):
        texts, ends = memoryview(part.buffers()[2] or b""), ends_of(part).tolist()
        raw = b"".join([sha(texts[a:b]).digest()[:_HASH_BYTES] for a, b in pairwise(ends)])
        found.append(hexadecimal(raw, _HASH_BYTES))
    return pa.chunked_array(found, pa.string())


def _json_parts(kind: str, table: pa.Table) -> Iterator[pa.Array]:
    """Yield the canonical JSON of the rows, as many at a time as memory likes."""
    names = sorted(set(table.column_names) - BOOKKEEPING_NAMES)
    head = f'{{"_kind":{json.dumps(kind)}'
    return json_rows(table, names, head=head, member=lambda name: f",{json.dumps(name)}:")


def _one_ahead(parts: Iterator[pa.Array]) -> Iterator[pa.Array]:
    """Yield parts, each made by another thread while the one before it is used."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, parts, None)
        while (part := following.result()) is not None:
            following = pool.submit(next, parts, None)
            yield part


def with_hashes(kind: str, table: pa.Table) -> pa.Table:
    """Return the conformed table with ``record_hash`` filled in."""
    table = conform(kind, table)
    place = table.schema.get_field_index("record_hash")
    return table.set_column(place, table.schema.field(place), record_hashes(kind, table))


def digest(tables: Mapping[str, pa.Table]) -> str:
    """Return SHA-256 over the lines "kind, id, hash of the record", sorted by kind and id.

    The same records give the same digest in any store and in any order of rows; moments of
    recording do not count.

    Examples
    --------
    >>> digest({}) == digest({"Organization": empty_table("Organization")})
    True
    """
    sha = hashlib.sha256()
    for kind in sorted(tables):
        table = tables[kind]
        if table.num_rows == 0:
            continue
        if "record_hash" not in table.column_names or table.column("record_hash").null_count:
            table = with_hashes(kind, table)
        rows = table.select(["id", "record_hash"]).sort_by("id")
        for batch in rows.to_batches(max_chunksize=_ROWS_AT_A_TIME):
            ids, hashes = batch.columns
            lines = pc.binary_join_element_wise(
                kind, ids, pc.binary_join_element_wise(hashes, "\n", ""), "\t"
            )
            sha.update(text_of(lines))
    return sha.hexdigest()
