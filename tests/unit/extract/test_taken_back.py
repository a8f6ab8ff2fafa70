"""What a text takes back at once is not read; whose people and customers are counted."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

HEAD = {
    "en": "Ohm Council, 3 May 2026\n\nOur supplier Nordfjord Payroll Ltd was hit by ransomware. ",
    "sv": "Ohms kommun, 3 maj 2026\n\nVår leverantör Nordfjord Lön AB drabbades av en attack. ",
    "de": "Stadt Ohm, 3. Mai 2026\n\nUnser Dienstleister Nordfjord GmbH wurde gehackt. ",
    "nl": "Gemeente Ohm, 3 mei 2026\n\nOnze leverancier Nordfjord B.V. is gehackt. ",
}


def read(language, words):
    return read_claims(from_text(HEAD[language] + words), language=language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "In our letter of 1 May we said that Alder College was affected. That was wrong."),
        ("en", "We reported that Alder College is affected, which is not the case."),
        ("sv", "I går skrev vi att Aldens högskola är drabbad. Så är det inte."),
        ("de", "Am 1. Mai meldeten wir, dass die Hochschule Alden betroffen ist. Das war falsch."),
        ("nl", "Op 1 mei schreven wij dat Hogeschool Alden getroffen is. Dat klopte niet."),
    ],
)
def test_sentence_taken_back_makes_no_party_and_no_date(language, words):
    found = read(language, words)
    names = {c.value["organization"].name for c in found.of("affected")}
    assert not any("Al" in name for name in names)
    assert {c.value["date"] for c in found.of("date")} <= {"2026-05-03"}
    assert any(note.startswith("The text takes this back") for note in found.notes)


def test_customers_of_the_supplier_are_organizations_and_those_of_the_author_people():
    found = read(
        "en",
        "Nordfjord says that up to 40 of its customers are affected. "
        "Data of 3,100 of our customers were stolen. Customers in Ireland are not.",
    )
    counted = {c.value["number"]: c.value for c in found.of("count")}
    assert counted[40]["what"] == "organisations"
    assert (counted[3100]["what"], counted[3100]["about"].name) == ("persons", "Ohm Council")
    assert [c.value["countries"] for c in found.of("spared_scope")] == [("IE",)]


def test_number_beside_another_land_has_the_unit_of_the_first():
    found = read("en", "Besides us, 22 other councils in Sweden and two in Finland are affected.")
    assert [
        (c.value["number"], c.value["what"], c.value["countries"]) for c in found.of("count")
    ] == [(22, "organisations", ("SE",)), (2, "organisations", ("FI",))]


def test_people_are_those_of_the_organization_named_with_them():
    found = read(
        "sv",
        "Sammanlagt 138 000 patienter har en journal vid Almens sjukhus. "
        "Hur många av dem som berörs är oklart.",
    )
    (count,) = found.of("count")
    assert (count.value["about"].name, count.value["scope"]) == ("Almens sjukhus", "base")


def test_who_works_with_an_authority_has_not_reported_to_it():
    found = read(
        "en",
        "Nordfjord has informed Action Fraud and is working with the National Cyber Security "
        "Centre.",
    )
    roles = {c.value["name"]: c.value["role"] for c in found.of("authority")}
    assert roles == {"Action Fraud": "notified", "National Cyber Security Centre": "involved"}


def test_what_is_contrary_to_an_earlier_notice_is_the_latest_word():
    text = (
        "+++ Aktualisierung vom 8. Juli 2025 +++\nEntgegen unserer ersten Mitteilung sind doch "
        "Passwörter entwendet worden.\n\nMitteilung vom 1. Juli 2025\nUnser Dienstleister Alder "
        "GmbH wurde gehackt. Namen unserer Kunden wurden kopiert. Passwörter sind nicht "
        "betroffen.\n"
    )
    found = read_claims(from_text(text), language="de")
    (told,) = [c for c in found.current("data_class") if c.value["data_class"] == "credentials"]
    assert told.status == "confirmed"
    assert told.supersedes


def test_authority_that_opens_an_inquiry_itself_was_not_told_by_these_words():
    text = (
        "La société Alder SAS a été piratée le 3 mai 2025, ses clients sont touchés. La CNIL a "
        "été saisie et une enquête a été ouverte par le parquet de Lyon."
    )
    found = read_claims(from_text(text), language="fr")
    roles = {c.value["name"]: c.value["role"] for c in found.of("authority")}
    assert roles == {"CNIL": "notified", "Parquet": "involved"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Waterlei Kommune\n\nKommunens lønleverandør Leesplank A/S blev ramt af et angreb."),
        ("nb", "Waterlei kommune\n\nKommunens lønnsleverandør Leesplank AS ble rammet."),
        ("de", "Stadt Waterlei\n\nDie Leesplank GmbH, Lohndienstleister der Stadt, wurde gehackt."),
    ],
)
def test_supplier_of_the_council_serves_the_author_by_these_words(language, text):
    (edge,) = read_claims(from_text(text), language=language).of("serves")
    assert edge.rule.startswith("edge: ")
    assert edge.value["customer"].name.startswith(("Waterlei", "Stadt"))


def test_customer_just_named_goes_free_as_the_council():
    text = (
        "Kvernvik fylkeskommune: Billettar kunne ikkje kjøpast i appen\n\nÅrsaka var eit "
        "tenestenektangrep mot Sundbillett AS, som driv appen for fylkeskommunen.\n\nSundbillett "
        "har òg Ytre Skjer kommune som kunde. Kommunen brukar ein eldre versjon og vart ikkje "
        "råka."
    )
    found = read_claims(from_text(text), language="nn")
    spared = [c.value["organization"].name for c in found.of("affected") if c.value["spared"]]
    assert spared == ["Ytre Skjer kommune"]


def test_nine_of_them_has_the_unit_of_the_number_before():
    found = read(
        "sv", "Nordfjord levererar larm till 31 kommuner. Larmen har legat nere i nio av dem."
    )
    assert [(c.value["number"], c.value["what"]) for c in found.of("count")] == [
        (31, "organisations"),
        (9, "organisations"),
    ]


def test_end_of_a_long_chain_is_affected_by_the_words_that_tell_of_harm():
    text = (
        "Den 3 maj 2026 utsattes Alfahall AB för ett angrepp. Alfahall är underleverantör till "
        "Betavik AB, som levererar molndrift till Tibro Data AB. Tibro Data levererar "
        "journalen till Almens sjukhus. Journalen går inte att nå."
    )
    found = read_claims(from_text(text), language="sv")
    hit = {c.value["organization"].name: c for c in found.of("affected")}
    assert set(hit) == {"Almens sjukhus"}


def test_author_that_was_hit_itself_is_affected_without_a_supplier():
    text = (
        "Almens Bilar AB\n\nDen 28 mars 2026 blev Almens Bilar AB utsatt för ett "
        "dataintrång, och våra kassor stod stilla. Namn på kunder har läckt."
    )
    found = read_claims(from_text(text), language="sv")
    (affected,) = [c for c in found.of("affected") if c.value["impact"] == "data"]
    assert affected.value["organization"].name.startswith("Almens Bilar")
    assert found.of("serves") == ()


def test_supply_that_no_words_say_is_told_as_concluded():
    found = read("en", "Alder College is affected as well.")
    notes = {c.value["customer"].name: c.note for c in found.of("serves")}
    assert notes["Ohm Council"] == ""
    assert notes["Alder College"].startswith("no words say this supply")
