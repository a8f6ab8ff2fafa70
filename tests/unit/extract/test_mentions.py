"""Dates, numbers, elided compounds and data words of a sentence."""

from __future__ import annotations

import pytest

from graphrisk.extract.dates.dates import DateMention, fill_year, infer_years
from graphrisk.extract.mentions import Reading
from graphrisk.extract.text.segment import segment
from graphrisk.extract.words.lexicon import load_lexicon


def read(text: str, language: str) -> Reading:
    lexicon = load_lexicon(language)
    return Reading(segment(text, lexicon).sentences[0], lexicon)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was found on 2024-03-05 by us", "2024-03-05"),
        ("en", "on 5 March 2024 it happened", "2024-03-05"),
        ("en", "on March 5, 2024 it happened", "2024-03-05"),
        ("en", "on the 5th of March it happened", "XXXX-03-05"),
        ("en", "in early March 2024 it happened", "2024-03"),
        ("en", "between February and May 2020 they had access", "2020-02/2020-05"),
        ("en", "from Feb. 7, 2020 on", "2020-02-07"),
        ("sv", "den 5 mars 2024 skedde det", "2024-03-05"),
        ("sv", "den 5 mars skedde det", "XXXX-03-05"),
        ("sv", "den 12-14 maj 2017 skedde det", "2017-05-12/2017-05-14"),
        ("sv", "24.8.2023 märkte bolaget det", "2023-08-24"),
        ("sv", "Uppdatering 25/1 kom", "XXXX-01-25"),
        ("sv", "i slutet av vecka 36 fick vi veta", "XXXX-W36"),
        ("sv", "attacken i våras var stor", "XXXX-21"),
        ("sv", "hösten 2022 var stor", "2022-23"),
        ("de", "am 5. März 2024 geschah es", "2024-03-05"),
        ("de", "am 05.03.2024 geschah es", "2024-03-05"),
        ("de", "Ende Oktober geschah es", "XXXX-10"),
        ("de", "vom 12. bis 14. Mai 2017 geschah es", "2017-05-12/2017-05-14"),
        ("de", "in der KW 36 geschah es", "XXXX-W36"),
    ],
)
def test_dates_are_kept_as_far_as_they_are_stated(language: str, text: str, expected: str):
    assert [d.value for d in read(text, language).dates] == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You may contact us and we may march on"),
        ("en", "version 1.2.3 of 32.13.2024"),
        ("sv", "telefon 0705 12 34 56"),
        ("de", "Telefon 0800 123456"),
    ],
)
def test_what_only_looks_like_a_date_is_none(language: str, text: str):
    assert read(text, language).dates == []


def test_a_year_is_filled_from_the_only_full_date_and_never_in_the_future():
    full = DateMention(0, 1, "2024-01-22", "day")
    assert infer_years([full], None) == "2024"
    assert infer_years([full, DateMention(0, 1, "2023-01-22", "day")], None) is None
    december = DateMention(0, 1, "XXXX-12-20", "day")
    assert fill_year(december, "2024", "2024-01-22").value == "2023-12-20"
    assert fill_year(december, None, None) == december


@pytest.mark.parametrize(
    ("language", "text", "value", "qualifier"),
    [
        ("en", "more than 9,000 people were hit", 9000, "more_than"),
        ("en", "some 1.6 million people were hit", 1_600_000, "about"),
        ("en", "up to 60000 people were hit", 60000, "up_to"),
        ("en", "eight customers were hit", 8, "exact"),
        ("en", "twenty-one customers were hit", 21, "exact"),
        ("sv", "nära 60 000 anställda berörs", 60000, "about"),
        ("sv", "över 1,5 miljoner kunder berörs", 1_500_000, "more_than"),
        ("de", "rund 57.000 Menschen sind betroffen", 57000, "about"),
        ("de", "mindestens drei Millionen Menschen", 3_000_000, "more_than"),
        ("de", "bis zu 1,2 Mio Versicherte", 1_200_000, "up_to"),
    ],
)
def test_numbers_with_their_qualifier(language: str, text: str, value: int, qualifier: str):
    (number,) = read(text, language).numbers
    assert (number.value, number.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a fine of 14 million pounds and 20% of sales"),
        ("sv", "omsättningen var 1,073 Mkr"),
        ("de", "Schaden von 5 Millionen Euro in 3 Tagen"),
    ],
)
def test_money_shares_and_durations_are_no_counts(language: str, text: str):
    assert read(text, language).numbers == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Kunden- und Vertragsnummern", "kundennummern"),
        ("sv", "bank- och kontouppgifter", "bankuppgifter"),
    ],
)
def test_an_elided_compound_gets_its_head(language: str, text: str, expected: str):
    assert read(text, language).words[0] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "sv",
            "namn, personnummer och bankuppgifter",
            ["name", "national_id", "financial_account"],
        ),
        ("sv", "en personuppgiftsincident hos personuppgiftsbiträdet", []),
        ("de", "Namen, Geburtsdaten und IBAN", ["name", "date_of_birth", "financial_account"]),
        ("de", "die Datenschutzbehörde im Namen der Kunden", []),
        ("en", "passwords and credit card numbers", ["credentials", "payment_card"]),
        ("en", "in the name of data protection", []),
    ],
)
def test_data_words_and_their_look_alikes(language: str, text: str, expected: list[str]):
    assert [hit.id for hit in read(text, language).data] == expected


@pytest.mark.parametrize(
    "text", ["About ² customers were hit.", "On ² May 20²4 it was 1.²²² users."]
)
def test_raised_figures_are_no_numbers(text: str):
    reading = read(text, "en")
    assert not reading.numbers
    assert all(date.value.isascii() for date in reading.dates)


def test_dates_behind_the_sixtieth_of_a_sentence_are_no_numbers_either():
    days = [f"2024-0{month}-{day}" for month in range(1, 9) for day in range(10, 28)]
    reading = read("Seen on " + ", ".join(days) + " at 12 sites.", "en")
    assert len(reading.dates) == 60
    assert [number.value for number in reading.numbers] == [12]
