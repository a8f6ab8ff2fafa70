"""Pages that grow at the top: "Update 2 July" above "Update 24 June" above the first report."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_OPENING: Final = 2
_SECTIONS: Final = 2
_AGAINST: Final = 4


def order_told(page: Page) -> dict[int, int]:
    """Return, per sentence, a rank that puts what was written first before what was added.

    Empty where the dated parts of a page do not go backwards in time. What stands above the first
    dated part is as new as a page gets.
    """
    parts: list[tuple[int, str]] = []
    for number in page.live:
        day = _opening_date(page, number)
        if day is not None:
            parts.append((number, day))
    days = [day for _, day in parts]
    backwards = all(a >= b for a, b in pairwise(days))
    if len(set(days)) < _SECTIONS or not backwards:
        return {}
    ranks: dict[int, int] = {}
    for number in page.live:
        before = [place for place, (first, _) in enumerate(parts) if first <= number]
        ranks[number] = len(parts) - before[-1] if before else len(parts) + 1
    return ranks


def recalls(reading: Reading) -> bool:
    """Whether a sentence only repeats what was said before: "earlier we wrote that".

    "Contrary to our first notice" is what is said now.
    """
    earlier = reading.cues("earlier_word")
    if not earlier:
        return False
    against = reading.cues("correction")
    return not any(h.first <= earlier[0].first <= h.last + _AGAINST for h in against)


def _opening_date(page: Page, number: int) -> str | None:
    """Return month and day of the date that opens a part: "Update 2 July:", "19 June: ..."."""
    reading = page.readings[number]
    start = next((at for at, word in enumerate(reading.words) if word[0].isalnum()), 0)
    labels = [h.last for h in reading.cues("published") if h.first == start]  # "+++ Update ..."
    labelled = bool(labels)
    for mention in reading.dates[:1]:
        if mention.precision != "day" or mention.first > max([start + _OPENING, *labels]):
            return None
        after = reading.words[mention.last : mention.last + 1]
        alone = reading.sentence.kind == "heading"
        if alone or after == [":"] or (labelled and after in ([":"], ["-"], ["\u2013"])):
            return mention.value[-5:]
    return None
