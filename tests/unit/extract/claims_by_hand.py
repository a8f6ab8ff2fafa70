"""Claims made by hand on a text with invented parties: what a reader of notices would find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graphrisk.extract.claims import Claim, Evidence, Party, make_claim
from graphrisk.extract.review.decisions import accept_all
from graphrisk.extract.review.draft import Draft, DraftDocument

DOCUMENT = "ab" * 32

TEXT = """Freight firm hacked, our clients may be concerned

Norlast Oy, which carries care goods, was hit by ransomware. It works for Vitalo Oy.

Vitalo supplies the social services of Almby.

Data of more than 4,000 of our clients may have got out.

Names may be among it, and door codes if they were stored. Health data are not affected.

At first it was feared that bank accounts were copied. That is now ruled out, says Norlast.

Norlast noticed it on 2 May 2024. Almby was told on 9 May 2024. The police were informed.

Some 120 other municipalities use Norlast. About 900 are connected to its portal.

Employees and former employees in Sweden and Norway, but only some of them.

The servers abroad were spared.
"""

NORLAST = Party("Norlast Oy", country="FI", key="norlast", kind="company")
VITALO = Party("Vitalo Oy", key="vitalo", kind="company")
ALMBY = Party("Almby", key="almby", kind="municipality")
OUR_SUPPLIER = Party("IT supplier", named=False, key="(supplier)")


def words(quote: str, text: str = TEXT, document: str = DOCUMENT) -> Evidence:
    """Return the place of the first such words in the text."""
    start = text.index(quote)
    return Evidence(document, start, start + len(quote), quote)


def claim(name: str, quote: str, value: dict[str, Any], **more: Any) -> Claim:
    """Return a claim that rests on words of the text."""
    more = {"rule": "by.hand", "confidence": 0.8, **more}
    return make_claim(name, value, (words(quote),), **more)


def hit(party: Party = NORLAST, **more: Any) -> Claim:
    """Return: a vendor was hit."""
    value = {"organization": party, "role": "origin"}
    return claim("vendor_hit", "was hit by ransomware", value, **{"status": "confirmed", **more})


def first_hop(**more: Any) -> Claim:
    """Return: Norlast serves Vitalo."""
    value = {"vendor": NORLAST, "customer": VITALO, "service": "transport", "category": "logistics"}
    return claim("serves", "It works for Vitalo Oy", value, **{"status": "confirmed", **more})


def second_hop(**more: Any) -> Claim:
    """Return: Vitalo serves Almby."""
    value = {"vendor": VITALO, "customer": ALMBY, "service": "care goods", "category": "supplies"}
    quote = "Vitalo supplies the social services of Almby"
    return claim("serves", quote, value, **{"status": "confirmed", **more})


def exposed(data_class: str, quote: str, status: str, **more: Any) -> Claim:
    """Return: a class of data is exposed, perhaps exposed, or not."""
    extra = {key: more.pop(key) for key in ("holder", "condition", "subject_groups") if key in more}
    return claim("data_class", quote, {"data_class": data_class, **extra}, status=status, **more)


def incident(**value: Any) -> Claim:
    """Return: an incident is reported."""
    value = {"is_incident": True, "attack_type": "ransomware", **value}
    return claim("incident", "Freight firm hacked", value, status="confirmed")


def chain() -> tuple[Claim, ...]:
    """Return the claims of an incident with a chain of two."""
    return incident(), hit(), first_hop(), second_hop()


def draft_of(*claims: Claim, accept: bool = True, **document: Any) -> Draft:
    """Return a draft of claims, all accepted unless told otherwise."""
    facts = {
        "title": "Freight firm hacked",
        "language": "en",
        "publisher": "Almby",
        "published_on": "2024-05-10",
        **document,
    }
    made = Draft(DraftDocument(**{"sha256": DOCUMENT, **facts}), TEXT, claims)
    if not accept:
        return made
    return made.with_decisions(accept_all(claims, by="tester", at="2024-05-11T08:00:00Z"))


def other_document(draft: Draft, number: str, **facts: Any) -> Draft:
    """Return the same claims as those of another document."""
    sha256 = number * 64
    claims = tuple(
        replace(one, evidence=tuple(replace(e, document=sha256) for e in one.evidence))
        for one in draft.claims
    )
    return replace(draft, document=replace(draft.document, sha256=sha256, **facts), claims=claims)
