"""Reporting clocks behind triage and incident."""

from __future__ import annotations

import json

import pytest

from tests.cli.runner import run


def test_triage_counts_from_an_entered_moment(loaded, monkeypatch):
    monkeypatch.setenv("GRAPHRISK_TIME_ZONE", "Europe/Stockholm")
    words = ["triage", "notice.txt", "--start", "aware=2026-05-12 14:30"]
    words += ["--now", "2026-05-13T10:00+00:00"]
    out = run(*words).out
    assert "Reporting clocks at 2026-05-13 10:00 UTC" in out
    assert "2 h 30 min" in out
    clocks = json.loads(run(*words, "--format", "json").out)["result"]["clocks"]
    (first, *_) = [clock for clock in clocks if clock["due"] == "early warning"]
    assert first["until"] == "2026-05-13T14:30:00+02:00"
    assert first["hours_left"] == 2.5


def test_incident_shows_clocks_that_wait(loaded):
    assert run("review", "--accept-all").code == 0
    result = run("incident", "Dimholm", "--format", "json")
    clocks = json.loads(result.out)["result"]["clocks"]
    assert clocks
    assert all(clock["until"] is None or clock["start"] for clock in clocks)


@pytest.mark.parametrize(
    "words",
    [
        ["--start", "aware=2026-05-12"],
        ["--start", "aware=soon"],
        ["--start", "felt=2026-05-12 14:30"],
        ["--start", "2026-05-12 14:30"],
        ["--start", "aware=2026-05-12 14:30", "--start", "aware=2026-05-12 15:30"],
        ["--now", "2026-05-12"],
    ],
)
def test_moment_that_cannot_be_read_is_refused_in_words(words, loaded):
    result = run("triage", "notice.txt", *words)
    assert result.code == 2
    assert "14:30" in result.err


def test_unknown_time_zone_is_refused(loaded, monkeypatch):
    monkeypatch.setenv("GRAPHRISK_TIME_ZONE", "Europe/Nowhere")
    result = run("incident", "Westlog")
    assert result.code == 2
    assert "time_zone" in result.err


def test_own_organizations_of_the_settings_have_their_clocks_and_verdicts(loaded):
    own = 'own_organizations = ["nordvik  HOSPITAL group", "Nowhere AB"]\n'
    (loaded / "graphrisk.toml").write_text(own, "utf-8")
    result = run("triage", "notice.txt", "--format", "json")
    told = json.loads(result.out)
    verdicts = told["result"]["own_organizations"]
    named = {each["organization"] for each in verdicts}
    assert {"Nordvik Hospital Group", "Nordvik University Hospital"} <= named
    assert {clock["organization"] for clock in told["result"]["clocks"]} <= named
    assert any("Nowhere AB" in line for line in told["footer"])
    assert {each["regime"] for each in verdicts} == {"gdpr", "nis2", "dora"}
