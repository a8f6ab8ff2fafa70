"""Reading a Neo4j store as it was after one load, whatever is written meanwhile.

The server's isolation is read-committed. Here a reader keeps to the state that it saw first: if
that has not moved when the rows are there, they are right as they are. Else versions that came
later are left out, and those that went are fetched from the history, which holds every version
before it leaves its place.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.schema import KINDS, SCHEMA_VERSION, Kind
from graphrisk.model.tables import arrow_schema
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.base import Load, StoreInfo, Unfinished, with_undone
from graphrisk.store.neo4j_ranges import read_all
from graphrisk.store.neo4j_rows import Link, Transaction
from graphrisk.store.neo4j_state import State, load_of
from graphrisk.store.neo4j_turn import silence
from graphrisk.store.versions import from_history

_MANY = 2_000
"""Rows from which a query of its own pays for its plan, some 50 ms."""


class Neo4jSnapshot:
    """One state of a store.

    Parameters
    ----------
    lease_seconds
        A writer that is silent for so long has died.
    """

    def __init__(self, link: Link, location: str, lease_seconds: float) -> None:
        self.location = location
        self._link = link
        self._lease_seconds = lease_seconds
        self._text = link.read(rows.state_text)
        self._state = State.read(self._text)

    def info(self) -> StoreInfo:
        """Return what the store held."""
        return self._link.read(self._info)

    def _info(self, transaction: Transaction) -> StoreInfo:
        state, unfinished = self._state, None
        if state.unfinished is not None:
            is_alive = silence(transaction) < self._lease_seconds
            unfinished = Unfinished(state.unfinished, is_alive)
        found = rows.values(transaction, text.LOAD_ROW, {"number": state.last})
        return StoreInfo(
            self.location,
            "neo4j",
            SCHEMA_VERSION,
            {kind: state.counts.get(kind, 0) for kind in KINDS},
            state.digest,
            load_of(found[0][0]) if found else None,
            unfinished,
        )

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return the versions of a kind that were current."""
        schema = arrow_schema(kind)
        wanted = schema.names if columns is None else list(columns)
        some = rows.as_list(ids)
        if not self._state.counts.get(kind) or some == []:
            return pa.schema([schema.field(name) for name in wanted]).empty_table()
        found = self._read_all(KINDS[kind], wanted) if some is None else None
        if found is None:
            found = self._link.read(lambda tx: self._read(tx, KINDS[kind], wanted, some))
        return found.select(wanted)

    def _read_all(self, kind: Kind, columns: list[str]) -> pa.Table | None:
        """Read very many records of a state that still stands; None for all others."""
        if self._state.unfinished is not None or self._state.counts[kind.name] <= _MANY:
            return None
        schema = arrow_schema(kind.name)
        there = pa.schema([schema.field(name) for name in self._known(kind, columns)])
        found = read_all(self._link, kind, there, self._state.counts, self._text)
        return None if found is None else _filled(found, kind, columns)

    def _read(
        self, transaction: Transaction, kind: Kind, columns: list[str], ids: list[str] | None
    ) -> pa.Table:
        if self._state.unfinished is None:
            found = self._in_place(transaction, kind, columns, ids)
            if rows.state_text(transaction) == self._text:
                return found
        while True:
            rollbacks = State.read(rows.state_text(transaction)).rollbacks
            found = self._pieced_together(transaction, kind, columns, ids)
            if State.read(rows.state_text(transaction)).rollbacks == rollbacks:
                return found

    def _in_place(
        self,
        transaction: Transaction,
        kind: Kind,
        columns: list[str],
        ids: list[str] | None,
        last: int | None = None,
    ) -> pa.Table:
        """Read the columns that any version has; the others are empty."""
        there = self._known(kind, columns)
        many = (self._state.counts.get(kind.name, 0) if ids is None else len(ids)) > _MANY
        found = rows.read(transaction, kind, there, ids=ids, last=last, is_large=many)
        return _filled(found, kind, columns)

    def _known(self, kind: Kind, columns: list[str]) -> list[str]:
        """Return the columns that some version has, ``id`` where there is none."""
        known = {"id", "from_id", "to_id", *self._state.columns.get(kind.name, ())}
        return [name for name in columns if name in known] or ["id"]

    def _pieced_together(
        self, transaction: Transaction, kind: Kind, columns: list[str], ids: list[str] | None
    ) -> pa.Table:
        """Read what is still in its place, and the rest from the history.

        A version leaves its place after it is in the history, and leaves the history (when an
        unfinished load is taken back) after it is in its place: reading the history before and
        after misses none.
        """
        wanted = list(dict.fromkeys([*columns, "id"]))
        given = {"kind": kind.name, "ids": ids, "known": self._state.last}
        before = rows.history(transaction, **given)
        current = self._in_place(transaction, kind, wanted, ids, self._state.last)
        after = rows.history(transaction, **given)
        older = from_history(kind.name, pa.concat_tables([before, _others(after, before, "key")]))
        return pa.concat_tables([current, _others(older.select(wanted), current, "id")])

    def history(
        self,
        kind: str | None = None,
        *,
        ids: Sequence[str] | None = None,
        superseded_by: int | None = None,
        load_number: int | None = None,
    ) -> pa.Table:
        """Return superseded versions."""
        given = {
            "kind": kind,
            "superseded_by": superseded_by,
            "load_number": load_number,
            "ids": rows.as_list(ids),
            "up_to": self._state.last,
        }
        return self._link.read(lambda tx: rows.history(tx, **given))

    def loads(self) -> list[Load]:
        """Return all finished loads by number."""
        parameters = {"last": self._state.last}
        found = self._link.read(lambda tx: rows.values(tx, text.LOAD_ROWS, parameters))
        return with_undone(load_of(row) for (row,) in found)


def _filled(found: pa.Table, kind: Kind, columns: list[str]) -> pa.Table:
    """Return columns in order; those that no version has are empty."""
    schema = pa.schema([arrow_schema(kind.name).field(name) for name in columns])
    arrays = [
        found.column(field.name)
        if field.name in found.column_names
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _others(table: pa.Table, known: pa.Table, key: str) -> pa.Table:
    """Return the rows whose key is not among the known ones."""
    there = pc.is_in(table.column(key), value_set=known.column(key).combine_chunks())
    return table.filter(pc.invert(there))
