"""CSV of any delimiter -> `RawTable`: every row as long as the header, or reported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import Unreadable
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.headers import find_header, fold_header, known_cells, no_table
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import CHUNK_ROWS, MOST_COLUMNS, RawBuilder, RawTable, check_rows
from graphrisk.ingest.unquoted import Unquoted, has_quotes, read_unquoted
from graphrisk.model.schema import Kind
from graphrisk.progress import SILENT, Progress

_DELIMITERS = ",;\t|"
_FIRST_ROWS = 20
_FIRST_TEXT = 1 << 16


def read_delimited(
    path: Path, *, kind: Kind | None = None, progress: Progress = SILENT
) -> RawTable:
    """Read a delimited text file.

    Raises
    ------
    Unreadable
        The file is no text, is empty, or has no header of a known table that can be used.
    """
    log = ProblemLog(path.name)
    encoding = find_encoding(path)
    if encoding.remark:
        log.row(None, None, None, encoding.remark, "save the file as UTF-8", "warning")
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        start = file.read(_FIRST_TEXT)
        if not start.strip():
            raise Unreadable("the file is empty", where=path.name)
        skipped, delimiter = _separator_line(start)
        delimiter = delimiter or _find_delimiter(start)
        first = _first_rows(start, delimiter)[skipped:]
        place = find_header([cells for _, cells in first], kind, path.name)
        if place is None:
            raise no_table(path.name, [cells for _, cells in first], kind)
        header_row, header = first[place]
        names = usable_header(header, path.name)
        say_skipped(log, [cells for _, cells in first[:place]], header_row)
        progress.start(f"reading rows of {path.name}")
        body = _Body(names, delimiter, header_row, log, progress)
        plain = encoding.name.startswith("utf-8") and encoding.errors == "strict"
        regular = 1 < len(names) == len(header)
        if not (plain and regular and not has_quotes(path) and body.read_unquoted(path)):
            file.seek(0)
            body.read_rows(file)
        progress.done()
    columns, numbers = body.columns()
    return RawTable(path.name, names, columns, numbers, log, path.name, header_row, body.lost)


@dataclass(slots=True)
class _Body:
    """The rows below the header."""

    names: Sequence[str]
    delimiter: str
    header_row: int
    log: ProblemLog
    progress: Progress
    lost: int = 0
    _builder: RawBuilder = field(init=False)
    _split: Unquoted | None = None

    def __post_init__(self) -> None:
        self._builder = RawBuilder(len(self.names))

    def read_unquoted(self, path: Path) -> bool:
        split = read_unquoted(path, len(self.names), self.delimiter, self.header_row)
        if split is None:
            return False
        check_rows(len(split.rows), path.name)
        for row, text in split.others:
            self._take_one(row, text.split(self.delimiter))
        self.progress.advance(len(split.rows))
        self._split = split
        return True

    def read_rows(self, file: TextIO) -> None:
        reader = csv.reader(file, delimiter=self.delimiter, skipinitialspace=True, strict=True)
        if not self._pass_header(reader):
            return
        for rows, cells, bad in row_chunks(reader, self.header_row):
            check_rows(rows.stop, self.log.file)
            self._take(rows, cells)
            for row, message, fix in bad:
                self.log.row(row, None, None, message, fix)
            self.lost += len(bad)
            self.progress.advance(len(cells))

    def _pass_header(self, reader: Iterator[list[str]]) -> bool:
        """Go past the header, whose quotes may be broken; False where nothing can be read below."""
        for row in range(1, self.header_row + 1):
            try:
                next(reader)
            except csv.Error as error:
                (at, message, fix), ended = _quote_problem(row, str(error))
                self.log.row(at, None, None, message, fix)
                if ended:
                    self.lost += 1
                    return False
            except StopIteration:
                message = "a quote in or above the header takes in all that follows; not read"
                self.log.row(row, None, None, message, 'write a quote within quotes as ""')
                self.lost += 1
                return False
        return True

    def columns(self) -> tuple[list[pa.Array], pa.Array]:
        columns, rows = self._builder.columns()
        if self._split is None:
            return columns, rows
        if not len(rows):
            return self._split.columns, self._split.rows
        rows = pa.concat_arrays([self._split.rows, rows])
        order = pc.sort_indices(rows)
        pairs = zip(self._split.columns, columns, strict=True)
        return [pa.concat_arrays(pair).take(order) for pair in pairs], rows.take(order)

    def _take(self, numbers: range, cells: list[list[str]]) -> None:
        """Add rows of the header's length, drop empty ones, report the others."""
        width = len(self.names)
        if all(len(record) == width and record[0].strip() for record in cells):
            self._builder.extend(numbers, cells)
            return
        for row, record in zip(numbers, cells, strict=True):
            self._take_one(row, record)

    def _take_one(self, row: int, record: list[str]) -> None:
        width = len(self.names)
        if not any(cell and not cell.isspace() for cell in record):
            return
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            record = record[:width]
        if len(record) == width:
            self._builder.add(row, record)
            return
        self.lost += 1
        say_length(self.log, row, record, width)


def usable_header(header: Sequence[str | None], where: str) -> tuple[str, ...]:
    """Return header cells as written, without empty ones at the end.

    Raises
    ------
    Unreadable
        Two columns have one name, or there are too many.
    """
    names = [(cell or "").strip().strip("\ufeff") for cell in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"{len(names)} columns; at most {MOST_COLUMNS} are read", where=where)
    seen: dict[str, str] = {}
    for name in filter(None, names):
        if (first := seen.setdefault(fold_header(name), name)) is not name:
            both = repr(name) if first == name else f"{first!r} and {name!r}"
            raise Unreadable(
                f"two columns have one name: {both}",
                where=where,
                fix="rename or remove one of them; nothing of this table was read",
            )
    return tuple(names)


def say_skipped(log: ProblemLog, rows: Sequence[Sequence[str | None]], header_row: int) -> None:
    """Report rows above the header that hold something."""
    if any(cell for cells in rows for cell in cells):
        message = f"what stands above the header (row {header_row}) was not read"
        log.row(1, None, next(c for cells in rows for c in cells if c), message, "", "warning")


def _separator_line(start: str) -> tuple[int, str | None]:
    """Return whether the first line is Excel's ``sep=;``, and the sign it names."""
    line = start.split("\n", 1)[0].strip("\r\ufeff \"'")
    if len(line) == 5 and line[:4].casefold() == "sep=" and line[4] in _DELIMITERS:
        return 1, line[4]
    return (1, "\t") if line.casefold() == "sep=" else (0, None)


def _find_delimiter(start: str) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        rows = [cells for _, cells in _first_rows(start, delimiter)]
        known = [known_cells(map(fold_header, cells)) for cells in rows]
        return max(known, default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=score)


def _first_rows(start: str, delimiter: str) -> list[tuple[int, list[str]]]:
    lines = start.splitlines(keepends=True) if "\n" in start or "\r" in start else [start]
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(islice(reader, 10 * _FIRST_ROWS), start=1):
            if len(found) == _FIRST_ROWS:
                break
            if any(cells) or not found:
                found.append((number, cells))
    except csv.Error:
        return found
    return found


Bad = tuple[int, str, str]


def row_chunks(
    reader: Iterator[list[str]], before: int
) -> Iterator[tuple[range, list[list[str]], list[Bad]]]:
    """Yield rows with their numbers; what cannot be split into cells comes as a problem.

    Parameters
    ----------
    before
        Rows that the reader is past already.
    """
    row = before
    while True:
        cells: list[list[str]] = []
        bad: list[Bad] = []
        first = row + 1
        ended = False
        try:
            for record in islice(reader, CHUNK_ROWS):
                cells.append(record)
            ended = len(cells) < CHUNK_ROWS
        except csv.Error as error:
            problem, ended = _quote_problem(first + len(cells), str(error))
            bad.append(problem)
        row = first + len(cells) + len(bad) - 1
        yield range(first, first + len(cells)), cells, bad
        if ended:
            return


def _quote_problem(row: int, said: str) -> tuple[Bad, bool]:
    if "expected after" in said:
        return (row, "text follows a closing quote", 'write a quote within quotes as ""'), False
    if "field limit" in said:
        message = f"a cell holds more than {csv.field_size_limit():,} signs; this row and all after"
        return (row, f"{message} it were not read", "shorten it, or close its quote"), True
    message = "a quote opens here and does not close; this row and all after it were not read"
    return (row, message, 'close it, or write a quote within quotes as ""'), True


def say_length(log: ProblemLog, row: int, record: Sequence[str | None], width: int) -> None:
    """Report a row that is longer or shorter than the header."""
    fix = "write every cell, empty ones too, and put quotes around a cell with a delimiter in it"
    cells = f"{len(record)} cell{'s' if len(record) != 1 else ''}, but the header has {width}"
    beyond = next((cell.strip() for cell in record[width:] if cell and cell.strip()), "")
    shown = beyond or (record[0] or "").strip()
    log.row(row, None, shown, cells if len(record) > width else f"only {cells}", fix)
