"""Rows of the embedded store: reading versions, and the steps of one load inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import StoreBusy, StoreError, StoreSchemaMismatch
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.model.tables import arrow_schema, conform
from graphrisk.progress import Progress
from graphrisk.store import ladybug_text as text
from graphrisk.store import shown_values
from graphrisk.store.base import Changes, dangling, not_current, there_already
from graphrisk.store.versions import (
    BATCH_ROWS,
    HISTORY_SCHEMA,
    archive_rows,
    batches,
    history_rows,
)

BULK_ROWS = 100_000
COMMIT_ROWS = 350_000  # 1,000,000 edges: 1.6 GB in three parts, 2.2 GB in one, 20 % faster
_SHORT_LIST = 200  # a list of ids is faster than a joined table up to here (1,000,000 edges)
_PRIMARY_KEY_MISSING = "Unable to find primary key value "
_PRIMARY_KEY_DOUBLED = "Found duplicated primary key value "
_STILL_HAS_EDGES = "has connected edges in table "
_ENDS = ("from_id", "to_id")


class Execute(Protocol):
    """Runs one statement and returns its rows."""

    def __call__(self, query: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run the statement."""


def count(execute: Execute, name: str) -> int:
    """Return the number of rows of a table."""
    return int(execute(text.count_rows(name)).column(0)[0].as_py())


def read(
    execute: Execute, kind: str, columns: Sequence[str] | None, ids: Sequence[str] | None
) -> pa.Table:
    """Return current versions of a kind.

    Columns are counted first (0.2 s for 1,000,000 edges), and only those with a known value
    are fetched: most of the schema's are empty in most registers.
    """
    schema = arrow_schema(kind)
    wanted = schema.names if columns is None else list(columns)
    parameters: dict[str, Any] = {}
    how = ""
    if ids is not None:
        how = "list" if len(ids) <= _SHORT_LIST else "table"
        column = _column(ids)
        parameters["ids"] = column.to_pylist() if how == "list" else _wanted(column)
    fetched = [name for name in wanted if name in ("id", *_ENDS)]
    rest = [name for name in wanted if name not in fetched]
    if len(rest) > 3:
        counts = execute(text.count_known(KINDS[kind], rest)).to_pylist()[0].values()
        rest = [name for name, known in zip(rest, counts, strict=True) if known]
    fetched += rest
    found = execute(text.read_columns(KINDS[kind], fetched or ["id"], how), parameters)
    chosen = pa.schema([schema.field(name) for name in wanted])
    return pa.table(
        {
            field.name: found.column(field.name).cast(field.type)
            if field.name in fetched
            else pa.nulls(found.num_rows, field.type)
            for field in chosen
        },
        schema=chosen,
    )


def history(
    execute: Execute, given: Mapping[str, str | int | None], ids: Sequence[str] | None
) -> pa.Table:
    """Return superseded versions whose columns have the given values."""
    parameters: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
    where = [f"n.`{name}` = ${name}" for name in parameters]
    before = ""
    if ids is not None:
        before = "LOAD FROM $ids "
        where.append("n.`id` = wanted")
        parameters["ids"] = _wanted(_column(ids))
    columns = ", ".join(f"n.`{name}` AS `{name}`" for name in HISTORY_SCHEMA.names)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    query = f"{before}MATCH (n:`{text.SUPERSEDED}`){condition} RETURN {columns}"
    found = execute(query, parameters)
    return found.cast(HISTORY_SCHEMA) if found.num_rows else HISTORY_SCHEMA.empty_table()


def write(execute: Execute, changes: Changes, progress: Progress) -> None:
    """Do the steps of one load: retire edges, then nodes; insert nodes, then edges.

    It may commit in between: only the caller's copy of the file makes it all or nothing.
    """
    if changes.load.number != count(execute, text.LOAD) + 1:
        raise StoreBusy("another load was written meanwhile", fix="try again")
    for kind in EDGE_KINDS + NODE_KINDS:
        _retire(execute, kind.name, changes, progress)
    for kind in NODE_KINDS + EDGE_KINDS:
        _insert(execute, kind.name, changes, progress)
    for name, table in changes.archive.items():
        _copy(execute, text.SUPERSEDED, archive_rows(name, table, changes.load))
    row = {name: getattr(changes.load, name) for name in text.LOAD_SCHEMA.names}
    _copy(execute, text.LOAD, pa.Table.from_pylist([row], text.LOAD_SCHEMA))


def _retire(execute: Execute, kind: str, changes: Changes, progress: Progress) -> None:
    ids = pa.array(changes.retire.get(kind, ()), pa.string())
    if not len(ids):
        return
    progress.start(f"superseding {KINDS[kind].table}", len(ids))
    for start in range(0, len(ids), BATCH_ROWS):
        part = ids.slice(start, BATCH_ROWS)
        old = read(execute, kind, None, part)
        if old.num_rows != len(part):
            raise not_current(kind)
        _copy(execute, text.SUPERSEDED, history_rows(kind, old, changes.load))
        progress.advance(len(part))
    if not KINDS[kind].is_edge and kind in changes.insert:
        stay = pc.is_in(ids, value_set=_column(changes.insert[kind].column("id")))
        ids = ids.filter(pc.invert(stay))
    if len(ids):
        _delete(execute, kind, ids)
    progress.done()


def _delete(execute: Execute, kind: str, ids: pa.Array) -> None:
    try:
        execute(text.delete(KINDS[kind]), {"ids": _wanted(ids)})
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
        own, is_first_bulk = _own_columns(execute, kind, table)
        table = table.select([*_ENDS, *own])
        if is_first_bulk:
            _copy_at_once(execute, kind, table)
            progress.done()
            return
    else:
        retired = pa.array(changes.retire.get(kind, ()), pa.string())
        stay = pc.is_in(table.column("id"), value_set=retired)
        for part in batches(table.filter(stay)):
            renamed = part.rename_columns([f"c{n}" for n in range(part.num_columns)])
            execute(text.update(KINDS[kind], part.column_names), {"rows": renamed})
        table = table.filter(pc.invert(stay))
    uncommitted = 0
    for part in batches(table):
        if uncommitted >= COMMIT_ROWS:  # all or nothing is kept by the copy of the file
            execute("COMMIT")
            execute("BEGIN TRANSACTION")
            uncommitted = 0
        _copy(execute, kind, part)
        uncommitted += part.num_rows
        progress.advance(part.num_rows)
    progress.done()


def _copy_at_once(execute: Execute, kind: str, table: pa.Table) -> None:
    """Fill an empty relation table by one COPY outside of a transaction.

    1,000,000 edges with three lists: 17 s so, 67 s when committed after the COPY, and minutes when
    copied in parts. All or nothing is kept by the copy of the file.
    """
    filled = [batch for batch in table.to_batches() if batch.num_rows]  # an empty one ends a COPY
    execute("COMMIT")
    try:
        _copy(execute, kind, pa.Table.from_batches(filled, table.schema))
    finally:
        execute("BEGIN TRANSACTION")
    if count(execute, kind) != table.num_rows:
        raise StoreError(f"only a part of {KINDS[kind].table} was taken by the engine")


def _own_columns(execute: Execute, kind: str, table: pa.Table) -> tuple[list[str], bool]:
    """Check ids; return the columns to fill, and whether this is a first bulk load.

    A first bulk load gets a table of only those columns.

    The engine keeps keys of nodes unique, not those of relations. And while it loads it needs
    room for empty columns too: 0.4 GB for those of 1,000,000 edges. Added afterwards, they cost
    nothing; until then the store is marked as unfinished, see `complete_columns`.
    """
    own = [name for name in table.column_names if name not in _ENDS]
    ids = table.column("id")
    if pc.count_distinct(ids).as_py() != table.num_rows:
        raise there_already(kind)
    if count(execute, kind):
        if read(execute, kind, ["id"], ids).num_rows:
            raise there_already(kind)
        return own, False
    if table.num_rows < BULK_ROWS:
        return own, False
    known = [name for name in own if table.column(name).null_count < table.num_rows]
    schema = pa.schema([table.schema.field(name) for name in known])
    execute(text.drop_table(kind))
    execute(text.create_table(kind, schema))
    set_meta(execute, "columns", "unfinished")
    return known, True


def complete_columns(execute: Execute) -> None:
    """Add the columns that tables lack, from an older schema or after a first bulk load."""
    names = execute("CALL show_tables() RETURN name").column("name").to_pylist()
    for name, schema in text.tables().items():
        if name not in names:
            execute(text.create_table(name, schema))
            continue
        info = execute(f"CALL table_info('{name}') RETURN name, type").to_pylist()
        there = {row["name"]: row["type"] for row in info}
        for field in schema:
            have = there.get(field.name)
            if have is None:
                execute(text.add_column(name, field))
            elif have != text.column_type(field):
                raise StoreSchemaMismatch(
                    f"{name}.{field.name} is {have} in this file",
                    fix="load the sources into a new file",
                )
    set_meta(execute, "columns", "all")


def meta(execute: Execute) -> dict[str, str]:
    """Return the facts about the store."""
    found = execute(f"MATCH (n:`{text.META}`) RETURN n.key AS key, n.value AS value")
    return {row["key"]: row["value"] for row in found.to_pylist()}


def set_meta(execute: Execute, key: str, value: str) -> None:
    """Write one fact about the store."""
    statement = f"MERGE (n:`{text.META}` {{key: $key}}) SET n.value = $value"
    execute(statement, {"key": key, "value": value})


def _copy(execute: Execute, name: str, table: pa.Table) -> None:
    try:
        execute(text.copy(name, table.column_names), {"rows": table})
    except StoreError as error:
        if _PRIMARY_KEY_DOUBLED in error.what:
            raise there_already(name) from None
        _, found, missing = error.what.partition(_PRIMARY_KEY_MISSING)
        if found:
            raise dangling(name, [missing.rstrip(".")]) from None
        raise


def _column(ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(ids, pa.ChunkedArray):
        return ids.combine_chunks()
    return ids if isinstance(ids, pa.Array) else pa.array(ids, pa.string())


def _wanted(ids: pa.Array) -> pa.Table:
    return pa.table({"wanted": ids})


def _free_table(result: Any, most: int | None) -> pa.Table:
    """Return rows of which nodes and paths become text."""
    names = [str(name) for name in result.get_column_names()]
    found: list[list[Any]] = []
    while result.has_next() and (most is None or len(found) < most):
        found.append(result.get_next())
    return shown_values.free_table(names, found, _entity)


def _entity(value: Any, *, short: bool = False) -> str | list[str] | None:
    """Return the text of a node, relationship or path of the engine, None for other values."""
    if not isinstance(value, dict):
        return None
    if "_RELS" in value:
        return _path(value["_NODES"], value["_RELS"])
    if "_LABEL" not in value or "_ID" not in value:
        return None
    label = value["_LABEL"]
    properties = {name: each for name, each in value.items() if not name.startswith("_")}
    if "_SRC" in value:
        return shown_values.relation_text(label, properties, short=short)
    return shown_values.node_text([label], properties, short=short)


def _path(nodes: list[dict[str, Any]], relations: list[dict[str, Any]]) -> str | list[str]:
    shown = [str(_entity(relation, short=True)) for relation in relations]
    if len(nodes) != len(relations) + 1:  # a relation of any length, without its ends
        return shown
    along = [edge["_SRC"] == node["_ID"] for node, edge in zip(nodes, relations, strict=False)]
    ends = [str(_entity(node, short=True)) for node in nodes]
    return shown_values.path_text(ends, list(zip(shown, along, strict=True)))


def of_result(result: Any, most: int | None) -> pa.Table:
    """Return the rows of a result, ``most`` at most, and let go of it.

    Raises
    ------
    ValueError
        There are several results: of several statements.
    """
    if isinstance(result, list):
        message = "one statement at a time"
        raise ValueError(message)  # noqa: TRY004 - becomes a StoreError like every refusal
    try:
        if not result.get_column_names():  # BEGIN, COMMIT: the engine divides by their number
            return pa.table({})
        types = " ".join(result.get_column_data_types())
        if most is None and not any(word in types for word in ("NODE", "REL")):
            return result.get_as_arrow()
        return _free_table(result, most)
    finally:
        result.close()
