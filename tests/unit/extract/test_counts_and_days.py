"""Numbers without a noun of their own, and what happened on which day (invented parties)."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

HIT = {
    "sv": "Den 3 maj 2024 utsattes Vintersol Lön AB för en it-attack. ",
    "en": "On 3 May 2024 Wintersun Payroll Ltd was hit by a cyber attack. ",
}


def read(language: str, text: str) -> ClaimSet:
    return read_claims(from_text(HIT[language] + text), language=language)


def counts(language: str, text: str) -> dict[int, tuple[str, str]]:
    found = read(language, text).of("count")
    return {c.value["number"]: (c.value["what"], c.value["scope"]) for c in found}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "sv",
            "Bolaget har 60 kommuner som kunder, varav 14 har drabbats.",
            {60: ("organisations", "base"), 14: ("organisations", "affected")},
        ),
        (
            "sv",
            "Av våra 8 200 medlemmar är 310 drabbade.",
            {8200: ("persons", "base"), 310: ("persons", "affected")},
        ),
        ("sv", "Närmare 9 000 löntagares uppgifter har läckt.", {9000: ("persons", "affected")}),
        ("sv", "Flera tusen kunder är drabbade, var tredje av dem i Borås.", {}),
        ("sv", "En av tre kunder är drabbad.", {}),
        (
            "en",
            "The firm serves 60 councils, 14 of which were hit.",
            {60: ("organisations", "base"), 14: ("organisations", "affected")},
        ),
        (
            "en",
            "Northgate says 580 patients are affected, Southgate about 210.",
            {580: ("persons", "affected"), 210: ("persons", "affected")},
        ),
    ],
)
def test_a_number_takes_its_noun_from_the_count_before(
    language: str, text: str, expected: dict[int, tuple[str, str]]
):
    assert counts(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "day", "what"),
    [
        ("sv", "Sedan den 20 maj fungerar lönesystemet igen.", "2024-05-20", "restored"),
        ("sv", "Måndagen den 6 maj gick bolaget ut med händelsen.", "2024-05-06", "notified"),
        ("sv", "En obehörig hade åtkomst till servrar den 2 maj.", "2024-05-02", "occurred"),
        ("en", "The service has been back since 20 May.", "2024-05-20", "restored"),
        ("en", "We became aware of suspicious activity on 4 May.", "2024-05-04", "discovered"),
        ("en", "An intruder had access to the servers on 2 May.", "2024-05-02", "occurred"),
        ("en", "The intruder got in again in mid-July 2024.", "2024-07", "occurred"),
    ],
)
def test_what_happened_on_a_day(language: str, text: str, day: str, what: str):
    found = {(c.value["date"], c.value["what"]) for c in read(language, text).of("date")}
    assert (day, what) in found


def test_the_day_on_which_an_investigation_ended_is_no_event():
    found = read("en", "The investigation was completed on 9 June 2024.").of("date")
    assert "2024-06-09" not in {c.value["date"] for c in found}
