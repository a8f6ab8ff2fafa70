"""Customers that stand further on: "for A and the bills of B", "there lie A's files", under a head.

A pattern ends at the first name it finds. Who else is served stands after a joiner with a noun of
its own, in the next sentence that begins with "there", or line by line under "Affected bodies".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import is_public, party_of
from graphrisk.extract.names.next_subjects import supply_verbs
from graphrisk.extract.supply.pairings import lone_party
from graphrisk.extract.supply.relations import Link, Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_APART: Final = ("say", "attribution", "incident", "negation", "helper", "affected")
_WORDS: Final = 4
_MORE: Final = 6
_VERB_WITHIN: Final = 3
_FEWEST: Final = 2
_OWNING: Final = 5
_FIRM_WITHIN: Final = 14
_LONGEST_LIST: Final = 500


def add_further_customers(page: Page, relations: Relations) -> None:
    """Add links to who else is served, after those that the patterns found."""
    for number in page.live:
        _there(page, number, relations)
    for link in list(relations.links):
        if link.rule.startswith(("edge", "there")):
            _after(page, link, relations)
            _more_vendors(page, link, relations)
    for number in page.live:
        _owners(page, number, relations)
        _uses_theirs(page, number, relations)
        _after_colon(page, number, relations)
        _under_heading(page, number, relations)


def _after(page: Page, link: Link, relations: Relations) -> None:
    """ "X prints letters for A and invoices for B": the link to A goes on to B."""
    items = page.parties.items[link.sentence]
    at = next((n for n, i in enumerate(items) if i.last == link.last and i.kind == "org"), None)
    core = page.parties.core
    if at is None or link.customer not in [core(p) for p in items[at].parties]:
        return
    verbs = supply_verbs(page.lexicon)
    joiners = {*page.lexicon.data.joiners, ","}
    place: int | None = at
    for _ in range(_MORE):
        following = (
            _next_served(page.lexicon, items, place, joiners, verbs) if place is not None else None
        )
        if following is None or _is_apart(page.readings[link.sentence], items, at, following):
            return
        for customer in party_of(page, items[following]):
            if customer not in {link.vendor, link.customer}:
                span = (link.sentence, link.first, items[following].last)
                relations.links.append(Link(link.vendor, customer, *span, f"{link.rule} ..."))
        place = following


def _more_vendors(page: Page, link: Link, relations: Relations) -> None:
    """ "C uses X for its rota and Y for its exams": the customer of X is that of Y too."""
    items = page.parties.items[link.sentence]
    at = next((n for n, i in enumerate(items) if i.kind == "org" and _holds(page, i, link)), None)
    joiners, verbs = set(page.lexicon.data.joiners), supply_verbs(page.lexicon)
    if at is None or items[at].last < link.last - 1 or items[at + 1 : at + 2] == []:
        return
    if items[at + 1].word not in page.lexicon.word_set("for_whom"):
        return
    here = at + 1
    while here < len(items) and here - at <= _MORE and _is_plain(items[here], joiners, verbs):
        here += 1
    if here >= len(items) or items[here].word not in joiners:
        return
    here += 1 + (here + 1 < len(items) and items[here + 1].word in _articles(page.lexicon))
    name = items[here] if here < len(items) else None
    if name is None or name.kind != "org" or name.weak or len(name.parties) != 1:
        return
    if here + 1 < len(items) and items[here + 1].word == items[at + 1].word:
        vendor = page.parties.core(name.parties[0])
        span = (link.sentence, link.first, name.last)
        if vendor != link.customer:
            relations.vendors.append(Sign(vendor, *span, f"{link.rule} ..."))
            relations.links.append(Link(vendor, link.customer, *span, f"{link.rule} ..."))


def _holds(page: Page, item: Item, link: Link) -> bool:
    own = [page.parties.core(core) for core in item.parties]
    return own == [link.vendor] and link.first <= item.first


def _uses_theirs(page: Page, number: int, relations: Relations) -> None:
    """ "X was hacked. A and B use its system": X is the one firm of the sentence before."""
    reading, items = page.readings[number], page.parties.items[number]
    if not number or not page.is_fact(number) or reading.has("negation", "conditional"):
        return
    uses = [h for h in reading.cues("connected") if _points_back(reading, h.last)]
    users = [i for i in items if i.kind == "org" and uses and i.last <= uses[0].first]
    if not users or any(i.kind == "org" and i.first >= uses[0].last for i in items):
        return
    above = [i for i in page.parties.items[number - 1] if i.kind == "org"]
    named = {page.parties.core(p) for i in above for p in i.parties}
    vendor = named.pop() if len(named) == 1 else None
    if vendor is None or not page.parties.is_firm(vendor):
        return
    span = (number, users[-1].first, uses[0].last, "uses theirs")
    relations.vendors.append(Sign(vendor, *span))
    for core in party_of(page, users[-1]):
        if core != vendor:
            relations.links.append(Link(vendor, core, *span))


def _points_back(reading: Reading, at: int) -> bool:
    """Whether "its" stands in the words after a verb of use."""
    return bool(reading.lexicon.word_set("its") & set(reading.words[at : at + _VERB_WITHIN]))


def _next_served(
    lexicon: Lexicon, items: Sequence[Item], at: int, joiners: set[str], verbs: frozenset[str]
) -> int | None:
    """Return where the next name stands that is served in the same way, with a noun of its own."""
    here = at + 1
    if items[at].genitive:  # "A's site and B's register": over the noun of the first
        while here < len(items) and here - at <= _WORDS and _is_plain(items[here], joiners, verbs):
            here += 1
    if here >= len(items) or items[here].word not in joiners:
        return None
    first = here + 1
    here = first
    while here < len(items) and here - first <= _WORDS and _is_plain(items[here], joiners, verbs):
        here += 1
    if here >= len(items) or items[here].kind != "org" or items[here].weak:
        return None
    if items[at].genitive and items[here].genitive and here - first <= 1:
        return here
    return here if here > first + 1 and _same_link(lexicon, items, at, here) else None


def _is_plain(item: Item, joiners: set[str], verbs: frozenset[str]) -> bool:
    word = item.kind == "word" and item.word not in joiners and item.word[0].isalpha()
    return word and item.word not in verbs


def _same_link(lexicon: Lexicon, items: Sequence[Item], one: int, other: int) -> bool:
    """Whether the words right before two names are the same preposition."""
    before, then = _preposition(lexicon, items, one), _preposition(lexicon, items, other)
    alike = (lexicon.word_set("of"), lexicon.word_set("for_whom"), lexicon.word_set("at"))
    return any(before & words and then & words for words in alike)


def _preposition(lexicon: Lexicon, items: Sequence[Item], at: int) -> set[str]:
    words = [i.word for i in items[max(0, at - 2) : at]]
    found = set(words[-1:])
    return found | set(words[:1]) if words[-1:] and words[-1] in _articles(lexicon) else found


def _articles(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.word_set("definite") | lexicon.word_set("all_the")


def _is_apart(reading: Reading, items: Sequence[Item], first: int, last: int) -> bool:
    """Whether the words up to a name tell of something else than what is supplied."""
    start, end = items[first].last, items[last].first
    return any(start <= h.first < end for h in reading.cues(*_APART))


def _there(page: Page, number: int, relations: Relations) -> None:
    """ "There lie the site of A and the files of B", after a sentence on one supplier."""
    reading, items = page.readings[number], page.parties.items[number]
    opens = bool(reading.words) and reading.words[0] in reading.lexicon.word_set("there")
    lies = reading.lexicon.word_set("lies")
    if not opens or not number or not lies & set(reading.words[1 : 1 + _VERB_WITHIN]):
        return
    if reading.has("negation", "conditional") or not page.is_fact(number):
        return
    above = [i for i in page.parties.items[number - 1] if i.kind == "org" and not i.weak]
    named = {page.parties.core(p) for i in above for p in i.parties}
    if len(named) != 1 or not page.readings[number - 1].has("incident", "vendor_noun", "outage"):
        return
    vendor = named.pop()
    at = next((n for n, i in enumerate(items) if n and _is_owner(page.lexicon, items, n)), None)
    if at is None:
        return
    for customer in party_of(page, items[at]):
        if customer != vendor:
            span = (number, 0, items[at].last)
            relations.vendors.append(Sign(vendor, *span, "there"))
            relations.links.append(Link(vendor, customer, *span, "there"))


def _is_owner(lexicon: Lexicon, items: Sequence[Item], at: int) -> bool:
    """Whether a name is in the genitive, or stands after "of"."""
    item = items[at]
    if item.kind != "org" or item.weak:
        return False
    whose = lexicon.word_set("of") | lexicon.word_set("for_whom")
    return item.genitive or bool(_preposition(lexicon, items, at) & whose)


def _owners(page: Page, number: int, relations: Relations) -> None:
    """ "X, which the councils of A and B own together": a joint office serves who owns it."""
    reading, items = page.readings[number], page.parties.items[number]
    if reading.has("negation") or not page.is_fact(number):
        return
    owns = reading.lexicon.word_set("owns") | reading.lexicon.word_set("members_own")
    for at, item in enumerate(items):
        if item.kind != "org" or len(item.parties) < _FEWEST or not _are_councils(page, items, at):
            continue
        around = {i.word for i in items[max(0, at - _OWNING) : at + 1 + _OWNING]}
        firms = [i for i in items[max(0, at - _FIRM_WITHIN) : at] if i.kind == "org"]
        if not around & owns or len(firms) != 1 or len(firms[0].parties) != 1 or firms[0].weak:
            continue
        vendor = page.parties.core(firms[0].parties[0])
        span = (number, firms[0].first, item.last, "owners")
        relations.vendors.append(Sign(vendor, *span))
        relations.links += [Link(vendor, c, *span) for c in party_of(page, item) if c != vendor]


def _are_councils(page: Page, items: Sequence[Item], at: int) -> bool:
    """Whether a list is of municipalities: one is called so, or a noun beside says so of all."""
    beside = {i.word for i in (*items[max(0, at - 1) : at], *items[at + 1 : at + 2])}
    public = any(is_public(page, page.parties.core(core)) for core in items[at].parties)
    return public or bool(beside & page.lexicon.word_set("councils"))


def _after_colon(page: Page, number: int, relations: Relations) -> None:
    """ "Four bodies say that they were affected: A, B and C": names that all follow a colon."""
    reading, items = page.readings[number], page.parties.items[number]
    at = next((n for n, i in enumerate(items) if i.word == ":"), None)
    if not at or not page.is_fact(number) or reading.has("negation", "lexical_denial"):
        return
    colon = items[at].first
    told = any(h.last <= colon for h in reading.cues("affected", "customer_noun"))
    units = [h for h in reading.hits("unit") if h.id == "organisations"]
    bodies = any(h.last <= colon for h in (*units, *reading.cues("customer_noun")))
    named = [i for i in items[at + 1 :] if i.kind == "org"]
    count = len({core for i in named for core in i.parties})
    plain = [i for i in items[at + 1 :] if i.kind == "word" and i.word[0].isalpha()]
    if not (told and bodies) or count < _FEWEST or len(plain) > count + 1:
        return
    for item in named:
        page.parties.mark_listed(item.parties)
        relations.customers += [
            Sign(party, number, item.first, item.last, "customer: after colon")
            for party in party_of(page, item)
        ]


def _under_heading(page: Page, number: int, relations: Relations) -> None:
    """Lines that are only names, under a heading on the organizations that are affected."""
    head = page.readings[number]
    if head.sentence.kind != "heading" or page.is_question(number) or head.data:
        return
    bodies = any(h.id == "organisations" for h in head.hits("unit"))
    told = head.has("customer_noun") or (bodies and head.has("affected"))
    if not told or any(i.kind == "org" and not i.weak for i in page.parties.items[number]):
        return
    rows: list[tuple[int, Item]] = []
    for row in range(number + 1, min(number + 1 + _LONGEST_LIST, len(page.readings))):
        item = lone_party(page, row)
        if item is None or page.readings[row].sentence.kind == "item":
            break
        rows.append((row, item))
    if len(rows) < _FEWEST or all(item.weak for _, item in rows):
        return
    spared = head.has("negation", "lexical_denial")
    target = relations.spared if spared else relations.customers
    for row, item in rows:
        page.parties.mark_listed(item.parties)
        target += [
            Sign(party, row, item.first, item.last, "customer: under heading")
            for party in party_of(page, item)
        ]
