"""Years that stand alone: "during 2023 somebody got in"; most years date nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.dates.events import DatedEvent
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.text.sentence_words import SentenceWords

_FIRST: Final = 1990
_LAST: Final = 2099
_HAPPENED: Final = frozenset({"occurred"})
_FINER: Final = frozenset({"day", "week", "month"})


def lone_year(reading: SentenceWords, at: int) -> bool:
    """Whether a year at a token says when something was done: "during 2023"."""
    word = reading.words[at]
    if not (len(word) == 4 and word.isdecimal() and _FIRST <= int(word) <= _LAST):
        return False
    follows = reading.words[at + 1] if at + 1 < len(reading.words) else ""
    if follows in {"-", "\u2013", "/", reading.lexicon.data.joiners[0]}:
        return False
    opened = any(h.last == at for h in reading.cues("opens_year"))
    return opened and (reading.words[at - 1] != "vuoden" or follows == "aikana")


def tells_year(reading: Reading, hits: Sequence[object]) -> bool:
    """Whether a sentence with such a year tells what was done, and not what was before."""
    verbs = {h.first for h in reading.cues(*_HAPPENED)} - {
        h.first for h in reading.cues("incident")
    }
    aside = reading.has("period", "other_incident", "base_count", "earlier_word")
    return (
        bool(hits and verbs)
        and not aside
        and not (reading.lexicon.word_set("also_before") & set(reading.words))
    )


def without_rough_years(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """Leave out years where a day, week or month is told for the same kind of event."""
    finer = {e.what for e in events if e.mention.precision in _FINER}
    return [e for e in events if e.mention.precision != "year" or e.what not in finer]
