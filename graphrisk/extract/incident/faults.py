"""Whether data got out by a fault, where nobody is said to have attacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import exposures

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_NEAR: Final = 2


def fault_told(page: Page, *, attacked: bool) -> tuple[int, Hit] | None:
    """Return where a text says that an error exposed data; None where somebody attacked.

    An error beside words for exposure counts even on a page that elsewhere speaks of an intrusion;
    an error alone only where no culprit, theft or attack is spoken of.
    """
    alone: tuple[int, Hit] | None = None
    for number in page.live:
        reading = page.readings[number]
        faults = reading.cues("fault", "left_open")
        hit = next((h for h in faults if not _is_denied(reading, h)), None)
        if hit is None or not page.is_fact(number, hit.first) or page.is_question(number):
            continue
        if names_attack(reading) or _has_culprit(reading):
            continue
        alone = alone or (number, hit)
        if exposures(reading, 0, len(reading.words)) and reading.data:
            return number, hit
    if attacked or any(_has_culprit(page.readings[n]) for n in page.live):
        return None
    return alone


def names_attack(reading: Reading) -> bool:
    """Whether a sentence has a word for an attack in it, alone or as a part."""
    return reading.has("attack_word")


def is_attack_word(reading: Reading, hit: Hit) -> bool:
    """Return whether the words of a hit name an attack."""
    return any(hit.first <= h.first < hit.last for h in reading.cues("attack_word"))


def _has_culprit(reading: Reading) -> bool:
    stems = reading.lexicon.stems("culprit")
    return reading.has("forced_in") or any(word.startswith(stems) for word in reading.words)


def _is_denied(reading: Reading, hit: Hit) -> bool:
    return any(0 <= hit.first - n.last <= _NEAR for n in reading.cues("negation"))
