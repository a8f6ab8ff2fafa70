"""The breach portal of the US health authority (HHS OCR) as CSV -> rows.

One row is one report of a covered entity. "Business Associate Present" says that a vendor was
involved and not which: the incident is then reported without a vendor, and the entity as reached.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

from graphrisk.errors import Unreadable
from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.feeds.rows import FeedRows, Hide
from graphrisk.ingest.raw import RawTable
from graphrisk.model.identifiers import content_hash, fold

_NAME = "name of covered entity"
_DAY = "breach submission date"
_PEOPLE = "individuals affected"
_TYPE = "type of breach"
_PARTNER = "business associate present"
_WORDS = "web description"
_ATTACKS = (
    ("hacking", "data_theft"),
    ("theft", "lost_device"),
    ("loss", "lost_device"),
    ("improper disposal", "lost_device"),
    ("unauthorized", "misconfiguration"),
)


def is_portal(head: bytes) -> bool:
    """Return True for the beginning of such a file."""
    first = head.partition(b"\n")[0].decode("utf-8", "replace").casefold()
    return _NAME in first and _DAY in first


def read_portal(path: Path, hide: Hide = str) -> list[RawTable]:
    """Return the tables of the file.

    Raises
    ------
    Unreadable
        It holds no report.
    """
    with path.open("rb") as whole:
        feed = FeedRows(path.name, hashlib.file_digest(whole, "sha256").hexdigest(), hide)
    encoding = find_encoding(path)
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        try:
            header = [fold(cell) for cell in next(csv.reader(file))]
            for row, cells in enumerate(csv.reader(file), 2):
                if any(cells):
                    _report(feed, row, dict(zip(header, cells, strict=False)))
        except csv.Error as error:
            raise Unreadable(f"not CSV: {error}", where=path.name) from error
    found = feed.tables()
    if not found:
        raise Unreadable("no report below the header", where=path.name)
    return found


def _report(feed: FeedRows, row: int, cells: Mapping[str, str]) -> None:
    name, day = cells.get(_NAME, "").strip(), _iso(cells.get(_DAY, ""))
    origin = f"row {row}"
    if not name:
        feed.note(row, "Name of Covered Entity", None, "no name; the row was left out")
        return
    if day is None:
        message = "not a date, written month/day/year; the day stays unknown"
        feed.note(row, "Breach Submission Date", cells.get(_DAY), message)
    said = cells.get(_TYPE, "").casefold()
    key = "hhs:" + content_hash("Incident", fold(name), day or "", said, cells.get(_PEOPLE, ""))
    attack = next((attack for word, attack in _ATTACKS if word in said), "unknown")
    is_partner = cells.get(_PARTNER, "").strip().casefold() in ("yes", "true", "1")
    feed.add(
        "Incident",
        row,
        origin,
        id=key,
        title=f"{cells.get(_TYPE) or 'Breach'} at {name}",
        attack_type=attack,
        state="confirmed",
        disclosed_on=day,
        disclosed_precision="day" if day else None,
        quote=cells.get(_WORDS),
    )
    feed.report(key, row, origin)
    sector = "insurance" if "plan" in cells.get("covered entity type", "").casefold() else "health"
    feed.add("Organization", row, origin, name=name, country="US", sector=sector)
    people = cells.get(_PEOPLE, "").replace(",", "").strip()
    count = int(people) if people.isascii() and people.isdigit() and len(people) < 12 else None
    if is_partner:
        said_cells = {"impact": "data", "status": "confirmed", "subjects": count}
        feed.add("AFFECTS", row, origin, incident=key, organization=name, **said_cells)
    else:
        feed.add("HITS", row, origin, incident=key, organization=name, role="origin")
    cells_of_data = {"data_class": "health", "holder": name, "status": "confirmed"}
    feed.add("EXPOSES", row, origin, incident=key, subjects=count, **cells_of_data)


def _iso(text: str) -> str | None:
    """Return a day written month/day/year, as this portal does.

    Examples
    --------
    >>> _iso("03/07/2025"), _iso("7 March")
    ('2025-03-07', None)
    """
    from graphrisk.model.records import is_full_date

    parts = text.strip().split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    made = f"{parts[2]:0>4}-{parts[0]:0>2}-{parts[1]:0>2}"
    return made if is_full_date(made) else None
