"""The roles of a text, and its links with placeholders resolved: "us", "the supplier"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphrisk.extract.claims import Party
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED, Link, Relations, Sign
from graphrisk.extract.supply.telling import find_speaker, is_quoted

if TYPE_CHECKING:
    from graphrisk.extract.page import Page


@dataclass(slots=True)
class Roles:
    """The outcome: parties by placeholder or core, vendors with their signs, and links."""

    publisher: Party | None = None
    author_core: str | None = None
    vendors: dict[str, list[Sign]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    customers: dict[str, list[Sign]] = field(default_factory=dict)
    spared: dict[str, list[Sign]] = field(default_factory=dict)
    unnamed: dict[str, Party] = field(default_factory=dict)
    speaks: bool = False

    def suppliers(self) -> set[str]:
        """Return who was hit as a supplier, and who supplies anybody."""
        return {link.vendor for link in self.links} | set(self.vendors)

    def link_weakly(self, vendor: str, customer: str, sign: Sign) -> None:
        """Add a link that rests on a sign which names no supplier."""
        place = (sign.sentence, sign.first, sign.last, sign.rule)
        self.links.append(Link(vendor, customer, *place, weak=True))


def resolved_links(page: Page, relations: Relations, roles: Roles) -> list[Link]:
    """Replace placeholders by parties; drop what then serves itself or nobody."""
    named = [c for c in roles.vendors if c not in {UNNAMED, SUB_UNNAMED}]
    out: list[Link] = []
    guessed: list[Link] = []
    for link in relations.links:
        vendor = named[0] if link.vendor == UNNAMED and named else link.vendor
        customer = _resolved_customer(page, roles, link, vendor, named)
        if customer is None or vendor == customer or (vendor == SUB_UNNAMED and named):
            continue
        if vendor == roles.author_core and vendor not in roles.vendors:
            continue
        if _is_mere_product(page, customer, roles) or _is_mere_product(page, vendor, roles):
            continue
        found = replace(link, vendor=vendor, customer=customer)
        out.append(found)
        if link.vendor == UNNAMED:
            guessed.append(found)
    return _without_reverse(_without_shortcuts(out, guessed))


def _without_shortcuts(links: list[Link], guessed: list[Link]) -> list[Link]:
    """Drop "our supplier" read as X, where X is said to serve a supplier of ours."""
    assumed = set(guessed)
    if not assumed:
        return links
    serves: dict[str, set[str]] = {}
    for x in links:
        if x not in assumed:
            serves.setdefault(x.vendor, set()).add(x.customer)
    return [
        x
        for x in links
        if x not in assumed
        or not any(x.customer in serves.get(middle, ()) for middle in serves.get(x.vendor, ()))
    ]


def _resolved_customer(
    page: Page, roles: Roles, link: Link, vendor: str, named: Sequence[str]
) -> str | None:
    """Return whom a link serves: for "us" the author, or whom a quotation belongs to."""
    if link.customer == UNNAMED and named:
        return named[0] if vendor != named[0] else None  # "its own supplier" is itself
    if link.customer != PUBLISHER:
        return link.customer
    if is_quoted(page, link.sentence):
        return find_speaker(page, link.sentence, {vendor})
    return roles.author_core or (PUBLISHER if roles.publisher is not None else None)


def _is_mere_product(page: Page, core: str, roles: Roles) -> bool:
    """Whether a name is a product and not the supplier that was hit."""
    entry = page.parties.entries.get(core)
    return entry is not None and entry.product and core not in roles.vendors


def _without_reverse(links: Iterable[Link]) -> list[Link]:
    """Keep the better supported direction where both were found."""
    items = list(links)
    count: dict[tuple[str, str], int] = {}
    for link in items:
        count[link.vendor, link.customer] = count.get((link.vendor, link.customer), 0) + 1
    return [x for x in items if count[x.vendor, x.customer] >= count.get((x.customer, x.vendor), 0)]


def end_of_chain(roles: Roles, vendor: str, called: Iterable[str] = ()) -> str:
    """Follow a stated chain from the origin to its last supplier: that one has the customers.

    ``called`` are parties that the text calls suppliers, whomever they serve.
    """
    suppliers = roles.suppliers() | set(called)
    for _ in range(4):
        following = {
            link.customer
            for link in roles.links
            if link.vendor == vendor and link.customer in suppliers
        }
        if len(following) != 1:
            break
        vendor = following.pop()
    return vendor
