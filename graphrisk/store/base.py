"""What a store can do: the protocol, and the plain things that pass through it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar, Literal, Protocol

import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.model.tables import RecordTables
from graphrisk.progress import SILENT, Progress
from graphrisk.store.arrays import KeptArrays

STORE_FORMAT = "graphrisk"
EMPTY_DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of nothing: the digest of a store without records."""

Dialect = Literal["ladybug", "neo4j"]


class Capability(StrEnum):
    """What a store may or may not be able to do."""

    CYPHER = "cypher"
    PERSISTENT = "persistent"
    CONCURRENT_WRITERS = "concurrent_writers"


@dataclass(frozen=True, slots=True)
class Load:
    """One write: its number, moment, reason, sources and what it did.

    ``undoes`` is the load that this one took back; ``undone_by`` is worked out when loads are
    listed, nothing about a load is ever rewritten.
    """

    number: int
    at: str
    what: str
    sources: tuple[str, ...] = ()
    inserted: int = 0
    changed: int = 0
    retired: int = 0
    undone_by: int | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one load does to a store.

    Parameters
    ----------
    insert
        New current versions by kind, bookkeeping filled in.
    retire
        Ids of current versions that move to the history. An id in both is a changed record.
    archive
        Versions that are history from the start: superseded by the load that brings them.
    digest
        Digest of the state after.
    """

    load: Load
    insert: RecordTables = field(default_factory=dict)
    retire: Mapping[str, Sequence[str]] = field(default_factory=dict)
    digest: str = EMPTY_DIGEST
    archive: RecordTables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A load that has begun and not ended; ``is_alive`` when its writer was heard just now."""

    load: Load
    is_alive: bool


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds: current records per kind, digest, last load, one that is not whole."""

    location: str
    engine: str
    schema_version: int
    counts: Mapping[str, int]
    digest: str
    last_load: Load | None
    unfinished: Unfinished | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a query may take: rows fetched, seconds on the engine; None sets no bound."""

    rows: int | None = None
    seconds: float | None = None


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Plan:
    """How an engine would answer a query, as it says itself; nothing was run.

    Attributes
    ----------
    text
        The plan as the engine draws it.
    steps
        (operator, what it works on) of every step, in any order.
    only_reads
        What the engine says of the query; None where it does not say.
    """

    text: str
    steps: tuple[tuple[str, str], ...] = ()
    only_reads: bool | None = None


class GraphReader(Protocol):
    """Reads records; every method raises `StoreError` or one of its kinds."""

    location: str

    def info(self) -> StoreInfo:
        """Return what the store holds."""

    def read(
        self, kind: str, *, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pa.Table:
        """Return current versions of a kind, in any order.

        Parameters
        ----------
        columns
            Columns of ``arrow_schema(kind)``, in the order wanted; all when left out.
        ids
            Only these records; ids that are not there are no error.
        """

    def history(
        self,
        kind: str | None = None,
        *,
        ids: Sequence[str] | None = None,
        superseded_by: int | None = None,
        load_number: int | None = None,
    ) -> pa.Table:
        """Return superseded versions, columns of `HISTORY_SCHEMA`, narrowed by what is given."""

    def loads(self) -> list[Load]:
        """Return all loads by number."""


class GraphStore(GraphReader, Protocol):
    """Keeps current and superseded versions of records; decides nothing itself.

    Every method raises `StoreError` or one of its kinds, never an error of the engine.
    """

    dialect: Dialect | None
    capabilities: ClassVar[frozenset[Capability]]
    arrays: KeptArrays | None
    """Where arrays of a large graph may be kept; None: nowhere."""

    def prepare(self) -> None:
        """Create what is missing; bring an older schema up to date; refuse a newer or foreign one.

        Raises
        ------
        StoreSchemaMismatch
            Made by a newer graphrisk, or not by graphrisk.
        """

    def snapshot(self) -> GraphReader:
        """Return a reader of the state as it is now: later loads do not show in it."""

    def apply(self, changes: Changes, progress: Progress = SILENT) -> None:
        """Do all of it or nothing, durably: retire first, then insert.

        The tables of ``changes.insert`` may be taken out while they are written, to save memory.

        Raises
        ------
        StoreError
            An end of an edge is missing, an id to retire is not current, an id to insert is.
        StoreBusy
            Another load was written since this one was planned.
        """

    def mend(self, progress: Progress = SILENT) -> None:
        """Take back what a load that died half-way has left; harmless when there is nothing."""

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        read_only: bool = True,
        bounds: Bounds = NO_BOUNDS,
    ) -> pa.Table:
        """Run one Cypher query and return its rows, ``bounds.rows`` of them at most.

        Nodes, relationships and paths come as text.

        Raises
        ------
        CapabilityMissing
            The store knows no Cypher.
        QueryFailed
            The engine refuses the query, it writes and ``read_only`` is set, or it takes too long.
        """

    def explain(self, query: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Return how the engine would answer a query, without running it.

        Raises
        ------
        CapabilityMissing
            The store knows no Cypher.
        QueryFailed
            The engine refuses the query.
        """

    def close(self) -> None:
        """Let go of files and connections; harmless when done twice."""


def with_undone(loads: Iterable[Load]) -> list[Load]:
    """Return loads by number, each with the load that took it back and still holds.

    Examples
    --------
    >>> first, undo = Load(1, "", "load"), Load(2, "", "undo", undoes=1)
    >>> [load.undone_by for load in with_undone([first, undo])]
    [2, None]
    >>> again = Load(3, "", "undo", undoes=2)
    >>> [load.undone_by for load in with_undone([first, undo, again])]
    [None, 3, None]
    """
    ordered = sorted(loads, key=lambda load: load.number)
    taken_back: dict[int, int] = {}
    for load in reversed(ordered):
        if load.undoes is not None and load.number not in taken_back:
            taken_back.setdefault(load.undoes, load.number)
    return [replace(load, undone_by=taken_back.get(load.number)) for load in ordered]


def last_load(loads: Sequence[Load]) -> Load | None:
    """Return the load with the highest number."""
    return max(loads, key=lambda load: load.number, default=None)


def dangling(kind: str, missing: Iterable[str]) -> StoreError:
    """Return the error for edges whose ends are not, or no longer, in the store."""
    names = sorted(set(missing))
    shown = ", ".join(repr(name) for name in names[:5]) + (", ..." if len(names) > 5 else "")
    return StoreError(
        f"{kind} edges would end at records that are not there: {shown}; nothing was written",
        fix="load the records at their ends together with the edges, or before them",
    )


def not_current(kind: str) -> StoreError:
    """Return the error for an id to retire that is not current."""
    return StoreError(f"{kind}: an id to retire is not current; nothing was written")


def there_already(kind: str) -> StoreError:
    """Return the error for an id to insert that is current, or given twice."""
    return StoreError(f"{kind}: an id to insert is there already; nothing was written")
