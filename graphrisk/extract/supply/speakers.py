"""Customers by who speaks: "we have no payroll system", says the IT manager of X.

Who comments speaks of others; who suffers says "we" of what does not work or was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

_OWN_LOSS: Final = ("suffers", "outage", "affected", "exposure")
_TITLE_WITHIN: Final = 4
_REACH: Final = 2


def add_speaking_customers(page: Page, relations: Relations) -> None:
    """Add the organization of an officer who says that "we" cannot work or have lost data."""
    hit = {s.party for s in (*relations.victims, *relations.vendors)}
    if not hit or page.tells_several():
        return
    for number in page.live:
        reading = page.readings[number]
        if not reading.has("say", "attribution") or not reading.has("titles"):
            continue
        if reading.has("helper", "generic") or tells_of_a_like(reading):
            continue
        if not _tells_own_loss(page, number):
            continue
        for item in page.parties.items[number]:
            if item.kind != "org" or item.weak or not _is_officers(page, number, item):
                continue
            relations.customers += [
                Sign(core, number, item.first, item.last, "customer: speaks")
                for core in map(page.parties.core, item.parties)
                if core not in hit and core in page.parties.entries
                if not page.parties.is_product(core) and has_head(page, core)
            ]


def _tells_own_loss(page: Page, number: int) -> bool:
    """Whether "we" and a loss stand in a sentence, or in the one before it in the paragraph."""
    block = page.readings[number].sentence.block
    for n in range(max(0, number - _REACH + 1), number + 1):
        reading = page.readings[n]
        if reading.sentence.block != block or not page.is_fact(n):
            continue
        if reading.has("self", "self_possessive") and reading.has(*_OWN_LOSS):
            return True
    return False


def _is_officers(page: Page, number: int, item: Item) -> bool:
    """Whether a party stands right after the title of somebody who works there."""
    reading = page.readings[number]
    outsiders = reading.lexicon.stems("outsider")
    for hit in reading.cues("titles"):
        title = " ".join(reading.words[hit.first : hit.last])
        if any(word in title for word in outsiders):
            continue
        if 0 <= item.first - hit.last <= _TITLE_WITHIN:
            return "," not in reading.words[hit.last : item.first]
        if 0 <= hit.first - item.last <= 1 and reading.lexicon.language == "fi":
            return True  # "Norssin kunnan tietohallintojohtaja"
    return False
