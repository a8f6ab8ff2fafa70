"""Suppliers by whose they are: "our supplier", "its hosting provider", and lists of customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import party_of
from graphrisk.extract.supply.doubts import stands_beside
from graphrisk.extract.supply.link_denials import is_refuted
from graphrisk.extract.supply.pronouns import opens_with_pronoun
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED, Link, Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_EVENT: Final = ("incident", "outage", "affected")
_NEAR_NAME: Final = 4
_ROWS: Final = 40
_NEAR_NOUN: Final = 3


def add_owned_suppliers(page: Page, relations: Relations) -> None:
    """Add suppliers that a possessive ties to a customer, and customers that a list names."""
    for number in page.live:
        _possessed_suppliers(page, number, relations)
        if not is_refuted(page, number):
            _their_suppliers(page, number, relations)
            _sub_supplier(page, number, relations)
        _row_customer(page, number, relations)
        _listed_customer(page, number, relations)


def _possessed_suppliers(page: Page, number: int, relations: Relations) -> None:
    """ "Our supplier" without a name beside it: an unnamed supplier of whoever says so."""
    items = page.parties.items[number]
    for at, item in enumerate(items):
        if item.kind != "vendor":
            continue
        owner = _owner(items, at)
        named = [i for i in items[at + 1 : at + 1 + _NEAR_NAME] if i.kind == "org" and not i.weak]
        before = [i for i in items[max(0, at - 7) : at] if i.kind == "org" and not i.genitive]
        sub = any(name == "sub_vendor_noun" for name, _ in item.cues)
        if not page.readings[number].has("incident", "exposure", "outage", "affected"):
            continue  # praise or policy, not the event
        if page.readings[number].has("helper") and not page.readings[number].has(*_EVENT):
            continue  # "our partners are restoring the servers"
        if owner is None or named or (before and not sub):
            continue
        if stands_beside(page, number, item) and not relations.victims.of(UNNAMED):
            continue
        vendor = SUB_UNNAMED if sub else UNNAMED
        sign = Sign(vendor, number, item.first, item.last, "our-supplier")
        relations.unnamed.append(sign)
        for customer in party_of(page, owner):
            relations.links.append(
                Link(vendor, customer, number, owner.first, item.last, "our-supplier")
            )


def _their_suppliers(page: Page, number: int, relations: Relations) -> None:
    """ "X was told by its supplier, Y": Y supplies the party that the possessive points back to."""
    items = page.parties.items[number]
    for at, item in enumerate(items):
        nouns = {name for name, _ in item.cues}
        if nouns & {"vendor_noun"} or item.kind in {"vendor", "company"}:
            _provider_of_theirs(page, number, at, relations)
        if not nouns & {"vendor_noun", "sub_vendor_noun"}:
            continue
        place = _possessive_before(page.lexicon, items, at)
        owner = _subject(page.lexicon, items, place) if place is not None else None
        owner = owner or (_before(page, number) if place is not None else None)
        if place is None or owner is None:
            continue
        vendor = _named_after(page, items, at)
        if vendor is None and (item.kind != "vendor" or not _tells(page, number)):
            continue
        last = items[min(at + 1, len(items) - 1)].last
        for customer in party_of(page, owner):
            name = vendor or UNNAMED
            if name == customer:
                continue
            if vendor is not None:
                relations.vendors.append(Sign(name, number, item.first, last, "their-supplier"))
            link = Link(name, customer, number, owner.first, last, "their-supplier")
            relations.links.append(link)


def _provider_of_theirs(page: Page, number: int, at: int, relations: Relations) -> None:
    """ "C confirms that X, the provider of its access system, was hacked": X supplies C."""
    items = page.parties.items[number]
    after = [i.word for i in items[at + 1 : at + 1 + _NEAR_NOUN]]
    begins = [i.word for i in items[max(0, at - _NEAR_NOUN) : at]]
    if not page.lexicon.word_set("its") & set(after) or "," not in begins or "," in after[:1]:
        return
    comma = at - 1 - begins[::-1].index(",")
    named = items[comma - 1] if comma else None
    owner = (
        _subject(page.lexicon, items, comma - 1)
        if named is not None and named.kind == "org"
        else None
    )
    if named is None or owner is None or len(named.parties) != 1 or named.weak:
        return
    vendor = party_of(page, named)[0]
    span = (number, owner.first, items[at].last, "their-supplier")
    for customer in party_of(page, owner):
        if customer != vendor:
            relations.vendors.append(Sign(vendor, number, named.first, items[at].last, span[3]))
            relations.links.append(Link(vendor, customer, *span))


def _before(page: Page, number: int) -> Item | None:
    """Return the last party of the sentence before one that begins with "it" or "they"."""
    here = page.readings[number]
    if not number or not opens_with_pronoun(here):
        return None
    before = page.readings[number - 1]
    if before.sentence.block != here.sentence.block:
        return None
    named = [i for i in page.parties.items[number - 1] if i.kind == "org" and not i.weak]
    return named[-1] if named and len(named[-1].parties) == 1 else None


def _tells(page: Page, number: int) -> bool:
    return page.readings[number].has("incident", "exposure", "outage", "affected", "noted")


def _possessive_before(lexicon: Lexicon, items: Sequence[Item], at: int) -> int | None:
    """Return where "its" stands close before a noun, no name between."""
    its = lexicon.word_set("its")
    for place in range(at - 1, max(-1, at - 1 - _NEAR_NOUN), -1):
        if items[place].word in its and items[place].kind == "word":
            return place
        if items[place].kind != "word" or items[place].word in {",", ".", ";", ":"}:
            return None
    return None


def _subject(lexicon: Lexicon, items: Sequence[Item], place: int) -> Item | None:
    """Return the first party before "its", unless somebody is addressed or several could be."""
    before = [i for i in items[:place] if i.kind in {"org", "publisher"} and not i.weak]
    if not before or any(i.word in lexicon.word_set("addressed") for i in items[:place]):
        return None
    free = [i for i in before if not i.genitive] or before
    parties = {p for i in free for p in (i.parties or (i.kind,))}
    return free[0] if len(parties) == 1 or len(free) == 1 else None


def _named_after(page: Page, items: Sequence[Item], at: int) -> str | None:
    """Return the one party whose name follows a noun at once."""
    width = max((w for name, w in items[at].cues if name.endswith("vendor_noun")), default=1)
    after = items[at + width : at + width + 1]
    if not after or after[0].kind != "org" or after[0].weak or len(after[0].parties) != 1:
        return None
    return party_of(page, after[0])[0]


def _listed_customer(page: Page, number: int, relations: Relations) -> None:
    """An item of a list that is only a name, under a header on who is affected or a customer."""
    sentence = page.readings[number].sentence
    if sentence.kind != "item" or sentence.header is None:
        return
    header = page.readings[sentence.header]
    if not header.has("affected", "customer_noun") or header.data:
        return
    for item in page.parties.items[number]:
        labelled = item.first == 0 and page.readings[number].words[item.last : item.last + 1] == [
            ":"
        ]
        alone = item.last - item.first > 0.6 * len(sentence.tokens)
        if item.kind == "org" and (alone or labelled):
            if not header.has("general_data"):
                page.parties.mark_listed(item.parties)  # a lone capital word is a name here
            relations.customers += [
                Sign(party, number, item.first, item.last, "customer: list")
                for party in party_of(page, item)
            ]


def _sub_supplier(page: Page, number: int, relations: Relations) -> None:
    """ "It is run by the sub-processor Y": Y supplies the one party called a supplier before."""
    items = page.parties.items[number]
    for at, item in enumerate(items):
        if not any(name == "sub_vendor_noun" for name, _ in item.cues) or _owner(items, at):
            continue
        name = _named_after(page, items, at)
        called = {
            s.party: s
            for s in relations.vendors
            if s.calls_supplier and s.sentence < number and s.party != name
        }
        linked = {x.vendor for x in relations.links if x.sentence == number}
        if name is None or name in linked or len(called) != 1:
            continue
        middle = next(iter(called))
        last = items[min(at + 1, len(items) - 1)].last
        relations.vendors.append(Sign(name, number, item.first, last, "sub-supplier"))
        link = Link(name, middle, number, item.first, last, "sub-supplier")
        relations.links.append(link)


def _row_customer(page: Page, number: int, relations: Relations) -> None:
    """The party in the first cell of a row, in a table whose head asks who or what is affected."""
    words = page.readings[number].words
    items = page.parties.items[number]
    if "|" not in words or not items or items[0].kind != "org" or items[0].last != words.index("|"):
        return
    for above in range(number - 1, max(-1, number - 1 - _ROWS), -1):
        head = page.readings[above]
        if "|" not in head.words:
            break
        first_cell = page.parties.items[above][:1]
        if head.has("affected") and not (first_cell and first_cell[0].kind == "org"):
            spared = page.readings[number].has("negation", "lexical_denial")
            target = relations.spared if spared else relations.customers
            target += [
                Sign(party, number, 0, len(words), "customer: row")
                for party in party_of(page, items[0])
            ]
            break


def _owner(items: list[Item], at: int) -> Item | None:
    for item in reversed(items[max(0, at - 4) : at]):
        if item.kind == "possessive" or (item.genitive and item.kind in {"publisher", "org"}):
            return item
        if item.kind != "word" or item.word in {",", ".", ";"}:
            return None
    return None
