"""What a text holds that no claim uses: numbers, days and names."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.review.draft import Draft, DraftDocument, make_draft
from graphrisk.extract.review.unplaced import unplaced
from graphrisk.extract.text.intake import from_text

TEXT = (
    "Harrow Council, 14 March 2025\n\nOur payroll supplier Quillstone Ltd was hit by ransomware "
    "on 3 March 2025. Names and salaries of 2,400 employees were stolen. Torsvik Logistics GmbH "
    "moved 6,625 pallets that week, on a route that was opened on 12 June 2019."
)


def draft_of(text: str, language: str | None = None, found: ClaimSet | None = None) -> Draft:
    """Return the draft of a text, read as it is."""
    document = from_text(text)
    found = read_claims(document, language=language) if found is None else found
    return make_draft(DraftDocument(document.sha256, language=language), document.text, found)


def test_number_day_and_name_that_no_claim_uses_are_found_where_they_stand() -> None:
    draft = draft_of(TEXT, "en")
    found = {(each.kind, each.words) for each in unplaced(draft)}
    assert {("number", "6,625 pallets"), ("date", "12 June 2019")} <= found
    assert ("name", "Torsvik Logistics GmbH") in found
    for each in unplaced(draft):
        assert draft.text[each.start : each.end] in each.words


def test_what_a_claim_uses_is_not_among_them() -> None:
    words = " ".join(each.words for each in unplaced(draft_of(TEXT, "en")))
    assert "Quillstone" not in words
    assert "2,400" not in words
    assert "3 March" not in words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("sv", "Vår leverantör Kvarnlund AB har hackats. 6 625 kundnummer låg där.", "6 625"),
        (
            "de",
            "Unser Dienstleister Kornbach GmbH wurde gehackt. 6.625 Zeilen lagen dort.",
            "6.625",
        ),
        ("fr", "Notre prestataire Lormont SA a été piraté. 6 625 lignes y étaient.", "6 625"),
    ],
)
def test_numbers_are_found_as_a_language_writes_them(language: str, text: str, words: str) -> None:
    draft = draft_of(text, language)
    counted = {c.value["number"] for c in draft.claims if c.field == "count"}
    found = [each.words for each in unplaced(draft) if each.kind == "number"]
    assert counted == {6625} or any(each.startswith(words) for each in found)


def test_number_and_day_of_a_claim_are_not_missed_where_they_are_told_again() -> None:
    text = TEXT + " The 2,400 badges of that list were printed before 3 March."
    words = [each.words for each in unplaced(draft_of(text, "en"))]
    assert not [each for each in words if "2,400" in each or "3 March" in each]


def test_shares_are_among_them_but_not_a_hundred_per_cent() -> None:
    text = TEXT + " Fewer than 20 % of them may be hit, 3.5% lost data; nothing is 100 % safe."
    words = [each.words for each in unplaced(draft_of(text, "en"))]
    assert [each for each in words if "%" in each] == ["20 % of them", "3.5% lost data"]


def test_small_numbers_ranges_and_lone_words_are_left_out() -> None:
    text = TEXT + " Two of us, aged 50-69, met on page 7 in Torvika."
    words = [each.words for each in unplaced(draft_of(text, "en"))]
    assert not [each for each in words if each[:2] in ("50", "69", "7 ", "7") or "Torvika" in each]


def test_nobody_and_no_number_of_anybody_is_lifted_out_of_the_text() -> None:
    text = TEXT + (
        " Erik Johansson and John Smith met. Erik Johansson called. Their numbers are 198503121234"
        " and 943 476 5919, accounts 88123456 and 567 890 123; 30 % Jane Doe, 12,345 Peters."
    )
    words = " ".join(each.words for each in unplaced(draft_of(text, "en")))
    for part in ("Johansson", "Smith", "1985", "943", "5919", "8812", "567", "Jane", "Peters"):
        assert part not in words


def test_a_text_that_is_no_incident_or_has_no_lexicon_has_none() -> None:
    nothing = ClaimSet(is_incident=False)
    assert unplaced(draft_of(TEXT, "en", nothing)) == ()
    assert unplaced(draft_of(TEXT, "pt")) == ()
