"""Offices that a text names by their field: "the Ministry of Justice", "Kulturdepartementet"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

MINISTRY: Final = "Ministry"
"""The entry of the common lexicon whose words only say that it is one."""
_HEADS: Final = ("ministeriö", "ministerium", "ministeriet", "departementet")
_MOST: Final = 8
_SHARED: Final = 2


def ministry_name(page: Page, number: int, hit: Hit) -> str:
    """Return a ministry as the text names it, in its base form where it is one word."""
    reading = page.readings[number]
    words = reading.words
    head = next((h for h in _HEADS if h in words[hit.first]), None)
    if head is not None and hit.last - hit.first == 1 and words[hit.first] != head:
        token = reading.token(hit.first).text
        own = token[: token.lower().index(head) + len(head)]  # without the ending of a case
        start = hit.first - _SHARED
        shares = start >= 0 and words[start].endswith("-")
        return f"{_text(page, number, start, hit.first)} {own}" if shares else own
    return _text(page, number, hit.first, _end(reading, hit))


def _end(reading: Reading, hit: Hit) -> int:
    """Where the name ends: at the last word with a capital that small words lead up to."""
    small = reading.lexicon.word_set("office_link")
    end = hit.last
    others = [h.first for h in reading.hits("authority") if h.first >= hit.last]
    for at in range(hit.last, min([len(reading.words), hit.last + _MOST, *others])):
        if reading.token(at).is_capital:
            end = at + 1
        elif reading.words[at] not in small:
            break
    return end


def _text(page: Page, number: int, first: int, last: int) -> str:
    start, end = page.readings[number].span(first, last)
    return " ".join(page.text[start:end].split())
