"""What each load of a store did, worked out from the versions it keeps."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.tables import RecordTables
from graphrisk.store.base import Changes, GraphReader, Load
from graphrisk.store.states import KEY, ORDER
from graphrisk.store.versions import from_history, hash_of, without_archive


class Past:
    """The records and the history of a store, by the loads that wrote them.

    Parameters
    ----------
    store
        Fixed on one state.
    loads
        All loads of it.

    Notes
    -----
    Reads the history at once, the current records of a kind when they are first asked for.
    """

    def __init__(self, store: GraphReader, loads: Sequence[Load]) -> None:
        self._store = store
        self._last = loads[-1].number if loads else 0
        history = store.history()
        is_current_once = pc.not_equal(
            history.column("load_number"), history.column("superseded_by")
        )
        self._archive = history.filter(pc.invert(is_current_once))
        self._history = without_archive(history)
        self._counts = store.info().counts
        self._current: RecordTables = {}

    def keys_at(self, number: int) -> RecordTables:
        """Return id and hash of what was current after a load."""
        held = self._history.filter(
            pc.and_(
                pc.less_equal(self._history.column("load_number"), number),
                pc.greater(self._history.column("superseded_by"), number),
            )
        )
        found = {}
        for kind in ORDER:
            older = held.filter(pc.equal(held.column("kind"), kind))
            hashes = [hash_of(text) for text in older.column("record").to_pylist()]
            parts = [
                pa.table({"id": older.column("id"), "record_hash": pa.array(hashes, pa.string())})
            ]
            if self._counts.get(kind):
                rows = self._rows(kind)
                known = pc.less_equal(rows.column("load_number"), number)
                parts.append(rows.filter(known).select(KEY))
            found[kind] = pa.concat_tables(parts)
        return found

    def changes_of(self, load: Load) -> Changes:
        """Return what a load did; the digest of the state after it is not worked out."""
        insert: RecordTables = {}
        retire: dict[str, list[str]] = {}
        archive: RecordTables = {}
        brought = self._history.filter(pc.equal(self._history.column("load_number"), load.number))
        ended = self._history.filter(pc.equal(self._history.column("superseded_by"), load.number))
        archived = self._archive.filter(pc.equal(self._archive.column("load_number"), load.number))
        for kind in ORDER:
            if (found := self._brought(kind, brought, load.number)).num_rows:
                insert[kind] = found
            if ids := _of(kind, ended).column("id").to_pylist():
                retire[kind] = ids
            if (rows := _of(kind, archived)).num_rows:
                archive[kind] = from_history(kind, rows)
        return Changes(load, insert, retire, archive=archive)

    def _brought(self, kind: str, brought: pa.Table, number: int) -> pa.Table:
        """Return the versions of a kind that a load wrote: still current, and superseded since."""
        older = from_history(kind, _of(kind, brought))
        if not self._counts.get(kind):
            return older
        rows = self._rows(kind)
        own = pc.equal(rows.column("load_number"), number)
        if number == self._last:
            del self._current[kind]  # nobody asks for it again
        if pc.all(own).as_py():
            return pa.concat_tables([rows, older]) if older.num_rows else rows
        return pa.concat_tables([rows.filter(own), older])

    def _rows(self, kind: str) -> pa.Table:
        if kind not in self._current:
            self._current[kind] = self._store.read(kind)
        return self._current[kind]


def _of(kind: str, history: pa.Table) -> pa.Table:
    return history.filter(pc.equal(history.column("kind"), kind))
