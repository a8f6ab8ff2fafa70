"""Reporting clocks of an incident: moments as entered, the time zone of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from graphrisk.analysis.clocks import STARTS, own_verdicts, reporting_clocks_of
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.settings import Settings
from graphrisk.view.answer import Answer, plain_data
from graphrisk.view.clock_tables import clock_data, clock_footer, clock_tables, own_tables
from graphrisk.workspace.own import own_organizations, within_reach

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def with_clocks(
    work: Workspace,
    answer: Answer,
    report: IncidentReport | None,
    graph: RiskGraph,
    *,
    starts: Sequence[str] = (),
    now: str | None = None,
) -> Answer:
    """Return an answer with the reporting clocks of an incident behind it.

    Parameters
    ----------
    starts
        Moments that a person entered, each ``KIND=MOMENT``.
    now
        Moment to count from; this one when left out.

    Raises
    ------
    UsageError
        A moment, its kind or the time zone of the settings cannot be read.
    """
    zone = zone_of(work.settings)
    entered = entered_moments(starts, zone)
    moment = datetime.now(zone) if now is None else read_moment(now, zone, "--now")
    if report is None:
        return answer
    names = [*(hit.organization_id for hit in report.vendors)]
    names += [customer.organization_id for customer in report.customers]
    own, amiss = own_organizations(work.settings.texts("own_organizations"), graph)
    hit = [each.organization_id for each in report.vendors if each.status != "denied"]
    reached = within_reach(graph, hit, moment) if own else set()
    theirs = {key: key in reached for key in own} if own else None
    names += own
    rows = {key: row for key, row in zip(names, graph.rows_of(names), strict=True) if row >= 0}
    known = {key: graph.organization(int(row)) for key, row in rows.items()}
    clocks = reporting_clocks_of(report, known, zone, entered, theirs)
    verdicts = own_verdicts(report, known, theirs) if theirs else ()
    data = {**plain_data(answer.result), "clocks": clock_data(clocks, moment)}
    if theirs:
        data["own_organizations"] = [asdict(verdict) for verdict in verdicts]
    lost = [f"Setting own_organizations: {sentence}" for sentence in amiss]
    return replace(
        answer,
        tables=(*answer.tables, *clock_tables(clocks, moment), *own_tables(verdicts)),
        footer=(*lost, *clock_footer(clocks), *answer.footer),
        result=data,
    )


def zone_of(settings: Settings) -> tzinfo:
    """Return the time zone of the settings.

    Raises
    ------
    UsageError
        This machine knows no such zone.
    """
    name = settings.text("time_zone")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise UsageError(
            f"not a time zone: {name!r}", where="setting time_zone", fix="write Europe/Oslo or UTC"
        ) from None


def entered_moments(starts: Sequence[str], zone: tzinfo) -> dict[str, datetime]:
    """Return moments by kind, from words such as ``aware=2026-05-12 14:30``.

    Raises
    ------
    UsageError
        A kind is unknown or given twice, or a moment cannot be read.

    Examples
    --------
    >>> from datetime import UTC
    >>> entered_moments(["aware=2026-05-12 14:30"], UTC)["aware"].isoformat()
    '2026-05-12T14:30:00+00:00'
    """
    found: dict[str, datetime] = {}
    for text in starts:
        kind, equals, moment = text.partition("=")
        kind = kind.strip().lower()
        if not equals or kind not in STARTS or kind in found:
            what = f"--start {kind} is given twice" if kind in found else f"not a start: {text!r}"
            raise UsageError(
                what, fix=f'write "aware=2026-05-12 14:30"; kinds are {", ".join(STARTS)}'
            )
        found[kind] = read_moment(moment, zone, f"--start {kind}")
    return found


def read_moment(text: str, zone: tzinfo, option: str) -> datetime:
    """Return a moment with hour and zone; without an offset it is one of the zone.

    Raises
    ------
    UsageError
        It is no moment, or its hour is missing.
    """
    cleaned = text.strip().replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(cleaned)
        has_hour = len(cleaned) > 10
    except ValueError:
        has_hour = False
    if not has_hour:
        raise UsageError(
            f"{option} is no moment: {text!r}",
            fix='write day and time, "2026-05-12 14:30", with +02:00 if it is of another zone',
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
