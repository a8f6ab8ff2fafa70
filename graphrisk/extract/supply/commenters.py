"""Who a text names beside an incident though it has no part in it: who comments, reports, oversees.

Where no words say that a party is served, a newspaper, a ministry, an association or a party whose
name stands at a verb of saying is no customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_NEAR: Final = 2


def is_reporter(page: Page, party: str) -> bool:
    """Whether a name is that of a newspaper or a station, which the text only quotes."""
    entry = page.parties.entries.get(party)
    media = page.lexicon.tails("media")
    if entry is None or not any(word.endswith(media) for word in entry.core.split()):
        return False
    return all(page.readings[m.sentence].has("say", "attribution") for m in entry.mentions)


def is_commenter(page: Page, party: str, number: int) -> bool:
    """Whether a party, where a sentence names it, oversees, reports or only says something.

    One that says it of itself ("says that its own files were taken") has a part in it.
    """
    entry = page.parties.entries.get(party)
    if entry is None:
        return False
    if is_reporter(page, party):
        return True
    reading = page.readings[number]
    overseers = page.lexicon.tails("overseer")
    if any(word.endswith(overseers) for word in entry.core.split()):
        return not _of_itself(reading)
    places = [(m.first, m.last) for m in entry.mentions if m.sentence == number]
    says = [(h.first, h.last) for h in reading.cues("say", "attribution")]
    beside = any(
        0 <= first - end <= _NEAR or 0 <= start - last <= _NEAR
        for first, last in places
        for start, end in says
    )
    posts = [(h.first, h.last) for h in reading.cues("titles")]
    of_person = any(
        0 <= start - last <= 1 or 0 <= first - end <= _NEAR
        for first, last in places
        for start, end in posts
    )
    return (beside or of_person) and not _of_itself(reading)


def _of_itself(reading: Reading) -> bool:
    its_supplier = reading.has("vendor_noun") and bool(
        reading.lexicon.word_set("its") & set(reading.words)
    )
    harmed = reading.has("affected", "exposure", "outage", "suffers")
    return harmed or its_supplier or bool(reading.data)
