"""Links that stand the wrong way: several customers read as suppliers of the one that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.extract.supply.relations import Signs

if TYPE_CHECKING:
    from graphrisk.extract.supply.relations import Link, Relations


def drop_turned_round(relations: Relations) -> None:
    """Drop that several parties of a list supply one that is itself called a supplier.

    "Among the schools that use X are A and B" must not make A and B suppliers of X.
    """
    called = {s.party for s in relations.vendors if s.calls_supplier}
    found: dict[tuple[str, int, int, int], set[str]] = {}
    for link in relations.links:
        found.setdefault(_place(link), set()).add(link.vendor)
    wrong = {
        place
        for place, vendors in found.items()
        if len(vendors) > 1 and place[0] in called and not vendors & called
    }
    if not wrong:
        return
    gone = {(x.vendor, *_place(x)[1:]) for x in relations.links if _place(x) in wrong}
    relations.links = [x for x in relations.links if _place(x) not in wrong]
    relations.vendors = Signs(
        s for s in relations.vendors if (s.party, s.sentence, s.first, s.last) not in gone
    )


def _place(link: Link) -> tuple[str, int, int, int]:
    return (link.customer, link.sentence, link.first, link.last)
