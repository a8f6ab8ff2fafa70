"""A mapping proposed for a foreign file, shown with what it would read, written for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, UsageError
from graphrisk.ingest.mapping_proposal import Proposal, propose_mapping
from graphrisk.ingest.mapping_read import read_mapped
from graphrisk.model.columns import COLUMNS, Column
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.workspace import existing_files

if TYPE_CHECKING:
    from graphrisk.ingest.raw import RawTable
    from graphrisk.workspace.workspace import Workspace

FIRST_ROWS = 5
"""Records of each kind that are shown."""
_ENDING = ".toml"
_WIDE = 6
"""Columns of a preview that a terminal has room for."""


def map_answer(
    work: Workspace,
    path: Path,
    *,
    customer: str | None = None,
    sheet: str | None = None,
    output: Path | None = None,
) -> Answer:
    """Propose a mapping for a file, show what it reads, and write it where ``output`` says.

    Raises
    ------
    InputError
        The file cannot be read, no table is found in it, or the mapping cannot be written.
    UsageError
        ``output`` does not end in .toml.
    """
    existing_files([path])
    if output is not None:
        _check_output(output)
    proposal = propose_mapping(path, customer=customer, sheet=sheet)
    tables = read_mapped(path, proposal.mapping, progress=work.progress)
    if output is not None:
        from graphrisk.files import write_for_person

        write_for_person(output, proposal.text.encode("utf-8", "replace"))
    left = sum(not each.prop for each in proposal.columns)
    found = sum(len(table.rows) for table in tables)
    lines = [
        f"{path.name}: {len(proposal.columns) - left} of {len(proposal.columns)} columns are "
        f"understood; {found:,} records would be read.",
        *(f"Check: {note}." for note in proposal.notes),
    ]
    if proposal.is_ours:
        lines.append("Its header is ours already: graphrisk load reads it without a mapping.")
    return Answer(
        command="map",
        headline=tuple(lines),
        tables=(_columns_table(proposal), *_previews(tables), *_problems(tables)),
        footer=(_what_next(path, output),),
        result={
            "mapping": proposal.text,
            "columns": proposal.columns,
            "notes": proposal.notes,
            "records": {table.kind: len(table.rows) for table in tables if table.kind},
            "problems": [problem for table in tables for problem in table.log.finished()],
        },
        parameters={"customer": customer, "sheet": sheet},
    )


def _check_output(output: Path) -> None:
    if output.suffix.lower() != _ENDING:
        raise UsageError(
            "a mapping is a TOML file", where=str(output), fix=f"end its name in {_ENDING}"
        )
    if output.is_dir() or not output.parent.is_dir():
        raise InputError(
            "cannot be written: a folder, or in a folder that is not there",
            where=str(output),
            fix="name a file in a folder that exists",
        )


def _columns_table(proposal: Proposal) -> Table:
    rows = tuple(
        (each.column, each.prop or "not read", each.example, each.why, each.sheet)
        for each in proposal.columns
    )
    columns = ("column", "read_as", "value", "why", "sheet")
    return Table(columns, rows, "Columns", frozenset({"sheet"}))


def _previews(tables: list[RawTable]) -> Iterator[Table]:
    for table in tables:
        if table.foreign or not len(table.rows):
            continue
        names = [n for n, column in zip(table.names, table.columns, strict=True)
                 if column.null_count < len(column)]  # fmt: skip
        columns = [table.columns[table.names.index(name)] for name in names]
        count = min(FIRST_ROWS, len(table.rows))
        rows = tuple(
            (table.rows[at].as_py(), *(column[at].as_py() for column in columns))
            for at in range(count)
        )
        own = {name: _own_column(name) for name in names}
        kind = (table.kind or "").casefold()
        title = f"First records of {kind}, {table.file}"
        yield Table(("row", *names), rows, title, frozenset(names[_WIDE:]), own)


def _own_column(name: str) -> Column:
    known = COLUMNS.get(name)
    title = known.title if known is not None else name.replace("_", " ").capitalize()
    return Column(name, title, "text", f"property {name}")


def _problems(tables: list[RawTable]) -> list[Table]:
    rows = tuple(
        (each.file, each.row, each.column, each.value, each.message, each.fix, each.severity)
        for table in tables
        for each in table.log.finished()
    )
    columns = ("file", "row", "column", "value", "message", "fix", "severity")
    return [Table(columns, rows, "What is not read", frozenset({"file", "fix"}))] if rows else []


def _what_next(path: Path, output: Path | None) -> str:
    if output is None:
        return f"graphrisk map {path.name} -o mapping.toml writes it, for you to correct."
    return f"Correct {output}, then: graphrisk load {path.name} --mapping {output}"
