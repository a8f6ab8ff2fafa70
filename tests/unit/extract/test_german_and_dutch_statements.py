"""Statements of German and Dutch notices: towns in lists, feared messages, days, gangs, fees."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.names.name_shapes import office_name
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def customers(claims: ClaimSet) -> set[str]:
    return {c.value["customer"].name for c in claims.current("serves")}


def attack(claims: ClaimSet) -> str:
    return claims.of("incident")[0].value["attack_type"]


@pytest.mark.parametrize(
    ("language", "text", "towns"),
    [
        (
            "de",
            "Die Gemeinden Aubach, Ober-Linden und Tannwald arbeiten nach einem Cyberangriff auf "
            "die Netzwerk Aubach GmbH mit Papier und Bleistift.",
            {"Aubach", "Ober-Linden", "Tannwald"},
        ),
        (
            "nl",
            "De gemeenten Veldoord, Hof van Sterk en Laagkerk waarschuwen inwoners voor een "
            "datalek bij drukkerij Vellum.",
            {"Veldoord", "Hof van Sterk", "Laagkerk"},
        ),
    ],
)
def test_each_town_of_a_list_of_municipalities_is_a_customer(
    language: str, text: str, towns: set[str]
):
    assert customers(read(text, language)) == towns


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("de", "Die gestohlenen Daten erhöhen die Gefahr von Phishing."),
        ("de", "Möglicherweise erhalten Sie nun Phishing-Mails."),
        ("nl", "U kunt phishingmails krijgen."),
    ],
)
def test_messages_that_are_only_feared_are_no_attack_type(language: str, after: str):
    said = {
        "de": "Am 3. Mai 2026 wurde unser Dienstleister Lettro Opfer eines Cyberangriffs. ",
        "nl": "Op 3 mei 2026 werd onze leverancier Lettro slachtoffer van een cyberaanval. ",
    }
    assert attack(read(said[language] + after, language)) != "phishing"


def test_ransomware_that_is_only_asked_about_is_no_attack_type():
    claims = read(
        "Am 3. Mai 2026 wurde der IT-Dienstleister Lettro Opfer eines Cyberangriffs. "
        "Ob es sich dabei um eine Ransomware-Attacke handelt, ist noch unklar.",
        "de",
    )
    assert attack(claims) == "unknown"


def test_ransom_that_was_not_paid_tells_of_one_that_was_demanded():
    claims = read(
        "Die Softwarefirma Tarnix AG ist am 3. Mai 2026 angegriffen worden. "
        "Es sei kein Lösegeld gezahlt worden.",
        "de",
    )
    assert attack(claims) == "ransomware"


def test_who_a_hit_subcontractor_works_for_is_not_hit_itself():
    claims = read(
        "Verzekeraar Helianth meldt dat een onderaannemer van haar IT-partner Comvio getroffen is "
        "door ransomware. Daarbij zijn namen van 42.000 klanten gestolen.",
        "nl",
    )
    rules = {c.rule for c in claims.of("vendor_hit") if c.value["organization"].name == "Comvio"}
    assert not any("victim" in rule for rule in rules)


def test_the_day_of_an_arrest_is_no_day_of_the_incident():
    claims = read(
        "Am 3. Mai 2026 wurde der IT-Dienstleister Lettro gehackt. Namen wurden gestohlen. "
        "Ein Mann wurde am 9. Juni 2026 verhaftet.",
        "de",
    )
    assert {c.value["date"] for c in claims.of("date")} == {"2026-05-03"}


def test_both_ends_of_a_period_of_data_are_left_out():
    claims = read(
        "Op 3 mei 2026 is leverancier Lettro gehackt. De gestolen gegevens komen uit de periode "
        "van maart 2020 tot eind juni 2021.",
        "nl",
    )
    assert {c.value["date"] for c in claims.of("date")} == {"2026-05-03"}


def test_swiss_figures_are_counted():
    claims = read(
        "Die Gemeinde Aubach meldet einen Cyberangriff auf ihre Informatikanbieterin Oberlinden "
        "AG. Gestohlen wurden Steuerdaten von rund 3'400 Personen.",
        "de",
    )
    assert [c.value["number"] for c in claims.of("count")] == [3400]


def test_firms_joined_by_a_plus_are_one_name():
    claims = read(
        "Unser Dienstleister Kessler + Brandt GmbH wurde am 3. Mai 2026 Opfer eines Cyberangriffs.",
        "de",
    )
    assert hit(claims) == {"Kessler + Brandt GmbH"}


def test_a_gang_named_with_its_noun_is_no_party():
    claims = read(
        "Verantwortlich für den Angriff auf den IT-Dienstleister Lettro vom 3. Mai 2026 soll die "
        "Hackergruppe Grauer Luchs sein.",
        "de",
    )
    assert "Grauer Luchs" not in " ".join(hit(claims) | customers(claims))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bundesamts für Verkehr", "Bundesamt für Verkehr"),
        ("Ministeriums für Bau", "Ministerium für Bau"),
        ("zorgverzekeraar Linde", "Linde"),
        ("Verband für Musik", "Verband für Musik"),
    ],
)
def test_offices_stand_in_their_base_form(written: str, name: str):
    assert office_name(written, ("verzekeraar",)) == name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Die Lettro GmbH, die für die Stadt Moorau die Rechnungen druckt, wurde am 3. Mai 2026 "
            "gehackt. Dabei wurden Namen der Kunden gestohlen.",
        ),
        (
            "nl",
            "Lettro BV, dat voor de gemeente Moorau de facturen verstuurt, is op 3 mei 2026 "
            "gehackt. Daarbij zijn namen van klanten gestolen.",
        ),
    ],
)
def test_data_named_for_the_work_of_a_supplier_are_not_exposed(language: str, text: str):
    classes = {c.value["data_class"] for c in read(text, language).of("data_class")}
    assert classes == {"name"}


def test_a_software_firm_that_suffers_from_an_outage_is_a_customer():
    claims = read(
        "Das Rechenzentrum Nordmark wurde am 3. Mai 2026 Opfer eines Ransomware-Angriffs. "
        "Betroffen sind die Städte Altfelden und Brunkau. Auch die Softwarefirma Kalmus Systems "
        "leidet unter dem Ausfall des Rechenzentrums.",
        "de",
    )
    edges = {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}
    assert edges == {("Nordmark", x) for x in ("Altfelden", "Brunkau", "Kalmus Systems")}


@pytest.mark.parametrize(
    ("text", "served"),
    [
        (
            "Op 3 mei 2026 is het platform Medilo gehackt. Medilo wordt gebruikt door het "
            "Lindeziekenhuis en huisartsenpost Oost.",
            {"Lindeziekenhuis", "Huisartsenpost Oost"},
        ),
        (
            "Bouwbedrijf De Wit uit Haagwijk ligt stil omdat zijn IT-leverancier Nexo BV op "
            "3 mei 2026 is gehackt. Ook bakkerij Smulders en administratiekantoor Van Loon zijn "
            "klant bij Nexo BV.",
            {"De Wit", "Bakkerij Smulders", "Van Loon"},
        ),
    ],
)
def test_dutch_users_of_a_platform_and_customers_from_a_town_are_served(
    text: str, served: set[str]
):
    assert customers(read(text, "nl")) == served


def test_names_after_a_colon_are_a_list_without_an_and():
    claims = read(
        "Durch eine Lücke in der Software der Lettro GmbH wurden am 3. Mai 2026 Daten kopiert. "
        "Betroffen sind: Nordbank, Versicherung Hellweg, Verlag Sonnblick.",
        "de",
    )
    assert customers(claims) == {"Nordbank", "Hellweg", "Verlag Sonnblick"}


def test_who_makes_use_of_a_call_centre_is_its_customer():
    claims = read(
        "Op 3 mei 2026 is callcenter Teleplus BV gehackt. Telecombedrijf Zendnet maakt voor zijn "
        "klantenservice gebruik van callcenter Teleplus BV.",
        "nl",
    )
    edges = {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}
    assert edges == {("Teleplus BV", "Zendnet")}
