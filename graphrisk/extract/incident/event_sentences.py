"""Sentences that tell of an event: an incident with a party, a day, a count or a past verb."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import assert_exposure
from graphrisk.extract.incident.happened import is_doubted, is_past
from graphrisk.extract.incident.supposed import is_lost, is_ruled_out
from graphrisk.extract.supply.doubts import slot_items

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_OPENING: Final = 1
_IF_WITHIN: Final = 3
_HAPPENED: Final = ("occurred", "affected", "discovered", "noted", "strong_exposure", "outage")
_LABEL: Final = 4
_SLIPS: Final = frozenset({"lost_device", "misconfiguration", "insider"})
_SHORT_TEXT: Final = 14
_WHOSE: Final = frozenset({"org", "self", "possessive", "publisher", "company"})


def is_event(page: Page, number: int) -> bool:
    """Return whether a sentence has an incident and a party, a date or a verb that pins it down."""
    reading = page.readings[number]
    if reading.sentence.kind == "heading" and not page.matches[number]:
        return False
    if _is_mistake(page, number) or is_shown(page, number):
        return True  # "a list with names was put online by mistake"
    if is_ruled_out(reading):
        return False  # "no breach has occurred"
    pinned = is_past(reading) or bool(reading.dates) or _on_weekday(page, number)
    if (reading.has("mishap") and pinned) or is_lost(reading) or _is_slip(reading):
        return not (page.is_question(number) or _is_if(reading))
    spoken = reading.has("incident", "struck") or bool(reading.hits("attack"))
    if _is_named_victim(page, number) and pinned and spoken:
        return True  # "we wrote in May about the break-in at X"
    if is_labelled(page, number) or (spoken and _is_reported(page, number)):
        return True
    if reading.has("struck") and is_past(reading) and _names_somebody(page, number):
        return not (page.is_question(number) or reading.has("conditional"))
    return _is_anchored(page, number) and _has_happened(page, number, pinned=pinned)


def surely_short(page: Page, number: int) -> float:
    """What an event counts more in a short text, where it is all that is told of it."""
    reading = page.readings[number]
    if len(page.live) > _SHORT_TEXT or page.is_question(number):
        return 0.0
    whose = any(
        i.kind in _WHOSE and not (i.kind == "org" and i.weak) for i in page.parties.items[number]
    )
    pinned = bool(reading.dates) or _on_weekday(page, number) or is_past(reading)
    pinned = pinned or is_lost(reading) or _reaches_somebody(page, number)
    pinned = pinned or is_labelled(page, number) or (is_attack(reading) and reading.has("struck"))
    told = reading.has("mishap") and (
        bool(reading.data or reading.hits("subject"))
        or any(e.strong for e in page.parties.entries.values())
    )
    to_the_day = any(d.precision == "day" for d in reading.dates) or _on_weekday(page, number)
    told = told or (bool(reading.hits("attack")) and to_the_day) or _is_slip(reading)
    back = reading.has("restored") and reading.has("incident")  # "works again since 22 May"
    told = told or (back and to_the_day)
    doubted = is_doubted(reading) or reading.has("no_indication")
    return 1.0 if (whose or told) and pinned and not doubted else 0.0


def is_attack(reading: Reading) -> bool:
    """Whether a sentence names a kind of attack or mistake, which also is an incident."""
    return any(hit.id not in {"outage", "data_theft"} for hit in reading.hits("attack"))


def _is_anchored(page: Page, number: int) -> bool:
    """Whether a party, a day, a count or a word of time pins a sentence down."""
    reading = page.readings[number]
    return not any(h.first <= _OPENING for h in reading.cues("conditional")) and (
        any(i.kind != "word" and not i.weak for i in page.parties.items[number])
        or bool(reading.dates)
        or bool(reading.numbers and reading.hits("unit"))
        or _on_weekday(page, number)  # "down since Monday"
        or (reading.has("occurred") and reading.has("restored"))  # "the error arose, was mended"
        or _in_year(reading)
    )


def _has_happened(page: Page, number: int, *, pinned: bool) -> bool:
    """Whether what a sentence speaks of is said to have happened."""
    reading = page.readings[number]
    if is_attack(reading):  # "X was struck by ransomware", "the server was open to anybody"
        counted = bool(reading.numbers and reading.hits("unit"))
        dated = bool(reading.dates or page.matches[number])
        return reading.has(*_HAPPENED, "struck") or dated or counted
    named = _names_somebody(page, number) or reading.has("struck", "affected")
    if not pinned and not named and not reading.numbers:
        return False  # "processors notify the incident"
    return reading.has("incident", "strong_exposure", "outage") and reading.has(*_HAPPENED)


def _is_if(reading: Reading) -> bool:
    """Whether "if" opens a sentence, or stands right before what would happen."""
    starts = [h.first for h in reading.cues("mishap")]
    return any(
        h.first <= _OPENING or any(0 <= at - h.last <= _IF_WITHIN for at in starts)
        for h in reading.cues("conditional")
        if reading.words[h.first] != "may"
    )


def _reaches_somebody(page: Page, number: int) -> bool:
    """Whether an attack is said to affect customers of somebody: "affects all customers of X"."""
    told = page.readings[number].has("affected") and page.readings[number].has("incident")
    return told and any(m.relation in {"customer", "vendor_name"} for m in page.matches[number])


def _is_slip(reading: Reading) -> bool:
    """Whether data are said to have been lost, misdirected, shown or looked at, in the past."""
    kinds = any(hit.id in _SLIPS for hit in reading.hits("attack"))
    supposed = is_doubted(reading) or reading.has("conditional", "negation", "no_indication")
    return kinds and bool(reading.data) and is_past(reading) and not supposed


def _is_reported(page: Page, number: int) -> bool:
    """Whether a party is said to have gone to an authority, or an authority to look into it."""
    reading = page.readings[number]
    named = any(i.kind == "org" and not i.weak for i in page.parties.items[number])
    office = bool(reading.hits("authority")) and reading.has("report", "involve")
    return named and office and is_past(reading)


def _on_weekday(page: Page, number: int) -> bool:
    """Whether a sentence says when in words: on Monday, yesterday, last week."""
    reading = page.readings[number]
    return reading.has("lately") or any(w in page.lexicon.data.weekdays for w in reading.words)


def is_labelled(page: Page, number: int) -> bool:
    """Return whether a line says after a label what happened to whom: "Incident: ... at X"."""
    reading = page.readings[number]
    label = reading.words[:_LABEL]
    if ":" not in label or not page.lexicon.word_set("incident_label") & set(
        label[: label.index(":")]
    ):
        return False
    named = any(i.kind == "org" and not i.weak for i in page.parties.items[number])
    return named and (reading.has("incident", "exposure", "mishap") or bool(reading.hits("attack")))


def _names_somebody(page: Page, number: int) -> bool:
    return any(i.kind == "org" for i in page.parties.items[number])


def _is_named_victim(page: Page, number: int) -> bool:
    """Whether a pattern finds a party that was hit, and its name is sure."""
    return any(
        m.relation == "victim" and any(not i.weak for i in slot_items(page, number, m, "V"))
        for m in page.matches[number]
    )


def _in_year(reading: Reading) -> bool:
    """Whether a sentence says in which year: "after an incident in 2019"."""
    words, within = reading.words, reading.lexicon.word_set("in_year")
    return any(
        word.isdigit() and len(word) == 4 and word.startswith(("19", "20")) and before in within
        for before, word in pairwise(words)
    )


def _is_mistake(page: Page, number: int) -> bool:
    """Whether data are said to have been shown by mistake, with no party or day beside it."""
    reading = page.readings[number]
    mistaken = any(h.id == "misconfiguration" for h in reading.hits("attack"))
    shown = bool(reading.data) and reading.has("strong_exposure")
    supposed = reading.has("hedge", "conditional", "negation", "no_indication")
    return mistaken and shown and not supposed and not page.is_question(number)


def is_shown(page: Page, number: int) -> bool:
    """Whether data were exposed of people who are counted, or on a given day.

    "Numbers of 2,700 people", "your names could be read until 3 May".
    """
    reading = page.readings[number]
    if not reading.data or page.is_question(number) or not page.is_fact(number):
        return False
    counted = bool(reading.numbers) and any(h.id == "persons" for h in reading.hits("unit"))
    dated = any(d.precision == "day" for d in reading.dates)
    known = counted or (dated and not reading.has("conditional"))
    return known and any(
        found is not None and found.status == "confirmed"
        for found in (assert_exposure(reading, h.first, h.last) for h in reading.data)
    )
