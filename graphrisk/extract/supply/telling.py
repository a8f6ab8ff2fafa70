"""A supplier that tells of its own incident: "we were hit, 61 clinics are affected"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.relations import Relations, Sign
from graphrisk.extract.victims.others import is_object

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_FIRM_SIGNS: Final = ("@company_noun", ": {A.gen} (asiakas|", ": (clients|client|")
_IF_WITHIN: Final = 8
_LETTERHEAD: Final = 2
_WITHIN: Final = ("ssa", "ssä")


def others_named(page: Page, relations: Relations, author: str | None) -> set[str]:
    """The named parties beside the author that are said to suffer: its customers, if it was hit."""
    entries = page.parties.entries
    parties = {s.party for s in relations.customers} - {author}
    return {p for p in parties if p in entries and entries[p].strong and not entries[p].product}


def hit_itself(page: Page, relations: Relations, author: str | None) -> list[Sign]:
    """Signs that the author was hit, where it says so of "us"."""
    return [
        replace(sign, party=author)
        for sign in relations.victims
        if author is not None and sign.party == PUBLISHER and is_own_voice(page, sign.sentence)
    ]


def is_supposed(page: Page, number: int, first: int) -> bool:
    """Whether a sentence supposes that somebody is hit: "ask what happens if X is hit"."""
    reading = page.readings[number]
    supposed = any(first - _IF_WITHIN <= h.first <= first for h in reading.cues("conditional"))
    return supposed and reading.has("generic")


def hit_as_we(page: Page, relations: Relations) -> str | None:
    """The one party of a text without suppliers, hit in a sentence that goes on about "our" own.

    "X was struck by an attack that reached our servers", and nobody else is named.
    """
    named = [c for c, e in page.parties.entries.items() if e.strong and not e.product]
    supplied = relations.vendors or relations.links or relations.unnamed
    if len(named) != 1 or supplied:
        return None
    if any(page.readings[n].has("vendor_noun", "sub_vendor_noun", "helper") for n in page.live):
        return None
    own = any(
        sign.party == named[0]
        and not is_object(sign)
        and _goes_on_about_own(page.readings[sign.sentence], sign.last)
        for sign in relations.victims
    )
    return named[0] if own else None


def _goes_on_about_own(reading: Reading, at: int) -> bool:
    """Whether "our systems" stand after a token; "our customers" may be a supplier's victims."""
    systems = reading.lexicon.stems("own_system")
    ours = ["self_possessive"]
    ours += ["self"] * (reading.lexicon.language == "fi")  # "järjestelmiimme": an ending says "our"
    return any(
        word.startswith(systems)
        for hit in reading.cues(*ours)
        if hit.first >= at
        for word in reading.words[max(at, hit.first - 1) : hit.last + 2]
    )


def names_organizations(reading: Reading) -> bool:
    """Whether organizations are spoken of; "customers" may be people."""
    units = reading.hits("unit")
    people = {h.first for h in units if h.id == "persons"}
    return any(h.id == "organisations" and h.first not in people for h in units)


def is_only_where(page: Page, core: str) -> bool:
    """Whether a Finnish name stands only as a place: "tietomurto Lammessa ja Virrassa".

    One of its mentions ends as "in X" does and none is bare, "to X" or "from X".
    """
    if page.lexicon.language != "fi":
        return False
    entry = page.parties.entries[core]
    if entry.kind == "company" or entry.known:
        return False
    words = [page.readings[m.sentence].words[m.last - 1] for m in entry.mentions]
    rest = [w for w in words if not w.endswith(_WITHIN)]
    return len(rest) < len(words) and all(w.endswith("n") for w in rest)


def is_only_a_firm(page: Page, relations: Relations, core: str) -> bool:
    """Whether a party is only called a company or has customers, who may be people."""
    return all(
        any(w in s.rule for w in _FIRM_SIGNS) or _calls_firm(page, s)
        for s in relations.vendors.of(core)
    )


def _calls_firm(page: Page, sign: Sign) -> bool:
    """Whether what a pattern found before a name is no more than "the company"."""
    if not sign.rule.startswith("vendor_name: (") or not sign.rule.endswith("{A}"):
        return False
    words = page.readings[sign.sentence].words[sign.first : sign.first + 2]
    firm = page.lexicon.word_set("only_firm")
    return bool(words) and (words[0] in firm or words[1:] in [[w] for w in firm])


def is_quoted(page: Page, number: int) -> bool:
    """Whether "our" in a sentence is somebody else's: said by a party or person it quotes."""
    reading = page.readings[number]
    own = any(h.id == "publisher" for h in reading.hits("anaphor"))
    return not own and not is_own_voice(page, number)


def find_speaker(page: Page, number: int, but: set[str]) -> str | None:
    """The party that a quoting sentence names, the supplier aside."""
    for item in page.parties.items[number]:
        if item.kind == "org" and not item.weak:
            core = page.parties.core(item.parties[0])
            if core not in but:
                return core
    return None


def has_own_customers(page: Page, *, speaks: bool) -> bool:
    """Whether the text speaks of "our customers", or, a release in the third person, of "X's"."""
    for number in page.live:
        if speaks and not is_own_voice(page, number):
            continue
        items = page.parties.items[number]
        for at, item in enumerate(items):
            if item.kind == "possessive" or (item.genitive and item.kind == "org" and not speaks):
                words = [i.word for i in items[at + 1 : at + 5]]
                if any(hit in words for hit in page.lexicon.data.cues["customer_noun"]):
                    return True
    return False


def heads_alone(page: Page, core: str) -> bool:
    """Whether a text that says "we" names this party at its head, and no other anywhere."""
    strong = [c for c, e in page.parties.entries.items() if e.strong and not e.product]
    opening = page.live[: _LETTERHEAD + 1]
    return strong == [core] and any(
        m.sentence in opening and page.readings[m.sentence].sentence.kind == "heading"
        for m in page.parties.mentions(core)
    )
