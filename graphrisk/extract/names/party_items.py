"""A sentence as a line of items: what stands for a party, and which words belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.written_small import FRENCH_ARTICLES
from graphrisk.extract.words.template_fit import Item

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.trie import Hit

_PARTY_CUES: Final = ("self", "self_possessive", "vendor_noun", "sub_vendor_noun")
_KINDS: Final = frozenset({"ransomware", "ddos", "phishing"})
_OUR: Final = ("mme", "mmekin", "mmekaan")
_FROM: Final = ("lta", "ltä")


def party_hits(reading: Reading) -> dict[int, Hit]:
    """Supplier nouns, self references and institutions that are not named again, by start."""
    best: dict[int, Hit] = {}
    hits = [*reading.cues(*_PARTY_CUES), *reading.hits("anaphor")]
    taken: set[int] = set()
    for hit in sorted(hits, key=_first_choice):
        span = set(range(hit.first, hit.last))
        if not span & taken:
            taken |= span
            best[hit.first] = hit
    return best


def _first_choice(hit: Hit) -> tuple[int, bool, bool]:
    """The longest first, then an institution, then a supplier before "our" in the same word."""
    return hit.first - hit.last, hit.group != "anaphor", hit.id in {"self", "self_possessive"}


def appositions(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Let "the company X" be X alone: the noun before a name is no party of its own."""
    out: list[Item] = []
    for index, item in enumerate(items):
        if not _introduces(items, index, lexicon):
            out.append(item)
        elif len(item.word.split()) == item.last - item.first > 1:  # "la société X": words again
            out += [
                Item("word", word, item.first + n, item.first + n + 1)
                for n, word in enumerate(item.word.split())
            ]
        else:
            out.append(replace(item, kind="word"))
    return out


def _introduces(items: list[Item], index: int, lexicon: Lexicon) -> bool:
    """Whether a noun only says what the name after it is."""
    item = items[index]
    if item.kind in {"company", "vendor"} and _is_owned_name(items, index):
        return True
    if item.kind not in {"company", "vendor", "publisher"} or index + 1 >= len(items):
        return False
    club = item.word.removeprefix("the ").startswith(lexicon.stems("club"))
    if item.kind == "publisher" and not (club or item.word.startswith(FRENCH_ARTICLES)):
        return False
    name = items[index + 1]
    if item.word.startswith(FRENCH_ARTICLES) and name.word.endswith(
        lexicon.tails("place_adjective")
    ):
        name = items[min(index + 2, len(items) - 1)]  # "la société bordelaise X"
    return name.kind == "org" and (item.genitive or not name.genitive)


def _is_owned_name(items: list[Item], index: int) -> bool:
    """Whether a name follows a noun and its possessive: "leverandøren vår X" in Norwegian."""
    after = items[index + 1 : index + 3]
    return [i.kind for i in after] == ["possessive", "org"] and not after[1].genitive


_ASIDE: Final = 7
_OLD_NAME: Final = 6


def without_places(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Let the town be a word in "X, a call centre in Y, answers ...": it says where X is.

    So it is in "Corn Hall in Y says", right after a name of two words, and in "X uit Y".
    """
    out = [
        replace(item, kind="word") if at > 1 and _is_town(items, at, lexicon) else item
        for at, item in enumerate(items)
    ]
    comes_from, articles = lexicon.word_set("comes_from"), lexicon.word_set("indefinite")
    lies_in, ends = lexicon.word_set("lies_in"), lexicon.word_set("relative") | {",", "."}
    for at, item in enumerate(items[:-1]):
        if item.word in comes_from and at and items[at - 1].kind == items[at + 1].kind == "org":
            town = items[at + 1]
            if len(town.parties) == 1 and town.last - town.first == 1:
                out[at + 1] = replace(town, kind="word")
            continue
        if (
            not (item.word == "," and at and items[at - 1].kind == "org")
            or items[at + 1].word not in articles
        ):
            continue
        for place in range(at + 3, min(at + _ASIDE, len(items) - 1)):
            here = items[place]
            if here.kind != "org":
                continue
            plain = len(here.parties) == 1 and here.last - here.first == 1
            if plain and items[place - 1].word in lies_in and items[place + 1].word in ends:
                out[place] = replace(here, kind="word")
            break
    return out


def _is_town(items: list[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether a single word says where the name of several words before "in" lies."""
    here, link, name = items[at], items[at - 1], items[at - 2]
    after = items[at + 1].word if at + 1 < len(items) else "."
    return (
        here.kind == name.kind == "org"
        and link.word in {"in", "i"}
        and here.last - here.first == 1
        and name.last - name.first > 1
        and after not in {",", "&", *lexicon.data.joiners}
    )


def without_short_forms(items: list[Item]) -> list[Item]:
    """Drop "(LN)" after the long name it abbreviates, and "(formerly Y)" after what Y is now."""
    out: list[Item] = []
    for item in items:
        near = range(2, min(_OLD_NAME, len(out)))
        opened = next((n for n in near if out[-n].word == "("), 0)
        closes = item.word == ")" and opened
        if closes and out[-1].kind == out[-opened - 1].kind == "org":
            same = out[-1].parties == out[-opened - 1].parties
            if same and all(i.kind == "word" for i in out[-opened:-1]):
                del out[-opened:]
                continue
        out.append(item)
    return out


def noun_items(reading: Reading, hit: Hit) -> list[Item]:
    """Return the item of a noun, after its owner where that is an ending: "-mme" in Finnish."""
    word = " ".join(reading.words[hit.first : hit.last])
    kinds = {
        "self": "self",
        "self_possessive": "possessive",
        "vendor_noun": "vendor",
        "sub_vendor_noun": "vendor",
        "vendor": "company",
        "publisher": "publisher",
    }
    finnish = reading.lexicon.language == "fi"
    first = reading.words[hit.first]
    ends = "n" if finnish else ("'s",) if reading.lexicon.language == "nl" else ("s", "'s")
    genitive = word.endswith(ends) or first in {"der", "des"}
    case = "from" if finnish and hit.id.endswith("vendor_noun") and word.endswith(_FROM) else ""
    item = Item(kinds[hit.id], word, hit.first, hit.last, genitive=genitive, case=case)
    if finnish and item.kind in {"vendor", "possessive"} and word.endswith(_OUR):
        owner = Item("possessive", word, hit.first, hit.last)
        return [owner, item if item.kind == "vendor" else replace(item, kind="word")]
    return [item]


def with_cues(reading: Reading, items: list[Item]) -> list[Item]:
    """Note at each item which cue phrases begin there, measured in items."""
    wanted: dict[int, list[tuple[str, int]]] = {}
    starts = {item.first: index for index, item in enumerate(items)}
    ends = {item.last: index + 1 for index, item in enumerate(items)}
    hits = [(h.id, h) for h in reading.cues(*reading.lexicon.template_cues)]
    hits += [("incident", h) for h in reading.hits("attack") if h.id in _KINDS]
    for name, hit in hits:
        first, last = starts.get(hit.first), ends.get(hit.last)
        if first is not None and last is not None and last > first and first < len(items):
            wanted.setdefault(first, []).append((name, last - first))
    return [replace(i, cues=tuple(wanted[n])) if n in wanted else i for n, i in enumerate(items)]
