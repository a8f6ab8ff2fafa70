"""The embedded store: one file, Cypher, no server. The only door to ladybug."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa

from graphrisk.errors import QueryFailed, StoreBusy, StoreError, StoreSchemaMismatch
from graphrisk.model.schema import KINDS, SCHEMA_VERSION
from graphrisk.progress import SILENT, Progress
from graphrisk.store import before_image, cypher_words
from graphrisk.store import ladybug_rows as rows
from graphrisk.store import ladybug_text as text
from graphrisk.store.array_files import ArrayFiles
from graphrisk.store.arrays import KeptArrays
from graphrisk.store.base import (
    EMPTY_DIGEST,
    NO_BOUNDS,
    STORE_FORMAT,
    Bounds,
    Capability,
    Changes,
    Dialect,
    Load,
    Plan,
    StoreInfo,
    last_load,
    with_undone,
)
from graphrisk.store.file_lock import FileLock
from graphrisk.store.ladybug_errors import opening_error, plain
from graphrisk.store.ladybug_load import write
from graphrisk.store.ladybug_plan import read_plan
from graphrisk.store.ladybug_result import of_result

if TYPE_CHECKING:
    import ladybug

_STOPPED = "Interrupted."
_READING_THREADS = min(4, os.cpu_count() or 1)
"""1,000,000 edges are found in 0.4 s by two threads, in 1.0 s by one."""


class LadybugStore:
    """Records in one file; many processes may read it, or one write it.

    Parameters
    ----------
    path
        The file; made when it does not exist and ``read_only`` is not set.
    read_only
        Only read.

    Raises
    ------
    StoreBusy
        Another process holds the file; ``process_id`` says which.
    StoreSchemaMismatch
        Not a file of graphrisk, or one of a newer version.
    StoreError
        There is no such file or folder.
    """

    dialect: Dialect | None = "ladybug"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.CYPHER, Capability.PERSISTENT}
    )

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.location = f"ladybug:{path}"
        self._path = path
        self.arrays: KeptArrays | None = ArrayFiles(path)
        self._read_only = read_only
        self._guard = threading.RLock()
        self._database: ladybug.Database | None = None
        self._connection: ladybug.Connection | None = None
        self._lock: FileLock | None = None
        try:
            if read_only:
                self._open_for_reading()
            else:
                self._open_for_writing()
            self.prepare()
        except BaseException:
            self.close()
            raise

    def _open_for_reading(self) -> None:
        """Open; after a writer that died, or an older graphrisk, the file is mended first."""
        if not self._path.exists() and not before_image.is_kept(self._path):
            raise StoreError(
                "there is no store here yet",
                where=str(self._path),
                fix="'graphrisk load FILE' makes one, or name another with --store",
            )
        try:
            self._lock = FileLock(self._path, shared=True)
            self._connect()
            current = self._version() == SCHEMA_VERSION and not before_image.is_kept(self._path)
        except (StoreBusy, StoreSchemaMismatch):
            self.close()
            raise
        except StoreError:
            current = False
        if not current:
            self.close()
            LadybugStore(self._path).close()
            self._lock = FileLock(self._path, shared=True)
            self._connect()

    def _open_for_writing(self) -> None:
        self._lock = FileLock(self._path, shared=False)
        if before_image.is_kept(self._path):
            before_image.put_back(self._path)
        self._connect()

    def _connect(self) -> None:
        import ladybug

        try:
            self._database = ladybug.Database(self._path, read_only=self._read_only)
            self._connection = ladybug.Connection(self._database)
        except Exception as error:
            self.close()
            raise opening_error(error, self._path) from None
        self._use_threads(_READING_THREADS)

    def _use_threads(self, number: int) -> None:
        if self._connection is not None:
            self._connection.set_max_threads_for_exec(number)

    def _disconnect(self) -> None:
        connection, database = self._connection, self._database
        self._connection = self._database = None
        for part in (connection, database):
            if part is not None:
                part.close()

    def prepare(self) -> None:
        """Make the tables of a new file, bring an older one up to date, refuse all others."""
        found = self._version()
        if found == SCHEMA_VERSION:
            return
        if found is not None and found > SCHEMA_VERSION:
            raise StoreSchemaMismatch(
                f"the file has schema version {found}, this graphrisk knows {SCHEMA_VERSION}",
                where=str(self._path),
                fix="use a newer graphrisk, or another file",
            )
        with self._guarded_write():
            rows.complete_columns(self._execute)
            if found is None:
                rows.set_meta(self._execute, "format", STORE_FORMAT)
                rows.set_meta(self._execute, "digest", EMPTY_DIGEST)
            rows.set_meta(self._execute, "schema_version", str(SCHEMA_VERSION))

    def _version(self) -> int | None:
        """Return the schema version, 0 when columns are to be added, None without any table."""
        names = self._execute("CALL show_tables() RETURN name").column("name").to_pylist()
        if not names:
            return None
        meta = rows.meta(self._execute) if text.META in names else {}
        if meta.get("format") != STORE_FORMAT or not meta.get("schema_version", "").isdigit():
            raise StoreSchemaMismatch(
                "a database, but not one of graphrisk",
                where=str(self._path),
                fix="name another file",
            )
        version = int(meta["schema_version"])
        return 0 if version == SCHEMA_VERSION and meta.get("columns") != "all" else version

    def snapshot(self) -> LadybugStore:
        """Return this store: while it is open, nobody else writes to its file."""
        return self

    def info(self) -> StoreInfo:
        """Return what the store holds."""
        meta = rows.meta(self._execute)
        return StoreInfo(
            self.location,
            "ladybug",
            int(meta["schema_version"]),
            {kind: rows.count(self._execute, kind) for kind in KINDS},
            meta["digest"],
            last_load(self.loads()),
        )

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return current versions of a kind; columns without any known value are not fetched."""
        with self._guard:
            return rows.read(self._execute, kind, columns, ids)

    def history(
        self,
        kind: str | None = None,
        *,
        ids: Sequence[str] | None = None,
        superseded_by: int | None = None,
        load_number: int | None = None,
    ) -> pa.Table:
        """Return superseded versions."""
        given = {"kind": kind, "superseded_by": superseded_by, "load_number": load_number}
        return rows.history(self._execute, given, ids)

    def loads(self) -> list[Load]:
        """Return all loads by number."""
        columns = ", ".join(f"n.`{name}` AS `{name}`" for name in text.LOAD_SCHEMA.names)
        found = self._execute(f"MATCH (n:`{text.LOAD}`) RETURN {columns}").to_pylist()
        return with_undone(Load(**{**row, "sources": tuple(row["sources"])}) for row in found)

    def apply(self, changes: Changes, progress: Progress = SILENT) -> None:
        """Do all of it or nothing, in one transaction; until it is whole a copy is kept.

        Notes
        -----
        A write copies the file first: 0.3 GB, about a second, for 1,000,000 edges.
        """
        if self._read_only:
            raise StoreError("the store was opened for reading", where=self.location)
        try:
            with self._guarded_write():
                write(self._execute, changes, progress)
                rows.set_meta(self._execute, "digest", changes.digest)
        except StoreError as error:
            error.where = error.where or self.location
            raise

    def mend(self, progress: Progress = SILENT) -> None:
        """Do nothing: what a dead load left was taken back when the file was opened."""

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        read_only: bool = True,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        """Run one Cypher query and return its rows."""
        if missing := sorted(cypher_words.parameters(query) - set(parameters or {})):
            # The engine would take a parameter that is not given for null and find nothing.
            raise QueryFailed(f"parameter ${missing[0]} is not given", where=self.location)
        try:
            with self._transaction(" READ ONLY") if read_only else self._guarded_write():
                return self._execute(query, parameters, bounds)
        except (StoreBusy, QueryFailed):
            raise
        except StoreError as error:
            raise QueryFailed(error.what, where=self.location, fix="check the query") from None

    def explain(self, query: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Return how the engine would answer a query; it checks the query, too."""
        return read_plan("\n".join(self.run(f"EXPLAIN {query}", parameters)[0].to_pylist()))

    @contextmanager
    def _guarded_write(self) -> Iterator[None]:
        """A transaction beside a copy of the file as it was: see `before_image`."""
        with self._guard:
            if self._connection is None:
                raise StoreError("the store is closed", where=self.location)
            self._disconnect()  # closing a second handle of an open file would free its lock
            before_image.keep(self._path)
            self._connect()
            self._use_threads(1)  # two are no faster and need 0.3 GB more; but see ladybug_spread
            try:
                with self._transaction():
                    yield
                self._execute("CHECKPOINT")
            except BaseException:
                self._disconnect()
                before_image.put_back(self._path)
                self._connect()
                raise
            before_image.drop(self._path)
            self._use_threads(_READING_THREADS)

    @contextmanager
    def _transaction(self, mode: str = "") -> Iterator[None]:
        with self._guard:
            self._execute(f"BEGIN TRANSACTION{mode}")
            try:
                yield
                self._execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        with suppress(StoreError):  # a failed statement has rolled back already
            self._execute("ROLLBACK")

    def _execute(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        with self._guard:
            if self._connection is None:
                raise StoreError("the store is closed", where=self.location)
            # 0 lifts what an earlier query set
            self._connection.set_query_timeout(round(1000 * (bounds.seconds or 0)))
            try:
                result = self._connection.execute(query, dict(parameters or {}))
                return of_result(result, bounds.rows)
            except Exception as error:
                if _STOPPED in str(error):
                    what = "took too long and was stopped"
                    fix = "ask for less, or raise the setting query_timeout_seconds"
                    raise QueryFailed(what, where=self.location, fix=fix) from None
                raise StoreError(plain(error), where=self.location) from None

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
        with self._guard:
            self._disconnect()
            if self._lock is not None:
                self._lock.close()
            self._lock = None
