"""Conditions behind data, data that was not there at all, and suppliers "of our system"."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

HEAD = {
    "en": "Our supplier Alder Ltd was hacked on 3 May 2026. Names of customers were copied. ",
    "sv": "Vår leverantör Alder AB hackades den 3 maj 2026. Namn på kunder kopierades. ",
    "de": "Unser Dienstleister Alder GmbH wurde gehackt. Namen von Kunden wurden kopiert. ",
    "fr": "Notre prestataire Alder SAS a été piraté. Les noms de clients ont été copiés. ",
    "fi": "Toimittajamme Alder Oy joutui tietomurron kohteeksi. Asiakkaiden nimet kopioitiin. ",
    "da": "Vores leverandør Alder A/S blev hacket. Navne på kunder blev kopieret. ",
}


def classes(language, words):
    found = read_claims(from_text(HEAD[language] + words), language=language)
    return {c.value["data_class"]: c for c in found.current("data_class")}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There were no health data among the files."),
        ("sv", "Hälsouppgifter fanns inte i filerna."),
        ("de", "Gesundheitsdaten waren nicht in den Dateien."),
        ("fr", "Il n'y avait pas de données de santé dans les fichiers."),
        ("fi", "Terveystietoja tiedostoissa ei ollut."),
        ("da", "Helbredsoplysninger var ikke i filerne."),
    ],
)
def test_data_that_was_not_in_the_files_is_denied(language, words):
    assert classes(language, words)["health"].status == "denied"


def test_server_without_protection_denies_nothing():
    found = classes("en", "The server was not protected and held health data.")
    assert found["health"].status == "confirmed"


def test_condition_behind_a_comma_is_told_and_names_no_data():
    words = "Följande kan ha läckt:\n\n- personnummer, ifall dessa har sparats i beställningen\n"
    found = classes("sv", words)
    assert found["national_id"].value["condition"] == "ifall dessa har sparats i beställningen"
    assert "order_history" not in found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Leesplank Ltd, the supplier of our lending system, was hacked."),
        ("nl", "Leesplank B.V., de leverancier van ons uitleensysteem, is gehackt."),
        ("de", "Die Leesplank GmbH, Lieferantin unserer Lohnsoftware, wurde gehackt."),
        ("sv", "Leesplank AB, leverantören av vårt lånesystem, har hackats."),
        ("da", "Leesplank A/S, leverandøren af vores lånesystem, er blevet hacket."),
        ("fr", "Leesplank SAS, fournisseur de notre logiciel de prêt, a été piratée."),
    ],
)
def test_supplier_of_our_system_serves_the_author_by_these_words(language, words):
    found = read_claims(from_text(words), language=language, publisher="Waterlei")
    (edge,) = found.of("serves")
    assert edge.rule.startswith("edge: ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Leesplank Ltd, a supplier of our payroll provider Quill Ltd, was hacked."),
        ("sv", "Leesplank AB, en underleverantör till vår leverantör Quill AB, har hackats."),
    ],
)
def test_supplier_of_our_supplier_does_not_serve_the_author(language, words):
    found = read_claims(from_text(words), language=language, publisher="Waterlei")
    pairs = {(c.value["vendor"].name[:5], c.value["customer"].name[:5]) for c in found.of("serves")}
    assert pairs == {("Leesp", "Quill"), ("Quill", "Water")}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "We do not think the attack concerned sensitive data. This applies for example to "
            "health data.",
        ),
        (
            "sv",
            "Vi bedömer inte att känsliga uppgifter berörts. Det gäller till exempel "
            "hälsouppgifter.",
        ),
        ("fr", "Nous ne pensons pas que des données de santé aient été consultées."),
        (
            "da",
            "Vi mener ikke, at følsomme oplysninger er ramt. Det gælder for eksempel "
            "helbredsoplysninger.",
        ),
    ],
)
def test_what_the_author_does_not_believe_is_denied_also_where_it_is_named_after(language, words):
    assert classes(language, words)["health"].status == "denied"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Ein nicht autorisierter Zugriff auf Gesundheitsdaten ist nicht auszuschließen."),
        ("fr", "Un accès non autorisé aux données de santé ne peut être exclu."),
        (
            "da",
            "Det kan ikke udelukkes, at der var ikke-autoriseret adgang til helbredsoplysninger.",
        ),
        ("sv", "Det kan inte uteslutas att en ej behörig person har kommit åt hälsouppgifter."),
    ],
)
def test_access_that_was_not_authorised_denies_nothing(language, words):
    assert classes(language, words)["health"].status == "suspected"


def test_fear_that_was_taken_back_does_not_colour_what_those_affected_lost():
    found = classes(
        "sv",
        "Vi befarade först att även uppgifter från skolan hade kopierats. Genomgången visar nu att "
        "skolans system inte är berört.\n\nDe som berörs är anställda och vikarier. Det gäller "
        "adress och telefonnummer.",
    )
    assert found["address"].status == "confirmed"
