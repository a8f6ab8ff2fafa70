"""Texts that are nearly one: an article copied, a press release sent round, a page read again."""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

NEARLY: Final = 0.6
"""Share of common runs of words from which on two texts are told to be nearly one."""
_RUN: Final = 4
_KEPT: Final = 64
_WORD: Final = re.compile(r"\w+")

Sketch = frozenset[int]


def sketch(text: str) -> Sketch:
    """Return up to 64 numbers that stand for a text: the smallest hashes of its runs of four words.

    O(length); what is alike of two texts is alike of their sketches (bottom-k sampling, Cohen and
    Kaplan 2007).

    Examples
    --------
    >>> len(sketch("one two three four five")), len(sketch(""))
    (2, 0)
    """
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 0))}
    return frozenset(sorted(crc32(run.encode("utf-8", "replace")) for run in runs)[:_KEPT])


def likeness(one: Sketch, other: Sketch) -> float:
    """Return about which share of the runs of words of two texts both have, 0 to 1.

    Examples
    --------
    >>> text = "On Monday the supplier told its customers of an attack on its servers."
    >>> likeness(sketch(text), sketch(text.replace("Monday", "Tuesday"))) > 0.5
    True
    >>> likeness(sketch(text), sketch("Something else was said in this text of other words."))
    0.0
    """
    smallest = sorted(one | other)[:_KEPT]
    return len(one & other & frozenset(smallest)) / len(smallest) if smallest else 0.0


class SeenTexts:
    """Texts met so far, to find the one that another is nearly the same as.

    Examples
    --------
    >>> seen = SeenTexts()
    >>> seen.add("first", sketch("Our supplier was hit by an attack on the third of May."))
    >>> seen.nearest(sketch("Our supplier was hit by an attack on the third of May!"))
    ('first', 1.0)
    >>> seen.nearest(sketch("Nothing of the kind.")) is None
    True
    """

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._by_number: dict[int, list[str]] = {}

    def add(self, name: str, made: Sketch) -> None:
        """Remember the sketch of a text under a name."""
        self._sketches[name] = made
        for number in made:
            self._by_number.setdefault(number, []).append(name)

    def nearest(self, mine: Sketch) -> tuple[str, float] | None:
        """Return the name of the text that is nearly this one, and how alike; None without one."""
        common: dict[str, int] = {}
        for number in mine:
            for name in self._by_number.get(number, ()):
                common[name] = common.get(name, 0) + 1
        likely = sorted(common, key=lambda name: (-common[name], name))
        found = [(name, likeness(mine, self._sketches[name])) for name in likely[:20]]
        best = max(found, key=lambda each: each[1], default=None)
        return best if best is not None and best[1] >= NEARLY else None
