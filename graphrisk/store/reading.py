"""Reading a whole store: its records now or as once known, and the graph that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreError
from graphrisk.model.build import DEFAULT_CONFIDENCE, build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.schema import EDGE_KINDS, NODE_KINDS
from graphrisk.model.tables import RecordTables
from graphrisk.store.arrays import KeptArrays, Prepared, content_columns, take_ends
from graphrisk.store.base import Changes, GraphStore, StoreInfo
from graphrisk.store.versions import from_history

SNAPSHOT_EDGES = 100_000
"""Stores with fewer edges are read in a moment anyway."""
_ORDER = tuple(kind.name for kind in NODE_KINDS + EDGE_KINDS)


def read_tables(store: GraphStore, *, known_on: str | None = None) -> RecordTables:
    """Return all records, as they are now or as they were known at the end of a day.

    Parameters
    ----------
    known_on
        Day, YYYY-MM-DD (UTC). Recorded by then, and not superseded by then.
    """
    seen = store.snapshot()
    tables = {kind: seen.read(kind) for kind in _ORDER}
    if known_on is None:
        return tables
    history = seen.history()
    recorded, superseded = (_day(history, name) for name in ("recorded_at", "superseded_at"))
    held = pc.and_(pc.less_equal(recorded, known_on), pc.greater(superseded, known_on))
    history = history.filter(held)
    known = {}
    for kind, table in tables.items():
        current = table.filter(pc.less_equal(_day(table, "recorded_at"), known_on))
        older = history.filter(pc.equal(history.column("kind"), kind))
        known[kind] = pa.concat_tables([current, from_history(kind, older)])
    return known


def read_graph(
    store: GraphStore,
    *,
    known_on: str | None = None,
    confidence: Mapping[str, float] = DEFAULT_CONFIDENCE,
    bookkeeping: bool = False,
    admit: Callable[[int], None] | None = None,
) -> RiskGraph:
    """Return the graph of all records, now or as known at the end of a day.

    Parameters
    ----------
    bookkeeping
        Read moment, load and hash of each record too; a third of the time of a large graph.
    admit
        Told the number of links before any is read; may raise.

    Raises
    ------
    RecordsRefused
        The records do not make a graph.
    """
    if known_on is not None:
        if admit is not None:
            admit(store.info().counts.get("SERVES", 0))
        known = read_tables(store, known_on=known_on)
        return build_graph(known, confidence=confidence, known_on=known_on)
    seen = store.snapshot()
    info = seen.info()
    if admit is not None:
        admit(info.counts.get("SERVES", 0))
    arrays = None if bookkeeping else _arrays_of(store, info)
    kept = None if arrays is None else arrays.read(info.digest)
    if kept is not None:
        ends = take_ends(kept)
        return build_graph(kept, confidence=confidence, digest_of_tables=info.digest, ends=ends)
    tables = {
        kind: seen.read(kind, columns=None if bookkeeping else content_columns(kind))
        for kind in _ORDER
        if info.counts.get(kind)
    }
    graph = build_graph(tables, confidence=confidence, digest_of_tables=info.digest)
    if arrays is not None and arrays.may_keep():
        if "Merge" not in tables:  # in their order, which then is not worked out once more
            tables |= {"Organization": graph.organizations, "SERVES": graph.serves}
        prepared = _prepared(arrays, info.digest, tables)
        if prepared is not None:
            prepared.put()
    return graph


@contextmanager
def kept_ahead(store: GraphStore, before: StoreInfo, changes: Changes) -> Iterator[None]:
    """While the first load into a store is written, make its arrays ready to be kept.

    What is read back then is what was just in memory: the first question after a load of 1,000,000
    edges waits for 0.1 s instead of 3 s. The engine's COPY takes one processor only.
    """
    edges = changes.insert["SERVES"].num_rows if "SERVES" in changes.insert else 0
    arrays = store.arrays
    if before.last_load is not None or edges < SNAPSHOT_EDGES or arrays is None:
        yield
        return
    tables = {k: table.select(content_columns(k)) for k, table in changes.insert.items()}
    with ThreadPoolExecutor(1) as pool:
        preparing = pool.submit(_prepared, arrays, changes.digest, tables)
        del tables  # let go of as soon as they are ready
        try:
            yield
        except BaseException:
            prepared = preparing.result()
            if prepared is not None:
                prepared.drop()
            raise
        prepared = preparing.result()
        if prepared is not None:
            prepared.put()


def _prepared(arrays: KeptArrays, digest: str, tables: Mapping[str, pa.Table]) -> Prepared | None:
    """Return arrays that are ready to be kept; None where memory, disk or server fails.

    Nothing depends on them: the load, or the answer, is whole without.
    """
    try:
        return arrays.prepare(digest, tables)
    except (MemoryError, OSError, StoreError, pa.ArrowException):
        return None


def _arrays_of(store: GraphStore, info: StoreInfo) -> KeptArrays | None:
    """Return where the arrays of a large store are kept; None for all others."""
    return store.arrays if info.counts.get("SERVES", 0) >= SNAPSHOT_EDGES else None


def is_kept(store: GraphStore, info: StoreInfo) -> bool:
    """Return True where the arrays of a state are kept."""
    arrays = _arrays_of(store, info)
    return arrays is not None and arrays.holds(info.digest)


def _day(table: pa.Table, name: str) -> pa.ChunkedArray:
    return pc.utf8_slice_codeunits(table.column(name), 0, 10)
