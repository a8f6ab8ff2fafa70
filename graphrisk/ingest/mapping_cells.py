"""One cell -> the texts of a property, as a mapping says: value tables, dates, units, lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from graphrisk.ingest.mapping import Source
from graphrisk.ingest.mapping_words import fold, month_numbers
from graphrisk.ingest.numbers import shape_of
from graphrisk.model.schema import Property

EXCEL = "excel"
"""Date format of a spreadsheet's day numbers that were saved as plain numbers."""
_FIRST_DAY = date(1899, 12, 30)
_DAYS = range(1, 80_000)
_PARTS = ("YYYY", "MMM", "YY", "MM", "DD", "M", "D")
_LONGEST = 40
_CENTURY = 70
"""Two-digit years from here on belong to the last century."""


def check_date_format(text: str) -> str | None:
    """Return what is wrong with a date format, None when it can be used.

    Examples
    --------
    >>> check_date_format("DD.MM.YYYY"), check_date_format("dd/mm")
    (None, 'a date format without a year')
    """
    if text == EXCEL:
        return None
    parts = [part for part in _parts(text.upper()) if part in _PARTS]
    kinds = [part[0] for part in parts]
    if "Y" not in kinds:
        return "a date format without a year"
    if len(set(kinds)) < len(kinds) or ("D" in kinds and "M" not in kinds):
        return "not a date format"
    return None


def parts_of(text: str, signs: Sequence[str]) -> list[str]:
    """Return what stands between signs, without empty parts.

    Examples
    --------
    >>> parts_of("drift; support,", (";", ","))
    ['drift', 'support']
    """
    parts = [text]
    for sign in signs:
        parts = [piece for part in parts for piece in part.split(sign)]
    return [part.strip() for part in parts if part.strip()]


def read_text(
    text: str | None, source: Source, prop: Property | None, empty: frozenset[str],
    decimal: str | None = None,
) -> str | None:  # fmt: skip
    """Return the text of a property in the words and forms of the model; None for nothing.

    What the mapping does not know stays as it is: the checks of the model complain about it then.

    Parameters
    ----------
    empty
        Folded texts that stand for nothing.
    decimal
        Decimal sign, where a number does not tell.

    Examples
    --------
    >>> read_text("HÖG", Source("column", values={"hög": "critical"}), None, frozenset())
    'critical'
    """
    if source.before and text is not None:
        text = text.partition(source.before)[0].strip() or None
    if text is None:
        return None
    if prop is not None and prop.type == "list":
        return _list(text, source, empty)
    folded = fold(text)
    if folded in source.values:
        return source.values[folded] or None
    if folded in empty:
        return None
    if source.otherwise is not None:
        return source.otherwise or None
    for form in source.dates:
        if (day := read_day(text, form)) is not None:
            return day
    return in_units(text, source, decimal) if source.units else text


def read_day(text: str, form: str) -> str | None:
    """Return a date in a format as ISO text, cut where the format is; None when it does not fit.

    Examples
    --------
    >>> read_day("3.12.24", "DD.MM.YY"), read_day("March 2024", "MMM YYYY")
    ('2024-12-03', '2024-03')
    >>> read_day("45292", EXCEL)
    '2024-01-01'
    >>> read_day("2024-12-03", "DD.MM.YYYY") is None
    True
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if form == EXCEL:
        whole = text.partition(".")[0]
        sound = whole.isascii() and whole.isdigit() and int(whole[:6]) in _DAYS
        return (_FIRST_DAY + timedelta(days=int(whole))).isoformat() if sound else None
    values: dict[str, int] = {}
    rest = fold(text)
    for part in _parts(form.upper()):
        if part not in _PARTS:
            if not rest.startswith(part.casefold()):
                return None
            rest = rest[len(part) :]
            continue
        taken = _taken(part, rest)
        if taken is None:
            return None
        values[part[0]], rest = taken
    return None if rest.strip(" .") else _day(values)


def in_units(text: str, source: Source, decimal: str | None = None) -> str:
    """Return a number without its unit, in the unit of the model; other texts as they are.

    Examples
    --------
    >>> months = Source("column", units={"mån": 30.0, "": 1.0})
    >>> in_units("3 mån", months), in_units("90", months), in_units("halvår", months)
    ('90', '90', 'halvår')
    >>> in_units("1,2 MSEK", Source("column", units={"msek": 1e6}))
    '1200000'
    """
    folded = fold(text)
    digits = [at for at, sign in enumerate(folded) if sign.isdigit()]
    if not digits or len(folded) > _LONGEST:
        return text
    first, last = digits[0], digits[-1] + 1
    before, after = folded[:first].strip(), folded[last:].strip(" .,-–—")
    if before.endswith("-"):
        return text
    units = [unit for unit in (before.strip(" ."), after) if unit] or [""]
    if any(unit not in source.units for unit in units):
        return text
    factor = 1.0
    for unit in units:
        factor *= source.units[unit]
    plain, shape = shape_of(folded[first:last])
    if shape == "either":
        shape = "." if decimal == "." else "," if decimal == "," else shape
    if shape in ("bad", "either"):
        return folded[first:last] if factor == 1.0 else text
    if shape == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif shape == ".":
        plain = plain.replace(",", "")
    number = round(float(plain) * factor, 9)
    return str(int(number)) if number.is_integer() else repr(number)


def _list(text: str, source: Source, empty: frozenset[str]) -> str | None:
    folded = fold(text)
    if folded in source.values:
        return source.values[folded] or None
    if folded in empty:
        return None
    found: dict[str, None] = {}
    for part in parts_of(text, source.split or (";",)):
        value = source.values.get(
            fold(part), part if source.otherwise is None else source.otherwise
        )
        found.update(dict.fromkeys(parts_of(value, (";",))))
    return ";".join(found) or None


@cache
def _parts(form: str) -> tuple[str, ...]:
    """Return a format as its parts and the signs between them."""
    found: list[str] = []
    at = 0
    while at < len(form):
        part = next((part for part in _PARTS if form.startswith(part, at)), form[at])
        found.append(part)
        at += len(part)
    return tuple(found)


def _taken(part: str, rest: str) -> tuple[int, str] | None:
    """Return the number that a part of a format stands for, and what is left of the text."""
    if part == "MMM":
        word = rest
        for at, sign in enumerate(rest):
            if not sign.isalpha():
                word = rest[:at]
                break
        number = month_numbers().get(word)
        return None if number is None else (number, rest[len(word) :].removeprefix("."))
    longest = 4 if part == "YYYY" else 2
    count = 0
    while count < longest and count < len(rest) and rest[count] in "0123456789":
        count += 1
    if not count or (part[0] == "Y" and count != len(part)):
        return None
    number = int(rest[:count])
    if part == "YY":
        number += 1900 if number >= _CENTURY else 2000
    return number, rest[count:]


def _day(values: dict[str, int]) -> str | None:
    year, month, day = values.get("Y", 0), values.get("M"), values.get("D")
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
