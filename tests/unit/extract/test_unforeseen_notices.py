"""Notices in styles the rules were not written for (own words, invented parties)."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

MINUTES = """MINUTES OF THE BOARD OF TRUSTEES, held at Cathcart House on 21 May 2025
Present: Ada Rowntree
Item 6 - Data incident
The charity's donor database supplier, Almscribe, had been hacked in April. Names, email addresses
and donation history of 8,900 donors had been copied. No card details were held. The incident had
been reported to the ICO on 4 May.
"""

PARISH = """Gemeindebrief St. Ansgar Heidenrode - Sommer 2025

Liebe Gemeindemitglieder,

leider müssen wir Sie über einen Vorfall informieren. Unser Meldewesen wird von der Kirchendaten \
Nord GmbH betreut. Am Pfingstmontag, 9. Juni 2025, ist es Unbekannten gelungen, in deren Systeme \
einzudringen. Sie haben dabei Namen, Anschriften und Geburtsdaten unserer Mitglieder abgegriffen. \
Bankverbindungen sind nicht betroffen, weil wir die Kirchgeldlisten selbst führen. Unsere Gemeinde \
hat 2.300 Mitglieder.

Spenden bitte auf unser Konto bei der Volksbank Heidenrode.
"""

TWO_INCIDENTS = """Hospital and airport hit in separate cyber incidents

Staff at Ravensbourne Hospital were forced back to pen and paper on Tuesday after Lumenpath, the \
company that runs its patient record system, was hit by a ransomware attack. It said it did not \
believe patient data had been taken.

In an unrelated incident, Fenwick Airport said that passengers' passport numbers had been stolen \
from its lounge booking partner, SkyRest Ltd. About 5,600 passengers are affected.
"""

DENIAL = """Stellungnahme zu Medienberichten

In mehreren Medien wurde berichtet, die Bergland Versicherung sei von dem Cyberangriff auf den \
IT-Dienstleister Quadratix betroffen. Das ist falsch. Die Bergland Versicherung ist kein Kunde von \
Quadratix. Daten unserer Kunden sind nicht abgeflossen.

Bergland Versicherung, 8. Januar 2026
"""

STATUS_PAGE = """Driftinfo Norrvatten Fjärrvärme

UPPDATERING 11:15 - Felet ligger hos vår leverantör Solbergs Webbdrift. De har utsatts för en \
överbelastningsattack. Inga kunduppgifter har påverkats.
07:50 - Just nu går det inte att nå Mina sidor. Vi felsöker.
"""

TABLE = """Supplier incident: what we know

Pellworth Council was told on 2 December 2025 of a cyber attack on Carewatch Systems, which \
provides the telecare alarms for 2,300 residents.

| Information | Affected? |
|---|---|
| Names and addresses | Yes |
| Key safe codes | Possibly |
| Medical information | No |
| Bank details | No |

We have informed the Information Commissioner's Office.
"""


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.of("serves")}


def classes(claims: ClaimSet, status: str) -> set[str]:
    return {c.value["data_class"] for c in claims.current("data_class") if c.status == status}


def test_minutes_keep_a_denial_without_a_verb_of_exposure_as_denied():
    claims = read(MINUTES, "en")
    assert hit(claims) == {"Almscribe"}
    assert classes(claims, "denied") == {"payment_card"}
    assert classes(claims, "confirmed") == {"name", "contact", "order_history"}
    assert not any("Item" in name for pair in edges(claims) for name in pair)


def test_parish_letter_names_no_bank_as_the_one_that_writes():
    claims = read(PARISH, "de")
    assert hit(claims) == {"Kirchendaten Nord GmbH"}
    assert {vendor for vendor, _ in edges(claims)} == {"Kirchendaten Nord GmbH"}
    assert claims.publisher is None or not claims.publisher.named
    assert classes(claims, "confirmed") == {"name", "address", "date_of_birth"}
    assert classes(claims, "denied") == {"financial_account"}
    assert [c.value["scope"] for c in claims.of("count")] == ["base"]


def test_second_incident_of_an_article_is_left_out_and_said_to_be():
    claims = read(TWO_INCIDENTS, "en")
    assert hit(claims) == {"Lumenpath"}
    assert edges(claims) == {("Lumenpath", "Ravensbourne Hospital")}
    assert classes(claims, "denied") == {"health"}
    assert not classes(claims, "confirmed")
    assert not claims.of("count")
    assert any("Fenwick Airport" in note for note in claims.notes)


def test_report_that_the_text_calls_false_makes_no_edge():
    claims = read(DENIAL, "de")
    assert not edges(claims)
    assert not claims.of("affected")
    assert classes(claims, "denied") == {"unspecified_personal"}
    assert any("not so" in note for note in claims.notes)


def test_status_page_says_they_of_the_supplier_in_the_line_before():
    claims = read(STATUS_PAGE, "sv")
    assert hit(claims) == {"Solbergs Webbdrift"}
    assert claims.of("incident")[0].value["attack_type"] == "ddos"
    assert {vendor for vendor, _ in edges(claims)} == {"Solbergs Webbdrift"}
    assert classes(claims, "denied") == {"unspecified_personal"}


def test_cells_of_a_table_give_each_class_its_status():
    claims = read(TABLE, "en")
    assert edges(claims) == {("Carewatch Systems", "Pellworth Council")}
    assert classes(claims, "confirmed") == {"name", "address"}
    assert classes(claims, "suspected") == {"location_access"}
    assert classes(claims, "denied") == {"health", "financial_account"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Suppose your payroll bureau, Sample Pay Ltd, tells you on 3 May that it was hit by "
            "ransomware and that bank details of your 40 staff were stolen. What do you do?",
        ),
        (
            "sv",
            "Scenario för krisövning den 14 november 2025. Kommunens larmleverantör Trygghetslarm "
            "Norr AB meddelar att de utsatts för en ransomwareattack. Personnummer har läckt.",
        ),
        (
            "en",
            'Vaultmoor Backup protects Castel Hotels. "When our supplier was attacked in March, we '
            'were back in two hours," says Tom Pryce. Book your demo today.',
        ),
    ],
)
def test_example_exercise_and_advertisement_make_no_claims(language: str, text: str):
    claims = read(text, language)
    assert not claims.is_incident
    assert not claims.claims


HELPERS = """Notice of data incident

On 2 June 2025 Larkfield Credit Union learned that our statement printer, Inkwright LLC, had been \
the victim of a ransomware attack. Inkwright has engaged Kestrel Forensics, a leading \
cybersecurity firm. Names and loan numbers of 12,400 members may have been copied. We are \
offering credit monitoring through Ironshield, a provider of identity protection services.
"""

SPARED = """Utrikesnämnden och Försvarshuset uppges inte vara berörda av attacken mot Kontorex, \
som levererar kontorsmaterial till hundratals myndigheter. "Vi har inga uppgifter om att \
personuppgifter läckt", säger pressekreteraren.
"""

SIGNED = """Bei unserem Auftragsverarbeiter, der Scanwerk GmbH mit Sitz in Kassel, kam es am \
14.03.2025 zu einem Cyberangriff. Betroffen sein können: Name, Geburtsdatum und Bankverbindung.

Die Stadt Moorhude, die ebenfalls Kundin der Scanwerk GmbH ist, wurde nicht angegriffen.

Hochachtungsvoll
Universitätsklinikum Ilmtal
"""


def test_those_who_help_after_an_incident_were_not_hit():
    claims = read(HELPERS, "en")
    assert {name.split()[0] for name in hit(claims)} == {"Inkwright"}
    parties = {name.split()[0] for pair in edges(claims) for name in pair}
    assert not parties & {"Ironshield", "Kestrel"}


def test_those_said_not_to_be_affected_get_no_edge_and_no_harm():
    claims = read(SPARED, "sv")
    assert hit(claims) == {"Kontorex"}
    assert not edges(claims)
    assert not classes(claims, "confirmed")


def test_letter_is_its_signatories_not_that_of_a_city_it_names():
    claims = read(SIGNED, "de")
    assert claims.publisher is not None
    assert claims.publisher.name == "Universitätsklinikum Ilmtal"
    assert edges(claims) == {  # the city is a customer too, though it was spared
        ("Scanwerk GmbH", "Universitätsklinikum Ilmtal"),
        ("Scanwerk GmbH", "Stadt Moorhude"),
    }
    assert classes(claims, "suspected") == {"name", "date_of_birth", "financial_account"}


def test_question_in_an_answered_mail_makes_nobody_hit():
    text = (
        "One of our suppliers has been breached. The supplier runs our health portal. Sickness "
        "notes of roughly 3,300 staff were accessed.\nEllerton NHS Trust\n\n"
        "On 4 Mar 2026, a colleague wrote:\n"
        "> Is it true that Workbay was hacked and our bank details are out?\n"
    )
    claims = read(text, "en")
    assert all(not c.value["organization"].named for c in claims.of("vendor_hit"))
    assert not any("Workbay" in name for pair in edges(claims) for name in pair)
    assert "financial_account" not in classes(claims, "confirmed")


def test_denial_of_an_earlier_message_that_is_only_repeated_does_not_stand():
    text = (
        "Entgegen unserer ersten Mitteilung sind doch Gesundheitsdaten betroffen. In unserer "
        "Mitteilung vom 20. November hatten wir geschrieben, dass keine Gesundheitsdaten "
        "betroffen seien. Der Angriff auf unseren Dienstleister MedTransfer Süd GmbH fand am "
        "15. November statt.\n\nKlinikum Bergental"
    )
    claims = read(text, "de")
    assert classes(claims, "confirmed") == {"health"}
    assert not classes(claims, "denied")


def test_customers_said_not_to_be_affected_make_no_supplier_of_theirs():
    text = (
        "Nach einem Datenleck beim Vergleichsportal Tarifheld hatten Unbekannte die Namen von "
        "9.800 Kunden ins Netz gestellt. Kunden der Stadtwerke Oestrau sind ebenfalls betroffen, "
        "Kunden der Mainau Energie dagegen nicht."
    )
    claims = read(text, "de")
    assert hit(claims) == {"Tarifheld"}
    assert edges(claims) == {("Tarifheld", "Stadtwerke Oestrau")}
