"""`exposed` when more falls than one vendor, and what stands beside its headline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import run, write_csv

ORGANIZATIONS = [
    ["id", "name", "country", "sector", "parent_id", "tolerance_hours"],
    ["x", "Xeno AB", "SE", "digital_infrastructure", "m", ""],
    ["y", "Ypsilon GmbH", "DE", "digital_infrastructure", "m", ""],
    ["z", "Zeta AB", "SE", "energy", "", ""],
    ["m", "Mother SE", "DE", "", "", ""],
    ["a", "Alfa", "SE", "health", "k", "8"],
    ["b", "Beta", "SE", "health", "k", "100"],
    ["c", "Ceta", "SE", "health", "", ""],
    ["k", "Kommun", "SE", "", "", ""],
]
SERVES = [
    ["vendor", "customer", "category", "criticality", "recovery_hours", "confidence"],
    ["Xeno AB", "Alfa", "cloud_hosting", "critical", "48", "0.9"],
    ["Ypsilon GmbH", "Beta", "cloud_hosting", "critical", "48", "0.9"],
    ["Zeta AB", "Ceta", "payroll", "critical", "", "0.5"],
]


@pytest.fixture
def small(folder: Path) -> Path:
    """Return a folder whose store holds two vendors of one group and a third one."""
    files = [
        write_csv(folder / "organizations.csv", ORGANIZATIONS),
        write_csv(folder / "serves.csv", SERVES),
    ]
    loaded = run("load", *files)
    assert loaded.code == 0, loaded.both
    return folder


def stopped(*words: str) -> list[str]:
    result = run("exposed", *words, "--mode", "outage", "--format", "json")
    assert result.code == 0, result.err
    (answer,) = json.loads(result.out)["result"]["answers"]
    return sorted(party["id"] for party in answer["parties"] if party["state"] == "stops")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Xeno AB"], ["a"]),
        (["Xeno AB", "Zeta AB"], ["a", "c"]),
        (["Xeno AB", "--with-group"], ["a", "b"]),
        (["--country", "se"], ["a", "c"]),
        (["--country", "DE"], ["b"]),
        (["--sector", "energy"], ["c"]),
        (["--category", "cloud_hosting"], ["a", "b"]),
        (["Zeta AB", "--category", "cloud_hosting"], ["a", "b", "c"]),
    ],
)
def test_what_falls_together_stops_all_its_customers(words, expected, small):
    assert stopped(*words) == expected


def test_who_falls_is_said_where_it_is_more_than_those_named(small):
    out = run("exposed", "--country", "SE", "--mode", "outage").out
    assert "All 2 vendors with country SE fall." in out
    assert "With their legal groups 2 more fall." in run("exposed", "x", "--with-group").out


def test_kind_that_nobody_has_is_refused_with_those_in_use(small):
    result = run("exposed", "--category", "gardening")
    assert result.code == 2
    assert "cloud_hosting" in result.err
    assert "payroll" in result.err


def test_nobody_named_is_refused(small):
    result = run("exposed")
    assert result.code == 2
    assert "--country" in result.err


def test_by_group_counts_the_companies_of_a_group(small):
    words = ["exposed", "--category", "cloud_hosting", "--mode", "outage", "--by-group"]
    (answer,) = json.loads(run(*words, "--format", "json").out)["result"]["answers"]
    (line,) = answer["groups"]
    assert (line["name"], line["parties"], line["states"]) == ("Kommun", 2, [["stops", 2]])
    assert "By legal group" in run(*words).out


def test_hours_show_who_is_stopped_then(small):
    words = ["exposed", "--category", "cloud_hosting", "--mode", "outage", "--hours", "8,9,60"]
    (answer,) = json.loads(run(*words, "--format", "json").out)["result"]["answers"]
    moments = [(each["hours"], each["ids"]) for each in answer["over_time"]["moments"]]
    assert moments == [(8.0, []), (9.0, ["a"]), (60.0, [])]
    assert "Hours after the fall" in run(*words).out


@pytest.mark.parametrize("hours", ["", "soon", "-1", "0", "inf", "4;24"])
def test_hours_that_are_none_are_refused(hours, small):
    result = run("exposed", "x", "--hours", hours)
    assert result.code == 2
    assert "4,24,72" in result.err


def test_weak_evidence_is_counted_apart(small):
    out = run("exposed", "Zeta AB", "--mode", "outage").out
    assert "Evidence: 0 stop and 0 partly on evidence of 75 % or more; 1 and 0 on all of it." in out
    assert "Evidence:" not in run("exposed", "Xeno AB", "--mode", "outage").out
