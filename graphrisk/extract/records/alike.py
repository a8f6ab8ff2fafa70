"""Incidents that the graph holds twice: pairs with reasons, and two made one.

Feeds and notices tell of the same event under ids of their own. Nothing is joined without a
person; a joined pair is one load and can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.extract.records.linking import WINDOW_DAYS, days_between
from graphrisk.model.identifiers import edge_id
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS
from graphrisk.model.tables import RecordTables, conform, empty_table

MOST_OF_ONE_VENDOR: Final = 200
"""Incidents of one vendor that are compared with each other; the newest of more."""
_TOLD = ("reported", "confirmed", "contained", "restored", "closed")
_OF_INCIDENT = ("HITS", "AFFECTS", "EXPOSES", "REPORTED_IN")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class AlikePair:
    """Two incidents that may be one: which to keep, the other, and why.

    ``days`` is the smallest distance of their dates; None when a date is missing on one side.
    """

    keep: str
    keep_title: str
    other: str
    other_title: str
    reasons: tuple[str, ...]
    days: int | None


def alike_incidents(current: RecordTables) -> tuple[AlikePair, ...]:
    """Return pairs of incidents that hit one vendor within 60 days, the likeliest first.

    The one that more documents report is the one to keep. Pairs of two stated kinds of attack that
    differ are left out.

    Notes
    -----
    O(incidents of a vendor squared), for each vendor; of one vendor at most 200.

    Examples
    --------
    >>> alike_incidents({})
    ()
    """
    incidents = {row["id"]: row for row in _rows(current, "Incident")}
    names = {row["id"]: row["name"] for row in _rows(current, "Organization")}
    hit: dict[str, list[str]] = {}
    for row in _rows(current, "HITS"):
        if row["from_id"] in incidents:
            hit.setdefault(row["to_id"], []).append(row["from_id"])
    weight: dict[str, int] = {}
    reached: dict[str, set[str]] = {}
    for row in _rows(current, "REPORTED_IN"):
        weight[row["from_id"]] = weight.get(row["from_id"], 0) + 1
    for row in _rows(current, "AFFECTS"):
        reached.setdefault(row["from_id"], set()).add(row["to_id"])
    found: dict[tuple[str, str], AlikePair] = {}
    for vendor, keys in sorted(hit.items()):
        newest = sorted(set(keys), key=lambda key: _last_day(incidents[key]), reverse=True)
        for one, other in combinations(sorted(newest[:MOST_OF_ONE_VENDOR]), 2):
            keep, gone = sorted((one, other), key=lambda key: (-weight.get(key, 0), key))
            name = names.get(vendor, vendor)
            pair = _pair(incidents[keep], incidents[gone], name, reached)
            if pair is not None and (keep, gone) not in found:
                found[keep, gone] = pair
    order = sorted(found.values(), key=lambda p: (-len(p.reasons), p.days is None, p.days or 0))
    return tuple(order)


def _pair(keep: Row, other: Row, vendor: str, reached: Mapping[str, set[str]]) -> AlikePair | None:
    days = days_between(keep, other)
    kinds = [row.get("attack_type") for row in (keep, other)]
    told = {kind for kind in kinds if kind not in (None, "unknown")}
    if (days is not None and days > WINDOW_DAYS) or len(told) > 1:
        return None
    reasons = [f"{vendor} was hit in both"]
    if days is not None:
        reasons.append("on the same day" if days == 0 else f"{days} days apart")
    if len(told) == 1 and kinds[0] == kinds[1]:
        reasons.append(f"both are {next(iter(told)).replace('_', ' ')}")
    both = reached.get(keep["id"], set()) & reached.get(other["id"], set())
    if both:
        customers = "1 customer was" if len(both) == 1 else f"{len(both)} customers were"
        reasons.append(f"{customers} reached in both")
    titles = [str(row.get("title") or row["id"]) for row in (keep, other)]
    return AlikePair(keep["id"], titles[0], other["id"], titles[1], tuple(reasons), days)


def made_one(
    current: RecordTables, keep: str, other: str
) -> tuple[RecordTables, dict[str, list[str]]]:
    """Return the records that make two incidents one, and the ids of those that go.

    Everything stated of the other is stated of the one that stays; where both state the same edge,
    the one that stays has its own. What it leaves open is filled in.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    gone: dict[str, list[str]] = {"Incident": [other]}
    rows = {row["id"]: row for row in _rows(current, "Incident")}
    filled = {name: rows[other].get(name) for name, value in rows[keep].items() if value is None}
    states = [row.get("state") for row in (rows[keep], rows[other])]
    known = [state for state in states if state in _TOLD]
    state = max(known, key=_TOLD.index) if known else rows[keep].get("state")
    made["Incident"] = [{**rows[keep], **filled, "state": state}]
    for kind in (*_OF_INCIDENT, "ABOUT"):
        end = "to_id" if kind == "ABOUT" else "from_id"
        table = _table(current, kind)
        moved = table.filter(pc.equal(table.column(end), other)).to_pylist()
        taken = set(table.column("id").to_pylist())
        for row in moved:
            gone.setdefault(kind, []).append(row["id"])
            row[end] = keep
            key = edge_id(kind, row["from_id"], row["to_id"], holder=row.get("holder"))
            if key not in taken:
                taken.add(key)
                made.setdefault(kind, []).append({**row, "id": key})
    statements = _table(current, "Statement")
    told = statements.filter(pc.equal(statements.column("incident"), other)).to_pylist()
    made["Statement"] = [{**row, "incident": keep} for row in told]
    return {kind: _as_table(kind, found) for kind, found in made.items() if found}, gone


def _as_table(kind: str, rows: list[dict[str, Any]]) -> pa.Table:
    names = [p.name for p in KINDS[kind].all_properties() if p.name not in BOOKKEEPING_NAMES]
    names += ["id", *(("from_id", "to_id") if KINDS[kind].is_edge else ())]
    schema = empty_table(kind).schema
    columns = {
        name: pa.array([row.get(name) for row in rows], schema.field(name).type) for name in names
    }
    return conform(kind, pa.table(columns))


def _last_day(row: Row) -> str:
    days = (row.get(name) or "" for name in ("disclosed_on", "discovered_on", "occurred_on"))
    return max(days)


def _table(current: RecordTables, kind: str) -> pa.Table:
    return current[kind] if kind in current else empty_table(kind)


def _rows(current: RecordTables, kind: str) -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = _table(current, kind).to_pylist()
    return rows
