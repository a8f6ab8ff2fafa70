"""Arrays of a large store that are kept: read once from the engine, then as they are.

They are kept under the digest of the records that they hold, so they can be old but never wrong;
they may be deleted at any time. Only the newest are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import Ints, one_chunk
from graphrisk.model.schema import BOOKKEEPING_NAMES
from graphrisk.model.tables import RecordTables, arrow_schema

ENDS = "_ends"
"""Rows of the ends of each SERVES record: looking a million names up takes longer than the rest."""
ROWS_OF = {"source": "from_id", "target": "to_id"}
Column = tuple[str, str, pa.Array]
"""Kind, name, values."""
NOT_OURS = (KeyError, TypeError, ValueError, AttributeError, pa.ArrowException)
"""What reading raises of arrays, or of what is said of them, that somebody else has changed."""


class Prepared(Protocol):
    """Arrays of a state that is about to be reached."""

    def put(self) -> bool:
        """Keep them instead of those of earlier states; False where that is not possible."""

    def drop(self) -> None:
        """Forget them: the state was not reached."""


class KeptArrays(Protocol):
    """Where arrays of a store are kept. Nothing depends on it: what fails costs time later."""

    def holds(self, digest: str) -> bool:
        """Return True where the arrays of a state are kept."""

    def read(self, digest: str) -> RecordTables | None:
        """Return the tables of a state, without bookkeeping; None when they are not all there."""

    def may_keep(self) -> bool:
        """Return False where nothing can be kept: to make arrays ready takes seconds."""

    def prepare(self, digest: str, tables: Mapping[str, pa.Table]) -> Prepared | None:
        """Make the arrays of a state ready to be kept; None where that is not possible."""


def content_columns(kind: str) -> list[str]:
    """Return the columns of a kind but for bookkeeping, as a graph has them."""
    return [name for name in arrow_schema(kind).names if name not in BOOKKEEPING_NAMES]


def columns_of(tables: Mapping[str, pa.Table]) -> Iterator[Column]:
    """Yield each column in which something is known; one at a time, to save memory.

    In id order records need no sorting next time, and the rows of their ends can be kept; where
    names are merged the graph holds other records than the store, and rows stay as they lie.
    """
    orders: dict[str, pa.Array | None] = {}
    if "Merge" not in tables and {"Organization", "SERVES"} <= tables.keys():
        orders = {kind: _id_order(tables[kind]) for kind in ("Organization", "SERVES")}
        ids = _in_order(tables["Organization"].column("id"), orders["Organization"])
        for name, end in ROWS_OF.items():
            found = pc.index_in(one_chunk(tables["SERVES"].column(end)), value_set=ids)
            yield ENDS, name, _in_order(found, orders["SERVES"])
    for kind, table in tables.items():
        for name in table.column_names:
            if table.column(name).null_count < table.num_rows:
                yield kind, name, _in_order(table.column(name), orders.get(kind))


def _id_order(table: pa.Table) -> pa.Array | None:
    """Return the order of ids, None where rows lie in it already."""
    ids = one_chunk(table.column("id"))
    if len(ids) < 2 or pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py():
        return None
    return pc.sort_indices(ids)


def _in_order(column: pa.ChunkedArray | pa.Array, order: pa.Array | None) -> pa.Array:
    whole = one_chunk(column)
    return whole if order is None else whole.take(order)


def counted(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    """Return how many rows each table has."""
    return {kind: table.num_rows for kind, table in tables.items()}


def tables_from(rows: Mapping[str, int], columns: Iterator[Column]) -> RecordTables | None:
    """Return tables, the ends of links among them; None where a column is not as long as they are.

    Raises
    ------
    NOT_OURS
        A column is not one of ours.
    """
    there = {(kind, name): values for kind, name, values in columns}
    if any(len(values) != _length(kind, rows) for (kind, _), values in there.items()):
        return None
    tables = {
        kind: pa.table(
            {
                name: there.get((kind, name), pa.nulls(count, arrow_schema(kind).field(name).type))
                for name in content_columns(kind)
            },
            schema=pa.schema([arrow_schema(kind).field(name) for name in content_columns(kind)]),
        )
        for kind, count in rows.items()
    }
    if (ENDS, "source") in there:
        tables[ENDS] = pa.table({name: there[ENDS, name] for name in ROWS_OF})
    return tables


def _length(kind: str, rows: Mapping[str, int]) -> int:
    return rows["SERVES" if kind == ENDS else kind]


def take_ends(tables: RecordTables) -> tuple[Ints, Ints] | None:
    """Take the rows of vendor and customer of each SERVES record out of tables that were kept.

    None where they were not kept.
    """
    ends = tables.pop(ENDS, None)
    if ends is None:
        return None
    source, target = (np.asarray(one_chunk(ends.column(name))) for name in ROWS_OF)
    return source, target
