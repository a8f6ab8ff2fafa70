"""What stands between commas: a sentence without it, and nouns that only introduce a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.templates import Match

if TYPE_CHECKING:
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import TemplateSet

_LONGEST: Final = 22
_CLAUSE: Final = 6
_NOUN_PHRASE: Final = 12
_CLOSES: Final = frozenset([",", ".", ":", ";", ")", "(", "!", "?"])
_NOUNS: Final = frozenset(["vendor", "company"])


def matches_around(templates: TemplateSet, items: Sequence[Item], lexicon: Lexicon) -> list[Match]:
    """Return the matches of a line of items, and those over what stands between commas.

    "X, which serves Y, was hit" is read once as it is and once as "X was hit". Where every noun is
    capital, edges are also looked for with what may be any noun read as a word.
    """
    found = templates.find(items)
    kept = without_asides(items, lexicon)
    if len(kept) < len(items):
        _add(found, templates.find([items[at] for at in kept]), kept)
    if lexicon.data.nouns_capitalised and any(i.kind == "org" and i.weak for i in items):
        plain = [replace(i, kind="word") if i.kind == "org" and i.weak else i for i in items]
        _add(found, templates.find(plain, "edge"), range(len(items)))
    return found


def _add(found: list[Match], more: Sequence[Match], places: Sequence[int]) -> None:
    """Add matches over some of the items that are not there yet."""
    seen = {(m.relation, _key(m)) for m in found}
    for match in more:
        placed = Match(
            match.relation,
            match.template,
            {name: (places[a], places[b - 1] + 1) for name, (a, b) in match.slots.items()},
            places[match.first],
            places[match.last - 1] + 1,
        )
        if (placed.relation, _key(placed)) not in seen:
            found.append(placed)


def _key(match: Match) -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple(sorted(match.slots.items()))


def without_asides(items: Sequence[Item], lexicon: Lexicon) -> list[int]:
    """Return the positions of items outside relative clauses and appositions after a party."""
    kept: list[int] = []
    at = 0
    while at < len(items):
        kept.append(at)
        end = _aside_end(items, at, lexicon)
        at = end if end is not None else at + 1
    return kept


def _aside_end(items: Sequence[Item], at: int, lexicon: Lexicon) -> int | None:
    """Return where the sentence goes on after an aside that follows the party at ``at``."""
    if items[at].kind not in {"org", "vendor", "company", "publisher"}:
        return None
    if [i.word for i in items[at + 1 : at + 2]] != [","] or at + 4 >= len(items):
        return None
    opener, after = items[at + 2], items[at + 3]
    relatives, definite = lexicon.word_set("relative"), lexicon.word_set("definite")
    article = opener.word in definite or opener.word in lexicon.word_set("indefinite")
    relative = opener.word in relatives or (  # "X, to whom Y ..."
        opener.word in lexicon.word_set("preposition")
        and (after.word in relatives or after.word in lexicon.word_set("whom"))
    )
    noun = opener.kind in _NOUNS and after.word in relatives  # "X, the firm that ..."
    if not relative and not noun and not (article and after.kind != "org"):
        return _ends_in_noun(items, at, lexicon.word_set("subsidiary"))
    if relative and after.kind == "org" and opener.word in definite:
        return None  # "X, die Y, ...": a list or a second name
    for close in range(at + 4, min(at + _LONGEST, len(items) - 1)):
        if items[close].word == ",":
            return close + 1
        if items[close].word in {".", ";", ":", "?"}:
            return None
    return None


def _ends_in_noun(items: Sequence[Item], at: int, subsidiaries: frozenset[str]) -> int | None:
    """Return where a sentence goes on after ", Y's subsidiary," or ", a phrase in X firm,"."""
    for close in range(at + 3, min(at + _NOUN_PHRASE, len(items) - 1)):
        if items[close].word == ",":
            last = items[close - 1]
            ends = last.kind in _NOUNS or last.word in subsidiaries
            return close + 1 if ends else None
        if items[close].word in _CLOSES:
            return None
    return None


def ends_before_verb(items: Sequence[Item], at: int, relatives: frozenset[str]) -> bool:
    """Whether a party stands in a relative clause that a verb and a comma end: "die X druckt,".

    What follows is not said of it: "der Dienstleister, der X verwaltet, wurde gehackt".
    """
    opener = next(
        (n for n in range(at - 1, max(0, at - _CLAUSE), -1) if items[n].word == ","), None
    )
    if opener is None or items[opener + 1].word not in relatives or opener + 1 == at:
        return False
    for close in range(at + 1, min(at + _CLAUSE, len(items) - 1)):
        if items[close].word == ",":
            return close > at + 1
        if items[close].kind != "word":
            return False
    return False


def introduced_names(
    items: list[Item], may_be: Callable[[Item], bool], lexicon: Lexicon
) -> list[Item]:
    """Let "their supplier, the X Ltd," be one party: the noun only introduces the name.

    The noun keeps its signs, so patterns that ask for a supplier noun before a name still match.
    """
    out: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        name = _introduced(items, at, may_be, lexicon) if item.kind in _NOUNS else None
        if name is None:
            out.append(item)
            at += 1
            continue
        out += [replace(item, kind="word"), items[name]]
        at = name + 1
        if at + 1 < len(items) and items[at].word == ",":
            at += 1
    return out


def _introduced(
    items: Sequence[Item], at: int, may_be: Callable[[Item], bool], lexicon: Lexicon
) -> int | None:
    """Return the place of the name that a noun and a comma introduce, if any."""
    here = _after_purpose(items, at + 1, lexicon.word_set("purpose"))
    if here >= len(items) or items[here].word != ",":
        return None
    here += 1
    if here < len(items) and items[here].word in lexicon.word_set("definite"):
        here += 1
    firm = here < len(items) and items[here].kind == "word" and items[here].word.split()[-1:]
    if firm and firm[0] in lexicon.word_set("firm_noun"):
        here += 1
    if here >= len(items) or items[here].kind != "org" or not may_be(items[here]):
        return None
    if items[here].weak or items[here].genitive or len(items[here].parties) > 1:
        return None
    closed = here + 1 >= len(items) or items[here + 1].word in _CLOSES
    return here if closed else None


def _after_purpose(items: Sequence[Item], at: int, purposes: frozenset[str]) -> int:
    """Skip "for examination software" after a supplier noun."""
    if at >= len(items) or items[at].word not in purposes:
        return at
    for end in range(at + 1, min(at + 6, len(items))):
        if items[end].word == ",":
            return end
        if items[end].kind not in {"word", "org"} or (
            items[end].kind == "org" and not items[end].weak
        ):
            return at
    return at
