"""The server store: Neo4j 5.26 or newer. The only door to the neo4j driver."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import neo4j
import pyarrow as pa
from neo4j import exceptions as errors

from graphrisk.errors import QueryFailed, StoreBusy, StoreError, StoreUnavailable, UsageError
from graphrisk.progress import SILENT, Progress
from graphrisk.settings import Settings
from graphrisk.store import neo4j_load
from graphrisk.store import neo4j_rows as rows
from graphrisk.store.arrays import KeptArrays
from graphrisk.store.base import (
    NO_BOUNDS,
    Bounds,
    Capability,
    Changes,
    Dialect,
    Load,
    Plan,
    StoreInfo,
)
from graphrisk.store.neo4j_access import Access, access_of
from graphrisk.store.neo4j_arrays import Neo4jArrays
from graphrisk.store.neo4j_errors import (
    BAD_VALUES,
    CommitUnheard,
    halted,
    mapped,
    of_a_value,
    too_old,
)
from graphrisk.store.neo4j_parts import Neo4jParts
from graphrisk.store.neo4j_preparing import emptied, prepare
from graphrisk.store.neo4j_reading import Neo4jSnapshot
from graphrisk.store.neo4j_rows import Transaction
from graphrisk.store.neo4j_state import State
from graphrisk.store.neo4j_turn import Limits
from graphrisk.store.neo4j_watch import Watch

Result = TypeVar("Result")
_ATTEMPTS = 3
_DRIVER_ERRORS = (errors.Neo4jError, errors.DriverError)


class Neo4jStore:
    """Records on a Neo4j server; many processes may read and write, loads follow each other.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT`` or ``bolt://HOST:PORT``; ``+s`` for an encrypted connection.
    limits
        How loads are cut into transactions.
    read_only
        Only read: nothing is prepared either.

    Raises
    ------
    StoreUnavailable
        The server does not answer.
    StoreError
        User or password are refused, there is no such database, the server is too old.
    """

    dialect: Dialect | None = "neo4j"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.CYPHER, Capability.PERSISTENT, Capability.CONCURRENT_WRITERS}
    )

    def __init__(
        self,
        address: str,
        access: Access | None = None,
        *,
        limits: Limits | None = None,
        read_only: bool = False,
    ) -> None:
        self.location = address
        self._limits = limits or Limits()
        self._read_only = read_only
        access = access or Access()
        self._link = _Link(address, access)
        self.arrays: KeptArrays | None = Neo4jArrays(self._link)
        try:
            self.prepare()
        except BaseException:
            self.close()
            raise

    def prepare(self) -> None:
        """Make the constraints once, bring an older store up to date, refuse all others."""
        prepare(self._link, self.location, self._link.run_alone, read_only=self._read_only)

    def snapshot(self) -> Neo4jSnapshot:
        """Return a reader of the state as it is now."""
        return Neo4jSnapshot(self._link, self.location, self._limits.lease_seconds)

    def parts(self) -> Neo4jParts:
        """Return a reader of parts of the state as it is now."""
        return Neo4jParts(self._link, self.location, self._limits.lease_seconds)

    def info(self) -> StoreInfo:
        """Return what the store holds."""
        return self.snapshot().info()

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return current versions of a kind."""
        return self.snapshot().read(kind, columns=columns, ids=ids)

    def history(
        self,
        kind: str | None = None,
        *,
        ids: Sequence[str] | None = None,
        superseded_by: int | None = None,
        load_number: int | None = None,
    ) -> pa.Table:
        """Return superseded versions."""
        return self.snapshot().history(
            kind, ids=ids, superseded_by=superseded_by, load_number=load_number
        )

    def loads(self) -> list[Load]:
        """Return all loads by number."""
        return self.snapshot().loads()

    def apply(self, changes: Changes, progress: Progress = SILENT) -> None:
        """Do all of it or nothing: in one transaction, a large load in many.

        A load that dies half-way is not to be seen; `info` names it, and the next one takes back
        what it left.
        """
        try:
            neo4j_load.write(self._link, changes, self._limits, progress)
        except StoreError as error:
            error.where = error.where or self.location
            raise

    def mend(self, progress: Progress = SILENT) -> None:
        """Take back what a load that died half-way has left."""
        neo4j_load.mend(self._link, self._limits, progress)

    def clear(self) -> None:
        """Remove every record, load and version: the store is as new."""
        emptied(self._link, self._limits.batch_rows)
        self.prepare()

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        read_only: bool = True,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        """Run one Cypher query and return its rows.

        Raises
        ------
        StoreBusy
            A load is half written, and the query could see that.
        """
        access = neo4j.READ_ACCESS if read_only else neo4j.WRITE_ACCESS
        with self._asked(access, bounds.seconds) as transaction:
            before = rows.state_text(transaction)
            self._refuse_half_a_load(before)
            found = rows.free_table(transaction.run(query, dict(parameters or {})), bounds.rows)
            if rows.state_text(transaction) != before:
                self._refuse_half_a_load(rows.state_text(transaction))
        return found

    def _refuse_half_a_load(self, state: str) -> None:
        unfinished = State.read(state).unfinished
        if unfinished is not None:
            raise StoreBusy(
                f"load {unfinished.number} is half written: a query would see half of it",
                where=self.location,
                fix="try again when it is done; if nobody is loading, run that load again",
            )

    def explain(self, query: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Return how the server would answer a query."""
        with self._asked(neo4j.READ_ACCESS) as transaction:
            summary = transaction.run(f"EXPLAIN {query}", dict(parameters or {})).consume()
        return rows.plan(summary)

    @contextmanager
    def _asked(self, access: str, seconds: float | None = None) -> Iterator[neo4j.Transaction]:
        """A transaction for a query of somebody else: whatever fails is the query's fault."""
        try:
            with self._link.transaction(access, seconds) as transaction:
                yield transaction
        except (QueryFailed, StoreUnavailable, StoreBusy):
            raise
        except StoreError as error:
            raise QueryFailed(error.what, where=self.location, fix="check the query") from None

    def close(self) -> None:
        """Close all connections; harmless when done twice."""
        self._link.close()


class _Link:
    """A driver, and work done over it in managed transactions."""

    def __init__(self, address: str, access: Access) -> None:
        self._address = address
        self._access = access
        self._seconds = access.timeout_seconds / 2  # twice: a managed transaction tries again
        self._guard = threading.Lock()
        self._has_halted = False
        self._driver = self._connected()
        self._watch = Watch(address, self._seconds, self._give_up)

    def _give_up(self) -> None:
        """End all waiting: the server has halted. What is asked next connects anew."""
        self._has_halted = True
        self._driver.close()

    def _connected(self) -> neo4j.Driver:
        access, driver = self._access, None
        address, secure = _secured(self._address, access.ca_file)
        try:
            driver = neo4j.GraphDatabase.driver(
                address,
                auth=(access.user, access.password),
                connection_timeout=self._seconds,
                connection_acquisition_timeout=self._seconds,
                max_transaction_retry_time=self._seconds,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                **secure,
            )
            agent = driver.get_server_info().agent
        except (*_DRIVER_ERRORS, *BAD_VALUES, OSError) as error:
            if driver is not None:
                driver.close()
            raise mapped(error, self._address) from None
        if (refusal := too_old(agent, self._address)) is not None:
            driver.close()
            raise refusal
        return driver

    def read(self, work: Callable[[Transaction], Result]) -> Result:
        """Do what only reads, again if it fails for a moment."""
        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(self._within_time(work))

    def write(self, work: Callable[[Transaction, bool], Result]) -> Result:
        """Do what writes, again if it fails for a moment."""
        attempts = itertools.count()

        def counted(transaction: Transaction) -> Result:
            return work(transaction, next(attempts) > 0)

        for left in reversed(range(_ATTEMPTS)):
            try:
                with self._session(neo4j.WRITE_ACCESS) as session:
                    return session.execute_write(self._within_time(counted))
            except CommitUnheard:
                if not left:
                    raise
        raise AssertionError

    def run_alone(self, statement: str) -> None:
        """Send a statement in a transaction of its own, such as one that changes the schema."""
        with self.transaction(neo4j.WRITE_ACCESS) as transaction:
            transaction.run(statement).consume()

    @contextmanager
    def transaction(self, access: str, seconds: float | None = None) -> Iterator[neo4j.Transaction]:
        """A transaction that is tried once."""
        seconds = seconds or self._access.query_seconds or None
        with (
            self._session(access) as session,
            session.begin_transaction(timeout=seconds) as transaction,
        ):
            yield transaction
            transaction.commit()

    def _within_time(self, work: Callable[..., Result]) -> Callable[..., Result]:
        managed: Callable[..., Result] = neo4j.unit_of_work(
            timeout=self._access.query_seconds or None, metadata={"app": "graphrisk"}
        )(work)
        return managed

    @contextmanager
    def _session(self, access: str) -> Iterator[neo4j.Session]:
        with self._guard:
            if self._has_halted:
                self._driver, self._has_halted = self._connected(), False
        try:
            with (
                self._watch.over(),
                self._driver.session(
                    database=self._access.database,
                    default_access_mode=access,
                    fetch_size=self._access.fetch_size,
                    bookmark_manager=self._driver.execute_query_bookmark_manager,
                ) as session,
            ):
                yield session
        except errors.IncompleteCommit as error:
            raise CommitUnheard.of(error, self._address) from None
        except (*_DRIVER_ERRORS, *BAD_VALUES, OSError) as error:
            if self._has_halted:
                raise halted(self._address, self._seconds) from None
            raise of_a_value(error, self._address) from None

    def close(self) -> None:
        self._driver.close()


def _secured(address: str, ca_file: str) -> tuple[str, dict[str, Any]]:
    """Return the address and what the driver is told of encryption."""
    scheme, colon, rest = address.partition(":")
    if not ca_file or not scheme.endswith("+s"):
        return address, {}
    if not Path(ca_file).is_file():
        raise UsageError(
            "there is no such file of certificates",
            where=ca_file,
            fix="mend the setting neo4j_ca_file",
        )
    trusted = {"encrypted": True, "trusted_certificates": neo4j.TrustCustomCAs(ca_file)}
    return scheme.removesuffix("+s") + colon + rest, trusted


def open_neo4j(address: str, settings: Settings, *, read_only: bool = False) -> Neo4jStore:
    """Open a Neo4j store with user, password, database, certificates and times of the settings.

    Raises
    ------
    UsageError
        The file of the password cannot be read.
    """
    return Neo4jStore(address, access_of(settings), read_only=read_only)
