"""Whose domain a text prints: a web or mail address that spells the name of a party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.model.identifiers import without_marks

if TYPE_CHECKING:
    from graphrisk.extract.page import Page


def own_domain(page: Page) -> str | None:
    """A web or mail domain in the text that spells the name of a party."""
    labels: set[str] = set()
    for reading in page.readings:
        for token in reading.sentence.tokens:
            if "." in token.lower and len(token.lower) > 6:
                host = token.lower.split("@")[-1].removeprefix("www.")
                labels.update(map(_ascii, host.split(".")[:-1]))
    for core in page.parties.entries:
        words = core.split()
        if _ascii("".join(words)) in labels or (len(words[0]) > 4 and _ascii(words[0]) in labels):
            return core
    return None


def _ascii(word: str) -> str:
    return "".join(sign for sign in without_marks(word) if sign.isalnum())
