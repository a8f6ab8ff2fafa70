"""The Cypher of the embedded store that is made from the schema: tables and batch writes.

Names come from the schema and are quoted; values are always parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyarrow as pa

from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, Kind
from graphrisk.model.tables import arrow_schema
from graphrisk.store.versions import HISTORY_SCHEMA

META, LOAD, SUPERSEDED = "Meta", "Load", "Superseded"

META_SCHEMA = pa.schema([("key", pa.string()), ("value", pa.string())])
LOAD_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("at", pa.string()),
        ("what", pa.string()),
        ("sources", pa.list_(pa.string())),
        ("inserted", pa.int64()),
        ("changed", pa.int64()),
        ("retired", pa.int64()),
        ("undoes", pa.int64()),
    ]
)
_TYPES = {
    pa.string(): "STRING",
    pa.list_(pa.string()): "STRING[]",
    pa.float64(): "DOUBLE",
    pa.int64(): "INT64",
    pa.bool_(): "BOOL",
}
_PLAIN = re.compile(r"[A-Za-z0-9_.:+ -]{1,60}")
_ENDS = {"from_id": "a.`id`", "to_id": "b.`id`"}


def tables() -> dict[str, pa.Schema]:
    """Return every table of a store with its own columns, in the order of making."""
    made = {META: META_SCHEMA, LOAD: LOAD_SCHEMA, SUPERSEDED: HISTORY_SCHEMA}
    for kind in NODE_KINDS + EDGE_KINDS:
        own = [f for f in arrow_schema(kind.name) if f.name not in _ENDS]
        made[kind.name] = pa.schema(own)
    return made


def create_table(name: str, schema: pa.Schema) -> str:
    """Return the statement that makes one table; the first column is the key of a node table.

    Examples
    --------
    >>> create_table("Meta", META_SCHEMA)
    'CREATE NODE TABLE `Meta` (`key` STRING PRIMARY KEY, `value` STRING)'
    """
    columns = [f"`{field.name}` {column_types(field)[0]}" for field in schema]
    kind = KINDS.get(name)
    if kind is not None and kind.is_edge:
        ends = f"FROM `{kind.from_kind}` TO `{kind.to_kind}`"
        return f"CREATE REL TABLE `{name}` ({ends}, {', '.join(columns)}, MANY_MANY)"
    columns[0] += " PRIMARY KEY"
    return f"CREATE NODE TABLE `{name}` ({', '.join(columns)})"


def drop_table(name: str) -> str:
    """Return the statement that removes an empty table."""
    return f"DROP TABLE `{name}`"


def add_column(name: str, field: pa.Field, value: str | int | None = None) -> str:
    """Return the statement that adds a column with one value in all rows; unknown if left out.

    Raises
    ------
    ValueError
        The value is not plain: the engine takes no parameter here.

    Examples
    --------
    >>> add_column("SERVES", pa.field("currency", pa.string()), "SEK")
    "ALTER TABLE `SERVES` ADD `currency` STRING DEFAULT 'SEK'"
    """
    statement = f"ALTER TABLE `{name}` ADD `{field.name}` {column_types(field)[0]}"
    if value is None:
        return statement
    if not is_plain(value):
        raise ValueError(value)
    return f"{statement} DEFAULT {value if isinstance(value, int) else repr(value)}"


def is_plain(value: object) -> bool:
    """Return True for a whole number, or letters, digits and a few signs that end no text."""
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def column_types(field: pa.Field) -> tuple[str, ...]:
    """Return the engine's word for the type of a column, then the words of older files.

    A hash takes 16 bytes as a UUID; as a text it made a bulk load a sixth slower.
    """
    if field.name == "record_hash":
        return "UUID", _TYPES[field.type]
    return (_TYPES[field.type],)


def pattern(kind: Kind) -> str:
    """Return the pattern that binds ``n`` to a node or relation, ``a`` and ``b`` to its ends."""
    if kind.is_edge:
        return f"(a:`{kind.from_kind}`)-[n:`{kind.name}`]->(b:`{kind.to_kind}`)"
    return f"(n:`{kind.name}`)"


def read_columns(kind: Kind, columns: Iterable[str], ids: str = "") -> str:
    """Return the query for columns of current versions; ``ids`` is "", "list" or "table"."""
    found = [f"{_ENDS.get(name, f'n.`{name}`')} AS `{name}`" for name in columns]
    before = "LOAD FROM $ids " if ids == "table" else ""
    where = {"": "", "list": " WHERE n.`id` IN $ids", "table": " WHERE n.`id` = wanted"}[ids]
    return f"{before}MATCH {pattern(kind)}{where} RETURN {', '.join(found)}"


def count_known(kind: Kind, columns: Iterable[str]) -> str:
    """Return the query that counts the known values of columns."""
    counts = ", ".join(f"count(n.`{name}`)" for name in columns)
    return f"MATCH {pattern(kind)} RETURN {counts}"


def count_rows(name: str) -> str:
    """Return the query that counts the rows of a table."""
    kind = KINDS.get(name)
    return f"MATCH {pattern(kind) if kind else f'(n:`{name}`)'} RETURN count(*)"


def copy(name: str, columns: Iterable[str]) -> str:
    """Return the statement that appends a table of Arrow columns, ends of edges first.

    Columns are named: those of a table are in the order in which they were added to it.
    """
    named = ", ".join(f"`{column}`" for column in columns if column not in _ENDS)
    return f"COPY `{name}` ({named}) FROM $rows"


def delete(kind: Kind) -> str:
    """Return the statement that removes the records whose ids are given."""
    return f"LOAD FROM $ids MATCH {pattern(kind)} WHERE n.`id` = wanted DELETE n"


def delete_beginning(kind: Kind) -> str:
    """Return the statement that removes the nodes whose ids begin with a given text."""
    return f"MATCH {pattern(kind)} WHERE starts_with(n.`id`, $beginning) DELETE n"


def last_place(kind: Kind) -> str:
    """Return the query for the last place that a node has in its table; gaps count."""
    return f"MATCH {pattern(kind)} RETURN max(offset(id(n)))"


def use_threads(number: int) -> str:
    """Return the statement that says how many threads the next statements may take."""
    return f"CALL threads = {number}"


def update(kind: Kind, columns: Sequence[str]) -> str:
    """Return the statement that overwrites nodes in place, so that their edges stay.

    The table of values has the columns ``c0`` (id), ``c1``, ... in the order of ``columns``.
    """
    sets = ", ".join(f"n.`{name}` = c{place}" for place, name in enumerate(columns) if place)
    return f"LOAD FROM $rows MATCH (n:`{kind.name}` {{`{columns[0]}`: c0}}) SET {sets}"
