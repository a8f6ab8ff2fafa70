"""Numbers of companies are told from slips of the pen by their check digits."""

from __future__ import annotations

import pytest

from graphrisk.model.national_numbers import check_company_number, check_vat

# Made up, with check digits that an independent implementation (python-stdnum 2.2) accepts.
SOUND = ["SE556012579001", "FI20774740", "DK13585628", "DE136695976", "FR61954506077"]
SOUND += ["NL123456782B90", "BE0428759497", "IT00743110157", "ATU13585627", "PL8567346215"]
SOUND += ["LU15027442", "PT501964843", "EE100931558"]


@pytest.mark.parametrize("number", SOUND)
def test_a_sound_vat_number_is_sound_and_a_slip_is_not(number):
    assert check_vat(number) is True
    assert check_vat(f"{number[:2]} {number[2:5]}.{number[5:]}".lower()) is True
    last = max(place for place, sign in enumerate(number[:11]) if sign.isdigit())
    slip = number[:last] + str((int(number[last]) + 1) % 10) + number[last + 1 :]
    assert check_vat(slip) is False
    assert check_vat(number + "7") is False


@pytest.mark.parametrize("number", ["", "XX1", "US123456789", "12345"])
def test_a_country_without_rules_is_not_judged(number):
    assert check_vat(number) is None


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("556012-5790", "SE"),
        ("2077474-0", "FI"),
        ("13585628", "DK"),
        ("923609016", "NO"),
        ("954506077", "FR"),
        ("0428.759.497", "BE"),
    ],
)
def test_a_company_number_is_checked_by_its_country(number, country):
    assert check_company_number(number, country) is True
    slip = number[:-1] + str((int(number[-1]) + 3) % 10)
    assert check_company_number(slip, country) is False
    assert check_company_number(number, "XX") is None


@pytest.mark.parametrize("number", ["SE" + "٣" * 12, "SE55601257900A", "FR" + "²" * 11])
def test_signs_that_only_look_like_digits_are_not_sound(number):
    assert check_vat(number) is False
