"""The parts of a picture: marks, links, columns, sections, folds. Positions are whole pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """An organization that has to appear in the picture."""

    id: str
    name: str
    kind: str
    hop: int
    state: str
    sector: str
    weak: bool


@dataclass(frozen=True)
class Mark:
    """Something drawn at one place: an organization, or a group folded into one."""

    id: str
    kind: str
    label: str
    hop: int
    state: str
    members: tuple[str, ...]
    fold: str = ""
    x: int = 0
    y: int = 0

    @property
    def digit(self) -> str:
        """What stands inside the mark: its hop, or for a group its size."""
        size = len(self.members)
        if self.fold:
            return str(size) if size < 1000 else f"{size // 1000}k"
        return str(self.hop)


@dataclass(frozen=True)
class Link:
    """A line between two marks with every supply link that it stands for."""

    id: str
    source: str
    target: str
    edges: tuple[str, ...]
    weak: bool


@dataclass(frozen=True)
class Section:
    """The heading over the marks of one state within a column."""

    hop: int
    state: str
    count: int
    x: int
    y: int


@dataclass(frozen=True)
class Column:
    """All marks of one hop."""

    hop: int
    title: str
    count: int
    x: int


@dataclass(frozen=True)
class Fold:
    """What was folded into one mark, and why."""

    mark: str
    why: str
    count: int


@dataclass(frozen=True)
class Picture:
    """Marks at their places with the links between them."""

    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    width: int
    height: int
