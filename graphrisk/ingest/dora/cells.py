"""One text of a register -> its value, or what is wrong with it; a text is read once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphrisk.ingest.dates import read_date
from graphrisk.ingest.dora.code_lists import (
    NO_ANSWER,
    activity_codes,
    currencies,
    first_words,
    folded,
    words_of,
)
from graphrisk.ingest.dora.templates import Column
from graphrisk.ingest.numbers import Refused, read_integer, read_number
from graphrisk.ingest.values import LONGEST_ID, LONGEST_NAME, country_code
from graphrisk.model.identifiers import check_lei
from graphrisk.model.schema import Property

OPEN_DAY = "9999-12-31"
_MONEY = Property("amount", "number", "amount")
_COUNT = Property("count", "integer", "count", None, None, 0)
_WITH_UNIT = re.compile(
    r"([0-9]{1,9}) ?(?:days?|d|hours?|h|hrs|dagar|dager|dage|tage|jours|timmar)"
)
_MOST_SHOWN = 8
_NO_NUMBER = NO_ANSWER - {"0"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text: the rule broken, a sentence, and what to do."""

    rule: str
    message: str
    fix: str = ""


Reading = tuple[Any, Finding | None]


def reader_of(column: Column, decimal: str | None = None) -> Callable[[str], Reading]:
    """Return the function that reads the cells of a column.

    Parameters
    ----------
    decimal
        Decimal sign of the file, where its numbers tell.

    Examples
    --------
    >>> from graphrisk.ingest.dora.templates import TEMPLATES
    >>> read = reader_of(TEMPLATES["b_06.01"].by_code["c0050"])
    >>> read("eba_BT:x28"), read("Assessment not performed")[0], read("maybe")[1].rule
    (('yes', None), 'not assessed', 'code list')
    """
    if column.type == "money":
        return lambda text: _money(text, decimal)
    if column.type == "list":
        return lambda text: _word(column.words, text)
    return _READERS[column.type]


def plain_code(text: str) -> str:
    """Return an identification code as codes are compared: capitals, no spaces.

    Examples
    --------
    >>> plain_code(" de 123 456 ")
    'DE123456'
    """
    return "".join(text.split()).upper()


def _lei(text: str) -> Reading:
    code = plain_code(text)
    if folded(text) in NO_ANSWER:
        return None, None
    return code, None if check_lei(code) else unsound_lei()


def unsound_lei() -> Finding:
    """Return what to say of a code that should be an LEI and is none."""
    message = "not a sound LEI: 20 letters and digits, the last two are check digits"
    return Finding("LEI", message, "look it up at search.gleif.org")


def _party(text: str) -> Reading:
    code = plain_code(text)
    if folded(text) in NO_ANSWER:
        return None, None
    if len(code) > LONGEST_ID:
        return None, Finding("identifier", f"a code of {len(code):,} signs", "write the code alone")
    return _printable(code, code)


def _text(text: str) -> Reading:
    value = " ".join(text.split())
    if len(value) > LONGEST_NAME:
        message = f"{len(value):,} signs; the first {LONGEST_NAME:,} are kept"
        return value[:LONGEST_NAME], Finding("text", message, "shorten it")
    return _printable(value, text)


def _key(text: str) -> Reading:
    value = " ".join(text.split())
    if len(value) > LONGEST_ID:
        return None, Finding("text", f"a reference of {len(value):,} signs", "shorten it")
    return _printable(value, text)


def _function(text: str) -> Reading:
    return (None, None) if folded(text) in NO_ANSWER else _key(text)


def _printable(value: str, text: str) -> Reading:
    if "\ufffd" in value:
        return value, Finding("text", "a sign that could not be decoded", "save the file as UTF-8")
    if value.isprintable():
        return value, None
    clean = "".join(sign for sign in value if sign.isprintable())
    return clean or None, Finding("text", "signs that cannot be printed", "type it anew")


def _date(text: str) -> Reading:
    if folded(text) in NO_ANSWER:
        return None, None
    try:
        day = read_date(text, full=True)
    except Refused as refused:
        return None, Finding("date", refused.message, refused.fix)
    return (None, None) if day == OPEN_DAY else (day, None)


def _country(text: str) -> Reading:
    plain = text.strip()
    if folded(plain) in NO_ANSWER or plain.casefold() in ("eba_ga:x28", "other countries"):
        return None, None
    if plain[:7].casefold() == "eba_ga:":
        plain = plain[7:]
    code = country_code(plain) or country_code(plain.partition(" - ")[0].strip())
    if code is not None:
        return code, None
    message = "no code of a country"
    return plain, Finding("code list", message, "write eba_GA: and two letters (eba_GA:SE)")


def _currency(text: str) -> Reading:
    plain = text.strip()
    for prefix in ("eba_cu:", "iso4217:"):
        if plain.casefold().startswith(prefix):
            plain = plain[len(prefix) :]
    code = plain.upper()
    if code in currencies():
        return code, None
    if folded(text) in NO_ANSWER or code == "X46":
        return None, None
    return None, Finding("code list", "no code of a currency", "write eba_CU:EUR, for instance")


def _money(text: str, decimal: str | None) -> Reading:
    if folded(text) in _NO_NUMBER:
        return None, None
    try:
        number = read_number(text, _MONEY, decimal)
    except Refused as refused:
        return None, Finding("number", refused.message, refused.fix)
    if number < 0:
        return None, Finding("number", "a negative amount", "write what is paid, from 0 up")
    return number, None


def _count(text: str) -> Reading:
    if folded(text) in _NO_NUMBER:
        return None, None
    with_unit = _WITH_UNIT.fullmatch(text.strip().casefold())
    try:
        number = read_integer(with_unit[1] if with_unit else text, _COUNT)
    except Refused as refused:
        return None, Finding("number", refused.message, refused.fix)
    if isinstance(number, tuple):
        return number[0], Finding("number", number[1], number[2])
    if with_unit:
        return number, Finding("number", f"read as {number}", "write the number alone")
    return number, None


def _word(name: str, text: str) -> Reading:
    key = folded(text)
    known = words_of(name)
    for tried in (key, key.partition(":")[2], *_halves(key)):
        if tried in known:
            return known[tried], None
    if name == "activity" and (not key.startswith("eba_") or key[7:] in activity_codes()):
        return text.strip(), None
    if key in NO_ANSWER:
        return None, None
    words = first_words(name)
    shown = ", ".join(words[:_MOST_SHOWN]) + (", ..." if len(words) > _MOST_SHOWN else "")
    message = f"not in the closed list of {name.replace('_', ' ')}"
    value, _ = _text(text)
    return value, Finding("code list", message, f"write the code of one of: {shown}")


def _halves(key: str) -> tuple[str, ...]:
    """Return what a cell says that holds code and words: "1. standalone", "S17 - IaaS".

    A number alone proves nothing where the words beside it are strange.
    """
    for mark in (" - ", " – ", ". ", ") ", ": ", " ("):
        head, found, tail = key.partition(mark)
        if found:
            is_code = head.startswith("eba_") or (head[:1] == "s" and head[1:].isdigit())
            return (tail.strip(" )"), head) if is_code else (tail.strip(" )"),)
    return ()


def _flag(text: str) -> Reading:
    if folded(text) in ("true", "yes", "1", "x", "y", "eba_bt:x28"):
        return True, None
    if folded(text) in ("false", "no", "0", "n", "eba_bt:x29"):
        return False, None
    return None, Finding("yes or no", "neither true nor false", "write true")


_READERS: dict[str, Callable[[str], Reading]] = {
    "lei": _lei,
    "party": _party,
    "text": _text,
    "date": _date,
    "country": _country,
    "currency": _currency,
    "count": _count,
    "flag": _flag,
    "ref": _key,
    "function": _function,
}
