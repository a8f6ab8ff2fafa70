"""A review without a screen: where it stands, what it shows, what it decides, what it logs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graphrisk.errors import RecordsRefused, UsageError
from graphrisk.extract.claims import Claim, Evidence, Party, make_claim
from graphrisk.extract.confidence import calibrated
from graphrisk.extract.review.audit import (
    AUDIT_FILE,
    AuditEntry,
    append_entries,
    apply_entry,
    undo_entry,
)
from graphrisk.extract.review.draft import Draft, DraftDocument
from graphrisk.extract.review.draft_file import read_draft, write_draft
from graphrisk.extract.review.passages import passages
from graphrisk.extract.review.review import ReviewSession, review_order, save_session
from tests.unit.extract.claims_by_hand import (
    TEXT,
    chain,
    claim,
    draft_of,
    exposed,
    first_hop,
    hit,
    incident,
    second_hop,
    words,
)


def session_of(*claims: Claim) -> ReviewSession:
    """Return a review of open claims, in reading order, at a fixed moment."""
    draft = draft_of(*claims, accept=False)
    return ReviewSession(draft, by="tester", order="reading", clock=lambda: "2024-05-11T08:00:00Z")


def test_a_session_walks_back_and_forth_and_stays_at_the_ends() -> None:
    session = session_of(incident(), hit(), first_hop())
    assert session.position == 1
    session.previous()
    assert session.position == 1
    for _ in range(5):
        session.next()
    assert (session.position, session.current) == (3, session.claims[2])


def test_a_decision_goes_on_to_the_next_open_claim() -> None:
    session = session_of(incident(), hit(), first_hop(), second_hop())
    session.next()
    session.accept()
    assert session.position == 3
    session.refuse("not our supplier")
    session.accept()
    assert session.position == 1
    session.correct({"attack_type": "data_theft"})
    progress = session.progress()
    assert (progress.accepted, progress.corrected, progress.refused) == (2, 1, 1)
    assert progress.pending == 0
    assert session.next_pending() is None


def test_a_correction_that_cannot_be_changes_nothing() -> None:
    session = session_of(incident(), hit())
    with pytest.raises(RecordsRefused, match="not one of") as refused:
        session.correct({"attack_type": "magic"}, status="maybe")
    assert {problem.column for problem in refused.value.problems} == {"attack_type", "status"}
    assert session.progress().pending == 2
    assert session.unsaved() == ()


def test_undo_takes_back_the_last_decision_and_goes_to_its_claim() -> None:
    session = session_of(incident(), hit(), first_hop())
    session.accept()
    session.refuse()
    assert session.undo() == session.claims[1]
    assert session.decision(session.claims[1]) is None
    assert session.decision(session.claims[0]) is not None
    session.undo()
    assert session.undo() is None
    assert session.progress().pending == 3
    assert [entry.what for entry in session.unsaved()] == [
        "accept",
        "refuse",
        "take back",
        "take back",
    ]


def test_undo_of_a_second_thought_brings_the_first_one_back() -> None:
    session = session_of(incident())
    session.accept()
    session.refuse()
    session.undo()
    decision = session.decision()
    assert decision is not None
    assert decision.action == "accept"


def test_earlier_decisions_count_and_the_first_open_claim_is_shown() -> None:
    draft = draft_of(incident(), hit(), first_hop())
    draft = replace(draft, decisions=draft.decisions[:2])
    session = ReviewSession(draft, order="reading")
    assert (session.position, session.progress().accepted) == (3, 2)


def test_the_rest_is_accepted_at_once_but_not_what_a_person_must_see() -> None:
    feared = exposed("health", "Health data", "suspected", confidence=0.95)
    denied = exposed(
        "health", "are not affected", "denied", supersedes=(feared.id,), confidence=0.95
    )
    sure = claim("date", "2 May 2024", {"date": "2024-05-02"}, confidence=0.95)
    session = session_of(*chain(), feared, denied, sure)
    assert session.accept_rest(above=0.9) == 1
    assert session.decision(sure) is not None
    assert session.accept_rest() == 6


def test_a_claim_is_found_by_the_beginning_of_its_id() -> None:
    session = session_of(incident(), hit())
    session.go_to(session.claims[1].id[:10])
    assert session.position == 2
    with pytest.raises(UsageError, match="2 claims begin"):
        session.go_to("c-")


def test_the_words_are_shown_in_their_paragraph() -> None:
    session = session_of(hit())
    (passage,) = session.passages()
    (start, end), *_ = passage.highlights
    assert passage.text[start:end] == "was hit by ransomware"
    assert passage.text.startswith("Norlast Oy, which")
    assert passage.text.endswith("works for Vitalo Oy.")
    assert TEXT[passage.start :].startswith(passage.text)


def test_quotes_of_one_paragraph_are_shown_together_and_others_apart() -> None:
    told = replace(hit(), evidence=(words("was hit"), words("works for"), words("Almby was told")))
    first, second = passages(TEXT, told)
    assert len(first.highlights) == 2
    assert "9 May 2024" in second.text


def test_a_long_paragraph_is_cut_around_the_words() -> None:
    text = "a" * 5000 + " here " + "b" * 5000
    told = replace(hit(), evidence=(words("here", text),))
    (passage,) = passages(text, told)
    assert passage.cut
    assert len(passage.text) < 1300
    ((start, end),) = passage.highlights
    assert passage.text[start:end] == "here"


def test_why_names_the_rule_the_speaker_and_the_correction() -> None:
    feared = exposed("health", "Health data", "suspected")
    denied = exposed(
        "health",
        "are not affected",
        "denied",
        supersedes=(feared.id,),
        asserted_by="Norlast",
        stated_on="2024-05-09",
        note="look twice",
    )
    session = session_of(feared, denied)
    why = session.why(denied)
    for part in ("by.hand", "0.80", "according to Norlast", "corrects:", "look twice"):
        assert part in why
    assert "corrected later in the text" in session.why(feared)


def test_what_matters_and_is_unsure_comes_first_and_corrections_follow_the_corrected() -> None:
    feared = exposed("health", "Health data", "suspected", confidence=0.9)
    denied = exposed("health", "are not affected", "denied", supersedes=(feared.id,))
    routine = claim("consequence", "may be concerned", {"text": "calls"}, confidence=0.9)
    order = review_order((routine, denied, feared, first_hop(confidence=0.4)))
    assert [one.field for one in order] == ["data_class", "data_class", "serves", "consequence"]
    assert order[0] == feared


def test_a_draft_without_claims_can_be_opened() -> None:
    session = ReviewSession(draft_of())
    assert (session.current, session.position, session.next_pending()) == (None, 0, None)
    assert (session.passages(), session.why()) == ((), "")
    with pytest.raises(UsageError, match="no claims"):
        session.accept()


# ---- the audit log


def entries_of(folder: Path) -> list[AuditEntry | None]:
    """Return the entries of a log in order; None for a line that cannot be read."""
    lines = (folder / AUDIT_FILE).read_text("utf-8").splitlines()
    return [AuditEntry(**json.loads(line)) if line.endswith("}") else None for line in lines]


def test_a_saved_session_is_in_the_draft_and_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    session = session_of(incident(), hit())
    write_draft(path, session.draft)
    session.correct({"attack_type": "data_theft"}, note="no ransom note")
    save_session(path, session)
    session.refuse()
    save_session(path, session)
    assert read_draft(path) == session.draft
    corrected, refused = entries_of(tmp_path)
    assert corrected is not None
    assert refused is not None
    assert (corrected.by, corrected.at) == ("tester", "2024-05-11T08:00:00Z")
    assert corrected.before is not None
    assert corrected.after is not None
    assert corrected.before["value"]["attack_type"] == "ransomware"
    assert corrected.after["value"]["attack_type"] == "data_theft"
    assert corrected.note == "no ransom note"
    assert (refused.what, refused.after) == ("refuse", None)


def test_writing_and_undoing_are_logged_with_the_load(tmp_path: Path) -> None:
    draft = draft_of(*chain())
    append_entries(tmp_path, [apply_entry(draft, 4, by="tester", note="12 new")])
    append_entries(tmp_path, [undo_entry(4, 5, by="tester")])
    applied, undone = filter(None, entries_of(tmp_path))
    assert [(each.what, each.load) for each in (applied, undone)] == [
        ("apply", 4),
        ("undo load", 4),
    ]
    assert (applied.document, applied.note) == (draft.document.sha256, "12 new")


def test_a_line_cut_off_by_a_kill_is_named_and_the_log_goes_on(tmp_path: Path) -> None:
    append_entries(tmp_path, [undo_entry(1, 2, by="a")])
    with (tmp_path / AUDIT_FILE).open("ab") as file:
        file.write(b'{"at": "2024')
    append_entries(tmp_path, [undo_entry(3, 4, by="b")])
    assert [entry and entry.by for entry in entries_of(tmp_path)] == ["a", None, "b"]


def test_the_log_only_grows(tmp_path: Path) -> None:
    append_entries(tmp_path, [undo_entry(1, 2, by="a")])
    before = (tmp_path / AUDIT_FILE).read_bytes()
    append_entries(tmp_path, [undo_entry(3, None, by="b"), undo_entry(4, None, by="c")])
    append_entries(tmp_path, [])
    assert (tmp_path / AUDIT_FILE).read_bytes().startswith(before)
    assert len(entries_of(tmp_path)) == 3


def test_what_was_accepted_in_a_heap_is_told_apart_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    session = session_of(incident(), hit())
    session.accept()
    session.accept_rest()
    save_session(path, session)
    assert [entry and entry.note for entry in entries_of(tmp_path)] == [
        "",
        "with all that was open",
    ]
    assert [decision.at_once for decision in read_draft(path).decisions] == [False, True]


def test_words_and_the_sentence_around_them_are_marked_once_the_closest_words():
    text = "On 3 May 2,400 people were told. More followed."
    places = (Evidence("d", 9, 21, text[9:21]), Evidence("d", 0, 32, text[:32]))
    claim = make_claim("count", {"number": 2400}, places, rule="count.affected", confidence=0.8)
    (passage,) = passages(text, claim)
    assert [passage.text[a:b] for a, b in passage.highlights] == ["2,400 people"]
    assert passage.text == text


def test_why_tells_what_a_confidence_was_counted_from():
    place = (Evidence("d", 0, 3, "IMY"),)
    counted = calibrated(
        make_claim("authority", {"name": "IMY"}, place, rule="authority.notified", confidence=0.85)
    )
    guess = make_claim("consequence", {"text": "x"}, place, rule="restored", confidence=0.7)
    model = make_claim("date", {"date": "2024"}, place, rule="model.m", confidence=0.5)
    session = ReviewSession(Draft(DraftDocument("d"), "IMY", (counted, guess, model)))
    share = round(100 * counted.confidence)
    assert f"of 100 claims like this about {share} were right" in session.why(counted)
    assert "a guess" in session.why(guess)
    assert "only a language model says so" in session.why(model)
    assert "an authority, and what was done with it" in session.reasons(counted)[0]


def test_what_matters_is_not_put_behind_trifles_for_being_sure():
    place = (Evidence("d", 0, 3, "IMY"),)
    party = {"organization": Party("Alfa", key="alfa")}
    hit = make_claim("vendor_hit", party, place, rule="victim", confidence=0.98)
    group = make_claim("subject_group", {"groups": ("x",)}, place, rule="r", confidence=0.6)
    assert [claim.field for claim in review_order((group, hit))] == ["vendor_hit", "subject_group"]


def test_claims_of_one_list_are_accepted_together_and_taken_back_one_by_one() -> None:
    header = Evidence("d" * 64, 0, 6, TEXT[:6])
    listed = [
        make_claim(
            "data_class",
            {"data_class": name},
            (header, Evidence("d" * 64, at, at + 4, TEXT[at : at + 4])),
            rule="data.inherited",
            confidence=0.7,
            status=status,
        )
        for name, at, status in (
            ("name", 8, "confirmed"),
            ("address", 14, "confirmed"),
            ("health", 20, "denied"),
        )
    ]
    session = session_of(*listed)
    if session.current is not None and session.current.status == "denied":
        session.next()
    together = {c.value["data_class"] for c in (*session.beside(), session.current) if c}
    assert together == {"name", "address"}
    assert session.accept_beside() == 2
    assert session.progress().pending == 1
    assert session.current is not None
    assert session.current.value["data_class"] == "health"
    assert session.beside() == ()
    session.undo()
    session.undo()
    assert session.progress().pending == 3
