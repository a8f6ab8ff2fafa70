"""Which cues lie in a stretch of a sentence, and which negations a clause sets on its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.trie import Hit

NEAR_WORD: Final = 5


def within(reading: Reading, begin: int, end: int, name: str) -> list[Hit]:
    """Return the hits of a cue that lie in a token range."""
    return [h for h in reading.cues(name) if begin <= h.first and h.last <= end]


def overlaps(hit: Hit, other: Hit) -> bool:
    """Whether two hits share a token."""
    return hit.first < other.last and other.first < hit.last


def is_inside(hit: Hit, others: list[Hit]) -> bool:
    """Whether a hit lies within one of others."""
    return any(o.first <= hit.first and hit.last <= o.last for o in others)


def own_negation(reading: Reading, begin: int, end: int, first: int) -> list[Hit]:
    """Return the negations that a clause without exposure of its own sets on its data."""
    return [
        h
        for h in within(reading, begin, end, "negation")
        if (0 <= first - h.last <= NEAR_WORD or _closes(reading, h, first, end))
        and not any(overlaps(h, p) for p in reading.cues("pseudo_negation"))
        and not is_of_attack(reading, h)
    ]


def is_of_attack(reading: Reading, negation: Hit) -> bool:
    """Whether a negation is part of how it happened: "visible without a password"."""
    return any(a.first <= negation.first < a.last for a in reading.hits("attack"))


def _closes(reading: Reading, negation: Hit, first: int, end: int) -> bool:
    """Whether a negation ends a clause on the data before it: "passwords are not sent there"."""
    near = 0 < negation.first - first <= NEAR_WORD
    return near and not any(negation.first < d.first < end for d in reading.data)
