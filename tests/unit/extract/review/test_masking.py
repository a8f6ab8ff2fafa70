"""Personal data are hidden, numbers that are facts are not, and no sign moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.extract.review.masking import MASK, Masker, mask_personal


@pytest.mark.parametrize(
    "secret",
    [
        "jo.doe@alfa.example",
        "+46 70 123 45 67",
        "08 – 123 456 78",
        "0911-12 34 56",
        "(030) 123 45 67",
        "+1 (555) 123-4567",
        "555-123-4567",
        "850101-1234",
        "19850101-1234",
        "010185-123A",
        "Storgatan 12",
        "Hauptstraße 7a",
        "12 High Street",
    ],
)
def test_what_is_personal_is_hidden(secret: str) -> None:
    text = f"Ask us at {secret} today."
    masked = mask_personal(text)
    assert len(masked) == len(text)
    hidden = masked.removeprefix("Ask us at ").removesuffix(" today.")
    assert MASK in hidden
    assert not any(sign.isalnum() for sign in hidden)


@pytest.mark.parametrize(
    "fact",
    [
        "33 000 000 people",
        "a monitoring 14 000 people long",
        "more than 9000 of our clients",
        "on 24.8.2023 and 04.09.2023",
        "from 2024-05-02 to 2024-05-14",
        "open 08:00 - 17:00",
        "in 2015/2016 it was 1,073",
        "0.5 % of 1 234 567",
        "12-14 May 2017",
        "version 4.18.2",
    ],
)
def test_what_is_a_fact_stays(fact: str) -> None:
    assert mask_personal(f"It was {fact}.") == f"It was {fact}."


def test_a_number_that_is_called_a_telephone_number_is_hidden() -> None:
    assert "22 33 44" not in mask_personal("Tlf. 22 33 44 55")


def test_persons_are_hidden_beside_a_title_in_contacts_and_ever_after() -> None:
    text = (
        "We are sorry, says Joan Doemark, head of care at Alfa Norr.\n\n"
        "Doemark adds that Alfa Norr is safe.\n\nContact\n\nBo Dahlin\n\n+46 70 123 45 67\n"
    )
    masked = Masker(text, "en", keep=["Alfa Norr"]).masked
    for name in ("Joan", "Doemark", "Bo Dahlin"):
        assert name not in masked
    assert masked.count("Alfa Norr") == 2


def test_names_joined_to_a_person_are_hidden_too() -> None:
    masked = mask_personal("Yours, Ann Bergh, Bo Dahlin and Joan Doemark, head of care", "en")
    assert "Bergh" not in masked
    assert "Dahlin" not in masked


def test_names_in_addresses_are_hidden_in_other_words_of_the_document() -> None:
    masker = Masker("Write to ann.bergh@alfa.example.")
    assert masker.hide("Ann Bergh knows more") == "••• ••••• knows more"


@given(st.text(max_size=200) | st.text(alphabet="0123456789 -+().@aA\n", max_size=200))
def test_no_sign_moves_and_only_letters_and_digits_are_hidden(text: str) -> None:
    masked = mask_personal(text)
    assert len(masked) == len(text)
    for before, after in zip(text, masked, strict=True):
        assert after == before or (after == MASK and before.isalnum())


@pytest.mark.parametrize(
    "text", ["0 " * 50_000, "a@" * 50_000, "A b " * 25_000, "+" + "1" * 100_000]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    assert len(mask_personal(text)) == len(text)
