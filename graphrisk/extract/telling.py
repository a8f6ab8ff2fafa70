"""A supplier that tells of its own incident: "we were hit, 61 clinics are affected"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.authors import is_own_voice
from graphrisk.extract.parties import PUBLISHER
from graphrisk.extract.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_IF_WITHIN: Final = 8


def others_named(page: Page, relations: Relations, author: str | None) -> set[str]:
    """The named parties beside the author that are said to suffer: its customers, if it was hit."""
    entries = page.parties.entries
    parties = {s.party for s in relations.customers} - {author}
    return {p for p in parties if p in entries and entries[p].strong and not entries[p].product}


def hit_itself(page: Page, relations: Relations, author: str | None) -> list[Sign]:
    """Signs that the author was hit, where it says so of "us"."""
    return [
        replace(sign, party=author)
        for sign in relations.victims
        if author is not None and sign.party == PUBLISHER and is_own_voice(page, sign.sentence)
    ]


def is_supposed(page: Page, number: int, first: int) -> bool:
    """Whether a sentence supposes that somebody is hit: "ask what happens if X is hit"."""
    reading = page.readings[number]
    supposed = any(first - _IF_WITHIN <= h.first <= first for h in reading.cues("conditional"))
    return supposed and reading.has("generic")
