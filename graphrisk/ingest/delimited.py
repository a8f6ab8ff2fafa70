"""CSV of any delimiter -> `RawTable`: every row as long as the header, or reported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from graphrisk.errors import Unreadable
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.headers import find_header, fold_header, known_cells
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import CHUNK_ROWS, MOST_COLUMNS, RawBuilder, RawTable
from graphrisk.model.schema import Kind
from graphrisk.progress import SILENT, Progress

_DELIMITERS = ",;\t|"
_FIRST_ROWS = 20
_FIRST_TEXT = 1 << 16


def read_delimited(
    path: Path, *, kind: Kind | None = None, progress: Progress = SILENT
) -> RawTable | None:
    """Read a delimited text file; None when it holds no header of a known table.

    Raises
    ------
    Unreadable
        The file is no text, is empty, or its header cannot be used.
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
            return None
        header_row, header = first[place]
        names = usable_header(header, path.name)
        say_skipped(log, [cells for _, cells in first[:place]], header_row)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
        for _ in range(header_row):
            next(reader)
        progress.start(f"reading rows of {path.name}")
        builder = RawBuilder(len(names))
        lost = 0
        for rows, cells, bad in _chunks(reader, header_row):
            lost += _take(builder, names, rows, cells, log) + len(bad)
            for row, message, fix in bad:
                log.row(row, None, None, message, fix)
            progress.advance(len(cells))
        progress.done()
    columns, numbers = builder.columns()
    return RawTable(path.name, names, columns, numbers, log, path.name, header_row, lost)


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


def _chunks(
    reader: Iterator[list[str]], before: int
) -> Iterator[tuple[range, list[list[str]], list[Bad]]]:
    """Yield rows with their numbers; what cannot be split into cells comes as a problem."""
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
    message = "a quote opens here and does not close; this row and all after it were not read"
    return (row, message, 'close it, or write a quote within quotes as ""'), True


def _take(
    builder: RawBuilder,
    names: Sequence[str],
    numbers: range,
    cells: list[list[str]],
    log: ProblemLog,
) -> int:
    """Add rows of the header's length, drop empty ones, report the others; return how many."""
    width = len(names)
    if all(len(record) == width and record[0] for record in cells):
        builder.extend(numbers, cells)  # type: ignore[arg-type]
        return 0
    lost = 0
    for row, record in zip(numbers, cells, strict=True):
        if not any(cell and not cell.isspace() for cell in record):
            continue
        if len(record) > width and not any(record[width:]):
            record = record[:width]
        if len(record) == width:
            builder.add(row, record)
            continue
        lost += 1
        say_length(log, row, record, width)
    return lost


def say_length(log: ProblemLog, row: int, record: Sequence[str | None], width: int) -> None:
    """Report a row that is longer or shorter than the header."""
    fix = "write every cell, empty ones too, and put quotes around a cell with a delimiter in it"
    if len(record) > width:
        extra = next((cell for cell in record[width:] if cell), "")
        log.row(row, None, extra, f"{len(record)} cells, but the header has {width}", fix)
    else:
        log.row(row, None, record[0], f"only {len(record)} cells, but the header has {width}", fix)
