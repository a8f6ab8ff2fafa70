"""Many edges at once into the embedded store: their table is made anew, by one COPY.

The engine rewrites a relation table with every commit that adds to it: one row more beside
1,000,000 takes 12 s. So where much changes, what stays is read, the table is dropped, and all of it
comes back at once. What makes that COPY fast, in seconds for 1,000,000 edges of 13 columns
(20 without any of it):

* rows in the order of the nodes at which they begin: 4 less;
* hashes of 16 bytes instead of texts, see `ladybug_text.column_types`: 2 less;
* columns with one value in all rows, or none, are added afterwards: 1 less each;
* nodes in two groups, each filled by a processor: 5 less on the clock, see `ladybug_spread`;
* outside of a transaction: 50 less. All or nothing is kept by the copy of the file.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreError
from graphrisk.model.graph import taken
from graphrisk.model.ragged import stable_order
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import RecordTables, arrow_schema, conform
from graphrisk.progress import Progress
from graphrisk.store import ladybug_rows as rows
from graphrisk.store import ladybug_spread as spread
from graphrisk.store import ladybug_text as text
from graphrisk.store.base import Changes, dangling, not_current, there_already
from graphrisk.store.ladybug_result import hash_values
from graphrisk.store.ladybug_rows import Execute
from graphrisk.store.plan import all_differ
from graphrisk.store.versions import batches, history_rows

BULK_ROWS = 100_000
_MANY_MORE = 350_000
_FIRST_ROWS = 1_000
_ENDS = ("from_id", "to_id")


def is_worth_it(execute: Execute, kind: str, changes: Changes) -> bool:
    """Return True where so many edges change that their table is better made anew.

    Measured beside 1,000,000 edges: to change 200,000 takes 33 s so and 48 s in place, to add
    200,000 takes 28 s so and 24 s in place.
    """
    inserted = changes.insert[kind].num_rows if kind in changes.insert else 0
    retired = len(changes.retire.get(kind, ()))
    if inserted + retired < BULK_ROWS:
        return False
    return retired >= BULK_ROWS // 2 or inserted >= _MANY_MORE or not rows.count(execute, kind)


def taken_out(execute: Execute, kind: str, changes: Changes, progress: Progress) -> pa.Table:
    """Write retired versions to the history, empty the table, return the edges that stay."""
    retired = pa.array(changes.retire.get(kind, ()), pa.string())
    progress.start(f"superseding {KINDS[kind].table}", len(retired))
    kept = rows.read(execute, kind, None, None)
    if len(retired):
        goes = pc.is_in(kept.column("id"), value_set=retired)
        old, kept = kept.filter(goes), kept.filter(pc.invert(goes))
        if old.num_rows != len(retired):
            raise not_current(kind)
        for part in batches(old):
            rows.copy(execute, text.SUPERSEDED, history_rows(kind, part, changes.load))
            progress.advance(part.num_rows)
    progress.done()
    execute(text.drop_table(kind))
    return kept


def put_in(
    execute: Execute, kind: str, kept: RecordTables, changes: Changes, progress: Progress
) -> None:
    """Make the table of a kind anew, from the edges that stay and those that come.

    Both are taken out of where they are, to save memory.
    """
    table, kept[kind] = kept[kind], kept[kind].slice(0, 0)
    if kind in changes.insert:
        table = pa.concat_tables([table, conform(kind, changes.insert.pop(kind))])
    progress.start(f"writing {KINDS[kind].table}", table.num_rows)
    if not all_differ(table.column("id")):
        raise there_already(kind)
    own = [name for name in table.column_names if name not in _ENDS]
    constant = {n: v for n in own if n != "id" and (v := _one_value(table.column(n))) is not None}
    copied = [
        name
        for name in own
        if name not in constant and table.column(name).null_count < table.num_rows
    ]
    execute(text.create_table(kind, pa.schema([table.schema.field(name) for name in copied])))
    table = _in_order(execute, kind, table.select([*_ENDS, *copied]))
    _give_back_memory()
    if table.num_rows:
        _copy(execute, kind, table)
    for name, value in constant.items():
        execute(text.add_column(kind, arrow_schema(kind).field(name), value))
    progress.advance(table.num_rows)
    progress.done()


def _one_value(column: pa.ChunkedArray) -> str | int | None:
    """Return the value that all rows of a column have, None where there is no plain one."""
    if column.null_count or column.type not in (pa.string(), pa.int64()):
        return None
    for part in (column.slice(0, _FIRST_ROWS), column):
        bounds = pc.min_max(part).as_py()
        value: str | int | None = bounds["min"]
        if value != bounds["max"] or not text.is_plain(value):
            return None
    return value


def _in_order(execute: Execute, kind: str, table: pa.Table) -> pa.Table:
    """Return edges in the order in which the engine keeps the nodes at which they begin.

    Ends and texts that many rows share become numbers into a list of them: less to move.
    """
    starts = None
    for end, at in zip(_ENDS, (KINDS[kind].from_kind, KINDS[kind].to_kind), strict=True):
        ids = rows.as_array(execute(text.read_columns(KINDS[str(at)], ["id"])).column("id"))
        column = rows.as_array(table.column(end))
        places = pc.index_in(column, value_set=ids)
        if places.null_count:
            raise dangling(kind, pc.unique(column.filter(pc.is_null(places))).to_pylist())
        starts = places if starts is None else starts
        table = _put(table, end, pa.DictionaryArray.from_arrays(places, ids))
    for name in table.column_names:
        column = table.column(name)
        if name == "record_hash":
            table = _put(table, name, hash_values(rows.as_array(column)))
        elif pa.types.is_string(column.type) and _repeats(column):
            table = _put(table, name, rows.as_array(column).dictionary_encode())
    return taken(table, pa.array(stable_order(np.asarray(starts))))


def _repeats(column: pa.ChunkedArray) -> bool:
    return len(pc.unique(column.slice(0, _FIRST_ROWS))) * 10 < min(len(column), _FIRST_ROWS)


def _put(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def _give_back_memory() -> None:
    """Give back what nobody uses: what one thread has freed the others do not get (0.1 GB)."""
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # another C library keeps less of it
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _copy(execute: Execute, kind: str, table: pa.Table) -> None:
    """Fill an empty relation table by one COPY outside of a transaction."""
    filled = [batch for batch in table.to_batches() if batch.num_rows]  # an empty one ends a COPY
    execute("COMMIT")
    try:
        execute(text.use_threads(spread.writers(execute, kind)))
        rows.copy(execute, kind, pa.Table.from_batches(filled, table.schema))
    finally:
        execute(text.use_threads(1))
        execute("BEGIN TRANSACTION")
    if rows.count(execute, kind) != table.num_rows:
        raise StoreError(f"only a part of {KINDS[kind].table} was taken by the engine")
