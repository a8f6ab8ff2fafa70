"""The one firm beside the author, where a text tells of an incident and not of its own.

"We print our invoices with X. On 3 May somebody got into the servers there." No sentence says that
X was hit, but nobody else is there who could have been.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import PUBLIC_KINDS, has_head
from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.incident.supposed import is_supposed
from graphrisk.extract.incident.told_in_passing import answers_who, takes_files, tells_past
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.owned import is_own_thing
from graphrisk.extract.supply.relations import UNNAMED, Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.names.names import NameMention
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

LONE: Final = "the only firm beside the author"
_AHEAD: Final = 4
_BEHIND: Final = 1
_ENOUGH: Final = 2
_NEXT: Final = 2
_HARM: Final = ("incident", "exposure", "outage")
_OURS: Final = frozenset({"self", "possessive", "publisher"})
_APART: Final = ("helper", "attacker_noun", "fiction", "generic", "other_incident")


def lone_firm(page: Page, relations: Relations, author: str | None, *, speaks: bool) -> list[str]:
    """Return the one firm that a text on somebody else's incident names beside its author.

    Empty where the author was hit itself, where two firms could be meant, or where the firm only
    helps, comments or is spared.
    """
    others = [s for s in relations.customers if s.party in page.parties.entries]
    if _is_own(page, relations, author) or not (author or speaks or others):
        return []
    planned = page.lexicon.word_set("planned_work")
    if any(set(page.readings[n].words) & planned for n in page.live):
        return []  # work on systems that was foreseen: nothing happened there
    if any(page.parties.is_firm(s.party) for s in relations.victims if s.party != author):
        return []  # weighed already: who suffers is not told
    unnamed = relations.unnamed or any(s.party == UNNAMED for s in relations.victims)
    free = [core for core in page.parties.entries if _may_be_hit(page, relations, core, author)]
    near = [core for core in free if _is_near(page, core)]
    if unnamed:
        near = [c for c in near if page.parties.is_firm(c) and _has_part(relations, c)]
    return _only_one(page, relations, near)


def _only_one(page: Page, relations: Relations, near: list[str]) -> list[str]:
    """Return the one of several that is told most surely to supply the author, if one is."""
    called = [c for c in near if any(s.calls_supplier for s in relations.vendors.of(c))]
    linked = [c for c in near if _has_part(relations, c)]
    ours = [c for c in near if _works_for_us(page, c)]
    found = called or linked or ours
    if found:
        return found if len(found) == 1 else []
    return near if len(near) == 1 and is_introduced(page, relations, near[0]) else []


def _works_for_us(page: Page, core: str) -> bool:
    """Whether a sentence says what firm a name is, and speaks of "us": "X, the bureau that"."""
    for mention in page.parties.mentions(core):
        items = page.parties.items[mention.sentence]
        after = [i.kind for i in items if mention.last <= i.first <= mention.last + _NEXT]
        ours = any(i.kind in _OURS for i in items)
        if ours and ("company" in after or "vendor" in after):
            return True
    return False


def own_supplier(page: Page, relations: Relations, author: str | None) -> list[str]:
    """Return the author where it tells of its own mishap, and organizations suffer from it.

    "A check was missing in our portal. 52 firms had invoices shown to others." So is who runs
    what it hosts for customers: "somebody got into our hosted environment".
    """
    entry = page.parties.entries.get(author) if author is not None else None
    if author is None or entry is None or entry.kind in PUBLIC_KINDS or has_head(page, author):
        return []
    if relations.unnamed or any(s.party == UNNAMED for s in relations.victims):
        return []
    ours = [n for n in page.live if _is_our_mishap(page, n)]
    suffer = any(_organizations_suffer(page, n) for n in page.live)
    hosts = any(page.readings[n].has("hosted_for_others") for n in ours)
    clients = any(page.readings[n].has("customer_noun") and page.is_fact(n) for n in page.live)
    return [author] if ours and (suffer or (hosts and clients)) else []


def _is_our_mishap(page: Page, number: int) -> bool:
    """Whether "we" tell of what happened, and no other party is in the sentence."""
    reading = page.readings[number]
    if not is_own_voice(page, number) or page.is_question(number):
        return False
    if any(i.kind in {"org", "vendor", "company"} for i in page.parties.items[number]):
        return False
    if reading.has("vendor_noun", "sub_vendor_noun", "negation"):
        return False
    told = reading.has("incident", "outage", "fault", "mishap") or reading.tells()
    return told or bool(reading.hits("attack"))


def _organizations_suffer(page: Page, number: int) -> bool:
    """Whether a number of organizations is told beside harm."""
    reading = page.readings[number]
    units = [h for h in reading.hits("unit") if h.id == "organisations"]
    people = {h.first for h in reading.hits("unit") if h.id == "persons"}
    counted = any(
        h.first not in people and any(0 <= h.first - n.last <= _NEXT for n in reading.numbers)
        for h in units
    )
    harm = ("exposure", "outage", "affected") if reading.has("report") else (*_HARM, "affected")
    return counted and reading.has(*harm) and page.is_fact(number)


def where_named(page: Page, core: str) -> list[Sign]:
    """Return where a firm stands near what happened."""
    return [
        Sign(core, m.sentence, m.first, m.last, LONE)
        for m in page.parties.mentions(core)
        if page.readings[m.sentence].sentence.zone != "tail"
    ][:3]


def _may_be_hit(page: Page, relations: Relations, core: str, author: str | None) -> bool:
    entry = page.parties.entries[core]
    if core == author or not entry.strong or entry.kind in PUBLIC_KINDS:
        return False
    if entry.kind != "company" and has_head(page, core):
        return False
    if any(core in (s.party, page.parties.core(s.party)) for s in relations.spared):
        return False
    if any(link.customer == core for link in relations.links):
        return False
    if any(is_own_thing(page.lexicon, *_place(page, m)) for m in entry.mentions):
        return False
    told = [m for m in entry.mentions if page.readings[m.sentence].sentence.zone != "tail"]
    inner = [m for m in told if page.readings[m.sentence].sentence.kind != "heading"]
    if not inner and not _has_part(relations, core):
        return False  # a street, a town of the letterhead
    return bool(told) and not any(page.readings[m.sentence].has(*_APART) for m in told)


def _place(page: Page, mention: NameMention) -> tuple[list[Item], int]:
    """Return the items of a mention's sentence, and which of them it is."""
    items = page.parties.items[mention.sentence]
    return items, next((n for n, i in enumerate(items) if i.first >= mention.first), 0)


def _is_near(page: Page, core: str) -> bool:
    """Whether something happened in a sentence near one that names a party."""
    told = [
        n
        for n in page.live
        if page.readings[n].sentence.kind != "heading" and not page.is_question(n)
    ]
    for mention in page.parties.mentions(core):
        at = bisect_left(told, mention.sentence)
        if any(_tells_harm(page, n) for n in told[max(0, at - _BEHIND) : at + _AHEAD]):
            return True
    return False


def _tells_harm(page: Page, number: int) -> bool:
    if answers_who(page, number) or takes_files(page, number):
        return True
    reading = page.readings[number]
    told = reading.has(*_HARM) or any(h.id != "outage" for h in reading.hits("attack"))
    if is_supposed(page, number) or (reading.has("hedge") and not reading.dates):
        return False
    past = tells_past(reading) or reading.sentence.kind == "item"
    return told and past and page.is_fact(number) and not page.is_question(number)


def is_introduced(page: Page, relations: Relations, core: str) -> bool:
    """Whether a text tells what a firm does for it or its readers, or calls it a supplier."""
    if _has_part(relations, core):
        return True
    you = page.lexicon.word_set("you")
    mentions = page.parties.mentions(core)
    told = {m.sentence for m in mentions if page.readings[m.sentence].sentence.zone != "tail"}
    return any(_says_what_it_is(page, m) for m in mentions if m.sentence in told) or any(
        any(i.kind in _OURS for i in page.parties.items[number])
        or bool(you & set(page.readings[number].words))
        for number in told
    )


def _says_what_it_is(page: Page, mention: NameMention) -> bool:
    """Whether a name is followed by what it stands for: "X, the tool for expenses"."""
    reading = page.readings[mention.sentence]
    at = mention.last
    if reading.words[at : at + 1] != [","]:
        return False
    nouns = reading.cues("product_noun", "vendor_noun")
    return any(at < h.first <= at + 1 + _NEXT for h in nouns)


def _has_part(relations: Relations, core: str) -> bool:
    """Whether a pattern says that a firm supplies somebody."""
    linked = any(link.vendor == core for link in relations.links)
    return linked or bool(relations.vendors.of(core))


def _is_own(page: Page, relations: Relations, author: str | None) -> bool:
    """Whether a text says that its author was hit: "we were attacked", "our servers", "X was"."""
    ours = {PUBLISHER, author} - {None}
    hit = {s.sentence for s in relations.victims if s.party in ours}
    return any(_says_own(page, number, number in hit) for number in page.live)


def _says_own(page: Page, number: int, hit: bool) -> bool:
    reading = page.readings[number]
    if page.is_question(number) or not page.is_fact(number):
        return False
    if reading.has("negation", "lexical_denial", "no_indication", "their_systems", "vendor_noun"):
        return False
    items = page.parties.items[number]
    if hit and len({i.parties for i in items if i.kind == "org"}) <= 1:
        told = reading.has("report", "noted") or bool(reading.hits("authority"))
        if reading.has("incident") and not told:
            return True
    if not is_own_voice(page, number) or any(i.kind in {"org", "vendor", "company"} for i in items):
        return False  # "we were told by X that": theirs
    kinds = {h.id for h in reading.hits("attack")} - {"data_theft", "outage", "misconfiguration"}
    if kinds and reading.has("struck", "affected") and any(i.kind == "self" for i in items):
        return True  # "we were hit by ransomware"
    systems = page.lexicon.stems("own_system")
    ours = any(
        word.startswith(systems)
        for cue in reading.cues("self_possessive")
        for word in reading.words[cue.last : cue.last + _ENOUGH]
    )
    return ours and reading.has("incident", "struck", "outage")


def only_supplier(relations: Relations, page: Page, author: str | None) -> list[str]:
    """The one party called a supplier, where the text says that an unnamed supplier was hit."""
    if not any(s.party == UNNAMED for s in relations.victims):
        return []
    called = {
        s.party
        for s in relations.vendors
        if s.party in page.parties.entries
        and s.party != author
        and not page.parties.is_product(s.party)
        and page.parties.entries[s.party].kind not in PUBLIC_KINDS
    }
    return sorted(called) if len(called) == 1 else []


def known_party(relations: Relations, page: Page, author: str | None) -> list[str]:
    """The one organization of the user's own register that a text on an unnamed supplier names.

    It must be named beside the incident, and nowhere as a customer or as spared.
    """
    if not any(s.party == UNNAMED for s in (*relations.victims, *relations.unnamed)):
        return []
    served = {s.party for s in (*relations.customers, *relations.spared)}
    known = [
        core
        for core, entry in page.parties.entries.items()
        if entry.known
        and core != author
        and core not in served
        and entry.kind not in PUBLIC_KINDS
        and is_in_incident(page, core)
    ]
    return known if len(known) == 1 else []


def places_of(page: Page, core: str) -> list[Sign]:
    """Where a party of the register is named beside the incident."""
    return [
        Sign(core, m.sentence, m.first, m.last, "register")
        for m in page.parties.mentions(core)
        if page.readings[m.sentence].has("incident", "exposure", "outage", "affected")
    ]


def is_in_incident(page: Page, core: str) -> bool:
    """Whether a party is named in a sentence that tells of harm."""
    return any(
        page.readings[m.sentence].has("incident", "exposure", "outage", "affected")
        for m in page.parties.mentions(core)
    )
