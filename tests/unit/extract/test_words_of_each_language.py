"""Small words that rules ask for: those of a language, whole, and of no other meaning."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def read(language: str, text: str) -> ClaimSet:
    return read_claims(from_text(text, language=language))


def names(found: ClaimSet) -> set[str]:
    return {
        str(getattr(value, "name", ""))
        for claim in found.claims
        for value in claim.value.values()
        if getattr(value, "named", False)
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Natten till den 3 maj var det inbrott på universitetet. Cyklar stals."),
        ("nl", "In de nacht van 3 mei is ingebroken bij de universiteit. Fietsen zijn gestolen."),
    ],
)
def test_burglary_of_things_is_no_incident_whatever_letters_a_word_holds(language: str, text: str):
    assert not read(language, text).is_incident


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Lonova GmbH wurde gehackt. 60 Gigabyte Kundendaten wurden gestohlen."),
        ("da", "Lonova A/S blev hacket. 60 gigabyte oplysninger om kunder blev stjålet."),
        ("nl", "Lonova BV werd gehackt. 60 gigabyte klantgegevens werd gestolen."),
    ],
)
def test_gigabytes_count_nobody(language: str, text: str):
    assert not [c for c in read(language, text).of("count") if c.value["number"] == 60]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "Unser Dienstleister wurde in 2019 Opfer eines Hackerangriffs.", "2019"),
        ("nl", "Lonova BV werd medio mei 2024 gehackt. Namen werden gestolen.", "2024-05"),
    ],
)
def test_days_are_read_behind_the_small_words_of_their_language(language: str, text: str, day: str):
    assert [c.value["date"] for c in read(language, text).of("date")] == [day]


def test_firm_and_who_holds_its_data_are_two():
    found = read("de", "Daten von Acmetra bei Lonova GmbH wurden gestohlen. Lonova wurde gehackt.")
    assert {"Acmetra", "Lonova"} <= names(found)
    assert not [name for name in names(found) if " bei " in name]


def test_department_with_a_legal_form_is_a_firm():
    found = read("en", "Human Resources Ltd, our payroll provider, was hacked. Names were stolen.")
    assert "Human Resources Ltd" in names(found)


def test_who_signs_with_a_title_is_no_firm():
    text = "We were hacked on 3 May 2024. Names of our customers were stolen.\n\nCEO, Anna Bergson"
    assert not [name for name in names(read("en", text)) if "Bergson" in name]


def test_form_with_open_places_is_no_incident():
    text = "Datum [datum] drabbades vi av en cyberattack. Uppgifter om [ange typ] kan ha läckt."
    assert not read("sv", text).is_incident
