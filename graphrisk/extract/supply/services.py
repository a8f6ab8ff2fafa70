"""What a supplier does for its customer, in the words of the text, and the category it falls in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Link, Relations
    from graphrisk.extract.words.lexicon import Lexicon


_CATEGORIES: Final = (
    *("service_payroll_hr", "service_alarm_care", "service_laboratory"),
    *("service_supplies", "service_logistics", "service_medical_it"),
    *("service_marketing", "service_payment", "service_file_transfer"),
    *("service_cloud_hosting", "service_document_handling", "service_customer_support"),
    *("service_it_operations", "service_software"),
)
"""Stems of the lexicon for each word of the service vocabulary; the first that fits wins."""
_TRIED: Final = 3


def service_of(page: Page, relations: Relations, links: Iterable[Link]) -> str | None:
    """Return the service of an edge as written: from the same sentence, else from the compound."""
    for link in links:
        for sign in relations.services.at(link.sentence)[:_TRIED]:
            quote = page.evidence(sign.sentence, sign.first, sign.last).quote
            if not any(end in quote.lower() for end in (link.vendor, link.customer)):
                return quote
    for link in links:
        for hit in page.readings[link.sentence].cues("vendor_noun"):
            word = page.evidence(link.sentence, hit.first, hit.last).quote
            modifier = _modifier(page.lexicon, word)
            if modifier:
                return modifier
    return None


def _modifier(lexicon: Lexicon, word: str) -> str | None:
    """The first part of "IT-driftsleverantör" or "payroll provider", if it says what is served."""
    lower = word.lower()
    for end in lexicon.stems("supplier_compound"):
        at = lower.find(end)
        if at > 2:
            modifier = word[:at].rstrip("s- ")
            tells = modifier.lower().replace(" ", "-") not in lexicon.word_set("no_service")
            return modifier or None if tells else None
    return None


@lru_cache(maxsize=2048)
def category_of(service: str | None, lexicon: Lexicon) -> str | None:
    """Return the category word for a service text, or None.

    >>> from graphrisk.extract.words.lexicon import load_lexicon
    >>> category_of("payroll and HR support", load_lexicon("en"))
    'payroll_hr'
    """
    if not service:
        return None
    lower = f"{service.lower()} ".replace(" ", "-")  # as stems of two words are written
    fits = (name for name in _CATEGORIES if any(stem in lower for stem in lexicon.stems(name)))
    name = next(fits, None)
    return name and name.removeprefix("service_")
