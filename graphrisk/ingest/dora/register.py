"""One register of information, read: its tables, who keeps it, and the day it stands for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graphrisk.errors import Unreadable
from graphrisk.ingest.dora.cells import plain_code
from graphrisk.ingest.dora.package import Parcel, open_parcels
from graphrisk.ingest.dora.tables import RegisterTable, empty_table, read_table, template_of
from graphrisk.ingest.dora.templates import TEMPLATES
from graphrisk.ingest.grid import Grid, read_grids
from graphrisk.ingest.problems import ProblemLog
from graphrisk.model.identifiers import check_lei
from graphrisk.model.records import is_full_date
from graphrisk.progress import SILENT, Progress

_LARGEST_PART = 1 << 20
_FIRST_ROWS = 20


@dataclass(slots=True)
class Register:
    """All tables of one register; one that is not there is empty and named in ``missing``.

    Parameters
    ----------
    name
        What problems and sources call it.
    parts
        What the JSON and CSV files of a reporting package say, by part.
    log
        Problems of the whole.
    """

    name: str
    log: ProblemLog
    tables: dict[str, RegisterTable] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> RegisterTable:
        """Return a table by the name of its template."""
        return self.tables[name]

    @property
    def parameters(self) -> dict[str, str]:
        """What parameters.csv states."""
        found: dict[str, str] = self.parts.get("parameters") or {}
        return found

    @property
    def maintainer(self) -> str | None:
        """LEI of the entity that keeps the register."""
        for _, lei in self.table("b_01.01").each("c0010"):
            if lei:
                return str(lei)
        return entity_of(self.parameters) if check_lei(entity_of(self.parameters)) else None

    @property
    def day(self) -> str | None:
        """Day that the register stands for: the reference date, else that of the reporting."""
        stated = self.parameters.get("refperiod", "")
        if is_full_date(stated):
            return stated
        return next((day for (_, day) in self.table("b_01.01").each("c0060") if day), None)

    def all_logs(self) -> list[ProblemLog]:
        """Return the problems of the whole, then those of each table."""
        return [self.log, *(table.log for table in self.tables.values())]

    @property
    def errors(self) -> int:
        """Number of problems for which something was not read."""
        return sum(log.errors for log in self.all_logs())


def entity_of(parameters: Mapping[str, str]) -> str:
    """Return the LEI in the entityID of a package, whatever stands around it.

    Examples
    --------
    >>> entity_of({"entityid": "rs:529900T8BM49AURSDO55.CON"})
    '529900T8BM49AURSDO55'
    """
    stated = parameters.get("entityid", "")
    return plain_code(stated.rpartition(":")[2].partition(".")[0])


@contextmanager
def open_registers(path: Path, progress: Progress = SILENT) -> Iterator[list[Register]]:
    """Read the registers that lie at a path.

    Raises
    ------
    Unreadable
        There is no register, or it is not safe to open.
    """
    with open_parcels(path) as parcels:
        progress.start(f"reading {path.name}", len(parcels))
        found = []
        for parcel in parcels:
            found.append(read_register(parcel))
            progress.advance(1)
        progress.done()
    yield found


def read_register(parcel: Parcel) -> Register:
    """Read all tables of a register; one that cannot be read is a problem and empty."""
    register = Register(parcel.name, parcel.log)
    if "workbook" in parcel.tables:
        _read_workbook(register, parcel.tables["workbook"])
    for name, path in parcel.tables.items():
        if name in TEMPLATES:
            _read_file(register, name, path)
    register.missing = [name for name in TEMPLATES if name not in register.tables]
    for name in register.missing:
        register.tables[name] = empty_table(name, f"{register.name}/{name}")
    register.tables = {name: register.tables[name] for name in TEMPLATES}
    for part, path in parcel.parts.items():
        register.parts[part] = _read_part(register.log, part, path)
    return register


def _read_workbook(register: Register, path: Path) -> None:
    for grid in read_grids(path):
        if not grid.rows:
            continue
        titled = template_of(grid.sheet)
        name = titled or _template_in_cells(grid)
        if name not in TEMPLATES:
            message = f"sheet {grid.sheet}: no table of a register; not read"
            register.log.row(None, None, None, message, "", "warning", rule="table")
            continue
        grid.log.file = f"{register.name}/{name}" + ("" if titled else f", sheet {grid.sheet}")
        _put(register, name, grid)


def _template_in_cells(grid: Grid) -> str:
    for _, cells in grid.rows[:_FIRST_ROWS]:
        for cell in cells:
            if cell and len(cell) < 100 and (name := template_of(cell)):
                return name
    return ""


def _read_file(register: Register, name: str, path: Path) -> None:
    file = f"{register.name}/{name}.csv"
    try:
        (grid,) = read_grids(path) if path.stat().st_size else [_nothing(file)]
    except Unreadable as error:
        log = ProblemLog(file)
        log.row(None, None, None, error.what, error.fix or "", rule="table")
        register.tables[name] = RegisterTable(TEMPLATES[name], file, log)
        return
    grid.log.file = file
    _put(register, name, grid)


def _nothing(file: str) -> Grid:
    return Grid(file, file, ProblemLog(file))


def _put(register: Register, name: str, grid: Grid) -> None:
    if name in register.tables:
        message = f"{grid.file}: a second table of {name}; not read"
        register.log.row(None, None, None, message, "keep one of them", rule="table")
        return
    log = grid.log
    log.problems = [replace(each, file=log.file, rule=each.rule or "file") for each in log.problems]
    table = read_table(grid, TEMPLATES[name])
    if table is None:
        table = RegisterTable(TEMPLATES[name], grid.log.file, grid.log, lost=len(grid.rows))
        message = "no header with the columns c0010 and so on; the table was not read"
        fix = "name the columns by their codes in the first row"
        grid.log.row(None, None, None, message, fix, rule="table")
    register.tables[name] = table


def _read_part(log: ProblemLog, part: str, path: Path) -> Any:
    """Return what a file of the package says; None with a problem when it cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_PART).decode("utf-8-sig")
        if part in ("report", "package"):
            return json.loads(text)
        first = text.partition("\n")[0]
        sign = ";" if ";" in first and "," not in first else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except (ValueError, RecursionError, csv.Error, OSError) as error:
        said = str(error).partition("\n")[0][:100]
        message = f"{path.name if part == path.stem else part}: cannot be read: {said}"
        log.row(None, None, None, message, "write the package again", "warning", rule="package")
        return None
    return {row[0].strip().casefold(): row[1].strip() for row in rows if len(row) > 1 and row[0]}
