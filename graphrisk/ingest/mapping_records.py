"""Rows of a table -> the texts of its records, as a mapping says: columns, matrices, parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from graphrisk.ingest.grid import Cells, Grid
from graphrisk.ingest.mapping import EVERY_OTHER, RecordMap, Source, TableMap
from graphrisk.ingest.mapping_cells import parts_of, read_text
from graphrisk.ingest.mapping_columns import Ambiguous, column_of
from graphrisk.ingest.mapping_layout import Body
from graphrisk.ingest.mapping_words import fold
from graphrisk.ingest.numbers import decimal_sign
from graphrisk.model.schema import Kind, Property


def columns_left(body: Body, table: TableMap) -> list[int]:
    """Return the columns of a body that a mapping says nothing about."""
    named = {place_of(body, name) for name in (*table.columns(), *table.ignore)}
    named |= set(across_places(body, table))
    return [place for place in range(len(body.names)) if place not in named]


def across_places(body: Body, table: TableMap) -> list[int]:
    """Return the columns of a matrix whose names are values."""
    stated = [place for name in table.across if (place := place_of(body, name)) is not None]
    if EVERY_OTHER not in table.across:
        return stated
    named = {place_of(body, name) for name in (*table.columns(), *table.ignore)}
    others = [at for at, name in enumerate(body.names) if name and at not in named]
    return sorted({*stated, *others})


def records_of(
    grid: Grid, body: Body, table: TableMap, record: RecordMap
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Yield the row and the texts of every record of one kind."""
    maker = _Maker(grid, body, table, record)
    for at, row in enumerate(body.rows):
        for texts in maker.of_row(at):
            yield row, texts


def place_of(body: Body, name: str) -> int | None:
    """Return which column a mapping means, None for none and for several."""
    if name == EVERY_OTHER:
        return None
    try:
        return column_of(body.names, name)
    except Ambiguous:
        return None


@dataclass(slots=True)
class _Maker:
    """Makes the records of one kind, row by row."""

    grid: Grid
    body: Body
    table: TableMap
    record: RecordMap
    _places: dict[str, int] = field(init=False)
    _across: list[int] = field(init=False)
    _decimal: dict[str, str | None] = field(init=False)
    _props: dict[str, Property | None] = field(init=False)
    _known: dict[tuple[str, str], str | None] = field(init=False)
    _assumes_currency: bool = field(init=False)

    def __post_init__(self) -> None:
        sources = self.record.sources
        needed = [name for source in sources.values() for name in source.columns()]
        self._places = {name: self._found(name) for name in needed}
        uses = any(source.origin in ("across", "cell") for source in sources.values())
        self._across = across_places(self.body, self.table) if uses else []
        self._props = {name: _property(self.record.kind, name) for name in sources}
        self._decimal = {
            name: self.table.decimal or self._proven(source)
            for name, source in sources.items()
            if source.units
        }
        self._known = {}
        currency = sources.get("currency")
        self._assumes_currency = currency is not None and currency.origin == "constant"

    def _found(self, name: str) -> int:
        place = column_of(self.body.names, name)
        assert place is not None  # find_header has seen to it
        return place

    def _proven(self, source: Source) -> str | None:
        places = [self._places[name] for name in source.columns()]
        texts = (cells[place] for cells in self.body.cells for place in places)
        return decimal_sign(text.strip("€$£ ").split(" ")[0] for text in texts if text)

    def of_row(self, at: int) -> Iterator[dict[str, str | None]]:
        """Yield the records of a row: one, or one for each column across, or each part."""
        for place in self._columns_across(self.body.cells[at]):
            for cells in self._parted(self.body.cells[at]):
                texts = {
                    name: self._read(name, self._text(name, source, at, cells, place))
                    for name, source in self.record.sources.items()
                }
                if (
                    "annual_cost" in texts
                    and texts["annual_cost"] is None
                    and self._assumes_currency
                ):
                    texts["currency"] = None  # of no amount
                yield texts

    def _parted(self, cells: Cells) -> Iterator[Cells]:
        """Yield a row once for every part of its cells that hold several, each with every other."""
        parts = {
            self._places[source.text]: parts_of(text, source.each)
            for source in self.record.sources.values()
            if source.each
            and source.origin == "column"
            and (text := cells[self._places[source.text]])
        }
        for chosen in product(*parts.values()):
            one = list(cells)
            for place, part in zip(parts, chosen, strict=True):
                one[place] = part
            yield one

    def _columns_across(self, cells: Cells) -> Iterator[int | None]:
        if not any(s.origin in ("across", "cell") for s in self.record.sources.values()):
            yield None
            return
        marks = [s for s in self.record.sources.values() if s.origin == "cell"]
        for place in self._across:
            cell = cells[place]
            if cell is None or fold(cell) in self.table.empty:
                continue
            # A mark that the mapping reads as nothing says that there is no such link.
            if any(source.values.get(fold(cell), cell) == "" for source in marks):
                continue
            yield place

    def _read(self, name: str, text: str | None) -> str | None:
        source = self.record.sources[name]
        if text is None or source.origin == "constant":
            return text
        key = (name, text)
        if key not in self._known:
            prop, decimal = self._props[name], self._decimal.get(name)
            self._known[key] = read_text(text, source, prop, self.table.empty, decimal)
        return self._known[key]

    def _text(
        self, name: str, source: Source, at: int, cells: Cells, across: int | None
    ) -> str | None:
        match source.origin:
            case "column":
                return cells[self._places[source.text]]
            case "constant":
                return source.text
            case "template":
                return self._filled(name, source, cells)
            case "sheet":
                return self.grid.sheet
            case "heading":
                return self.body.headings[at]
            case "across" if across is not None:
                return self.body.names[across].rsplit(" / ", 1)[-1]
            case "cell" if across is not None:
                return cells[across]
        return None

    def _filled(self, name: str, source: Source, cells: Cells) -> str | None:
        parts: Mapping[str, str] = {
            column: cells[self._places[column]] or "" for column in source.columns()
        }
        if not any(parts.values()) or (name == "id" and not all(parts.values())):
            return None
        text = source.text
        for column, part in parts.items():
            text = text.replace("{" + column + "}", part)
        return " ".join(text.split()).strip(" -–/,;:") or None


def _property(kind: Kind, name: str) -> Property | None:
    return next((prop for prop in kind.all_properties() if prop.name == name), None)
