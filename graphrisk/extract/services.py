"""What a supplier does for its customer, in the words of the text, and the category it falls in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.edges import Link, Relations
    from graphrisk.extract.page import Page

_COMPOUND_ENDS: Final = ("leverantör", "dienstleister", "supplier", "provider", "anbieter")

# First parts of a compound that say nothing of what is supplied.
_NO_SERVICE: Final = {
    *("under", "sub", "unter", "haupt", "huvud", "main", "service", "tjänste", "dienste"),
    *("external", "externa", "extern", "third-party", "third party", "tredjepart"),
}

# Stems in the three languages -> words of the service vocabulary; the first that fits wins.
_CATEGORIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("payroll_hr", ("payroll", "lön", "personalsystem", "hr-", "hr ", "lohn", "gehalt", "pension")),
    ("alarm_care", ("larm", "alarm", "notruf")),
    ("laboratory", ("patholog", "labor", "laborator", "blood test")),
    ("supplies", ("inkontinens", "incontinence", "vårdartik", "hilfsmittel", "förbruknings")),
    ("logistics", ("transport", "distribu", "logisti", "versand", "delivery", "leverans")),
    ("medical_it", ("journal", "röntgen", "medicinsk", "medizin", "medical", "patient", "vård")),
    ("marketing", ("fundrais", "mailing", "relationship management", "crm", "newsletter")),
    ("payment", ("payment", "betal", "zahlung", "abrechnung", "billing", "inkasso")),
    ("file_transfer", ("file transfer", "filöverföring", "dateitransfer")),
    ("cloud_hosting", ("host", "datacenter", "data cent", "rechenzentrum", "cloud", "moln")),
    ("document_handling", ("print", "tryck", "druck", "document", "dokument")),
    ("customer_support", ("call cent", "kundtjänst", "kundenservice", "support")),
    (
        "it_operations",
        ("drift", "it-", "it ", "operations", "data service", "datatjänst", "betrieb"),
    ),
    ("software", ("software", "programvara", "system", "platform", "plattform", "app")),
)


def service_of(page: Page, relations: Relations, links: Iterable[Link]) -> str | None:
    """Return the service of an edge as written: from the same sentence, else from the compound."""
    for link in links:
        for sign in relations.services:
            if sign.sentence == link.sentence:
                return page.evidence(sign.sentence, sign.first, sign.last).quote
    for link in links:
        for hit in page.readings[link.sentence].cues("vendor_noun"):
            word = page.evidence(link.sentence, hit.first, hit.last).quote
            modifier = _modifier(word)
            if modifier:
                return modifier
    return None


def _modifier(word: str) -> str | None:
    """The first part of "IT-driftsleverantör" or "payroll provider"."""
    lower = word.lower()
    for end in _COMPOUND_ENDS:
        at = lower.find(end)
        if at > 2:
            modifier = word[:at].rstrip("s- ")
            return None if modifier.lower() in _NO_SERVICE else modifier or None
    return None


def category_of(service: str | None) -> str | None:
    """Return the category word for a service text, or None.

    >>> category_of("payroll and HR support")
    'payroll_hr'
    """
    if not service:
        return None
    lower = service.lower() + " "
    return next((name for name, stems in _CATEGORIES if any(s in lower for s in stems)), None)
