"""A table as it lies in a file: header as written, every cell text, the row a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import Unreadable
from graphrisk.ingest.problems import ProblemLog

MOST_COLUMNS = 500
CHUNK_ROWS = 20_000
"""Rows turned into columns at once: bounds the memory that Python texts take."""
MOST_ROWS = 5_000_000
"""Rows of one file; a million take about 1.2 GB of memory."""
WRITE_VALUE = "open and save the file in a spreadsheet program, or write the value itself"
"""What to do about a cell that holds an error, or a formula without its result."""


def check_rows(count: int, where: str) -> None:
    """Refuse a file with more rows than are read at once.

    Raises
    ------
    Unreadable
        There are more than `MOST_ROWS`.
    """
    if count > MOST_ROWS:
        raise Unreadable(
            f"more than {MOST_ROWS:,} rows", where=where, fix="split it into several loads"
        )


@dataclass(slots=True)
class RawTable:
    """One table of one file, nothing checked but its shape.

    Parameters
    ----------
    file
        Name that problems and sources show, with the sheet where there are several.
    names
        Header cells as written.
    columns
        One text column per header cell, empty cells null.
    rows
        Row number of each record, counted as a spreadsheet shows it: header and empty lines too.
    log
        Problems met while reading.
    hint
        Name of the file or sheet, for a header that fits two tables.
    header_row
        Row number of the header.
    foreign
        It has no header of a known table: it holds nothing but its log.
    kind
        Kind of its rows, when its reader knows; else the header tells.
    shown
        What the file calls the columns, where a mapping gave them our names.
    decimal
        Decimal sign of its numbers, where a mapping says it.
    cells_may_fail
        A cell that cannot be read is left out, not its row, unless the row needs it.
    """

    file: str
    names: tuple[str, ...]
    columns: list[pa.Array]
    rows: pa.Array
    log: ProblemLog
    hint: str = ""
    header_row: int = 1
    lost: int = 0
    foreign: bool = False
    kind: str | None = None
    shown: Mapping[str, str] = field(default_factory=dict)
    decimal: str | None = None
    cells_may_fail: bool = False


@dataclass(slots=True)
class RawBuilder:
    """Gathers rows of text into columns, chunk by chunk."""

    width: int
    _cells: list[Sequence[str | None]] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _chunks: list[list[pa.Array]] = field(default_factory=list)
    _row_chunks: list[pa.Array] = field(default_factory=list)

    def add(self, row: int, cells: Sequence[str | None]) -> None:
        """Add one row of exactly ``width`` cells."""
        self._cells.append(cells)
        self._rows.append(row)
        if len(self._rows) >= CHUNK_ROWS:
            self.flush()

    def extend(self, rows: Iterable[int], cells: Sequence[Sequence[str | None]]) -> None:
        """Add many rows of exactly ``width`` cells."""
        self._cells.extend(cells)
        self._rows.extend(rows)
        self.flush()

    def flush(self) -> None:
        """Turn what is gathered into columns."""
        if self._rows:
            self._chunks.append([_texts(column) for column in zip(*self._cells, strict=True)])
            self._row_chunks.append(pa.array(self._rows, pa.int64()))
            self._cells, self._rows = [], []

    def columns(self) -> tuple[list[pa.Array], pa.Array]:
        """Return the columns and the row numbers; empty cells are null."""
        self.flush()
        rows = pa.chunked_array(self._row_chunks, pa.int64()).combine_chunks()
        columns = []
        for place in range(self.width):
            chunks = [chunk[place] for chunk in self._chunks]
            columns.append(pa.chunked_array(chunks, pa.string()).combine_chunks())
            for chunk in self._chunks:
                chunk[place] = pa.nulls(0, pa.string())
        return columns, rows


@dataclass(slots=True)
class NamedBuilder:
    """Gathers rows whose cells have names, of which not every row has all."""

    _rows: list[int] = field(default_factory=list)
    _cells: list[Mapping[str, str | None]] = field(default_factory=list)
    _chunks: list[tuple[dict[str, pa.Array], pa.Array]] = field(default_factory=list)
    _names: dict[str, None] = field(default_factory=dict)

    @property
    def has_rows(self) -> bool:
        """Return True when a row with a name was added."""
        return bool(self._names)

    def add(self, row: int, cells: Mapping[str, str | None]) -> None:
        """Add one row."""
        self._rows.append(row)
        self._cells.append(cells)
        self._names.update(dict.fromkeys(cells))
        if len(self._rows) >= CHUNK_ROWS:
            self.flush()

    def flush(self) -> None:
        """Turn what is gathered into columns."""
        names = dict.fromkeys(name for cells in self._cells for name in cells)
        columns = {name: _texts([cells.get(name) for cells in self._cells]) for name in names}
        self._chunks.append((columns, pa.array(self._rows, pa.int64())))
        self._rows, self._cells = [], []

    def columns(self) -> tuple[list[str], list[pa.Array], pa.Array]:
        """Return names in the order met, their columns, and the row numbers."""
        self.flush()
        columns = []
        for name in self._names:
            parts = [
                found[name] if name in found else pa.nulls(len(rows), pa.string())
                for found, rows in self._chunks
            ]
            columns.append(pa.chunked_array(parts, pa.string()).combine_chunks())
        rows = pa.chunked_array([rows for _, rows in self._chunks], pa.int64()).combine_chunks()
        return list(self._names), columns, rows


def text_column(column: pa.Array) -> pa.Array:
    """Return texts without spaces around them, empty ones null."""
    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _texts(cells: Sequence[str | None]) -> pa.Array:
    try:
        return text_column(pa.array(cells, pa.string()))
    except UnicodeEncodeError:
        # A half of a surrogate pair, which JSON can write: shown as what could not be decoded.
        mended = [
            cell and cell.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            for cell in cells
        ]
        return text_column(pa.array(mended, pa.string()))
