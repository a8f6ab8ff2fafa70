"""Dates that say from when something is, and not when anything befell: "customers since 2019"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.dates.date_ranges import DASHES

if TYPE_CHECKING:
    from graphrisk.extract.dates.dates import DateMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.trie import Hit

_BESIDE: Final = 2
_BETWEEN: Final = 3
_OF_TIME: Final = 5
_OPEN: Final = ("exposure", "outage", "occurred")
_OF_BIRTH: Final = 8
_OF_ACT: Final = 8
_HARM: Final = ("affected", "outage", "exposure")
_ENDS: Final = ("restored", "occurred", "published")
_HAPPENED: Final = ("exposure", "incident", "discovered", "noted", "report", "leaked", *_ENDS)


def is_of_period(reading: Reading, mention: DateMention) -> bool:
    """Whether data is from that time, or somebody was arrested then: nothing that befell.

    "Customers since 2019", "letters between May and June", "from September to December 2019".
    """
    return (
        any(_is_beside(reading, h, mention) for h in reading.cues("period"))
        or _spans_data(reading, mention)
        or _is_of_dealings(reading, mention)
        or _is_of_inquiry(reading, mention)
        or _is_of_birth(reading, mention)
        or _is_of_law(reading, mention)
        or _is_of_contract(reading, mention)
        or _is_to_come(reading)
        or _ends_period(reading, mention)
    )


def _is_beside(reading: Reading, period: Hit, mention: DateMention) -> bool:
    """Whether words for a period stand by a date; not "was open to all in the period"."""
    near = abs(period.last - mention.first) <= _BESIDE
    if near and any(h.last == period.first for h in reading.cues(*_OPEN)):
        return False
    return near or 0 <= period.first - mention.last < _BESIDE


def _is_of_dealings(reading: Reading, mention: DateMention) -> bool:
    """Whether it says who is meant: "patients treated between", "who have donated since"."""
    dealings = [h for h in reading.cues("dealings") if _gap(h, mention) <= _OF_ACT]
    if not dealings or not (_is_range(reading, mention) or _is_open(reading, mention)):
        return False
    near = min(_gap(h, mention) for h in dealings)
    return not any(_gap(h, mention) < near for h in _deeds(reading, mention))


def _is_of_inquiry(reading: Reading, mention: DateMention) -> bool:
    """Whether somebody looked into it for so long: "from April to June experts examined it"."""
    looked = [h for h in reading.cues("examining") if _gap(h, mention) <= _OF_ACT]
    if not looked or not _is_range(reading, mention):
        return False
    near = min(_gap(h, mention) for h in looked)
    return not any(_gap(h, mention) < near for h in _deeds(reading, mention))


def _deeds(reading: Reading, mention: DateMention) -> list[Hit]:
    """What was done to data, and not which data they are: no "stolen files", no "between"."""
    opens = reading.lexicon.word_set("before_month")
    things = {h.first for h in (*reading.data, *reading.cues("general_data"))}
    return [
        h
        for h in reading.cues("occurred", "exposure", "outage", "discovered")
        if (h.last not in things or h.last - h.first > 1)
        and not (reading.words[h.first] in opens and mention.first - h.last in {0, 1})
    ]


def _gap(hit: Hit, mention: DateMention) -> int:
    return max(hit.first - mention.last, mention.first - hit.last, 0)


def _is_range(reading: Reading, mention: DateMention) -> bool:
    return "/" in mention.value or bool(
        reading.lexicon.word_set("before_word")
        & set(reading.words[max(0, mention.first - 1) : mention.first])
    )


def _is_open(reading: Reading, mention: DateMention) -> bool:
    """Whether it is from then on: "since January", "tammikuusta lähtien"."""
    beside = (*reading.words[max(0, mention.first - _BESIDE) : mention.first],)
    beside += (*reading.words[mention.last : mention.last + 1],)
    return bool(reading.lexicon.word_set("since") & set(beside))


def _is_of_birth(reading: Reading, mention: DateMention) -> bool:
    """Whether somebody was born then: "children born between 1 January 2012 and ..."."""
    start, stop = mention.first - _OF_BIRTH, mention.last + _OF_TIME
    return any(start <= h.first < stop for h in reading.cues("born"))


def _is_of_law(reading: Reading, mention: DateMention) -> bool:
    """Whether it is the day of a law: "the Regulation of 27 April 2016"."""
    words = reading.words
    after = words[mention.last : mention.last + _BESIDE + 1]
    if reading.lexicon.language == "fi":
        return any(word.startswith(("anta", "annet")) for word in after[:1]) and any(
            _is_law(reading.lexicon, word) for word in after
        )
    before = words[max(0, mention.first - _OF_ACT) : mention.first]
    dated = before[-1:] != [] and before[-1] in reading.lexicon.word_set("dated")
    return dated and any(_is_law(reading.lexicon, word) for word in before)


def _is_law(lexicon: Lexicon, word: str) -> bool:
    compound = len(word) > _OF_ACT and word.endswith(lexicon.tails("law"))
    return compound or word in lexicon.word_set("law")


def _is_of_contract(reading: Reading, mention: DateMention) -> bool:
    """Whether somebody has been a client since then: no harm is told in the sentence."""
    words = reading.words
    beside = (*words[max(0, mention.first - _BESIDE) : mention.first], *words[mention.last :][:1])
    since = reading.lexicon.word_set("since") & set(beside)
    if not since or reading.has(*_HARM):
        return False
    ties = reading.lexicon.stems("ties")
    return any(word.startswith(ties) for word in words)


def _is_to_come(reading: Reading) -> bool:
    """Whether the page only says when it will tell more: "we will update this page again on"."""
    if reading.has("incident", "exposure", "outage", "restored"):
        return False
    updates = reading.cues("page_update")
    next_time = reading.lexicon.word_set("again") if updates else frozenset()
    again = [at for at, word in enumerate(reading.words) if word in next_time]
    return any(abs(at - h.first) <= _OF_ACT for at in again for h in updates)


def _spans_data(reading: Reading, mention: DateMention) -> bool:
    """Whether two dates after words for data say from when these are."""
    data = [h for h in reading.data if 0 <= mention.first - h.last <= _OF_TIME]
    during = reading.lexicon.word_set("during_after")
    if during & set(reading.words[mention.last : mention.last + 1]):
        return False  # when somebody looked at them
    return (
        "/" in mention.value
        and bool(data)
        and not any(
            data[-1].last <= h.first and h.last < mention.first for h in reading.cues(*_HAPPENED)
        )
    )


def _ends_period(reading: Reading, mention: DateMention) -> bool:
    """Whether "to" or a dash joins a date to one before it that bounds a period."""
    joining = DASHES | reading.lexicon.word_set("range_to")
    return any(
        0 < mention.first - other.last <= _BETWEEN
        and bool(joining & set(reading.words[other.last : mention.first]))
        and is_of_period(reading, other)
        for other in reading.dates
        if other.first < mention.first
    )
