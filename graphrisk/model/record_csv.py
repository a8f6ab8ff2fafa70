"""Records as CSV that any program reads, and back without the loss of a sign.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does one
that begins with an apostrophe; reading takes one away. Items of a list stand between semicolons; a
semicolon or backslash within one has a backslash before it. An unknown value is an empty cell, an
empty text is two quotes. Every file has all columns of its kind, the last one is the hash of each
record: by its header a file that was written here is known again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.cells import FORMULA_PATTERN
from graphrisk.model.json_text import json_values
from graphrisk.model.row_text import text_of
from graphrisk.model.schema import KINDS, Kind
from graphrisk.model.tables import arrow_schema

HASH = "record_hash"
_LEFT_OUT = ("recorded_at", "load_number")
_ROWS_AT_A_TIME = 50_000
_FEWEST = 4
_DEFUSED = f"{FORMULA_PATTERN}|^'"
_QUOTED = r'[",\r\n]|^$|^[ \t]|[ \t]$'
_ITEMS = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)  # with an empty one at the end
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def csv_columns(kind: str) -> dict[str, str]:
    """Return the columns of a kind's file: name in the header -> name in the model.

    Examples
    --------
    >>> list(csv_columns("PART_OF"))[:3], list(csv_columns("PART_OF"))[-1]
    (['id', 'organization', 'parent'], 'record_hash')
    """
    made = KINDS[kind]
    ends = {"from_id": str(made.from_column), "to_id": str(made.to_column)}
    return {ends.get(n, n): n for n in arrow_schema(kind).names if n not in _LEFT_OUT}


def kind_of_header(header: str) -> Kind | None:
    """Return the kind whose records a file with this first line holds; None for other files.

    A file of an earlier version lacks columns that came later: of the kinds that have all of its
    columns, the one that lacks fewest.

    Examples
    --------
    >>> kind_of_header("id,organization,parent,source,record_hash").name
    'PART_OF'
    >>> kind_of_header("id,name,record_hash,more") is None
    True
    """
    names = header.strip().removeprefix("\ufeff").split(",")
    if len(names) < _FEWEST or names[0] != "id" or names[-1] != HASH:
        return None
    fitting = [
        (len(columns), kind)
        for kind in KINDS.values()
        if set(names) <= (columns := csv_columns(kind.name)).keys()
        and {kind.from_column, kind.to_column} - {None} <= set(names)
    ]
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


def csv_parts(kind: str, table: pa.Table) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a file that holds the records of a kind, header first.

    Notes
    -----
    50,000 rows at a time.

    Examples
    --------
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables, with_hashes
    >>> rows = to_tables([record("DataClass", id="c", name="=1+1", category="a, b")])
    >>> parts = csv_parts("DataClass", with_hashes("DataClass", rows["DataClass"]))
    >>> b"".join(parts).decode().splitlines()[1][:18]
    'c,\\'=1+1,"a, b",,,,'
    """
    names = csv_columns(kind)
    yield (",".join(names) + "\r\n").encode()
    for start in range(0, table.num_rows, _ROWS_AT_A_TIME):
        rows = table.slice(start, _ROWS_AT_A_TIME)
        cells = [quoted(cells_of(rows.column(n).combine_chunks())) for n in names.values()]
        lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace")
        yield text_of(pc.binary_join_element_wise(lines, "\r\n", ""))


def cells_of(column: pa.Array) -> pa.Array:
    """Return a column as text, null where it is not known.

    Examples
    --------
    >>> cells_of(pa.array([["a;b", "c"], [], None], pa.list_(pa.string()))).to_pylist()
    ['a\\\\;b;c', '', None]
    """
    if pa.types.is_list(column.type):
        items = pc.replace_substring(column.flatten(), "\\", "\\\\")
        items = pc.replace_substring(items, ";", "\\;")
        lengths = pc.fill_null(pc.list_value_length(column), 0)
        ends = pc.cumulative_sum(pa.concat_arrays([pa.array([0], pa.int32()), lengths]))
        joined = pc.binary_join(pa.ListArray.from_arrays(ends, items), ";")
        column = pc.if_else(pc.is_valid(column), joined, pa.scalar(None, pa.string()))
    elif not pa.types.is_string(column.type):
        return json_values(column)
    is_formula = pc.match_substring_regex(column, _DEFUSED)
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", column, ""), column)


def values_of(cells: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return what `cells_of` wrote as values again.

    Raises
    ------
    pyarrow.ArrowInvalid
        A text is no number, or neither true nor false.

    Examples
    --------
    >>> values_of(pa.array(["'=1", "''", None]), pa.string()).to_pylist()
    ['=1', "'", None]
    >>> values_of(pa.array(["a\\\\;b;c", ""]), pa.list_(pa.string())).to_pylist()
    [['a;b', 'c'], []]
    """
    if not (pa.types.is_list(kind) or pa.types.is_string(kind)):
        return cells.cast(kind)
    bare = pc.utf8_slice_codeunits(cells, 1)
    texts = pc.if_else(pc.starts_with(cells, "'"), bare, cells)
    if pa.types.is_string(kind):
        return texts
    return pa.array([None if text is None else _items(text) for text in texts.to_pylist()], kind)


def _items(text: str) -> list[str]:
    if not text:
        return []
    if "\\" not in text:
        return text.split(";")
    return [_ESCAPED.sub(r"\1", item) for item in _ITEMS.findall(text)[:-1]]


def quoted(cells: pa.Array) -> pa.Array:
    """Return cells as they stand between commas: in quotes where that is needed."""
    needs = pc.match_substring_regex(cells, _QUOTED)
    if not pc.any(needs).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), cells)
