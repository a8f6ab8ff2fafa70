"""Dates that say from when something is, and not when anything befell: "customers since 2019"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.date_words import RANGE

if TYPE_CHECKING:
    from graphrisk.extract.dates import DateMention
    from graphrisk.extract.mentions import Reading

_BESIDE: Final = 2
_BETWEEN: Final = 3
_OF_TIME: Final = 5
_DURING: Final = frozenset({"välisenä", "välillä", "aikana"})
_ENDS: Final = ("restored", "occurred", "published")
_HAPPENED: Final = ("exposure", "incident", "discovered", "noted", "report", "leaked", *_ENDS)
_AND: Final = frozenset(["and", "och", "und", "og", "en", "et", "ja"])


def is_of_period(reading: Reading, mention: DateMention) -> bool:
    """Whether data is from that time, or somebody was arrested then: nothing that befell.

    "Customers since 2019", "letters between May and June", "from September to December 2019".
    """
    beside = (
        abs(h.last - mention.first) <= _BESIDE or 0 <= h.first - mention.last < _BESIDE
        for h in reading.cues("period")
    )
    return any(beside) or _spans_data(reading, mention) or _ends_period(reading, mention)


def _spans_data(reading: Reading, mention: DateMention) -> bool:
    """Whether two dates after words for data say from when these are."""
    data = [h for h in reading.data if 0 <= mention.first - h.last <= _OF_TIME]
    if _DURING & set(reading.words[mention.last : mention.last + 1]):
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
    return any(
        0 < mention.first - other.last <= _BETWEEN
        and bool((RANGE - _AND) & set(reading.words[other.last : mention.first]))
        and is_of_period(reading, other)
        for other in reading.dates
        if other.first < mention.first
    )
