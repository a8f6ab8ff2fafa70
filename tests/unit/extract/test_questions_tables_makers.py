"""Questions with answers, tables, products for their makers, and whom "the company" stands for."""

from __future__ import annotations

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}


def statuses(claims: ClaimSet) -> dict[str, str | None]:
    return {c.value["data_class"]: c.status for c in claims.current("data_class")}


QUESTIONS = """Questions about the attack on Ropewalk

What happened?
On 4 May 2025 Ropewalk, the supplier that runs our booking system, was hit by ransomware.

Which data was taken?
Names and e-mail addresses.

Are my bank details at risk?
No. We never pass them on.

Who is affected?
Visitors of the Harbour Museum and of Saltmarsh Gallery.

The Harbour Museum"""


def test_answers_give_data_its_status_and_name_who_is_affected():
    claims = read(QUESTIONS, "en")
    found = statuses(claims)
    assert found["name"] == found["contact"] == "confirmed"
    assert found["financial_account"] == "denied"
    assert {customer for _, customer in edges(claims)} >= {"Saltmarsh Gallery"}


def test_a_question_on_what_to_do_says_nothing_of_data():
    text = QUESTIONS.replace("Are my bank details at risk?", "Should I change my password?")
    assert "credentials" not in statuses(read(text, "en"))


TABLE = """Hackerangriff auf die Datenpunkt GmbH

Die Datenpunkt GmbH wurde am 3. Mai 2025 gehackt. Namen wurden kopiert.

Gemeinde | Stand
Stadt Rehburg | betroffen
Gemeinde Obermoos | nicht betroffen
"""


def test_rows_of_a_table_are_customers_hit_or_spared():
    claims = read(TABLE, "de")
    hit = {c.value["organization"].name: c.value["impact"] for c in claims.of("affected")}
    assert "Stadt Rehburg" in hit
    assert ("Datenpunkt GmbH", "Stadt Rehburg") in edges(claims)
    assert hit.get("Gemeinde Obermoos", "none") == "none"


def test_a_product_stands_for_its_maker_where_the_text_names_it():
    claims = read(
        "Hackers compromised Quaymaster, a scheduling product developed by Tidelogic, on 3 May "
        "2025. Northferry, which uses Quaymaster, has suspended bookings.",
        "en",
    )
    assert {c.value["organization"].name for c in claims.of("vendor_hit")} == {"Tidelogic"}


def test_the_company_is_the_firm_named_before():
    claims = read(
        "Löneföretaget Timglaset har hackats den 3 maj 2025. Bolaget skickar lönebesked åt "
        "Kvarnstads kommun. Namn och kontonummer har läckt.",
        "sv",
    )
    assert ("Timglaset", "Kvarnstads kommun") in edges(claims)


def test_what_stands_after_but_no_is_denied():
    claims = read(
        "On 3 May 2025 our supplier Tidelogic was hacked. Names were stolen, but no bank details.",
        "en",
    )
    assert statuses(claims)["financial_account"] == "denied"
    assert statuses(claims)["name"] == "confirmed"


def test_without_a_password_tells_how_and_denies_nothing():
    claims = read(
        "Bei unserem Dienstleister Datenpunkt GmbH waren am 3. Mai 2025 Namen und Anschriften "
        "ohne Passwort einsehbar.",
        "de",
    )
    assert statuses(claims) == {"name": "confirmed", "address": "confirmed"}
