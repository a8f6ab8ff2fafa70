"""Data listed before it is said to be taken, faults told from attacks, pointers to other texts."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def status_of(claims: ClaimSet) -> dict[str, str | None]:
    return {c.value["data_class"]: c.status for c in claims.current("data_class")}


def attack(claims: ClaimSet) -> str:
    return claims.of("incident")[0].value["attack_type"]


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.of("serves")}


def test_classes_listed_before_this_data_was_taken_are_taken():
    claims = read(
        "Den 4. maj 2025 blev Skovby Bibliotek hacket. Lånerne har oplyst navn, adresse og "
        "mobilnummer. Det er disse oplysninger, som angriberne har kopieret.",
        "da",
    )
    assert status_of(claims)["address"] == "confirmed"


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        (
            "da",
            "På grund af en fejl i systemet blev navne på 300 patienter lækket den 4. maj 2025.",
            "misconfiguration",
        ),
        (
            "en",
            "Because of an error in the system, names of 300 patients were leaked on 4 May 2025.",
            "misconfiguration",
        ),
        (
            "da",
            "Hackere udnyttede en fejl i systemet, og navne på 300 patienter blev stjålet den "
            "4. maj 2025.",
            "data_theft",
        ),
    ],
)
def test_a_fault_without_an_attacker_is_no_theft(language: str, text: str, kind: str):
    assert attack(read(text, language)) == kind


def test_text_after_a_pointer_to_another_article_is_still_read():
    claims = read(
        "Skovby Kommune blev hacket den 4. maj 2025.\n\n"
        "Læs også: Ny skolegård åbner til sommer\n\n"
        "Navne og CPR-numre på 310 elever er stjålet.",
        "da",
    )
    assert status_of(claims)["national_id"] == "confirmed"


def test_a_modal_apart_from_its_verb_makes_a_suspicion():
    claims = read(
        "Vores leverandør Butiksmotor A/S blev hacket den 4. maj 2025. Derfor kan dit navn, din "
        "adresse og din e-mail være blevet set.",
        "da",
    )
    assert set(status_of(claims).values()) == {"suspected"}


def test_a_list_after_the_customers_of_a_supplier_gives_links():
    claims = read(
        "Blandt Skyboks' kunder er flere forsyninger. Det gælder Hulby Forsyning og Tangå Varme. "
        "Skyboks blev i sidste uge ramt af ransomware.",
        "da",
    )
    assert edges(claims) == {("Skyboks", "Hulby Forsyning"), ("Skyboks", "Tangå Varme")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Regnskapsbyrået Tall og Tid ble hacket 4. mai 2025.", "Tall og Tid"),
        ("Leverandøren St. Halvard AS ble hacket 4. mai 2025.", "St. Halvard AS"),
    ],
)
def test_names_of_several_words_are_read_whole(text: str, name: str):
    claims = read(text + " Brattås kommune er kunde og er uten lønnssystem.", "nb")
    assert {c.value["organization"].name for c in claims.of("vendor_hit")} == {name}


def test_several_hundred_and_fractions_are_no_counts():
    claims = read(
        "Skovby Kommune blev hacket den 4. maj 2025. Tre fjerdedele af alle kommuner er ramt, og "
        "flere hundrede borgere er berørt.",
        "da",
    )
    assert not claims.of("count")
