"""Sentences that suppose an incident, rule one out or count many, and titles of texts with none.

"Whoever has found a breach", "Har uppgifter läckt, ska ..." (a verb first asks or supposes), "is
reported within 72 hours", "212 intrusions": nothing in them tells that something happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphrisk.extract.incident.happened import is_past

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_OPENING: Final = 1
_TITLES: Final = 3
_TITLE_WITHIN: Final = 5
_MANY: Final = 10
_SUBJECT: Final = 3
_LEAD_WITHIN: Final = 5
_BEFORE: Final = 2
_NEVER_WITHIN: Final = 5
_LINES: Final = 3
_MOST_LINES: Final = 200
_WHEN_WITHIN: Final = 2
_LIMITS: Final = frozenset({"24", "48", "72"})
_OF_THIEVES: Final = frozenset({"data_theft", "lost_device"})
_CLOCK: Final = re.compile(
    r"\s*(?:\[[^\]\d]{2,30}\]\s*)?\[?\(?\d{1,2}(?::|\.|h| h )\d{2}\b(?!\.\d)"
)
_DAY_ALONE: Final = 3
_LOGGED: Final = ("incident", "outage", "mishap", "restored", "fault")
_BARS: Final = frozenset({"|", ":", "-", "\u2013", "\u2014"})


def is_supposed(page: Page, number: int) -> bool:
    """Return whether a sentence only supposes, rules for or counts incidents."""
    reading = page.readings[number]
    words = reading.words
    if reading.sentence.kind == "heading":
        return False  # "Om incidenten": about it
    if _is_a_kind(page, number) or _is_an_example(page, number):
        return True
    if any(h.first <= _OPENING for h in reading.cues("whoever")):
        return not page.is_question(number)
    if any(h.first == 0 for h in reading.cues("conditional")) or _verb_opens(page, number):
        return True
    if words[0] in reading.lexicon.word_set("when") and not _tells_when(page, number):
        return True
    return any(rule(reading) for rule in (_sets_deadline, _counts_many, _obliges, _may_lead))


def _may_lead(reading: Reading) -> bool:
    """Whether a sentence says what may come of an incident: "a breach can lead to"."""
    can, stems = reading.lexicon.word_set("can"), reading.lexicon.stems("lead_to")
    return any(
        word in can
        and any(w.startswith(stems) for w in reading.words[at + 1 : at + 1 + _LEAD_WITHIN])
        for at, word in enumerate(reading.words)
    )


def _tells_when(page: Page, number: int) -> bool:
    """Whether "when" tells of a time that was: on a day, by "us", or of somebody in the past."""
    reading = page.readings[number]
    if reading.dates or reading.has("lately", "self"):
        return True
    named = any(i.kind == "org" and not i.weak for i in page.parties.items[number])
    return named and is_past(reading, 1)


def _is_a_kind(page: Page, number: int) -> bool:
    """Whether an item only names a kind: "they may include: persons whose data were stolen"."""
    sentence = page.readings[number].sentence
    if sentence.kind != "item" or sentence.header is None or sentence.header >= len(page.readings):
        return False
    header = page.readings[sentence.header]
    ask = page.lexicon.word_set
    asks = bool((ask("when") | ask("if")) & set(header.words[-_WHEN_WITHIN:]))
    return asks or header.has("where_needed", "generic", "whoever")


def _is_an_example(page: Page, number: int) -> bool:
    """Whether "for example" or "where necessary" stands where nobody and no day is named."""
    reading = page.readings[number]
    if not reading.has("where_needed") or reading.dates or reading.has("lately", "self"):
        return False
    return not any(i.kind == "org" and not i.weak for i in page.parties.items[number])


def _obliges(reading: Reading) -> bool:
    """Whether a Finnish sentence says what must be done: "on ilmoitettava"."""
    endings = reading.lexicon.tails("must_be")
    return bool(endings) and any(
        before == "on" and word.endswith(endings)
        for before, word in zip(reading.words, reading.words[1:], strict=False)
    )


def _verb_opens(page: Page, number: int) -> bool:
    reading = page.readings[number]
    first = page.lexicon.word_set("opens_condition")
    return reading.words[0] in first and not page.is_question(number)


def _sets_deadline(reading: Reading) -> bool:
    """Whether a sentence says within how many hours something is done, and nothing of the past."""
    words, hours = reading.words, reading.lexicon.word_set("hours")
    return any(
        word in _LIMITS and words[at + 1 : at + 2] and words[at + 1] in hours
        for at, word in enumerate(words)
    ) and not is_past(reading)


def _counts_many(reading: Reading) -> bool:
    """Whether a number of incidents is given: "6,220 breaches", as no single text tells of."""
    starts = {h.first for h in reading.cues("incident")}
    units = {h.first for h in reading.hits("unit")}
    return any(
        number.value >= _MANY
        and (number.last in starts or (number.last + 1 in starts and number.last not in units))
        for number in reading.numbers
    )


def is_ruled_out(reading: Reading) -> bool:
    """Return whether every incident that a sentence speaks of is denied: "no breach occurred"."""
    told = [*reading.cues("incident", "outage", "struck", "mishap"), *reading.hits("attack")]
    return bool(told) and all(_is_denied(reading, hit) for hit in told)


def _is_denied(reading: Reading, hit: Hit) -> bool:
    words = reading.words
    if reading.lexicon.word_set("never") & set(
        words[max(0, hit.first - _NEVER_WITHIN) : hit.first]
    ):
        return True
    return any(
        0 <= hit.first - n.last <= _BEFORE and not _takes_up(reading, n.last, hit.first)
        for n in reading.cues("negation", "no_indication")
        if not any(p.first <= n.first < p.last for p in reading.cues("pseudo_negation"))
    )


def _takes_up(reading: Reading, first: int, last: int) -> bool:
    """Whether what stands between a negation and a word is what is negated: "no data in the"."""
    between = range(first, last)
    return any(
        h.first in between
        for h in (*reading.data, *reading.cues("general_data", "exposure", "misuse"))
    ) or any(reading.words[at] == "," for at in between)


def is_lost(reading: Reading) -> bool:
    """Return whether a thing with data on it is gone: "a stick with names has been missing"."""
    gone = reading.has("device") and reading.has("mishap")
    return gone and (bool(reading.data) or bool(reading.hits("subject")))


def is_of_things(page: Page) -> bool:
    """Return whether somebody broke in and nothing is of data or machines: at a bicycle store."""
    broken, stems = False, page.lexicon.stems("broke_in")
    machines, inside = page.lexicon.stems("of_machines"), page.lexicon.stems("of_machines_inside")
    if any(entry.kind == "company" for entry in page.parties.entries.values()):
        return False
    for number in page.live[:_MOST_LINES]:
        reading = page.readings[number]
        if (
            reading.data
            or reading.has("general_data", "outage", "device")
            or any(hit.id not in _OF_THIEVES for hit in reading.hits("attack"))
            or any(word.startswith(machines) for word in reading.words)
            or any(part in word for word in reading.words for part in inside)
        ):
            return False
        broken = broken or any(word.startswith(stems) for word in reading.words)
    return broken


def genre_weight(page: Page) -> float:
    """Return how much the title of a text speaks against a report: 1 for a guide, a form, a plan.

    A title that tells of an incident itself is none of these: "Guide to the breach at X".
    """
    titled = 0.0
    for at, number in enumerate(page.live[:_TITLES]):
        reading = page.readings[number]
        if at and reading.sentence.kind != "heading":
            break
        if reading.has("strong_exposure", "struck", "about_incident"):
            continue
        within = _TITLE_WITHIN if reading.sentence.kind == "heading" else _SUBJECT
        if any(h.first <= within for h in reading.cues("genre")):
            titled = 1.0
    return titled


def instructions(page: Page) -> int:
    """Return how many sentences tell the reader what to enter, describe or assess."""
    return len(
        [
            n
            for n in page.live
            if any(h.first <= _OPENING for h in page.readings[n].cues("instructs"))
        ]
    )


def is_log(page: Page) -> bool:
    """Return whether a text notes, line by line with time or day, what went on in an incident."""
    lines: list[int] = []
    for number in page.live[:_MOST_LINES]:
        if _opens_with_time(page, number):
            lines.append(number)
            if len(page.readings[number].words) <= _DAY_ALONE and number + 1 < len(page.readings):
                lines.append(number + 1)  # "2.5." was cut off from what happened on it
    return len(lines) >= _LINES and any(
        (r.has(*_LOGGED) or r.hits("attack")) and not is_ruled_out(r)
        for r in (page.readings[n] for n in lines)
    )


def _opens_with_time(page: Page, number: int) -> bool:
    reading = page.readings[number]
    start = reading.sentence.start
    if _CLOCK.match(page.text[start : start + 48]):
        return True
    days = [d for d in reading.dates if d.first == 0]
    after = reading.words[days[0].last : days[0].last + 1] if days else []
    return bool(days) and (not after or after[0] in _BARS or len(reading.words) <= _DAY_ALONE)
