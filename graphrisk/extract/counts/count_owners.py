"""Whose people, and whose customers, a number in a text counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.claims import Party
    from graphrisk.extract.counts.numbers import NumberMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.trie import Hit

_FEW_BUYERS: Final = 500


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a sentence, what it counts, and whether that was affected."""

    sentence: int
    number: NumberMention
    unit: Hit
    scope: str


def concerned(page: Page, count: Count, about: Party | None, author: Party | None) -> Party | None:
    """Whose people are counted: of the organization named with them, "our" customers, or else."""
    whose = _whose(page, count)
    if whose is not None and whose in page.parties.entries:
        return page.parties.party(whose)
    if author is None or count.unit.id != "persons" or author.key in page.suppliers:
        return about
    named = [i for i in page.parties.items[count.sentence] if i.kind == "org" and not i.weak]
    return author if _is_own(page, count) or not named else about


def _whose(page: Page, count: Count) -> str | None:
    """The one organization a sentence names with the people it counts: "138 patients at X"."""
    if count.unit.id != "persons":
        return None
    cores = {
        page.parties.core(i.parties[0])
        for i in page.parties.items[count.sentence]
        if i.kind == "org" and not i.weak and len(i.parties) == 1 and i.first >= count.number.last
    }
    return cores.pop() if len(cores) == 1 and not cores & page.suppliers else None


def _is_own(page: Page, count: Count) -> bool:
    """Whether people are counted as the author's own: "9,000 of our customers"."""
    reading = page.readings[count.sentence]
    return count.unit.id == "persons" and any(
        count.number.first <= h.first < count.unit.last + 1 or h.first == count.number.first - 1
        for h in reading.cues("self_possessive")
    )


def of_firm(page: Page, number: int) -> bool:
    """Whether a number stands right after whose it is: "of X's 210 customers"."""
    starts = {mention.first for mention in page.readings[number].numbers}
    return any(
        i.kind == "org" and (i.genitive or i.word.endswith(("s", "s'"))) and i.last in starts
        for i in page.parties.items[number]
    )


def of_company(reading: Reading, items: list[Item], unit: Hit, mention: NumberMention) -> bool:
    """Whether "customers" are those of a named company: "eight customers of X".

    Finnish puts the company between: few are counted so where they are consumers.
    """
    between = [i for i in items if mention.last <= i.first and i.last == unit.first]
    if between and between[0].kind == "org" and between[0].genitive and mention.value < _FEW_BUYERS:
        return True
    follows = [i for i in items if i.first >= unit.last][:2]
    of_firm = reading.lexicon.word_set("of_firm")
    return len(follows) == 2 and follows[0].word in of_firm and follows[1].kind == "org"
