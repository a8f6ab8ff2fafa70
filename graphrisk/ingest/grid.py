"""A file -> grids of cells as they lie there: no header is looked for, nothing is left out.

For tables whose header is not ours, and whose layout has to be understood first.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from graphrisk.errors import Unreadable
from graphrisk.ingest.delimited import row_chunks
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.places import Range, letter, range_of
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import MOST_COLUMNS

MOST_ROWS = 1_000_000
"""Rows of one sheet; a larger table is read by `read_tables`, in columns, under our names."""
MOST_CELLS = 6_000_000
MOST_MERGED = 20_000
_DELIMITERS = ",;\t|"
_LOOKED_AT = 60
_LONGEST_CELL = 100_000
_BEFORE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"

Cells = list[str | None]


@dataclass
class Grid:
    """One sheet: rows with something in them, under the numbers that a person sees.

    Parameters
    ----------
    file
        Name that problems show, with the sheet where there are several.
    sheet
        Title of the sheet; the file's stem for a file without sheets.
    merged
        Ranges of merged cells.
    refused
        Row -> (what is wrong, text, column) for cells that hold an error or no result.
    lost
        Rows that could not be split into cells; they are in the log.
    """

    file: str
    sheet: str
    log: ProblemLog
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    refused: dict[int, list[tuple[str, str, int]]] = field(default_factory=dict)
    hidden: bool = False
    lost: int = 0

    @cached_property
    def width(self) -> int:
        """Return how many columns have anything in them."""
        return max((len(cells) for _, cells in self.rows), default=0)

    def row(self, number: int) -> Cells:
        """Return the cells of a row, none for an empty one."""
        at = bisect_left(self.rows, number, key=lambda row: row[0])
        found = at < len(self.rows) and self.rows[at][0] == number
        return self.rows[at][1] if found else []


def read_grids(path: Path) -> list[Grid]:
    """Read every sheet of a workbook, or the one table of a text file.

    Raises
    ------
    Unreadable
        The file is missing, too large, of another format, or holds nothing.
    """
    from graphrisk.ingest.table import checked_head

    head = checked_head(path)
    if head.startswith(b"PK"):
        grids = _of_workbook(path)
    elif head.lstrip(_BEFORE).startswith(b"{") or (
        head.lstrip(_BEFORE).startswith(b"[") and path.suffix.casefold() == ".json"
    ):
        grids = [_of_json_lines(path)]
    else:
        grids = [_of_text(path)]
    if not any(grid.rows for grid in grids):
        raise Unreadable("the file holds no cells", where=path.name)
    return grids


def _of_workbook(path: Path) -> list[Grid]:
    from graphrisk.ingest.workbook import open_sheets

    found = []
    with open_sheets(path) as sheets:
        for sheet in sheets:
            grid = Grid(sheet.log.file, sheet.title, sheet.log, hidden=sheet.marks.hidden_sheet)
            _fill(grid, sheet.rows())
            grid.merged = [made for ref in sheet.marks.merged if (made := range_of(ref))]
            if len(grid.merged) > MOST_MERGED:
                raise Unreadable(
                    f"{len(grid.merged):,} merged ranges; at most {MOST_MERGED:,} are read",
                    where=grid.file,
                    fix="unmerge them and fill in every cell",
                )
            grid.refused = sheet.refused
            sheet.marks.say_hidden(grid.log)
            found.append(grid)
    return found


def _of_json_lines(path: Path) -> Grid:
    from graphrisk.ingest.json_lines import read_json_lines

    raw = read_json_lines(path)
    grid = Grid(path.name, path.stem, raw.log, lost=raw.lost)
    columns = [column.to_pylist() for column in raw.columns]
    names: tuple[int, Cells] = (0, list(raw.names))
    _fill(grid, iter([names, *zip(raw.rows.to_pylist(), zip(*columns, strict=True), strict=True)]))
    return grid


def _of_text(path: Path) -> Grid:
    log = ProblemLog(path.name)
    grid = Grid(path.name, path.stem, log)
    encoding = find_encoding(path)
    if encoding.remark:
        log.row(None, None, None, encoding.remark, "save the file as UTF-8", "warning")
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        start = file.read(1 << 16)
        delimiter, skipped = _delimiter(start)
        file.seek(0)
        for _ in range(skipped):
            file.readline()  # no row: what it quotes, or leaves open, is nothing to the reader
        reader = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
        _fill(grid, _rows(reader, skipped, grid))
    return grid


def _rows(reader: Iterator[list[str]], skipped: int, grid: Grid) -> Iterator[tuple[int, list[str]]]:
    for numbers, cells, bad in row_chunks(reader, skipped):
        yield from zip(numbers, cells, strict=True)
        for row, message, fix in bad:
            grid.log.row(row, None, None, message, fix)
            grid.lost += 1


def _fill(grid: Grid, rows: Iterator[tuple[int, Sequence[str | None]]]) -> None:
    cells = 0
    for number, row in rows:
        trimmed = [(cell.strip() or None) if cell else None for cell in row]
        while trimmed and trimmed[-1] is None:
            trimmed.pop()
        if not trimmed and number not in grid.refused:
            continue
        cells += len(trimmed)
        _check_size(grid, number, trimmed, cells)
        grid.rows.append((number, trimmed))


def _check_size(grid: Grid, number: int, cells: Cells, total: int) -> None:
    what = None
    if len(cells) > MOST_COLUMNS:
        what = f"row {number} has {len(cells)} columns; at most {MOST_COLUMNS} are read"
    elif len(grid.rows) >= MOST_ROWS or total > MOST_CELLS:
        what = f"more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells"
    if what is not None:
        fix = "split it, or give the columns our names and load it without a mapping"
        raise Unreadable(what, where=grid.file, fix=fix)
    for place, cell in enumerate(cells):
        if cell is not None and len(cell) > _LONGEST_CELL:
            message = f"cell {letter(place)}{number} holds {len(cell):,} signs"
            grid.refused.setdefault(number, []).append((message, cell[:60], place))
            cells[place] = None


def _delimiter(start: str) -> tuple[str, int]:
    """Return the delimiter by which most rows have one width, and the lines to skip before."""
    first = start.split("\n", 1)[0].strip("\r\ufeff \"'")
    if len(first) == 5 and first[:4].casefold() == "sep=" and first[4] in _DELIMITERS:
        return first[4], 1
    return max(_DELIMITERS, key=lambda sign: _evenness(start, sign)), 0


def _evenness(start: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    try:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        for row in islice(reader, _LOOKED_AT):
            if any(row):
                widths[len(row)] += 1
    except csv.Error:
        pass
    return max(((width - 1) * count for width, count in widths.items()), default=0)
