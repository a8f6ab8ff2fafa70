"""Rows of a table: short text whose status stands beside it.

"Bank details | No" denies what the head of its table asks, without a verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_MARKS: Final = frozenset({"|", "\u2013"})
_ROWS: Final = 40
_LONGEST_ANSWER: Final = 2
_CELLS: Final = {"confirmed": "cell_yes", "denied": "cell_no", "suspected": "cell_perhaps"}


def cell_status(page: Page, number: int) -> Assertion | None:
    """Return what the cells of a row say of the data named in it, under a head on exposure.

    A row without such a cell, or outside a table, has no status of this kind.
    """
    if not _is_row(page, number) or not _has_head(page, number):
        return None
    words = page.readings[number].words
    cells = {status: page.lexicon.word_set(name) for status, name in _CELLS.items()}
    begin = 0
    for at in range(len(words) + 1):
        if at < len(words) and words[at] not in _MARKS:
            continue
        cell = [w for w in words[begin:at] if w[0].isalnum()]
        for status, answers in cells.items():
            if 0 < len(cell) <= _LONGEST_ANSWER and cell[0] in answers:
                return Assertion(status, begin, at, "cell")
        begin = at + 1
    return None


def _is_row(page: Page, number: int) -> bool:
    return bool(_MARKS & set(page.readings[number].words))


def _has_head(page: Page, number: int) -> bool:
    """Whether a row above in the same table, or the line before it, speaks of exposure."""
    for above in range(number - 1, max(-1, number - _ROWS), -1):
        reading = page.readings[above]
        if not _is_row(page, above):
            return reading.has("exposure", "affected") and reading.words[-1] == ":"
        if reading.has("exposure", "affected") and not reading.data:
            return True
    return False
