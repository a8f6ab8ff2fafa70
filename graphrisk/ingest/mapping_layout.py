"""The body of a table in a grid below its header, and what stands around and between.

Nothing is dropped without a word: every row that is not part of the body goes to the log.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from graphrisk.ingest.grid import MOST_CELLS, Cells, Grid
from graphrisk.ingest.mapping_columns import Ambiguous, column_of, names_of, padded
from graphrisk.ingest.mapping_headers import is_header
from graphrisk.ingest.mapping_words import is_note, is_total

_LONG_NOTE = 80
_WIDE_MERGE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What a mapping says of the place of a table; empty where it is to be found.

    Parameters
    ----------
    header_rows
        Rows of the header as a person counts them.
    last_row
        Last row of the table; with it nothing above is taken for a note.
    fill_down
        Columns whose empty cells mean "as above".
    single_cells
        Take a row with one filled cell for data, instead of asking.
    headings
        Headings between rows are read; it is not said that they are not.
    """

    header_rows: tuple[int, ...] = ()
    last_row: int | None = None
    fill_down: tuple[str, ...] = ()
    single_cells: bool = False
    headings: bool = False


@dataclass(slots=True)
class Body:
    """The rows of a table under one name per column; unnamed columns are ``""``."""

    names: tuple[str, ...]
    header_rows: tuple[int, ...]
    rows: list[int] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)
    headings: list[str | None] = field(default_factory=list)
    lost: int = 0
    second: int | None = None
    """Row in which another table begins; it is not read."""

    def keep(self, places: Sequence[int]) -> None:
        """Leave out all rows but these."""
        self.rows = [self.rows[at] for at in places]
        self.headings = [self.headings[at] for at in places]
        self.cells = [self.cells[at] for at in places]


def body_of(grid: Grid, header_rows: Sequence[int], frame: Frame) -> Body:
    """Return the rows below a header; what is no row of the table is reported and left out."""
    names = names_of(grid, header_rows)
    return _Reading(grid, Body(names, tuple(header_rows)), frame).read()


class _Reading:
    def __init__(self, grid: Grid, body: Body, frame: Frame) -> None:
        self.grid, self.body, self.frame = grid, body, frame
        self.log = grid.log
        self.width = grid.width
        last = body.header_rows[-1]
        self.rows = [(n, padded(cells, self.width)) for n, cells in grid.rows if n > last]
        self.headers = {
            tuple(padded(cells, self.width)) for n, cells in grid.rows if n in body.header_rows
        }
        counts = [sum(map(bool, cells)) for _, cells in self.rows]
        fuller = [count for count in counts if count > 1]
        usual = fuller if 4 * len(fuller) >= len(counts) else counts
        self.typical = median(usual) if usual else 0
        self.across = {
            top for top, left, _, right in grid.merged if right - left + 1 >= _WIDE_MERGE
        }

    def read(self) -> Body:
        """Return the rows of the table."""
        self._say_above()
        end = self._end()
        self._fill_merged(end)
        filler = [
            place for name in self.frame.fill_down if (place := self._place(name)) is not None
        ]
        above: dict[int, str | None] = {}
        heading: str | None = None
        previous = self.body.header_rows[-1]
        for number, cells in self.rows[:end]:
            apart, previous = number - previous > 1, number
            what = self._what(number, cells, filler, apart=apart)
            if what == "heading":
                heading = next(filter(None, cells))
            if what == "group":
                above.update({place: cells[place] for place in filler if cells[place]})
            if what != "row":
                continue
            for place in filler:
                above[place] = cells[place] = cells[place] or above.get(place)
            self.body.rows.append(number)
            self.body.cells.append(cells)
            self.body.headings.append(heading)
        return self.body

    def _place(self, name: str) -> int | None:
        try:
            return column_of(self.body.names, name)
        except Ambiguous:
            return None

    def _what(self, number: int, cells: Cells, filler: Sequence[int], *, apart: bool) -> str:
        """Return what a row is; anything but a row of the table is reported."""
        filled = [place for place, cell in enumerate(cells) if cell]
        if tuple(cells) in self.headers:
            self._say(number, cells, "the header again")
            return "nothing"
        if is_total([cells[place] or "" for place in filled]):
            self._say(number, cells, "a row of totals")
            return "nothing"
        if number in self.grid.refused:
            return "row"  # whether it matters is for the mapping to say
        if len(filled) == 1 and filled[0] in filler:
            return "group"
        least = 2 if number in self.across else 3
        if len(filled) != 1 or self.typical < least or self.frame.single_cells:
            return "row"
        if apart or number in self.across:
            if not self.frame.headings:
                self._say(number, cells, "a heading within the table")
            return "heading"
        message = "only one cell is filled: a heading, or a row that lacks its cells? not read"
        fix = "fill in another cell, or write single_cells = true in the mapping to read such rows"
        self.log.row(number, self.body.names[filled[0]] or None, cells[filled[0]], message, fix)
        self.body.lost += 1
        return "nothing"

    def _say(self, row: int, cells: Cells, what: str) -> None:
        shown = next(filter(None, cells), None)
        self.log.row(row, None, shown, f"{what}; not read", "", "warning")

    def _say_above(self) -> None:
        for number, cells in self.grid.rows:
            if number < self.body.header_rows[0] and any(cells):
                self._say(number, cells, "above the header")

    def _end(self) -> int:
        """Return how many rows belong to the table; those below are reported."""
        if self.frame.last_row is not None:
            end = sum(number <= self.frame.last_row for number, _ in self.rows)
            for number, cells in self.rows[end:]:
                self._say(number, cells, "below the last row that the mapping names")
            return end
        end = self._second_header()
        if end < len(self.rows):
            return self._refuse_second(end)
        end = self._without_notes(self._without_blocks())
        below = self.rows[end:]
        for number, cells in below:
            if sum(map(bool, cells)) <= 1 or is_total([cell for cell in cells if cell]):
                self._say(number, cells, "below the table")
            else:
                last = self.rows[end - 1][0] if end else self.body.header_rows[-1]
                fix = f"write last_row = {number} in the mapping if it belongs to the table, "
                fix += f"last_row = {last} if it does not"
                shown = next(filter(None, cells), None)
                message = "stands apart below the table; not read"
                self.log.row(number, None, shown, message, fix)
                self.body.lost += 1
        return end

    def _second_header(self) -> int:
        """Return how many rows stand above another header, all of them where there is none."""
        for at, (_, cells) in enumerate(self.rows):
            if tuple(cells) not in self.headers and is_header([cell for cell in cells if cell]):
                return at
        return len(self.rows)

    def _refuse_second(self, end: int) -> int:
        self.body.second = row = self.rows[end][0]
        fix = f"write last_row = {row - 1} here, and [[table]] with header_rows = [{row}] for it"
        self.log.row(row, None, next(filter(None, self.rows[end][1])), "another table begins", fix)
        for number, cells in self.rows[end + 1 :]:
            self._say(number, cells, "belongs to another table")
        self.body.lost += len(self.rows) - end
        return end

    def _without_blocks(self) -> int:
        """Return where the table ends: at a gap below which rows have half the cells at most."""
        starts = [0]
        for at in range(1, len(self.rows)):
            if self.rows[at][0] - self.rows[at - 1][0] > 1:
                starts.append(at)
        ends = [*starts[1:], len(self.rows)]
        blocks = [
            (start, [sum(map(bool, cells)) for _, cells in self.rows[start:end]])
            for start, end in zip(starts, ends, strict=True)
        ]
        largest = max((counts for _, counts in blocks), key=lambda counts: len(counts))
        typical = median(largest) if largest else 0
        end = len(self.rows)
        if typical < 2:
            return end
        for start, counts in reversed(blocks[1:]):
            if max(counts) > max(1.0, typical / 2):
                return end
            end = start
        return end

    def _without_notes(self, end: int) -> int:
        while end:
            filled = [cell for cell in self.rows[end - 1][1] if cell]
            noted = is_note(filled[0]) or len(filled[0]) > _LONG_NOTE if filled else True
            merged = self.rows[end - 1][0] in self.across
            if len(filled) > 1 or self.typical < 2 or not (noted or merged):
                return end
            end -= 1
        return end

    def _fill_merged(self, end: int) -> None:
        """Fill every row of a range that is merged downwards with its value."""
        numbers = [number for number, _ in self.rows[:end]]
        filled = 0
        for top, left, bottom, right in self.grid.merged:
            if bottom == top or left != right or left >= self.width:
                continue
            first, last = bisect_left(numbers, top), bisect_right(numbers, bottom)
            value = self.rows[first][1][left] if first < end and numbers[first] == top else None
            filled += last - first
            if value is None or filled > MOST_CELLS:
                continue
            for _, cells in self.rows[first + 1 : last]:
                cells[left] = cells[left] or value
