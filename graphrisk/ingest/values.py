"""One cell's text -> a value of its property, or a complaint in words.

Rules come from the schema. A text is read once, however many rows have it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphrisk.errors import Severity
from graphrisk.ingest.dates import read_date, read_term
from graphrisk.ingest.numbers import Refused, read_integer, read_number
from graphrisk.model.identifiers import check_lei
from graphrisk.model.records import MAX_TEXT
from graphrisk.model.schema import Property
from graphrisk.model.vocabulary import NO_DATA, vocabulary

LONGEST_NAME = 2_000
LONG_NAME = 1_000
LONGEST_ID = 500
_YES_NO = {
    **dict.fromkeys(("yes", "true", "1", "y"), True),
    **dict.fromkeys(("no", "false", "0", "n"), False),
}
_TERMS = {"starts_on": False, "ends_on": True}
"""Dates that must be whole days; of a cut one, whether its last day counts."""
_SHEET_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!")
_COUNTRY_NAMES = {"uk": "GB", "great britain": "GB", "usa": "US", "u.s.": "US", "el": "GR"} | {
    "united states of america": "US",
    "czech republic": "CZ",
    "the netherlands": "NL",
    "russia": "RU",
}
NOBODY = frozenset(
    {"-", "--", "?", "n/a", "na", "n.a.", "none", "null", "nan", "unknown", "tbd", "tba", "nil"}
)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a text, and what to do; an error refuses the row."""

    message: str
    fix: str = ""
    severity: Severity = "error"


Reading = tuple[Any, tuple[Complaint, ...]]
Reader = Callable[[str], Reading]
_FINE: tuple[Complaint, ...] = ()


def reader_of(prop: Property, decimal: str | None = None) -> Reader:
    """Return the function that reads a property's cells.

    Parameters
    ----------
    decimal
        The file's decimal sign, "." or ",", when its other numbers tell.

    Examples
    --------
    >>> from graphrisk.model.schema import KINDS
    >>> read = reader_of(KINDS["SERVES"].property("criticality"))
    >>> read("Critical"), read("vital")[1][0].severity
    (('critical', ()), 'warning')
    """
    if prop.type == "number":
        return _guarded(lambda text: read_number(text, prop, decimal))
    if prop.type == "integer":
        return _guarded(lambda text: read_integer(text, prop, decimal))
    if prop.type == "boolean":
        return _guarded(_read_boolean)
    if prop.type == "date":
        if prop.name in _TERMS:
            return _guarded(lambda text: read_term(text, last=_TERMS[prop.name]))
        return _guarded(lambda text: read_date(text, full=False))
    if prop.type == "list":
        return lambda text: _read_list(prop, text)
    return lambda text: _read_text(prop, text)


def read_party(text: str) -> Reading:
    """Read the name or id of an organization, cleaned as `clean_name` does."""
    from graphrisk.resolve.directory import clean_name

    name = clean_name(text)
    complaints = _name_complaints(text, name)
    if name.casefold() in NOBODY:
        complaints += (
            Complaint("stands for nobody known", "name the organization, or leave the row out"),
        )
    elif not any(char.isalnum() for char in name):
        complaints += (Complaint("no letter or digit in it", "write a name or an id"),)
    return name, complaints


def read_key(text: str) -> Reading:
    """Read an id as given."""
    complaints = _text_complaints(text, LONGEST_ID)
    return " ".join(text.split()), complaints


def read_data_class(text: str) -> Reading:
    """Read the name of a data class."""
    word = _word_of("data_class", text)
    if word is not None:
        return word, _FINE
    complaints = _text_complaints(text, LONGEST_ID)
    if text.casefold() in NOBODY:
        complaints += (Complaint("names no data class", "name one, or leave the row out"),)
    return text, (*complaints, _outside("data_class"))


def _guarded(read: Callable[[str], Any]) -> Reader:
    def reading(text: str) -> Reading:
        try:
            value = read(text)
        except Refused as refused:
            return None, (Complaint(refused.message, refused.fix),)
        if isinstance(value, tuple):
            return value[0], (Complaint(value[1], value[2], "warning"),)
        return value, _FINE

    return reading


def _read_boolean(text: str) -> bool:
    value = _YES_NO.get(text.casefold())
    if value is None:
        raise Refused("neither yes nor no", "write yes or no")
    return value


def _read_text(prop: Property, text: str) -> Reading:
    if prop.name in ("name", "alias"):
        return read_party(text)
    complaints = _text_complaints(text, MAX_TEXT)
    if prop.name == "lei":
        return _read_lei(text, complaints)
    if prop.vocabulary == "country":
        return _read_country(text, complaints)
    if prop.vocabulary is None:
        return text, complaints
    word = _word_of(prop.vocabulary, text)
    if word is not None:
        return word, complaints
    return text, (*complaints, _outside(prop.vocabulary))


def _read_list(prop: Property, text: str) -> Reading:
    complaints = _text_complaints(text, MAX_TEXT)
    parts = list(dict.fromkeys(part for raw in text.split(";") if (part := raw.strip())))
    if not parts:
        return None, complaints
    if prop.name == "countries":
        read = [_read_country(part, _FINE) for part in parts]
        return [value for value, _ in read], complaints + tuple(c for _, cs in read for c in cs)
    if prop.vocabulary is None:
        return parts, complaints
    values = []
    for part in parts:
        word = _word_of(prop.vocabulary, part)
        if word is None and not (prop.vocabulary == "data_class" and part.casefold() == NO_DATA):
            complaints += (_outside(prop.vocabulary, part if len(parts) > 1 else None),)
        values.append(NO_DATA if part.casefold() == NO_DATA else word or part)
    if NO_DATA in values and len(values) > 1:
        complaints += (Complaint("'none' beside other entries", "leave one of them out"),)
    return list(dict.fromkeys(values)), complaints


def _read_lei(text: str, complaints: tuple[Complaint, ...]) -> Reading:
    lei = "".join(text.split()).upper()
    if check_lei(lei):
        return lei, complaints
    message = "not a sound LEI: 20 letters and digits, the last two are check digits"
    return lei, (*complaints, Complaint(message, "look it up at search.gleif.org", "warning"))


def _read_country(text: str, complaints: tuple[Complaint, ...]) -> Reading:
    code = country_code(text)
    if code is not None:
        return code, complaints
    message = "no country code or English country name; kept as written"
    return text, (*complaints, Complaint(message, "write the two-letter code", "warning"))


def country_code(text: str) -> str | None:
    """Return the two-letter code for a code or an English name.

    Examples
    --------
    >>> country_code("se"), country_code("Sweden"), country_code("UK"), country_code("Atlantis")
    ('SE', 'SE', 'GB', None)
    """
    if len(text) == 2 and text.upper() in vocabulary("country"):
        return text.upper()
    folded = " ".join(text.casefold().split())
    return _countries_by_name().get(folded) or _COUNTRY_NAMES.get(folded)


@cache
def _countries_by_name() -> dict[str, str]:
    return {name.casefold(): code for code, name in vocabulary("country").items()}


@cache
def _folded_words(name: str) -> dict[str, str]:
    return {word.casefold(): word for word in vocabulary(name)}


def _word_of(name: str, text: str) -> str | None:
    words = _folded_words(name)
    folded = text.casefold()
    return words.get(folded) or words.get("_".join(folded.replace("-", " ").split()))


def _outside(name: str, part: str | None = None) -> Complaint:
    words = list(vocabulary(name))
    shown = ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")
    what = f"{part!r} is " if part else ""
    message = f"{what}not a word of the vocabulary {name}; kept as written"
    return Complaint(message, f"known words: {shown}", "warning")


def _name_complaints(text: str, name: str) -> tuple[Complaint, ...]:
    complaints = _text_complaints(text, LONGEST_NAME)
    if LONG_NAME < len(text) <= LONGEST_NAME:
        complaints += (Complaint(f"a name of {len(text):,} signs", "shorten it", "warning"),)
    if text.isascii():
        return complaints
    if _BIDI & set(text):
        complaints += (
            Complaint("signs that turn the reading direction", "type the name anew", "warning"),
        )
    elif len(name) < len(" ".join(unicodedata.normalize("NFC", text).split())):
        complaints += (Complaint("invisible signs were left out of the name", "", "warning"),)
    return complaints


def _text_complaints(text: str, longest: int) -> tuple[Complaint, ...]:
    found = _FINE
    if len(text) > longest:
        found += (Complaint(f"{len(text):,} signs; at most {longest:,}", "shorten it"),)
    if "\ufffd" in text:
        found += (Complaint("a sign that could not be decoded", "save the file as UTF-8"),)
    if not text.isprintable():
        control = next(
            (c for c in text if unicodedata.category(c) == "Cc" and c not in "\t\n\r"), ""
        )
        if control:
            found += (Complaint(f"control character U+{ord(control):04X}", "remove it"),)
    if text in _SHEET_ERRORS:
        found += (Complaint("an error of the spreadsheet", "mend the formula behind it"),)
    return found
