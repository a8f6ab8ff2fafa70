"""Whether those who are counted were affected, were spared, or are all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.counts.count_shares import is_possessed

if TYPE_CHECKING:
    from graphrisk.extract.counts.numbers import NumberMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_UNIT_WITHIN: Final = 4
_OF_DATA: Final = 2
_SEVERAL: Final = 5
_THINGS: Final = frozenset(["systems", "appointments"])
_PARTIES: Final = frozenset(["persons", "organisations"])


def scope_of(page: Page, number: int, mention: NumberMention, unit: Hit) -> str:
    """Return affected, base, spared or unknown, from the cues nearest to the number."""
    reading = page.readings[number]
    if unit.id in _THINGS and mention.value >= _SEVERAL and reading.has("stopped_or_encrypted"):
        return "affected"
    affected = reading.cues("affected", "exposure", "outage")
    near_affected = _nearest(affected, mention, unit)
    if _is_spared(reading, mention, unit, near_affected):
        return "spared"
    if is_possessed(reading, mention, unit, [*affected, *reading.cues("noted")]):
        return "base"
    if _is_victim(reading, unit):
        return "affected"
    apart = near_affected is None or near_affected > _UNIT_WITHIN
    if apart and unit.id == "sites":
        return "unknown"  # "with eight shops, has leaked data"
    few = mention.value < _SEVERAL and (apart or unit.id not in _PARTIES)
    if few or is_of_other(reading):
        return "unknown"  # "two files", "three days", "two of us"
    base = reading.cues("base_count", "connected")
    if reading.data and (affected or _is_of_data(reading, mention)):
        base = [h for h in base if h.first != unit.first]  # the unit's own words
    near_base = _nearest(base, mention, unit)
    if near_affected is None and near_base is None:
        return _without_cue(page, number, has_base=bool(base))
    if near_affected is None:
        return "base"
    return "affected" if near_base is None or near_affected <= near_base else "base"


def _is_spared(
    reading: Reading, mention: NumberMention, unit: Hit, near_affected: int | None
) -> bool:
    """Whether a denial stands nearer to the number than what says that they are affected."""
    denied = [
        h
        for h in reading.cues("lexical_denial")
        if not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation"))
    ]
    near = _nearest(denied, mention, unit)
    if near is not None and (near_affected is None or near <= near_affected):
        return True
    none = reading.lexicon.word_set("none_of")
    return any(
        0 <= mention.first - h.last <= _UNIT_WITHIN and reading.words[h.first] in none
        for h in reading.cues("negation")
    )


def _without_cue(page: Page, number: int, *, has_base: bool) -> str:
    """Return the scope of a number beside which no word says who was affected."""
    reading = page.readings[number]
    asked = page.readings[number - 1] if number and page.is_question(number - 1) else None
    if asked is not None and asked.has("affected"):
        return "affected"
    if _is_under_head(page, number):
        return "affected"
    if reading.has("hotline"):
        return "unknown"  # who called
    told = reading.has("incident", "noted", "enumeration", "general_data") or bool(reading.data)
    return "affected" if told and not has_base else "unknown"


def _nearest(hits: list[Hit], mention: NumberMention, unit: Hit) -> int | None:
    return min(
        (min(abs(h.first - unit.last), abs(mention.first - h.last)) for h in hits), default=None
    )


def _is_of_data(reading: Reading, mention: NumberMention) -> bool:
    """Whether data stand right before a number: "personnummer för 15 400 invånare"."""
    return any(0 <= mention.first - h.last <= _OF_DATA for h in reading.data)


def _is_victim(reading: Reading, unit: Hit) -> bool:
    """Whether the noun itself says that they are affected: "Aantal betrokkenen: 2.310"."""
    return any(unit.first <= h.first < unit.last for h in reading.cues("victim_noun"))


def _is_under_head(page: Page, number: int) -> bool:
    """Whether a number stands in a list whose head says that those in it are affected."""
    head = page.readings[number].sentence.header
    if head is None or head >= len(page.readings):
        return False
    reading = page.readings[head]
    return reading.has("affected", "exposure") and not reading.has("negation", "lexical_denial")


def is_of_other(reading: Reading) -> bool:
    """Whether a sentence tells of another attack: a similar one, or what the same gang did."""
    attacks = reading.cues("incident")
    like = any(
        h.first <= other.first + 1 and other.first <= h.last
        for other in reading.cues("alike")
        for h in attacks
    )
    same = reading.lexicon.word_set("same")
    return like or any(h.first and reading.words[h.first - 1] in same for h in reading.cues("gang"))
