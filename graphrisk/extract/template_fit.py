"""Whether an item of a sentence fits an element of a template: a phrase, or a slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.extract.templates import Element, Item


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
        return item.case == element.mark
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
