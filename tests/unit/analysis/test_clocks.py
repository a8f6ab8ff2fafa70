"""Reporting clocks: what starts them, when they end, whom they may bind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graphrisk.analysis.clocks import Clock, own_verdicts, reporting_clocks_of
from graphrisk.analysis.incident_report import incident_report
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables

OSLO = ZoneInfo("Europe/Oslo")


def clocks_of(
    *more: Any,
    entered: dict[str, datetime] | None = None,
    country: str | None = "SE",
    sector: str | None = "health",
    data: str | None = None,
    impact: str = "service",
) -> list[Clock]:
    """Clocks of customer c, of an incident at vendor v (no country, so that it stays apart)."""
    records = [
        record("Organization", id="v", name="Vend AB", country="US", sector="other"),
        record("Organization", id="c", name="Cust", country=country, sector=sector),
        record("Incident", id="i", title="Fire", discovered_on="2026-05-11"),
        record("HITS", id="h", from_id="i", to_id="v", role="origin"),
        record("AFFECTS", id="a", from_id="i", to_id="c", impact=impact, status="confirmed"),
        *more,
    ]
    if data:
        records.append(record("DataClass", id="health", name="health"))
        values = {"id": "x", "from_id": "i", "to_id": "health", "holder": "c", "status": data}
        records.append(record("EXPOSES", **values))
    tables = to_tables(records)
    organizations = {row["id"]: row for row in tables["Organization"].to_pylist()}
    return list(reporting_clocks_of(incident_report(tables, "i"), organizations, UTC, entered))


def told(what: str, value: str, about: str = "c") -> Any:
    values = {"id": f"s-{what}-{value}", "field": "date", "value": value, "unit": what}
    return record("Statement", **values, about=about, incident="i")


def test_nothing_runs_from_a_guess() -> None:
    clocks = clocks_of(told("occurred", "2026-05-01"))
    assert clocks
    assert all(clock.start is None and clock.until is None for clock in clocks)


def test_entered_moment_starts_each_clock_of_its_kind() -> None:
    aware = datetime(2026, 5, 12, 14, 30, tzinfo=UTC)
    until = {c.article: c.until for c in clocks_of(entered={"aware": aware}, data="confirmed")}
    assert until == {
        "GDPR Art. 33(1)": datetime(2026, 5, 15, 14, 30, tzinfo=UTC),
        "NIS2 Art. 23(4)(a)": datetime(2026, 5, 13, 14, 30, tzinfo=UTC),
        "NIS2 Art. 23(4)(b)": datetime(2026, 5, 15, 14, 30, tzinfo=UTC),
        "NIS2 Art. 23(4)(d)": None,
    }


def test_stated_day_runs_from_its_first_minute_and_leaves_the_hour_open() -> None:
    clocks = clocks_of(told("notified", "2026-05-12"), told("discovered", "2026-05-13"))
    (warning,) = [clock for clock in clocks if clock.due == "early warning"]
    assert warning.start is not None
    assert (warning.start.exact, warning.start.source) == (False, "stated: notified")
    assert warning.until == datetime(2026, 5, 13, tzinfo=UTC)


@pytest.mark.parametrize("cut", ["2026-05", "2026", "XXXX-05-12", "2026-05-12/2026-05-14"])
def test_cut_date_starts_nothing(cut: str) -> None:
    assert all(clock.start is None for clock in clocks_of(told("notified", cut)))


def test_what_another_party_was_told_starts_nothing_here() -> None:
    assert all(clock.start is None for clock in clocks_of(told("notified", "2026-05-12", "v")))


def test_dora_runs_from_classification_and_from_awareness_at_the_latest() -> None:
    entered = {
        "aware": datetime(2026, 5, 12, 8, tzinfo=UTC),
        "classified": datetime(2026, 5, 12, 10, tzinfo=UTC),
        "initial": datetime(2026, 5, 12, 13, tzinfo=UTC),
        "intermediate": datetime(2026, 1, 31, 9, tzinfo=UTC),
    }
    clocks = clocks_of(entered=entered, sector="banking")
    until = [clock.until for clock in clocks if clock.regime == "dora"]
    assert until == [
        datetime(2026, 5, 12, 14, tzinfo=UTC),
        datetime(2026, 5, 13, 8, tzinfo=UTC),
        datetime(2026, 5, 15, 13, tzinfo=UTC),
        datetime(2026, 2, 28, 9, tzinfo=UTC),
    ]


def test_hours_are_hours_where_summer_time_ends_between() -> None:
    aware = datetime(2026, 10, 24, 12, tzinfo=OSLO)
    (clock,) = [c for c in clocks_of(entered={"aware": aware}) if c.due == "early warning"]
    assert clock.until == datetime(2026, 10, 25, 11, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"country": "US"}, set()),
        ({"sector": "retail"}, set()),
        ({"sector": "retail", "data": "confirmed"}, {("gdpr", "yes", "")}),
        ({"country": "NO", "data": "confirmed"}, {("gdpr", "yes", "")}),
        ({"data": "denied"}, {("nis2", "perhaps", "")}),
        ({"sector": None, "country": "FI"}, {("nis2", "perhaps", "sector not known")}),
        ({"impact": "none"}, set()),
    ],
)
def test_regimes_are_those_that_country_sector_and_data_allow(facts, expected) -> None:
    found = {(clock.regime, clock.applies, clock.unknown) for clock in clocks_of(**facts)}
    found = {each for each in found if not (each[0] == "dora" and each[2])}
    assert found == expected


def test_unknown_country_leaves_it_open() -> None:
    clocks = clocks_of(country=None, data="confirmed")
    assert {clock.applies for clock in clocks} == {"perhaps"}
    assert all("country not known" in clock.unknown for clock in clocks)


def of_own(own: dict[str, bool], *more: Any) -> dict[tuple[str, str], Any]:
    """Verdicts of own organizations by organization and law; c is named, e and f are not."""
    records = [
        record("Organization", id="v", name="Vend AB", country="US"),
        record("Organization", id="c", name="Cust", country="SE", sector="health"),
        record("Organization", id="e", name="Bank", country="SE", sector="banking"),
        record("Organization", id="f", name="Far", country="US", sector="banking"),
        record("Incident", id="i", title="Fire", discovered_on="2026-05-11"),
        record("HITS", id="h", from_id="i", to_id="v", role="origin"),
        record("AFFECTS", id="a", from_id="i", to_id="c", impact="service", status="confirmed"),
        *more,
    ]
    tables = to_tables(records)
    known = {row["id"]: row for row in tables["Organization"].to_pylist()}
    report = incident_report(tables, "i")
    clocks = reporting_clocks_of(report, known, UTC, None, own)
    verdicts = own_verdicts(report, known, own)
    bound = {(each.organization_id, each.regime) for each in verdicts if each.applies != "no"}
    assert {(clock.organization_id, clock.regime) for clock in clocks} == bound
    return {(each.organization_id, each.regime): each for each in verdicts}


def test_own_organizations_are_told_for_each_law_whether_and_why_not() -> None:
    told_of = of_own({"c": True, "e": False, "f": True})
    assert len(told_of) == 9
    assert told_of["c", "nis2"].applies == "perhaps"
    assert "sector health" in told_of["c", "dora"].why
    assert "no personal data" in told_of["c", "gdpr"].why
    assert {told_of["e", law].applies for law in ("gdpr", "nis2", "dora")} == {"no"}
    assert "not within reach" in told_of["e", "dora"].why
    assert "US is outside the EU" in told_of["f", "dora"].why


def test_own_organization_that_only_the_register_reaches_may_be_bound_and_says_so() -> None:
    told_of = of_own({"e": True})
    assert told_of["e", "dora"].applies == "perhaps"
    assert "no document names it" in told_of["e", "dora"].unknown
    assert "personal data not stated" in told_of["e", "gdpr"].unknown


def test_own_organization_that_was_spared_is_not_bound() -> None:
    spared = record("AFFECTS", id="b", from_id="i", to_id="e", impact="none", status="confirmed")
    assert {each.applies for each in of_own({"e": True}, spared).values()} == {"no"}
