"""Pages that grow at the top: "Update 2 July" above "Update 24 June" above the first report."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_OPENING: Final = 2
_SECTIONS: Final = 2


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


def _opening_date(page: Page, number: int) -> str | None:
    """Return month and day of the date that opens a part: "Update 2 July:", "19 June: ..."."""
    reading = page.readings[number]
    labels = [h.last for h in reading.cues("published") if h.first == 0]
    labelled = bool(labels)
    for mention in reading.dates[:1]:
        if mention.precision != "day" or mention.first > max([_OPENING, *labels]):
            return None
        after = reading.words[mention.last : mention.last + 1]
        alone = reading.sentence.kind == "heading"
        if alone or after == [":"] or (labelled and after in ([":"], ["-"], ["\u2013"])):
            return mention.value[-5:]
    return None
