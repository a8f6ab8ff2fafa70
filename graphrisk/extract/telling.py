"""A supplier that tells of its own incident: "we were hit, 61 clinics are affected"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.extract.authors import is_own_voice
from graphrisk.extract.parties import PUBLISHER
from graphrisk.extract.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page


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
