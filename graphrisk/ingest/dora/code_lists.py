"""Closed lists of the register: codes of the taxonomy, our words for them, other writings."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("code_lists.yaml")
NO_ANSWER = frozenset(
    {"0", "eba_ga:qx2007", "eba_zz:x0", "x0", "qx2007", "not applicable", "n/a", "na", "n.a.", "-"}
)
"""Writings, folded, of a cell that holds nothing on purpose."""


@cache
def words_of(name: str) -> dict[str, str]:
    """Return every writing of a closed list, folded, with our word for it.

    Examples
    --------
    >>> words = words_of("substitutability")
    >>> words["eba_zz:x959"], words["x959"], words["1"], words["easily substitutable"]
    ('not substitutable', 'not substitutable', 'not substitutable', 'easy')
    """
    found: dict[str, str] = {}
    for code, writings in _lists()[name].items():
        word = str(writings[0])
        for writing in (code, code.partition(":")[2], *writings):
            found[folded(str(writing))] = word
    return found


@cache
def code_of(name: str, word: str) -> str:
    """Return the code of the taxonomy for one of our words.

    Raises
    ------
    KeyError
        The list has no such word.

    Examples
    --------
    >>> code_of("service", "S17")
    'eba_TA:S17'
    """
    for code, writings in _lists()[name].items():
        if str(writings[0]) == word:
            return str(code)
    raise KeyError(word)


@cache
def first_words(name: str) -> tuple[str, ...]:
    """Return our words for the codes of a list, in the order of the regulation."""
    return tuple(str(writings[0]) for writings in _lists()[name].values())


@cache
def service_name(word: str) -> str | None:
    """Return what a service type is called.

    Examples
    --------
    >>> service_name("S17"), service_name("S99")
    ('Cloud: IaaS', None)
    """
    for writings in _lists()["service"].values():
        if writings[0] == word:
            return next(str(text) for text in writings if len(str(text)) > len(word))
    return None


@cache
def currencies() -> frozenset[str]:
    """Return the codes of currencies, ISO 4217 and those that the taxonomy has besides."""
    return frozenset(str(_lists()["currencies"]).split())


@cache
def activity_codes() -> frozenset[str]:
    """Return the codes of licenced activities, folded and without their prefix."""
    found = {folded(code).partition(":")[2] for code in _lists()["activity"]}
    for part in str(_lists()["activity_codes"]).split():
        first, _, last = part.partition("-")
        found |= {f"x{number}" for number in range(int(first), int(last or first) + 1)}
    return frozenset(found)


def folded(text: str) -> str:
    """Return a writing as lists are searched: small letters, single spaces, plain apostrophes."""
    plain = text.replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(plain.casefold().split()).strip(" .;\"'")


@cache
def _lists() -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)
    return loaded
