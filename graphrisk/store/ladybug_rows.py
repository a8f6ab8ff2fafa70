"""Rows of the embedded store: reading versions, copying rows in, facts about the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from graphrisk.errors import StoreError, StoreSchemaMismatch
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import arrow_schema
from graphrisk.store import ladybug_text as text
from graphrisk.store.base import dangling, there_already
from graphrisk.store.versions import HISTORY_SCHEMA

_SHORT_LIST = 200  # a list of ids is faster than a joined table up to here (1,000,000 edges)
_PRIMARY_KEY_MISSING = "Unable to find primary key value "
_PRIMARY_KEY_DOUBLED = "Found duplicated primary key value "
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
        column = as_array(ids)
        parameters["ids"] = column.to_pylist() if how == "list" else listed(column)
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
        parameters["ids"] = listed(as_array(ids))
    columns = ", ".join(f"n.`{name}` AS `{name}`" for name in HISTORY_SCHEMA.names)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    query = f"{before}MATCH (n:`{text.SUPERSEDED}`){condition} RETURN {columns}"
    found = execute(query, parameters)
    return found.cast(HISTORY_SCHEMA) if found.num_rows else HISTORY_SCHEMA.empty_table()


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
            elif have not in text.column_types(field):
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


def copy(execute: Execute, name: str, table: pa.Table) -> None:
    """Append rows to a table.

    Raises
    ------
    StoreError
        An id is there already, or an end of an edge is not there.
    """
    try:
        execute(text.copy(name, table.column_names), {"rows": table})
    except StoreError as error:
        if _PRIMARY_KEY_DOUBLED in error.what:
            raise there_already(name) from None
        _, found, missing = error.what.partition(_PRIMARY_KEY_MISSING)
        if found:
            raise dangling(name, [missing.rstrip(".")]) from None
        raise


def as_array(ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return ids as one array."""
    if isinstance(ids, pa.ChunkedArray):
        return ids.combine_chunks()
    return ids if isinstance(ids, pa.Array) else pa.array(ids, pa.string())


def listed(ids: pa.Array) -> pa.Table:
    """Return ids as the table that ``LOAD FROM $ids`` reads."""
    return pa.table({"wanted": ids})
