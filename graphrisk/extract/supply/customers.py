"""Customers of the supplier that was hit: those said to be affected, and whose text it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head, titled_by
from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.names.discourse import is_public
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.bystanders import bystanders
from graphrisk.extract.supply.commenters import is_commenter, is_reporter
from graphrisk.extract.supply.harmed import HARMED, is_agent, is_harmed
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.links import Roles, end_of_chain
from graphrisk.extract.supply.owned import is_parent
from graphrisk.extract.supply.relations import SUB_UNNAMED, Link, Relations, Sign
from graphrisk.extract.supply.telling import has_own_customers
from graphrisk.extract.victims.lone_firms import LONE

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page


_CONCERNS: Final = (
    *("affected", "outage", "exposure", "noted", "report", "restored", "incident", "connected"),
    *("customer_noun", "vendor_noun"),
)
_BROAD: Final = ("customer: {B} <2> (staff|", "customer: {B} <3> (a|ont) <3> (reconnu|")
_IN_WORDS: Final = frozenset({"nb", "da", "de"})  # there such conclusions were mostly wrong
_STATED: Final = (
    *("edge", "chain", "there", "owners", "their-supplier", "sub-supplier", "supplier"),
    *("uses theirs", "contract"),
)
_LOOSE: Final = ("customer: {", "customer: consequence", "customer: suffers", "customer: beside")
_NOT_WITHIN: Final = 6
_NOT_BEFORE: Final = 3


def _may_be_customer(page: Page, relations: Relations, party: str) -> bool:
    entry = page.parties.entries.get(party)
    if entry is None or entry.product or _is_authority(page, party) or is_reporter(page, party):
        return False
    return entry.strong or relations.count(relations.customers, party) > 1


def _is_authority(page: Page, party: str) -> bool:
    """Whether a name is that of an authority, or the first words of one."""
    mentions = page.parties.mentions(party)
    return bool(mentions) and all(
        any(
            h.first <= m.first and m.last <= h.last
            for h in page.readings[m.sentence].hits("authority")
        )
        for m in mentions
    )


def add_customers(page: Page, relations: Relations, roles: Roles) -> None:
    """Parties said to be affected, or the author: customers of the one vendor that was hit."""
    if not roles.vendors:
        return
    called = {s.party for s in relations.vendors if s.calls_supplier}
    vendor = end_of_chain(roles, next(iter(roles.vendors)), called - {roles.author_core})
    served = {link.customer for link in roles.links}
    several = page.tells_several()
    suppliers = roles.suppliers()
    own = _own_vendor(page, roles)
    for sign in relations.customers:
        party = roles.author_core if sign.party == PUBLISHER else sign.party
        if party is None or party in suppliers or not _may_be_customer(page, relations, party):
            continue
        if party not in served and (several or not _has_cause(page, sign)):
            continue  # hit in an incident of its own, or nothing that was done to it is told
        concluded = sign.rule == "customer: consequence" and not _of_its_own(page, sign)
        if concluded and not _may_conclude(page, relations, vendor):
            continue  # who was hit is nowhere said to supply anybody
        roles.customers.setdefault(party, []).append(replace(sign, party=party))
        if party not in served and vendor != SUB_UNNAMED:
            served.add(party)
            supplier = own if own and own != party else vendor
            roles.link_weakly(supplier, party, sign)
    _add_hit_together(page, relations, roles, served)
    _add_spared(page, relations, roles, vendor, served)
    _add_beside(page, relations, roles, vendor, served)
    if not relations.refuted:
        _add_author(page, relations, roles, vendor, served)
        if page.lexicon.language == "de" or _may_conclude(page, relations, own or vendor):
            _add_institutions(page, roles, own or vendor, served | suppliers)
    _add_middleman(page, relations, roles, vendor)


def _has_cause(page: Page, sign: Sign) -> bool:
    """Whether a weak sign stands where something is told that concerns a customer."""
    loose = sign.rule.startswith(_LOOSE)
    if loose and is_commenter(page, sign.party, sign.sentence):
        return False
    return not sign.rule.startswith(_BROAD) or _of_its_own(page, sign)


def _of_its_own(page: Page, sign: Sign) -> bool:
    """Whether a sentence tells of harm to what somebody calls its own: "its customers are hit"."""
    reading = page.readings[sign.sentence]
    told = reading.has("affected", "outage", "exposure") or bool(reading.data)
    lexicon = reading.lexicon
    own = lexicon.word_set("its") | lexicon.word_set("own_people")
    return told and bool(own & set(reading.words))


def _add_hit_together(page: Page, relations: Relations, roles: Roles, served: set[str]) -> None:
    """Public bodies in one phrase with the supplier that was hit: "a leak at X and the council"."""
    several = page.tells_several()
    places = {
        (s.sentence, s.first, s.last): s.party
        for s in relations.victims
        if s.party in roles.vendors and s.party in page.parties.entries
    }
    for sign in relations.victims if not several else ():
        vendor = places.get((sign.sentence, sign.first, sign.last))
        party = sign.party
        if vendor is None or party in served or party in {*roles.vendors, roles.author_core}:
            continue
        if is_public(page, party):
            served.add(party)
            roles.customers.setdefault(party, []).append(sign)
            roles.link_weakly(vendor, party, replace(sign, rule="customer: hit together"))


def _add_spared(
    page: Page, relations: Relations, roles: Roles, vendor: str, served: set[str]
) -> None:
    """Parties said to go free; one that "uses it too" is a customer nevertheless."""
    suppliers = roles.suppliers()
    for sign in relations.spared:
        party = roles.author_core if sign.party == PUBLISHER else sign.party
        if party not in page.parties.entries or party in suppliers:
            continue
        if is_agent(page, party, sign.sentence):
            continue  # "passwords are kept by the council itself and are not affected"
        roles.spared.setdefault(party, []).append(sign)
        uses = sign.uses_too or _uses(page.readings[sign.sentence])
        if uses and party not in served and vendor != SUB_UNNAMED:
            served.add(party)
            roles.link_weakly(vendor, party, sign)


def _uses(reading: Reading) -> bool:
    """Whether a sentence says that somebody uses something: not "does not use it"."""
    lexicon = reading.lexicon
    ends = {",", ".", ";", *lexicon.data.joiners, *lexicon.word_set("but")}
    for use in reading.cues("connected"):
        stops = [at for at in range(use.last, len(reading.words)) if reading.words[at] in ends]
        end = min([*stops, use.last + _NOT_WITHIN])
        if not any(use.first - _NOT_BEFORE <= n.first < end for n in reading.cues("negation")):
            return True
    return False


def _add_beside(
    page: Page, relations: Relations, roles: Roles, vendor: str, served: set[str]
) -> None:
    """Parties that stand where the text tells of harm, each as a weak link."""
    suppliers = roles.suppliers()
    for sign in bystanders(page, relations, vendor, served | suppliers | {*roles.spared}):
        if sign.party == roles.author_core:
            continue
        roles.customers.setdefault(sign.party, []).append(sign)
        served.add(sign.party)
        roles.link_weakly(vendor, sign.party, sign)


def _own_vendor(page: Page, roles: Roles) -> str | None:
    """The author, where it stands between the supplier that was hit and customers of its own."""
    author = roles.author_core
    if author is None or author in roles.vendors:
        return None
    titled = titled_by(page) == author
    if not titled and not has_own_customers(page, speaks=True):
        return None
    below = any(x.customer == author and x.vendor in roles.vendors for x in roles.links)
    return author if below and page.parties.entries.get(author) is not None else None


def _add_middleman(page: Page, relations: Relations, roles: Roles, vendor: str) -> None:
    """A second party that is called a supplier stands between the origin and its customers."""
    called = {
        s.party: s
        for s in relations.vendors
        if s.calls_supplier
        and s.party in page.parties.entries
        and s.party not in roles.vendors
        and s.party != roles.author_core
        and not only_beside(page, relations, s.party)
    }
    linked = {x for link in roles.links for x in (link.vendor, link.customer) if not link.weak}
    struck = {s.party for s in relations.customers}  # "the firm X suffers from it as well"
    called = {p: s for p, s in called.items() if p not in linked and p not in struck}
    weak = [link for link in roles.links if link.weak and link.vendor == vendor]
    if len(called) != 1 or vendor not in page.parties.entries or not weak:
        return
    middle, sign = next(iter(called.items()))
    for link in weak:
        roles.links.remove(link)
        if link.customer != middle:
            roles.links.append(replace(link, vendor=middle))
    roles.links.append(
        Link(vendor, middle, sign.sentence, sign.first, sign.last, "middleman", weak=True)
    )


def _has_named(roles: Roles, served: set[str]) -> bool:
    hit = {link.customer for link in roles.links if link.vendor in roles.vendors}
    return bool(served & (hit | {*roles.customers}) - {PUBLISHER})


def _add_author(
    page: Page, relations: Relations, roles: Roles, vendor: str, served: set[str]
) -> None:
    """The author of a notice about a supplier is its customer, though no sentence says so."""
    author = roles.author_core or (PUBLISHER if roles.publisher is not None else None)
    if author is None or author in {*roles.vendors, *roles.spared} or author in served:
        return
    called = _is_stated(relations, vendor)
    lone = any(s.rule == LONE for s in roles.vendors.get(vendor, ()))
    concerned = lone or _concerns_author(page, vendor, author)
    named = author != PUBLISHER and page.lexicon.language != "nl"
    named = named and roles.speaks
    if not concerned or not (called or lone or named or vendor not in page.parties.entries):
        return  # whoever says "we" may be who was hit
    if vendor == SUB_UNNAMED and any(link.customer == author for link in roles.links):
        return
    if author == PUBLISHER and (page.parties.is_product(vendor) or _has_named(roles, served)):
        return  # a supplier's own release, or a third party's letter about others
    signs = roles.vendors.get(vendor) or next(iter(roles.vendors.values()))
    if signs:
        place = signs[0]
        roles.links.append(
            Link(vendor, author, place.sentence, place.first, place.last, "author", weak=True)
        )


def _may_conclude(page: Page, relations: Relations, vendor: str) -> bool:
    """Whether who suffers may be concluded to be served by who was hit, though no words say so."""
    return page.lexicon.language not in _IN_WORDS or _is_stated(relations, vendor)


def _is_stated(relations: Relations, vendor: str) -> bool:
    """Whether a text says of a party that it supplies somebody, or calls it a supplier."""
    return any(s.calls_supplier or s.rule.startswith(_STATED) for s in relations.vendors.of(vendor))


def _concerns_author(page: Page, vendor: str, author: str) -> bool:
    """Whether "we" of a text are concerned: harm is told of us, of ours, or beside our name."""
    if vendor not in page.parties.entries:
        return True  # "our supplier"
    for number in page.live:
        reading = page.readings[number]
        if not (reading.has(*_CONCERNS) or reading.data):
            continue
        named = any(
            core in author  # "the Institute" of "the Chartered Institute of Bakers"
            for item in page.parties.items[number]
            for core in item.parties
        )
        noun = any(h.id == "publisher" for h in reading.hits("anaphor"))
        if is_own_voice(page, number) or named or noun:
            return True
    return False


def _add_institutions(page: Page, roles: Roles, vendor: str, known: set[str]) -> None:
    """Institutions named where the incident is told: customers of the one supplier, for want of
    another part they could have in it.
    """
    several = page.tells_several()
    upstream = {x.vendor for x in roles.links if x.customer in roles.vendors}
    if several or len({*roles.vendors} - upstream) != 1 or vendor not in page.parties.entries:
        return
    for core, entry in page.parties.entries.items():
        out = core in known or core == roles.author_core or core in roles.spared
        named = entry.strong and has_head(page, core) and not entry.product
        if out or not named or _is_authority(page, core) or is_reporter(page, core):
            continue
        place = next((m for m in entry.mentions if _has_part(page, core, m.sentence)), None)
        if place is not None and is_commenter(page, core, place.sentence):
            continue
        if place is not None and entry.kind != "company":
            sign = Sign(core, place.sentence, place.first, place.last, "customer: institution")
            reading = page.readings[place.sentence]
            free = reading.has("negation", "lexical_denial") and not reading.has("pseudo_negation")
            (roles.spared if free else roles.customers).setdefault(core, []).append(sign)
            roles.link_weakly(vendor, core, sign)


def _has_part(page: Page, core: str, number: int) -> bool:
    """Whether a sentence tells of the incident and of a party, not as owner or as who comments."""
    reading = page.readings[number]
    told = (is_harmed(reading) or bool(reading.data)) and number not in page.withdrawn
    if not told or not page.is_fact(number) or page.is_question(number):
        return False
    if reading.has("helper", "titles") or page.parties.persons.get(number):
        return False
    if tells_of_a_like(reading):
        return False  # "last year a similar attack struck X"
    if reading.has("say", "attribution") and not (reading.has(*HARMED) or reading.data):
        return False  # who comments
    items = page.parties.items[number]
    at = next((n for n, i in enumerate(items) if i.kind == "org" and core in i.parties), None)
    return at is not None and not items[at].weak and not is_parent(page.lexicon, items, at)


def only_beside(page: Page, relations: Relations, core: str) -> bool:
    """Whether a supplier is only named as spared, or as one that helps after the incident."""
    if relations.count(relations.victims, core):
        return False
    readings = [page.readings[s.sentence] for s in relations.vendors.of(core)]
    return all(
        r.has("helper") or (r.has("lexical_denial") and not r.has("incident", "outage"))
        for r in readings
    )
