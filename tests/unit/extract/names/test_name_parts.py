"""Names with kinds, countries and owners in them (own words, invented parties)."""

from __future__ import annotations

import pytest

from graphrisk.extract.page_opening import read_page
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from graphrisk.extract.words.lexicon import load_lexicon


def named(text: str, language: str) -> set[str]:
    page = read_page(text, "x", load_lexicon(language))
    return {page.parties.party(core).name for core, e in page.parties.entries.items() if e.strong}


def edges(text: str, language: str) -> set[tuple[str, str]]:
    claims = read_claims(from_text(text), language=language).of("serves")
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("sv", "I dag har även Apotek Lindormen drabbats.", "Apotek Lindormen"),
        ("sv", "Angreppet drabbade även Hotell Vinterö i går.", "Hotell Vinterö"),
        (
            "sv",
            "Avtalet med Norra Finlands samarbetsområde löper.",
            "Norra Finlands samarbetsområde",
        ),
        (
            "sv",
            "Attacken som riktades mot Fjordmark Norge i går kväll pågår än.",
            "Fjordmark Norge",
        ),
        ("en", "The fault hit Air New Zealand too.", "Air New Zealand"),
        ("en", "The fault also hit Finland's Kelvanor.", "Kelvanor"),
        ("sv", "Leverantören Halvo Norder, vars vd har bekräftat det, är stängd.", "Halvo Norder"),
    ],
)
def test_a_name_is_read_whole_with_the_words_that_are_part_of_it(
    language: str, text: str, name: str
):
    assert name in named(text, language)


def test_what_a_firm_owns_is_a_product_and_the_firm_is_the_supplier():
    text = (
        "Osprey College uses Dunmarrow's Ledger Suite to keep its records. On 3 May 2024 "
        "Dunmarrow was hit by a ransomware attack. Names were stolen from Dunmarrow."
    )
    assert edges(text, "en") == {("Dunmarrow", "Osprey College")}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "sv",
            "Tre regioner ringde. Talvik har besvarat samtal åt Region Vånga. Talvik utsattes den "
            "3 maj 2024 för ett dataintrång. Talvik hade i sin tur anlitat företaget Merobo.",
            {("Talvik", "Region Vånga"), ("Merobo", "Talvik")},
        ),
        (
            "sv",
            "Kedjan Brogård berättar att leverantören bakom kassorna utsatts för en attack. "
            "Kassorna, som drivs av Nilex Retail, har slagits ut.",
            {("Nilex Retail", "Brogård")},
        ),
        (
            "en",
            "Letters of Larkfield Hospital went to wrong addresses on 4 May 2023. Larkfield "
            "Hospital contracts with an outside vendor to print bills. Names of patients were "
            "exposed because of a printing error by the vendor.",
            {("vendor", "Larkfield Hospital")},
        ),
    ],
)
def test_who_supplies_whom_in_passing(language: str, text: str, expected: set[tuple[str, str]]):
    assert edges(text, language) == expected


def test_kind_of_system_and_its_letters_are_no_name():
    text = (
        "Rosterwise, our Student Information System (SIS), has been hit by a cyberattack. "
        "Files in the SIS were copied. Data of students of Elmford School were taken."
    )
    claims = read_claims(from_text(text), language="en")
    assert {c.value["organization"].name for c in claims.of("vendor_hit")} == {"Rosterwise"}
    assert edges(text, "en") == {("Rosterwise", "Elmford School")}


def test_name_is_not_longer_for_what_a_title_says_happened():
    text = (
        "Rosterwise Data Breach\n\nElmford School was notified by Rosterwise of a breach. "
        "Rosterwise suffered a cyberattack."
    )
    assert "Rosterwise" in named(text, "en")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Der Onlinehändler Tischlein GmbH wurde gehackt.", "Tischlein GmbH"),
        ("Die Server des Studiobetreibers Sportwerk AG wurden gehackt.", "Sportwerk AG"),
    ],
)
def test_german_noun_for_the_kind_of_firm_is_no_part_of_its_name(text, name):
    assert named(text, "de") == {name}
