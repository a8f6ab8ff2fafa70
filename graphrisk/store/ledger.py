"""Every decision about records, made once above all stores: new, changed, same; numbers; undo."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import Problem
from graphrisk.model.tables import RecordTables, canonical_json, digest, empty_table
from graphrisk.progress import SILENT, Progress
from graphrisk.store.base import Changes, GraphReader, GraphStore, Load
from graphrisk.store.plan import (
    aligned,
    clean,
    collapse,
    differs,
    joined,
    overlay,
    split,
    without_known,
)
from graphrisk.store.reading import kept_ahead
from graphrisk.store.states import ORDER, keys_after, keys_of, next_number
from graphrisk.store.versions import with_bookkeeping


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did, by kind; ``load`` is None when nothing changed."""

    load: Load | None
    digest: str
    inserted: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    unchanged: Mapping[str, int] = field(default_factory=dict)
    retired: Mapping[str, int] = field(default_factory=dict)
    collapsed: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Part = tuple[pa.Table, Collection[str] | None]
"""Rows of one kind, and the columns that their input has (None: all)."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Rows of one kind to write, sorted out."""

    new: pa.Table
    changed: pa.Table
    unchanged: int
    collapsed: int
    problems: tuple[Problem, ...]


def write_tables(
    store: GraphStore,
    tables: RecordTables | Sequence[tuple[str, pa.Table, Collection[str] | None]],
    *,
    what: str = "load",
    sources: Sequence[str] = (),
    stated: Mapping[str, Collection[str] | None] | None = None,
    withdraw: Mapping[str, Sequence[str]] | None = None,
    archive: RecordTables | None = None,
    at: str | None = None,
    progress: Progress = SILENT,
) -> WriteReport:
    """Write records: what is new is inserted, what differs supersedes, the rest is left alone.

    Parameters
    ----------
    tables
        Rows by kind, one or more per record; missing columns are unknown. Or batches (kind, rows,
        stated columns), laid over each other in order; a list of them is emptied.
    what
        Kind of load: "load", "review", ...
    sources
        Files or documents the rows come from.
    stated
        For an edge kind the columns that the input has: they replace, even by nothing; columns
        not stated keep what is known. Left out, or None for a kind: all columns are stated. For
        nodes an unknown value never erases a known one.
    withdraw
        Ids by kind of current records that no longer hold; they move to the history.
    archive
        Versions that are history from the start, such as what a notice first says and then takes
        back. What the history holds in the same words already is left out.
    at
        Moment of recording (ISO 8601, UTC); now when left out.

    Returns
    -------
    WriteReport
        Counts by kind; ``load`` is None, and no load number is used, when nothing changed.

    Raises
    ------
    StoreError
        An end of an edge is missing, or the store cannot be written; then nothing was written.

    Notes
    -----
    O(m log m) in the rows of the store and the batch, for the digest.

    Examples
    --------
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> from graphrisk.store.opening import open_store
    >>> store = open_store("memory:")
    >>> rows = to_tables([record("Organization", id="o1", name="Alfa AB")])
    >>> dict(write_tables(store, rows).inserted)
    {'Organization': 1}
    >>> write_tables(store, rows).load is None
    True
    """
    withdrawn = {kind: sorted(set(ids)) for kind, ids in (withdraw or {}).items() if ids}
    seen = store.snapshot()  # keys, rows and number belong to one state
    before = seen.info()
    keys = keys_of(seen, before)
    plans = {
        kind: _plan(seen, kind, parts, keys[kind])
        for kind, parts in _parts(tables, stated or {}).items()
    }
    archived = _fresh_archive(seen, archive or {})
    counts = WriteReport(
        None,
        before.digest,
        {kind: plan.new.num_rows for kind, plan in plans.items()},
        {kind: plan.changed.num_rows for kind, plan in plans.items()},
        {kind: plan.unchanged for kind, plan in plans.items()},
        {kind: len(ids) for kind, ids in withdrawn.items()},
        {kind: plan.collapsed for kind, plan in plans.items()},
        tuple(problem for plan in plans.values() for problem in plan.problems),
    )
    insert = {kind: [plan.new, plan.changed] for kind, plan in plans.items()}
    retire = {kind: plan.changed.column("id").to_pylist() for kind, plan in plans.items()}
    for kind, ids in withdrawn.items():
        retire[kind] = [*retire.get(kind, []), *ids]
    load = Load(
        number=next_number(before),
        at=at or now(),
        what=what,
        sources=tuple(sources),
        inserted=sum(counts.inserted.values()),
        changed=sum(counts.changed.values()),
        retired=sum(counts.retired.values()),
    )
    if not (load.inserted or load.changed or load.retired or archived):
        if before.unfinished is not None:
            store.mend(progress)
        return counts
    made = {
        kind: with_bookkeeping(kind, pa.concat_tables(parts), load)
        for kind, parts in insert.items()
    }
    del plans, insert
    pa.default_memory_pool().release_unused()
    changes = replace(_changes(keys, load, made, retire), archive=archived)
    del made, keys
    pa.default_memory_pool().release_unused()
    with kept_ahead(store, before, changes):
        store.apply(changes, progress)
    return replace(counts, load=load, digest=changes.digest)


def undo(
    store: GraphStore, number: int, *, at: str | None = None, progress: Progress = SILENT
) -> WriteReport:
    """Take a load back: what it inserted goes, what it superseded is current again.

    The undo is itself a load, so it can be undone.

    Raises
    ------
    UsageError
        There is no such load, it was undone before, or a later load built on it.
    """
    from graphrisk.store.undo import plan_undo

    seen = store.snapshot()
    before = seen.info()
    load, insert, retire = plan_undo(seen, number, at or now(), next_number(before))
    made = {kind: with_bookkeeping(kind, table, load) for kind, table in insert.items()}
    changes = _changes(keys_of(seen, before), load, made, retire)
    store.apply(changes, progress)
    changed = {
        kind: len({*table.column("id").to_pylist()} & {*retire.get(kind, ())})
        for kind, table in made.items()
    }
    inserted = {kind: table.num_rows - changed[kind] for kind, table in made.items()}
    retired = {kind: len(ids) - changed.get(kind, 0) for kind, ids in retire.items()}
    return WriteReport(load, changes.digest, inserted, changed, retired=retired)


def now() -> str:
    """Return this moment as text, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plan(store: GraphReader, kind: str, parts: Sequence[Part], keys: pa.Table) -> _Plan:
    """Lay the batches of one kind over what is known, in order, and see what differs in the end."""
    batches = [collapse(kind, clean(kind, table)) for table, _ in parts]
    tables, same = [batch.table for batch in batches], 0
    if keys.num_rows:
        tables, same = without_known(kind, tables, keys)
    known = _known(store, kind, tables, keys) if keys.num_rows else empty_table(kind)
    result = empty_table(kind)
    for table, (_, stated) in zip(tables, parts, strict=True):
        result = overlay(kind, table, stated, [result, known])
    new, old = split(result, known.column("id"))
    changed = old.filter(differs(kind, old, aligned(known, old.column("id"))))
    return _Plan(
        new,
        changed,
        old.num_rows - changed.num_rows + same,
        sum(batch.collapsed for batch in batches),
        tuple(problem for batch in batches for problem in batch.problems),
    )


def _known(store: GraphReader, kind: str, tables: Sequence[pa.Table], keys: pa.Table) -> pa.Table:
    """Return the records of a store that batches say something about."""
    ids = joined(table.column("id") for table in tables)
    met = keys.column("id").filter(pc.is_in(keys.column("id"), value_set=ids)).combine_chunks()
    return clean(kind, store.read(kind, ids=met)) if len(met) else empty_table(kind)


def _parts(
    tables: RecordTables | Sequence[tuple[str, pa.Table, Collection[str] | None]],
    stated: Mapping[str, Collection[str] | None],
) -> dict[str, list[Part]]:
    """Return the batches by kind, nodes first."""
    if isinstance(tables, Mapping):
        tables = [(kind, table, stated.get(kind)) for kind, table in tables.items()]
    parts: dict[str, list[Part]] = {}
    for kind, table, columns in tables:
        if table.num_rows:
            parts.setdefault(kind, []).append((table, columns))
    if isinstance(tables, list):
        tables.clear()  # a million rows are not held twice
    return {kind: parts[kind] for kind in ORDER if kind in parts}


def _fresh_archive(store: GraphReader, archive: RecordTables) -> RecordTables:
    """Return the rows that the history does not hold in the same words."""
    fresh = {}
    for kind, table in archive.items():
        rows = clean(kind, table)
        ids = sorted(set(rows.column("id").to_pylist()))
        there = set(store.history(kind, ids=ids).column("record").to_pylist()) if ids else set()
        known: list[bool] = []
        for words in canonical_json(kind, rows):
            known.append(words not in there)
            there.add(words)
        if any(known):
            fresh[kind] = rows.filter(pa.array(known, pa.bool_()))
    return fresh


def _changes(
    keys: RecordTables, load: Load, insert: RecordTables, retire: Mapping[str, Sequence[str]]
) -> Changes:
    """Return the changes with the digest of the state after them."""
    after = digest(keys_after(keys, insert, retire))
    insert = {kind: table for kind, table in insert.items() if table.num_rows}
    retire = {kind: ids for kind, ids in retire.items() if ids}
    return Changes(load, insert, retire, after)
