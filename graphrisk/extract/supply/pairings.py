"""Who supplies whom by layout: clients listed under a supplier's name, "between X and Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head
from graphrisk.extract.names.discourse import party_of
from graphrisk.extract.supply.relations import Link, Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_NEAR: Final = 3
_FEWEST: Final = 2


def add_pairings(page: Page, relations: Relations) -> None:
    """Add links that a list under a supplier's name or a contract "between X and Y" tells of."""
    headed: dict[int, list[int]] = {}
    for number in page.live:
        _contract(page, number, relations)
        header = page.readings[number].sentence.header
        if header is not None and page.readings[number].sentence.kind == "item":
            headed.setdefault(header, []).append(number)
    for header, rows in headed.items():
        _under_supplier(page, header, rows, relations)


def _contract(page: Page, number: int, relations: Relations) -> None:
    """ "The contract between X and the council of Y": X supplies Y, whichever stands first."""
    items = page.parties.items[number]
    for at, item in enumerate(items):
        if item.kind != "org" or len(item.parties) != _FEWEST or item.weak:
            continue
        before = [i.word for i in items[max(0, at - _NEAR) : at]]
        after = [i.word for i in items[at + 1 : at + 1 + _NEAR]]
        words = page.lexicon.word_set("between")  # in Finnish it stands behind
        between = bool(words & set(before[-1:])) and _contracted(page.lexicon, before)
        among = bool(words & set(after[:1])) and _contracted(page.lexicon, after)
        known = page.parties.entries
        public = [core for core in item.parties if core in known and has_head(page, core)]
        told = page.readings[number].has("incident", "affected", "negation")
        vendor = _contractor([] if told else items[at + 1 :], item.parties, public)
        if not (between or among) or vendor is None:
            continue  # nothing tells which of two firms supplies the other
        customer = next(core for core in item.parties if core != vendor)
        place = (number, item.first, item.last, "contract")
        relations.vendors.append(Sign(vendor, *place))
        relations.links.append(Link(vendor, customer, *place))


def _contractor(after: list[Item], both: tuple[str, ...], public: list[str]) -> str | None:
    """Return which of two who have a contract supplies: no council, or who does what follows.

    "Under the contract between X and Y, Y keeps the register": of two firms it is Y.
    """
    if len(public) == 1:
        return next(core for core in both if core not in public)
    named = [i for i in after if i.kind == "org" and len(i.parties) == 1]
    return named[0].parties[0] if named and named[0].parties[0] in both else None


def _contracted(lexicon: Lexicon, words: list[str]) -> bool:
    stems = lexicon.stems("contract")
    return any(word.startswith(stems) for word in words)


def _under_supplier(page: Page, header: int, rows: list[int], relations: Relations) -> None:
    """A list of names under the name of a party that was hit, or is called a supplier."""
    head = lone_party(page, header)
    signs = (*relations.victims, *relations.vendors)
    if head is None or len(rows) < _FEWEST or not any(s.party in head.parties for s in signs):
        return
    named = [(row, item) for row in rows if (item := lone_party(page, row)) is not None]
    if len(named) < len(rows) or any(set(i.parties) & set(head.parties) for _, i in named):
        return
    for row, item in named:
        page.parties.mark_listed(item.parties)
        for party in party_of(page, item):
            place = (row, item.first, item.last, "customer: under supplier")
            relations.customers.append(Sign(party, *place))
            relations.links += [Link(vendor, party, *place) for vendor in party_of(page, head)]


def lone_party(page: Page, number: int) -> Item | None:
    """Return the party that is all a line holds, but for its marks."""
    items = page.parties.items[number] if number < len(page.parties.items) else []
    rest = [i for i in items if i.kind != "word" or i.word[0].isalnum()]
    one = rest[0] if len(rest) == 1 else None
    return one if one is not None and one.kind == "org" and one.parties else None
