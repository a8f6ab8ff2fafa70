"""Persons beside titles, firms and ages are found as persons and are no parties (invented)."""

from __future__ import annotations

import pytest

from graphrisk.extract.names.persons import find_persons
from graphrisk.extract.page_opening import read_page
from graphrisk.extract.words.lexicon import load_lexicon


def persons_and_parties(text: str, language: str) -> tuple[set[str], set[str]]:
    page = read_page(text, "x", load_lexicon(language))
    found = find_persons(page.readings, page.lexicon)
    persons = {
        " ".join(page.readings[number].token(at).text for at in sorted(places))
        for number, places in found.items()
    }
    return persons, {page.parties.party(core).name for core in page.parties.entries}


@pytest.mark.parametrize(
    ("language", "person", "text"),
    [
        ("fi", "Outi Rantala", "Kauppasen asianajaja Outi Rantala, joka neuvoo, kertoo murrosta."),
        ("fi", "Outi Rantala", "Tietoturva-asiantuntija Outi Rantala arvioi Lokivirran murtoa."),
        ("nb", "Kari Nesheim", "Helse Fjord-direktør Kari Nesheim beklager angrepet."),
        ("nb", "Kari Nesheim", "Kommunikasjonssjef i Skylagring AS Kari Nesheim beklager."),
        ("da", "Bo Winther Lund", "Kundedirektør i Fjordtele Bo Winther Lund beklager lækken."),
        ("da", "Bo Winther Lund", "Kundedirektør i 5 Bo Winther Lund beklager lækken."),
        ("sv", "Lena Forsell", "Säkerhetsforskaren Lena Forsell hittade databasen."),
        ("sv", "Lena Forsell", "Hyresgästen Lena Forsell fick ett brev av Molnhuset."),
        ("de", "Ute Brandner", "Der Sprecher der Lagerwelt AG Ute Brandner bestätigt den Angriff."),
        ("de", "Ute Brandner", "Lagerwelt-Chefin Ute Brandner entschuldigt sich."),
        ("de", "Ute Brandner", "Die Kundin Ute Brandner erhielt einen Brief der Lagerwelt AG."),
        ("nl", "Eva Hoekstra", "Directeur Eva Hoekstra van Wolkhuis betreurt het lek."),
        ("fr", "Julie Marchal", "La retraitée Julie Marchal a reçu une lettre de Nuagis."),
        (
            "en",
            "Dana Whitlock",
            "Handler: Dana Whitlock\nThe claim tells of a breach at Cloudhurst.",
        ),
        ("de", "Ute Brandner", "Sachbearbeiterin: Ute Brandner\nEs geht um die Lagerwelt AG."),
        ("sv", "Lena Forsell", "Handläggare: Lena Forsell\nDet gäller Molnhuset Data."),
        ("en", "Dana Whitlock", "Lawyer Dana Whitlock advises customers of Cloudhurst."),
        ("en", "Dana Whitlock", "One of them, Dana Whitlock, 43, says Cloudhurst was late."),
    ],
)
def test_a_person_is_found_beside_a_title_a_firm_or_an_age(language: str, person: str, text: str):
    persons, parties = persons_and_parties(text, language)
    assert person in persons
    assert not any(word in name.split() for word in person.split() for name in parties)


@pytest.mark.parametrize(
    ("language", "firm", "text"),
    [
        ("en", "Oakmere Primary", "Headteacher, Oakmere Primary"),
        ("da", "Slipind Bad", "Politiet efterforsker Slipind Bad, hvor data er lækket."),
        ("nb", "Helse Fjord Nord", "Direktøren i Helse Fjord Nord beklager."),
        ("sv", "Molnhuset Data", "Direktören för Molnhuset Data beklagar."),
        ("en", "Kelvanor Systems", "The data were held by Kelvanor Systems, 14 schools say."),
    ],
)
def test_a_firm_beside_a_title_or_a_number_is_no_person(language: str, firm: str, text: str):
    persons, parties = persons_and_parties(text, language)
    assert not persons
    assert firm in parties
