"""graphrisk link: incidents told twice are proposed, joined by a person, and parted by undo."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.runner import run
from tests.unit.ingest.feeds.test_feeds import PORTAL, VERIS


def two_tellings(folder):
    Path("veris.json").write_text(json.dumps(VERIS), "utf-8")
    rows = (
        "id,title,attack_type,occurred_on,state\n"
        "own-1,Ransomware at our host,ransomware,2025-03-20,contained\n"
        "own-2,Old outage,outage,2019-01-01,closed\n"
    )
    Path("incidents.csv").write_text(rows, "utf-8")
    hits = "incident,organization\nown-1,Alfa Hosting\nown-2,Alfa Hosting\n"
    Path("hits.csv").write_text(hits, "utf-8")
    Path("affects.csv").write_text(
        "incident,organization,impact\nown-1,Beta Clinic,service\nown-1,Delta School,service\n",
        "utf-8",
    )
    done = run("load", "veris.json", "incidents.csv", "hits.csv", "affects.csv")
    assert done.code == 0, done.both


def digest():
    return json.loads(run("status", "--format", "json").out)["digest"]


def test_two_tellings_of_one_event_are_proposed_with_reasons(folder):
    two_tellings(folder)
    before = digest()
    found = json.loads(run("link", "--format", "json").out)["result"]["pairs"]
    assert [{pair["keep"], pair["other"]} for pair in found] == [{"veris:V-1", "own-1"}]
    said = " ".join(found[0]["reasons"])
    for reason in ("Alfa Hosting was hit in both", "same day", "ransomware", "1 customer was"):
        assert reason in said
    assert digest() == before


def test_linked_incidents_are_one_and_undo_parts_them(folder):
    two_tellings(folder)
    before = digest()
    done = run("link", "veris:V-1", "own-1")
    assert done.code == 0, done.both
    told = run("incident", "veris:V-1").out
    assert "Delta School" in told
    assert "Beta Clinic" in told
    assert run("incident", "own-1").code == 3
    listed = json.loads(run("incident", "--format", "json").out)
    assert "own-1" not in json.dumps(listed)
    assert json.loads(run("link", "--format", "json").out)["result"]["pairs"] == []
    number = json.loads(run("loads", "--format", "json").out)
    assert "link" in json.dumps(number)
    assert run("undo", "2").code == 0
    assert digest() == before


def test_unknown_single_or_same_incident_is_refused(folder):
    two_tellings(folder)
    assert run("link", "veris:V-1").code == 2
    assert run("link", "veris:V-1", "veris:V-1").code == 2
    refused = run("link", "veris:V-1", "nothing")
    assert refused.code == 3
    assert "there is no incident" in refused.err


def test_portal_rows_of_different_kinds_are_not_proposed(folder):
    Path("portal.csv").write_text(PORTAL, "utf-8")
    run("load", "portal.csv")
    assert "No two incidents" in run("link").out


def test_notice_of_a_linked_incident_is_known_when_it_comes_again(loaded):
    assert run("review", "--accept-all").code == 0
    own = json.loads(run("incident", "--format", "json").out)["result"][0]
    told = f"feed-1,As a feed tells it,ransomware,{own['disclosed_on']}\n"
    Path("incidents.csv").write_text(f"id,title,attack_type,disclosed_on\n{told}", "utf-8")
    Path("hits.csv").write_text("incident,organization\nfeed-1,Dimholm Datahall AB\n", "utf-8")
    assert run("load", "incidents.csv", "hits.csv").code == 0
    assert run("link", "feed-1", own["id"]).code == 0
    again = json.loads(run("triage", "notice.txt", "--format", "json").out)["result"]
    assert again["same_incident"] == []
    counted = len(json.loads(run("incident", "--format", "json").out)["result"])
    assert run("review", again["draft"], "--accept-all").code == 0
    assert run("incident", own["id"]).code == 3
    assert len(json.loads(run("incident", "--format", "json").out)["result"]) == counted
