"""A file and a mapping -> raw tables under the model's names, with the rows a person sees."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from graphrisk.errors import Severity, Unreadable
from graphrisk.ingest.grid import Grid, read_grids
from graphrisk.ingest.mapping import RecordMap, RegisterMapping, Source, TableMap
from graphrisk.ingest.mapping_columns import (
    Ambiguous,
    column_of,
    find_header,
    header_candidates,
    missing,
    names_of,
    shown_name,
)
from graphrisk.ingest.mapping_layout import Body, body_of
from graphrisk.ingest.mapping_records import across_places, columns_left, place_of, records_of
from graphrisk.ingest.mapping_words import fold
from graphrisk.ingest.places import letter
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import WRITE_VALUE, RawTable, text_column
from graphrisk.progress import SILENT, Progress

MOST_RECORDS = 2_000_000
"""Records of one kind that a table may part into."""
_LIKE_ROWS, _LIKE_COLUMNS = 20, 100
"""How far names alike are looked for when no column of a mapping is there."""
_SKIPPED_WITHOUT = {
    "Organization": ("name",),
    "PART_OF": ("parent", "organization"),
    "HOLDS": ("data_class",),
}
"""A row without these gives no such record: it is about something else."""


def read_mapped(
    path: Path, mapping: RegisterMapping, *, progress: Progress = SILENT
) -> list[RawTable]:
    """Read a file as a mapping says.

    Raises
    ------
    Unreadable
        The file cannot be opened, or no sheet has the columns that the mapping names.
    """
    progress.start(f"reading {path.name}")
    grids = read_grids(path)
    found: list[RawTable] = []
    used: set[int] = set()
    matched = [
        (at, table, header)
        for number, table in enumerate(mapping.tables, start=1)
        for at, header in _matching(path, grids, table, f"{mapping.name}, [[table]] {number}")
    ]
    for at, table, header in matched:
        beside = [other for place, other, rows in matched if (place, rows) == (at, header)]
        found += _tables_of(grids[at], table, header, beside, first=at not in used)
        used.add(at)
    for at, grid in enumerate(grids):
        if at not in used and grid.rows:
            found.append(_not_read(grid))
    progress.advance(sum(len(table.rows) for table in found))
    progress.done()
    return found


def _matching(
    path: Path, grids: Sequence[Grid], table: TableMap, where: str
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the sheets that a table is read from, with the rows of its header."""
    wanted = table.columns()
    asked = [at for at, grid in enumerate(grids) if grid.rows]
    if table.sheet is not None and len(grids) > 1:
        asked = [at for at in asked if fold(grids[at].sheet) == fold(table.sheet)]
        if not asked:
            known = ", ".join(grid.sheet for grid in grids)
            raise Unreadable(
                f"there is no sheet {table.sheet!r} with anything in it; sheets: {known}",
                where=path.name,
                fix=f"correct sheet in {where}",
            )
    elif len(grids) > 1:
        asked = [at for at in asked if not grids[at].hidden]
    stated = table.frame.header_rows
    found = []
    for at in asked:
        header = find_header(grids[at], wanted, stated)
        if header is not None:
            found.append((at, header))
    if not found:
        raise _no_header(path, [grids[at] for at in asked], table, where)
    return found


def _no_header(path: Path, grids: Sequence[Grid], table: TableMap, where: str) -> Unreadable:
    """Return the error for a file without the columns of a mapping: the nearest row, what lacks."""
    wanted = table.columns()
    seen = [
        (len(missing(names_of(grid, rows), wanted)), at, rows)
        for at, grid in enumerate(grids)
        for rows in header_candidates(grid)
    ]
    if seen and min(seen)[0] == len(wanted):  # not one of them: the row with the most like them
        few = [(at, rows) for _, at, rows in seen if len(rows) == 1][:_LIKE_ROWS]
        likes = [(-_alike(names_of(grids[at], rows), wanted), at, rows) for at, rows in few]
        seen = [each for each in likes if each[0]]
    if not seen:
        said = ", ".join(wanted[:6])
        return Unreadable(
            f"no row has the columns that the mapping names ({said})",
            where=path.name,
            fix=f"correct the names in {where}, or propose another: graphrisk map {path.name}",
        )
    _, at, rows = min(seen)
    names = names_of(grids[at], rows)
    said = "; ".join(_lack(names, name) for name in missing(names, wanted)[:5])
    shown = " and ".join(map(str, rows))
    what = f"the header in row {shown} does not fit the mapping: {said}"
    fix = f"correct the columns in {where}; a column may be named by its letter: [D]"
    return Unreadable(what, where=grids[at].file, fix=fix)


def _alike(names: Sequence[str], wanted: Sequence[str]) -> int:
    """Return how many of the first wanted names some column nearly has."""
    known = [fold(name) for name in names if name][:_LIKE_COLUMNS]
    near = (difflib.get_close_matches(fold(name), known, 1, 0.6) for name in wanted[:_LIKE_ROWS])
    return sum(map(bool, near))


def _lack(names: Sequence[str], wanted: str) -> str:
    try:
        column_of(names, wanted)
    except Ambiguous as several:
        letters = " and ".join(letter(place) for place in several.columns)
        return f"columns {letters} are both called {wanted!r}"
    near = difflib.get_close_matches(wanted, [name for name in names if name], n=1, cutoff=0.6)
    return f"no column {wanted!r}" + (f" (is it {near[0]!r}?)" if near else "")


def _not_read(grid: Grid) -> RawTable:
    hidden = grid.hidden
    what = "a hidden sheet; not read" if hidden else "the mapping names no table of this sheet"
    fix = f"add [[table]] with sheet = {grid.sheet!r} to the mapping if it is wanted"
    grid.log.row(None, None, None, what, fix, "warning")
    nothing = pa.array([], pa.int64())
    return RawTable(grid.file, (), [], nothing, grid.log, foreign=True)


def _tables_of(
    grid: Grid,
    table: TableMap,
    header: tuple[int, ...],
    beside: Sequence[TableMap],
    *,
    first: bool,
) -> list[RawTable]:
    """Return the records of a table; ``beside`` are all that are read below the same header."""
    source = grid if first else _silent(grid)
    stated = table.frame.header_rows
    if stated and header != stated:
        message = f"the header is in row {header[-1]}, not in {stated[-1]} as the mapping says"
        source.log.row(header[-1], None, None, message, "read from there", "warning")
    headings = any(said.origin == "heading" for _, said in table.sources())
    again = not first and beside[0] is not table
    around = _silent(source) if again else source
    body = body_of(around, header, replace(table.frame, headings=headings))
    _skip(source.log, body, table)
    _refuse_broken(source, body, table)
    if not again:
        _say_left(source.log, body, beside)
    made: list[RawTable] = []
    for record in table.records:
        log = source.log if not made else ProblemLog(grid.file)
        made.append(_raw(source, body, table, record, log))
        body.lost = 0
    if made and first:
        made[0].lost += grid.lost
    return made


def _silent(grid: Grid) -> Grid:
    """Return a grid with a log of its own: what stands around the table was said already."""
    return Grid(grid.file, grid.sheet, ProblemLog(grid.file), grid.rows, grid.merged, grid.refused)


def _skip(log: ProblemLog, body: Body, table: TableMap) -> None:
    """Leave out the rows that the mapping does not want; each is reported."""
    wanted = [(place_of(body, name), words) for name, words in table.skip.items()]
    kept = []
    for at, cells in enumerate(body.cells):
        hit = next(
            (p for p, words in wanted if p is not None and fold(cells[p] or "") in words), None
        )
        if hit is None:
            kept.append(at)
        elif cells[hit]:
            message = "the mapping skips rows with this; not read"
            log.row(body.rows[at], body.names[hit], cells[hit], message, "", "warning")
    body.keep(kept)


def _refuse_broken(grid: Grid, body: Body, table: TableMap) -> None:
    """Leave out rows with an error, or no result, in a cell that the mapping reads."""
    if not grid.refused:
        return
    wanted = {place_of(body, name) for name in table.columns()} | set(across_places(body, table))
    kept = []
    for at, number in enumerate(body.rows):
        broken = grid.refused.get(number, [])
        is_lost = any(place in wanted for _, _, place in broken)
        for message, value, place in broken:
            said = message if place in wanted else f"{message}; this column is not read"
            severity: Severity = "error" if place in wanted else "warning"
            grid.log.row(number, None, value, said, WRITE_VALUE, severity)
        body.lost += is_lost
        if not is_lost:
            kept.append(at)
    body.keep(kept)


def _say_left(log: ProblemLog, body: Body, tables: Sequence[TableMap]) -> None:
    left = set.intersection(*(set(columns_left(body, table)) for table in tables))
    for place in sorted(left):
        filled = [cells[place] for cells in body.cells if cells[place]]
        if filled:
            count = len(filled)
            lost = "1 value was" if count == 1 else f"{count} values were"
            name = shown_name(body.names, place)
            message = f"the mapping does not name this column; {lost} left out"
            fix = "map it, or list it under ignore"
            log.row(body.header_rows[-1], name, None, message, fix, "warning")


def _raw(grid: Grid, body: Body, table: TableMap, record: RecordMap, log: ProblemLog) -> RawTable:
    names = tuple(record.sources)
    rows: list[int] = []
    columns: list[list[str | None]] = [[] for _ in names]
    seen: set[tuple[str | None, ...]] = set()
    needed = _skipped_without(table, record)
    for row, texts in records_of(grid, body, table, record):
        if any(texts[name] is None for name in needed):
            continue
        values = tuple(texts[name] for name in names)
        if not record.kind.is_edge:
            if values in seen:
                continue
            seen.add(values)
        if len(rows) >= MOST_RECORDS:
            fix = "split the file"
            raise Unreadable(f"more than {MOST_RECORDS:,} records", where=grid.file, fix=fix)
        rows.append(row)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    if not rows:
        message = f"no row gives a record of {record.kind.table}"
        log.row(None, None, None, message, "check the columns of the mapping", "warning")
    arrays = [text_column(pa.array(column, pa.string())) for column in columns]
    shown = {name: _shown(body, source) for name, source in record.sources.items()}
    return RawTable(
        file=grid.file,
        names=names,
        columns=arrays,
        rows=pa.array(rows, pa.int64()),
        log=log,
        hint=record.kind.table,
        header_row=body.header_rows[-1],
        lost=body.lost,
        kind=record.kind.name,
        shown={name: said for name, said in shown.items() if said},
        decimal=table.decimal,
        cells_may_fail=True,
    )


def _skipped_without(table: TableMap, record: RecordMap) -> tuple[str, ...]:
    alone = len(table.records) == 1 and record.kind.name == "Organization"
    return () if alone else _SKIPPED_WITHOUT.get(record.kind.name, ())


def _shown(body: Body, source: Source) -> str:
    """Return how the file calls what a property is read from."""
    if source.origin != "column":
        return ""
    place = place_of(body, source.text)
    return "" if place is None else shown_name(body.names, place)
