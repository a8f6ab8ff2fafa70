"""Drafts as files: what is written comes back, what a stranger wrote is refused in words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphrisk.errors import InputError, Unreadable
from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.review.decisions import decide
from graphrisk.extract.review.draft import Draft, DraftDocument, carry_decisions, make_draft
from graphrisk.extract.review.draft_file import (
    draft_path,
    find_draft,
    list_drafts,
    read_draft,
    save_draft,
    write_draft,
)
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.claims_by_hand import (
    ALMBY,
    DOCUMENT,
    TEXT,
    VITALO,
    chain,
    claim,
    draft_of,
    exposed,
    hit,
    second_hop,
)


def test_a_draft_comes_back_as_it_was_written(tmp_path: Path) -> None:
    told = chain()
    draft = draft_of(*told, exposed("name", "Names", "suspected", subject_groups=("clients",)))
    draft = draft.with_decisions(
        (
            decide(told[1], "correct", value={"organization": VITALO}, note="misread"),
            decide(told[2], "refuse"),
        )
    )
    path = tmp_path / "folder" / "draft.json"
    write_draft(path, replace(draft, loads=(3, 5), incident="i", notes=("a list is missing",)))
    assert read_draft(path) == replace(
        draft, loads=(3, 5), incident="i", notes=("a list is missing",)
    )


def test_nothing_but_the_draft_is_left_in_the_folder(tmp_path: Path) -> None:
    for _ in range(3):
        write_draft(tmp_path / "draft.json", draft_of(*chain()))
    assert [path.name for path in tmp_path.iterdir()] == ["draft.json"]


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_draft(one, draft_of(*chain()))
    write_draft(other, read_draft(one))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (DraftDocument(DOCUMENT, title="../../etc/passwd"), "etc-passwd-abababab.json"),
        (DraftDocument(DOCUMENT, title="Ёлка 日本"), "notice-abababab.json"),
        (DraftDocument(DOCUMENT, file="in/Notice 1.PDF"), "notice-1-abababab.json"),
        (DraftDocument(DOCUMENT, title="x" * 200), "x" * 48 + "-abababab.json"),
    ],
)
def test_a_file_is_named_after_title_and_document(document: DraftDocument, name: str) -> None:
    assert draft_path(Path(), document).name == name


def test_triaged_again_the_same_file_is_updated_and_decisions_are_kept(tmp_path: Path) -> None:
    told = chain()
    path, _ = save_draft(tmp_path, draft_of(*told))
    fresh = draft_of(
        *told, exposed("name", "Names", "suspected"), accept=False, title="Other title"
    )
    again, saved = save_draft(tmp_path, fresh)
    assert again == path
    assert len(saved.decisions) == 4
    assert [one.field for one in saved.pending()] == ["data_class"]
    assert find_draft(tmp_path, DOCUMENT) == path


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(hit(VITALO), id="another value"),
        pytest.param(hit(status="suspected"), id="another status"),
        pytest.param(
            claim(
                "vendor_hit",
                "Freight firm hacked",
                hit().value,
                status="confirmed",
            ),
            id="another quote",
        ),
    ],
)
def test_a_decision_is_dropped_when_its_claim_changed(changed: Any) -> None:
    old = draft_of(hit(), second_hop())
    carried = carry_decisions(old, draft_of(changed, second_hop(), accept=False))
    assert [one.field for one in carried.pending()] == ["vendor_hit"]


def test_decisions_follow_words_that_moved_in_the_text() -> None:
    old = draft_of(hit())
    moved = replace(old.claims[0].evidence[0], start=0, end=23)
    new = replace(
        old, claims=(replace(old.claims[0], id="c-new", evidence=(moved,)),), decisions=()
    )
    assert [one.claim for one in carry_decisions(old, new).decisions] == ["c-new"]


def test_drafts_are_listed_with_what_is_open_and_what_is_broken(tmp_path: Path) -> None:
    write_draft(tmp_path / "b.json", draft_of(*chain(), accept=False))
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    broken, sound = list_drafts(tmp_path)
    assert broken.problem is not None
    assert (sound.title, sound.claims, sound.pending) == ("Freight firm hacked", 4, 4)
    assert list_drafts(tmp_path / "none") == ()


# ------------------------------------------------------------------------------- a stranger's file


def plain(draft: Draft, path: Path) -> dict[str, Any]:
    """Return a draft as JSON values."""
    write_draft(path, draft)
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def place(data: Any, *steps: Any, value: Any) -> None:
    """Put a value deep into JSON values."""
    for step in steps[:-1]:
        data = data[step]
    data[steps[-1]] = value


@pytest.mark.parametrize(
    ("steps", "value", "message"),
    [
        (("format",), "other", "not a draft of graphrisk"),
        (("version",), 2, "version 2; this graphrisk reads version 1"),
        (("text",), 7, "does not fit at text"),
        (("claims",), "none", "does not fit at claims"),
        (("claims", 0, "field"), "plot", "is no field"),
        (("claims", 0, "status"), "perhaps", "status 'perhaps' is not one of"),
        (("claims", 0, "confidence"), 7, "confidence is outside 0 to 1"),
        (("claims", 0, "evidence"), [], "has no evidence"),
        (("claims", 0, "evidence", 0, "start"), -1, "outside the document"),
        (("claims", 0, "evidence", 0, "end"), 10**9, "outside the document"),
        (("claims", 0, "evidence", 0, "document"), "cd" * 32, "outside the document"),
        (("claims", 0, "evidence", 0, "quote"), "never said", "not what the text says"),
        (("claims", 1, "value", "organization"), 7, "not an organization's name"),
        (("claims", 1, "value", "organization"), {"nom": "x"}, "does not fit"),
        (("claims", 1, "value"), {"role": "origin"}, "has no organization"),
        (("claims", 1, "value", "villain"), "x", "has no value of that name"),
        (("claims", 1, "supersedes"), ["c-none"], "corrects a claim that the draft does not have"),
        (("claims", 1, "id"), None, "does not fit at claims.1.id"),
        (("document", "sha256"), "xyz", "64 hex digits"),
        (("document", "published_on"), "soon", "'soon' is no date"),
        (("claims", 0, "stated_on"), "soon", "'soon' is no date"),
        (("decisions", 0, "claim"), "c-none", "which the draft does not have"),
        (("decisions", 0, "action"), "applaud", "does not fit at decisions.0.action"),
        (("decisions", 0, "status"), "maybe", "status 'maybe'"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    tmp_path: Path, steps: tuple[Any, ...], value: Any, message: str
) -> None:
    path = tmp_path / "draft.json"
    data = plain(draft_of(*chain()), path)
    place(data, *steps, value=value)
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=message) as refused:
        read_draft(path)
    assert refused.value.where == str(path)
    assert refused.value.fix


def test_two_claims_with_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    data = plain(draft_of(*chain()), path)
    data["claims"].append(data["claims"][0])
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="two claims have one id"):
        read_draft(path)


@pytest.mark.parametrize("content", ["", "[1]", "null", "[" * 100_000, '{"format": NaN}', "\ud800"])
def test_what_is_no_draft_at_all_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError):
        read_draft(path)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read as a draft"):
        read_draft(tmp_path / "none.json")


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_draft(tmp_path / "file" / "draft.json", draft_of(*chain()))


# ------------------------------------------------------------------------------------------ masking


def test_personal_data_are_masked_and_offsets_stay_true() -> None:
    text = TEXT + "\nCall +46 70 123 45 67 or write to someone.here@almby.example today.\n"
    told = claim("spared_scope", "The servers abroad", {"text": "ask someone.here@almby.example"})
    draft = make_draft(DraftDocument(DOCUMENT), text, ClaimSet(claims=(told,), is_incident=True))
    assert len(draft.text) == len(text)
    for secret in ("123 45 67", "someone.here@"):
        assert secret not in draft.text
        assert secret not in draft.claims[0].value["text"]
    (place_,) = draft.claims[0].evidence
    assert draft.text[place_.start : place_.end] == place_.quote == "The servers abroad"


def test_what_does_not_fit_a_draft_is_cut_or_left_out_in_words(tmp_path: Path) -> None:
    long = claim("consequence", "may be concerned", {"text": "so " * 3000}, stated_on="soon")
    document = DraftDocument(DOCUMENT, title="so " * 3000, published_on="soon")
    draft = make_draft(document, TEXT, ClaimSet(claims=(long,)))
    write_draft(tmp_path / "draft.json", draft)
    assert read_draft(tmp_path / "draft.json") == draft
    assert draft.document.published_on is None
    assert "'soon', is no date" in draft.notes[0]


def test_a_quote_that_the_text_does_not_hold_is_a_mistake_of_the_rule() -> None:
    with pytest.raises(ValueError, match="quote and offsets differ"):
        make_draft(DraftDocument(DOCUMENT), "x" + TEXT, ClaimSet(claims=(hit(ALMBY),)))


def test_damage_in_a_notice_makes_no_draft_that_cannot_be_read_again(tmp_path: Path) -> None:
    long = "X" * 6_000
    text = (
        f"On 3 May 2024 our supplier Nordfjord-{long} Ltd was hit by ransomware. "
        "1 000 000 000 000 000 customers and 2,000 patients are affected. Names were stolen."
    )
    notice = from_text(text)
    found = read_claims(notice, language="en")
    assert {c.value["number"] for c in found.of("count")} == {2_000}
    path = tmp_path / "d.json"
    write_draft(path, make_draft(DraftDocument(notice.sha256), notice.text, found))
    assert len(read_draft(path).claims) == len(found.claims) > 3
