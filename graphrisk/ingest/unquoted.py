"""Delimited text without any quote: split by Arrow, with what the row-wise reader would give.

Without quotes a table is lines and delimiters, no more, so that both ways agree on every file; a
test holds them to it. A million rows take a fifth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.raw import text_column

_BLOCK = 1 << 24


@dataclass(frozen=True, slots=True)
class Unquoted:
    """Columns and row numbers of the rows that are as long as the header, and the other rows."""

    columns: list[pa.Array]
    rows: pa.Array
    others: list[tuple[int, str]]


def has_quotes(path: Path) -> bool:
    """Return True when a double quote stands anywhere in a file."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if b'"' in block:
                return True
    return False


def read_unquoted(
    path: Path, width: int, delimiter: str, header_row: int, *, block_size: int = _BLOCK
) -> Unquoted | None:
    """Read the rows below the header of a UTF-8 file; None when Arrow cannot split them.

    Notes
    -----
    O(bytes); about 0.1 s for each 10 MB.
    """
    from pyarrow import csv

    others: list[tuple[int, str]] = []

    def other_length(row: csv.InvalidRow) -> str:
        others.append((row.number, row.text))
        return "skip"

    names = [f"c{place}" for place in range(width)]
    try:
        table = csv.read_csv(
            path,
            read_options=csv.ReadOptions(
                use_threads=False, block_size=block_size, column_names=names, skip_rows=header_row
            ),
            parse_options=csv.ParseOptions(
                delimiter=delimiter,
                quote_char=False,
                double_quote=False,
                ignore_empty_lines=False,
                invalid_row_handler=other_length,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None  # nothing below the header, or one row longer than a block
    numbers = np.arange(header_row + 1, header_row + 1 + table.num_rows + len(others))
    rows = pa.array(numbers[~np.isin(numbers, [number for number, _ in others])], pa.int64())
    columns = []
    for name in names:
        columns.append(text_column(table.column(name).combine_chunks()))
        table = table.drop_columns([name])
    return Unquoted(*_without_empty_rows(columns, rows), others)


def _without_empty_rows(columns: list[pa.Array], rows: pa.Array) -> tuple[list[pa.Array], pa.Array]:
    filled = pc.is_valid(columns[0])
    if pc.all(filled).as_py() is not False:
        return columns, rows
    for column in columns[1:]:
        filled = pc.or_(filled, pc.is_valid(column))
    return [column.filter(filled) for column in columns], rows.filter(filled)
