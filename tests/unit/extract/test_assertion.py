"""Confirmed, suspected, denied: how an exposure is told."""

from __future__ import annotations

import pytest

from graphrisk.extract.assertion import assert_exposure
from graphrisk.extract.data_classes.exposure import find_exposures
from graphrisk.extract.mentions import Reading
from graphrisk.extract.page_opening import read_page
from graphrisk.extract.text.segment import segment
from graphrisk.extract.words.lexicon import load_lexicon


def status(text: str, language: str) -> str | None:
    lexicon = load_lexicon(language)
    reading = Reading(segment(text, lexicon).sentences[0], lexicon)
    hit = reading.data[0]
    found = assert_exposure(reading, hit.first, hit.last)
    return found.status if found else None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Passwords were stolen.", "confirmed"),
        ("en", "Passwords may have been stolen.", "suspected"),
        ("en", "It cannot be ruled out that passwords were accessed.", "suspected"),
        ("en", "It is not yet known whether passwords were taken.", "suspected"),
        ("en", "No passwords were stolen.", "denied"),
        ("en", "There is no evidence that passwords were accessed.", "denied"),
        ("en", "Passwords were not compromised.", "denied"),
        ("en", "The copied file did not contain passwords.", "denied"),
        ("en", "Neither passwords nor names were taken.", "denied"),
        ("en", "If passwords were taken we will tell you.", "suspected"),
        ("en", "Addresses were taken, but no passwords were stolen.", "confirmed"),
        ("en", "We keep passwords for a year.", None),
        ("en", "There is no sign that the passwords have been misused.", None),
        ("en", "The breach did not involve passwords, card numbers or addresses.", "denied"),
        ("en", "We do not know which passwords were taken.", "suspected"),
        ("sv", "Lösenord har läckt.", "confirmed"),
        ("sv", "Vi vet inte vilka lösenord som har läckt.", "suspected"),
        ("sv", "Vi bedömer inte att attacken berört enskilda lösenord.", "denied"),
        ("sv", "Det är inte visat utan bara sannolikt att lösenord har läckt.", "suspected"),
        ("sv", "Lösenord kan ha läckt.", "suspected"),
        ("sv", "Det kan inte uteslutas att lösenord har läckt.", "suspected"),
        ("sv", "Vi vet inte om lösenord har läckt.", "suspected"),
        ("sv", "Inga lösenord har läckt.", "denied"),
        ("sv", "Inget tyder på att lösenord har läckt.", "denied"),
        ("sv", "Lösenorden påverkades inte av läckan.", "denied"),
        ("sv", "Inte bara lösenord har stulits.", "confirmed"),
        ("de", "Passwörter wurden gestohlen.", "confirmed"),
        ("de", "Passwörter könnten gestohlen worden sein.", "suspected"),
        ("de", "Es ist nicht auszuschließen, dass Passwörter abgeflossen sind.", "suspected"),
        ("de", "Es wurden keine Passwörter gestohlen.", "denied"),
        ("de", "Passwörter blieben verschont.", "denied"),
        ("de", "Es gibt keine Hinweise, dass Passwörter gestohlen wurden.", "denied"),
        ("de", "Nicht nur Passwörter wurden gestohlen.", "confirmed"),
    ],
)
def test_status_of_an_exposure(language: str, text: str, expected: str | None):
    assert status(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Names were copied. Please note that no passwords, bank account details, diagnoses or "
            "school grades were involved.",
            {"credentials", "financial_account", "health", "student_record"},
        ),
        (
            "en",
            "The letters went to the wrong people. They contained no diagnoses, passport numbers, "
            "passwords, or any grades.",
            {"health", "id_document", "credentials", "student_record"},
        ),
        (
            "sv",
            "Listan låg öppet på nätet. Listan innehöll dock inga uppgifter om till exempel "
            "lösenord, betyg eller diagnoser.",
            {"credentials", "student_record", "health"},
        ),
        (
            "sv",
            "Filerna kan ha läckt. Vi bedömer inte att angreppet berört känsliga personuppgifter. "
            "Det gäller till exempel diagnoser och lösenord.",
            {"unspecified_personal", "health", "credentials"},
        ),
    ],
)
def test_every_class_of_a_denied_list_is_denied(language: str, text: str, expected: set[str]):
    page = read_page(text, "x", load_lexicon(language))
    found = find_exposures(page)
    assert {f.data_class for f in found if f.assertion.status == "denied"} == expected


@pytest.mark.parametrize(
    ("language", "text", "confirmed", "denied"),
    [
        (
            "en",
            "The stolen files held names, contact details (not e-mail addresses) and job titles.",
            {"name", "contact", "employment"},
            set(),
        ),
        (
            "en",
            "Names were stolen. (No passwords, no card numbers, no diagnoses.)",
            {"name"},
            {"credentials", "payment_card", "health"},
        ),
        (
            "sv",
            "Det som kopierades är namn, kontaktuppgifter (dock inte e-postadresser) och betyg.",
            {"name", "contact", "student_record"},
            set(),
        ),
    ],
)
def test_what_a_bracket_denies_is_only_what_stands_in_it(
    language: str, text: str, confirmed: set[str], denied: set[str]
):
    found = find_exposures(read_page(text, "x", load_lexicon(language)))
    assert {f.data_class for f in found if f.assertion.status == "confirmed"} == confirmed
    assert {f.data_class for f in found if f.assertion.status == "denied"} == denied
