"""Tables of those affected: a column of customers under a head that calls them so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from graphrisk.extract.supply.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_BAR: Final = "|"
_COLUMNS: Final = 2


def add_table_customers(page: Page, relations: Relations) -> None:
    """Add the parties in the column that a table's head calls customers, bodies, municipalities.

    A row that says "not affected", or counts nothing but zero, names one that was spared.
    """
    column: int | None = None
    for number in page.live:
        reading = page.readings[number]
        cells = list(_cells(reading))
        if len(cells) < _COLUMNS:
            column = None
            continue
        if column is None:
            column = _customer_column(reading, cells)
            continue
        if column >= len(cells):
            continue
        first, last = cells[column]
        target = relations.spared if _is_free(reading, cells) else relations.customers
        for item in page.parties.items[number]:
            if item.kind == "org" and first <= item.first and item.last <= last:
                page.parties.mark_listed(item.parties)
                target += [
                    Sign(page.parties.core(c), number, item.first, item.last, "customer: table")
                    for c in item.parties
                ]


def _cells(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where the cells of a row begin and end; nothing for what is no row."""
    if _BAR not in reading.words:
        return
    begin = 0
    for at, word in enumerate([*reading.words, _BAR]):
        if word == _BAR:
            yield begin, at
            begin = at + 1


def _customer_column(reading: Reading, cells: list[tuple[int, int]]) -> int | None:
    """Return the column that the words of a head call customers."""
    heads = reading.lexicon.word_set("customer_column")
    for column, (first, last) in enumerate(cells):
        words = reading.words[first:last]
        if heads & set(words) or any(h.first >= first and h.last <= last for h in _units(reading)):
            return column
    return None


def _units(reading: Reading) -> list[Hit]:
    units = [h for h in reading.hits("unit") if h.id == "organisations"]
    return [*units, *reading.cues("customer_noun")]


def _is_free(reading: Reading, cells: list[tuple[int, int]]) -> bool:
    figures = [reading.words[a] for a, b in cells if b == a + 1 and reading.words[a].isdecimal()]
    none = bool(figures) and all(int(f) == 0 for f in figures)
    return none or reading.has("lexical_denial", "negation")
