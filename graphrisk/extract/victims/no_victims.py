"""Names that fit a pattern for who was hit, and are somebody or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def _tells_of_supplier(page: Page, number: int, match: Match, item: Item) -> bool:
    """Whether who tells "that somebody got in" tells of a supplier: "X writes that its host Y"."""
    before_slot = match.template.replace("(que|qu')", "que")
    if not any(f" {word} <" in before_slot for word in page.lexicon.word_set("that")):
        return False
    nouns = page.readings[number].cues("vendor_noun", "sub_vendor_noun")
    return any(h.first >= item.last for h in nouns)


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
    speaks = match.template.endswith("{V}") and is_speaker(page, number, item)
    return speaks or owns_what_was_hit(page, number, match)
