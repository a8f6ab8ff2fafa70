"""What the embedded engine returns, as tables of plain columns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.row_text import hexadecimal, text_of
from graphrisk.store import shown_values

_UUID_BYTES = 16


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
            return _plain(result.get_as_arrow())
        return _free_table(result, most)
    finally:
        result.close()


def _plain(table: pa.Table) -> pa.Table:
    """Return a table in which hashes are 32 digits: the engine keeps them as UUIDs."""
    for place, field in enumerate(table.schema):
        if isinstance(field.type, pa.UuidType):
            chunks = [_digits(chunk.storage) for chunk in table.column(place).chunks]
            table = table.set_column(place, field.name, pa.chunked_array(chunks, pa.string()))
    return table


def hash_values(digits: pa.Array) -> pa.Array:
    """Return hashes of 32 digits as values of 16 bytes; as they are where one is no such hash."""
    count = len(digits)
    whole = text_of(digits)
    if digits.null_count or len(whole) != 2 * _UUID_BYTES * count:
        return digits
    raw = pa.py_buffer(bytes.fromhex(str(whole, "ascii")))
    stored = pa.Array.from_buffers(pa.binary(_UUID_BYTES), count, [None, raw])
    return pa.ExtensionArray.from_storage(pa.uuid(), stored)


def _digits(values: pa.Array) -> pa.Array:
    raw = memoryview(values.buffers()[1] or b"")
    first = values.offset * _UUID_BYTES
    digits = hexadecimal(raw[first : first + len(values) * _UUID_BYTES], _UUID_BYTES)
    return digits if values.null_count == 0 else pc.if_else(pc.is_valid(values), digits, None)


def _free_table(result: Any, most: int | None) -> pa.Table:
    """Return rows of which nodes and paths become text."""
    names = [str(name) for name in result.get_column_names()]
    found: list[list[Any]] = []
    while result.has_next() and (most is None or len(found) < most):
        found.append([v.hex if isinstance(v, UUID) else v for v in result.get_next()])
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
