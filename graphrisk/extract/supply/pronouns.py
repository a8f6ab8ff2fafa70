"""Suppliers that were hit according to a sentence that only calls them "they"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.extract.supply.relations import Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Relations


def add_pronoun_victims(page: Page, relations: Relations) -> None:
    """Add that the one supplier just named was hit: "they were attacked", "got into its systems".

    Only where this sentence and the one before call a single named party a supplier.
    """
    entries = page.parties.entries
    for number in page.live:
        reading = page.readings[number]
        if not page.is_fact(number) or page.is_question(number):
            continue
        theirs = reading.has("their_systems") and reading.has("incident", "exposure")
        they = (
            opens_with_pronoun(reading)
            and not any(s.party in entries for s in relations.victims.at(number))
            and reading.has("incident")
            and reading.has("affected", "occurred", "strong_exposure")
        )
        if not (theirs or they) or _denies(page, number):
            continue
        near = {number} if theirs and _suppliers(page, relations, {number}) else {number - 1}
        named = _suppliers(page, relations, near)
        if len(named) == 1:
            last = len(reading.words)
            relations.victims.append(Sign(named.pop(), number, 0, last, "victim: pronoun"))


def opens_with_pronoun(reading: Reading) -> bool:
    """Whether a sentence begins with "they" or "it", or tells of what was "there"."""
    they, there = reading.lexicon.word_set("they"), reading.lexicon.word_set("there")
    ends = reading.words[-1:] == ["."] and bool(there & set(reading.words[-2:]))
    return ends or reading.words[0] in they


def _suppliers(page: Page, relations: Relations, numbers: set[int]) -> set[str]:
    return {
        s.party
        for number in numbers
        for s in relations.vendors.at(number)
        if s.party in page.parties.entries
    }


def _denies(page: Page, number: int) -> bool:
    reading = page.readings[number]
    return any(
        not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation"))
        for h in reading.cues("negation", "no_indication")
    )
