"""Rows of several tables out of one document, each with the object that it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphrisk.errors import Severity
from graphrisk.ingest.json_lines import typed_number
from graphrisk.ingest.problems import ProblemLog
from graphrisk.ingest.raw import NamedBuilder, RawTable
from graphrisk.model.schema import KINDS

LONGEST_QUOTE = 1_000
Hide = Callable[[str], str]
"""Hides personal data of free text; the words around it stay as they are."""


@dataclass(slots=True)
class FeedRows:
    """Gathers the rows that one feed file gives, kind by kind.

    Parameters
    ----------
    file
        Name of the file, which sources and problems show.
    document
        SHA-256 of its bytes, the id of its document.
    hide
        Applied to every quote and title.

    Examples
    --------
    >>> feed = FeedRows("a.json", "0f", str.upper)
    >>> feed.add("Incident", 1, "i-1", id="i-1", title="Outage", quote="it fell")
    >>> [(table.kind, table.names) for table in feed.tables()]
    [('Incident', ('id', 'title', 'source_kind', 'source', 'quote'))]
    """

    file: str
    document: str
    hide: Hide = str
    log: ProblemLog = field(init=False)
    _made: dict[str, NamedBuilder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = ProblemLog(self.file)

    def add(self, kind: str, row: int, origin: str, *, quote: object = None, **cells: Any) -> None:
        """Add a record of a kind.

        Parameters
        ----------
        row
            Which object of the file, from 1.
        origin
            Id of that object; with the file it is the source.
        quote
            The feed's own words.
        """
        title = cells.get("title")
        if isinstance(title, str):
            cells["title"] = self.hide(title)
        said = self.hide(" ".join(quote.split())) if isinstance(quote, str) and quote else None
        cells |= {"source_kind": "notice", "source": f"{self.file}#{origin}"}
        cells["quote"] = said if said is None or len(said) <= LONGEST_QUOTE else said[:999] + "…"
        self._made.setdefault(kind, NamedBuilder()).add(
            row, {name: as_cell(value) for name, value in cells.items()}
        )

    def report(self, incident: str, row: int, origin: str, publisher: str | None = None) -> None:
        """Say that an incident is reported in this file."""
        if "REPORTED_IN" not in self._made:
            cells = {"id": self.document, "title": self.file, "publisher": publisher}
            self.add("Document", row, "file", **cells)
        self.add("REPORTED_IN", row, origin, incident=incident, document=self.document)

    def note(
        self,
        row: int | None,
        column: str | None,
        value: object,
        message: str,
        fix: str = "",
        severity: Severity = "warning",
    ) -> None:
        """List something that was not read, or not as it stands."""
        self.log.row(row, column, as_cell(value), message, fix, severity)

    def left_out(self, counted: Mapping[str, int]) -> None:
        """List kinds of objects that have no place in the graph, with how many there are."""
        for what, count in sorted(counted.items()):
            said = (
                "1 object of this kind has" if count == 1 else f"{count} objects of this kind have"
            )
            self.note(None, None, what, f"{said} no place in the graph")

    def tables(self) -> list[RawTable]:
        """Return a table for each kind; the first carries what there is to say of the file."""
        found: list[RawTable] = []
        for kind, builder in self._made.items():
            names, columns, rows = builder.columns()
            log = ProblemLog(self.file) if found else self.log
            found.append(
                RawTable(
                    self.file, tuple(names), columns, rows, log, KINDS[kind].table, 0, kind=kind
                )
            )
        return found


def as_cell(value: object) -> str | None:
    """Return a value as the text of a cell; None for what is none.

    Examples
    --------
    >>> as_cell(1.234), as_cell(["a; b", "c"]), as_cell(True), as_cell({})
    ('1.2340', 'a, b;c', 'true', None)
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return typed_number(repr(value)) if math.isfinite(value) else None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        parts = (each.replace(";", ",") for each in value if isinstance(each, str) and each)
        return ";".join(parts) or None
    return None


def at(value: object, *path: str) -> Any:
    """Return what lies in nested objects, or None.

    Examples
    --------
    >>> at({"a": {"b": 1}}, "a", "b"), at({"a": []}, "a", "b")
    (1, None)
    """
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def texts(value: object) -> list[str]:
    """Return the texts of a list; a text alone is a list of one."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, str) and each.strip()]


def objects(value: object) -> Iterable[dict[str, Any]]:
    """Return the objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def day_of(moment: object) -> str | None:
    """Return the day of a moment as JSON feeds write it.

    Examples
    --------
    >>> day_of("2026-03-01T10:00:00Z"), day_of("soon")
    ('2026-03-01', None)
    """
    from graphrisk.model.records import is_full_date

    text = moment.strip()[:10] if isinstance(moment, str) else ""
    return text if is_full_date(text) else None
