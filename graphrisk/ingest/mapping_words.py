"""Words that tables of eight languages use, read once from the YAML file beside this module."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from graphrisk.model.identifiers import without_marks

_FILE = Path(__file__).parent / "mapping_words.yaml"
_LETTERS_OF_A_STEM = 5
_NO_MARKS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "œ": "oe"})
_WRITTEN_OUT = str.maketrans({**{"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}, "ø": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """Return a text as words are compared: one form, small letters, single spaces.

    Examples
    --------
    >>> fold("  Mycket\\nHÖG ")
    'mycket hög'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def tokens_of(text: str) -> list[str]:
    """Return the words of a text, without what stands in brackets and without signs.

    Examples
    --------
    >>> tokens_of("Årskostnad (tkr, exkl. moms)"), tokens_of("Org.nr")
    (['årskostnad'], ['org', 'nr'])
    """
    inside = 0
    kept = []
    for sign in fold(text):
        inside += sign in "(["
        if not inside:
            kept.append(sign if sign.isalnum() else " ")
        inside -= sign in ")]" and inside > 0
    return "".join(kept).split()


def ways_of(text: str) -> tuple[str, ...]:
    """Return a word as it stands, without accents, and with letters written out, each once.

    Examples
    --------
    >>> ways_of("Kündigung"), ways_of("données"), ways_of("drift")
    (('Kündigung', 'Kundigung', 'Kuendigung'), ('données', 'donnees'), ('drift',))
    """
    if text.isascii():
        return (text,)
    plain = without_marks(text.translate(_NO_MARKS))
    return tuple(dict.fromkeys((text, plain, text.translate(_WRITTEN_OUT))))


@cache
def words() -> dict[str, Any]:
    """Return the YAML file as it is."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)
    return loaded


@cache
def value_words(name: str) -> Mapping[str, str]:
    """Return folded word -> value for the words that cells of a property may hold."""
    if name == "country":
        return {fold(word): code for code, found in words()["countries"].items() for word in found}
    found = words()["values"].get(name, {})
    said = [(word, value) for value, listed in found.items() for word in listed]
    ways = {fold(way): value for word, value in said for way in ways_of(word)[1:]}
    return ways | {fold(word): value for word, value in said}


@cache
def units(name: str) -> Mapping[str, float]:
    """Return unit -> factor for ``days``, ``hours`` or ``money``; ``""`` is a bare number."""
    return {fold(unit): float(factor) for unit, factor in words()["values"][name].items()}


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of words, folded: yes, no, empty, open_ended, totals, notes."""
    listed = words()["values"].get(name) or words()[name]
    return frozenset(map(fold, listed))


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the number of each month's name."""
    return {fold(name): int(n) for n, names in words()["months"].items() for name in names}


def is_total(filled: Sequence[str]) -> bool:
    """Return True when the filled cells of a row are a word for a total, and numbers.

    Examples
    --------
    >>> is_total(["Summa", "1 200 000 kr"]), is_total(["Total Services AB", "12"])
    (True, False)
    >>> is_total(["Total", "fuel", "12"])
    False
    """
    labels = list(islice((cell for cell in filled if not _is_figure(cell)), 2))
    if len(labels) != 1 or len(labels[0]) > 80:
        return False
    label = fold(labels[0]).strip(" :.=")
    if label in word_set("totals"):
        return True
    first, *rest = tokens_of(label) or [""]
    allowed = word_set("totals_more")
    return first in word_set("totals") and all(
        each.isdigit() or each in allowed or each in word_set("totals") for each in rest
    )


def is_note(text: str) -> bool:
    """Return True when a text begins as notes below a table do.

    Examples
    --------
    >>> is_note("* enligt avtal"), is_note("Källa: upphandling"), is_note("Notariatet AB")
    (True, True, False)
    """
    if text[0] in "*¹²³†‡#":
        return True
    start, colon, _ = fold(text).partition(":")
    start = start.strip(" .)0123456789")
    return bool(colon) and start in word_set("notes")


def is_phrase_in(phrase: Sequence[str], tokens: Sequence[str]) -> bool:
    """Return True when the words of a phrase follow each other, the long ones in any inflection.

    Examples
    --------
    >>> is_phrase_in(["leverantör"], ["leverantörens", "namn"]), is_phrase_in(["till"], ["tills"])
    (True, False)
    """
    count = len(phrase)
    return any(
        all(map(_alike, phrase, tokens[at : at + count])) for at in range(len(tokens) - count + 1)
    )


def _alike(word: str, token: str) -> bool:
    return word == token or (len(word) >= _LETTERS_OF_A_STEM and token.startswith(word))


@lru_cache(maxsize=65_536)
def _is_figure(cell: str) -> bool:
    rest = "".join(sign for sign in fold(cell) if sign.isalpha() or sign == "€")
    has_digit = any(sign.isdigit() for sign in cell)
    return (has_digit and (not rest or rest in units("money"))) or not any(
        sign.isalnum() for sign in cell
    )
