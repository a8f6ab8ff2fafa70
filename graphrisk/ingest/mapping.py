"""A mapping: which column of a foreign table is which property, and how its cells are read.

A mapping says everything; nothing is guessed when it is applied. `graphrisk map` proposes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter

from graphrisk.ingest.mapping_layout import Frame
from graphrisk.model.schema import Kind

ORIGINS = ("column", "constant", "template", "across", "cell", "sheet", "heading")
"""Where the values of a property may come from; each property names one."""
EVERY_OTHER = "*"
"""Stands for all columns of a matrix that the mapping does not name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of one property come from, and how a cell is read.

    Parameters
    ----------
    origin
        One of `ORIGINS`.
    text
        Name of the column, the constant, or the template (``{Column}-{Other}``).
    values
        Folded text -> value; an empty value stands for "not stated".
    otherwise
        Value of a text that ``values`` does not have; None keeps the text.
    each
        Signs that part a cell into several records.
    split
        Signs that part a cell into entries of a list.
    dates
        Formats such as ``DD.MM.YYYY``; a cell in none of them is read as any other date.
    before
        Only what stands before this sign is read, such as a name before its address.
    units
        Folded unit -> factor, for numbers; ``""`` is a number without one.
    """

    origin: str
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    each: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    before: str = ""
    units: Mapping[str, float] = field(default_factory=dict)

    def columns(self) -> tuple[str, ...]:
        """Return the columns that it reads.

        Examples
        --------
        >>> Source("template", "{Avtal}-{Enhet}").columns()
        ('Avtal', 'Enhet')
        """
        if self.origin == "column":
            return (self.text,)
        if self.origin == "template":
            return tuple(name for _, name, _, _ in Formatter().parse(self.text) if name)
        return ()


@dataclass(frozen=True, slots=True)
class RecordMap:
    """The records of one kind that every row gives."""

    kind: Kind
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class TableMap:
    """One table of a file.

    Parameters
    ----------
    sheet
        Title of its sheet; None for every visible sheet that has its columns.
    across
        Columns of a matrix whose names are values; `EVERY_OTHER` for those not named elsewhere.
    empty
        Folded texts that stand for an empty cell.
    decimal
        Decimal sign of its numbers, where they do not tell.
    ignore
        Columns that are left out on purpose.
    skip
        Column -> folded texts; rows with one of them are left out, and listed.
    """

    records: tuple[RecordMap, ...]
    sheet: str | None = None
    frame: Frame = field(default_factory=Frame)
    across: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    decimal: str | None = None
    ignore: tuple[str, ...] = ()
    skip: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def columns(self) -> tuple[str, ...]:
        """Return every column that must be there."""
        found = [name for _, source in self.sources() for name in source.columns()]
        found += [name for name in self.across if name != EVERY_OTHER]
        return tuple(dict.fromkeys([*found, *self.frame.fill_down, *self.skip]))

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Yield property and source of all records."""
        for record in self.records:
            yield from record.sources.items()


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """All tables of a file, and what the mapping is called."""

    name: str
    tables: tuple[TableMap, ...]
    title: str = ""
