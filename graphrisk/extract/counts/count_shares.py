"""Numbers without a noun of their own: "60 customers, 14 of which were hit", "X 900 and Y 400"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.counts.count_owners import Count
    from graphrisk.extract.counts.numbers import NumberMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_SMALLEST: Final = 2
_UNIT_WITHIN: Final = 4
_PAIR: Final = 2
_TEN: Final = 10
_GENITIVES: Final = frozenset({"sv", "da", "nb"})
_SOON: Final = 6
_NEAR: Final = 5
_BEFORE: Final = 2
_OPENS: Final = 4


def with_shares(page: Page, number: int, found: list[Count]) -> list[Count]:
    """Add the numbers that take their noun from a count before; a whole they are of is the base.

    Parameters
    ----------
    found
        The counts of the sentence that name what they count.
    """
    reading = page.readings[number]
    counted = {c.number.first for c in found}
    out = list(found)
    for mention in reading.numbers:
        before = [c for c in found if c.unit.last <= mention.first]
        if mention.first in counted or not before or mention.value < _SMALLEST:
            continue
        whole = before[-1]
        if _is_part(reading, mention, whole) and mention.value < whole.number.value:
            out = [replace(c, scope="base") if c is whole else c for c in out]
            out.append(replace(whole, number=mention, scope="affected"))
        elif whole.scope == "affected" and (
            _is_of_other(page, number, mention) or _is_of_which(reading, mention)
        ):
            out.append(replace(whole, number=mention))
    return out


def _is_part(reading: Reading, mention: NumberMention, whole: Count) -> bool:
    """Whether a number is the part of a count before it that was hit."""
    words, lexicon = reading.words, reading.lexicon
    start = whole.number.first
    of = lexicon.word_set("of_all")
    opens = any(w in of for w in words[max(0, start - _BEFORE) : start]) and start <= _OPENS
    if opens and whole.scope != "spared":
        return True  # "of our 2,400 members 170 wrote to it"
    harmed = any(0 <= h.first - mention.last <= _NEAR for h in reading.cues("affected", "exposure"))
    if not harmed or any(
        whole.unit.last <= h.first < mention.first for h in reading.cues("affected", "exposure")
    ):
        return False
    after = words[mention.last : mention.last + _BEFORE]
    if lexicon.word_set("of_which") & set(words[max(0, mention.first - _BEFORE) : mention.first]):
        return True
    which = lexicon.word_set("which_people")
    return len(after) == _BEFORE and after[0] in of and after[1] in which


def _is_of_which(reading: Reading, mention: NumberMention) -> bool:
    """Whether it follows "of which" at once: "6 400 henkilöä, joista 300 on lapsia"."""
    before = reading.words[max(0, mention.first - 1) : mention.first]
    of_which = reading.lexicon.word_set("of_which") & set(before)
    return bool(of_which) and mention.value > _TEN


def _is_of_other(page: Page, number: int, mention: NumberMention) -> bool:
    """Whether a bare number right after a name is that party's: "and Y about 400"."""
    line = page.parties.items[number]
    words = page.readings[number].words
    named = any(i.kind == "org" and i.last == mention.first for i in line)
    closed = mention.last >= len(words) or words[mention.last] in {",", ".", ";", "and", "och"}
    return named and closed


def owners(reading: Reading, mention: NumberMention) -> Hit | None:
    """The people whose data are counted: "2,000 members' addresses", as in "2 000 medlemmars"."""
    if reading.lexicon.language not in _GENITIVES:
        return None
    people = set(reading.lexicon.data.units["persons"])
    for at in range(mention.last, min(mention.last + _UNIT_WITHIN, len(reading.words))):
        word = reading.words[at]
        if not word.isalpha():
            return None
        if word.endswith("s") and word[:-1] in people and word not in people:
            return Hit("unit", "persons", at, at + 1)
    return None


def is_ratio(reading: Reading, mention: NumberMention) -> bool:
    """Whether a number is only the whole of "one in three"."""
    before = reading.words[max(0, mention.first - _PAIR) : mention.first]
    if len(before) < _PAIR or mention.value > _TEN:
        return False
    lexicon = reading.lexicon
    one, in_all = lexicon.word_set("one_or_each"), lexicon.word_set("in_all")
    return before[0] in one and before[1] in in_all


def is_possessed(reading: Reading, mention: NumberMention, unit: Hit, affected: list[Hit]) -> bool:
    """Whether somebody merely has so many: "X has 2,800 customers", with no harm right after.

    Also set apart by a comma: "X, with eight branches across the country".
    """
    lexicon, before = reading.lexicon, reading.words[max(0, mention.first - _PAIR) : mention.first]
    if not before:
        return False
    if before[-1] in lexicon.word_set("serves_many"):
        return True
    apart = len(before) == _PAIR and before[0] == "," and unit.id != "persons"
    if apart and before[1] in lexicon.word_set("with"):
        return not any(h.id == "affected" and unit.last == h.first for h in affected)
    soon = any(0 <= h.first - unit.last <= _SOON for h in affected)
    return before[-1] in lexicon.word_set("has") and not soon
