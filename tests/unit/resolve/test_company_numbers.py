"""Company numbers: which registers' check digits hold, and one way to write them."""

from __future__ import annotations

import pytest

from graphrisk.resolve.company_numbers import company_numbers


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("556036-0793", None, ("SE5560360793",)),
        ("5560360793", "SE", ("SE5560360793",)),
        ("SE556036079301", None, ("SE5560360793",)),
        ("org.nr 556036-0793", None, ("SE5560360793",)),
        ("556036-0793", "FI", ()),
        ("811218-9876", None, ()),  # a month: a person's number
        ("0112038-9", None, ("FI01120389",)),
        ("FI01120389", None, ("FI01120389",)),
        ("0112038-8", None, ()),
        ("923 609 016", "NO", ("NO923609016",)),
        ("NO 923 609 016 MVA", None, ("NO923609016",)),
        ("923609017", "NO", ()),
        ("DK24256790", None, ("DK24256790",)),
        ("24256790", "DK", ("DK24256790",)),
        ("24256791", "DK", ()),
        ("552 032 534", "FR", ("FR552032534",)),
        ("FR27552032534", None, ("FR552032534",)),
        ("00000000", None, ()),
        ("٥٥٦٠٣٦٠٧٩٣", None, ()),
        ("Alfa 1", None, ()),
        ("1" * 500, None, ()),
        ("", None, ()),
    ],
)
def test_numbers_are_known_by_their_check_digit(text, country, expected):
    assert company_numbers(text, country) == expected
