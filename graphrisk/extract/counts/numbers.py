"""Numbers as notices write them: figures, groups of three, words and scales, with a qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import LARGEST_COUNT
from graphrisk.extract.counts.number_words import (
    and_a_half,
    halves,
    in_one_word,
    roughly,
    with_half,
)

if TYPE_CHECKING:
    from graphrisk.extract.text.sentence_words import SentenceWords

_MEASURES: Final = frozenset(  # the same in all languages; words stand in "not_counted"
    [
        *("€", "$", "£", "%", "m€", "k€", "sek", "nok", "dkk", "eur", "usd", "gbp", "chf"),
        *("gb", "tb", "mb", "€.", "h", "gigabyte", "gigabytes", "terabyte", "terabytes"),
    ]
)
_BEFORE_YEAR: Final = frozenset({"-", "\u2013", "/", "."})
_MARKS: Final = frozenset({"€", "$", "£", "§", "#"})
_MAX_DIGITS: Final = 15
_SHORT: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)([km])")  # "12k", "2.4m"
_TIMES: Final = {"k": 1_000, "m": 1_000_000}
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_COUNTED: Final = frozenset({"persons", "organisations", "accounts"})
_SWISS: Final = re.compile(r"\d{1,3}(?:'\d{3}){1,4}")  # "12'000"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a sentence: token positions, value and qualifier.

    ``qualifier`` is ``exact``, ``more_than``, ``about`` or ``up_to``; ``first`` includes the words
    that qualify.
    """

    first: int
    last: int
    value: int
    qualifier: str


def find_numbers(reading: SentenceWords) -> list[NumberMention]:
    """Return the numbers of a sentence that may count something: no money, no time, no percent."""
    found: list[NumberMention] = []
    lexicon = reading.lexicon
    several, fractions = lexicon.word_set("several"), lexicon.word_set("fraction")
    measures = _MEASURES | lexicon.word_set("not_counted")
    marks = _MARKS | lexicon.word_set("number_mark")
    at = 0
    while at < len(reading.words):
        parsed = _number_at(reading, at)
        if parsed is None:
            at += 1
            continue
        value, last = parsed
        after = reading.words[last] if last < len(reading.words) else ""
        before = reading.words[at - 1] if at else ""
        named = reading.words[at].isalpha()
        if named and (before in several or after in fractions):
            at = last
            continue
        counts = value == int(value) and value <= LARGEST_COUNT
        if counts and after not in measures and before not in marks:
            first, qualifier = _qualifier(reading, at, last)
            mention = NumberMention(first, last, int(value), qualifier)
            found += [] if _is_year(reading, mention) else [mention]
        at = last
    return found


def _is_year(reading: SentenceWords, mention: NumberMention) -> bool:
    """Whether four figures are a year: "since 2012", and not "over 2012 people", "1950 people"."""
    word = reading.words[mention.last - 1]
    if not (_FIRST_YEAR <= mention.value <= _LAST_YEAR and len(word) == 4 and word.isdecimal()):
        return False
    if mention.qualifier in {"more_than", "up_to"}:
        return False
    before = reading.words[mention.first - 1] if mention.first else ""
    nouns = (*reading.hits("unit"), *reading.hits("counted"))
    counts = any(h.first == mention.last and h.id in _COUNTED for h in nouns)
    in_year = _BEFORE_YEAR | reading.lexicon.word_set("before_year_figure")
    return not counts or before in in_year


def _number_at(reading: SentenceWords, at: int) -> tuple[float, int] | None:
    word = reading.words[at]
    scales = reading.lexicon.data.scales
    if (half := halves(reading.lexicon, reading.words, at)) is not None:
        return half
    parsed = _figure(reading, at) if word[0].isdecimal() else _in_words(reading, at)
    if parsed is None:
        return None
    value, last = parsed
    half_at = and_a_half(reading.lexicon, reading.words, last)
    if half_at is not None and half_at < len(reading.words) and reading.words[half_at] in scales:
        value, last = value + 0.5, half_at
    scale, short = 0, reading.lexicon.word_set("short_scale")
    while last < len(reading.words) and reading.words[last] in scales:
        scale = scales[reading.words[last]]
        value *= scale
        last += 1
        last += reading.words[last - 1] in short and reading.words[last : last + 1] == ["."]
    if scale and (half_at := and_a_half(reading.lexicon, reading.words, last)) is not None:
        return round(value + scale / 2, 6), half_at  # "deux millions et demi"
    if not scale or word[0].isdecimal():
        return round(value, 6), last
    return _with_rest(reading, value, last, scale)


def _in_words(reading: SentenceWords, at: int) -> tuple[float, int] | None:
    """Read a number in words, the parts of which may be written together."""
    word = reading.words[at]
    lexicon = reading.lexicon
    numbers = lexicon.data.numbers
    if word in numbers:
        vague_words = lexicon.word_set("vague_number")
        vague = word in lexicon.data.scales and at and reading.words[at - 1] in vague_words
        return None if vague else (float(numbers[word]), at + 1)
    if "-" in word and all(part in numbers for part in word.split("-")):
        return float(sum(numbers[part] for part in word.split("-"))), at + 1
    value = in_one_word(lexicon, word) or roughly(lexicon, word) or with_half(lexicon, word)
    return None if value is None else (float(value), at + 1)


def _with_rest(reading: SentenceWords, value: float, last: int, scale: int) -> tuple[float, int]:
    """Add what follows a scale in words: "deux cent cinquante", "mille deux cents"."""
    follows = reading.words[last] if last < len(reading.words) else ""
    if follows in reading.lexicon.data.numbers:
        rest = _number_at(reading, last)
        if rest is not None and rest[0] < scale:
            return round(value + rest[0], 6), rest[1]
    return round(value, 6), last


def _figure(reading: SentenceWords, at: int) -> tuple[float, int] | None:
    """Read figures: 9000, 9 000, 9,000, 9.000, 9'000, 1.6, 1,6."""
    word = reading.words[at]
    decimal = reading.lexicon.data.decimal
    if _SWISS.fullmatch(word):
        return float(word.replace("'", "")), at + 1
    match = _SHORT.fullmatch(word)
    if match and (match[2] == "k" or reading.lexicon.language == "en"):
        return float(match[1].replace(",", ".")) * _TIMES[match[2]], at + 1
    if word.endswith("\N{VULGAR FRACTION ONE HALF}") and word[:-1].isdecimal():
        return float(word[:-1]) + 0.5, at + 1
    groups = word.split(".")
    if not all(part.isdecimal() for part in groups) or len(word) > _MAX_DIGITS:
        return None
    if len(groups) > 2 or (len(groups) == 2 and decimal == "," and len(groups[1]) == 3):
        if any(len(part) != 3 for part in groups[1:]):
            return None  # a date or a version
        return float("".join(groups)), at + 1
    last = at + 1
    text = groups[0]
    while _joins_group(reading, last, text):
        step = 1 if reading.words[last].isdecimal() else 2
        text += reading.words[last + step - 1]
        last += step
    fraction = groups[1] if len(groups) == 2 else ""
    if not fraction and _is_fraction(reading, last):
        fraction, last = reading.words[last + 1], last + 2
    return float(f"{text}.{fraction}" if fraction else text), last


def _joins_group(reading: SentenceWords, last: int, text: str) -> bool:
    """Whether three more digits belong to the number: after a space, or right after a comma."""
    tokens = reading.sentence.tokens
    if last >= len(tokens) or len(text) > _MAX_DIGITS or text.startswith("0"):
        return False
    if len(text) % 3 == 1 or len(text) % 3 == 2 or len(text) >= 3:
        word = reading.words[last]
        if word.isdecimal() and len(word) == 3 and len(text) != 4:
            return tokens[last].start - tokens[last - 1].end == 1
        return (
            reading.lexicon.data.decimal == "."
            and word in {",", "'"}
            and last + 1 < len(tokens)
            and len(reading.words[last + 1]) == 3
            and reading.words[last + 1].isdecimal()
            and tokens[last + 1].start == tokens[last - 1].end + 1
        )
    return False


def _is_fraction(reading: SentenceWords, last: int) -> bool:
    tokens = reading.sentence.tokens
    return (
        reading.lexicon.data.decimal == ","
        and last + 1 < len(tokens)
        and reading.words[last] == ","
        and reading.words[last + 1].isdecimal()
        and tokens[last + 1].start == tokens[last - 1].end + 1
    )


def _qualifier(reading: SentenceWords, first: int, last: int) -> tuple[int, str]:
    """Find words such as "more than" before the number, or a plus after it."""
    best = (first, "exact")
    risen = reading.lexicon.word_set("has_risen")
    for hit in reading.hits("qualifier"):
        if hit.first and reading.words[hit.first - 1] in risen:
            continue  # "has risen to"
        inside = first <= hit.first and hit.last == last  # "une centaine"
        leads = first - 1 <= hit.last <= first
        whole = leads and hit.first == best[0] < first and hit.last == first  # "jopa yli"
        if (leads and hit.first < best[0]) or whole or (inside and best[1] == "exact"):
            best = (min(first, hit.first), hit.id)
    if last < len(reading.words) and reading.words[last] == "+":
        return best[0], "more_than"
    if best[1] == "exact" and roughly(reading.lexicon, reading.words[first]) is not None:
        return best[0], "about"
    return best
