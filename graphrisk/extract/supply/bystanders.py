"""Parties that a text names where it tells of harm, though no pattern says that they are served.

News names customers in passing: "X notes that 4,000 of its members are concerned". Such a party is
proposed as a customer of the one supplier that was hit; the link is weak, a person decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head
from graphrisk.extract.supply.commenters import is_commenter
from graphrisk.extract.supply.owned import owning_words
from graphrisk.extract.supply.relations import SUB_UNNAMED, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Relations

_READ_SO: Final = frozenset({"fi", "nl"})
_HARM: Final = ("affected", "exposure", "outage", "customer_noun", "connected", "noted")
_APART: Final = (
    *("helper", "attacker_noun", "product_noun", "generic", "other_incident", "refuted"),
    *("fiction", "earlier_word"),
)
_OFTEN: Final = 2
_NEAR: Final = 3
_BESIDE: Final = 8


def bystanders(page: Page, relations: Relations, vendor: str, known: set[str]) -> list[Sign]:
    """Return a sign for each party that may be a customer, in order of the text.

    Parameters
    ----------
    vendor
        The supplier whose customers they would be, by core, or the placeholder of an unnamed one.
    known
        Parties that have a part already.
    """
    if page.lexicon.language not in _READ_SO or vendor == SUB_UNNAMED:
        return []
    if any(page.readings[n].has("several_incidents") for n in page.live):
        return []
    suppliers = {s.party for s in relations.vendors if s.calls_supplier}
    out: list[Sign] = []
    for core, entry in page.parties.entries.items():
        named = entry.strong and not entry.product
        if core in known or core in suppliers or not named or _is_part(core, vendor):
            continue
        if len(entry.mentions) < _OFTEN and not has_head(page, core) and entry.kind != "company":
            continue
        sign = _sign(page, core)
        if sign is not None:
            out.append(sign)
    return out


def _is_part(core: str, vendor: str) -> bool:
    """Whether a name is the supplier's own, longer or shorter."""
    return core.startswith(vendor) or vendor.startswith(core)


def _sign(page: Page, core: str) -> Sign | None:
    """Where a party stands beside harm, unless some sentence shows that it is something else."""
    found: Sign | None = None
    lexicon = page.lexicon
    owners = owning_words(lexicon) | lexicon.word_set("bought") | lexicon.word_set("competitor")
    for mention in page.parties.mentions(core):
        reading = page.readings[mention.sentence]
        if reading.has(*_APART) or not page.is_fact(mention.sentence, mention.first):
            return None
        if reading.has("negation") and not reading.has("pseudo_negation", "suffers", "outage"):
            return None  # "X has checked: nothing leaked"
        around = set(reading.words[max(0, mention.first - _BESIDE) : mention.last + _NEAR])
        if around & owners:
            return None
        if mention.sentence in page.withdrawn:
            continue
        if is_commenter(page, core, mention.sentence):
            return None
        harm = reading.has(*_HARM) and reading.sentence.kind != "heading"
        if harm and found is None:
            found = Sign(core, mention.sentence, mention.first, mention.last, "customer: beside")
    return found
