"""The server store: Neo4j 5.26 or newer. The only door to the neo4j driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

import neo4j
import pyarrow as pa
from neo4j import exceptions as errors

from graphrisk.errors import (
    QueryFailed,
    StoreError,
    StoreSchemaMismatch,
    StoreUnavailable,
    UsageError,
)
from graphrisk.model.schema import KINDS, SCHEMA_VERSION
from graphrisk.model.tables import arrow_schema
from graphrisk.progress import SILENT, Progress
from graphrisk.settings import Settings
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
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
from graphrisk.store.versions import HISTORY_SCHEMA

_OUT_OF_MEMORY = "MemoryPoolOutOfMemoryError"
_STILL_CONNECTED = "still has relationships"


class Neo4jStore:
    """Records on a Neo4j server; many processes may read and write, loads follow each other.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT`` or ``bolt://HOST:PORT``; ``+s`` for an encrypted connection.
    user, password, database
        As the server knows them; the password is never shown.
    timeout_seconds
        Longest wait for a connection.
    read_only
        Only read: nothing is prepared either.

    Raises
    ------
    StoreUnavailable
        The server does not answer.
    StoreError
        User or password are refused, or there is no such database.
    """

    dialect: Dialect | None = "neo4j"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.CYPHER, Capability.PERSISTENT, Capability.CONCURRENT_WRITERS}
    )

    def __init__(
        self,
        address: str,
        *,
        user: str = "neo4j",
        password: str = "",
        database: str = "neo4j",
        timeout_seconds: float = 30.0,
        read_only: bool = False,
    ) -> None:
        self.location = address
        self._database = database
        self._read_only = read_only
        self._driver = self._connected(user, password, timeout_seconds)
        try:
            self.prepare()
        except BaseException:
            self.close()
            raise

    def _connected(self, user: str, password: str, timeout_seconds: float) -> neo4j.Driver:
        driver: neo4j.Driver | None = None
        try:
            driver = neo4j.GraphDatabase.driver(
                self.location,
                auth=(user, password),
                connection_timeout=timeout_seconds,
                connection_acquisition_timeout=2 * timeout_seconds,
                notifications_min_severity="OFF",
            )
            driver.verify_connectivity()
        except (errors.Neo4jError, errors.DriverError, ValueError) as error:
            if driver is not None:
                driver.close()
            if isinstance(error, ValueError | errors.ConfigurationError):
                raise UsageError(
                    f"not an address of a Neo4j server: {error}",
                    where=self.location,
                    fix="write neo4j://HOST:PORT or bolt://HOST:PORT",
                ) from None
            raise _mapped(error, self.location) from None
        return driver

    def prepare(self) -> None:
        """Make the constraints once, bring an older store up to date, refuse all others."""
        found = self._version()
        if found == SCHEMA_VERSION:
            return
        if found is not None and found > SCHEMA_VERSION:
            raise StoreSchemaMismatch(
                f"the store has schema version {found}, this graphrisk knows {SCHEMA_VERSION}",
                where=self.location,
                fix="use a newer graphrisk, or another database",
            )
        if self._read_only:
            raise StoreError(
                "there is no store here yet, or an older one",
                where=self.location,
                fix="load something first: 'graphrisk load FILE'",
            )
        for statement in text.constraints():
            self._write(statement)
        with self._transaction("WRITE") as transaction:
            if found is None:
                rows.set_meta(transaction, "format", STORE_FORMAT)
                rows.set_meta(transaction, "digest", EMPTY_DIGEST)
            rows.set_meta(transaction, "schema_version", str(SCHEMA_VERSION))

    def _version(self) -> int | None:
        """Return the schema version; None for a database without anything of ours."""
        meta = self._meta()
        if meta.get("format") == STORE_FORMAT and meta.get("schema_version", "").isdigit():
            return int(meta["schema_version"])
        with self._transaction("READ") as transaction:
            if rows.values(transaction, text.ANY_OF_OURS, {"labels": list(text.LABELS)}):
                raise StoreSchemaMismatch(
                    "the database holds nodes with our labels that graphrisk did not write",
                    where=self.location,
                    fix="name another database (setting neo4j_database) or empty this one",
                )
        return None

    def _meta(self) -> dict[str, str]:
        with self._transaction("READ") as transaction:
            return dict(rows.values(transaction, text.META_ROWS))

    def info(self) -> StoreInfo:
        """Return what the store holds."""
        with self._transaction("READ") as transaction:
            meta = dict(rows.values(transaction, text.META_ROWS))
            counts = {
                name: int(rows.values(transaction, text.count_rows(kind))[0][0])
                for name, kind in KINDS.items()
            }
            loads = rows.loads(transaction)
        return StoreInfo(
            self.location,
            "neo4j",
            int(meta["schema_version"]),
            counts,
            meta["digest"],
            last_load(loads),
        )

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return current versions of a kind."""
        schema = arrow_schema(kind)
        wanted = schema.names if columns is None else list(columns)
        with self._transaction("READ") as transaction:
            found = rows.read(transaction, KINDS[kind], wanted, rows.as_list(ids))
        return rows.table(found, pa.schema([schema.field(name) for name in wanted]))

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
        parameters: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
        query = text.history(list(parameters), HISTORY_SCHEMA.names, ids is not None)
        if ids is not None:
            parameters["ids"] = rows.as_list(ids)
        with self._transaction("READ") as transaction:
            found = [row for (row,) in rows.values(transaction, query, parameters)]
        return rows.table(found, HISTORY_SCHEMA)

    def loads(self) -> list[Load]:
        """Return all loads by number."""
        with self._transaction("READ") as transaction:
            return with_undone(rows.loads(transaction))

    def apply(self, changes: Changes, progress: Progress = SILENT) -> None:
        """Do all of it or nothing, in one transaction.

        Notes
        -----
        The server keeps an open transaction in memory, about 1 GB for 500,000 new edges: give it
        that (``server.memory.heap.max_size``) or load in several files.
        """
        try:
            with self._transaction("WRITE") as transaction:
                rows.write(transaction, changes, progress)
        except StoreError as error:
            error.where = error.where or self.location
            raise

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        read_only: bool = True,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        """Run one Cypher query and return its rows."""
        mode: Literal["READ", "WRITE"] = "READ" if read_only else "WRITE"
        with self._asked(mode, bounds.seconds) as transaction:
            return rows.free_table(transaction.run(query, dict(parameters or {})), bounds.rows)

    def explain(self, query: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Return how the server would answer a query."""
        with self._asked("READ") as transaction:
            summary = transaction.run(f"EXPLAIN {query}", dict(parameters or {})).consume()
        return rows.plan(summary)

    @contextmanager
    def _asked(
        self, mode: Literal["READ", "WRITE"], seconds: float | None = None
    ) -> Iterator[neo4j.Transaction]:
        """A transaction for a query of somebody else: whatever fails is the query's fault."""
        try:
            with self._transaction(mode, seconds) as transaction:
                yield transaction
        except (QueryFailed, StoreUnavailable):
            raise
        except StoreError as error:
            raise QueryFailed(error.what, where=self.location, fix="check the query") from None

    def _write(self, statement: str) -> None:
        with self._transaction("WRITE") as transaction:
            transaction.run(statement).consume()

    @contextmanager
    def _transaction(
        self, mode: Literal["READ", "WRITE"], seconds: float | None = None
    ) -> Iterator[neo4j.Transaction]:
        access = neo4j.READ_ACCESS if mode == "READ" else neo4j.WRITE_ACCESS
        try:
            with (
                self._driver.session(
                    database=self._database, default_access_mode=access
                ) as session,
                session.begin_transaction(timeout=seconds) as transaction,
            ):
                yield transaction
                transaction.commit()
        except (errors.Neo4jError, errors.DriverError) as error:
            raise _mapped(error, self.location) from None

    def close(self) -> None:
        """Close all connections; harmless when done twice."""
        self._driver.close()


def open_neo4j(address: str, settings: Settings, *, read_only: bool = False) -> Neo4jStore:
    """Open a Neo4j store with user, password and database of the settings.

    Raises
    ------
    UsageError
        The file of the password cannot be read.
    """
    password = settings.text("neo4j_password")
    if not password and settings.text("neo4j_password_file"):
        path = Path(settings.text("neo4j_password_file"))
        try:
            password = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise UsageError(
                "the file of the Neo4j password cannot be read",
                where=str(path),
                fix="set GRAPHRISK_NEO4J_PASSWORD or mend the setting neo4j_password_file",
            ) from None
    return Neo4jStore(
        address,
        user=settings.text("neo4j_user"),
        password=password,
        database=settings.text("neo4j_database"),
        timeout_seconds=settings.number("neo4j_timeout_seconds"),
        read_only=read_only,
    )


def _mapped(error: Exception, location: str) -> StoreError:
    """Return our error for one of the driver's; what it says goes along, no secret is in it."""
    code = getattr(error, "code", None) or ""
    said = (getattr(error, "message", None) or str(error)).strip().partition("\n")[0]
    if isinstance(error, errors.AuthError):
        return StoreError(
            "the server refuses user and password",
            where=location,
            fix="set GRAPHRISK_NEO4J_PASSWORD, and GRAPHRISK_NEO4J_USER unless it is neo4j",
        )
    if _OUT_OF_MEMORY in code:
        return StoreError(
            "the server has not enough memory for this in one transaction; nothing was written",
            where=location,
            fix="give it more (server.memory.heap.max_size), or load in several files",
        )
    if "TransactionTimedOut" in code:
        return QueryFailed("took too long and was stopped", where=location, fix="ask for less")
    if isinstance(
        error,
        errors.ServiceUnavailable | errors.SessionExpired | errors.TransientError,
    ):
        return StoreUnavailable(
            f"the server does not answer: {said}",
            where=location,
            fix="see that it runs and the address is right, then try again",
        )
    if "DatabaseNotFound" in code:
        return StoreError(f"no such database: {said}", where=location, fix="see neo4j_database")
    if isinstance(error, errors.ConstraintError):
        if _STILL_CONNECTED in said:
            what = "edges would end at records that are not there; nothing was written"
            return StoreError(what, where=location, fix="take the edges away first")
        what = "an id to insert is there already; nothing was written"
        return StoreError(what, where=location)
    if isinstance(error, errors.ClientError) and ".Statement." in code:
        return QueryFailed(said, where=location, fix="check the query")
    return StoreError(said or type(error).__name__, where=location)
