"""Decisions from a file: JSON or CSV, every problem of it listed, and then none taken."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphrisk.errors import Problem, RecordsRefused, Unreadable
from graphrisk.extract.claims import Claim
from graphrisk.extract.review.claim_values import parties_of, value_from_json, value_from_text
from graphrisk.extract.review.decisions import ACTIONS, Decision, as_told, decide, now

_LARGEST_FILE = 16_000_000
_SHORTEST_PREFIX = 6
_KEYS = frozenset({"claim", "decision", "value", "status", "note", "by", "at", "broken", "as_text"})


def read_decisions(
    path: Path, claims: Sequence[Claim], *, by: str = "unknown", at: str | None = None
) -> tuple[Decision, ...]:
    """Read decisions from a JSON or CSV file.

    CSV lines are ``claim,decision`` and then any number of ``name=value`` cells; JSON is a list of
    ``{"claim", "decision", "value": {...}, "status", "note"}``, alone or under "decisions". A claim
    may be named by the first letters of its id, from six on.

    Raises
    ------
    Unreadable
        The file is missing, too large, or neither JSON nor CSV.
    RecordsRefused
        Some decisions cannot be used; every problem is listed and none is taken.
    """
    text = _read_text(path)
    is_json = path.suffix.lower() == ".json" or text.lstrip()[:1] in ("[", "{")
    rows = _json_rows(path, text) if is_json else _csv_rows(text)
    problems: list[Problem] = []
    decisions: dict[str, Decision] = {}
    stamp = (by, at or now())
    for number, cells in rows:
        row = _Row(str(path), number, cells)
        try:
            decision = _read_row(row, claims, stamp)
        except _Refused as refused:
            problems += refused.problems
            continue
        if decision.claim in decisions:
            problems.append(row.problem("claim", decision.claim, "decided twice in this file"))
        decisions[decision.claim] = decision
    if problems:
        raise RecordsRefused(
            f"{len(problems)} problems in {len(rows)} decisions; none was taken",
            problems,
            where=str(path),
            fix="mend the lines named and give the file again",
        )
    return tuple(decisions.values())


class _Refused(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems)


@dataclass(frozen=True)
class _Row:
    file: str
    number: int
    cells: Mapping[str, Any]

    def problem(self, column: str, value: object, message: str, fix: str = "") -> Problem:
        return Problem(self.file, self.number, column, as_told(value), message, fix)


def _read_row(row: _Row, claims: Sequence[Claim], stamp: tuple[str, str]) -> Decision:
    """Return the decision of one row; `_Refused` carries its problems."""
    claim = _claim_of(row, claims)
    action = str(row.cells.get("decision") or "").strip().casefold()
    if action not in ACTIONS:
        raise _Refused([row.problem("decision", action, "not one of: " + ", ".join(ACTIONS))])
    unknown = [key for key in row.cells if key not in _KEYS]
    if unknown or row.cells.get("broken"):
        broken = row.cells.get("broken") or unknown[0]
        raise _Refused([row.problem("value", broken, "not of the form name=value")])
    read: Callable[..., Any] = value_from_text if row.cells.get("as_text") else value_from_json
    parties = parties_of(claims)
    given = row.cells.get("value") or {}
    status = row.cells.get("status") or None
    try:
        return decide(
            claim,
            action,  # type: ignore[arg-type]  # checked above
            by=stamp[0],
            at=stamp[1],
            value={key: read(claim.field, key, item, parties) for key, item in given.items()},
            status=None if status is None else str(status),
            note=str(row.cells.get("note") or ""),
        )
    except RecordsRefused as refused:
        raise _Refused(
            [row.problem(p.column or "", p.value, p.message) for p in refused.problems]
        ) from None


def _claim_of(row: _Row, claims: Sequence[Claim]) -> Claim:
    wanted = str(row.cells.get("claim") or "").strip()
    found = [claim for claim in claims if claim.id == wanted] or [
        claim for claim in claims if len(wanted) >= _SHORTEST_PREFIX and claim.id.startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    message = "several claims begin so" if found else "no claim of this draft has that id"
    raise _Refused([row.problem("claim", wanted, message, "take the id from the draft")])


def _json_rows(path: Path, text: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not JSON: {error}", where=str(path)) from None
    if isinstance(loaded, Mapping):
        loaded = loaded.get("decisions")
    if not isinstance(loaded, list) or not all(isinstance(row, Mapping) for row in loaded):
        raise Unreadable(
            "is no list of decisions",
            where=str(path),
            fix='write [{"claim": "c-...", "decision": "accept"}]',
        )
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for number, row in enumerate(loaded, start=1):
        value = row.get("value")
        fits = value is None or isinstance(value, Mapping)
        rows.append((number, {**row} if fits else {**row, "value": None, "broken": str(value)}))
    return rows


def _csv_rows(text: str) -> list[tuple[int, Mapping[str, Any]]]:
    rows: list[tuple[int, Mapping[str, Any]]] = []
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if not any(cells) or (number == 1 and cells[0].casefold() == "claim"):
            continue
        row: dict[str, Any] = {"claim": cells[0], "as_text": True, "value": {}}
        row["decision"] = cells[1] if len(cells) > 1 else ""
        for cell in cells[2:]:
            name, sign, value = cell.partition("=")
            name = name.strip()
            if cell and not sign:
                row["broken"] = cell
            elif name in ("status", "note"):
                row[name] = value.strip()
            elif cell:
                row["value"][name] = value
        rows.append((number, row))
    return rows


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise Unreadable("is larger than a file of decisions can be", where=str(path))
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"cannot be read: {error}", where=str(path), fix="give a JSON or CSV file in UTF-8"
        ) from None
