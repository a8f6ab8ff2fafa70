"""The answers on the first screen of a notice's page: as they are read, and as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from graphrisk.view.stretches import Reference
from graphrisk.view.text import flattened, shorten
from graphrisk.view.words import percent

SURE: Final = 0.75
"""Below this, an answer shows how many of 100 claims like it were right."""
_MOST_ITEMS: Final = 24
_LONGEST_ITEM: Final = 240


@dataclass(frozen=True, slots=True)
class ShortItem:
    """A part of an answer: words, the ids of the claims they are of, how sure, and what to mind."""

    text: str
    claims: tuple[str, ...] = ()
    doubt: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ShortLine:
    """Items of an answer that share the words before them: a supplier, a status, or nothing."""

    lead: str
    items: tuple[ShortItem, ...]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """What was read on one question; no lines where nothing was."""

    question: str
    lines: tuple[ShortLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A part of an answer as the page shows it, with the numbers of its claims."""

    text: str
    refs: tuple[Reference, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line of an answer; ``doubt`` is of all items, which then have none of their own."""

    lead: str
    items: tuple[Said, ...]
    doubt: str
    more: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as the page shows it."""

    question: str
    lines: tuple[SaidLine, ...]


def answered(answer: ShortAnswer, refs: Mapping[str, Reference]) -> Answered:
    """Return an answer as the page shows it; ``refs`` are the numbers of claims by their ids.

    Items of a line that share a doubt stand on a line of their own, which says it once.
    """
    lines = (each for line in answer.lines for each in _said_lines(line, refs))
    return Answered(answer.question, tuple(lines))


def _said_lines(line: ShortLine, refs: Mapping[str, Reference]) -> Iterator[SaidLine]:
    by_doubt: dict[str, list[Said]] = {}
    for item in line.items:
        said = _said(item, refs)
        by_doubt.setdefault(said.doubt, []).append(said)
    shared = {doubt for doubt, items in by_doubt.items() if doubt and len(items) > 1}
    alone = [item for doubt, items in by_doubt.items() if doubt not in shared for item in items]
    groups = [("", alone), *((doubt, by_doubt[doubt]) for doubt in by_doubt if doubt in shared)]
    for doubt, items in groups:
        shown = items[:_MOST_ITEMS]
        if shown:
            yield SaidLine(
                shorten(flattened(line.lead), _LONGEST_ITEM),
                tuple(replace(item, doubt="") for item in shown) if doubt else tuple(shown),
                doubt,
                len(items) - len(shown),
            )


def _said(item: ShortItem, refs: Mapping[str, Reference]) -> Said:
    weak = percent(item.confidence) + " sure" if item.confidence < SURE else ""
    return Said(
        shorten(flattened(item.text), _LONGEST_ITEM),
        tuple(refs[claim] for claim in item.claims if claim in refs),
        ", ".join(filter(None, (item.doubt, weak))),
    )
