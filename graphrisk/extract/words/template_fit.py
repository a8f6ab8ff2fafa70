"""Items of a sentence and elements of a template, and whether one fits the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """A word or a party in a sentence; ``first`` and ``last`` are token positions.

    ``kind`` is ``word``, ``org``, ``self``, ``possessive``, ``publisher`` (an institution that is
    not named again: "the council"), ``vendor`` (a supplier noun) or ``company`` ("the company").
    ``parties`` holds the cores of the names of an ``org`` item; ``cues`` pairs a cue name with how
    many items its phrase takes from here. ``case`` is "to" or "from" where a Finnish name has
    that ending; a noun for a supplier has "from" only.
    """

    kind: str
    word: str
    first: int
    last: int
    parties: tuple[str, ...] = ()
    genitive: bool = False
    weak: bool = False
    cues: tuple[tuple[str, int], ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One compiled element of a template.

    ``plain`` where each phrase is one word; ``by_start`` holds phrases by their first word.
    """

    kind: str
    name: str = ""
    mark: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()
    starts: frozenset[str] = frozenset()
    width: int = 0
    optional: bool = False
    plain: bool = False
    by_start: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def phrase_width(phrase: Sequence[str], items: Sequence[Item], at: int) -> int:
    """Return how many items a phrase takes, 0 where it does not stand; "the firm" may be one."""
    done = 0
    here = at
    while done < len(phrase) and here < len(items):
        word = items[here].word
        if word == phrase[done]:
            done += 1
        elif " " in word and word.split() == list(phrase[done : done + word.count(" ") + 1]):
            done += word.count(" ") + 1
        else:
            return 0
        here += 1
    return here - at if done == len(phrase) else 0


def fits_slot(element: Element, item: Item) -> bool:
    """Whether an item may stand in a slot."""
    kind = item.kind
    if element.mark == "poss":
        return kind == "possessive" or (item.genitive and kind in {"org", "publisher", "company"})
    if element.mark in {"to", "from"}:
        return item.case == element.mark and (kind == "org" or element.name.startswith("V"))
    if element.mark == "gen":
        return item.genitive and kind in {"org", "publisher", "company"}
    if element.mark == "nom" and item.genitive:
        return False
    if element.mark in {"org", "self"}:
        return kind == element.mark
    if element.mark == "vendor":
        return kind in {"vendor", "company"} or kind == "org"
    if element.name.startswith(("A", "P", "C")):
        return kind == "org"
    if element.name.startswith("V"):
        return kind in {"org", "self", "publisher", "company", "vendor"}
    return kind in {"org", "self", "publisher"}
