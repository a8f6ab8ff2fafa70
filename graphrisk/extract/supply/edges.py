"""Who supplies whom: relation patterns read into evidence, then weighed for the whole text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import party_of, stands_for, suppliers_of
from graphrisk.extract.supply.doubts import (
    goes_on_to_harm,
    is_apposed,
    is_far_heading,
    is_helper,
    is_hit_product,
    is_in_passing,
    is_loose,
    is_passive,
    is_perfect,
    is_served_by_sub,
    is_site,
    is_subsidiary,
    opens_with_noun,
    says_too_little,
    slot_items,
    stands_in,
)
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.link_denials import (
    as_used,
    goes_free,
    is_denied,
    is_of_people,
    is_refuted,
    is_unable,
)
from graphrisk.extract.supply.owned import is_cause, is_parent, subject_before
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED, Link, Relations, Sign
from graphrisk.extract.supply.telling import is_supposed
from graphrisk.extract.supply.turned_round import drop_turned_round
from graphrisk.extract.victims.no_victims import is_no_victim

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import Match

_Reader = Callable[["Page", int, "Match", "Relations"], None]

_OPENING: Final = 2
_OWNED: Final = 4
_SUPPLY: Final = frozenset({"edge", "unnamed", "chain", "customer"})
_CROWD: Final = 2
_CALLED: Final = "vendor_name: @vendor_noun for a name"
_ALSO: Final = ("(ook|", "også {B}", "(også|")


def find_relations(page: Page) -> Relations:
    """Read all matches of the relation patterns into links and signs."""
    relations = Relations()
    for number in page.live:
        if number in page.withdrawn:
            continue
        for match in page.matches[number]:
            if match.relation in _SUPPLY and is_refuted(page, number):
                relations.refuted.append(number)
                continue
            _READERS[match.relation](page, number, match, relations)
    drop_turned_round(relations)
    return relations


def _slot(page: Page, number: int, match: Match, name: str) -> list[str]:
    """Return whom a slot holds; "that company" is the one named before it, if one is."""
    items = slot_items(page, number, match, name)
    return [p for item in items for p in stands_for(page, number, item)]


def _tokens(page: Page, number: int, match: Match) -> tuple[int, int]:
    items = page.parties.items[number]
    return items[match.first].first, items[min(match.last, len(items)) - 1].last


def _read_edge(page: Page, number: int, match: Match, relations: Relations) -> None:
    first, last = _tokens(page, number, match)
    if says_too_little(page, number, match) or _is_of_supplier(page, number, match):
        if "|ligger|" in match.template and opens_with_noun(page, number, match):
            held = suppliers_of(page, _slot(page, number, match, "A"))
            relations.vendors += [Sign(v, number, first, last, _rule(match)) for v in held]
        return
    vendors = suppliers_of(page, _slot(page, number, match, "A")) or [UNNAMED]
    if match.template.startswith("{A}"):
        vendors = subject_before(page, number, match.first) or vendors
    vendors, customers = as_used(page, match, vendors, _slot(page, number, match, "B"))
    rule = _rule(match)
    denied = is_denied(page, number, first, last) and not is_unable(page, number, first, last)
    if denied:  # "not affected by the attack on X", "does not use X"
        relations.spared += [Sign(party, number, first, last, rule) for party in customers]
        return
    for vendor in vendors:
        relations.vendors.append(Sign(vendor, number, first, last, rule))
        for customer in customers:
            if vendor != customer:
                relations.links.append(Link(vendor, customer, number, first, last, rule))
        for customer in _slot(page, number, match, "B2"):
            if customers and vendor != customer:
                served = customer if customer in page.parties.entries else customers[0]
                relations.links.append(Link(vendor, served, number, first, last, rule))


def _is_of_supplier(page: Page, number: int, match: Match) -> bool:
    """Whether it is our supplier that is supplied: "X, a supplier of our printer Y"."""
    if not match.template.startswith("{A} ,") or "{B.poss}" not in match.template:
        return False
    if "vendor" not in match.template:
        return False
    items = page.parties.items[number]
    nouns = {h.first for h in page.readings[number].cues("vendor_noun", "sub_vendor_noun")}
    first, last = match.slots["A"][1], match.slots["B"][0]
    if not match.template.endswith("{B.poss}"):
        return any(item.kind == "vendor" or item.first in nouns for item in items[first:last])
    for item in items[match.last : match.last + _OWNED]:
        if item.word in {",", "."} or item.kind == "org":
            return False
        if item.kind == "vendor" or item.first in nouns:
            return True
    return False


def _read_unnamed(page: Page, number: int, match: Match, relations: Relations) -> None:
    """A supplier without a name, and whom it serves."""
    first, last = _tokens(page, number, match)
    reading = page.readings[number]
    named = any(
        i.kind == "org" and not i.weak and 0 <= i.first - last <= 2 and not i.genitive
        for i in page.parties.items[number]
    )
    told = reading.has("incident", "exposure", "outage") or goes_on_to_harm(
        page, number, match.template
    )
    if named or not told:
        return
    if page.lexicon.word_set("changed") & set(reading.words[max(0, first - _OPENING) : last]):
        return  # "changed supplier to X" afterwards
    if page.lexicon.data.nouns_capitalised and any(
        i.weak for i in slot_items(page, number, match, "B")
    ):
        return
    if is_apposed(page.parties.items[number], match):
        return
    for customer in _slot(page, number, match, "B"):
        relations.unnamed.append(Sign(UNNAMED, number, first, last, _rule(match)))
        relations.links.append(Link(UNNAMED, customer, number, first, last, _rule(match)))


def _read_chain(page: Page, number: int, match: Match, relations: Relations) -> None:
    """A chain of two: the last supplier, the one it serves, and whom that one serves."""
    first, last = _tokens(page, number, match)
    if is_denied(page, number, first, last) or is_passive(page, number, match):
        return
    rule = _rule(match)
    middle = _slot(page, number, match, "C")
    below = _slot(page, number, match, "B")
    if middle:
        for vendor in middle:
            for customer in below:
                if vendor != customer:
                    relations.links.append(Link(vendor, customer, number, first, last, rule))
        return
    vendors = _slot(page, number, match, "A") or [SUB_UNNAMED]
    for vendor in vendors:
        relations.vendors.append(Sign(vendor, number, first, last, rule))
        for customer in below:
            if vendor != customer:
                relations.links.append(Link(vendor, customer, number, first, last, rule))


def _read_victim(page: Page, number: int, match: Match, relations: Relations) -> None:
    first, last = _tokens(page, number, match)
    if page.is_question(number) or not page.is_fact(number, first):
        return
    alike = match.template.startswith("{V") and tells_of_a_like(page.readings[number])
    if alike or is_denied(page, number, first, last) or is_supposed(page, number, first):
        return
    if match.template.startswith("@product_noun") and not is_hit_product(page, number, first):
        return
    for item in slot_items(page, number, match, "V"):
        if is_no_victim(page, number, match, item):
            continue
        if len(item.parties) > _CROWD:  # so many were hit through somebody
            parties = party_of(page, item)
            relations.customers += [Sign(p, number, first, last, _rule(match)) for p in parties]
            continue
        for party in stands_for(page, number, item):
            target = party
            sub = item.kind == "vendor" and "sub_vendor_noun" in dict(item.cues)
            if sub or is_served_by_sub(page, number, item):
                target = SUB_UNNAMED
            relations.victims.append(Sign(target, number, first, last, _rule(match)))
            if item.kind == "org" and _is_called_so(page, number, item):
                relations.vendors.append(Sign(target, number, first, last, _CALLED))


def _is_called_so(page: Page, number: int, item: Item) -> bool:
    """Whether a noun for a supplier stands for a party that was named before: "the processor"."""
    nouns = page.readings[number].cues("vendor_noun")
    return any(h.first <= item.first < h.last for h in nouns)


def _read_sign(kind: str, slot: str) -> _Reader:
    def read(page: Page, number: int, match: Match, relations: Relations) -> None:
        first, last = _tokens(page, number, match)
        target: list[Sign] = getattr(relations, kind)
        unable = is_unable(page, number, first, last) or (
            match.template.startswith(_ALSO) and not page.readings[number].has("affected")
        )  # "X has no timetable either"
        if (
            kind == "customers"
            and not unable
            and (is_denied(page, number, first, last) or goes_free(page, number, first, last))
        ):
            target = relations.spared
        if _says_nothing(kind, page, number, match):
            return
        for item in slot_items(page, number, match, slot):
            if _is_beside_the_point(kind, page, number, item, match.template):
                continue
            if kind == "vendors" and _is_where(page, number, item, match):
                continue
            named = party_of(page, item)
            parties = suppliers_of(page, named) if kind == "vendors" else named
            if kind == "customers" and len(item.parties) > _CROWD:
                page.parties.mark_listed(item.parties)  # of so many each is a name
            target.extend(Sign(party, number, first, last, _rule(match)) for party in parties)

    return read


def _says_nothing(kind: str, page: Page, number: int, match: Match) -> bool:
    """Whether a pattern fits words that do not say what it looks for."""
    if kind == "publisher":
        return is_far_heading(page, number, match) or is_in_passing(page, number, match)
    if kind == "customers":  # "ask what happens if X is hit"
        reading = page.readings[number]
        return reading.has("generic") or tells_of_a_like(reading) or is_loose(page, number, match)
    if kind != "vendors":
        return False
    if is_perfect(page, number, match):
        return True
    first, last = _tokens(page, number, match)
    apart = "@vendor_noun" in match.template and bool(
        page.lexicon.word_set("rather") & set(page.readings[number].words[first:last])
    )  # "not X but its supplier"
    return apart or is_of_people(page, number, match)


def _is_beside_the_point(kind: str, page: Page, number: int, item: Item, rule: str) -> bool:
    """Whether a slot holds "we" of another clause, or a place or a part of the supplier."""
    leads = rule.startswith("{")
    if item.kind == "self" and not leads:
        return True  # "affected ... we"
    before = page.readings[number].words[item.first - 1] if item.first else ""
    if leads and before in page.lexicon.word_set("against"):
        return True  # "after an attack on X cannot Y pay"
    apart = (
        before in page.lexicon.word_set("in_the")
        or is_site(page, number, item)
        or stands_in(page, item)
    )
    apart = apart or is_helper(page, number, item)
    items = page.parties.items[number]
    apart = apart or (item in items and is_parent(page.lexicon, items, items.index(item)))
    apart = apart or (not leads and kind == "customers" and is_cause(page, number, item, rule))
    return kind == "customers" and (apart or is_subsidiary(page, number, item))


def _is_where(page: Page, number: int, item: Item, match: Match) -> bool:
    """Whether a name tells where those are who use a supplier: "the councils in X, which ...".

    Or where a supplier sits, or whose it is: "X with its seat in Y is a supplier". Or only who
    says so of another: "says X is the supplier Y hit" in an inverted clause.
    """
    items = page.parties.items[number]
    seated = item in items and is_parent(page.lexicon, items, items.index(item))
    if seated and match.template.startswith("{A} "):
        return True
    before = page.readings[number].words[item.first - 1] if item.first else ""
    follows = page.parties.items[number][match.last : match.last + 1]
    named = bool(follows) and follows[0].kind == "org" and not follows[0].weak
    inverted = match.template.startswith(("{A} (i", "{A} (h")) and match.template.endswith(
        "@vendor_noun"
    )
    where = page.lexicon.word_set("in_place") | page.lexicon.word_set("from")
    return (before in where and match.template.startswith("{A} ,")) or (inverted and named)


def _read_maker(page: Page, number: int, match: Match, relations: Relations) -> None:
    """Who makes or sells a product that the text names."""
    first, last = _tokens(page, number, match)
    nouns = page.readings[number].cues("product_noun")
    said = any(first <= h.first < last for h in nouns)  # "X, a product made by Y"
    for product in _slot(page, number, match, "X"):
        if said or page.parties.is_product(product):
            relations.makers += [(product, maker) for maker in _slot(page, number, match, "A")]


def _read_service(page: Page, number: int, match: Match, relations: Relations) -> None:
    items = slot_items(page, number, match, "S")
    if items:
        relations.services.append(Sign("", number, items[0].first, items[-1].last, _rule(match)))


def _rule(match: Match) -> str:
    return f"{match.relation}: {match.template}"


_READERS: Final[dict[str, _Reader]] = {
    "edge": _read_edge,
    "chain": _read_chain,
    "unnamed": _read_unnamed,
    "victim": _read_victim,
    "vendor_name": _read_sign("vendors", "A"),
    "customer": _read_sign("customers", "B"),
    "spared": _read_sign("spared", "B"),
    "maker": _read_maker,
    "service": _read_service,
    "publisher": _read_sign("publisher", "P"),
}

RELATIONS: Final = frozenset(_READERS)
"""Relations that the patterns of a lexicon may state."""
