"""Reporting clocks as a table: what is due, until when, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from graphrisk.analysis.clocks import Clock, Verdict
from graphrisk.view.answer import Table

_COLUMNS = ("due", "article", "until", "left", "start", "applies", "concerned")
_OWN = ("own", "regime", "applies", "because_of", "not_known")
_STARTS = {
    "aware": "awareness",
    "classified": "classification as major",
    "notified": "the incident notification",
    "initial": "the initial notification",
    "intermediate": "the intermediate report",
}


def clock_tables(clocks: Sequence[Clock], now: datetime) -> list[Table]:
    """Return the table of clocks, next due first; duties that are alike share a row."""
    if not clocks:
        return []
    far = datetime.max.replace(tzinfo=now.tzinfo)
    alike: dict[tuple[Any, ...], list[str]] = {}
    for clock in sorted(clocks, key=lambda clock: clock.until or far):
        alike.setdefault(_row(clock, now), []).append(clock.organization)
    rows = tuple((*row, _concerned(names)) for row, names in alike.items())
    return [Table(_COLUMNS, rows, f"Reporting clocks at {_shown(now)}")]


def own_tables(verdicts: Sequence[Verdict]) -> list[Table]:
    """Return the table of which law may bind which of the own organizations; none without any.

    Organizations of which the same is said share a row.
    """
    alike: dict[tuple[Any, ...], list[str]] = {}
    for each in verdicts:
        said = (each.regime.upper(), each.applies, each.why, each.unknown or None)
        alike.setdefault(said, []).append(each.organization)
    rows = tuple((_concerned(names), *said) for said, names in alike.items())
    return [Table(_OWN, rows, "Own organizations")] if rows else []


def _concerned(names: Sequence[str]) -> str:
    """Return whom it concerns: the first names, and how many more."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(sorted(names)[:3]) + more


def clock_footer(clocks: Sequence[Clock]) -> tuple[str, ...]:
    """Return what the clocks leave open, in sentences."""
    if not clocks:
        return ()
    asked = {clock.regime.upper(): clock.condition for clock in clocks}
    lines = [f"{name}: {condition}." for name, condition in asked.items()]
    if any(clock.start is None and clock.after == "aware" for clock in clocks):
        lines.append('A clock waits for its start: --start "aware=2026-05-12 14:30".')
    lines.append("Reporting clocks are no legal advice: whom a law binds is for counsel to say.")
    return tuple(lines)


def clock_data(clocks: Sequence[Clock], now: datetime) -> list[dict[str, Any]]:
    """Return clocks for machines: moments with their offset, what is left in hours."""
    return [
        {
            "organization_id": clock.organization_id,
            "organization": clock.organization,
            "regime": clock.regime,
            "due": clock.due,
            "article": clock.article,
            "applies": clock.applies,
            "condition": clock.condition,
            "unknown": clock.unknown,
            "allowed": clock.allowed,
            "after": clock.after,
            "start": None if clock.start is None else clock.start.at.isoformat(),
            "start_is_exact": None if clock.start is None else clock.start.exact,
            "start_source": None if clock.start is None else clock.start.source,
            "until": None if clock.until is None else clock.until.isoformat(),
            "hours_left": _hours(clock.left(now)),
        }
        for clock in clocks
    ]


def _hours(left: timedelta | None) -> float | None:
    return None if left is None else round(left.total_seconds() / 3600, 2)


def _row(clock: Clock, now: datetime) -> tuple[Any, ...]:
    applies = f"{clock.applies}: {clock.unknown}" if clock.unknown else clock.applies
    if clock.start is None or clock.until is None:
        start = f"{clock.allowed} from {_STARTS[clock.after]}: not stated"
        return clock.due, clock.article, None, None, start, applies
    open_hour = "" if clock.start.exact else ", hour not stated: confirm"
    start = f"{_shown(clock.start.at)} ({clock.start.source}{open_hour})"
    left = left_words(clock.left(now))
    return clock.due, clock.article, _shown(clock.until), left, start, applies


def left_words(left: timedelta | None) -> str | None:
    """Return a time left in words.

    Examples
    --------
    >>> left_words(timedelta(hours=26, minutes=5)), left_words(timedelta(minutes=-90))
    ('1 d 2 h', 'over by 1 h 30 min')
    """
    if left is None:
        return None
    minutes = int(abs(left).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    words = f"{days} d {hours} h" if days else f"{hours} h {minutes} min"
    return f"over by {words}" if left < timedelta() else words


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip()
