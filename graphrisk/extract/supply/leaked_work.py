"""A supplier whose work is what leaked: "a list was put online", then "X makes the list for Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import is_public
from graphrisk.extract.supply.relations import UNNAMED, Link, Relations

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_SHORTEST: Final = 4
_STEM: Final = 5


def makers_of_what_leaked(page: Page, relations: Relations, author: str | None) -> list[str]:
    """Return who is said to make what the text says was exposed, where nobody is said to be hit.

    The work and what leaked are the same where their words begin alike; only a firm by its legal
    form, or called a supplier, is taken.
    """
    entries = page.parties.entries
    if any(s.party in entries and entries[s.party].strong for s in relations.victims):
        return []
    leaked = _leaked_words(page)
    found = {
        link.vendor
        for link in relations.links
        if link.vendor in entries
        and link.vendor not in {UNNAMED, author}
        and not is_public(page, link.vendor)
        and not page.parties.is_product(link.vendor)
        and page.parties.is_firm(link.vendor)
        and _work_words(page, link) & leaked
    }
    return sorted(found) if len(found) == 1 else []


def _leaked_words(page: Page) -> set[str]:
    """The stems of the words in sentences that tell of exposed data, as a fact."""
    out: set[str] = set()
    for number in page.live:
        reading = page.readings[number]
        if reading.data and reading.has("strong_exposure") and page.is_fact(number):
            out |= _stems(page, number, 0, len(reading.words))
    return out


def _work_words(page: Page, link: Link) -> set[str]:
    return _stems(page, link.sentence, link.first, link.last)


def _stems(page: Page, number: int, first: int, last: int) -> set[str]:
    """Stems of plain words: no names, people, data, common words or verbs."""
    reading = page.readings[number]
    taken = {
        i
        for group in ("unit", "subject", "data", "country", "authority")
        for h in reading.hits(group)
        for i in range(h.first, h.last)
    }
    names = [m for m in page.parties.named_in(number) if not m.weak]
    named = {i for m in names for i in range(m.first, m.last)}
    return {
        word[:_STEM]
        for at, word in enumerate(reading.words[first:last], first)
        if at not in taken | named
        and len(word) >= _SHORTEST
        and word.isalpha()
        and word not in reading.lexicon.common_words
        and word not in reading.lexicon.finite_verbs
    }
