"""Whether a text or a sentence says "we" of itself, and does not quote somebody who does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_DASHES: Final = frozenset(["\u2013", "\u2014"])


def speaks_for_itself(page: Page) -> bool:
    """Whether the text says "we" outside quotations: its author is a party."""
    return any(is_own_voice(page, n) for n in page.live)


def is_own_voice(page: Page, number: int) -> bool:
    """Whether a sentence says "we" and is not somebody quoted."""
    reading = page.readings[number]
    if not reading.cues("self", "self_possessive"):
        return False
    sought = reading.lexicon.word_set("asked_comment")
    if sought & set(reading.words) and reading.cues("self"):
        return False  # "we have asked X for a comment": a newspaper's
    first = reading.sentence.tokens[0].text
    quoted = first in _DASHES or any(t.text == '"' for t in reading.sentence.tokens)
    said = reading.has("say") and bool(page.parties.persons.get(number))
    return not (quoted or said or _in_quotation(page, number))


def _in_quotation(page: Page, number: int) -> bool:
    """Whether the paragraph of a sentence opens with a quotation mark or dash."""
    block = page.readings[number].sentence.block
    first = number
    while first and page.readings[first - 1].sentence.block == block:
        first -= 1
    sentence = page.readings[first].sentence
    if sentence.tokens[0].text in {"\u2013", "-", '"'}:
        return True
    told = page.text[sentence.start : page.readings[number].sentence.start]
    if number > first and told.count("\u201e") > told.count("\u201c") + told.count("\u201d"):
        return True  # a quotation opened in a sentence before, and still open
    before = page.text[max(0, sentence.start - 3) : sentence.start].strip(" \u00a0\n")
    return before.endswith(("-", "\u2013", "\u2014", '"', "\u201d", "\u201c", "\u201e", "\u00bb"))
