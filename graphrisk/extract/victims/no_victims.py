"""Names that fit a pattern for who was hit, and are somebody or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.clauses import ends_before_verb
from graphrisk.extract.supply.doubts import (
    ends_insertion,
    is_recipient,
    is_speaker,
    is_where_others,
    owns_what_was_hit,
)
from graphrisk.extract.supply.owned import is_parent

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import Match

_NEAR: Final = 2


def _tells_of_supplier(page: Page, number: int, match: Match, item: Item) -> bool:
    """Whether who tells "that somebody got in" tells of a supplier: "X writes that its host Y"."""
    before_slot = match.template.replace("(que|qu')", "que")
    if not any(f" {word} <" in before_slot for word in page.lexicon.word_set("that")):
        return False
    nouns = page.readings[number].cues("vendor_noun", "sub_vendor_noun")
    return any(h.first >= item.last for h in nouns)


def _is_partner(page: Page, number: int, match: Match, item: Item) -> bool:
    """Whether a name only stands for who helps: "the attack is looked into together with X"."""
    items = page.parties.items[number]
    at = match.slots["V"][0]
    joined = {",", *page.lexicon.data.joiners}
    while at and (items[at - 1].kind == "org" or items[at - 1].word in joined):
        at -= 1
    first = items[at].first if at < len(items) else item.first
    helps = page.readings[number].cues("works_with")
    return any(0 <= first - h.last <= _NEAR for h in helps)


def _is_set_up(page: Page, number: int, match: Match, item: Item) -> bool:
    """Whether what went wrong is how somebody set up a product: "a fault in our settings of X"."""
    items = page.parties.items[number]
    start = items[match.first].first
    between = page.readings[number].words[start : item.first]
    if not any(word.startswith(page.lexicon.stems("set_up")) for word in between):
        return False
    nouns = page.readings[number].cues("product_noun")
    called = any(h.last == item.first for h in nouns)
    return called or any(page.parties.is_product(page.parties.core(c)) for c in item.parties)


def is_no_victim(page: Page, number: int, match: Match, item: Item) -> bool:
    """Whether a name fits a pattern for who was hit, and is somebody or something else."""
    if match.template.startswith("{V") and (
        is_recipient(page, number, item)
        or ends_insertion(page, number, match)
        or ends_before_verb(
            page.parties.items[number], match.slots["V"][0], page.lexicon.word_set("relative")
        )
        or is_parent(page.lexicon, page.parties.items[number], match.slots["V"][0])
        or _tells_of_supplier(page, number, match, item)
        or is_where_others(page, number, item)
    ):
        return True
    ends = match.template.endswith("{V}")
    if ends and (_is_partner(page, number, match, item) or _is_set_up(page, number, match, item)):
        return True
    return (ends and is_speaker(page, number, item)) or owns_what_was_hit(page, number, match)
