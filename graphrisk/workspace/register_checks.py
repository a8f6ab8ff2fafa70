"""Registers checked and nothing else: what is wrong, by which rule, and what to do."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, Problem, UsageError
from graphrisk.ingest.load import FileCount, read_registers
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.workspace import existing_files

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace

FORMATS = ("dora",)
_SHEET_NAMES = "xl/workbook.xml"
_SHEET = re.compile(r'<(?:\w{1,10}:)?sheet [^>]{0,200}?name="([^"]{1,100})"')
_LARGEST_LIST = 1 << 20


def refuse_format(read_as: str, beside: str | None = None) -> None:
    """Refuse a format that is not known, or one beside a kind or a mapping.

    Raises
    ------
    UsageError
        With what can be written instead.
    """
    if read_as not in FORMATS:
        raise UsageError(f"not a format: {read_as!r}", fix=f"write one of {', '.join(FORMATS)}")
    if beside is not None:
        raise UsageError(
            f"--as {read_as} beside {beside!r}", fix="leave out --kind and --mapping: it has both"
        )


def is_dora_register(path: Path) -> bool:
    """Return True for what can only be a register of information: folder, zip, or its sheets."""
    from graphrisk.ingest.dora.tables import template_of
    from graphrisk.ingest.dora.templates import TEMPLATES

    if path.is_dir():
        return True
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            if _SHEET_NAMES not in archive.namelist():
                return True
            with archive.open(_SHEET_NAMES) as file:
                text = file.read(_LARGEST_LIST).decode("utf-8", "replace")
                return any(template_of(name) in TEMPLATES for name in _SHEET.findall(text))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return True  # opening it says in words what is wrong


def check_registers(
    work: Workspace, paths: Sequence[Path], *, read_as: str | None = None
) -> Answer:
    """Return every problem of registers; the store is neither read nor written.

    Parameters
    ----------
    read_as
        ``dora``; told by what lies there when left out.

    Raises
    ------
    UsageError
        There is no such format.
    InputError
        A file is missing.
    """
    from graphrisk.ingest.dora.load import check_dora

    if read_as is not None:
        refuse_format(read_as)
    problems: list[Problem] = []
    files: list[FileCount] = []
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file", where=str(path), fix="check the spelling")
        if read_as == "dora" or is_dora_register(path):
            found = check_dora([path], progress=work.progress)
            problems += found.problems
            files += found.files
        else:
            read = read_registers(existing_files([path]), progress=work.progress)
            problems += read.problems
            files += read.files
    return _answer(problems, files)


def _answer(problems: Sequence[Problem], files: Sequence[FileCount]) -> Answer:
    from graphrisk.ingest.dora.keys import REJECTING

    errors = sum(problem.severity == "error" for problem in problems)
    rejecting = sum(problem.rule in REJECTING for problem in problems)
    rows = sum(each.read for each in files)
    line = f"{len(problems):,} problems in {rows:,} rows" if problems else "Nothing is wrong"
    if problems:
        line += f": {errors:,} keep a row or a table out, {len(problems) - errors:,} do not"
    lines = [f"{line}."]
    if rejecting:
        lines.append(
            f"{rejecting:,} break rules 805 to 808, for which an authority sends the register back."
        )
    tables = [_problems_table(problems), _rules_table(problems)] if problems else []
    return Answer(
        command="check",
        headline=tuple(lines),
        tables=(*tables, _files_table(files)),
        result={
            "rows": rows,
            "errors": errors,
            "warnings": len(problems) - errors,
            "rejecting": rejecting,
            "problems": list(problems),
            "files": list(files),
        },
    )


def _problems_table(problems: Sequence[Problem]) -> Table:
    columns = ("file", "row", "column", "value", "rule", "message", "fix", "severity")
    rows = tuple(
        (p.file, p.row, p.column, p.value, p.rule, p.message, p.fix, p.severity) for p in problems
    )
    return Table(columns, rows, "Problems")


def _rules_table(problems: Sequence[Problem]) -> Table:
    counted = Counter(problem.rule or "other" for problem in problems)
    rows = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return Table(("rule", "problems"), rows, "By rule")


def _files_table(files: Sequence[FileCount]) -> Table:
    columns = ("file", "kind", "rows_read", "rows_refused", "rows_repeated", "errors", "warnings")
    rows = tuple(
        (f.file, f.table or "not read", f.read, f.refused, f.repeated, f.errors, f.warnings)
        for f in files
    )
    return Table(columns, rows, "Files")
