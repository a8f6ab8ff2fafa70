"""Contracts that have ended, or soon will, as of a day: what follows them, when notice is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.result import ResultTable
from graphrisk.model.graph import RiskGraph, one_chunk

COLUMNS = (
    "vendor",
    "customer",
    "service",
    "contract",
    "term",
    "ends_on",
    "days_left",
    "notice_by",
    "followed_by",
    "criticality",
    "id",
)
_WIDE = frozenset(("notice_by", "followed_by", "id"))
EXPIRED, ENDING, NOTICE = "expired", "ends soon", "notice is due"
_RANK = {"critical": 0, "unknown": 0, "important": 1, "supporting": 2}


@dataclass(frozen=True)
class Terms:
    """The table, and how many of its contracts are in which state."""

    table: ResultTable
    counts: Mapping[str, int]


def contract_terms(graph: RiskGraph, *, as_of: str, since: str, within_days: int) -> Terms:
    """Return contracts that ended since a day, end soon, or are to be given notice of soon.

    Parameters
    ----------
    as_of
        Day from which days are counted.
    since
        Contracts that ended before are left out.
    within_days
        How far ahead "soon" is.

    Notes
    -----
    O(m). A cut date ends with the last day of its month or year.
    """
    first, last = date.fromisoformat(since), date.fromisoformat(as_of)
    ends = one_chunk(graph.serves.column("ends_on"))
    dated = np.flatnonzero(np.asarray(pc.is_valid(ends)))
    columns = ["id", "service", "category", "contract", "criticality", "ends_on", "notice_days"]
    followers = _Followers(graph)
    rows = []
    for row, said in zip(
        dated, graph.serves.take(pa.array(dated)).select(columns).to_pylist(), strict=True
    ):
        day = last_day(said["ends_on"])
        if day is None or day < first:
            continue
        left = (day - last).days
        notice = _notice_day(day, said["notice_days"])
        term = _term(left, notice, last, within_days)
        if term is not None:
            known = followers.of(int(row), day)
            rows.append(_row(graph, int(row), said, (term, day, left, notice, known)))
    rows.sort(key=lambda each: (each[6], _RANK.get(each[9] or "unknown", 0), each[0], each[1]))
    counts = {word: sum(each[4] == word for each in rows) for word in (EXPIRED, ENDING, NOTICE)}
    title = f"Contracts that ended since {since}, end within {within_days} days, or need notice"
    return Terms(ResultTable(COLUMNS, tuple(rows), title, _WIDE), counts)


def last_day(text: str) -> date | None:
    """Return the last day of a date that may be cut, None where it is none.

    Examples
    --------
    >>> last_day("2026-02"), last_day("2026"), last_day("2026-05-01")
    (datetime.date(2026, 2, 28), datetime.date(2026, 12, 31), datetime.date(2026, 5, 1))
    """
    try:
        if len(text) == 4:
            return date(int(text), 12, 31)
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            following = date(year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date.fromisoformat(text[:10])
    except (ValueError, OverflowError):
        return None


def _notice_day(day: date, days: int | None) -> date | None:
    if not days:
        return None
    try:
        return day - timedelta(days=int(days))
    except OverflowError:
        return None


def _term(left: int, notice: date | None, today: date, within: int) -> str | None:
    if left < 0:
        return EXPIRED
    if left <= within:
        return ENDING
    due = notice is not None and 0 <= (notice - today).days <= within
    return NOTICE if due else None


def _row(graph: RiskGraph, row: int, said: Mapping[str, Any], found: tuple[Any, ...]) -> Any:
    term, day, left, notice, follower = found
    ends = [int(graph.source[row]), int(graph.target[row])]
    names = graph.organizations.column("name").take(pa.array(ends)).to_pylist()
    return (
        *names,
        said["service"],
        said["contract"],
        term,
        day.isoformat(),
        left,
        notice.isoformat() if notice else None,
        follower,
        said["criticality"],
        said["id"],
    )


class _Followers:
    """Finds what a customer has of a vendor after a contract has ended."""

    def __init__(self, graph: RiskGraph) -> None:
        self.graph = graph
        pair = graph.source.astype(np.int64) * max(graph.n_organizations, 1) + graph.target
        self.order = np.argsort(pair, kind="stable")
        self.sorted = pair[self.order]
        self.pair = pair

    def of(self, row: int, day: date) -> str | None:
        """Return the contract, or the last day, of a link of the pair that goes on longer."""
        first = np.searchsorted(self.sorted, self.pair[row])
        last = np.searchsorted(self.sorted, self.pair[row], side="right")
        others = [int(other) for other in self.order[first:last] if other != row]
        if not others:
            return None
        columns = ["service", "category", "contract", "ends_on"]
        own, *more = self.graph.serves.take(pa.array([row, *others])).select(columns).to_pylist()
        for each in more:
            same = any(own[name] and own[name] == each[name] for name in ("service", "category"))
            until = last_day(each["ends_on"]) if each["ends_on"] else None
            if same and (until is None or until > day):
                return str(each["contract"] or (f"until {until}" if until else "open-ended"))
        return None
