"""Data that is concerned only under a condition: "the door code, if it was left"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_AFTER: Final = 14
_BEFORE: Final = 3
_ENDS: Final = frozenset({".", ")", ";"})


def condition_of(page: Page, number: int, hit: Hit) -> str | None:
    """Return the words that make a class conditional: "if these had been stored"."""
    reading = page.readings[number]
    for cue in reading.cues("unless_held"):
        if 0 <= cue.first - hit.last <= _AFTER or 0 <= hit.first - cue.last <= _BEFORE:
            return page.evidence(number, cue.first, _end(reading, cue.last)).quote
    at = _trailing(reading)
    if at is None or not 0 <= at - hit.last <= _AFTER:
        return None
    return page.evidence(number, at, _end(reading, at + 1)).quote


def ends_in_condition(reading: Reading, at: int) -> bool:
    """Whether a token stands in a condition that ends its sentence, after data that is concerned.

    "The passport number, if it is in the order": the order is no data that was reached.
    """
    start = _trailing(reading)
    return start is not None and start < at and any(d.last <= start for d in reading.data)


def _trailing(reading: Reading) -> int | None:
    """Return where a condition begins that stands after a comma, None without one."""
    places = [h.first for h in reading.cues("conditional") if h.first > 1]
    return next((at for at in places if reading.words[at - 1] == ","), None)


def _end(reading: Reading, at: int) -> int:
    stop = (i for i in range(at, len(reading.words)) if reading.words[i] in _ENDS)
    return max(next(stop, len(reading.words)), at)
