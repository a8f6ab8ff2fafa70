"""Whom a noun stands for: "the company", "the printer", "us" and names themselves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import PUBLIC_KINDS
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.relations import UNNAMED

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

_OPENING: Final = 2
_STEM: Final = 6
_BACK: Final = 12


def party_of(page: Page, item: Item) -> list[str]:
    """Return the cores (or placeholders) that an item stands for."""
    if item.kind == "org":
        return [page.parties.core(core) for core in item.parties]
    if item.kind in {"self", "possessive", "publisher"}:
        return [PUBLISHER]
    if item.kind in {"vendor", "company"}:
        return [UNNAMED]
    return []


def suppliers_of(page: Page, parties: list[str]) -> list[str]:
    """Return who of several named together may be a supplier: "the supplier X and the council"."""
    firms = [core for core in parties if not is_public(page, core)]
    return (firms or parties) if len(parties) > 1 else parties


def is_public(page: Page, core: str) -> bool:
    """Whether a party is a council, a hospital or an office, which supplies nobody's systems."""
    entry = page.parties.entries.get(core)
    return entry is not None and entry.kind in PUBLIC_KINDS


def stands_for(page: Page, number: int, item: Item) -> list[str]:
    """Return whom an item names; "the company" is the one named just before it."""
    if item.kind == "vendor":
        return _introduced_as(page, number, item) or party_of(page, item)
    if item.kind != "company":
        return party_of(page, item)
    here = [i for i in page.parties.items[number] if i.last <= item.first]
    known = _named(page, here)
    if not known and number:
        above = page.parties.items[number - 1]
        known = _named(page, above)
        known = known if len(known) == 1 else _named(page, above[:_OPENING])
    firms = [c for c in known if page.parties.is_firm(c)]
    if len(firms) == 1:
        return firms
    main = page.parties.protagonist()
    return [main] if main is not None and (main in known or not known) else [UNNAMED]


def _introduced_as(page: Page, number: int, item: Item) -> list[str]:
    """Return X for "the printer", where the text wrote "printer X" before and of no other."""
    noun = item.word.split()[-1][:_STEM]
    found: dict[str, None] = {}
    for above in range(max(0, number - _BACK), number + 1):
        items = page.parties.items[above]
        for before, name in pairwise(items):
            introduces = before.word.split()[-1][:_STEM] == noun and before.kind == "word"
            earlier = above < number or before.last <= item.first
            if name.kind == "org" and not name.weak and introduces and earlier:
                found |= dict.fromkeys(party_of(page, name))
    return list(found) if len(found) == 1 and len(noun) == _STEM else []


def _named(page: Page, items: Iterable[Item]) -> list[str]:
    """Return the cores of the parties that items name, each once."""
    cores = [
        core
        for item in items
        if item.kind == "org" and not item.weak
        for core in party_of(page, item)
    ]
    return [core for core in dict.fromkeys(cores) if core in page.parties.entries]
