"""Is this JSON file a feed that is known? Then its raw tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphrisk.errors import Unreadable
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.feeds import dora_report, stix, veris
from graphrisk.ingest.feeds.rows import FeedRows, Hide
from graphrisk.ingest.raw import RawTable

LARGEST_FEED = 200 << 20
_LONGEST = 1 << 20
_Reader = Callable[[FeedRows, Any], None]
_FORMS: tuple[tuple[Callable[[object], bool], _Reader], ...] = (
    (stix.is_bundle, stix.read),
    (dora_report.is_report, dora_report.read),
    (veris.is_veris, veris.read),
)


def read_feed(path: Path, hide: Hide = str) -> list[RawTable] | None:
    """Return the tables of a feed; None when the file is JSON of another form, or JSON Lines.

    Raises
    ------
    Unreadable
        It is one JSON document that is too large, nested too deeply, or no known feed.
    """
    if _is_lines(path):
        return None
    size = path.stat().st_size
    if size > LARGEST_FEED:
        raise Unreadable(
            f"{size / 1e6:,.0f} MB of JSON; at most {LARGEST_FEED / 1e6:,.0f} MB are read",
            where=path.name,
            fix="split it",
        )
    data = path.read_bytes()
    value = _parsed(data, path.name)
    for fits, read in _FORMS:
        if fits(value):
            rows = FeedRows(path.name, hashlib.sha256(data).hexdigest(), hide)
            read(rows, value)
            found = rows.tables()
            if not found:
                said = rows.log.problems[0].message if rows.log.problems else "it is empty"
                raise Unreadable(f"nothing in it to read: {said}", where=path.name)
            return found
    if isinstance(value, list | dict) and _holds_objects(value):
        return None  # a table, for the reader of lines
    raise Unreadable(
        "JSON of no form that is known",
        where=path.name,
        fix="give VERIS, a STIX 2.1 bundle, a DORA incident report, or one flat object a line",
    )


def _holds_objects(value: list[Any] | dict[str, Any]) -> bool:
    """Return True for a list of objects, and for an object with one list, of objects."""
    lists = [value] if isinstance(value, list) else [v for v in value.values() if type(v) is list]
    return len(lists) == 1 and bool(lists[0]) and all(isinstance(each, dict) for each in lists[0])


def _parsed(data: bytes, name: str) -> object:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8", where=name, fix="save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"not JSON: {error.msg}, line {error.lineno}, sign {error.colno}",
            where=name,
            fix="mend it there, or write one flat object a line",
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"JSON that cannot be read: {error}", where=name) from error


def _is_lines(path: Path) -> bool:
    """Return True for JSON Lines: every line an object of its own, the first of them no feed."""
    if path.suffix.casefold() in (".jsonl", ".ndjson"):
        return True
    encoding = find_encoding(path)
    with path.open(encoding=encoding.name, errors=encoding.errors) as file:
        filled = (line.strip() for line in iter(lambda: file.readline(_LONGEST), ""))
        first, second = (next((line for line in filled if line), "") for _ in range(2))
    if not first.startswith("{"):
        return False
    if second.startswith("{"):
        return True
    if not first.endswith("}"):
        return False
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return True  # the reader of lines says what is wrong with it
    return not any(fits(value) for fits, _ in _FORMS)
