"""Reporting clocks that the facts of an incident start: what is due, when, for whom, by which law.

A clock starts only from a moment that somebody stated or entered, never from a guess. Where only a
day is known the clock runs from its first minute, the early side, and says that the hour is open.
Who must report is a question of law: the answer says what speaks for it and what is not known.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.model.vocabulary import reporting_clocks

STARTS = ("aware", "classified", "notified", "initial", "intermediate")
NO_PERSONAL_DATA = frozenset({"corporate_data", "technical"})
Applies = Literal["yes", "perhaps", "no"]
_ONLY_REACHED = "no document names it, only the register says that it is within reach"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment a clock starts from; ``exact`` is false where only the day is known."""

    at: datetime
    exact: bool
    source: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty of one organization: what is due, from when, until when; None where not known.

    ``condition`` is what the law asks besides, ``unknown`` what is not known of the organization.
    """

    organization_id: str
    organization: str
    regime: str
    due: str
    article: str
    applies: Applies
    condition: str
    unknown: str
    after: str
    allowed: str
    start: Moment | None
    until: datetime | None

    def left(self, now: datetime) -> timedelta | None:
        """Return what is left, negative when it is over; None for a clock that does not run."""
        return None if self.until is None else self.until - now


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a law binds one of the own organizations here, why (not), and what is not known."""

    organization_id: str
    organization: str
    regime: str
    law: str
    applies: Applies
    why: str
    unknown: str


@dataclass(frozen=True, slots=True)
class _Party:
    id: str
    name: str
    country: str | None
    sector: str | None
    data: str | None
    named: bool = True


def reporting_clocks_of(
    report: IncidentReport,
    organizations: Mapping[str, Mapping[str, Any]],
    zone: tzinfo,
    entered: Mapping[str, datetime] | None = None,
    own: Mapping[str, bool] | None = None,
) -> tuple[Clock, ...]:
    """Return the clocks of everybody that the documents name as hit or affected.

    Parameters
    ----------
    report
        What documents state about the incident.
    organizations
        Country and sector by organization id.
    zone
        Time zone of stated days.
    entered
        Moments by kind (`STARTS`) that a person entered; they count for every organization.
    own
        Own organizations, and whether the register says that each is within reach of a vendor
        hit: then only theirs, also of those that no document names. None: everybody.

    Notes
    -----
    A vendor that was hit appears under GDPR as a processor: Art. 33(2) gives it no hours. Regimes
    that country, sector or data rule out are left out.
    """
    entered = entered or {}
    found: list[Clock] = []
    for party in _parties(report, organizations, own):
        for name, regime in reporting_clocks()["regimes"].items():
            verdict, unknown = _applies(regime, party)
            if verdict == "no":
                continue
            for step in regime["steps"]:
                start = _start(step["after"], report, party, entered, zone)
                found.append(
                    Clock(
                        organization_id=party.id,
                        organization=party.name,
                        regime=name,
                        due=step["due"],
                        article=step["article"],
                        applies=verdict,
                        condition=regime["condition"],
                        unknown=unknown,
                        after=step["after"],
                        allowed=_allowed(step),
                        start=start,
                        until=None if start is None else _until(step, start.at),
                    )
                )
    return tuple(found)


def own_verdicts(
    report: IncidentReport,
    organizations: Mapping[str, Mapping[str, Any]],
    own: Mapping[str, bool],
) -> tuple[Verdict, ...]:
    """Return for each own organization and each law whether it may bind it here, and why (not)."""
    parties = {party.id: party for party in _parties(report, organizations, own)}
    found: list[Verdict] = []
    for key in own:
        name = str(organizations.get(key, {}).get("name") or key)
        for regime, said in reporting_clocks()["regimes"].items():
            applies: Applies = "no"
            text, unknown = "no document names it, and it is not within reach of a vendor hit", ""
            if key in parties:
                applies, text = _applies(said, parties[key])
                text, unknown = (text, "") if applies == "no" else (said["condition"], text)
            found.append(Verdict(key, name, regime, said["law"], applies, text, unknown))
    return tuple(found)


def _parties(
    report: IncidentReport,
    organizations: Mapping[str, Mapping[str, Any]],
    own: Mapping[str, bool] | None = None,
) -> Iterator[_Party]:
    """Yield vendors hit, then customers affected, each once, without those that were spared.

    With own organizations: only these, then those of them that are only within reach.
    """
    named = [(hit.organization_id, hit.name, hit.status) for hit in report.vendors]
    named += [
        (customer.organization_id, customer.name, customer.status)
        for customer in report.customers
        if customer.impact != "none"
    ]
    seen = set()
    for key, name, status in named:
        if key not in seen and status != "denied" and (own is None or key in own):
            seen.add(key)
            known = organizations.get(key, {})
            yield _Party(key, name, known.get("country"), known.get("sector"), _data(report, key))
    told = {key for key, _, _ in named} | {each.organization_id for each in report.customers}
    for key, is_reached in (own or {}).items():
        if is_reached and key not in told:
            known = organizations.get(key, {})
            name, country = str(known.get("name") or key), known.get("country")
            yield _Party(key, name, country, known.get("sector"), _data(report, key), named=False)


def _data(report: IncidentReport, organization: str) -> str | None:
    """Return confirmed or suspected where personal data of it is stated so, else None.

    Data whose holder is not stated may be anybody's: suspected.
    """
    found = set()
    for each in report.classes:
        if each.data_class in NO_PERSONAL_DATA or each.status == "denied":
            continue
        if each.organization_id == organization:
            found.add(each.status)
        elif each.organization_id is None:
            found.add("suspected")
    return "confirmed" if "confirmed" in found else "suspected" if found else None


def _applies(regime: Mapping[str, Any], party: _Party) -> tuple[Applies, str]:
    """Return whether a regime may bind a party, and what is not known, or why it cannot."""
    open_ends = [] if party.named else [_ONLY_REACHED]
    if party.country is None:
        open_ends.append("country not known")
    elif party.country not in reporting_clocks()["areas"][regime["area"]]:
        return "no", f"{party.country} is outside the {regime['area'].upper()}"
    if regime.get("personal_data"):
        if party.data is None and party.named:
            return "no", "no personal data of it are stated"
        if party.data is None:
            open_ends.append("personal data not stated")
        elif party.data == "suspected":
            open_ends.append("personal data only suspected, or its holder not stated")
    sectors = regime.get("sectors")
    if sectors and party.sector is None:
        open_ends.append("sector not known")
    elif sectors and party.sector is not None and party.sector not in sectors:
        return "no", f"sector {party.sector.replace('_', ' ')} is not among those of the law"
    sure = bool(regime.get("personal_data")) and not open_ends
    return ("yes" if sure else "perhaps"), "; ".join(open_ends)


def _start(
    kind: str,
    report: IncidentReport,
    party: _Party,
    entered: Mapping[str, datetime],
    zone: tzinfo,
) -> Moment | None:
    if kind in entered:
        return Moment(entered[kind], True, "entered")
    if kind != "aware":
        return None
    stated = [
        (item.value, item.unit, item.source)
        for item in report.of("date")
        if item.organization_id == party.id and item.unit in ("discovered", "notified")
    ]
    if not stated and any(hit.organization_id == party.id for hit in report.vendors):
        stated.append((report.incident.discovered_on, "discovered", None))
    days = sorted((day, what) for value, what, _ in stated if (day := _day(value)) is not None)
    if not days:
        return None
    day, what = days[0]
    return Moment(datetime.combine(day, time(), zone), False, f"stated: {what}")


def _day(value: str | None) -> date | None:
    """Return a calendar day; None for a cut date, a season, a span."""
    try:
        return date.fromisoformat(value) if value and len(value) == 10 else None
    except ValueError:
        return None


def _allowed(step: Mapping[str, Any]) -> str:
    return "one month" if "months" in step else f"{step['hours']} h"


def _until(step: Mapping[str, Any], start: datetime) -> datetime:
    """Return when a step is due; 72 hours are 72 hours, also where summer time ends between."""
    if "months" in step:
        return _months_later(start, step["months"])
    zone = start.tzinfo
    return (start.astimezone(UTC) + timedelta(hours=step["hours"])).astimezone(zone)


def _months_later(start: datetime, months: int) -> datetime:
    """Return the same day and time of a later month, its last day where there is no such day.

    Examples
    --------
    >>> _months_later(datetime(2026, 1, 31, 9), 1).isoformat()
    '2026-02-28T09:00:00'
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))
