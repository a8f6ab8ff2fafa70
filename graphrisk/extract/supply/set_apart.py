"""Parties that a sentence sets apart: "all customers but X", "neither X nor Y", "not through X"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.supply.relations import Relations, Sign, Signs

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

_NEAR: Final = 3
_BESIDE: Final = 2
_OPENING: Final = 1
_THROUGH_WITHIN: Final = 7
_NOT_WITHIN: Final = 3
_TELLS: Final = ("affected", "struck", "exposure", "incident", "outage")


def set_apart(page: Page, relations: Relations) -> None:
    """Turn what patterns read of parties that a sentence sets apart: they are spared."""
    spared: dict[tuple[int, str], Item] = {}
    cleared: set[tuple[int, str]] = set()
    for number in page.live:
        if page.readings[number].has(*_TELLS):
            for item in (*_excepted(page, number), *_negated(page, number)):
                spared.update({(number, core): item for core in item.parties})
        cleared |= {(number, core) for item in _not_through(page, number) for core in item.parties}
    if not spared and not cleared:
        return

    def stands(sign: Sign) -> bool:
        place = (sign.sentence, sign.party)
        return place not in spared and place not in cleared

    relations.victims = Signs(filter(stands, relations.victims))
    relations.customers = Signs(filter(stands, relations.customers))
    relations.vendors = Signs(s for s in relations.vendors if (s.sentence, s.party) not in cleared)
    relations.spared += [
        Sign(core, number, item.first, item.last, "set apart")
        for (number, core), item in spared.items()
    ]


def _organizations(page: Page, number: int) -> list[Item]:
    return [i for i in page.parties.items[number] if i.kind == "org" and not i.weak]


def _excepted(page: Page, number: int) -> list[Item]:
    """Parties named right after "except", and those that are listed with them."""
    reading = page.readings[number]
    named = _organizations(page, number)
    found: list[Item] = []
    behind = reading.lexicon.word_set("apart_behind")
    for hit in reading.cues("apart"):
        if reading.words[hit.first] in behind:  # in Finnish it stands behind
            found += [i for i in named if 0 <= hit.first - i.last <= _OPENING]
            continue
        at = hit.last + 1
        for item in named:
            if 0 <= item.first - at + 1 <= _NEAR:
                found.append(item)
                at = item.last
    return found


def _negated(page: Page, number: int) -> list[Item]:
    """Parties after "neither", or right behind a negation: "er ikke X rammet"."""
    reading = page.readings[number]
    named = _organizations(page, number)
    neither = reading.lexicon.word_set("neither")
    if any(word in neither for word in reading.words[: _OPENING + 1]):
        return named
    ends = {h.last for h in reading.cues("negation")}
    harm = [h.first for h in reading.cues("affected", "struck")]
    return [i for i in named if i.first in ends and any(0 <= at - i.last <= _BESIDE for at in harm)]


def _not_through(page: Page, number: int) -> list[Item]:
    """Parties that an attack is said not to have come through."""
    reading = page.readings[number]
    if not reading.has("incident", "struck", "occurred"):
        return []
    behind = reading.lexicon.language == "fi"  # "ei tapahtunut X:n kautta"
    within = _NOT_WITHIN + (_THROUGH_WITHIN if behind else 0)
    through = reading.lexicon.word_set("through").union(
        reading.lexicon.word_set("from"), reading.lexicon.word_set("at")
    )
    denied = [
        at
        for at, word in enumerate(reading.words)
        if word in through and any(0 <= at - n.last <= within for n in reading.cues("negation"))
    ]
    return [
        i
        for i in _organizations(page, number)
        if any(
            (0 <= at - i.last <= _BESIDE) if behind else (0 < i.first - at <= _THROUGH_WITHIN)
            for at in denied
        )
    ]
