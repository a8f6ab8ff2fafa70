"""Which cues lie in a stretch of a sentence, and which negations a clause sets on its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.trie import Hit

NEAR_WORD: Final = 5
_TOLD_WITHIN: Final = 8
_HAD: Final = frozenset(
    ["had", "hadde", "havde", "hade", "hatte", "hatten", "avait", "avaient", "olleet", "ollut"]
)
_THAT: Final = frozenset(["that", "at", "att", "dass", "que", "qu'", "dat", "että"])
_TOLD: Final = (
    *("told", "notif", "inform", "varsl", "varsel", "besked", "beskjed", "underret", "underrett"),
    *("orienter", "underrätt", "averti", "prévenu", "tiedo", "ilmoit", "ingelicht", "verwittigd"),
    *("benachricht", "unterricht", "gewarnt", "warned"),
)


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
    """Whether a negation tells how it happened, or who was not told, and denies nothing.

    "Visible without a password"; "they had not been told that names could be abroad".
    """
    return any(a.first <= negation.first < a.last for a in reading.hits("attack")) or _is_untold(
        reading, negation
    )


def _is_untold(reading: Reading, negation: Hit) -> bool:
    """Whether somebody "had not been told that": a complaint, which supposes what it was about."""
    words = reading.words
    around = words[max(0, negation.first - 1) : negation.last + 1]
    after = words[negation.last : negation.last + _TOLD_WITHIN]
    told = next((n for n, w in enumerate(after) if w.startswith(_TOLD)), None)
    said = told is not None and bool(_THAT & set(after[told : told + 4]))
    return said and bool(_HAD & set(around))


def _closes(reading: Reading, negation: Hit, first: int, end: int) -> bool:
    """Whether a negation ends a clause on the data before it: "passwords are not sent there"."""
    near = 0 < negation.first - first <= NEAR_WORD
    return near and not any(negation.first < d.first < end for d in reading.data)
