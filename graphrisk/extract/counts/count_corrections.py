"""A number that the next sentence takes up: "we said 800 people; the right figure is 1,150"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.text.updates import recalls

if TYPE_CHECKING:
    from graphrisk.extract.counts.count_owners import Count
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_REACH: Final = 2  # sentences
_OPENING: Final = 5


def goes_on(here: Sequence[Count], before: Sequence[Count], number: int) -> list[Count]:
    """Return counts with those of no scope taken from affected ones of the sentence before."""
    affected = {c.unit.id for c in before if c.scope == "affected" and number - c.sentence == 1}
    return [
        replace(c, scope="affected") if c.scope == "unknown" and c.unit.id in affected else c
        for c in here
    ]


def corrected(page: Page, counts: Sequence[Count]) -> dict[Count, Count]:
    """Return the counts that a later one corrects, with that one.

    The earlier one is told as what was said at first, and the other stands in one of the two
    sentences after it.
    """
    out: dict[Count, Count] = {}
    for old in counts:
        if old.scope != "affected" or not _is_former(page.readings[old.sentence]):
            continue
        later = [
            c
            for c in counts
            if 0 < c.sentence - old.sentence <= _REACH
            and c.unit.id == old.unit.id
            and c.scope == "affected"
            and c.number.value != old.number.value
        ]
        if later:
            out[old] = later[0]
    return out


def _is_former(reading: Reading) -> bool:
    words, lexicon = reading.words, reading.lexicon
    opens = lexicon.word_set("at_first") & set(words[:_OPENING])
    return recalls(reading) or bool(opens and lexicon.word_set("was_said") & set(words))
