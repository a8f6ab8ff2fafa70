"""Data that a sentence takes out of what it says: "all was copied, with the exception of X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, sentence_status

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.trie import Hit

_GAP: Final = 5
_MARKS: Final = frozenset({";", "(", ")", ":"})


def excepted(reading: Reading, data: Hit, told: Assertion | None) -> Assertion | None:
    """Return the status of data that an exception names, or what was told of it without one.

    What a sentence says of all else is turned round: "nothing but e-mail addresses was taken".
    """
    cue = next((h for h in reading.cues("exception") if _names(reading, h, data)), None)
    if cue is None:
        return told
    status = sentence_status(reading)
    base = status or told
    if base is None or base.rule == "denial.publication":
        return told
    if base.status != "denied" and _adds(reading, cue):
        return told
    if base.status == "denied":
        if base.rule == "inherited":
            return told
        return replace(base, status="confirmed", rule="exposure", other=False)
    return Assertion("denied", cue.first, cue.last, "denial.exception")


def _adds(reading: Reading, cue: Hit) -> bool:
    """Whether the exception only goes before more: "apart from names, addresses were taken too"."""
    lexicon = reading.lexicon
    more = lexicon.word_set("also") | lexicon.word_set("exception_goes_on")
    also = cue.first <= 1 and not more.isdisjoint(reading.words[cue.last :])
    return also or reading.words[cue.first] in lexicon.word_set("besides")


def _names(reading: Reading, cue: Hit, data: Hit) -> bool:
    """Whether data stands in the list that an exception opens, or, in Finnish, closes."""
    if reading.words[cue.first] in reading.lexicon.word_set("except_after"):
        before = [d for d in reading.data if d.last <= cue.first]
        if before and cue.first - before[-1].last <= 1:
            return _closes(reading, cue, data)
    at = cue.last
    joined = False
    ends = _MARKS | reading.lexicon.word_set("but")
    places = sorted([*reading.data, *reading.cues("general_data")], key=lambda h: h.first)
    for hit in places:
        if hit.first < at:
            continue
        between = reading.words[at : hit.first]
        joined_before = joined
        joined = joined or bool(set(between) & set(reading.lexicon.data.joiners))
        if len(between) > _GAP or ends & set(between) or _has_verb(reading, at, hit.first):
            return False
        if joined_before and "," in between:
            return False  # "except A and B, names were taken"
        if at == cue.last and hit is not data and "," in between:
            return False
        at = hit.last
        if hit.first >= data.first:
            return hit.first == data.first
    return False


def _closes(reading: Reading, cue: Hit, data: Hit) -> bool:
    """Whether data stands in the list that "lukuun ottamatta" closes."""
    at = cue.first
    joined = False
    for hit in sorted(reading.data, key=lambda h: -h.first):
        if hit.last > at:
            continue
        between = reading.words[hit.last : at]
        if len(between) > _GAP or ("," in between and at != cue.first and joined):
            return False
        if "," in between and not joined:
            return False
        joined = joined or bool(set(between) & set(reading.lexicon.data.joiners))
        at = hit.first
        if hit.first <= data.first:
            return hit.first == data.first
    return False


def _has_verb(reading: Reading, first: int, last: int) -> bool:
    data = reading.lexicon.data
    words = set(reading.words[first:last]) - set(data.joiners)
    return bool(words & reading.lexicon.finite_verbs)
