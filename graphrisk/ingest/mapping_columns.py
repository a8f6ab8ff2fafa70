"""Which rows of a grid are the header, and what the columns below it are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from graphrisk.ingest.grid import Cells, Grid
from graphrisk.ingest.places import letter

FIRST_ROWS = 60
"""Rows among which a header is looked for."""
FIRST_PAIRS = 20
"""Rows among which a header of several rows begins."""
LEAST_ROWS, LEAST_PAIRS = 15, 4
"""The same in a table so wide that `MOST_HEADER_CELLS` would be exceeded."""
MOST_HEADER_CELLS = 2_000
MOST_HEADER_ROWS = 3
_SIGNS = str.maketrans(dict.fromkeys("*:?\ufeff", " "))


def shown_name(names: Sequence[str], place: int) -> str:
    """Return how a column is called to a person: by its name, and its letter where that is needed.

    Examples
    --------
    >>> names = ("Vendor", "Date", "Date", "")
    >>> [shown_name(names, place) for place in range(4)]
    ['Vendor', 'Date [B]', 'Date [C]', '[D]']
    """
    name = names[place]
    if name and names.count(name) == 1:
        return name
    return f"{name} [{letter(place)}]".strip()


def reference_of(names: Sequence[str], place: int) -> str:
    """Return how a mapping names a column: by its name, by its letter where it has none of its own.

    Examples
    --------
    >>> names = ("Vendor", "Term / Date", "Date")
    >>> [reference_of(names, place) for place in range(3)]
    ['Vendor', 'Term / Date', 'Date']
    >>> reference_of(("Date", "Date"), 1)
    '[B]'
    """
    name = names[place]
    try:
        if name and "{" not in name and column_of(names, name) == place:
            return name
    except Ambiguous:
        pass
    return f"[{letter(place)}]"


class Ambiguous(ValueError):
    """A name that several columns have; ``columns`` are their places."""

    def __init__(self, columns: Sequence[int]) -> None:
        super().__init__("several columns have this name")
        self.columns = tuple(columns)


def fold_name(text: str) -> str:
    """Return a column's name as names are compared.

    Examples
    --------
    >>> fold_name("Avtals-\\nnr *"), fold_name("  Kritikalitet: ")
    ('avtals- nr', 'kritikalitet')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)
    return " ".join(folded.split())


def column_of(names: Sequence[str], wanted: str) -> int | None:
    """Return which column a mapping means: by name, last part of a name, or letter in brackets.

    Raises
    ------
    Ambiguous
        Several columns have that name.

    Examples
    --------
    >>> names = ("Leverantör", "Avtal / Start", "Avtal / Slut", "")
    >>> column_of(names, "leverantör"), column_of(names, "Slut"), column_of(names, "[D]")
    (0, 2, 3)
    """
    if wanted.startswith("[") and wanted.endswith("]"):
        letters = {letter(place): place for place in range(len(names))}
        if wanted[1:-1].upper() in letters:
            return letters[wanted[1:-1].upper()]
    folded = fold_name(wanted)
    whole = [place for place, name in enumerate(names) if name and fold_name(name) == folded]
    found = whole or [
        place for place, name in enumerate(names) if fold_name(name.rsplit(" / ", 1)[-1]) == folded
    ]
    if len(found) > 1:
        raise Ambiguous(found)
    return found[0] if found and folded else None


def names_of(grid: Grid, header_rows: Sequence[int]) -> tuple[str, ...]:
    """Return one name per column; parts from several header rows are joined by " / "."""
    width = grid.width
    spread = _spread(grid, header_rows, width)
    parts: list[list[str]] = [[] for _ in range(width)]
    for at, row in enumerate(header_rows):
        cells = padded(grid.row(row), width)
        beneath = [padded(grid.row(below), width) for below in header_rows[at + 1 :]]
        carried: str | None = None
        for place in range(width):
            cell = cells[place] or spread.get((row, place))
            if cell is None and any(under[place] for under in beneath):
                cell = carried  # a group's name stands over its first column only
            carried = cell
            text = " ".join(cell.split()) if cell else ""
            if text and text not in parts[place]:
                parts[place].append(text)
    return tuple(" / ".join(part)[:300] for part in parts)


def header_candidates(grid: Grid) -> Iterator[tuple[int, ...]]:
    """Yield rows, then pairs and triples of rows, that may be the header."""
    share = MOST_HEADER_CELLS // max(1, grid.width)
    first = [number for number, _ in grid.rows[: max(LEAST_ROWS, min(FIRST_ROWS, share))]]
    pairs = max(LEAST_PAIRS, min(FIRST_PAIRS, share))
    for count in range(1, MOST_HEADER_ROWS + 1):
        for at in range(min(len(first) - count + 1, FIRST_ROWS if count == 1 else pairs)):
            rows = tuple(first[at : at + count])
            if rows[-1] - rows[0] == count - 1:
                yield rows


def find_header(grid: Grid, wanted: Sequence[str], stated: Sequence[int]) -> tuple[int, ...] | None:
    """Return the header rows that have all wanted columns; the stated ones before all others."""
    candidates = [tuple(stated)] if stated else []
    for rows in [*candidates, *header_candidates(grid)]:
        if not missing(names_of(grid, rows), wanted):
            return rows
    return None


def missing(names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the wanted columns that are not among the names, or are several of them."""
    found = []
    for name in wanted:
        try:
            if column_of(names, name) is None:
                found.append(name)
        except Ambiguous:
            found.append(name)
    return found


def _spread(grid: Grid, rows: Sequence[int], width: int) -> dict[tuple[int, int], str]:
    """Return the text of merged header cells at every place that they cover."""
    found: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in grid.merged:
        if not rows or bottom < rows[0] or top > rows[-1]:
            continue
        cells = grid.row(top)
        text = cells[left] if left < len(cells) else None
        if text is None or right - left + 1 >= width > 1:
            continue
        for row in rows:
            if top <= row <= bottom:
                found.update({(row, place): text for place in range(left, min(right + 1, width))})
    return found


def padded(cells: Cells, width: int) -> Cells:
    """Return a row of exactly that many cells."""
    return [*cells, *[None] * (width - len(cells))]
