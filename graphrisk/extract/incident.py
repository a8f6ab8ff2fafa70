"""Whether a text reports an incident at all."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import assert_exposure
from graphrisk.extract.doubts import slot_items
from graphrisk.extract.happened import counts_affected, surely, tells_scene, told_authority
from graphrisk.extract.relations import SUB_UNNAMED, UNNAMED

if TYPE_CHECKING:
    from graphrisk.extract.findings import Finding
    from graphrisk.extract.links import Roles
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_ENOUGH: Final = 2.0
_OPENING: Final = 1
_HAPPENED: Final = ("occurred", "affected", "discovered", "noted", "strong_exposure", "outage")
_FICTION: Final = 4.0
_GUIDE: Final = 3.0
_IN: Final = frozenset(["in", "i", "under", "im", "en", "during", "jahr", "vuonna", "år", "året"])
_FORM_WITHIN: Final = 20_000
_TOLD: Final = 2
_BLANK: Final = re.compile(r"_{5,40}")
_TO_FILL_IN: Final = re.compile(
    r"\[(?:insert|describe|specify|ange|infoga|fyll i|beskriv|einfügen|bitte|angiv|indsæt|sett inn"
    r"|beskriv|insérer|indiquer|invullen|vul|lisää|kuvaa)\b[^\]\n]{0,80}\]"
    r"|\b(?:on|den|am|le|op|dato|datum)\s\[(?:date|datum|dato|päivämäärä)[^\]\n]{0,20}\]",
    re.IGNORECASE,
)


def is_incident(page: Page, roles: Roles, findings: list[Finding]) -> bool:
    """Weigh signs of a real event against signs of guidance, policy and marketing."""
    score = sure = scene = 0.0
    generic = 0
    for number in page.live:
        reading = page.readings[number]
        if reading.has("generic"):
            generic += 1
        if score:
            score += told_authority(page, number) + counts_affected(page, number)
            score += 0.5 * _names_affected(page, number)
        told = tells_scene(page, number)
        if not (reading.has("incident", "exposure", "outage") or told or _is_attack(reading)):
            continue
        if reading.has("generic") or not page.is_fact(number):
            continue
        scene = max(scene, told)
        if _is_event(page, number) or told:
            score += 1.0 + 0.5 * _is_shown(page, number)
            sure = max(sure, surely(page, number))
    score += sure + scene
    named = [c for c in roles.vendors if c not in {UNNAMED, SUB_UNNAMED}]
    if named or (roles.vendors and roles.links):
        score += 1.5
    elif any(not link.weak for link in roles.links):
        score += 0.5  # who supplies whom is told, though not who was hit
    if any(s.rule == "victim: pronoun" for signs in roles.vendors.values() for s in signs) or any(
        m.relation == "victim"
        and any(
            not i.weak or roles.vendors.keys() & set(i.parties) for i in slot_items(page, n, m, "V")
        )
        for n in page.live
        for m in page.matches[n]
        if page.is_fact(n) and page.readings[n].sentence.kind != "heading"
    ):
        score += 1.0
    score -= _made_up(page) + _GUIDE * (not named and _is_titled_guide(page))
    score += min(1.0, 0.25 * len([f for f in findings if f.assertion.rule != "inherited"]))
    share = generic / max(1, len(page.live))
    return score - 6.0 * max(0.0, share - 0.12) >= _ENOUGH


def _made_up(page: Page) -> float:
    """What an exercise, an invented case or a blank form takes off."""
    told = len([n for n in page.live if page.readings[n].has("fiction")])
    return _FICTION * min(_TOLD, max(told, _is_blank_form(page.text)))


def _is_titled_guide(page: Page) -> bool:
    """Whether a page without a party or a day begins with a title as guides have."""
    title = page.readings[0] if page.readings else None
    if title is None or title.sentence.kind != "heading" or not title.has("generic", "advice"):
        return False
    if title.has("strong_exposure", "struck", "affected"):  # "X was hacked: what you should do"
        return False
    return not any(
        page.readings[n].dates or any(i.kind == "org" and not i.weak for i in page.parties.items[n])
        for n in page.live
    )


def _is_event(page: Page, number: int) -> bool:
    """A sentence with an incident and something that pins it down: a party, a date, a verb."""
    reading = page.readings[number]
    if reading.sentence.kind == "heading" and not page.matches[number]:
        return False
    if _is_mistake(page, number) or _is_shown(page, number):
        return True  # "a list with names was put online by mistake"
    anchored = (
        any(i.kind != "word" and not i.weak for i in page.parties.items[number])
        or bool(reading.dates)
        or bool(reading.numbers and reading.hits("unit"))
        or any(w in page.lexicon.data.weekdays for w in reading.words)  # "down since Monday"
        or (reading.has("occurred") and reading.has("restored"))  # "the error arose, was mended"
        or _in_year(reading)
    )
    if not anchored or any(h.first <= _OPENING for h in reading.cues("conditional")):
        return False  # "if a breach ever happened"
    if _is_attack(reading):  # "X was struck by ransomware", "the server was open to anybody"
        counted = bool(reading.numbers and reading.hits("unit"))
        dated = bool(reading.dates or page.matches[number])
        return reading.has(*_HAPPENED, "struck") or dated or counted
    return reading.has("incident", "strong_exposure", "outage") and reading.has(*_HAPPENED)


def _in_year(reading: Reading) -> bool:
    """Whether a sentence says in which year: "after an incident in 2019"."""
    words = reading.words
    return any(
        word.isdigit() and len(word) == 4 and word.startswith(("19", "20")) and before in _IN
        for before, word in pairwise(words)
    )


def _is_blank_form(text: str) -> bool:
    """Whether a text is a form or a template: "On [date] ... [insert types of data]"."""
    start = text[:_FORM_WITHIN]
    return bool(_TO_FILL_IN.search(start)) or len(_BLANK.findall(start)) > 1


def _is_mistake(page: Page, number: int) -> bool:
    """Whether data are said to have been shown by mistake, with no party or day beside it."""
    reading = page.readings[number]
    mistaken = any(h.id == "misconfiguration" for h in reading.hits("attack"))
    shown = bool(reading.data) and reading.has("strong_exposure")
    supposed = reading.has("hedge", "conditional", "negation", "no_indication")
    return mistaken and shown and not supposed and not page.is_question(number)


def _is_shown(page: Page, number: int) -> bool:
    """Whether a number of people is told whose data were exposed: "numbers of 2,700 people"."""
    reading = page.readings[number]
    if not (reading.data and reading.numbers) or page.is_question(number):
        return False
    counted = any(h.id == "persons" for h in reading.hits("unit"))
    return counted and any(
        found is not None and found.status == "confirmed"
        for found in (assert_exposure(reading, h.first, h.last) for h in reading.data)
    )


def tells_mistake(page: Page, number: int) -> bool:
    """Whether a sentence tells of a mistake, a loss or a break-in, with no word for the data."""
    reading = page.readings[number]
    plain = not page.is_question(number) and page.is_fact(number)
    return (
        plain
        and not reading.has("negation", "no_indication")
        and (_is_attack(reading) or reading.has("incident") or reading.tells())
    )


def _names_affected(page: Page, number: int) -> bool:
    """Whether a sentence names organizations as affected."""
    told = page.readings[number].has("affected") and page.is_fact(number)
    return told and any(m.relation == "customer" for m in page.matches[number])


def _is_attack(reading: Reading) -> bool:
    """Whether a sentence names a kind of attack or mistake, which also is an incident."""
    return any(hit.id not in {"outage", "data_theft"} for hit in reading.hits("attack"))
