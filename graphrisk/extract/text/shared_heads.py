"""A noun that several words before or after it share: "bank and health data" are two kinds.

A hyphen that stands for a shared part ("Bank- und Gesundheitsdaten") is completed elsewhere; here
the noun is a word of its own, last in its group (English) or first (French).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.words.lexicon import Lexicon

_MOST: Final = 6  # words in a group that share a noun
_LONGEST: Final = 3


def shared_heads(words: Sequence[str], lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the data that words name only together with the noun they share with others.

    Examples
    --------
    >>> from graphrisk.extract.words.lexicon import load_lexicon
    >>> [(h.id, h.first) for h in shared_heads("contact , bank or health data".split(),
    ...                                         load_lexicon("en"))]
    [('financial_account', 2), ('contact', 0)]
    """
    last, first = lexicon.word_set("shared_head_last"), lexicon.word_set("shared_head_first")
    for at, word in enumerate(words):
        if word in last:
            yield from _before(words, at, lexicon)
        elif word in first:
            yield from _after(words, at, lexicon)


def _before(words: Sequence[str], head: int, lexicon: Lexicon) -> Iterator[Hit]:
    """Yield what stands two, four ... words before the noun, with "," or "and" between."""
    links = {",", *lexicon.data.joiners}
    for at in range(head - 3, max(-1, head - 2 - 2 * _MOST), -2):
        if words[at + 1] not in links or not words[at].isalpha():
            return
        name = _named([words[at], words[head]], lexicon)
        if name is not None:
            yield Hit("data", name, at, at + 1)


def _after(words: Sequence[str], head: int, lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the words after the noun's own that go on with it: "données de santé, bancaires"."""
    links = {",", *lexicon.data.joiners}
    begin, parts = head + 1, 0
    for at in range(head + 1, min(len(words), head + 1 + _MOST * _LONGEST) + 1):
        if at < len(words) and words[at] not in links and words[at][0].isalnum():
            continue
        parts += 1
        if parts > 1 and at > begin:
            hit = _goes_on(words, head, begin, at, lexicon)
            if hit is None:
                return
            yield hit
        if at >= len(words) or words[at] not in links:
            return
        begin = at + 1


def _goes_on(words: Sequence[str], head: int, begin: int, end: int, lexicon: Lexicon) -> Hit | None:
    """Return what the first words of a part name with the noun: "de santé des patients"."""
    for size in range(min(_LONGEST, end - begin), 0, -1):
        name = _named([words[head], *words[begin : begin + size]], lexicon)
        if name is not None:
            return Hit("data", name, begin, begin + size)
    return None


def _named(phrase: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the class that a phrase names as a whole."""
    hits = lexicon.trie.find(phrase)
    return next(
        (h.id for h in hits if h.group == "data" and h.first == 0 and h.last == len(phrase)), None
    )
