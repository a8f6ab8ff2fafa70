"""A bundle that `graphrisk export stix` wrote: its records read back as they are, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
from pydantic import ValidationError

from graphrisk.errors import Unreadable
from graphrisk.ingest.problems import ProblemLog
from graphrisk.model.records import record
from graphrisk.model.schema import KINDS, Kind
from graphrisk.model.stix import is_own, own_rows
from graphrisk.model.tables import empty_table, to_tables

_HEAD = 1_024
_AGAIN = "mend it, or export again"
LARGEST_BUNDLE = 1 << 30


def is_own_bundle(path: Path) -> bool:
    """Return True for a file that begins as our bundles do."""
    try:
        with path.open("rb") as file:
            return is_own(file.read(_HEAD))
    except OSError:
        return False


def read_own_bundle(path: Path) -> list[tuple[Kind, pa.Table, int, ProblemLog]]:
    """Return the records of each kind, how many there are and what is wrong with them.

    Where anything is wrong there are no records at all.

    Raises
    ------
    Unreadable
        The file is no JSON any more, or larger than 1 GB.
    """
    if path.stat().st_size > LARGEST_BUNDLE:
        raise Unreadable("larger than 1 GB", where=path.name, fix="use graphrisk export csv")
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        said = f"the file was changed, and is no JSON now: {error}"
        raise Unreadable(said, where=path.name, fix=_AGAIN) from error
    logs: dict[str, ProblemLog] = {}
    found: dict[str, list[object]] = {}
    for place, kind, row in own_rows(value):
        log = logs.setdefault(kind, ProblemLog(path.name))
        try:
            found.setdefault(kind, []).append(record(kind, **row))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or None
            log.row(place, where, str(row.get("id"))[:100], first["msg"], _AGAIN)
        except TypeError as error:
            log.row(place, None, None, f"not a record: {error}", _AGAIN)
    is_whole = not any(log.errors for log in logs.values())
    tables = to_tables([one for rows in found.values() for one in rows]) if is_whole else {}  # type: ignore[misc]
    return [
        (
            KINDS[kind],
            tables.get(kind, empty_table(kind)),
            len(found.get(kind, ())) + log.errors,
            log,
        )
        for kind, log in logs.items()
    ]
