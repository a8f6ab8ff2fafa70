"""Told by order: who uses whom in "X, die Y nutzt", our supplier, days in a title, adverts."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def links(text, language):
    """Return vendor and customer of each link that a text states."""
    found = read_claims(from_text(text, language=language))
    return {(c.value["vendor"].name, c.value["customer"].name) for c in found.of("serves")}


@pytest.mark.parametrize(
    ("language", "text", "vendor", "customer"),
    [
        (
            "de",
            "Hacker haben die Kernweg GmbH angegriffen. Das meldet die Stadt Bergau, die Kernweg "
            "für ihre Webseite nutzt.",
            "Kernweg",
            "Stadt Bergau",
        ),
        (
            "nl",
            "Hackers hebben Veldwerk BV gehackt. Dat meldt de gemeente Oostmaas, die Veldwerk "
            "gebruikt voor haar website.",
            "Veldwerk",
            "Gemeente Oostmaas",
        ),
        (
            "nl",
            "Veldwerk BV is gehackt. Veldwerk is de leverancier van ons klantportaal.",
            "Veldwerk",
            "(publisher)",
        ),
        (
            "en",
            "Kernway Ltd was hacked. Kernway is the supplier of our customer portal.",
            "Kernway",
            "(publisher)",
        ),
        (
            "fr",
            "Valmont SAS a été piratée. Valmont est le fournisseur de notre portail client.",
            "Valmont",
            "(publisher)",
        ),
    ],
)
def test_link_leads_from_supplier_to_user(language, text, vendor, customer):
    assert links(text, language) == {(vendor, customer)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Unbekannte griffen in der Nacht die Server der Kernweg GmbH an."),
        ("sv", "Hackare har angripit Kernvik AB, som sköter driften för Bergby kommun."),
        ("fi", "Hakkerit murtautuivat Kernvalan palvelimille."),
    ],
)
def test_attack_told_of_who_attacked_is_an_incident(language, text):
    (incident,) = read_claims(from_text(text, language=language)).of("incident")
    assert incident.value["is_incident"]


ADVERTS = {
    "de": "Incident Manager (m/w/d) bei der Kernweg IT\n\nIhre Aufgaben\n- Sie leiten den Stab, "
    "wenn unsere Kunden gehackt wurden\n- Sie schreiben: Name und IBAN wurden gestohlen.\n\n"
    "Ihr Profil\n- Erfahrung mit Ransomware bei einem Dienstleister",
    "fr": "Responsable de crise (H/F) chez Valmont\n\nVos missions\n- Vous dirigez la cellule "
    "quand nos clients ont été piratés\n- Vous écrivez : noms et IBAN ont été volés.\n\n"
    "Votre profil\n- Un rançongiciel chez un prestataire ne vous fait pas peur",
    "fi": "Avoin työpaikka: kriisipäällikkö, Kernvala Oy\n\nTehtäväsi\n- Johdat ryhmää, kun "
    "asiakkaisiimme on murtauduttu\n- Kirjoitat tiedotteet: nimet ja tilinumerot varastettiin.\n\n"
    "Odotamme sinulta\n- Kokemusta kiristyshaittaohjelmista",
}


@pytest.mark.parametrize("language", ADVERTS)
def test_advert_of_a_job_with_incidents_is_left_empty(language):
    found = read_claims(from_text(ADVERTS[language], language=language))
    assert not [c for c in found.claims if c.field in {"incident", "vendor_hit", "serves"}]


@pytest.mark.parametrize(
    "title", ["NOTICE OF DATA BREACH - June 3, 2026", "3 June 2026: Data incident at Kernway Ltd"]
)
def test_day_set_apart_in_a_title_is_that_of_the_text(title):
    text = f"{title}\n\nOur supplier Kernway Ltd was hacked on 4 May 2026. Names were stolen."
    days = {c.value["date"]: c.value["what"] for c in read_claims(from_text(text)).of("date")}
    assert days == {"2026-06-03": "published", "2026-05-04": "occurred"}
