"""Numbers written in words: "tjugofem", "zwölftausend", "half a million", "ett trettiotal"."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphrisk.extract.words.lexicon import Lexicon

_SHORTEST: Final = 5
_LONGEST: Final = 40
_KNOWN_BY: Final = 2  # letters that tell whether a word may begin with a number
_JOINTS: Final = {"de": ("und",), "da": ("og",), "nb": ("og",), "nl": ("en", "ën")}
_TENS: Final = range(20, 100, 10)


def roughly(lexicon: Lexicon, word: str) -> int | None:
    """Return the value of a word such as "trettiotal", which says about how many, or None."""
    for ending in lexicon.tails("about_so_many"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            value = lexicon.data.numbers.get(stem) or lexicon.data.numbers.get(stem + "e")
            if value is not None and value >= len(_TENS) + 2:
                return value
    return None


@lru_cache(maxsize=4096)
def in_one_word(lexicon: Lexicon, word: str) -> int | None:
    """Return the value of numbers written together: "dreihundertfünfzig" is 350."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return None
    if word[:_KNOWN_BY] not in _openings(lexicon):
        return None
    return _joined(lexicon, word, lexicon.data.numbers)


@cache
def _openings(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(name[:_KNOWN_BY] for name in lexicon.data.numbers)


@lru_cache(maxsize=4096)
def _part(lexicon: Lexicon, word: str) -> int | None:
    numbers = lexicon.data.numbers
    return numbers[word] if word in numbers else _joined(lexicon, word, numbers)


def _joined(lexicon: Lexicon, word: str, numbers: Mapping[str, int]) -> int | None:
    """Return the value of a word that is two numbers, the second maybe of several."""
    for at in range(2, len(word) - 1):
        head = numbers.get(word[:at])
        if head is None:
            continue
        tail = word[at:]
        for joint in _JOINTS.get(lexicon.language, ()):
            tens = _part(lexicon, tail.removeprefix(joint)) if tail.startswith(joint) else None
            if 0 < head < 10 and tens is not None and tens >= 20:
                return head + tens if tens < 100 else None
        second = lexicon.data.scales.get(tail) or _part(lexicon, tail)
        value = None if second is None else _together(head, second)
        if value is not None:
            return value
    return None


def _together(head: int, second: int) -> int | None:
    """Return what two numbers in one word are: a product, a sum, or nothing."""
    if second % 100 == 0 or (second == 10 and head < 10):
        lead = 1000 if second >= 1000 and second % 1000 == 0 else 100
        return head * second if head < lead else head + second if second < head else None
    for scale in (1000, 100):  # "drei" and "hundertfünfzig"
        if head < scale / 10 < second and scale < second < 2 * scale:
            return head * scale + second - scale
    if head >= 100 and second < head:
        return head + second
    return head + second if head in _TENS and 0 < second < 10 else None


def halves(lexicon: Lexicon, words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Read "half a million", "en halv miljon", "anderhalf miljoen" at a token: value and end."""
    word, articles, scales = words[at], lexicon.word_set("indefinite"), lexicon.data.scales
    if word in lexicon.word_set("half_million"):
        return 500_000.0, at + 1
    if word in lexicon.word_set("one_and_a_half"):
        value, after = 1.5, at + 1
    else:
        half = at + (word in articles)
        if half >= len(words) or words[half] not in lexicon.word_set("half"):
            return None
        value, after = 0.5, half + 1
    after += after < len(words) and words[after] in articles
    if after >= len(words) or words[after] not in scales:
        return None
    return value * scales[words[after]], after + 1


def and_a_half(lexicon: Lexicon, words: Sequence[str], last: int) -> int | None:
    """Return where "and a half" after a number ends, if it is there."""
    if last >= len(words) or words[last] != lexicon.data.joiners[0]:
        return None
    at = last + 1
    at += at < len(words) and words[at] in lexicon.word_set("indefinite")
    return at + 1 if at < len(words) and words[at] in lexicon.word_set("half") else None


def with_half(lexicon: Lexicon, word: str) -> float | None:
    """Return the value of "zweieinhalb" and "tweeënhalf", None for another word."""
    for ending in lexicon.tails("and_a_half"):
        if word.endswith(ending):
            value = lexicon.data.numbers.get(word.removesuffix(ending))
            return None if value is None else value + 0.5
    return None
