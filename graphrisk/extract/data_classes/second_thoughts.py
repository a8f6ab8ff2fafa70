"""What the next sentence does to data: takes it back, or asks whether it was taken at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, exposures, sentence_status
from graphrisk.extract.data_classes.findings import Finding

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_ASKED_WITHIN: Final = 10
_NEXT: Final = 3


def taken_back(page: Page, number: int) -> list[Finding]:
    """Return denials of data that the sentence before feared and this one takes back.

    "We feared that passwords had been taken. That proved wrong: only names were."
    """
    reading = page.readings[number]
    if number - 1 not in page.withdrawn or not page.is_fact(number):
        return []
    before = page.readings[number - 1]
    status = sentence_status(before)
    named = {hit.id for hit in reading.data}
    cue = next(iter(reading.cues("taken_back")), None)
    if status is None or status.status == "denied" or cue is None:
        return []
    denied = Assertion("denied", cue.first, cue.last, "correction.anaphor")
    return [
        Finding(
            h.id,
            number,
            cue.first,
            cue.last,
            denied,
            None,
            Finding(h.id, number - 1, h.first, h.last, status),
        )
        for h in before.data
        if h.id not in named
    ]


def doubted(page: Page, number: int, found: list[Finding]) -> list[Finding]:
    """Return findings with those of the sentence before made a maybe, where this one asks so.

    "The system that was hit holds names. Whether these were taken is being looked into."
    """
    reading = page.readings[number]
    if not found or reading.data or not _asks_whether(reading):
        return found
    before = page.readings[number - 1]
    if not before.has("enumeration"):
        return found
    return [
        replace(f, assertion=replace(f.assertion, status="suspected", rule="hedge"))
        if f.sentence == number - 1 and f.assertion.status == "confirmed"
        else f
        for f in found
    ]


def _asks_whether(reading: Reading) -> bool:
    """Whether a sentence says of "these" that it is not known whether they were taken."""
    lexicon, words = reading.lexicon, reading.words
    asks, those = lexicon.word_set("whether"), lexicon.word_set("these_or_any")
    place = next((n for n, word in enumerate(words[:_ASKED_WITHIN]) if word in asks), None)
    if place is None or those.isdisjoint(words[place + 1 : place + 1 + _NEXT]):
        return False
    unsure = place == 0 or reading.has("hedge", "negation")
    return unsure and bool(exposures(reading, place, len(words)))
