"""Records as lines of text, the cheapest way to and from a server for many of them.

The driver handles a value in about a microsecond, so 1,000,000 edges of 13 properties are half a
minute as maps or lists, and a few seconds as one text each, which the server cuts and joins. Signs
that nobody types stand between the fields. A writer looks for them in its texts, a reader counts
them in what it gets; texts that hold some of them travel as maps and lists instead.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.row_text import text_of

FIELD, NONE, ITEM, LINE = "\x1f", "\x1e", "\x1d", "\x1c"
_SIGNS = f"[{LINE}-{FIELD}]"
_IN_CYPHER = {sign: f"'\\u{ord(sign):04x}'" for sign in (FIELD, NONE, ITEM, LINE)}


def fits(table: pa.Table) -> bool:
    """Return False if lines would not say the same: a text holds a sign, a number is no number.

    Examples
    --------
    >>> fits(pa.table({"a": ["x"]})), fits(pa.table({"a": ["x\\x1f"]}))
    (True, False)
    """
    return all(_fits(column) for column in table.columns)


def _fits(column: pa.ChunkedArray) -> bool:
    if pa.types.is_list(column.type):
        column = pc.list_flatten(column)
    if pa.types.is_floating(column.type):
        return bool(pc.all(pc.is_finite(column)).as_py() is not False)
    if not pa.types.is_string(column.type):
        return True
    return not pc.any(pc.match_substring_regex(column, _SIGNS)).as_py()


def joined(table: pa.Table) -> str:
    """Return the rows as one text of lines.

    Examples
    --------
    >>> joined(pa.table({"a": ["x", None], "b": [1, 2]}))
    'x\\x1f1\\x1c\\x1e\\x1f2'
    """
    fields = [_fields(column.combine_chunks()) for column in table.columns]
    pieces = [part for field in fields for part in (field, FIELD)]
    pieces[-1] = LINE
    lines = pc.binary_join_element_wise(*pieces, "")
    return str(text_of(lines), "utf-8")[:-1]


def _fields(column: pa.Array) -> pa.Array:
    if pa.types.is_list(column.type):
        column = _items(column)
    elif not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    return pc.fill_null(column, NONE)


def _items(lists: pa.ListArray) -> pa.Array:
    """Return each list as its length and its items, a sign before each."""
    lengths = pc.list_value_length(lists)
    ends = pc.cumulative_sum(pc.fill_null(lengths, 0))
    offsets = pa.concat_arrays([pa.array([0], ends.type), ends]).cast(pa.int32())
    marked = pc.binary_join_element_wise(ITEM, lists.flatten(), "")
    texts = pc.binary_join(pa.ListArray.from_arrays(offsets, marked), "")
    counted = pc.binary_join_element_wise(lengths.cast(pa.string()), texts, "")
    return pc.if_else(pc.is_valid(lists), counted, pa.scalar(None, pa.string()))


def cut(value: str) -> str:
    """Return the Cypher that cuts a text into lists of fields.

    Examples
    --------
    >>> cut("$lines")
    "[line IN split($lines, '\\\\u001c') | split(line, '\\\\u001f')]"
    """
    return f"[line IN split({value}, {_IN_CYPHER[LINE]}) | split(line, {_IN_CYPHER[FIELD]})]"


def from_field(value: str, kind: pa.DataType) -> str:
    """Return the Cypher for the value that a field means."""
    none, item = _IN_CYPHER[NONE], _IN_CYPHER[ITEM]
    if pa.types.is_list(kind):
        return f"CASE {value} WHEN {none} THEN null ELSE split({value}, {item})[1..] END"
    if pa.types.is_string(kind):
        return f"nullIf({value}, {none})"
    if pa.types.is_boolean(kind):
        return f"toBoolean({value})"
    return f"toFloat({value})" if pa.types.is_floating(kind) else f"toInteger({value})"


def to_line(values: Mapping[str, pa.DataType]) -> str:
    """Return the Cypher for a line of values, each an expression with its type.

    What is not known becomes the parameter ``$none``: a text made up for one reading, for no
    value in the store is known to differ from a fixed one.
    """
    return f" + {_IN_CYPHER[FIELD]} + ".join(_to_field(*each) for each in values.items())


def _to_field(value: str, kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        joined_items = f"reduce(all = '', x IN {value} | all + {_IN_CYPHER[ITEM]} + x)"
        value = f"toString(size({value})) + {joined_items}"
    elif not pa.types.is_string(kind):
        value = f"toString({value})"
    return f"coalesce({value}, $none)"


def parsed(lines: list[str], schema: pa.Schema, none: str = NONE) -> pa.Table | None:
    """Return lines as a table, or None if a text in them holds a sign.

    Examples
    --------
    >>> schema = pa.schema([("a", pa.string()), ("b", pa.list_(pa.string()))])
    >>> parsed(["x\\x1f2\\x1dy\\x1dz", "\\x1e\\x1f0"], schema).to_pylist()
    [{'a': 'x', 'b': ['y', 'z']}, {'a': None, 'b': []}]
    >>> parsed(["x\\x1fy\\x1f0"], schema) is None
    True
    """
    if not lines:
        return schema.empty_table()
    width = len(schema)
    fields = pc.split_pattern(pa.array(lines, pa.string()), FIELD).flatten()
    if len(fields) != width * len(lines):
        return None
    arrays = []
    for place, field in enumerate(schema):
        places = pa.array(range(place, len(fields), width), pa.int64())
        values = _values(fields.take(places), field.type, none)
        if values is None:
            return None
        arrays.append(values)
    return pa.Table.from_arrays(arrays, schema=schema)


def _values(fields: pa.Array, kind: pa.DataType, none: str) -> pa.Array | None:
    is_none = pc.equal(fields, none)
    known = pc.if_else(is_none, pa.scalar(None, pa.string()), fields)
    if not pa.types.is_list(kind):
        return known if pa.types.is_string(kind) else known.cast(kind)
    pieces = pc.split_pattern(known, ITEM)
    lengths = pc.list_element(pieces, 0).cast(pa.int32())
    items = pc.list_slice(pieces, 1).cast(kind)
    same = pc.equal(pc.list_value_length(items), lengths)
    return items if pc.all(same).as_py() is not False else None
