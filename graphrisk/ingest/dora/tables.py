"""One table of a register: its header found, every cell read by the type of its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graphrisk.errors import Severity
from graphrisk.ingest.dora.cells import Finding, Reading, reader_of
from graphrisk.ingest.dora.code_lists import folded, words_of
from graphrisk.ingest.dora.templates import TEMPLATES, Column, Template
from graphrisk.ingest.grid import Cells, Grid
from graphrisk.ingest.numbers import decimal_sign
from graphrisk.ingest.problems import ProblemLog

_FIRST_ROWS = 20
_MORE_HEADERS = 3
"""Rows below the header that may hold titles or types of its columns, as workbooks have them."""
_NAME = re.compile(r"(?:^|[^a-z0-9])(?:b|rt|tb)[_.\- ]?(\d\d)[._\- ]?(\d\d)(?![0-9])")
_CODE = re.compile(r"(?:(?:b|rt|tb)[_.\- ]?\d\d[._]\d\d[._ ]?)?c?(\d{4})(?![0-9])")
_NOTHING = frozenset({"NULL", "null", "Null", "NaN", "nan", "#N/A", "<NA>", "nil", "NIL"})
"""What programs write where they have nothing."""
_DRAFT = {
    "c0030": "c0050",
    "c0040": "c0070",
    "c0050": "c0080",
    "c0060": "c0090",
    "c0070": "c0100",
    "c0080": "c0110",
    "c0090": "c0120",
}
"""Columns of b_05.01 in the draft that registers were tried with in 2024 -> those in force."""
_LATER = frozenset({"c0100", "c0110", "c0120"})
_TYPE_WORDS = frozenset(
    {"alphanumerical", "date", "country", "currency", "monetary", "natural number", "pattern"}
    | {"closed set of options", "yes/no", "[yes/no]", "text", "key value", "<key value>"}
)


@dataclass(slots=True)
class RegisterTable:
    """Rows of one template; position k is the same row in every list.

    Parameters
    ----------
    file
        Name that problems show.
    rows
        Row numbers as a person sees them.
    texts, values
        Cells by column as written and as read; None where empty or not readable.
    unused
        Positions of rows that the graph cannot take.
    repeated
        Rows whose key stood before.
    shown
        Name that sources show, where it is not that of the file.
    """

    template: Template
    file: str
    log: ProblemLog
    rows: list[int] = field(default_factory=list)
    texts: dict[str, list[str | None]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    unused: set[int] = field(default_factory=set)
    lost: int = 0
    repeated: int = 0
    shown: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, code: str) -> list[Any]:
        """Return the values of a column; all None where the table lacks it."""
        return self.values.get(code) or [None] * len(self.rows)

    def text(self, code: str, position: int) -> str | None:
        """Return a cell as written."""
        column = self.texts.get(code)
        return column[position] if column else None

    def each(self, *codes: str) -> Iterator[tuple[Any, ...]]:
        """Yield position and the values of some columns, of every row the graph can take."""
        columns = [self.column(code) for code in codes]
        for position, values in enumerate(zip(*columns, strict=True)):
            if position not in self.unused:
                yield (position, *values)

    def say(
        self,
        position: int | None,
        column: str | None,
        finding: Finding,
        severity: Severity = "warning",
        *,
        family: str | None = None,
    ) -> None:
        """List a problem of a row, or of the whole table."""
        row = None if position is None else self.rows[position]
        value = self.text(column, position) if column and position is not None else None
        self.log.row(
            row,
            column,
            value,
            finding.message,
            finding.fix,
            severity,
            family=family,
            rule=finding.rule,
        )

    def leave_out(self, position: int, column: str, finding: Finding) -> None:
        """List a problem for which the graph cannot take the row."""
        self.unused.add(position)
        self.say(position, column, finding, "error")

    def place(self, position: int) -> str:
        """Return file and row as a source names them."""
        return f"{self.shown or self.file}:row {self.rows[position]}"


def template_of(name: str) -> str | None:
    """Return the template that the name of a file or sheet names.

    Examples
    --------
    >>> template_of("B_02.02.csv"), template_of("RT.05.01 Providers"), template_of("notes")
    ('b_02.02', 'b_05.01', None)
    """
    found = _NAME.search(name.casefold())
    return f"b_{found[1]}.{found[2]}" if found else None


def read_table(grid: Grid, template: Template) -> RegisterTable | None:
    """Read the rows of a sheet under the header of a template; None without such a header."""
    place, header = _find_header(grid, template)
    if place is None:
        return None
    table = RegisterTable(template, grid.log.file, grid.log, lost=grid.lost)
    _report_header(grid, table, header, place)
    last = max(header)
    cells: dict[str, list[str | None]] = {code: [] for code in header.values()}
    for at_row, (number, row) in enumerate(grid.rows[place + 1 :]):
        for message, text, _ in grid.refused.get(number, ()):
            fix = "open and save the file in a spreadsheet program"
            table.log.row(number, None, text, message, fix, "warning", rule="cell")
        if at_row < _MORE_HEADERS and (_is_header(row, template) or _are_types(row)):
            continue
        if len(row) > last + 1 and len(row) > len(grid.rows[place][1]):
            finding = Finding("row", "more cells than the header has", "quote cells with commas")
            table.lost += 1
            table.log.row(number, None, row[-1], finding.message, finding.fix, rule="row")
            continue
        table.rows.append(number)
        for at, code in header.items():
            cell = row[at] if at < len(row) else None
            cells[code].append(None if cell in _NOTHING else cell)
    table.texts = _as_published(table, cells)
    cells = table.texts
    decimal = _decimal_of(template, cells)
    for column in template.columns:
        if column.code in cells:
            table.values[column.code] = _read(table, column, decimal)
    return table


def _as_published(
    table: RegisterTable, cells: dict[str, list[str | None]]
) -> dict[str, list[str | None]]:
    """Return the columns of b_05.01 by their codes now, where they have those of the draft."""
    name, people = table.template.name, words_of("person")
    found = [text for text in cells.get("c0040", ()) if text is not None]
    is_draft = len(_DRAFT.keys() & cells.keys()) > 4 and not _LATER & cells.keys()
    is_draft &= bool(found) and all(folded(text) in people for text in found)
    if name != "b_05.01" or not is_draft:
        return cells
    message = "columns as in the draft of the regulation (c0030 is the name); read as such"
    table.log.row(None, None, None, message, "use those in force", "warning", rule="column")
    return {_DRAFT.get(code, code): texts for code, texts in cells.items()}


def empty_table(name: str, file: str) -> RegisterTable:
    """Return what stands for a table that is not there."""
    return RegisterTable(TEMPLATES[name], file, ProblemLog(file))


def _read(table: RegisterTable, column: Column, decimal: str | None) -> list[Any]:
    reader: Callable[[str], Reading] = reader_of(column, decimal)
    known: dict[str, Reading] = {}
    values: list[Any] = []
    for position, text in enumerate(table.texts[column.code]):
        if text is None:
            values.append(None)
            continue
        if (reading := known.get(text)) is None:
            reading = known[text] = reader(text)
        value, finding = reading
        values.append(value)
        if finding is not None:
            table.say(position, column.code, finding)
    return values


def _decimal_of(template: Template, cells: dict[str, list[str | None]]) -> str | None:
    amounts = [column.code for column in template.columns if column.type == "money"]
    return decimal_sign(text for code in amounts for text in cells.get(code, ()) if text)


def _find_header(grid: Grid, template: Template) -> tuple[int | None, dict[int, str]]:
    """Return the place of the header among the rows, and which column stands where."""
    best: tuple[int | None, dict[int, str]] = (None, {})
    for place, (_, cells) in enumerate(grid.rows[:_FIRST_ROWS]):
        header = _columns_of(cells, template)
        if _is_header(cells, template) and len(header) > len(best[1]):
            best = (place, header)
    return best


def _is_header(cells: Cells, template: Template) -> bool:
    filled = sum(cell is not None for cell in cells)
    return filled > 0 and 2 * len(_columns_of(cells, template)) > filled


def _are_types(cells: Cells) -> bool:
    """Return True for the row of a workbook that says which type each column has."""
    words = [folded(cell) for cell in cells if cell]
    return len(words) > 1 and all(word in _TYPE_WORDS for word in words)


def _columns_of(cells: Cells, template: Template) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        code = _column_of(cell, template) if cell and len(cell) < 300 else None
        if code is not None and code not in found.values():
            found[at] = code
    return found


def _column_of(cell: str, template: Template) -> str | None:
    text = folded(cell.strip("\ufeff"))
    match = _CODE.match(text)
    number = match[1] if match else text if len(text) in (2, 3) else ""
    if number.isdecimal() and number.isascii():  # a spreadsheet may have made 10 of 0010
        code = f"c{int(number):04}"
        if code in template.by_code:
            return code
    return _titles(template.name).get(text)


@cache
def _titles(name: str) -> dict[str, str]:
    """Return the codes of columns by their folded titles, where a title tells one."""
    titles = [(folded(column.title), column.code) for column in TEMPLATES[name].columns]
    times = Counter(title for title, _ in titles)
    return {title: code for title, code in titles if times[title] == 1}


def _report_header(grid: Grid, table: RegisterTable, header: dict[int, str], place: int) -> None:
    number, cells = grid.rows[place]
    for at, cell in enumerate(cells):
        if cell and at not in header:
            message = f"{table.template.name} has no such column, or it stands twice; not read"
            table.log.row(number, cell[:60], None, message, "", "warning", rule="column")
    _report_lacking(table, number, header.values())
    for ref in grid.merged[:1]:
        if ref[0] > number:
            message = "merged cells: only the first holds a value"
            fix = "unmerge them and fill in every cell"
            table.log.row(ref[0], None, None, message, fix, "warning", rule="cell")
    if grid.hidden:
        message = "a hidden sheet was read like all others"
        table.log.row(None, None, None, message, "", "warning", rule="table")


def _report_lacking(table: RegisterTable, number: int, codes: Sequence[str] | Any) -> None:
    lacking = [c for c in table.template.columns if c.code not in set(codes)]
    for column in lacking:
        if column.key or column.must:
            rule = "805 empty key" if column.key else "mandatory"
            message = f"the column is missing ({column.title})"
            table.log.row(
                number, column.code, None, message, "add it to the header", "warning", rule=rule
            )
