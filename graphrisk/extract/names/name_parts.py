"""Parts of a name that are words of their own: kinds, countries, owners and what they own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_shapes import (
    is_after_mark,
    is_known_word,
    is_shouting,
)
from graphrisk.extract.names.written_small import SMALL_NOUNS

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.names.names import NameMention
    from graphrisk.extract.words.lexicon import Lexicon

_PLACED: Final = ("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä")
_SHORT: Final = 6
_ONCE_WITHIN: Final = 4
_SHORTEST_OWNER: Final = 4
_INSTITUTIONS: Final = frozenset({"health", "municipality"})
_INSIDE: Final = ("ssa", "ssä", "sta", "stä")
_PAIR: Final = 2
_QUOTED: Final = 6
_BRANCHES: Final = frozenset({"sv", "nb", "da", "fi", "en", "nl"})


def is_kind_before_name(reading: Reading, at: int) -> bool:
    """Whether a capital noun inside a sentence opens a name: "Apotek X", "Hotell Y" in Swedish.

    Only where nouns are else written small, and a capital word follows.
    """
    after = at + 1 < len(reading.words) and reading.token(at + 1).is_capital
    if reading.lexicon.language not in SMALL_NOUNS or not after or not at or is_shouting(reading):
        return False
    word = reading.words[at]
    inner = reading.sentence.kind == "text" and not is_after_mark(reading, at)
    unit = any(h.first == at and h.last == at + 1 for h in reading.hits("unit"))
    return inner and unit and word not in reading.lexicon.common_words


def is_brand_end(reading: Reading, at: int) -> bool:
    """Whether a small word of the language ends a brand: "Homework Now", "Devoirs Plus"."""
    inner = reading.sentence.kind == "text" and not is_shouting(reading)
    return (
        inner
        and reading.words[at] in reading.lexicon.word_set("brand_end")
        and reading.token(at).text.istitle()
    )


def is_branch(reading: Reading, at: int) -> bool:
    """Whether a country ends a name: "Acme Norge", "Air New Zealand"; an adjective does not."""
    if at == 0 or reading.lexicon.language not in _BRANCHES or is_shouting(reading):
        return False
    before = reading.token(at - 1)
    country = next((h for h in reading.hits("country") if h.first <= at < h.last), None)
    if country is None or reading.sentence.kind == "heading" or not before.is_capital:
        return False
    word = reading.words[country.last - 1]
    ends = country.last >= len(reading.words) or not reading.token(country.last).is_capital
    begins = any(h.first <= at - 1 < h.last and h is not country for h in reading.hits("country"))
    inside = reading.lexicon.language == "fi" and word.endswith(_INSIDE)  # "Acmen Suomessa"
    return (
        ends
        and not begins
        and not inside
        and not word.endswith(reading.lexicon.tails("nation_adjective"))
    )


def is_owner(
    reading: Reading, at: int, capitals: Mapping[str, int], first_words: Collection[str]
) -> bool:
    """Whether "X's" stands before what X owns, as the text also names X alone: "X's Portal"."""
    text = reading.token(at).text
    base = text.removesuffix("'s")
    return base != text and (capitals[base] > 0 or base in first_words)


def is_owned(reading: Reading, first: int) -> bool:
    """Whether a name is what somebody has, a product or a part: "its Gold Club", "X's Portal"."""
    if not first:
        return False
    before = reading.words[first - 1]
    if before.endswith("'s") and reading.token(first - 1).is_capital:
        return True
    owners = reading.lexicon.word_set("its_their")
    return before in owners or ("-" in before and first > 1 and reading.words[first - 2] in owners)


def is_product_word(reading: Reading, last: int) -> bool:
    """Whether the last word of a name is a compound such as "X-produkter"."""
    base, _, tail = reading.words[last - 1].rpartition("-")
    return bool(base) and tail.startswith(reading.lexicon.stems("product"))


def is_common_run(name: str, lexicon: Lexicon) -> bool:
    """Whether several words are nouns of the language, no name: "Tage Urlaub" in German."""
    words = name.split()
    return (
        lexicon.data.nouns_capitalised
        and len(words) == _PAIR
        and all(w[1:].islower() and is_known_word(w, lexicon.language) for w in words)
    )


def is_bare_run(reading: Reading, first: int) -> bool:
    """Whether several capital words stand bare after a preposition: "Angriff auf Schulbank Data".

    German gives a common noun an article there, so they are a name.
    """
    return first > 0 and reading.words[first - 1] in reading.lexicon.word_set("preposition")


def is_bare_hit(reading: Reading, at: int, name: str) -> bool:
    """Whether a German word no dictionary has stands bare after what happened: "Vorfall bei X"."""
    before = at > 1 and reading.words[at - 1] in reading.lexicon.word_set("at_or_against")
    told = before and any(h.last == at - 1 for h in reading.cues("incident"))
    ends = name.lower().endswith(("n", *reading.lexicon.tails("uncounted")))
    return told and not ends and not is_known_word(name, reading.lexicon.language)


def opens_bare(reading: Reading, at: int, name: str) -> bool:
    """Whether a German word opens a sentence without article before a verb in the singular.

    No word of the dictionary does so but what cannot be counted: "Kundblick ist gehackt worden".
    """
    after = reading.words[at + 1 : at + 2]
    countable = not name.lower().endswith(reading.lexicon.tails("uncounted"))
    text = reading.sentence.kind == "text" and at == 0
    known = is_known_word(name, reading.lexicon.language)
    return (
        text
        and countable
        and not known
        and after[:1] != []
        and after[0] in reading.lexicon.word_set("firm_does")
    )


def is_inner_noun(reading: Reading, at: int) -> bool:
    """Whether a capital word inside a sentence is a noun of the language."""
    inner = at > 0 and not is_after_mark(reading, at) and not is_shouting(reading)
    return inner and is_known_word(reading.words[at], reading.lexicon.language)


def stands_in_case(reading: Reading, at: int) -> bool:
    """Whether a Finnish word is in a case that no name goes on after: "Savossa Acmen"."""
    word = reading.words[at]
    return reading.lexicon.language == "fi" and len(word) > _SHORT and word.endswith(_PLACED)


def is_short_name(reading: Reading, name: NameMention, after: NameMention) -> bool:
    """Whether what follows a name at once is its short form, with no bracket around it.

    Its letters ("Skogens landsförbund SLF"), or what a Finnish institution calls itself
    ("Saimaan hyvinvointialue Saihva").
    """
    if name.sentence != after.sentence or name.last != after.first or name.core == after.core:
        return False
    if name.last - name.first < _PAIR or after.last - after.first > 1:
        return False
    token = reading.token(after.first)
    rest = iter(name.core.replace(" ", ""))
    spelt = all(letter in rest for letter in token.lower)  # in this order
    letters = token.text.isupper() and token.text.isalpha() and _PAIR <= len(token.text) <= _SHORT
    if letters and spelt and name.core[0] == token.lower[0]:
        return True
    inside = reading.sentence.kind == "text" and not after.weak
    return reading.lexicon.language == "fi" and name.kind in _INSTITUTIONS and inside


def is_old_name(reading: Reading, name: NameMention, after: NameMention) -> bool:
    """Whether a name is what the one before it was called: "X (formerly Y)"."""
    if name.sentence != after.sentence or name.core == after.core:
        return False
    between = reading.words[name.last : after.first]
    opens = between[:1] in (["("], [","])
    return (
        opens
        and len(between) <= _ONCE_WITHIN
        and bool(reading.lexicon.word_set("once_called") & set(between))
    )


def owns_what_follows(reading: Reading, last: int) -> bool:
    """Whether the s at the end of a name is a genitive's, as "servers" or "customers" follow."""
    if reading.lexicon.language not in {"sv", "nb", "da"} or last >= len(reading.words):
        return False
    word = reading.words[last - 1]
    ends = len(word) > _SHORTEST_OWNER and word.endswith("s") and not word.endswith("ss")
    small = reading.token(last).text.islower() or reading.words[last].startswith("it-")
    return ends and small and reading.words[last].startswith(reading.lexicon.stems("owned_thing"))


def is_german_part(reading: Reading, at: int) -> bool:
    """Whether a noun goes on a firm's name where all nouns are capital: "Helix Betrieb"."""
    return reading.lexicon.data.nouns_capitalised and reading.words[at] in reading.lexicon.word_set(
        "name_part"
    )


def is_national_name(reading: Reading, at: int, heads: Collection[str]) -> bool:
    """Whether a country word begins a name: "British Airways", not "British hospitals"."""
    if at + 1 >= len(reading.words) or not reading.token(at).text[0].isupper():
        return False
    if reading.words[at].endswith("'s"):
        return False  # "Finland's X": X is the name
    after = reading.token(at + 1)
    if reading.lexicon.data.nouns_capitalised:
        return after.is_capital and after.lower in heads
    return (
        after.is_capital
        and after.is_word
        and after.start - reading.token(at).end == 1
        and after.lower not in reading.lexicon.common_words
        and not any(
            h.first <= at + 1 < h.last
            for g in ("country", "authority", "attack")
            for h in reading.hits(g)
        )
    )


def quoted_name_end(reading: Reading, at: int) -> int | None:
    """Return where a name in quotes ends that a noun for a product introduces: 'the app "My go"'.

    Its words may be small; a quotation of what somebody says has no such noun before it.
    """
    if at < _PAIR or reading.words[at - 1] != '"':
        return None
    if not any(h.last == at - 1 for h in reading.cues("product_noun")):
        return None
    for end in range(at + 1, min(at + _QUOTED, len(reading.words))):
        if reading.words[end] == '"':
            return end
    return None
