"""Names written small, as web addresses, with signs, articles and brackets (invented parties)."""

from __future__ import annotations

import pytest

from graphrisk.extract.page_opening import read_page
from graphrisk.extract.words.lexicon import load_lexicon


def named(text: str, language: str) -> set[str]:
    page = read_page(text, "x", load_lexicon(language))
    return {page.parties.party(core).name for core, e in page.parties.entries.items() if e.strong}


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("de", "brevanta", "Der Hersteller brevanta ist gehackt worden. Wie brevanta mitteilt."),
        ("sv", "lonova", "Vår leverantör lonova har hackats. Enligt lonova har uppgifter läckt."),
        ("nb", "skytta", "Leverandøren skytta er rammet. Ifølge skytta er data på avveie."),
        ("da", "bookadi", "Vores leverandør bookadi er ramt. Ifølge bookadi er data lækket."),
        ("nl", "rentivo", "Onze leverancier rentivo is getroffen. Bij rentivo is ingebroken."),
        ("en", "payzo", "Our payroll provider payzo was hacked. Data held by payzo was stolen."),
        ("fr", "factivo", "Notre prestataire factivo est touché. Les données de factivo ont fui."),
        ("fi", "pilvala", "Toimittajamme pilvala joutui murron kohteeksi. pilvala kertoo siitä."),
    ],
)
def test_a_small_word_is_a_name_where_a_noun_and_its_place_say_so(
    language: str, name: str, text: str
):
    assert name in named(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our supplier promptly warned us. The supplier replaced the keys by itself."),
        ("en", "Our supplier payzo was hacked."),  # once only: it may be any word
        ("sv", "Leverantören omgående stängde allt. Driften hos leverantören är åter igång."),
        ("de", "Der Anbieter unverzüglich informierte. Bei uns unverzüglich geprüft."),
        ("fi", "Toimittaja ilmoitti asiasta. Toimittaja korjasi sen."),
        ("en", "The provider's page www.kelvo-help.com answers questions."),
        ("en", "Write to help@ticketgrove.com, says our supplier."),
    ],
)
def test_a_small_word_is_no_name_without_both(language: str, text: str):
    assert not {n for n in named(text, language) if n[0].islower()}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Our supplier eduFlow was hacked.", "eduFlow"),
        ("de", "Unser Dienstleister meinLager wurde gehackt.", "meinLager"),
        ("en", "Our booking partner ticketgrove.com was hacked.", "ticketgrove.com"),
        ("de", "Unser Ticketanbieter kartenhain.de wurde gehackt.", "kartenhain.de"),
        ("en", "Details leaked in a breach at ticketgrove.com in May.", "ticketgrove.com"),
        ("sv", "Vår leverantör 24Hälsa har hackats.", "24Hälsa"),
        ("en", "The list was printed by H & B Mailing.", "H & B Mailing"),
        ("en", "Hackers broke into Bright & Early, our cleaning contractor.", "Bright & Early"),
        ("nl", "Onze leverancier 't Hof ICT is getroffen.", "'t Hof ICT"),
        ("fr", "Notre prestataire L'Atelier Web a été piraté.", "L'Atelier Web"),
        ("fr", "La société D'Orlan Conseil a été piratée.", "D'Orlan Conseil"),
        ("en", "The list was kept by Tessel (UK) Ltd.", "Tessel (UK) Ltd"),
        ("de", "Die Liste lag bei der Nordkauf (Schweiz) AG.", "Nordkauf (Schweiz) AG"),
        (
            "en",
            "Visitors of Memorial Hospital of Ostby County.",
            "Memorial Hospital of Ostby County",
        ),
        ("de", "Das Forum Offene Verwaltung (FOV) wurde gehackt.", "Forum Offene Verwaltung"),
        (
            "nl",
            "Er is ingebroken bij de Koninklijke Bond ter bevordering der Tuinkunst (KBT).",
            "Koninklijke Bond ter bevordering der Tuinkunst",
        ),
    ],
)
def test_signs_articles_brackets_and_letters_belong_to_a_name(language: str, text: str, name: str):
    assert name in named(text, language)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "We told Kelvanor of Tuesday's breach.", "Kelvanor"),
        (
            "en",
            "For three days the list of its Pump Data Acquisition (PDA) was off at Kelvanor.",
            "Kelvanor",
        ),
        ("fr", "Lorlane a prévenu L'Isle hier.", "Lorlane"),
        ("en", "Kelvanor (see above) Ltd.", "Kelvanor"),
    ],
)
def test_what_stands_beside_a_name_does_not_join_it(language: str, text: str, name: str):
    assert name in named(text, language)


@pytest.mark.parametrize(
    ("language", "text", "no_name"),
    [
        ("en", "We wrote to Helpdesk, Elmtree Housing, in May.", "Helpdesk"),
        ("en", "The letter from Customer Success, Elmtree Housing, came late.", "Customer Success"),
        ("da", "Brevet gik til Regnskab, Havnelyst Boligforening, i maj.", "Regnskab"),
        ("fi", "Viesti meni osoitteeseen Tietohallinto, Lokivirta Oy.", "Tietohallinto"),
    ],
)
def test_a_department_is_no_name_whoever_has_it(language: str, text: str, no_name: str):
    assert no_name not in named(text, language)


def test_a_finnish_genitive_is_a_name_beside_a_longer_word_that_begins_alike():
    text = "Kuntorin murto paljastui. Usean kuntien yhtymän mukaan Kuntorin tiedot vietiin."
    page = read_page(text, "x", load_lexicon("fi"))
    assert [m.sentence for m in page.parties.mentions("kuntori")] == [0, 1]
