"""Signs that a sentence tells of what surely happened: to those who write, on a day, reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.ownvoice import is_own_voice

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

OWN: Final = 1.0
DATED: Final = 0.5
_TELLERS: Final = frozenset({"org", "publisher"})
_TWO: Final = 2
_ABLE: Final = frozenset({"misconfiguration", "ransomware"})
_KINDS: Final = frozenset({"insider", "lost_device", "misconfiguration"})
_SHORTEST: Final = 4
_TELL_WITHIN: Final = 8


def surely(page: Page, number: int) -> float:
    """Return how much more an event counts: told of "us" in the past, or pinned to a day."""
    reading = page.readings[number]
    if page.is_question(number) or not is_past(reading):
        return 0.0
    if is_own_voice(page, number):
        return OWN
    dated = any(d.precision == "day" for d in reading.dates)
    counted = bool(reading.numbers) and any(h.id == "persons" for h in reading.hits("unit"))
    misused = any(h.id in _KINDS for h in reading.hits("attack"))
    return DATED if dated or (counted and misused) else 0.0


def tells_scene(page: Page, number: int) -> float:
    """Return how much it counts that a deed is told, of somebody named or on a day.

    "Letters ended up in another person's envelope" is an event where a party or a day pins it
    down, here or in the sentence beside it; both, or three parts that fit, make it surer.
    """
    reading = page.readings[number]
    if not reading.scenes or not page.is_fact(number) or page.is_question(number):
        return 0.0
    if reading.has("generic", "not_this_case") or not _is_told(reading):
        return 0.0
    ask, words = page.lexicon.word_set, set(reading.words)
    if ask("duty") & words and not _has_to_tell(reading):
        return 0.0  # "a letter sent to the wrong address must be reported", "will be cut off"
    if ask("planned") & words:
        return 0.0  # "on 4 May we change the cable": announced
    near = [n for n in (number - 1, number + 1) if _is_beside(page, number, n)]
    if all(parts[0].id == "outage" for parts in reading.scenes) and any(
        (ask("duty") | ask("planned")) & set(page.readings[n].words) for n in near if n < number
    ):
        return 0.0  # "we will change it on 4 May. The cable is cut then"
    here = _names_teller(page, number) or is_own_voice(page, number)
    named = here or any(_names_teller(page, n) or is_own_voice(page, n) for n in near)
    dated = bool(reading.dates) or any(page.readings[n].dates for n in near)
    fits = any(len(parts) > _TWO for parts in reading.scenes)
    if not (here or reading.dates or (dated and (named or fits))):
        return 0.0
    fits = fits or bool(reading.data) or reading.has("general_data")
    to_the_day = any(d.precision == "day" for d in reading.dates)
    return OWN if to_the_day or (named and (dated or fits)) else DATED


def _is_beside(page: Page, number: int, other: int) -> bool:
    """Whether a sentence stands in the same paragraph, or is a heading above it."""
    if not 0 <= other < len(page.readings) or page.readings[other].sentence.zone == "tail":
        return False
    here, there = page.readings[number].sentence, page.readings[other].sentence
    return here.block == there.block or there.kind == "heading"


def _names_teller(page: Page, number: int) -> bool:
    return any(i.kind in _TELLERS and not i.weak for i in page.parties.items[number])


def _is_told(reading: Reading) -> bool:
    """Whether a deed is told and not feared: "could be opened by anybody" is no doubt."""
    days = {at for d in reading.dates for at in range(d.first, d.last)}
    barred = {n.first for n in reading.cues("negation")}  # "could not be reached"
    doubts = [h for h in reading.cues("hedge") if h.first not in days and h.last not in barred]
    return not doubts or any(
        parts[0].id in _ABLE or all(any(p.first <= d.first < p.last for p in parts) for d in doubts)
        for parts in reading.scenes
    )


def is_doubted(reading: Reading) -> bool:
    """Return whether a sentence hedges; "6 May" is a day."""
    days = {at for d in reading.dates for at in range(d.first, d.last)}
    return any(h.first not in days for h in reading.cues("hedge"))


def told_authority(page: Page, number: int) -> float:
    """Return how much it counts that an authority was told: by "us", or on a day that is given."""
    reading = page.readings[number]
    if not reading.hits("authority") or not reading.has("report", "noted", "involve"):
        return 0.0
    if reading.has("generic", "conditional") or is_doubted(reading) or not page.is_fact(number):
        return 0.0
    named = any(i.kind in _TELLERS and not i.weak for i in page.parties.items[number])
    of_somebody = (named or is_own_voice(page, number)) and is_past(reading)
    return DATED if of_somebody or reading.dates else 0.0


def is_past(reading: Reading, start: int = 0) -> bool:
    """Return whether a sentence tells of the past, and supposes nothing from a token on."""
    dated = {at for d in reading.dates for at in range(d.first, d.last)}  # "4 May"
    words = {word for at, word in enumerate(reading.words) if at not in dated and at >= start}
    ask = reading.lexicon.word_set
    supposes = words & ask("supposing") and not _has_to_tell(reading)
    return (bool(words & ask("past_verb")) or _ends_past(reading)) and not supposes


def _has_to_tell(reading: Reading) -> bool:
    """Whether "must" only leads up to the news: "we must tell you that a database was copied"."""
    words, ask = reading.words, reading.lexicon.word_set
    must, tell = ask("must"), ask("tell")
    return any(
        word in must and tell & set(words[at + 1 : at + _TELL_WITHIN])
        for at, word in enumerate(words)
    ) and not (ask("supposing") - must) & set(words)


def _ends_past(reading: Reading) -> bool:
    """Whether a verb ends as those of the past do; an English participle after "is" does not."""
    endings = reading.lexicon.tails("past_verb")
    barred = reading.lexicon.word_set("no_past_after")
    return bool(endings) and any(
        word.endswith(endings) and len(word) > _SHORTEST and before not in barred
        for before, word in zip(["", *reading.words], reading.words, strict=False)
    )


def counts_affected(page: Page, number: int) -> float:
    """Return how much it counts that a number of people is said to be affected."""
    reading = page.readings[number]
    people = bool(reading.numbers) and any(h.id == "persons" for h in reading.hits("unit"))
    supposed = reading.has("generic", "conditional", "hedge", "negation", "base_count")
    told = people and reading.has("affected") and not supposed and not page.is_question(number)
    return DATED if told and page.is_fact(number) else 0.0
