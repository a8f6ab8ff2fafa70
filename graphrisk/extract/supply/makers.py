"""Products that stand for their makers: "hackers got into Rosterly, which is sold by Acme"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.extract.supply.relations import Signs

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Relations


def name_makers(page: Page, relations: Relations) -> None:
    """Let what is said of a product be said of its maker, where the text tells who that is.

    Only for what the text calls a product; a product with two makers keeps its name.
    """
    found: dict[str, set[str]] = {}
    for product, maker in relations.makers:
        if product in page.parties.entries and product != maker:
            found.setdefault(product, set()).add(maker)
    makers = {product: one.pop() for product, one in found.items() if len(one) == 1}
    if not makers:
        return

    def renamed(signs: Signs) -> Signs:
        return Signs(replace(sign, party=makers.get(sign.party, sign.party)) for sign in signs)

    relations.links = [replace(x, vendor=makers.get(x.vendor, x.vendor)) for x in relations.links]
    relations.victims = renamed(relations.victims)
    relations.vendors = renamed(relations.vendors)
    gone = set(makers) | set(makers.values())
    relations.customers = Signs(s for s in relations.customers if s.party not in gone)
