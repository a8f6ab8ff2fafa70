"""XLSX -> `RawTable` for every sheet with a known header; the only door to openpyxl.

A workbook is a zip of XML from a stranger: sizes are checked before it is unpacked, and a document
type declaration (the way to entity bombs) is refused before it is parsed.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from graphrisk.errors import GraphRiskError, Severity, Unreadable
from graphrisk.ingest.delimited import say_length, say_skipped, usable_header
from graphrisk.ingest.headers import find_header, no_table
from graphrisk.ingest.json_lines import typed_number
from graphrisk.ingest.places import letter
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import WRITE_VALUE, RawBuilder, RawTable
from graphrisk.model.schema import Kind
from graphrisk.progress import SILENT, Progress

LARGEST_UNPACKED = 1 << 30
MOST_PARTS = 5_000
_LARGEST_RATIO = 400
_FIRST_ROWS = 20
_LAST_ROW = 1 << 20
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_MERGED = re.compile(rb'<mergeCell [^>]{0,80}ref="([A-Z0-9:]{1,30})"')
_HIDDEN_ROW = re.compile(rb'<row [^>]{0,300}hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col [^>]{0,300}hidden="(?:1|true)"')
_FORMULA = re.compile(rb"<f[ >/]")
_BLOCK = 1 << 20


def read_workbook(
    path: Path, *, kind: Kind | None = None, progress: Progress = SILENT
) -> list[RawTable]:
    """Read every sheet whose header belongs to a known table; one that is not read is reported.

    Raises
    ------
    Unreadable
        The workbook is broken, encrypted, too large, or no sound XLSX file.
    """
    progress.start(f"reading {path.name}")
    found = []
    foreign: list[Sheet] = []
    with open_sheets(path) as sheets:
        for sheet in sheets:
            table = sheet.read(kind)
            if table is None:
                foreign += [sheet] if sheet.first_rows else []
            else:
                found.append(table)
                progress.advance(len(table.rows))
    if not found and len(foreign) < 2:
        raise no_table(path.name, foreign[0].first_rows if foreign else [], kind)
    progress.done()
    return found + [sheet.not_read(kind, "warning" if found else "error") for sheet in foreign]


@contextmanager
def open_sheets(path: Path) -> Iterator[list[Sheet]]:
    """Open a workbook; its sheets can be read until the block ends.

    Raises
    ------
    Unreadable
        The workbook is broken, encrypted, too large, or no sound XLSX file.
    """
    check_archive(path)
    import openpyxl

    content = io.BytesIO(path.read_bytes())  # openpyxl judges a path by its ending
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and parts that nobody reads
            values = openpyxl.load_workbook(content, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(content, read_only=True, data_only=False)
        inside = [sheet for sheet in values.worksheets if hasattr(sheet, "iter_rows")]
        sheets = []
        for sheet in inside:
            alone = len(inside) == 1
            name = path.name if alone else f"{path.name}, sheet {sheet.title}"
            marks = Marks.of(path, sheet)
            twin = formulas[sheet.title] if marks.formulas else None
            hint = path.name if alone else str(sheet.title)
            sheets.append(Sheet(sheet, twin, ProblemLog(name), marks, hint))
        yield sheets
        values.close()
        formulas.close()
    except GraphRiskError:
        raise
    except Exception as error:
        # openpyxl meets broken XML with any kind of exception: all of them mean the same here.
        raise Unreadable(
            f"not a sound XLSX workbook ({type(error).__name__})",
            where=path.name,
            fix="open it in a spreadsheet program and save it again, or save it as CSV",
        ) from error


def check_archive(path: Path) -> None:
    """Refuse a workbook that would unpack to too much, or whose XML declares entities.

    Raises
    ------
    Unreadable
        With the reason in words.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                fix = "save it as .xlsx; a packed register of information needs --as dora"
                raise Unreadable("a zip file, but not an XLSX workbook", where=path.name, fix=fix)
            unpacked = sum(part.file_size for part in parts)
            ratio = unpacked / max(1, path.stat().st_size)
            if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
                raise Unreadable(
                    f"unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts: refused",
                    where=path.name,
                    fix="save the sheet as CSV",
                )
            if ratio > _LARGEST_RATIO and unpacked > 50e6:
                raise Unreadable(
                    f"unpacks to {ratio:,.0f} times its size: refused",
                    where=path.name,
                    fix="save the sheet as CSV",
                )
            for part in parts:
                if part.flag_bits & 1:
                    raise Unreadable("the workbook is encrypted", where=path.name)
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, part, path.name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Unreadable(
            "not a sound XLSX workbook: the archive is broken", where=path.name
        ) from error
    except zipfile.LargeZipFile as error:  # pragma: no cover
        raise Unreadable("the workbook is too large", where=path.name) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> None:
    tail = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            joined = (tail + block).upper() if b"<!" in block or tail else block
            if any(word in joined for word in _DECLARATIONS):
                raise Unreadable(
                    "its XML declares a document type: refused, spreadsheets need none",
                    where=where,
                    fix="save it again from a spreadsheet program",
                )
            tail = block[-40:]


class Marks:
    """What the raw XML of a sheet tells that reading row by row does not."""

    def __init__(self, xml: bytes, state: str) -> None:
        self.merged = [ref.decode() for ref in _MERGED.findall(xml)]
        self.hidden_rows = len(_HIDDEN_ROW.findall(xml))
        self.hidden_columns = len(_HIDDEN_COLUMN.findall(xml))
        self.formulas = _FORMULA.search(xml) is not None
        self.hidden_sheet = state != "visible"

    @classmethod
    def of(cls, path: Path, sheet: Any) -> Marks:
        with zipfile.ZipFile(path) as archive:
            part = str(sheet._worksheet_path)
            return cls(archive.read(part), str(sheet.sheet_state))

    def report(self, log: ProblemLog) -> None:
        if self.merged:
            message = f"merged cells ({', '.join(self.merged[:5])}): only the first holds a value"
            log.row(None, None, None, message, "unmerge them and fill in every cell", "warning")
        self.say_hidden(log)
        if self.hidden_sheet:
            log.row(None, None, None, "a hidden sheet was read like all others", "", "warning")

    def say_hidden(self, log: ProblemLog) -> None:
        for count, what in ((self.hidden_rows, "rows"), (self.hidden_columns, "columns")):
            if count:
                message = f"{count} hidden {what} (or groups of them) were read like all others"
                log.row(None, None, None, message, "", "warning")


class Sheet:
    """One sheet, read row by row beside its formulas."""

    def __init__(
        self, sheet: Any, formulas: Any | None, log: ProblemLog, marks: Marks, hint: str
    ) -> None:
        self.sheet = sheet
        self.title = str(sheet.title)
        self.formulas = formulas
        self.log = log
        self.marks = marks
        self.hint = hint
        self.first_rows: list[list[str | None]] = []
        self.refused: dict[int, list[tuple[str, str, int]]] = {}

    def read(self, kind: Kind | None) -> RawTable | None:
        """Return the table of the sheet; None when no row is the header of a known one."""
        rows = self.rows()
        first: list[tuple[int, list[str | None]]] = []
        for number, cells in rows:
            if any(cells):
                first.append((number, cells))
            if len(first) == _FIRST_ROWS:
                break
        self.first_rows = [cells for _, cells in first]
        place = find_header(self.first_rows, kind, self.hint)
        if place is None:
            return None
        header_row, header = first[place]
        names = usable_header(header, self.log.file)
        say_skipped(self.log, [cells for _, cells in first[:place]], header_row)
        self.marks.report(self.log)
        builder = RawBuilder(len(names))
        lost = sum(self._add(builder, n, cells, names) for n, cells in first[place + 1 :])
        lost += sum(self._add(builder, number, cells, names) for number, cells in rows)
        columns, numbers = builder.columns()
        return RawTable(
            self.log.file, names, columns, numbers, self.log, self.hint, header_row, lost
        )

    def not_read(self, kind: Kind | None, severity: Severity) -> RawTable:
        """Return what stands for a sheet without a known header: a problem, and no rows."""
        error = no_table(self.log.file, self.first_rows, kind)
        message = f"the sheet was not read: {error.what}"
        self.log.row(None, None, None, message, error.fix or "", severity)
        nothing = pa.array([], pa.int64())
        return RawTable(self.log.file, (), [], nothing, self.log, foreign=True)

    def rows(self) -> Iterator[tuple[int, list[str | None]]]:
        """Yield number and cells of every row; rows with an error in a cell go to ``refused``."""
        values, formulas = self._plain(self.sheet), None
        if self.formulas is not None:
            formulas = self._plain(self.formulas)
        for number, row in enumerate(values, start=1):
            if number > _LAST_ROW:  # rows that a file leaves out count too, and may be billions
                what, fix = f"more than {_LAST_ROW:,} rows: no sheet has them", "save it again"
                raise Unreadable(what, where=self.log.file, fix=fix)
            written = next(formulas, ()) if formulas is not None else ()
            cells = [self._cell(number, place, cell) for place, cell in enumerate(row)]
            for place, cell in enumerate(written):
                if getattr(cell, "data_type", None) == "f" and place < len(cells):
                    self._check_formula(number, place, cell, cells)
            yield number, cells

    @staticmethod
    def _plain(sheet: Any) -> Iterator[Sequence[Any]]:
        sheet.reset_dimensions()
        rows: Iterator[Sequence[Any]] = sheet.iter_rows()
        return rows

    def _check_formula(self, row: int, place: int, cell: Any, cells: list[str | None]) -> None:
        if cells[place] is None:
            message = f"cell {letter(place)}{row} holds a formula without a stored result"
            self._refuse(row, message, str(cell.value)[:60], place)

    def _cell(self, row: int, place: int, cell: Any) -> str | None:
        value = cell.value
        if value is None:
            return None
        if getattr(cell, "data_type", "") == "e":
            self._refuse(row, f"cell {letter(place)}{row} holds an error", str(value), place)
            return None
        return text_of(value)

    def _refuse(self, row: int, message: str, value: str, place: int) -> None:
        self.refused.setdefault(row, []).append((message, value, place))

    def _add(
        self, builder: RawBuilder, row: int, cells: Sequence[str | None], names: Sequence[str]
    ) -> int:
        refused = self.refused.pop(row, [])
        for message, value, _ in refused:
            self.log.row(row, None, value, message, WRITE_VALUE)
        if refused:
            return 1
        if not any(cells):
            return 0
        if any(cells[len(names) :]):
            say_length(self.log, row, cells, len(names))
            return 1
        filled = [*cells[: len(names)], *[None] * (len(names) - len(cells))]
        builder.add(row, filled)
        return 0


def text_of(value: object) -> str:
    """Return a spreadsheet value as text: days as YYYY-MM-DD, whole numbers without a point.

    Examples
    --------
    >>> text_of(3.0), text_of(1.234), text_of(date(2024, 5, 1)), text_of(True)
    ('3', '1.2340', '2024-05-01', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else typed_number(repr(value))
        )
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
