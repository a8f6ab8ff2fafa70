"""Whether who was hit is another than who writes: "the attack on X", and data that are not X's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head
from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.owned import is_parent

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.links import Roles
    from graphrisk.extract.supply.relations import Relations, Sign

_OWN_WORDS: Final = 3
_NEAR_PEOPLE: Final = 4
_SHORT_WORD: Final = 4
_CLOSE: Final = 2
_PEOPLE: Final = ("customer_noun",)
_GROUPS: Final = ("unit", "subject")
_HARM: Final = ("affected", "exposure", "strong_exposure", "outage", "noted", "confirms")


def is_told_of(page: Page, relations: Relations, roles: Roles, core: str) -> bool:
    """Whether a text that says "we" tells of an attack on a party as on somebody else.

    The attack is "on X", or X's servers are what was hit, and nothing of "our" own was.
    """
    if not roles.speaks or roles.author_core == core or _is_akin(roles.author_core, core):
        return False
    if tells_own_incident(page):
        return False
    return any(
        (is_object(sign) or _is_pair(page, relations, sign))
        and page.readings[sign.sentence].sentence.kind != "heading"
        and _speaks_beside(page, sign.sentence)
        for sign in relations.victims.of(core)
    )


def _speaks_beside(page: Page, number: int) -> bool:
    """Whether "we" or "our" stand in a sentence, or in the one before or after it."""
    near = range(max(0, number - 1), min(number + 2, len(page.readings)))
    return any(is_own_voice(page, n) for n in near)


def _is_akin(author: str | None, core: str) -> bool:
    """Whether two names share a long word: a museum and its trust are one who writes."""
    shared = set((author or "").split()) & set(core.split())
    return any(len(word) > _SHORT_WORD for word in shared)


def _is_pair(page: Page, relations: Relations, sign: Sign) -> bool:
    """Whether one phrase says that two named parties were hit: "we" are not both."""
    return any(
        other.party != sign.party and other.first == sign.first and other.last == sign.last
        for other in relations.victims.at(sign.sentence)
        if other.party in page.parties.entries
    )


def hit_together(relations: Relations, core: str) -> set[str]:
    """Return whom the phrases that say that a party was hit name with it: "X and Y were hacked"."""
    return {
        other.party
        for sign in relations.victims.of(core)
        for other in relations.victims.at(sign.sentence)
        if (other.first, other.last) == (sign.first, sign.last)
    }


def is_object(sign: Sign) -> bool:
    """Whether a pattern names who was hit after what happened, or as whose servers were hit."""
    template = sign.rule.partition(": ")[2]
    return not template.startswith("{V") or template.startswith(("{V.poss}", "{V.gen}"))


def _is_own_hit(page: Page, number: int) -> bool:
    """Whether a sentence tells of harm to "our" own servers or registers, or that "we" were hit."""
    reading = page.readings[number]
    if not is_own_voice(page, number) or reading.has("lexical_denial", "no_indication", "negation"):
        return False
    stems = page.lexicon.stems("got_in")
    got_in = any(word.startswith(stems) for word in reading.words)
    told = reading.has("incident", "struck", "outage", "strong_exposure", "exposure")
    if not (told or got_in) or _names_a_firm(page, number):
        return False
    if reading.has("discovered") and reading.cues("self") and not reading.has("vendor_noun"):
        return reading.has("incident")
    parts = page.lexicon.stems("own_system")
    parts += page.lexicon.stems("own_register") if got_in else ()  # "our register lay on them"
    return any(
        word.startswith(parts)
        for hit in reading.cues("self_possessive")
        for word in reading.words[max(0, hit.first - 1) : hit.last + _OWN_WORDS]
    )


def _names_a_firm(page: Page, number: int) -> bool:
    return any(i.kind == "org" and not i.weak for i in page.parties.items[number])


def tells_own_incident(page: Page) -> bool:
    """Whether the text tells of harm to "our" own systems: its author is who was hit."""
    return any(_is_own_hit(page, n) for n in page.live)


def holds_data_of_others(page: Page, relations: Relations, core: str) -> bool:
    """Whether a text tells of data or people of another party than the one that was hit."""
    together = hit_together(relations, core)
    return any(
        other != core
        and other not in together
        and not entry.product
        and entry.strong
        and not _is_part(other, core)
        and any(
            _is_theirs(page, other, m.sentence, near=_is_near(relations, core, m.sentence))
            for m in entry.mentions
        )
        for other, entry in page.parties.entries.items()
    )


def _is_near(relations: Relations, core: str, number: int) -> bool:
    """Whether a sentence stands close to one that says that a party was hit."""
    return any(abs(s.sentence - number) <= _CLOSE for s in relations.victims.of(core))


def _is_part(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _is_theirs(page: Page, core: str, number: int, *, near: bool) -> bool:
    """Whether a sentence tells of harm to people or data of a party, which is no mere bystander."""
    reading = page.readings[number]
    if not (reading.has(*_HARM) or reading.data) or number in page.withdrawn:
        return False
    apart = ("helper", "titles", "attacker_noun", "other_incident", "earlier_word")
    if reading.has(*apart) or tells_of_a_like(reading):
        return False
    if not page.is_fact(number) or page.is_question(number):
        return False
    if _is_office(page, core, number):
        return False
    items = page.parties.items[number]
    at = next((n for n, i in enumerate(items) if i.kind == "org" and core in i.parties), None)
    if at is None or items[at].weak or is_parent(page.lexicon, items, at):
        return False
    told = near and (bool(reading.data) or reading.has(*_HARM))
    return (told and has_head(page, core)) or _has_people(reading, items[at].first, items[at].last)


def _is_office(page: Page, core: str, number: int) -> bool:
    """Whether the name in a sentence is that of an authority."""
    offices = page.readings[number].hits("authority")
    named = [m for m in page.parties.named_in(number) if page.parties.core(m.core) == core]
    return any(h.first <= m.first < h.last for m in named for h in offices)


def _has_people(reading: Reading, first: int, last: int) -> bool:
    """Whether "customers of" stands before a name, or "'s customers" after it."""
    hits = [h for g in _GROUPS for h in reading.hits(g)] + list(reading.cues(*_PEOPLE))
    of = reading.lexicon.word_set("of_or_at")
    before = any(
        0 < first - h.last <= _NEAR_PEOPLE and set(reading.words[h.last : first]) & of for h in hits
    )
    return before or any(0 <= h.first - last <= 1 for h in hits)
