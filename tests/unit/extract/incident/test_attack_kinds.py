"""Kinds of attack told without their key word, in all eight languages."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from graphrisk.extract.words.lexicon import supported_languages
from tests.unit.extract.statement_files import read, statements, told

FILES = ("attack_kinds", "attack_deeds")
CASES = [(file, *case) for file in FILES for case in told(file)]


@pytest.mark.parametrize(("file", "name", "language"), CASES)
def test_kind_of_attack_is_read_where_only_deeds_are_told(file: str, name: str, language: str):
    family = statements(file)[name]
    kinds = {c.value["attack_type"] for c in read(file, name, language).of("incident")}
    assert kinds & set(family["types"]) or language in family.get("gaps", ()), kinds


GENERAL = {
    "sv": "Bedragare utger sig ofta för att vara en chef och får någon att betala en faktura.",
    "fi": "Huijarit esiintyvät usein johtajana ja saavat jonkun maksamaan laskun.",
    "nb": "Svindlere utgir seg ofte for å være sjefen og får noen til å betale en faktura.",
    "da": "Svindlere udgiver sig ofte for at være chefen og får nogen til at betale en faktura.",
    "de": "Betrüger geben sich häufig als Chef aus und bringen jemanden dazu, zu zahlen.",
    "fr": "Les escrocs se font souvent passer pour un dirigeant afin de faire payer une facture.",
    "en": "Fraudsters often pose as a manager and get somebody to pay an invoice.",
    "nl": "Oplichters doen zich vaak voor als directeur en laten iemand een factuur betalen.",
}


@pytest.mark.parametrize("language", supported_languages())
def test_how_such_deeds_are_done_in_general_is_no_incident(language: str):
    assert not read_claims(from_text(GENERAL[language], language=language)).is_incident


ADVICE = {
    "sv": "Var försiktig: hackare kan kräva pengar för att låsa upp filer.",
    "fi": "Ole varovainen: rikolliset voivat pyytää maksua tavaroista, joita ei ole.",
    "nb": "Vær forsiktig: hackere kan kreve penger for å låse opp filer.",
    "da": "Vær opmærksom: hackere kan kræve penge for at låse filer op.",
    "de": "Seien Sie vorsichtig: Hacker verlangen oft Geld für die Freigabe von Dateien.",
    "fr": "Soyez vigilants : des pirates peuvent réclamer de l'argent pour débloquer des fichiers.",
    "en": "Please be careful: hackers may demand money to unlock files.",
    "nl": "Wees alert: hackers kunnen geld eisen om bestanden vrij te geven.",
}
HIT = {
    "sv": "Tavelin AB utsattes den 4 maj för en cyberattack.",
    "fi": "Tavelin Oy joutui 4. toukokuuta kyberhyökkäyksen kohteeksi.",
    "nb": "Tavelin AS ble 4. mai utsatt for et dataangrep.",
    "da": "Tavelin A/S blev den 4. maj ramt af et cyberangreb.",
    "de": "Die Tavelin GmbH wurde am 4. Mai Opfer eines Cyberangriffs.",
    "fr": "La société Tavelin SAS a été victime le 4 mai d'une cyberattaque.",
    "en": "Tavelin Ltd suffered a cyber attack on 4 May.",
    "nl": "Tavelin B.V. is op 4 mei getroffen door een cyberaanval.",
}


@pytest.mark.parametrize("language", supported_languages())
def test_what_advice_warns_of_is_not_what_happened(language: str):
    text = f"{HIT[language]} {ADVICE[language]}"
    kinds = {
        c.value["attack_type"]
        for c in read_claims(from_text(text, language=language)).of("incident")
    }
    assert kinds == {"unknown"}


PLANNED = {
    "sv": "Lerkil Energi AB ska byta en fiberkabel i Ekeby den 4 maj. Kabeln klipps då av.",
    "en": "Woodlund Hospital will replace its power supply on 4 May. The electricity will be cut.",
    "de": "Die Lerkil Energie GmbH soll am 4. Mai ein Kabel tauschen. Es muss gekappt werden.",
    "nl": "Lerkil Energie B.V. zal op 4 mei een kabel vervangen. Die moet worden doorgesneden.",
}


@pytest.mark.parametrize("language", PLANNED)
def test_what_will_be_done_on_a_day_is_no_incident(language: str):
    assert not read_claims(from_text(PLANNED[language], language=language)).is_incident
