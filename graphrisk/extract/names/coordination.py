"""Names that a sentence lists, read as one: "the towns A, B and the insurer C"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.next_subjects import (
    before_listed,
    supply_verbs,
    without_next_subject,
)
from graphrisk.extract.names.written_small import FRENCH_ARTICLES
from graphrisk.extract.words.template_fit import Item

if TYPE_CHECKING:
    from graphrisk.extract.words.lexicon import Lexicon

_PAIR: Final = 2
_AS_WELL_AS: Final = 3
_TOWN: Final = 2


def _without_towns_after(items: list[Item]) -> list[Item]:
    """Leave out the towns of "A (Town), B (Town) and C (Town)", where two at least have one."""
    places = [
        at
        for at in range(1, len(items) - 2)
        if items[at].word == "("
        and items[at - 1].kind == "org"
        and items[at + 2].word == ")"
        and items[at + 1].last - items[at + 1].first <= _TOWN
        and (items[at + 1].kind == "org" or items[at + 1].word.isalpha())
    ]
    if len(places) < _PAIR:
        return items
    away = {at + n for at in places for n in range(3)}
    return [item for at, item in enumerate(items) if at not in away]


def _without_towns(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Leave out the town in "Hotel X in Y and Z", where a list goes on after it."""
    out: list[Item] = []
    at = 0
    joiners, lies_in = lexicon.data.joiners, lexicon.word_set("lies_in")
    nouns = lexicon.tails("definite_noun")
    while at < len(items):
        here = items[at : at + 3]
        lies = (
            len(here) == 3
            and bool(out)
            and out[-1].kind == "org"
            and (out[-1].last - out[-1].first > 1 or out[-1].word.endswith(nouns))
            and here[0].word in lies_in
            and here[1].kind == "org"
            and here[1].last - here[1].first == 1
            and here[2].word in joiners
        )
        at += 2 if lies else 1
        out.append(here[2] if lies else here[0])
        at += lies
    return out


def _both_joined(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Let "sowohl X als auch Y" be "X und Y", as Dutch, Finnish and others say it too."""
    both = lexicon.word_set("both")
    opener = next((n for n, i in enumerate(items) if i.word in both), None)
    if opener is None:
        return items
    as_well, joiner = lexicon.word_set("as_well"), lexicon.data.joiners[0]
    for at in range(opener + 2, min(opener + 4, len(items) - 1)):
        end = at
        while end < len(items) and end - at < _AS_WELL_AS and items[end].word in as_well:
            end += 1
        joins = end > at and items[at - 1].kind == "org"
        if joins and end < len(items) and items[end].kind == "org":
            one = replace(items[at], word=joiner, last=items[end - 1].last, cues=())
            return [*items[:at], one, *items[end:]]
    return items


def coordinated(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Join "A, B and C" into one item with several parties."""
    items = _both_joined(items, lexicon)
    items = _without_towns(_without_towns_after(items), lexicon)
    # German: "nach dem Vertrag der X und der Y führt die Y" has its verb there as well
    verbs = frozenset[str]() if lexicon.language == "de" else supply_verbs(lexicon)
    out: list[Item] = []
    at = 0
    alone = 0  # up to here names were tried that no joiner ends: none of them begins a list
    while at < len(items):
        item = items[at]
        if item.kind != "org" or at < alone:
            out.append(item)
            at += 1
            continue
        members, end, alone = _list_from(items, at, lexicon)
        if len(members) > 1:
            whole, end = end, without_next_subject(items, at, end, verbs, lexicon)
            if end < whole:  # a name, as it stands in a line with names
                items[whole - 1] = replace(items[whole - 1], weak=False)
                members = members[:-1]
        if len(members) > _PAIR and _ends_opening(items, at, end, lexicon):
            out.append(item)
            at = alone = at + 1
        elif len(members) > 1:
            parties = tuple(dict.fromkeys(p for m in members for p in m.parties))
            last = members[-1]
            out.append(
                Item(
                    "org",
                    item.word,
                    item.first,
                    last.last,
                    parties,
                    last.genitive,
                    any(m.weak for m in members) and all(m.weak for m in members),
                    case=last.case,
                )
            )
            at = end
        else:
            out.append(item)
            at = end
    return out


def _ends_opening(items: Sequence[Item], at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name ends what a sentence opens with: "After the breach at X, A and B say"."""
    opens = lexicon.word_set("after_or_because")
    if not at or items[0].word not in opens or end >= len(items):
        return False
    if any(item.word == "," for item in islice(items, at)):
        return False
    then = items[end]
    small = before_listed(lexicon) | lexicon.word_set("lies_in")
    return then.kind == "word" and then.word.isalpha() and then.word not in small


def _is_introduced(items: Sequence[Item], step: int, at: int, firms: tuple[str, ...]) -> bool:
    """Whether an article and a noun stand before the last name: "and the insurer X"."""
    word = items[at].word if at < len(items) else ""
    return (
        at + 1 < len(items)
        and items[at].kind in {"word", "vendor"}
        and (
            (at > step and word.isalpha())
            or word.startswith(FRENCH_ARTICLES)
            or items[at].kind == "vendor"
            or word.endswith(firms)
        )
        and items[at + 1].kind == "org"
    )


def _is_definite(items: Sequence[Item], at: int, closing: bool, nouns: tuple[str, ...]) -> bool:
    """Whether a Scandinavian noun stands before the last name: "och konsthallen X"."""
    return (
        closing
        and at + 1 < len(items)
        and items[at].kind == "word"
        and len(items[at].word) > 5
        and items[at].word.endswith(nouns)
        and items[at + 1].kind == "org"
    )


def _goes_on_there(items: Sequence[Item], at: int, step: int, lexicon: Lexicon) -> int:
    """Return how many words tell where, as before the first: "in A, at B and at the C"."""
    before = [i.word for i in items[max(0, at - _PAIR) : at]]
    there, small = lexicon.word_set("in_or_at"), before_listed(lexicon)
    where = before[-1:] if before[-1:] and before[-1] not in small else before[:1]
    if not set(where) & there or step >= len(items):
        return 0
    words = [i.word for i in items[step : step + _PAIR]]
    article = len(words) == _PAIR and words[1] in small
    return 1 + article if words[0] in there else 0


def _is_rest(items: Sequence[Item], at: int, others: frozenset[str]) -> bool:
    """Whether a list ends in "and about 40 others" instead of a name."""
    words = [i.word for i in items[at : at + 4]]
    return any(word in others or word.isdigit() for word in words)


def _list_from(items: Sequence[Item], at: int, lexicon: Lexicon) -> tuple[list[Item], int, int]:
    """Collect a list of names that ends with a joiner; few words may stand before each name.

    Also returns where the list ends, and how far it was looked for.
    """
    members = [items[at]]
    end = at + 1
    pending: list[Item] = []
    here = at + 1
    joiners, small = lexicon.data.joiners, before_listed(lexicon)
    firms, nouns = lexicon.tails("firm"), lexicon.tails("definite_noun")
    marks = {*joiners, ","}
    while here < len(items) and items[here].word in marks:
        closing = items[here].word in joiners
        step = here + 1
        if items[here].word == "," and step < len(items) and items[step].word in joiners:
            closing, step = True, step + 1
        skip = step
        while (
            skip < len(items)
            and skip - step < 4
            and items[skip].kind == "word"
            and items[skip].word.isalpha()
            and items[here].word == ","
        ) or (
            skip < len(items)
            and (skip == step or (skip == step + 1 and items[step].word == "de"))
            and items[skip].word in small
        ):
            skip += 1
        skip += _is_introduced(items, step, skip, firms) or _is_definite(
            items, skip, closing, nouns
        )
        skip += _goes_on_there(items, at, skip, lexicon)
        if _begins_anew([i.word for i in items[step:skip]], lexicon):
            break
        if closing and pending and _is_rest(items, step, lexicon.word_set("others")):
            return members + pending, here, here
        if skip >= len(items) or items[skip].kind != "org":
            break
        pending.append(items[skip])
        here = skip + 1
        if closing:
            members += pending
            pending = []
            end = here
            if items[here - 1].genitive:
                break
    if len(pending) > 1 and _is_whole(items, at, here):
        return members + pending, here, here
    return members, end, here if len(members) == 1 else end


def _begins_anew(between: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether no list goes on: "X, which serves Y and Z", "X, used by Y", "X, among them Y"."""
    relative = between[:1] != [] and (
        between[0] in lexicon.word_set("relative") or between[0] in lexicon.word_set("where")
    )
    clause = len(between) > 1 and (relative or bool(lexicon.word_set("by") & set(between)))
    return clause or bool(lexicon.word_set("among") & set(between))


def _is_whole(items: Sequence[Item], first: int, last: int) -> bool:
    """Whether names are all that stands between a colon and the full stop: "Affected: A, B, C."."""
    begun = first > 0 and ":" in {i.word for i in items[max(0, first - 3) : first]}
    return begun and all(i.word == "." for i in items[last:])
