"""What joins words to one name: signs, elided articles, brackets, letters that spell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_shapes import is_after_mark, is_shouting

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_SIGNS: Final = frozenset({"&", "+"})
_ELIDED: Final = frozenset({"l'", "d'"})
_CLITICS: Final = frozenset({"t", "s"})
_BRACKET: Final = 3
_FEWEST: Final = 2
_FEWEST_LETTERS: Final = 3
_MOST: Final = 8
_WORDS: Final = 10


def joined_by_sign(reading: Reading, at: int) -> bool:
    """Whether a sign joins a capital word to a name: "BKK Textil & Mode"."""
    after = at + 1 < len(reading.words) and reading.token(at + 1).is_capital
    return reading.words[at] == "&" and after


def is_joined_letter(reading: Reading, at: int) -> bool:
    """Whether a single capital is one side of a sign: both letters of "H & B Mailing"."""
    text = reading.token(at).text
    if len(text) != 1 or not text.isupper():
        return False
    before, after = reading.words[at - 1 : at], reading.words[at + 1 : at + 2]
    opens = bool(_SIGNS & set(after)) and at + 2 < len(reading.words)
    return (opens and reading.token(at + 2).is_capital) or bool(at and _SIGNS & set(before))


def follows_sign(reading: Reading, at: int) -> bool:
    """Whether a sign makes any capital word a part of the name, where nouns are small."""
    plain = reading.sentence.kind == "text" and not reading.lexicon.data.nouns_capitalised
    token = reading.token(at)
    joined = at > 1 and reading.words[at - 1] == "&" and reading.token(at - 2).is_capital
    return plain and joined and token.is_capital and not is_shouting(reading)


def opens_elided(reading: Reading, at: int) -> bool:
    """Whether a capital article inside a sentence belongs to a name: "L'Atelier Web"."""
    return (
        0 < at < len(reading.words) - 1
        and reading.words[at] in _ELIDED
        and reading.token(at).text[0].isupper()
        and not is_after_mark(reading, at)
        and reading.token(at + 1).is_capital
    )


def clitic_before(reading: Reading, at: int) -> int:
    """Return how many tokens of "'t" stand before a Dutch name: "'t Hof"."""
    before = reading.words[max(0, at - 2) : at]
    whole = len(before) == 2 and before[0] == "'" and before[1] in _CLITICS
    return 2 if whole and reading.lexicon.language == "nl" else 0


def past_bracket(reading: Reading, last: int, forms: Mapping[str, str]) -> int:
    """Return where the legal form begins in "X (UK) Ltd"; ``last`` where no such bracket is."""
    words = reading.words
    if words[last : last + 1] != ["("]:
        return last
    for close in range(last + 2, min(last + 2 + _BRACKET, len(words) - 1)):
        if words[close] == ")":
            return close + 1 if words[close + 1] in forms else last
        if not reading.token(close - 1).is_capital:
            return last
    return last


def spelt_names(readings: Sequence[Reading]) -> dict[tuple[int, int], int]:
    """Return where names begin and end whose letters follow in brackets, by sentence and word.

    Small words and common nouns are part of them: "Forum Open House (FOH)", "the X for Y (XY)".
    """
    found: dict[tuple[int, int], int] = {}
    for number, reading in enumerate(readings):
        for at in range(_FEWEST, len(reading.words) - 2):
            if reading.words[at] != "(" or reading.words[at + 2] != ")":
                continue
            letters = reading.token(at + 1).text
            if letters.isupper() and letters.isalpha() and _FEWEST_LETTERS <= len(letters) <= _MOST:
                first = _spelt_from(reading, at, letters.lower())
                if first is not None:
                    found[number, first] = at
    return found


def _spelt_from(reading: Reading, end: int, letters: str) -> int | None:
    """Return the first word of what a text spells with letters right after it."""
    meant = [*reading.hits("data"), *reading.hits("attack"), *reading.hits("authority")]
    meant += reading.cues("product_noun", "incident", "titles")
    for first in range(end - _FEWEST, max(-1, end - _WORDS), -1):
        token = reading.token(first)
        if not token.is_word or any(h.first <= first < h.last for h in meant):
            return None
        capitals = sum(reading.token(n).is_capital for n in range(first, end))
        if token.is_capital and capitals >= _FEWEST and _spells(reading, first, end, letters):
            return first
    return None


def _spells(reading: Reading, first: int, end: int, letters: str) -> bool:
    """Whether the capital words, each, and some of the small ones begin with the letters."""
    places = {0}  # how many of the letters may be spent: a small word spends one or none
    for at in range(first, end):
        if not reading.token(at).is_word:
            return False
        spent = {n + 1 for n in places if letters[n : n + 1] == reading.words[at][0]}
        places = spent if reading.token(at).is_capital else places | spent
    return len(letters) in places
