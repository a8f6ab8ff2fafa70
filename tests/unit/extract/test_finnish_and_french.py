"""What Finnish and French ask of the reader beyond words: cases, elision, heads, word order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.mentions import Reading
from graphrisk.extract.names.name_cases import base_form, bases
from graphrisk.extract.names.name_shapes import core_of
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text, read_document
from graphrisk.extract.text.segment import segment
from graphrisk.extract.text.tokens import tokenize
from graphrisk.extract.words.lexicon import load_lexicon
from graphrisk.resources import data_folder

FORMS = ("oy", "oyj", "ky", "sas", "sarl")


def reading(text: str, language: str) -> Reading:
    lexicon = load_lexicon(language)
    return Reading(segment(text, lexicon).sentences[0], lexicon)


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def hit(claims: ClaimSet) -> set[str]:
    return {core_of(c.value["organization"].name, FORMS) for c in claims.of("vendor_hit")}


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {
        (core_of(c.value["vendor"].name, FORMS), core_of(c.value["customer"].name, FORMS))
        for c in claims.current("serves")
    }


def classes(claims: ClaimSet) -> dict[str, str | None]:
    return {c.value["data_class"]: c.status for c in claims.current("data_class")}


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("written", "bare", "base", "genitive"),
    [
        ("Acme Oy:n", (), "Acme Oy", True),
        ("Acme Oy:ltä", (), "Acme Oy", False),
        ("Kuntaverkon", (), "Kuntaverkko", True),
        ("Kuntaverkolle", (), "Kuntaverkko", False),
        ("Kyytipolun", ("Kyytipolku",), "Kyytipolku", True),
        ("Lumpeen", ("Lumme",), "Lumme", True),
        ("Tietovirtaan", (), "Tietovirta", False),
        ("Solveqin", (), "Solveq", True),
        ("Virtasen", ("Virtanen",), "Virtanen", True),
        ("Stella", (), "Stella", False),
        ("Ericsson", ("Ericssonin",), "Ericsson", False),
        ("HUS", (), "HUS", False),
    ],
)
def test_a_finnish_name_is_brought_to_its_base_form(
    written: str, bare: tuple[str, ...], base: str, genitive: bool
):
    ends = sorted(load_lexicon("fi").data.name_genitives.items(), key=lambda pair: -len(pair[0]))
    assert base_form(written, {written, *bare}, ends) == (base, genitive)


def test_a_last_n_before_a_verb_is_the_names_own():
    assert base_form("Norrson", {"Norrson"}, may_be_genitive=False) == ("Norrson", False)


def test_elided_words_stand_apart_and_offsets_stay_true():
    text = "L\u2019accès n\u2019a pas été bloqué jusqu\u2019au soir, aujourd\u2019hui l\u2019Union."
    found = [text[t.start : t.end] for t in tokenize(text.replace("\u2019", "'"))]
    assert found[:3] == ["L\u2019", "accès", "n\u2019"]
    assert {"jusqu\u2019", "aujourd\u2019hui", "Union"} <= set(found)


def test_english_contractions_stay_whole():
    assert [t.lower for t in tokenize("it's T's don't O'Neil")] == [
        "it's",
        "t's",
        "don't",
        "o'neil",
    ]


def test_a_word_with_case_endings_takes_these_and_no_others():
    patterns = load_lexicon("fi").patterns
    assert "kaupungi+" in patterns.of("kaupungille")
    assert "kaupungi+" in patterns.of("kaupungissamme")
    assert "kaupungi+" not in patterns.of("kaupungintalo")


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Murto havaittiin 3.\u20134.3.2025.", "fi", ["2025-03-03/2025-03-04"]),
        ("Murto tapahtui 28.2.\u20133.3.2025.", "fi", ["2025-02-28/2025-03-03"]),
        (
            "Ilmoitus tehtiin 9.3. ja korjaus 12. maaliskuuta 2025.",
            "fi",
            ["XXXX-03-09", "2025-03-12"],
        ),
        ("Tunnukset kaapattiin maaliskuussa.", "fi", ["XXXX-03"]),
        ("Palvelu avattiin klo 9.30. Hyvä.", "fi", []),
        ("Dans la nuit du 31 janvier au 1er février 2026.", "fr", ["2026-01-31/2026-02-01"]),
        ("Entre le 2 et le 5 mai 2025.", "fr", ["2025-05-02/2025-05-05"]),
        ("Entre le 28 septembre et le 3 octobre 2025.", "fr", ["2025-09-28/2025-10-03"]),
        ("Le piratage remonte à mars 2024.", "fr", ["2024-03"]),
    ],
)
def test_dates_of_finnish_and_french(text: str, language: str, values: list[str]):
    assert [d.value for d in reading(text, language).dates] == values


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Noin 12 000:n asiakkaan tiedot.", "fi", [(12000, "about")]),
        ("Enintään kolmesataa henkilöä.", "fi", [(300, "up_to")]),
        ("Vuoto koskee 1,5 miljoonaa käyttäjää.", "fi", [(1500000, "exact")]),
        ("Deux cent cinquante communes.", "fr", [(250, "exact")]),
        ("Une centaine de mairies.", "fr", [(100, "about")]),
        ("Plus de 2,3 millions d\u2019assurés.", "fr", [(2300000, "more_than")]),
        ("Le pirate demande 300 000 € et a pris 12 Go.", "fr", [(12, "exact")]),
    ],
)
def test_numbers_of_finnish_and_french(text: str, language: str, expected: list[tuple[int, str]]):
    assert [(n.value, n.qualifier) for n in reading(text, language).numbers] == expected


# ---------------------------------------------------------------- who supplies whom

FINNISH = [
    "Valkeavuoren kaupungin käyttämän järjestelmän toimittaja Tietovirta Oy joutui "
    "kyberhyökkäyksen kohteeksi.",
    "Tietovirta Oy:n tietomurto koskee myös Valkeavuoren kaupunkia.",
    "Kaupungin palkanlaskentaa hoitava Tietovirta Oy joutui tietomurron kohteeksi, Valkeavuoren "
    "kaupunki kertoo.",
    "Valkeavuoren kaupunki on saanut Tietovirralta tiedon, että yhtiön järjestelmään on tehty "
    "tietomurto.",
    "Tietomurto tehtiin Valkeavuoren kaupungin käyttämään palveluun, jonka toimittaa "
    "Tietovirta Oy.",
    "Valkeavuoren kaupunki on joutunut tietomurron kohteeksi sen palveluntuottajan Tietovirran "
    "kautta.",
]
FRENCH = [
    "La Ville de Bréhac a été touchée par la cyberattaque ayant visé son hébergeur Kelvio.",
    "Kelvio, qui héberge les sites de la Ville de Bréhac et de la Métropole d\u2019Orvenne, a subi "
    "une attaque.",
    "La Ville de Bréhac a annoncé que des données de ses agents ont été dérobées chez Kelvio.",
    "Parmi les clients de Kelvio touchés par la fuite, on retrouve la Ville de Bréhac, Boréas ou "
    "encore Orvalis.",
    "Un prestataire de la Ville de Bréhac, la société Kelvio, a été piraté en mai 2025.",
    "La Ville de Bréhac, qui fait appel à Kelvio pour la paie, a prévenu ses agents "
    "d\u2019une fuite de données survenue chez ce prestataire.",
]


@pytest.mark.parametrize("text", FINNISH)
def test_finnish_relations_in_either_order(text: str):
    claims = read(text, "fi")
    assert hit(claims) == {"tietovirta"}
    assert ("tietovirta", "valkeavuoren kaupunki") in edges(claims)


@pytest.mark.parametrize("text", FRENCH)
def test_french_relations_in_either_order(text: str):
    claims = read(text, "fr")
    assert hit(claims) == {"kelvio"}
    assert ("kelvio", "ville de bréhac") in edges(claims)


def test_a_finnish_supplier_is_ours_by_its_ending():
    claims = read(
        "Palveluntuottajamme joutui 3.3.2025 tietomurron kohteeksi. Asiakkaidemme nimiä on "
        "varastettu. Pahoittelemme tapahtunutta.\n\nRautaniemen Energia Oy",
        "fi",
    )
    assert [c.value["organization"].named for c in claims.of("vendor_hit")] == [False]
    assert {b for _, b in edges(claims)} == {"rautaniemen energia"}


def test_a_french_office_keeps_what_it_is_for():
    claims = read(
        "L\u2019infogérant Kelvio, qui travaille pour le SDIS de l\u2019Orvenne et "
        "l\u2019Office de tourisme du Haut-Lys, a été attaqué dans la nuit de samedi à dimanche.",
        "fr",
    )
    assert edges(claims) == {
        ("kelvio", "sdis de l'orvenne"),
        ("kelvio", "office de tourisme du haut-lys"),
    }


# ---------------------------------------------------------------- data and its status

_FI = "Tietovirta Oy joutui tietomurron kohteeksi 3.3.2025. "
_FR = "La société Kelvio, prestataire de la ville, a été piratée le 3 mars 2025. "


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Nimi-, osoite- ja työsuhdetiedot ovat mahdollisesti vaarantuneet.",
            "fi",
            {"name": "suspected", "address": "suspected", "employment": "suspected"},
        ),
        ("Henkilötunnuksia ei ollut mukana vuodossa.", "fi", {"national_id": "denied"}),
        (
            "Ei voida sulkea pois, että potilastietoja on joutunut ulkopuolisten käsiin.",
            "fi",
            {"health": "suspected"},
        ),
        (
            "Murrossa vietiin äänitallenteita puheluista.",
            "fi",
            {"communication_recording": "confirmed"},
        ),
        (
            "Les numéros de sécurité sociale ont été exfiltrés, à l\u2019exception des coordonnées "
            "bancaires.",
            "fr",
            {"national_id": "confirmed", "financial_account": "denied"},
        ),
        (
            "Il n\u2019est pas possible, à ce stade, d\u2019exclure que des dossiers médicaux "
            "aient été consultés.",
            "fr",
            {"health": "suspected"},
        ),
        (
            "Ni les mots de passe ni les adresses postales ne sont concernés.",
            "fr",
            {"credentials": "denied", "address": "denied"},
        ),
        (
            "Les garanties souscrites et le nom de l\u2019assureur santé auraient été dérobés.",
            "fr",
            {"insurance": "suspected"},
        ),
    ],
)
def test_status_of_data(text: str, language: str, expected: dict[str, str]):
    assert classes(read((_FI if language == "fi" else _FR) + text, language)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Toimittajan on ilmoitettava tietomurrosta Tilaajalle 24 tunnin kuluessa.", "fi"),
        ("Yhä useampi yritys joutuu kiristyshaittaohjelman kohteeksi. Ratkaisumme auttaa.", "fi"),
        (
            "Haemme tietoturva-asiantuntijaa tutkimaan tietomurtoja. Tehtäviisi kuuluu ilmoittaa "
            "vuotaneista henkilötiedoista.",
            "fi",
        ),
        (
            "En cas de violation de données, le sous-traitant notifie le responsable de traitement "
            "dans les 24 heures.",
            "fr",
        ),
        (
            "Vos missions : accompagner nos clients touchés par un rançongiciel et notifier la "
            "CNIL.",
            "fr",
        ),
        (
            "Exercice de crise. Les serveurs de la Ville de Port-Liron ont été chiffrés. Ces "
            "faits sont fictifs.",
            "fr",
        ),
    ],
)
def test_what_only_speaks_of_incidents_stays_empty(text: str, language: str):
    claims = read(text, language)
    assert not claims.is_incident
    assert claims.claims == ()


def test_the_invented_finnish_notice_is_a_chain_of_two():
    (path,) = (data_folder() / "notices").glob("12-*")
    claims = read_claims(read_document(path))
    assert claims.language == "fi"
    assert hit(claims) == {"havukonesali"}
    assert edges(claims) == {
        ("havukonesali", "kyytipolku"),
        ("kyytipolku", "suvannonrannan kunta"),
    }
    assert classes(claims)["financial_account"] == "denied"


def test_the_invented_french_notice_is_a_chain_of_two():
    (path,) = (data_folder() / "notices").glob("13-*")
    claims = read_claims(read_document(path))
    assert claims.language == "fr"
    assert hit(claims) == {"nuagéa"}
    assert edges(claims) == {
        ("nuagéa", "papiers lormont"),
        ("papiers lormont", "syndicat des eaux de la valserelle"),
        ("papiers lormont", "régie des eaux d'arvelle"),
    }
    assert classes(claims)["financial_account"] == "suspected"
    assert classes(claims)["contact"] == "denied"


def test_a_supplier_of_the_register_is_found_in_a_finnish_case():
    claims = read_claims(
        from_text("Tietovirralta vuoti asiakkaidemme nimiä 3.5.2025. Tietovirralla on palvelimia."),
        language="fi",
        directory=["Tietovirta"],
    )
    assert hit(claims) == {"tietovirta"}


@given(st.text(alphabet="aeiouyäöåknlstrdgvpmhAKN:'-", max_size=12))
def test_any_word_has_base_forms(word: str):
    base, _ = base_form(word, {word}, [("lahden", "lahti")])
    assert isinstance(base, str)
    assert all(isinstance(b, str) for b in bases(word))


@pytest.mark.parametrize("number", ["12-suvannonranta", "13-valserelle"])
def test_a_notice_cut_anywhere_is_read_and_quotes_stay_true(number: str):
    (path,) = (data_folder() / "notices").glob(f"{number}-*")
    text = path.read_text(encoding="utf-8")
    for start in range(0, len(text), 97):
        part = text[start : start + 400]
        language = "fi" if number.startswith("12") else "fr"
        for claim in read_claims(from_text(part), language=language, directory=["Acme"]).claims:
            assert all(part[e.start : e.end] == e.quote for e in claim.evidence)


def test_a_finnish_name_in_the_case_of_to_whom_is_the_customer_though_it_comes_first():
    claims = read(
        "Palkkojen maksun Kultakorvelle tekee Numerotehdas Oy, jonka palvelimille murtauduttiin "
        "3.5.2025. Kultakorpi kertoo, että henkilötunnuksia varastettiin.",
        "fi",
    )
    assert edges(claims) == {("numerotehdas", "kultakorpi")}


@pytest.mark.parametrize(
    ("written", "base"),
    [("Kultakorven", "Kultakorpi"), ("Numerotehtaan", "Numerotehdas"), ("Solveqin", "Solveq")],
)
def test_a_finnish_genitive_is_brought_back_to_a_form_the_text_writes(written: str, base: str):
    assert base_form(written, {base}) == (base, True)


def test_two_suppliers_hit_in_one_phrase_are_both_suppliers():
    claims = read(
        "Deux intermédiaires, Santélia et Opalys, ont subi une intrusion en janvier 2026. Les noms "
        "ont été dérobés. Santélia gère les flux de Mutualis. Opalys, elle, travaille pour Axiane.",
        "fr",
    )
    assert hit(claims) == {"santélia", "opalys"}
    assert edges(claims) == {("santélia", "mutualis"), ("opalys", "axiane")}


def test_where_a_french_telegram_was_sent_from_is_no_party():
    claims = read(
        "LYON - Plusieurs clubs ne peuvent plus accéder à leurs fichiers depuis samedi, à la suite "
        "d'une cyberattaque contre Licenclub, l'éditeur du logiciel qu'ils utilisent.",
        "fr",
    )
    assert not any("LYON" in name for pair in edges(claims) for name in pair)
