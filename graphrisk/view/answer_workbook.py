"""An answer as an XLSX workbook: a sheet per table and one about it; the door to write openpyxl."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from graphrisk.cells import defused
from graphrisk.errors import TooLarge
from graphrisk.model.columns import Column
from graphrisk.references import cited
from graphrisk.view.answer import Answer, Table, plain
from graphrisk.view.text import flattened

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
_NARROWEST, _WIDEST = 10, 48
_UNFIT_FOR_A_NAME = re.compile(r"[\[\]:*?/\\']")


def to_workbook(answer: Answer, *, program_version: str) -> bytes:
    """Return a workbook: the tables with their titles, then a sheet "About".

    Text is text: no cell is a formula. A cell longer than a spreadsheet takes ends in "…".

    Raises
    ------
    TooLarge
        A table has more rows than a sheet holds.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for number, table in enumerate(answer.tables, start=1):
        if len(table.rows) > MOST_ROWS:
            raise TooLarge(
                f"a sheet holds {MOST_ROWS:,} rows, the answer has {len(table.rows):,}",
                limit=MOST_ROWS,
                size=len(table.rows),
                fix="write .parquet or .csv",
            )
        _write_table(book, table, _sheet_name(book, table.title or answer.command, number))
    _write_about(book, answer, program_version)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_sheets(
    file: BinaryIO, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]
) -> None:
    """Write a workbook of sheets: title, words of the header, rows; text is text.

    Parameters
    ----------
    sheets
        Rows are taken one by one. More than a sheet holds is for the caller to refuse.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(_bold(sheet, header))
        for row in rows:
            sheet.append(_cell(sheet, value) for value in row)
    book.save(file)


def _sheet_name(book: Workbook, title: str, number: int) -> str:
    """Return a name that no other sheet has, as short as the format wants it."""
    name = _UNFIT_FOR_A_NAME.sub(" ", flattened(title)).strip()[:31].strip() or "Table"
    taken = {sheet.title.casefold() for sheet in book.worksheets} | {"about", "history"}
    return f"{name[:27]} {number}" if name.casefold() in taken else name


def _write_table(book: Workbook, table: Table, name: str) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    columns = table.described()
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns):
        texts = [column.title, *(plain(row[place]) for row in table.rows[:200])]
        width = min(max(_NARROWEST, *(len(text) + 2 for text in texts)), _WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.append(_bold(sheet, (column.title for column in columns)))
    for row in table.rows:
        sheet.append(_cell(sheet, value, c) for value, c in zip(row, columns, strict=True))
    last = get_column_letter(max(len(columns), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"


def _bold(sheet: Any, words: Iterable[str]) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    for word in words:
        cell = WriteOnlyCell(sheet, word)
        cell.font = Font(bold=True)
        yield cell


def _cell(sheet: Any, value: object, column: Column | None = None) -> Any:
    """Return a cell: a number stays a number with its format, everything else is text."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        cell = WriteOnlyCell(sheet, value)
        if column is not None:
            cell.number_format = _number_format(column)
        return cell
    text = defused(flattened(plain(value)))
    cell = WriteOnlyCell(sheet, None)
    if text:
        cell.value = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
        cell.data_type = "s"
    return cell


def _number_format(column: Column) -> str:
    if column.type == "share":
        return "0.0%"
    return "#,##0" + ("." + "0" * column.decimals if column.decimals else "")


def _write_about(book: Workbook, answer: Answer, program_version: str) -> None:
    """Write what was asked, on which graph, with which seed, and how it was computed."""
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 110
    for word, value in about_lines(answer, program_version):
        sheet.append([*_bold(sheet, (word,)), _cell(sheet, value)])
    for table in answer.tables:
        for column in table.described():
            unit = f" ({column.unit})" if column.unit else ""
            sheet.append([_cell(sheet, column.title), _cell(sheet, column.meaning + unit)])


def about_lines(answer: Answer, program_version: str) -> Iterator[tuple[str, object]]:
    """Yield what goes with the tables, by name."""
    yield "Command", f"graphrisk {answer.command}"
    yield "Version", program_version
    for line in answer.headline:
        yield "Answer", line
    yield "Digest of the graph", answer.digest
    yield "Seed", answer.seed if answer.seed is not None else "nothing is drawn"
    for name, value in answer.parameters.items():
        yield name.replace("_", " "), value
    for line in answer.footer:
        yield "Note", line
    if answer.method is not None:
        yield "Method", answer.method.text
        for line in answer.method.assumptions:
            yield "Assumed", line
        for key in answer.method.sources:
            yield "Source", cited(key)
