"""Whole notices, invented: who was hit, who serves whom, and what stays empty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.page_opening import read_page
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from graphrisk.extract.victims.party_claims import title_of
from graphrisk.extract.words.lexicon import load_lexicon


def read(text: str, **options: object) -> ClaimSet:
    return read_claims(from_text(text), **options)  # type: ignore[arg-type]


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}


@pytest.mark.parametrize(
    ("language", "text", "vendor", "customer"),
    [
        (
            "en",
            "On 3 May 2024 our payroll provider Quillmark Ltd was hit by ransomware. "
            "We at Ferndale Council are sorry. Names of our employees were stolen.",
            "Quillmark Ltd",
            "Ferndale Council",
        ),
        (
            "en",
            "A data breach at Quillmark, which hosts patient records for Ostrey Hospital, was "
            "confirmed on Friday. Addresses were taken by the attackers.",
            "Quillmark",
            "Ostrey Hospital",
        ),
        (
            "sv",
            "Bolaget Dimholm, som levererar lönesystem till Nordviks kommun, utsattes den 3 maj "
            "för en cyberattack. Personuppgifter kan ha läckt.",
            "Dimholm",
            "Nordviks kommun",
        ),
        (
            "sv",
            "Vår leverantör Dimholm AB har drabbats av ett dataintrång. Vi på Nordviks kommun "
            "har anmält händelsen till Integritetsskyddsmyndigheten.",
            "Dimholm AB",
            "Nordviks kommun",
        ),
        (
            "de",
            "Der IT-Dienstleister Dimholm GmbH wurde Opfer eines Cyberangriffs. Dimholm GmbH "
            "verwaltet Daten für die Stadt Nordwiek. Namen wurden gestohlen.",
            "Dimholm GmbH",
            "Stadt Nordwiek",
        ),
        (
            "de",
            "Unser Dienstleister Quellmark GmbH wurde am 3. Mai 2024 gehackt. Wir von der "
            "Sparkasse Nordwiek bedauern den Vorfall. Kontodaten wurden entwendet.",
            "Quellmark GmbH",
            "Sparkasse Nordwiek",
        ),
    ],
)
def test_vendor_and_customer_of_a_short_notice(
    language: str, text: str, vendor: str, customer: str
):
    claims = read(text, language=language)
    assert hit(claims) == {vendor}
    assert (vendor, customer) in edges(claims)


def test_an_unnamed_supplier_serves_the_author():
    claims = read(
        "Vår IT-leverantör har utsatts för en cyberattack. Uppgifter om våra kunder kan ha läckt. "
        "Vi på Nordviks kommun beklagar det inträffade."
    )
    (claim,) = claims.of("vendor_hit")
    assert not claim.value["organization"].named
    assert [c for _, c in edges(claims)] == ["Nordviks kommun"]


def test_an_organization_hit_itself_has_no_vendor():
    claims = read(
        "Nordviks kommun utsattes den 3 maj 2024 för en it-attack. Våra system ligger nere. "
        "Personnummer kan ha läckt. Vi har polisanmält händelsen."
    )
    assert claims.is_incident
    assert hit(claims) == set()
    assert edges(claims) == set()


def test_a_spared_customer_is_denied():
    claims = read(
        "The IT company Quillmark was hit by a cyberattack on Monday. Quillmark provides software "
        "to Ferndale Council and Ostrey Council. Ferndale Council is not affected."
    )
    spared = [c for c in claims.of("affected") if c.status == "denied"]
    assert [c.value["organization"].name for c in spared] == ["Ferndale Council"]
    assert spared[0].value["impact"] == "none"


def test_an_attacker_and_a_product_are_no_parties():
    claims = read(
        "Our supplier Quillmark was attacked by the ransomware group Grimfox. The attackers used "
        "the file transfer tool SwiftLane. Names of our staff were stolen."
    )
    names = hit(claims) | {n for pair in edges(claims) for n in pair}
    assert "Grimfox" not in names
    assert "SwiftLane" not in names


def test_a_person_is_no_party():
    claims = read(
        "Vår leverantör Dimholm utsattes för en cyberattack, säger Alva Bergfors, it-chef. "
        "Dimholm arbetar med polisen. Vi återkommer, säger Alva Bergfors."
    )
    names = hit(claims) | {n for pair in edges(claims) for n in pair}
    assert not any("Bergfors" in name for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "How to respond to a vendor breach. When a supplier is attacked, organisations must "
        "notify the authority within 72 hours. You should check which data is affected.",
        "Vår lösning skyddar mot ransomware. Boka demo i dag. Många företag drabbas av attacker.",
        "Datenschutzerklärung. Wir verarbeiten personenbezogene Daten wie Name und Anschrift.",
        "A recipe for soup: take three onions and a litre of water.",
        "Imagine a scenario: your supplier Quillmark is hit by ransomware and data is stolen. "
        "This fictional case shows what to do.",
    ],
)
def test_guidance_policies_marketing_and_fiction_stay_empty_with_a_note(text: str):
    claims = read(text)
    assert not claims.is_incident
    assert claims.claims == ()
    assert claims.notes


def test_a_language_without_lexicon_is_said_and_gives_dates_numbers_and_known_names():
    claims = read(
        "Il nostro fornitore Quillmark ha subito un attacco il 2024-05-03; 12000 persone.",
        language="it",
        directory=["Quillmark"],
    )
    assert "no lexicon" in claims.notes[0]
    assert {c.field for c in claims.claims} == {"date", "count", "affected"}
    assert not claims.is_incident


def test_options_override_what_is_guessed():
    claims = read(
        "Our supplier Quillmark was hit by ransomware on 20 December. Names were stolen.",
        publisher="Ferndale Council",
        published_on="2024-01-22",
    )
    assert claims.publisher is not None
    assert claims.publisher.name == "Ferndale Council"
    assert ("Quillmark", "Ferndale Council") in edges(claims)
    assert "2023-12-20" in {c.value["date"] for c in claims.of("date")}


def test_the_same_text_gives_the_same_claims():
    text = "Our supplier Quillmark was hit by ransomware. Names of our staff were stolen."
    assert read(text) == read(text)


SCRAPS = """our supplier Quillmark AB was hit by ransomware on 3 May 2024 . , : ( ) - names may not
have been stolen no and the council's 9,000 customers Vår leverantör har läckt inte kan ha
personnummer den 5 maj Nordviks kommun och Dienstleister wurde keine Daten der Stadt"""
WORDS = [*SCRAPS.split(), "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["sv", "de", "en"]))
def test_quotes_stand_at_their_offsets_on_any_text(words: list[str], language: str):
    document = from_text(" ".join(words))
    claims = read_claims(document, language=language)
    for claim in claims.claims:
        assert claim.evidence
        for evidence in claim.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote


@given(st.text(max_size=300))
def test_no_text_raises(text: str):
    read_claims(from_text(text), language="de")


def test_very_long_text_is_read_from_its_beginning_and_says_how_far():
    sentence = "Our supplier Quillmark Ltd was hit by ransomware and we work on it" + ", too" * 60
    found = read(f"{sentence}. " * 400 + "Names were stolen.", language="en")
    (said,) = [note for note in found.notes if "very long" in note]
    words = len(f"{sentence}.".replace(",", " ,").replace(".", " .").split())
    assert f"first {40_000 // words:,} sentences" in said
    assert found.of("vendor_hit")
    assert not found.of("data")


def test_known_name_at_the_beginning_of_a_longer_one_with_a_legal_form_is_not_cut_out():
    notice = from_text(
        "Our supplier Quill Nordic Ltd was hit by ransomware on 3 May 2026. Names were stolen.",
    )
    for known in ((), ("Quill",), ("Quill Ltd",)):
        found = read_claims(notice, directory=known).of("vendor_hit")
        assert [c.value["organization"].name for c in found] == ["Quill Nordic Ltd"]


def test_part_of_our_total_is_affected_and_the_total_is_the_base():
    notice = from_text(
        "Our supplier Quill Ltd was hit by ransomware on 3 May 2026. Data of about 41,000 of our "
        "118,000 customers were stolen.",
    )
    scopes = {c.value["number"]: c.value["scope"] for c in read_claims(notice).of("count")}
    assert scopes == {41_000: "affected", 118_000: "base"}
    german = from_text(
        "Unser Dienstleister Quill GmbH wurde am 3. Mai 2026 Opfer eines Hackerangriffs. Daten von "
        "rund 41.000 unserer insgesamt 118.000 Kunden wurden kopiert.",
    )
    scopes = {c.value["number"]: c.value["scope"] for c in read_claims(german).of("count")}
    assert scopes == {41_000: "affected", 118_000: "base"}


@pytest.mark.parametrize(
    ("language", "credit"),
    [
        ("sv", "Foto: Norrbild"),
        ("fi", "Kuva: Pohjolan Kuvat"),
        ("nb", "Foto: Nordbilde"),
        ("da", "Arkivfoto: Nordbilleder"),
        ("de", "Symbolbild: Nordbild/Muster"),
        ("fr", "Photo : Nordimage"),
        ("en", "Photo: Northpix"),
        ("nl", "Beeld: Noordfoto"),
    ],
)
def test_title_is_no_line_that_says_whose_a_picture_is(language: str, credit: str):
    text = f"# {credit}\n\nOn 3 May 2024 Nordfjord Payroll Ltd was hit by ransomware."
    page = read_page(text, "x", load_lexicon(language))
    assert title_of(page) is None
