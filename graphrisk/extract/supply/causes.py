"""Customers by consequence: "X warned its patients after the attack on Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.supply.doubts import stands_in
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.link_denials import is_refuted, tells_ability
from graphrisk.extract.supply.owned import comes_from, is_parent
from graphrisk.extract.supply.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

_ARTICLE: Final = 3
_NEAR: Final = 8
_OPENING: Final = 1
_DASHES: Final = frozenset(["-", "\u2013", "\u2014", ":"])
_SUBJECT: Final = 4
_REACH: Final = 3
_AFTER_VERB: Final = 6
_SUFFERS: Final = ("affected", "outage", "noted", "report", "exposure", "announces", "confirms")


def add_caused_customers(page: Page, relations: Relations) -> None:
    """Add the parties that suffer, warn or report in the sentence that tells who was hit.

    Only where one named supplier was hit there, a word of cause ties both, and nothing is denied.
    """
    for number in page.live:
        reading = page.readings[number]
        told = reading.has("say", "attribution")
        if tells_of_a_like(reading):
            continue
        if reading.has("helper", "generic") or (told and not reading.has(*_SUFFERS)):
            continue
        if _denies(reading) or is_refuted(page, number) or not page.is_fact(number):
            continue
        hit = _hit_here(page, relations, number)
        if len(hit) != 1:
            continue
        vendor, sign = next(iter(hit.items()))
        cause = _cause(reading, sign)
        if cause is None and sign.first <= _SUBJECT and _strikes(reading, sign):
            cause = 0  # "a breach at X has exposed the records of Y"
        if cause is not None:
            relations.customers += _around(page, number, vendor, cause)
    _add_sufferers(page, relations)


def _hit_here(page: Page, relations: Relations, number: int) -> dict[str, Sign]:
    """The named parties that a sentence says were hit, else those it calls a supplier."""
    entries = page.parties.entries
    hit = {s.party: s for s in relations.victims.at(number) if s.party in entries}
    if hit or not page.readings[number].has("incident", "outage", "strong_exposure"):
        return hit
    return {
        s.party: s for s in relations.vendors.at(number) if s.party in entries and s.calls_supplier
    }


def _strikes(reading: Reading, sign: Sign) -> bool:
    """Whether words of harm follow the sign that somebody was hit."""
    return any(h.first >= sign.last - 1 for h in reading.cues("affected", "exposure", "outage"))


def _add_sufferers(page: Page, relations: Relations) -> None:
    """Parties whose service is down or who cannot do their work, where one supplier was hit.

    In its sentence and the few after it: "the lab was hit. Two hospitals postponed operations".
    """
    source = _one_source(page, relations)
    if source is None or page.tells_several():
        return
    vendor, first = source
    told = {s.party for s in relations.customers}
    for number in page.live:
        reading = page.readings[number]
        if not first <= number <= first + _REACH or not _tells_loss(page, number, first):
            continue
        down = max(h.last for h in reading.cues("outage", "suffers"))
        first_down = min(h.first for h in reading.cues("outage", "suffers"))
        verbs = reading.has("suffers")
        items = page.parties.items[number]
        relations.customers += [
            Sign(core, number, item.first, item.last, "customer: suffers")
            for at, item in enumerate(items)
            if item.kind == "org" and not item.weak
            if item.last <= down or (verbs and item.first - first_down <= _AFTER_VERB)
            if not is_parent(page.lexicon, items, at) and not stands_in(page, item)
            for core in _cores(page, item)
            if core != vendor and not page.parties.is_product(core)
            if number > first or core not in told
        ]


def _one_source(page: Page, relations: Relations) -> tuple[str, int] | None:
    """The one named supplier that was hit, with the first sentence that says so."""
    entries = page.parties.entries
    places = [
        s
        for s in relations.victims
        if s.party in entries and not tells_of_a_like(page.readings[s.sentence])
    ]
    hit = {s.party for s in places}
    if not hit:
        places = [
            s
            for s in relations.vendors
            if s.party in entries
            and s.calls_supplier
            and page.readings[s.sentence].has("incident", "outage")
            and page.is_fact(s.sentence)
        ]
        hit = {s.party for s in places}
    return (hit.pop(), min(s.sentence for s in places)) if len(hit) == 1 else None


def _tells_loss(page: Page, number: int, first: int) -> bool:
    """Whether a sentence tells that something is down, or that somebody cannot work."""
    reading = page.readings[number]
    if not reading.has("suffers") and (number == first or not reading.has("outage")):
        return False
    if reading.has("helper", "say", "restored", "generic", "attribution"):
        return False
    contract = reading.lexicon.stems("contract")
    if reading.has("negation") and any(w.startswith(contract) for w in reading.words):
        return False  # "has no contract with X"
    if tells_of_a_like(reading) or is_refuted(page, number) or not page.is_fact(number):
        return False
    return not _denies(reading)


def _cause(reading: Reading, sign: Sign) -> int | None:
    """Return where the word of cause stands before the sign that somebody was hit."""
    causes = reading.lexicon.word_set("cause")
    events = reading.lexicon.word_set("at_event")
    for at in range(sign.first, max(-1, sign.first - _NEAR), -1):
        if at < len(reading.words) and reading.words[at] in causes:
            return at
        within = at < len(reading.words) and reading.words[at] in events
        if within and any(0 < h.first - at <= _ARTICLE for h in reading.cues("incident")):
            return at  # "stolen in a breach at Y"
    heard = [h.first for h in reading.cues("noted") if h.first < sign.first]
    return max(heard, default=None)  # "X was told that Y was hacked"


def _around(page: Page, number: int, vendor: str, cause: int) -> list[Sign]:
    """Parties before the word of cause, or after the supplier where the sentence opens with it."""
    items = page.parties.items[number]
    named = [n for n, i in enumerate(items) if vendor in _cores(page, i)]
    found: list[Sign] = []
    according = page.lexicon.word_set("according")
    beside = page.lexicon.word_set("by") | page.lexicon.word_set("in_place")
    for at, item in enumerate(items):
        begins = cause <= _OPENING or page.readings[number].words[cause - 1] in _DASHES
        opens = begins and bool(named) and at > named[0]
        if item.kind != "org" or item.weak or not (item.last <= cause or opens):
            continue
        before = [i.word for i in items[max(0, at - 2) : at]]
        if according & set(before) or beside & set(before[-1:]):
            continue
        if is_parent(page.lexicon, items, at) or comes_from(page.lexicon, items, at):
            continue
        found += [
            Sign(core, number, item.first, item.last, "customer: consequence")
            for core in _cores(page, item)
            if core != vendor and not page.parties.is_product(core)
        ]
    return found


def _cores(page: Page, item: Item) -> list[str]:
    return [page.parties.core(core) for core in item.parties]


def _denies(reading: Reading) -> bool:
    if tells_ability(reading):
        return False  # "could not take cards": an effect, no denial
    return any(
        not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation", "suffers"))
        for h in reading.cues("negation")
    )
