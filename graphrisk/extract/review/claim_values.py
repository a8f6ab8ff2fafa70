"""What the values of claims may be: one table of keys and types, read by drafts and corrections."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from graphrisk.extract.claims import FIELDS, LARGEST_COUNT, Claim, Party
from graphrisk.model.identifiers import fold
from graphrisk.model.records import is_date
from graphrisk.model.vocabulary import vocabulary
from graphrisk.resolve.directory import clean_name

# A type is text, number, boolean, date, party, list or a vocabulary ("word:NAME", "words:NAME");
# a question mark says that the value may be empty.
VALUE_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "incident": {"is_incident": "boolean", "attack_type": "word:attack_type?", "title": "text?"},
    "vendor_hit": {"organization": "party", "role": "word:vendor_role?"},
    "serves": {
        "vendor": "party",
        "customer": "party",
        "service": "text?",
        "category": "word:service_category?",
    },
    "affected": {"organization": "party", "impact": "word:impact?", "spared": "boolean?"},
    "data_class": {
        "data_class": "word:data_class",
        "holder": "party?",
        "subject_groups": "list?",
        "condition": "text?",
    },
    "count": {
        "number": "number",
        "what": "text?",
        "qualifier": "word:qualifier?",
        "scope": "word:scope?",
        "about": "party?",
        "countries": "words:country?",
    },
    "subject_group": {
        "groups": "list",
        "countries": "words:country?",
        "partial": "boolean?",
        "about": "party?",
    },
    "date": {
        "date": "date",
        "what": "word:date_what?",
        "precision": "word:precision?",
        "about": "party?",
    },
    "authority": {"name": "text", "role": "word:authority_role?", "by": "party?"},
    "spared_scope": {"text": "text", "scope": "text?", "countries": "words:country?"},
    "consequence": {"text": "text", "kind": "text?", "about": "party?"},
    "restored": {"about": "party?", "date": "date?", "text": "text?"},
}

_YES = frozenset({"yes", "true", "1", "y"})
_NO = frozenset({"no", "false", "0", "n"})
LONGEST_TEXT: Final = 5_000


def value_problem(name: str, key: str, value: object, *, exact_words: bool = True) -> str | None:
    """Return what is wrong with one value of a claim, or None.

    Parameters
    ----------
    name, key, value
        Field of the claim, key in its value, and the value.
    exact_words
        Whether a word outside its vocabulary is wrong. It is in a person's correction; in a draft
        it stays as a reader wrote it.

    Examples
    --------
    >>> value_problem("count", "number", -3)
    'not a number from 0 to 1,000,000,000,000'
    >>> value_problem("vendor_hit", "role", "villain")
    'not one of: origin, conduit, software_maker'
    """
    kind = VALUE_TYPES.get(name, {}).get(key)
    if kind is None:
        known = ", ".join(VALUE_TYPES.get(name, FIELDS))
        return f"{name} has no value of that name; it has: {known}"
    if value is None or value in ("", (), []):
        return None if kind.endswith("?") else "must not be empty"
    base, _, words = kind.removesuffix("?").partition(":")
    if base in ("word", "words") and not exact_words:
        base = "text" if base == "word" else "list"
    return _type_problem(base, words, value, exact_words=exact_words)


def _type_problem(base: str, words: str, value: object, *, exact_words: bool) -> str | None:
    if base == "party":
        fits = isinstance(value, Party) and 0 < len(clean_name(value.name)) <= LONGEST_TEXT
        return None if fits else "not an organization's name"
    if base == "number":
        return None if _is_count(value) else f"not a number from 0 to {LARGEST_COUNT:,}"
    if base == "boolean":
        return None if isinstance(value, bool) else "not yes or no"
    if base in ("list", "words"):
        return _list_problem(base, words, value)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return f"not a text of up to {LONGEST_TEXT} signs"
    if base == "date" and exact_words and not is_date(value):
        return "not a date; write YYYY-MM-DD, YYYY-MM, YYYY, or XXXX for a year not known"
    if base == "word" and value not in vocabulary(words):
        return "not one of: " + ", ".join(vocabulary(words))
    return None


def _list_problem(base: str, words: str, value: object) -> str | None:
    if not isinstance(value, (tuple, list)):
        return "not a list"
    if not all(isinstance(item, str) and 0 < len(item) <= LONGEST_TEXT for item in value):
        return "not a list of texts"
    outside = [item for item in value if base == "words" and item not in vocabulary(words)]
    if not outside:
        return None
    if words == "country":
        return f"{outside[0]!r} is not a country code such as SE"
    return f"{outside[0]!r} is not one of: " + ", ".join(vocabulary(words))


def _is_count(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and 0 <= value <= LARGEST_COUNT


def value_from_text(name: str, key: str, text: str, parties: Iterable[Party] = ()) -> Any:
    """Return the value that a person wrote; what does not fit comes back as written.

    ``parties`` are those of the draft: a name that is one of them becomes that one.

    Examples
    --------
    >>> value_from_text("count", "number", "9 000")
    9000
    >>> value_from_text("subject_group", "groups", "customers; employees")
    ('customers', 'employees')
    """
    kind = VALUE_TYPES.get(name, {}).get(key, "text?").removesuffix("?").partition(":")[0]
    text = text.strip()
    if not text:
        return None
    if kind == "party":
        return party_from_text(text, parties)
    if kind in ("list", "words"):
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if kind == "boolean":
        word = text.casefold()
        return True if word in _YES else False if word in _NO else text
    return _number_from_text(text) if kind == "number" else text


def party_from_text(text: str, parties: Iterable[Party] = ()) -> Party:
    """Return the party of that name, or a new named one."""
    wanted = fold(text)
    for party in parties:
        if wanted in (fold(party.name), fold(party.key)):
            return party
    return Party(name=" ".join(text.split()), named=True, key=wanted)


def value_from_json(name: str, key: str, value: object, parties: Iterable[Party] = ()) -> Any:
    """Return a value given as JSON: parties by name or as mappings, lists as tuples."""
    if isinstance(value, Mapping):
        known = {
            part: value[part] for part in ("name", "named", "country", "kind") if part in value
        }
        if not isinstance(known.get("name"), str):
            return value
        party = party_from_text(known["name"], parties)
        return replace(party, **known)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str):
        return value_from_text(name, key, value, parties)
    return value


def parties_of(claims: Iterable[Claim]) -> tuple[Party, ...]:
    """Return the parties that claims speak of, each once, in order of first mention.

    Examples
    --------
    >>> parties_of(())
    ()
    """
    found: dict[str, Party] = {}
    for claim in claims:
        for value in claim.value.values():
            if isinstance(value, Party):
                found.setdefault(party_key(value), value)
    return tuple(found.values())


def party_key(party: Party) -> str:
    """Return what makes two mentions in one document the same party."""
    return party.key or fold(party.name)


def _number_from_text(text: str) -> int | float | str:
    plain = "".join(text.split()).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    if not plain.isascii() or len(plain) > 24:
        return text
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(number) if math.isfinite(number) and number == int(number) else number
