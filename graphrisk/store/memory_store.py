"""The reference store: Arrow tables in memory. What it does is what "correct" means."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import CapabilityMissing, StoreBusy
from graphrisk.model.schema import EDGE_KINDS, KINDS, SCHEMA_VERSION
from graphrisk.model.tables import RecordTables, conform, empty_table
from graphrisk.progress import SILENT, Progress
from graphrisk.store.arrays import KeptArrays
from graphrisk.store.base import (
    EMPTY_DIGEST,
    NO_BOUNDS,
    Bounds,
    Capability,
    Changes,
    Dialect,
    Load,
    Plan,
    StoreInfo,
    dangling,
    last_load,
    not_current,
    there_already,
    with_undone,
)
from graphrisk.store.versions import HISTORY_SCHEMA, archive_rows, history_rows


class MemoryStore:
    """A store that lives as long as the process.

    Examples
    --------
    >>> MemoryStore().info().engine
    'memory'
    """

    location = "memory:"
    dialect: Dialect | None = None
    arrays: KeptArrays | None = None
    capabilities: ClassVar[frozenset[Capability]] = frozenset()

    def __init__(self) -> None:
        self._current: RecordTables = {kind: empty_table(kind) for kind in KINDS}
        self._history = HISTORY_SCHEMA.empty_table()
        self._loads: tuple[Load, ...] = ()
        self._digest = EMPTY_DIGEST
        self._guard = threading.Lock()

    def prepare(self) -> None:
        """Do nothing: memory is always ready."""

    def snapshot(self) -> MemoryStore:
        """Return a reader of the state as it is now: tables are never changed in place."""
        with self._guard:
            return copy.copy(self)

    def info(self) -> StoreInfo:
        """Return what the store holds."""
        return StoreInfo(
            self.location,
            "memory",
            SCHEMA_VERSION,
            {kind: table.num_rows for kind, table in self._current.items()},
            self._digest,
            last_load(self._loads),
        )

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return current versions of a kind."""
        table = self._current[kind]
        if ids is not None:
            table = table.filter(pc.is_in(table.column("id"), value_set=pa.array(ids, pa.string())))
        return table if columns is None else table.select(list(columns))

    def history(
        self,
        kind: str | None = None,
        *,
        ids: Sequence[str] | None = None,
        superseded_by: int | None = None,
        load_number: int | None = None,
    ) -> pa.Table:
        """Return superseded versions."""
        table = self._history
        for name, wanted in (
            ("kind", kind),
            ("superseded_by", superseded_by),
            ("load_number", load_number),
        ):
            if wanted is not None:
                table = table.filter(pc.equal(table.column(name), wanted))
        if ids is not None:
            table = table.filter(pc.is_in(table.column("id"), value_set=pa.array(ids, pa.string())))
        return table

    def loads(self) -> list[Load]:
        """Return all loads by number."""
        return with_undone(self._loads)

    def apply(self, changes: Changes, progress: Progress = SILENT) -> None:
        """Do all of it or nothing: the new state is made aside and put in place at the end."""
        load = changes.load
        if load.number != len(self._loads) + 1:
            raise StoreBusy("another load was written meanwhile", fix="try again")
        current = dict(self._current)
        history = [self._history]
        for kind, ids in changes.retire.items():
            gone = pc.is_in(current[kind].column("id"), value_set=pa.array(ids, pa.string()))
            retired = current[kind].filter(gone)
            if retired.num_rows != len(ids):
                raise not_current(kind)
            history.append(history_rows(kind, retired, load))
            current[kind] = current[kind].filter(pc.invert(gone))
        for kind, table in changes.insert.items():
            joined = pa.concat_tables([current[kind], conform(kind, table)])
            if len(pc.unique(joined.column("id"))) != joined.num_rows:
                raise there_already(kind)
            current[kind] = joined
        history += [archive_rows(kind, table, load) for kind, table in changes.archive.items()]
        self._check_ends(current)
        with self._guard:
            self._current = current
            self._history = pa.concat_tables(history)
            self._loads = (*self._loads, load)
            self._digest = changes.digest

    def mend(self, progress: Progress = SILENT) -> None:
        """Do nothing: no load is ever half done."""

    def _check_ends(self, current: RecordTables) -> None:
        for kind in EDGE_KINDS:
            table = current[kind.name]
            for end, end_kind in (("from_id", kind.from_kind), ("to_id", kind.to_kind)):
                known = current[str(end_kind)].column("id")
                found = pc.is_in(table.column(end), value_set=known)
                if not pc.all(found, min_count=0).as_py():
                    missing = table.column(end).filter(pc.invert(found))
                    raise dangling(kind.name, missing.to_pylist())

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        read_only: bool = True,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        """Refuse: memory knows no Cypher."""
        raise self._no_cypher()

    def explain(self, query: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Refuse: memory knows no Cypher."""
        raise self._no_cypher()

    def _no_cypher(self) -> CapabilityMissing:
        return CapabilityMissing(
            "the store in memory answers no queries",
            where=self.location,
            fix="use the embedded store (ladybug:PATH) or Neo4j",
        )

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""
