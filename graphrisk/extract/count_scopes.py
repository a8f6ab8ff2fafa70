"""Whether those who are counted were affected, were spared, or are all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.count_shares import is_possessed

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.numbers import NumberMention
    from graphrisk.extract.page import Page
    from graphrisk.extract.trie import Hit

_UNIT_WITHIN: Final = 4
_OF_DATA: Final = 2
_VICTIMS: Final = (
    *("betrokkene", "gedupeerde", "slachtoffer", "betroffene", "victime", "victim", "asianomais"),
    *("målsägande", "uhri", "drabbad", "berörda"),
)
_NONE_OF: Final = frozenset(
    {"none", "keiner", "keine", "keines", "ingen", "inga", "inget", "intet", "geen"}
    | {"aucun", "aucune", "ei", "yksikään", "yhdenkään", "yhtään"}
)


def scope_of(page: Page, number: int, mention: NumberMention, unit: Hit) -> str:
    """Return affected, base, spared or unknown, from the cues nearest to the number."""
    reading = page.readings[number]
    denied = [
        h
        for h in reading.cues("lexical_denial")
        if not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation"))
    ]
    if denied:
        return "spared"
    if any(
        0 <= mention.first - h.last <= _UNIT_WITHIN and reading.words[h.first] in _NONE_OF
        for h in reading.cues("negation")
    ):
        return "spared"
    affected = reading.cues("affected", "exposure", "outage")
    if is_possessed(reading, mention, unit, [*affected, *reading.cues("noted")]):
        return "base"
    base = reading.cues("base_count", "connected")
    if reading.data and (affected or _is_of_data(reading, mention)):
        base = [h for h in base if h.first != unit.first]  # the unit's own words
    near_affected = _nearest(affected, mention, unit)
    near_base = _nearest(base, mention, unit)
    if near_affected is None and near_base is None:
        asked = page.readings[number - 1] if number and page.is_question(number - 1) else None
        if asked is not None and asked.has("affected"):
            return "affected"
        if _is_victim(reading, unit) or _is_under_head(page, number):
            return "affected"
        told = reading.has("incident", "noted", "enumeration", "general_data") or bool(reading.data)
        return "affected" if told and not base else "unknown"
    if near_affected is None:
        return "base"
    if near_base is None:
        return "affected"
    return "affected" if near_affected <= near_base else "base"


def _nearest(hits: list[Hit], mention: NumberMention, unit: Hit) -> int | None:
    return min(
        (min(abs(h.first - unit.last), abs(mention.first - h.last)) for h in hits), default=None
    )


def _is_of_data(reading: Reading, mention: NumberMention) -> bool:
    """Whether data stand right before a number: "personnummer för 15 400 invånare"."""
    return any(0 <= mention.first - h.last <= _OF_DATA for h in reading.data)


def _is_victim(reading: Reading, unit: Hit) -> bool:
    """Whether the noun itself says that they are affected: "Aantal betrokkenen: 2.310"."""
    return any(word.startswith(_VICTIMS) for word in reading.words[unit.first : unit.last])


def _is_under_head(page: Page, number: int) -> bool:
    """Whether a number stands in a list whose head says that those in it are affected."""
    head = page.readings[number].sentence.header
    if head is None or head >= len(page.readings):
        return False
    reading = page.readings[head]
    return reading.has("affected", "exposure") and not reading.has("negation", "lexical_denial")
