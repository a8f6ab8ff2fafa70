"""Whether a text reports an incident at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphrisk.extract.incident.event_sentences import is_attack, is_event, is_shown, surely_short
from graphrisk.extract.incident.happened import counts_affected, surely, tells_scene, told_authority
from graphrisk.extract.incident.supposed import (
    genre_weight,
    instructions,
    is_log,
    is_lost,
    is_of_things,
    is_ruled_out,
    is_supposed,
)
from graphrisk.extract.incident.told_in_passing import answers_who, takes_files, tells_reader
from graphrisk.extract.supply.doubts import slot_items
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED
from graphrisk.extract.victims.lone_firms import LONE

if TYPE_CHECKING:
    from graphrisk.extract.data_classes.findings import Finding
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.links import Roles

_ENOUGH: Final = 2.0
_FICTION: Final = 4.0
_GUIDE: Final = 3.0
_FORM_WITHIN: Final = 20_000
_LOG: Final = 2.0
_FEW: Final = 5
_SPOKEN_OF: Final = ("incident", "exposure", "outage", "mishap", "struck")
_TOLD: Final = 2
_BLANK: Final = re.compile(r"_{5,40}")
_BRACKETS: Final = re.compile(
    r"(?<![^\W_])(?:([^\W\d_]{2,5})\s)?\[([^\W\d_]{2,20})\b[^\]\n]{0,80}\]"
)


def is_incident(page: Page, roles: Roles, findings: list[Finding]) -> bool:
    """Weigh signs of a real event against signs of guidance, policy and marketing."""
    score = sure = scene = 0.0
    supposed = frozenset(n for n in page.live if is_supposed(page, n))
    generic = supposing = 0
    for number in page.live:
        reading = page.readings[number]
        if reading.has("generic"):
            generic += 1
        if score:
            score += told_authority(page, number) + counts_affected(page, number)
            score += 0.5 * _names_affected(page, number)
        score += answers_who(page, number)
        told = tells_scene(page, number)
        taken = takes_files(page, number)
        spoken = reading.has(*_SPOKEN_OF) or told or taken
        if not (spoken or reading.hits("attack") or is_lost(reading)):
            continue
        supposing += number in supposed and not reading.has("generic")
        if reading.has("generic") or not page.is_fact(number) or number in supposed:
            continue
        scene = max(scene, told)
        if number not in page.withdrawn and (is_event(page, number) or told or taken):
            score += 1.0 + 0.5 * is_shown(page, number)
            sure = max(sure, surely(page, number), surely_short(page, number))
    score += max(sure, scene) + min(sure, scene, 0.5) + _LOG * is_log(page)
    score += _told_of_parties(page, roles, supposed, happened=bool(score))
    score += 0.5 * (bool(score and roles.vendors) and any(tells_reader(page, f) for f in findings))
    score -= _made_up(page) + _GUIDE * _is_guide(page, roles)
    score -= 0.5 * min(4, max(0, instructions(page) - 1))
    score += min(1.0, 0.25 * len([f for f in findings if f.assertion.rule != "inherited"]))
    if not roles.vendors and is_of_things(page):
        return False
    share = (generic + supposing) / max(_FEW, len(page.live))
    return score - 6.0 * max(0.0, share - 0.12) >= _ENOUGH


def _told_of_parties(
    page: Page, roles: Roles, supposed: frozenset[int], *, happened: bool
) -> float:
    """What it counts that a supplier is said to be hit, that somebody is, or who supplies whom."""
    score = 0.0
    real = [
        c for c, signs in roles.vendors.items() if any(s.sentence not in supposed for s in signs)
    ]
    named = [c for c in real if c not in {UNNAMED, SUB_UNNAMED}]
    links = [link for link in roles.links if link.sentence not in supposed]
    lone = all(s.rule == LONE for c in named for s in roles.vendors[c]) and not happened
    if (named and not lone) or (real and links and not named):
        score += 1.5
    elif any(not link.weak for link in links):
        score += 0.5  # who supplies whom is told, though not who was hit
    if any(s.rule == "victim: pronoun" for c in real for s in roles.vendors[c]) or any(
        m.relation == "victim"
        and any(
            not i.weak or roles.vendors.keys() & set(i.parties) for i in slot_items(page, n, m, "V")
        )
        for n in page.live
        if n not in supposed and n not in page.withdrawn and not is_ruled_out(page.readings[n])
        for m in page.matches[n]
        if page.is_fact(n) and page.readings[n].sentence.kind != "heading"
    ):
        score += 1.0
    return score


def _is_guide(page: Page, roles: Roles) -> float:
    """How much the beginning of a text speaks for a guide, a form, a plan, an advert."""
    named = [c for c in roles.vendors if c not in {UNNAMED, SUB_UNNAMED}]
    return max(genre_weight(page), float(not named and _is_titled_guide(page)))


def _made_up(page: Page) -> float:
    """What an exercise, an invented case or a blank form takes off."""
    told = len([n for n in page.live if _tells_fiction(page.readings[n])])
    return _FICTION * min(_TOLD, max(told, _blanks(page)))


def _tells_fiction(reading: Reading) -> bool:
    """Whether something is said to be invented; invented data may be what was stolen."""
    data = {h.first for h in (*reading.data, *reading.cues("general_data"))}
    return any(not data & {h.last, h.last + 1} for h in reading.cues("fiction"))


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


def _blanks(page: Page) -> int:
    """How many places a form or a template leaves open: "On [date] ... [insert types of data]"."""
    start, ask = page.text[:_FORM_WITHIN], page.lexicon.word_set
    order, day = ask("to_fill_in"), ask("day_to_fill_in")
    opens = ask("before_day") | day
    open_places = [
        word
        for before, word in _BRACKETS.findall(start)
        if word.lower() in order or (before.lower() in opens and word.lower() in day)
    ]
    return max(len(open_places), len(_BLANK.findall(start)) // 2)


def tells_mistake(page: Page, number: int) -> bool:
    """Whether a sentence tells of a mistake, a loss or a break-in, with no word for the data."""
    reading = page.readings[number]
    plain = not page.is_question(number) and page.is_fact(number)
    return (
        plain
        and not reading.has("negation", "no_indication")
        and (is_attack(reading) or reading.has("incident") or reading.tells())
    )


def _names_affected(page: Page, number: int) -> bool:
    """Whether a sentence names organizations as affected."""
    told = page.readings[number].has("affected") and page.is_fact(number)
    return told and any(m.relation == "customer" for m in page.matches[number])
