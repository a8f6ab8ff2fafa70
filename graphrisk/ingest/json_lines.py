"""JSON Lines -> `RawTable`: one object a line, keys are columns, lists become cells with ``;``.

A document that is one list of such objects, alone or as the only list in an object, is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphrisk.errors import Unreadable
from graphrisk.ingest.delimited import usable_header
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import NamedBuilder, RawTable, check_rows
from graphrisk.progress import SILENT, Progress

_LONGEST_LINE = 1 << 20
_LARGEST_LIST = 200 << 20
_FLAT = "write one flat object a line"


class _Refused(ValueError):
    """A line that is JSON, but not one flat object."""


def read_json_lines(path: Path, *, progress: Progress = SILENT) -> RawTable:
    """Read a file with one JSON object a line, or with a list of objects.

    Raises
    ------
    Unreadable
        The file is no text, or no line of it is an object.
    """
    log = ProblemLog(path.name)
    encoding = find_encoding(path)
    if encoding.remark:
        log.row(None, None, None, encoding.remark, "save the file as UTF-8", "warning")
    builder = NamedBuilder()
    lost = 0
    progress.start(f"reading {path.name}", path.stat().st_size)
    with path.open(encoding=encoding.name, errors=encoding.errors) as file:
        for row, line in _lines(file):
            progress.advance(len(line))
            check_rows(row, path.name)
            if not line.strip():
                continue
            try:
                builder.add(row, _cells(line))
            except _Refused as error:
                lost += 1
                log.row(row, None, line.strip()[:60], str(error), _FLAT)
    progress.done()
    if not builder.has_rows and (listed := _listed(path)):
        log, lost = ProblemLog(path.name), 0
        for row, each in enumerate(listed, 1):
            check_rows(row, path.name)
            try:
                builder.add(row, {name: _text(name, cell) for name, cell in each.items()})
            except _Refused as error:
                lost += 1
                log.row(row, None, str(next(iter(each.values()), ""))[:60], str(error), _FLAT)
    names, columns, rows = builder.columns()
    if not names:
        said = f"; {log.problems[-1].message}" if log.problems else ""
        raise Unreadable(f"no line holds a JSON object{said}", where=path.name)
    header = usable_header(names, path.name)
    return RawTable(path.name, header, columns, rows, log, path.name, 0, lost)


def _listed(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a document that is a list of them, or holds one such list."""
    if path.stat().st_size > _LARGEST_LIST:
        return []
    try:
        value = json.loads(
            path.read_bytes(), parse_float=typed_number, parse_int=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        value = lists[0] if len(lists) == 1 else None
    is_list = isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
    return value if is_list else []


def _lines(file: Any) -> Iterator[tuple[int, str]]:
    row = 0
    while line := file.readline(_LONGEST_LINE):
        row += 1
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            yield row, line
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        else:
            yield row, line


def _cells(line: str) -> dict[str, str | None]:
    if len(line) >= _LONGEST_LINE:
        raise _Refused("the line is longer than a million signs")
    try:
        value = json.loads(
            line,
            parse_float=typed_number,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_pairs,
        )
    except json.JSONDecodeError as error:
        raise _Refused(f"not JSON: {error.msg} at sign {error.colno}") from error
    except RecursionError as error:
        raise _Refused("nested too deeply") from error
    if not isinstance(value, dict):
        raise _Refused("not a JSON object")
    return {name: _text(name, cell) for name, cell in value.items()}


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Refused("a key stands twice in the object")
    return made


def _text(name: str, cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        parts = ["" if part is None else part for part in cell]
        if not all(isinstance(part, str) for part in parts):
            raise _Refused(f"{name!r} holds a list of something else than texts")
        if any(";" in part for part in parts):
            raise _Refused(f"{name!r} holds a list entry with a semicolon, which parts entries")
        return ";".join(parts)
    raise _Refused(f"{name!r} holds an object")


def typed_number(text: str) -> str:
    """Return a number that its file calls a number, so that no reader sees thousands in it.

    Examples
    --------
    >>> typed_number("1.234"), typed_number("0.5")
    ('1.2340', '0.5')
    """
    _, point, decimals = text.partition(".")
    return text + "0" if point and len(decimals) == 3 and decimals.isdigit() else text
