"""Numbers as people write them."""

from __future__ import annotations

import pytest

from graphrisk.ingest.numbers import Refused, decimal_sign, read_integer, read_number, shape_of
from graphrisk.model.schema import KINDS, Property

COST = KINDS["SERVES"].property("annual_cost")
SHARE = KINDS["SERVES"].property("confidence")
COUNT = KINDS["HOLDS"].property("subjects")
ANY = Property("any", "number", "any")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0), ("12.5", 12.5), ("12,5", 12.5), ("1 234", 1234.0), ("1\u00a0234,50", 1234.5),
        ("1\u202f234\u202f567", 1234567.0), ("1'234.5", 1234.5), ("1.234.567", 1234567.0),
        ("1,234,567.89", 1234567.89), ("1.234.567,89", 1234567.89), ("0.125", 0.125),
        ("0,125", 0.125), ("1234.567", 1234.567), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0),
        ("１２", 12.0),
    ],
)  # fmt: skip
def test_number_is_read(text, value):
    assert read_number(text, COST) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1.234", "1,234", "1,2,3", "1.2.3", "12 34", "--5", "5-", "1e", "€ 5",
             "1,234.5,6", "9" * 400, "+", "e5", "0x10", "1_000", "½", "1e999"]
)  # fmt: skip
def test_number_is_refused(text):
    with pytest.raises(Refused) as caught:
        read_number(text, COST)
    assert caught.value.message


@pytest.mark.parametrize(("decimal", "value"), [(".", 1.234), (",", 1234.0)])
def test_unclear_number_follows_the_decimal_sign_of_the_file(decimal, value):
    assert read_number("1.234", COST, decimal) == value


@pytest.mark.parametrize(
    ("text", "value"), [("90 %", 0.9), ("0.9", 0.9), ("100%", 1.0), ("12,5%", 0.125)]
)
def test_share_may_be_percent(text, value):
    assert read_number(text, SHARE) == pytest.approx(value)


def test_percent_of_something_else_is_no_number():
    with pytest.raises(Refused):
        read_number("90 %", COST)


def test_minus_signs_of_typesetters_count():
    assert read_number("\u22125", ANY) == -5.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150", 150),
        ("150.0", 150),
        ("33 000 000", 33_000_000),
        ("9007199254740993", 9007199254740993),
    ],
)
def test_integer_is_read(text, value):
    assert read_integer(text, COUNT) == value


def test_integer_with_one_mark_is_thousands_and_said():
    assert read_integer("1.234", COUNT) == (1234, "read as 1234", "write it without a mark")
    assert read_integer("1.234", COUNT, ",") == 1234


@pytest.mark.parametrize(
    ("text", "decimal"), [("1.5", None), ("1.234", "."), ("-1", None), ("9" * 19, None)]
)
def test_integer_is_refused(text, decimal):
    with pytest.raises(Refused):
        read_integer(text, COUNT, decimal)


def test_decimal_sign_needs_proof_without_contradiction():
    assert decimal_sign(["1.234", "1,5"]) == ","
    assert decimal_sign(["1.234"]) is None
    assert decimal_sign(["1.5", "2,5"]) is None
    assert shape_of("1,234")[1] == "either"
