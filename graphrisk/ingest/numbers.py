"""Text -> number: decimal commas, thousands, percent; what could be two numbers is refused."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Literal

from graphrisk.model.schema import Property

Remark = tuple[int, str, str]
Shape = Literal["plain", ".", ",", "either", "bad"]
_EVEN = (",-", ".-", ",–", ".–", ",—")
"""What stands behind an even amount: 45.500,-"""
_LARGEST_INTEGER = 2**63 - 1
_LONGEST = 60


class Refused(ValueError):
    """A text that is no value: the sentence and what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def shape_of(text: str) -> tuple[str, Shape]:
    """Return a number's digits without spaces, and what its marks say of the decimal sign.

    Returns
    -------
    tuple
        Shape "." or "," names the decimal sign that the marks prove; "either" is one mark
        before three digits, which may part thousands or decimals.

    Examples
    --------
    >>> shape_of("1 234,50"), shape_of("1.234"), shape_of("1.234.567"), shape_of("0.125")
    (('1234,50', ','), ('1.234', 'either'), ('1.234.567', ','), ('0.125', '.'))
    """
    plain = _without_spaces(text)
    body = plain.lstrip("+-")
    if len(plain) - len(body) > 1 or not body.isascii() or not body:
        return plain, "bad"
    mantissa, scaled, exponent = body.casefold().partition("e")
    if scaled and not exponent.removeprefix("-").removeprefix("+").isdigit():
        return plain, "bad"
    digits = mantissa.replace(".", "").replace(",", "")
    if not digits.isdigit():
        return plain, "bad"
    points, commas = mantissa.count("."), mantissa.count(",")
    if not points and not commas:
        return plain, "plain"
    if points and commas:
        last: Shape = "." if mantissa.rfind(".") > mantissa.rfind(",") else ","
        whole, _, decimals = mantissa.rpartition(last)
        other = "," if last == "." else "."
        sound = last not in whole and other not in decimals and _grouped(whole, other)
        return plain, last if sound else "bad"
    mark: Shape = "." if points else ","
    if points + commas > 1:
        opposite: Shape = "," if mark == "." else "."
        return plain, opposite if _grouped(mantissa, mark) else "bad"
    whole, _, decimals = mantissa.partition(mark)
    is_group = len(decimals) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return plain, "either" if is_group and not exponent else mark


def decimal_sign(texts: Iterable[str]) -> str | None:
    """Return the decimal sign that a file's numbers prove; None when they prove none or both.

    Examples
    --------
    >>> decimal_sign(["1.234", "12,5"]), decimal_sign(["1.234"]), decimal_sign(["1.5", "1,5"])
    (',', None, None)
    """
    found = {shape for text in texts if (shape := shape_of(text.rstrip("% "))[1]) in (".", ",")}
    return found.pop() if len(found) == 1 else None


def read_number(text: str, prop: Property, decimal: str | None = None) -> float:
    """Return the number that a text says.

    Raises
    ------
    Refused
        No number, two possible numbers, or out of the property's range.
    """
    share = prop.maximum == 1.0 and text.endswith("%")
    number = _parse(text[:-1] if share else text, decimal)
    return _in_range(number / 100 if share else number, text, prop)


def read_integer(text: str, prop: Property, decimal: str | None = None) -> int | Remark:
    """Return the whole number that a text says; with a remark where marks were read as thousands.

    Raises
    ------
    Refused
        No whole number, or out of the property's range.
    """
    plain, shape = shape_of(text)
    mark = "." if "." in plain else ","
    if shape == "either" and decimal != mark:
        number = int(plain.replace(mark, ""))
        _in_range(number, text, prop)
        return number if decimal else (number, f"read as {number}", "write it without a mark")
    value = _parse(text, decimal)
    if not value.is_integer():
        raise Refused("not a whole number", "write digits only")
    if abs(value) > _LARGEST_INTEGER:
        raise Refused("the number is too large", "")
    _in_range(value, text, prop)
    return int(plain) if shape == "plain" and plain.lstrip("+-").isdigit() else int(value)


def _parse(text: str, decimal: str | None) -> float:
    plain, shape = shape_of(text)
    if shape == "bad":
        raise Refused("not a number", "write digits, with a point or comma before decimals")
    if shape == "either":
        mark = "." if "." in plain else ","
        if decimal is None:
            whole = plain.replace(mark, "")
            raise Refused(
                f"may be {whole} or {plain.replace(mark, '.')}: the file does not tell",
                f"write {whole}, or {plain.replace(mark, '.')}0 with one more decimal",
            )
        shape = "." if decimal == "." else ","
    if shape == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif shape == ".":
        plain = plain.replace(",", "")
    number = float(plain)
    if not math.isfinite(number):
        raise Refused("the number is too large", "")
    return number


def _in_range(number: float, text: str, prop: Property) -> float:
    low, high = prop.minimum, prop.maximum
    if low is not None and number < low:
        fix = "a register states no negative numbers here" if low == 0 else f"at least {low:g}"
        raise Refused(f"less than {low:g}", fix)
    if high is not None and number > high:
        percent = high == 1.0 and number <= 100
        small = f"{number / 100:g}"
        fix = f"at most {high:g}, or 100 %"
        if percent and not text.endswith("%"):
            fix = f"write {small} or {text} %"
        raise Refused(f"more than {high:g}", fix)
    return number


def _without_spaces(text: str) -> str:
    """Return the text without signs that part groups of three digits, and without ",-"."""
    text = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).replace("\u2212", "-").strip()
    text = text.replace("'", " ").replace("’", " ")
    if text[-2:] in _EVEN and text[-3:-2].isdigit():
        text = text[:-2]
    if len(text) > _LONGEST:
        return "too long"
    first, *rest = text.split() if text.split() else [""]
    if not rest:
        return first
    *middle, last = rest
    tail = last.replace(",", ".").partition(".")[0]
    parts = [*middle, tail]
    sound = all(len(part) == 3 and part.isdigit() for part in parts)
    return first + "".join(rest) if sound and 1 <= len(first.lstrip("+-")) <= 3 else text


def _grouped(text: str, mark: str) -> bool:
    """Return True when the marks part groups of three digits."""
    first, *rest = text.split(mark)
    return 1 <= len(first) <= 3 and all(len(part) == 3 for part in rest)
