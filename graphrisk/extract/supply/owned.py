"""Who owns a firm is no customer of it, nor is a user the supplier: words that tell so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import party_of

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import Match

_OWNER_WITHIN: Final = 5
_UNIT_OF: Final = 8
_CLOSE: Final = 4
_MADE_WITHIN: Final = 3
_THING_WITHIN: Final = 4


def owning_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that say whose a firm is, or where: "owned", "subsidiary", "based"."""
    return lexicon.word_set("owns") | lexicon.word_set("part_of") | lexicon.word_set("seat")


def serving_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the prepositions before whom something is done for, or by."""
    return lexicon.word_set("for_whom") | lexicon.word_set("by")


def uses_it_itself(lexicon: Lexicon, items: Sequence[Item], match: Match) -> bool:
    """Whether words fit that tell of something else: "X keeps its copies at Y", "beside X uses Y".

    There Y is the supplier, or X only stands before who uses what follows.
    """
    if "A" not in match.slots or "B" not in match.slots:
        return False
    within = {i.word for i in items[match.first : match.last]}
    none = lexicon.word_set("not") | lexicon.word_set("none")
    ended = lexicon.word_set("ended") & within and none & {i.word for i in items}
    if ended or lexicon.word_set("seat") & within:
        return True
    vendor, customer = match.slots["A"], match.slots["B"]
    if vendor < customer:
        words = [i.word for i in items[vendor[1] : customer[0]]]
        at = words[-1:] != [] and words[-1] in lexicon.word_set("at")
        own = at and bool(lexicon.word_set("its") & set(words))
        offers = bool(lexicon.word_set("offers") & set(words))
        alike = bool(lexicon.word_set("recalls") & set(words))
        return own or alike or (offers and _are_customers_of(items, customer))
    if _is_made_by(lexicon, items, match):
        return True
    before = {i.word for i in items[max(0, customer[0] - 2) : customer[0]]}
    return match.template.startswith("{B") and bool(lexicon.word_set("beside") & before)


def _is_made_by(lexicon: Lexicon, items: Sequence[Item], match: Match) -> bool:
    """Whether what would be served is only what comes from the other: "alarm X from the firm Y"."""
    (_, last), (first, _) = match.slots["B"], match.slots["A"]
    between = [i for i in items[last:first] if i.word != ","]
    if not between or match.template.startswith("{B.") or len(between) > _MADE_WITHIN:
        return False
    made = bool(dict(between[0].cues).keys() & {"done_by", "supplied"})
    return made or between[0].word in lexicon.word_set("from")


def comes_from(lexicon: Lexicon, items: Sequence[Item], at: int) -> bool:
    """Whether a name is that of a thing another makes: "the X care alarm from Y", "X, from Y"."""
    for here in range(at + 1, min(at + 1 + _THING_WITHIN, len(items) - 1)):
        item = items[here]
        if item.word in lexicon.word_set("from") or "done_by" in dict(item.cues):
            return any(i.kind == "org" for i in items[here + 1 : here + 1 + _MADE_WITHIN])
        if item.kind != "word" or not (item.word.isalpha() or here == at + 1):
            return False
    return False


def _are_customers_of(items: Sequence[Item], span: tuple[int, int]) -> bool:
    """Whether a party is named only for its customers: "offers the customers of X a discount"."""
    beside = (*items[max(0, span[0] - 2) : span[0]], *items[span[1] : span[1] + 1])
    return any(dict(i.cues).get("customer_noun") for i in beside)


def opens_with_owner(lexicon: Lexicon, words: Sequence[str]) -> bool:
    """Whether words after their last comma tell who owns a party: "X, which is owned by ..."."""
    last = len(words) - words[::-1].index(",") if "," in words else len(words)
    return bool(owning_words(lexicon) & set(words[last:]))


def is_own_thing(lexicon: Lexicon, items: Sequence[Item], at: int) -> bool:
    """Whether the party at an item is a part of who tells: "X said that its service Y was hit"."""
    owner, noun = items[max(0, at - 2)].word, items[max(0, at - 1)].word
    things = lexicon.word_set("own_thing") | lexicon.word_set("daughter")
    return owner in lexicon.word_set("its") and noun in things


def subject_before(page: Page, number: int, at: int) -> list[str]:
    """Return X of "X, owned by Y, supplies Z", where the party at an item is only Y."""
    items = page.parties.items[number]
    closed = any(i.word == "," for i in items[at + 1 : at + 3])  # "of the X group,"
    near = {i.word for i in items[max(0, at - _OWNER_WITHIN) : at]}
    owned = bool(near & (owning_words(page.lexicon) - page.lexicon.word_set("seat")))
    if not closed or not at or not (owned or items[at - 1].word in serving_words(page.lexicon)):
        return []
    for before in range(at - 2, max(-1, at - 8), -1):
        if items[before].word == "," and before and items[before - 1].kind == "org":
            return party_of(page, items[before - 1])
    return []


def is_parent(lexicon: Lexicon, items: Sequence[Item], at: int) -> bool:
    """Whether a party is only named as owner or seat of another: "X, a unit of Y"."""
    words = [i.word for i in items[max(0, at - _UNIT_OF) : at]]
    last = len(words) - words[::-1].index(",") if "," in words else 0
    near = words[max(last, len(words) - _CLOSE) :] if not last else words[last:]
    return bool(owning_words(lexicon) & set(near))


def is_cause(page: Page, number: int, item: Item, rule: str) -> bool:
    """Whether a pattern for who is affected ends at what did it: "affected by X", "a system of X".

    Also where the name is that of a product, called so right before or owned by a firm.
    """
    reading = page.readings[number]
    words = reading.words[max(0, item.first - 2) : item.first]
    loose = rule.rstrip().endswith("> {B}")
    agents = page.lexicon.word_set("by") | page.lexicon.word_set("through")
    the = page.lexicon.word_set("definite")
    by = (
        loose and bool(words) and (words[-1] in agents or (words[0] in agents and words[-1] in the))
    )
    return by or any(h.last == item.first for h in reading.cues("product_noun"))
