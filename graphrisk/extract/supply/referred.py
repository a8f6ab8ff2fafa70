"""Customers that a sentence only points back to: "Y runs the roster of both hospitals"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.supply.link_denials import is_refuted
from graphrisk.extract.supply.relations import Link, Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_BEFORE_OTHERS: Final = (
    *("of", "for_whom", "at", "in_place", "in_the", "from", "by", "with", "against", "not"),
    "at_event",
)
_BACK: Final = 4
_OPENING: Final = 1
_WITHIN: Final = 2
_FEWEST: Final = 2
_REACH: Final = 6
_BY_WITHIN: Final = 2
_NOUN_WITHIN: Final = 3
_HEAD: Final = 5
_ANY: Final = 1


def add_referred_customers(page: Page, relations: Relations) -> None:
    """Add a link to each party of the list that "both hospitals" or "the three banks" stands for.

    Only where the sentence calls its one named party a supplier, and a list of just that many
    names stands in one of the four sentences before it.
    """
    for number in page.live:
        reading = page.readings[number]
        keeper = _keeper(page, number)
        all_of = _opens_with_all(reading) or (keeper is not None and _speaks_of_all(reading))
        wanted = _how_many(reading) or (_ANY if all_of else None)
        if wanted is None or not page.is_fact(number) or is_refuted(page, number):
            continue
        vendors = {s.party for s in relations.vendors.at(number)} | ({keeper} if keeper else set())
        named = {p for i in page.parties.items[number] if i.kind == "org" for p in i.parties}
        if len(vendors) != 1 or named != vendors:
            continue
        vendor = next(iter(vendors))
        last = len(reading.words)
        customers = _list_before(page, number, wanted)
        if customers and vendor == keeper:
            relations.vendors.append(Sign(vendor, number, 0, last, "edge: referred"))
        for customer in customers:
            if customer != vendor:
                relations.links.append(Link(vendor, customer, number, 0, last, "edge: referred"))


def _keeper(page: Page, number: int) -> str | None:
    """Return the one party of a sentence that something is run by: "the sites are hosted by X"."""
    reading = page.readings[number]
    named = [i for i in page.parties.items[number] if i.kind == "org" and not i.weak]
    if len(named) != 1 or len(named[0].parties) != 1 or reading.has("negation", "conditional"):
        return None
    if not reading.lexicon.word_set("kept_by") & set(reading.words):
        return None
    before = reading.words[max(0, named[0].first - _BY_WITHIN) : named[0].first]
    by = bool(reading.lexicon.word_set("by") & set(before))
    return page.parties.core(named[0].parties[0]) if by else None


def _speaks_of_all(reading: Reading) -> bool:
    """Whether a sentence speaks of "the organizations", without saying how many."""
    the = reading.lexicon.word_set("all_the") | reading.lexicon.word_set("definite")
    return any(
        unit.id == "organisations" and unit.first and reading.words[unit.first - 1] in the
        for unit in reading.hits("unit")
    )


def add_listed_customers(page: Page, relations: Relations) -> None:
    """Add links to a list after a sentence on a supplier's customers: "These are A, B and C"."""
    for number in page.live:
        reading = page.readings[number]
        opens = any(h.first <= _OPENING for h in reading.cues("enumeration"))
        told = number and page.readings[number - 1].has("customer_noun") and page.is_fact(number)
        if not opens or not told or reading.data or reading.has("negation", "vendor_noun"):
            continue
        vendors = {s.party for s in relations.vendors.at(number - 1)}
        lists = [i for i in page.parties.items[number] if i.kind == "org"]
        if len(vendors) != 1 or len(lists) != 1 or len(lists[0].parties) < _FEWEST:
            continue
        vendor, span = next(iter(vendors)), (number, lists[0].first, lists[0].last)
        for core in map(page.parties.core, lists[0].parties):
            if core != vendor:
                relations.links.append(Link(vendor, core, *span, "edge: listed"))


def _opens_with_all(reading: Reading) -> bool:
    """Whether a sentence begins with "the firms", those named before."""
    for unit in reading.hits("unit"):
        if unit.id == "organisations" and unit.first <= 1 and unit.last - unit.first == 1:
            definite = reading.words[0].endswith(reading.lexicon.tails("definite_plural"))
            known = definite or reading.words[0] in reading.lexicon.word_set("all_the")
            return known and not reading.numbers
    return False


def _how_many(reading: Reading) -> int | None:
    """Return how many organizations a sentence points back to, None where it does not."""
    both = reading.lexicon.word_set("both_of")
    the = reading.lexicon.word_set("all_the")
    if set(reading.words[:_OPENING]) & both:
        return _FEWEST
    for unit in reading.hits("unit"):
        if unit.id != "organisations":
            continue
        before = reading.words[max(0, unit.first - _WITHIN) : unit.first]
        if set(before) & both:
            return _FEWEST
        for count in reading.numbers:
            known = count.first and reading.words[count.first - 1] in the
            if count.last == unit.first and known and count.value >= _FEWEST:
                return count.value
    return None


def _list_before(page: Page, number: int, wanted: int) -> list[str]:
    """Return the parties of the nearest list with that many names, in the sentences before."""
    for above in range(number - 1, max(-1, number - 1 - _BACK), -1):
        for item in reversed(page.parties.items[above]):
            cores = list(dict.fromkeys(page.parties.core(core) for core in item.parties))
            if item.kind == "org" and (len(cores) == wanted or (wanted == _ANY < len(cores))):
                return cores
    return []


def _only_tells(reading: Reading, named: Item) -> bool:
    """Whether a name stands beside a verb of saying: "the supplier, notes X"."""
    says = reading.cues("say", "attribution")
    return any(h.last == named.first or h.first == named.last for h in says)


def add_spared_nouns(page: Page, relations: Relations) -> None:
    """Add that the customer just named goes free: "X serves Y council. The council was not hit".

    The noun must be that of its name.
    """
    served = {link.customer for link in relations.links}
    for number in page.live[1:]:
        items = page.parties.items[number]
        nouns = [i for i in items[:_NOUN_WITHIN] if i.kind == "publisher"]
        before = page.readings[number - 1].sentence
        same = before.block == page.readings[number].sentence.block
        if (
            not nouns
            or not same
            or any(i.kind == "org" for i in items)
            or not _is_free(page, number)
        ):
            continue
        named = {p for i in page.parties.items[number - 1] if i.kind == "org" for p in i.parties}
        head = nouns[0].word.split()[-1][:_HEAD]
        alike = {p for p in named & served if any(w.startswith(head) for w in p.split())}
        if len(alike) == 1:
            last = len(page.readings[number].words)
            relations.spared.append(Sign(alike.pop(), number, 0, last, "spared: noun"))


def _is_free(page: Page, number: int) -> bool:
    """Whether a sentence says that somebody was not affected."""
    reading = page.readings[number]
    denied = [h for h in reading.cues("negation") if not reading.has("pseudo_negation")]
    affected = reading.cues("affected")
    near = any(0 <= a.first - h.last <= _REACH for h in denied for a in affected)
    return reading.has("lexical_denial") or near


def _serving(lexicon: Lexicon) -> frozenset[str]:
    """Return the words and marks after which somebody else is named than who is spoken of."""
    words = [lexicon.word_set(name) for name in _BEFORE_OTHERS]
    return frozenset({".", ";", ":", "?", *lexicon.data.joiners}).union(*words)


def add_names_near_nouns(page: Page, relations: Relations) -> None:
    """Add that the one name soon after "the supplier" is that supplier: "the supplier, called X".

    No word between may say whom it serves ("the supplier of X").
    """
    served = _serving(page.lexicon)
    for number in page.live:
        items = page.parties.items[number]
        named = [i for i in items if i.kind == "org"]
        nouns = [at for at, i in enumerate(items) if i.kind == "vendor"]
        if len(named) != 1 or len(nouns) != 1 or named[0].weak or named[0].genitive:
            continue
        place = items.index(named[0])
        between = items[nouns[0] + 1 : place]
        if not 0 < len(between) <= _REACH or any(i.word in served for i in between):
            continue
        if _only_tells(page.readings[number], named[0]):
            continue
        party = page.parties.core(named[0].parties[0])
        first, last = items[nouns[0]].first, named[0].last
        relations.vendors.append(Sign(party, number, first, last, "supplier: near"))
