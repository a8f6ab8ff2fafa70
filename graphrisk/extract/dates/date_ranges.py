"""Two days that bound one period: "from 12 May to 14 May", "27 May at 20.00 until 29 May"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.extract.dates.dates import DateMention
    from graphrisk.extract.text.sentence_words import SentenceWords
    from graphrisk.extract.words.lexicon import Lexicon

DASHES: Final = frozenset({"-", "\u2013"})
_BETWEEN: Final = 6  # tokens: "at 20.00 up to and including"
_FROM_CASE: Final = ("sta", "stä")
_TO_CASE: Final = ("uuhun", "uun")


def range_words(lexicon: Lexicon) -> frozenset[str]:
    """Return what joins the two ends of a period: a dash, "to", "and"."""
    return DASHES | lexicon.word_set("range_to") | {lexicon.data.joiners[0]}


def joined(reading: SentenceWords, found: Sequence[DateMention]) -> list[DateMention]:
    """Join "February and May 2020" and "12 May to 14 May" into one range; share the year."""
    out: list[DateMention] = []
    for mention in found:
        previous = out[-1] if out else None
        if previous is not None and _bounds(reading, previous, mention):
            start = previous.value.replace("XXXX", mention.value[:4])
            out[-1] = replace(previous, last=mention.last, value=f"{start}/{mention.value}")
        else:
            out.append(mention)
    return out


def _bounds(reading: SentenceWords, start: DateMention, end: DateMention) -> bool:
    """Whether the second of two dates ends a period that the first begins."""
    if start.precision != end.precision or "/" in start.value + end.value:
        return False
    between = _without_clock(reading, reading.words[start.last : end.first])
    if not between:
        cased = start.last == end.first and reading.lexicon.language == "fi"
        return cased and _in_cases(reading, start, end)
    rest = reading.lexicon.word_set("inclusive") | reading.lexicon.word_set("day_article")
    return between[0] in range_words(reading.lexicon) and rest.issuperset(between[1:])


def _in_cases(reading: SentenceWords, start: DateMention, end: DateMention) -> bool:
    """Whether Finnish cases say from when to when: "huhtikuusta kesäkuuhun"."""
    first, last = (reading.words[d.first : d.last] for d in (start, end))
    leaves = any(word.endswith(_FROM_CASE) for word in first)
    return leaves and any(word.endswith(_TO_CASE) for word in last)


def _without_clock(reading: SentenceWords, between: list[str]) -> list[str]:
    """Leave out the hour of a day: "27 January at 20.00 until"."""
    if len(between) > _BETWEEN:
        return ["..."]
    clock = reading.lexicon.word_set("at_clock") | reading.lexicon.word_set("clock")
    if len(between) > 2 and between[0] in clock and between[1][0].isdecimal():
        return between[2:]
    return between
