"""The steps of one load into the embedded store."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreBusy, StoreError
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.model.tables import conform
from graphrisk.progress import Progress
from graphrisk.store import ladybug_bulk as bulk
from graphrisk.store import ladybug_rows as rows
from graphrisk.store import ladybug_spread as spread
from graphrisk.store import ladybug_text as text
from graphrisk.store.base import Changes, dangling, not_current, there_already
from graphrisk.store.ladybug_rows import Execute
from graphrisk.store.versions import BATCH_ROWS, archive_rows, batches, history_rows

_STILL_HAS_EDGES = "has connected edges in table "
_ENDS = ("from_id", "to_id")


def write(execute: Execute, changes: Changes, progress: Progress) -> None:
    """Do the steps of one load: retire edges, then nodes; insert nodes, then edges.

    It may commit in between: only the caller's copy of the file makes it all or nothing.
    """
    if changes.load.number != rows.count(execute, text.LOAD) + 1:
        raise StoreBusy("another load was written meanwhile", fix="try again")
    kept: dict[str, pa.Table] = {}
    for kind in EDGE_KINDS:
        if bulk.is_worth_it(execute, kind.name, changes):
            kept[kind.name] = bulk.taken_out(execute, kind.name, changes, progress)
        else:
            _retire(execute, kind.name, changes, progress)
    for kind in NODE_KINDS:
        _retire(execute, kind.name, changes, progress)
    for kind in NODE_KINDS + EDGE_KINDS:
        if kind.name in kept:
            bulk.put_in(execute, kind.name, kept, changes, progress)
        else:
            _insert(execute, kind.name, changes, progress)
    if kept:
        rows.complete_columns(execute)
    for name, table in changes.archive.items():
        rows.copy(execute, text.SUPERSEDED, archive_rows(name, table, changes.load))
    row = {name: getattr(changes.load, name) for name in text.LOAD_SCHEMA.names}
    rows.copy(execute, text.LOAD, pa.Table.from_pylist([row], text.LOAD_SCHEMA))


def _retire(execute: Execute, kind: str, changes: Changes, progress: Progress) -> None:
    ids = pa.array(changes.retire.get(kind, ()), pa.string())
    if not len(ids):
        return
    progress.start(f"superseding {KINDS[kind].table}", len(ids))
    for start in range(0, len(ids), BATCH_ROWS):
        part = ids.slice(start, BATCH_ROWS)
        old = rows.read(execute, kind, None, part)
        if old.num_rows != len(part):
            raise not_current(kind)
        rows.copy(execute, text.SUPERSEDED, history_rows(kind, old, changes.load))
        progress.advance(len(part))
    if not KINDS[kind].is_edge and kind in changes.insert:
        stay = pc.is_in(ids, value_set=rows.as_array(changes.insert[kind].column("id")))
        ids = ids.filter(pc.invert(stay))
    if len(ids):
        _delete(execute, kind, ids)
    progress.done()


def _delete(execute: Execute, kind: str, ids: pa.Array) -> None:
    try:
        execute(text.delete(KINDS[kind]), {"ids": rows.listed(ids)})
    except StoreError as error:
        _, found, table = error.what.partition(_STILL_HAS_EDGES)
        if found:
            raise dangling(table.partition(" ")[0], ids.to_pylist()) from None
        raise


def _insert(execute: Execute, kind: str, changes: Changes, progress: Progress) -> None:
    if kind not in changes.insert or not changes.insert[kind].num_rows:
        return
    table = conform(kind, changes.insert.pop(kind))  # freed before the commit needs its room
    progress.start(f"writing {KINDS[kind].table}", table.num_rows)
    if KINDS[kind].is_edge:
        _refuse_doubled(execute, kind, table.column("id"))
        table = table.select([*_ENDS, *(n for n in table.column_names if n not in _ENDS)])
    else:
        retired = pa.array(changes.retire.get(kind, ()), pa.string())
        stay = pc.is_in(table.column("id"), value_set=retired)
        for part in batches(table.filter(stay)):
            renamed = part.rename_columns([f"c{n}" for n in range(part.num_columns)])
            execute(text.update(KINDS[kind], part.column_names), {"rows": renamed})
        table = table.filter(pc.invert(stay))
    if spread.is_worth_it(execute, kind, table, changes):
        spread.copy(execute, kind, table)
        progress.advance(table.num_rows)
    else:
        for part in batches(table):
            rows.copy(execute, kind, part)
            progress.advance(part.num_rows)
    progress.done()


def _refuse_doubled(execute: Execute, kind: str, ids: pa.ChunkedArray) -> None:
    """Refuse ids that stand twice or are there: the engine keeps only keys of nodes unique."""
    if len(pc.unique(ids)) != len(ids):
        raise there_already(kind)
    if rows.count(execute, kind) and rows.read(execute, kind, ["id"], ids).num_rows:
        raise there_already(kind)
