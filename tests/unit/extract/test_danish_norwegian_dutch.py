"""Notices in Danish, both forms of Norwegian, and Dutch: what these languages do differently."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.mentions import Reading
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text, read_document
from graphrisk.extract.text.language import detect_language
from graphrisk.extract.text.segment import segment
from graphrisk.extract.words.lexicon import is_supported, load_lexicon
from graphrisk.resources import data_folder


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {
        (c.value["vendor"].name, c.value["customer"].name.removeprefix("Gemeente ").strip())
        for c in claims.current("serves")
    }


def classes(claims: ClaimSet) -> dict[str, str | None]:
    return {c.value["data_class"]: c.status for c in claims.current("data_class")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Vores leverandør er blevet ramt af et hackerangreb."),
        ("da", "Kommunen har anmeldt bruddet til Datatilsynet."),
        ("da", "Alle systemer er i drift igen."),
        ("nb", "Vår leverandør er rammet av et dataangrep."),
        ("nb", "Kunder i Lofoten Bank er rammet."),
        ("nb", "Kommunen har meldt bruddet til Datatilsynet."),
        ("nn", "Leverandøren vår er ramma av eit dataåtak."),
        ("nn", "Me veit ikkje kor mange som er råka."),
        ("nn", "Kommunen har meldt brotet til Datatilsynet."),
        ("sv", "Kommunen har anmält händelsen till IMY."),
        ("nl", "Er zijn geen BSN's gelekt."),
    ],
)
def test_close_languages_are_told_apart_in_one_sentence(language: str, text: str):
    assert detect_language(text) == language


def test_both_forms_of_norwegian_have_one_lexicon():
    assert is_supported("nn")
    assert load_lexicon("nn") is load_lexicon("nb")


@pytest.mark.parametrize(
    ("language", "text", "vendor", "customer"),
    [
        (
            "da",
            "Norvita, der drifter lønsystemet for Sørfjord Kommune, blev ramt af ransomware.",
            "Norvita",
            "Sørfjord Kommune",
        ),
        (
            "nb",
            "Leverandøren vår Norvita AS er utsatt for et dataangrep. Navn er stjålet. "
            "Hilsen Sørfjord kommune",
            "Norvita AS",
            "Sørfjord kommune",
        ),
        (
            "nn",
            "Sørfjord kommune er råka av dataåtaket mot Norvita.",
            "Norvita",
            "Sørfjord kommune",
        ),
        (
            "nl",
            "Norvita, dat de salarisadministratie voor de gemeente Sorveld verzorgt, werd in de "
            "nacht van zondag op maandag gehackt.",
            "Norvita",
            "Sorveld",
        ),
    ],
)
def test_word_order_of_the_language_is_read(language: str, text: str, vendor: str, customer: str):
    claims = read(text, language)
    assert hit(claims) == {vendor}
    assert edges(claims) == {(vendor, customer)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "da",
            "Databruddet hos vores leverandør Norvita A/S skete den 3. maj 2025. Der er ikke "
            "lækket CPR-numre. Kunde- og kontonumre kan være kopieret.",
        ),
        (
            "nb",
            "Datainnbruddet hos leverandøren vår Norvita AS skjedde 3. mai 2025. Fødselsnummer er "
            "ikke på avveie. Kunde- og kontonumre kan være kopiert.",
        ),
        (
            "nn",
            "Datainnbrotet hos leverandøren vår Norvita AS skjedde 3. mai 2025. Fødselsnummer er "
            "ikkje på avvegar. Kunde- og kontonummer kan vere kopierte.",
        ),
        (
            "nl",
            "Het datalek bij onze leverancier Norvita B.V. vond plaats op 3 mei 2025. Er zijn geen "
            "burgerservicenummers gelekt. Klant- en rekeningnummers zijn mogelijk gekopieerd.",
        ),
    ],
)
def test_denial_hedge_and_shared_compound_keep_their_status(language: str, text: str):
    claims = read(text, language)
    assert classes(claims) == {
        "national_id": "denied",
        "account_id": "suspected",
        "financial_account": "suspected",
    }
    assert {c.value["date"] for c in claims.of("date")} == {"2025-05-03"}


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("da", "halvtredsindstyve", None),
        ("da", "femogtyve tusind kunder", 25_000),
        ("nb", "tjuefem tusen kunder", 25_000),
        ("nl", "vijfentwintigduizend klanten", 25_000),
        ("nl", "veertienhonderd klanten", 1_400),
    ],
)
def test_numbers_in_words_put_ones_before_tens_where_the_language_does(
    language: str, text: str, value: int | None
):
    lexicon = load_lexicon(language)
    reading = Reading(segment(text, lexicon).sentences[0], lexicon)
    assert [n.value for n in reading.numbers] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "da",
            "Stillingsopslag: Vi søger en koordinator. Dine opgaver: du anmelder databrud til "
            "Datatilsynet, når en leverandør er ramt af ransomware. Ansøgningsfrist 1. juni 2026.",
        ),
        (
            "nb",
            "Databehandleren skal uten ugrunnet opphold varsle den behandlingsansvarlige dersom "
            "personopplysninger er kommet på avveie, for eksempel ved et dataangrep.",
        ),
        (
            "nl",
            "In het oefenscenario meldt de fictieve leverancier Meldtech dat zij is getroffen door "
            "ransomware. Persoonsgegevens van 30.000 inwoners zijn gestolen.",
        ),
    ],
)
def test_advert_clause_and_exercise_make_no_claims(language: str, text: str):
    claims = read(text, language)
    assert not claims.is_incident
    assert not claims.claims


def test_page_that_grows_at_the_top_ends_with_its_newest_statement():
    text = (
        "Update 2 juli: Uit het onderzoek blijkt dat er toch medische gegevens zijn ingezien.\n\n"
        "Update 24 juni: Er zijn geen aanwijzingen dat medische gegevens zijn ingezien.\n\n"
        "19 juni 2025: Een aanvaller is onze leverancier Norvita B.V. binnengedrongen."
    )
    assert classes(read(text, "nl"))["health"] == "confirmed"


def test_customers_a_sentence_points_back_to_are_those_of_the_list_before():
    text = (
        "Kunderne hos Vester Varme og Lyng Varme kan ikke betale regninger. Årsagen er et "
        "cyberangreb mod Klippehost, som driver serverne for Målermat. Målermat leverer "
        "afregningssystemet til de to varmeværker."
    )
    assert {("Målermat", "Vester Varme"), ("Målermat", "Lyng Varme")} <= edges(read(text, "da"))


def test_supplier_that_tells_of_its_own_incident_is_the_one_hit():
    text = (
        "Driftsstatus fra Hvidbjerg Software ApS\n\n"
        "Vi er i aften blevet udsat for et overbelastningsangreb. 61 klinikker er berørt, "
        "heriblandt Fjordens Tandklinik og Nørreport Lægehus."
    )
    claims = read(text, "da")
    assert hit(claims) == {"Hvidbjerg Software ApS"}
    assert {customer for _, customer in edges(claims)} == {
        "Fjordens Tandklinik",
        "Nørreport Lægehus",
    }


def test_person_with_particles_is_no_organization():
    text = (
        'Callcenter Belpunt Oost is gehackt. "Wij betreuren dit", zegt directeur Femke van der '
        "Laan. Belpunt Oost werkt voor Duurzaam Noord."
    )
    claims = read(text, "nl")
    assert hit(claims) == {"Belpunt Oost"}
    assert edges(claims) == {("Belpunt Oost", "Duurzaam Noord")}


def test_first_day_of_a_line_is_a_date_and_no_list_number():
    layout = segment("12. maj 2025 kl. 22.40\nVi er ramt.", load_lexicon("da"))
    assert [s.kind for s in layout.sentences] == ["heading", "text"]


@pytest.mark.parametrize(
    ("number", "language", "vendor", "expected", "denied"),
    [
        (
            "14",
            "da",
            "Nordkajen",
            {
                ("Nordkajen", "Madpakkeriet"),
                ("Madpakkeriet", "Fjordholm"),
                ("Madpakkeriet", "Strandgårdens"),
            },
            {"national_id", "payment_card"},
        ),
        (
            "15",
            "nb",
            "Vannlogg",
            {("Vannlogg", "Skarvøy")},
            {"financial_account", "national_id"},
        ),
        (
            "16",
            "nn",
            "Sundbillett",
            {("Sundbillett", "Kvernvik"), ("Sundbillett", "Ytre")},
            {"unspecified_personal", "payment_card"},
        ),
        (
            "17",
            "nl",
            "Leesplank",
            {("Leesplank", "Bibliotheek")},
            {"credentials", "order_history"},
        ),
    ],
)
def test_invented_notice_of_the_language_is_read(
    number: str, language: str, vendor: str, expected: set[tuple[str, str]], denied: set[str]
):
    (path,) = (data_folder() / "notices").glob(f"{number}-*")
    claims = read_claims(read_document(path))
    assert claims.language == language
    assert {name.split()[0] for name in hit(claims)} == {vendor}
    assert {(v.split()[0], c.split()[0]) for v, c in edges(claims)} == expected
    stated = {name for name, status in classes(claims).items() if status == "denied"}
    assert stated
    assert stated <= denied


def test_where_a_dutch_firm_is_from_is_no_part_of_its_name():
    claims = read(
        "Bij het Brabantse Agendra is op 3 februari 2026 ingebroken. Namen van huurders van "
        "Woonstichting Lindehof, klant van Agendra, zijn gestolen.",
        "nl",
    )
    assert hit(claims) == {"Agendra"}


def test_the_town_of_a_firm_is_no_party():
    claims = read(
        "Data blei stolne frå Ringlina, eit kundesenter i Bergen som svarer telefonar på vegner av "
        "Tindekraft. Innbrotet blei oppdaga 8. september 2025.",
        "nn",
    )
    assert edges(claims) == {("Ringlina", "Tindekraft")}


def test_a_sub_supplier_named_later_supplies_the_supplier():
    claims = read(
        "Kommunens databehandler, Plejelog ApS, blev hacket den 3. april 2025, oplyser Hvalbæk "
        "Kommune. Navne blev stjålet. Serveren blev drevet af underleverandøren Fjordhost A/S.",
        "da",
    )
    assert ("Fjordhost A/S", "Plejelog ApS") in edges(claims)


def test_without_access_is_harm_and_no_denial():
    claims = read(
        "Målerdata er ramt af ransomware. Også Søkrog Varmeværk er uden adgang til sine data.", "da"
    )
    assert edges(claims) == {("Målerdata", "Søkrog Varmeværk")}
