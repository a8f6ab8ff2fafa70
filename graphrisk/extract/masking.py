"""Persons, telephone numbers, addresses of mail and identity numbers hidden in words that are shown.

Every mask is as long as what it hides, so that offsets of evidence stay true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphrisk.extract.lexicon import Lexicon, load_lexicon, supported_languages
from graphrisk.extract.mentions import Reading
from graphrisk.extract.persons import find_persons
from graphrisk.extract.segment import fold, segment

if TYPE_CHECKING:
    from collections.abc import Iterable

_MASK: Final = "▒"
_LIMIT: Final = 200_000

# Bounded repetitions only; each begins with something that cannot be repeated.
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE: Final = re.compile(r"(?<![\w/.,-])(?:\+|00|0)\d{1,4}(?:[ /()\u2013-]{1,3}\d{1,6}){1,6}(?![\w])")
_PHONE_PLAIN: Final = re.compile(r"(?<![\w/.,-])(?:\+\d{8,14}|0\d{7,11})(?!\w)")
_DOLLAR_PHONE: Final = re.compile(r"(?<![\w-])(?:1-)?\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\w)")
_IDENTITY: Final = re.compile(r"(?<![\w-])(?:19|20)?\d{6}[-+]\d{3}[\dA-Z](?!\w)")
_PATTERNS: Final = (_MAIL, _PHONE, _PHONE_PLAIN, _DOLLAR_PHONE, _IDENTITY)


def mask_personal(text: str, language: str | None = None) -> str:
    """Return a text of the same length with personal data hidden.

    Persons are found where a title or a verb of saying introduces them; afterwards their family
    names are hidden wherever they stand.

    Parameters
    ----------
    text
        Any text; only its first 200,000 characters are searched for persons.
    language
        Code of its language; without one every lexicon is used.

    Examples
    --------
    >>> masked = mask_personal("Call 08-123 45 67 or write to eva.ek@example.org.", "en")
    >>> ("123" in masked, "@" in masked, len(masked))
    (False, False, 49)
    """
    hidden = [match.span() for pattern in _PATTERNS for match in pattern.finditer(fold(text))]
    codes = [language] if language in supported_languages() else list(supported_languages())
    for code in codes:
        hidden += _persons(text[:_LIMIT], load_lexicon(str(code)))
    return _masked(text, hidden)


def _persons(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    readings = [Reading(sentence, lexicon) for sentence in segment(text, lexicon).sentences]
    spans: list[tuple[int, int]] = []
    for number, places in find_persons(readings, lexicon).items():
        tokens = readings[number].sentence.tokens
        spans += [(tokens[at].start, tokens[at].end) for at in places]
    return spans


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        for at in range(start, min(end, len(signs))):
            if not signs[at].isspace():
                signs[at] = _MASK
    return "".join(signs)
