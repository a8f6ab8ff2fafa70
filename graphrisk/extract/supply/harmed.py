"""Whether a sentence tells of harm, and whether a party in it is only who keeps the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

HARMED: Final = ("affected", "outage", "exposure", "suffers", "restored")
"""Signs of harm to whom a sentence names."""


def is_harmed(reading: Reading) -> bool:
    """Return whether a sentence tells of harm, not only of "the affected cards"."""
    words = reading.words
    the = reading.lexicon.word_set("definite") | reading.lexicon.word_set("all_the")
    said = [h for h in reading.cues(*HARMED) if h.id != "affected" or words[h.first - 1] not in the]
    return bool(said)


def is_agent(page: Page, party: str, number: int) -> bool:
    """Return whether a sentence on data names a party only as who keeps them: "kept by X"."""
    reading = page.readings[number]
    if not reading.data:
        return False
    items = [
        i
        for i in page.parties.items[number]
        if i.kind in {"org", "publisher"}
        and (i.kind == "publisher" or party in map(page.parties.core, i.parties))
    ]
    agents = page.lexicon.word_set("by")
    return bool(items) and all(
        agents & set(reading.words[max(0, i.first - 1) : i.first + 1]) for i in items
    )
