"""The first hour of an incident: load, triage, review, exposed, report - and back again."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.runner import NOTICE, registers, run, run_unchecked, write_csv

VENDOR = "Dimholm Datahall AB"


def answer(*words: str) -> dict[str, Any]:
    result = run(*words, "--format", "json")
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def digest() -> str:
    return answer("status")["digest"]


def test_five_commands_lead_from_a_register_and_a_notice_to_a_report(folder):
    loaded = run("load", *registers())
    assert loaded.code == 0
    before = digest()
    assert before[:16] in loaded.out

    triage = run("triage", str(NOTICE))
    assert triage.code == 0
    assert "Dimholm Datahall" in triage.out
    assert "ransomware" in triage.out
    assert "Data denied: " in triage.out
    assert digest() == before, "triage writes nothing to the store"

    review = run("review", "--accept-all")
    assert review.code == 0
    after = digest()
    assert after != before
    assert after[:16] in review.out

    exposed = run("exposed", VENDOR)
    assert exposed.code == 0
    assert f"If {VENDOR} falls (outage): " in exposed.out
    assert "Data denied: " in exposed.out, "reported beside inferred"
    assert after[:16] in exposed.out
    assert "Coverage: " in exposed.out
    assert "As of " in exposed.out

    report = run("report", VENDOR, "-o", "report.md")
    assert (report.code, report.out.strip()) == (0, "report.md")
    page = (folder / "report.md").read_text(encoding="utf-8")
    assert after[:16] in page
    assert "Nordvik Lakeside Hospital" in page


def test_reported_is_shown_beside_inferred_and_a_denial_stays_one(loaded):
    assert run("review", "--accept-all").code == 0
    reported = answer("exposed", VENDOR)["result"]
    text = json.dumps(reported, ensure_ascii=False)
    assert "denied" in text
    assert "suspected" in text
    assert "Löneuppgifter om de anställda" in text, "the words that the denial rests on"


def test_same_file_twice_changes_nothing_and_uses_no_number(loaded):
    before, loads = digest(), len(answer("loads")["result"])
    again = answer("load", *registers())
    assert again["result"]["load"] is None
    assert (digest(), len(answer("loads")["result"])) == (before, loads)


def test_same_review_twice_changes_nothing(loaded):
    assert run("review", "--accept-all").code == 0
    before = digest()
    assert run("triage", "notice.txt").code == 0
    again = run_unchecked("review", "--accept-all")  # may say that no draft is open
    assert "Traceback" not in again.both
    assert digest() == before


def test_undo_leads_back_to_the_digest_before_and_can_be_undone(loaded):
    before = digest()
    assert run("review", "--accept-all").code == 0
    after = digest()
    last = max(load["number"] for load in answer("loads")["result"])
    assert run("undo", str(last)).code == 0
    assert digest() == before
    assert run("undo", str(last + 1)).code == 0
    assert digest() == after
    assert run("undo", str(last)).code == 2 or digest() == before


def test_answer_as_known_before_the_load_knows_nothing(loaded):
    result = run("exposed", VENDOR, "--known-on", "2020-01-01")
    assert result.code == 3
    assert "no organization" in result.err


def test_bad_rows_are_listed_and_exit_with_3_while_good_ones_are_written(folder):
    path = write_csv(
        folder / "serves.csv",
        [["vendor", "customer"], ["Alpha AB", "Beta AB"], ["", "Gamma AB"], ["Delta AB"]],
    )
    result = run("load", path, "--problems", "problems.csv")
    assert result.code == 3
    assert (folder / "problems.csv").read_text(encoding="utf-8").count("\n") == 3
    assert run("load", path, "--allow-bad-rows").code == 0
    assert run("exposed", "Alpha AB").out.startswith("If Alpha AB falls (outage): 1 stops")
    assert run("exposed", "Gamma AB").code == 3


def test_strict_load_writes_nothing_of_a_file_with_a_problem(folder):
    path = write_csv(
        folder / "serves.csv", [["vendor", "customer"], ["Alpha AB", "Beta AB"], ["", "Gamma AB"]]
    )
    assert run("load", path, "--strict").code == 3
    assert run("exposed", "Alpha AB").code in (3, 4)


def test_missing_notice_beside_a_good_one_is_refused_by_name(loaded):
    result = run("triage", "missing.txt", "notice.txt")
    assert result.code == 3
    assert "missing.txt" in result.err


def test_interactive_review_decides_claim_by_claim(loaded, monkeypatch):
    monkeypatch.setattr("graphrisk.cli.review_screen.is_interactive", lambda: True)
    before = digest()
    stopped = run("review", stdin="a\nw\nr\nu\ns\n")
    assert stopped.code == 0
    assert "nothing was written" in stopped.err
    assert digest() == before
    done = run("review", stdin="A\ny\n")
    assert done.code == 0
    assert "written as load 2" in done.out
    assert digest() != before


def test_decisions_of_a_file_are_taken_and_the_rest_stays_open(loaded):
    claims = answer("triage", "notice.txt")["result"]["claims"]
    first, second = claims[0]["id"], claims[1]["id"]
    (loaded / "decisions.csv").write_text(f"claim,decision\n{first},accept\n{second},refuse\n")
    result = run("review", "--decisions", "decisions.csv", "--by", "tester")
    assert result.code == 0
    assert f"{len(claims) - 2} claims" in result.both
    log = (loaded / "graphrisk-drafts" / "audit.jsonl").read_text(encoding="utf-8")
    assert "tester" in log
    assert run("review").code == 2, "the others are still open"


def test_wrong_decision_is_named_and_none_is_taken(loaded):
    before = digest()
    (loaded / "decisions.json").write_text('[{"claim": "c-nosuch", "decision": "accept"}]')
    result = run("review", "--decisions", "decisions.json")
    assert result.code == 3
    assert "c-nosuch" in result.both
    assert digest() == before


def test_review_without_a_person_or_a_decision_is_refused(loaded):
    result = run("review")
    assert (result.code, result.out) == (2, "")
    assert "--accept-all" in result.err


def test_undo_of_a_review_is_in_the_audit_log(folder):
    run("triage", str(NOTICE))
    run("review", "--accept-all")
    (load,) = answer("loads")["result"]
    assert run("undo", str(load["number"])).code == 0
    lines = (folder / "graphrisk-drafts" / "audit.jsonl").read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert (last["what"], last["load"]) == ("undo load", 1)
