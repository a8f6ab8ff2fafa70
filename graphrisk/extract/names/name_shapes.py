"""The shapes of names: legal forms, institution heads, products, and the user's own directory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from graphrisk.extract.names.name_cases import bases as finnish_bases
from graphrisk.extract.text.tokens import Token, fold, tokenize
from graphrisk.extract.words.trie import phrase_parts
from graphrisk.model.identifiers import parse_name

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon


_LONGEST_COMPOUND: Final = 40
_FIGURE_NAME: Final = re.compile(r"\d{1,4}-?[A-ZÅÄÖÆØÜ][a-zåäöæøü]{2,30}")


def may_be_name(token: Token) -> bool:
    """Whether a word is written as a name may be: capital, or "8-Tolv" and "24Tolv"."""
    if token.text[0].isdecimal():
        return _FIGURE_NAME.fullmatch(token.text) is not None or token.is_capital
    return token.is_capital


def is_saint_mark(reading: Reading, at: int) -> bool:
    """Whether a full stop only shortens "Saint" inside a name: "St. Halvards"."""
    return (
        0 < at < len(reading.words) - 1
        and reading.words[at] == "."
        and reading.words[at - 1] in reading.lexicon.word_set("saint")
        and reading.token(at - 1).text[0].isupper()
        and reading.token(at + 1).text[0].isupper()
    )


@lru_cache(maxsize=50_000)
def is_known_word(word: str, language: str) -> bool:
    """Whether a word is in the general vocabulary of a language (loads its word list once).

    The list is kept packed: the Finnish one takes 55 MB so, and 400 MB spread out.
    """
    from simplemma import is_known

    base = word.split("-")[-1] if "-" in word else word
    if is_known(word, lang=language, low_memory=True):
        return True
    return base != word and len(base) > 3 and is_known(base, lang=language, low_memory=True)


@lru_cache(maxsize=20_000)
def is_compound_noun(word: str, language: str) -> bool:
    """Whether a long word is put together of known ones: "Bundesbetriebe", not a place name."""
    if " " in word or not 9 <= len(word) <= _LONGEST_COMPOUND:
        return False
    for cut in range(4, len(word) - 4):
        head, tail = word[:cut], word[cut:].capitalize()
        stems = {head, head.removesuffix("s"), head.removesuffix("n"), head.removesuffix("es")}
        if is_known_word(tail, language) and any(
            is_known_word(s, language) or is_compound_noun(s, language) for s in stems
        ):
            return True
    return False


def is_any_noun(reading: Reading, at: int, name: str) -> bool:
    """Whether a capital word may be any noun, where a language writes all nouns so.

    One after "a" is a thing of its kind, known or not: "eine Exceltabelle".
    """
    lexicon = reading.lexicon
    language, tails = lexicon.language, tuple(lexicon.data.name_tails)
    any_one = lexicon.word_set("indefinite") | lexicon.word_set("no_one")
    return (
        (at > 0 and " " not in name and reading.words[at - 1] in any_one)
        or is_known_word(name, language)
        or (not name.lower().endswith(tails) and is_compound_noun(name, language))
    )


def office_name(name: str, kinds: tuple[str, ...] = ()) -> str:
    """Take the genitive off the head of an office, and a small noun that only tells what X is.

    ``kinds`` are the ends of such nouns.

    >>> office_name("Bundesamtes für Verkehr")
    'Bundesamt für Verkehr'
    >>> office_name("zorgverzekeraar Linde", ("verzekeraar",))
    'Linde'
    """
    noun, _, proper = name.partition(" ")
    if noun.islower() and noun.endswith(kinds) and proper[:1].isupper():
        return proper
    head, mark, rest = name.partition(" für ")
    for tail in ("amtes", "amts", "ministeriums", "sekretariats", "departements"):
        if mark and head.lower().endswith(tail):
            return head[: len(head) - (2 if tail == "amtes" else 1)] + mark + rest
    return name


def core_of(name: str, forms: Iterable[str] = ()) -> str:
    """Return a name folded, without legal forms at its ends and without article.

    >>> core_of("Oy Acme Ab", ("oy", "ab"))
    'acme'
    """
    words = fold(name).casefold().replace("(publ)", "").split()
    known = forms if isinstance(forms, dict | set | frozenset) else set(forms)
    while len(words) > 1 and (
        (last := words[-1].strip(".,")) in known or f"{last}." in known  # "ltd", "s.a."
    ):
        words.pop()
    while len(words) > 1 and words[0] in known:
        words.pop(0)
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    words[0] = words[0].removeprefix("l'") or words[0]  # "L'Atelier" is also "Atelier"
    return " ".join(words).strip(" .,;:'\"")


@lru_cache(maxsize=32)
def legal_forms(lexicon: Lexicon) -> dict[str, str]:
    """Legal forms with their country; one that several countries use settles none."""
    found: dict[str, str] = {}
    for country, forms in lexicon.common.legal_forms.items():
        for form in forms if country != "-" else ():
            known = found.get(form.lower(), country)
            found[form.lower()] = country if known == country else "several"
            if form.endswith(".") and "." in form[:-1]:  # its last mark ends the sentence too
                found[form.lower()[:-1]] = found[form.lower()]
    return found


def country_of(name: str, forms: dict[str, str]) -> str | None:
    """Return the country of the legal form at the end of a name; None without one.

    >>> country_of("Acme Oy", {"oy": "FI", "ab": "SE"})
    'FI'
    """
    words = name.lower().split(" ")
    ends = forms.keys() & {" ".join(words[n:]) for n in range(1, len(words))}
    return (
        next((country for form, country in forms.items() if form in ends), None) if ends else None
    )


def heads_by_first_word(
    table: dict[str, list[str]], forms: dict[str, list[str]] | None = None
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Index institution heads by their first word, longest first; ``forms`` are inflected heads."""
    heads: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    inflected = forms or {}
    for kind, bases in table.items():
        phrases = [form for base in bases for form in (base, *inflected.get(base, ()))]
        for phrase in phrases:
            parts = tuple(phrase_parts(phrase))
            heads.setdefault(parts[0], []).append((parts, kind))
    for entries in heads.values():
        entries.sort(key=lambda pair: -len(pair[0]))
    return heads


class Heads(NamedTuple):
    """Institution heads by first word, before and after a name, and each with its base form."""

    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    canonical: list[tuple[str, str]]
    written: frozenset[str]


@lru_cache(maxsize=32)
def heads_of(lexicon: Lexicon) -> Heads:
    """Return the institution heads of a language; sorted once, not for every notice."""
    data = lexicon.data
    links = ["", *(" " + link for link in data.head_links)]  # of "ville de la X"
    return Heads(
        heads_by_first_word(
            {k: [h + li for h in hs for li in links] for k, hs in data.heads_before.items()}
        ),
        heads_by_first_word(data.heads_after, data.head_forms),
        canonical_heads(data.heads_after, data.head_forms),
        frozenset(
            h for t in (data.heads_after, data.heads_before) for hs in t.values() for h in hs
        ),
    )


def canonical_heads(
    table: dict[str, list[str]], forms: dict[str, list[str]]
) -> list[tuple[str, str]]:
    """Pairs of a head as written and its base form.

    As ``forms`` say, else the shortest head it begins with.
    """
    heads = sorted({h.lower() for hs in table.values() for h in hs if "*" not in h}, key=len)
    pairs = [(form.lower(), base) for base, inflected in forms.items() for form in inflected]
    pairs += [
        (head, next(h for h in heads if head.startswith(h) and len(head) - len(h) <= 2))
        for head in heads
    ]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def names_beside(readings: Sequence[Reading], cue: str) -> set[str]:
    """Names that stand beside a noun of a cue list somewhere: "the system X", "X products"."""
    found: set[str] = set()
    for reading in readings:
        nouns, product = reading.cues(cue), reading.lexicon.stems("product")
        for at, token in enumerate(reading.sentence.tokens):
            if not nouns and "-" not in token.text:
                continue
            base, _, tail = token.text.rpartition("-")
            beside = any(h.last == at for h in nouns)
            if (
                base
                and base[0].isupper()
                and any(tail.lower() == reading.words[h.first] or h.first == at for h in nouns)
            ):
                found.add(base.lower())
            elif beside and token.is_capital and at and token.is_word:
                found.add(token.lower)
            elif cue == "product_noun" and base and tail.lower().startswith(product):
                found.add(base.lower())
    return found


_DATELINE: Final = 4


def is_after_mark(reading: Reading, at: int) -> bool:
    """Whether a word follows something after which any word may be capital."""
    before = reading.words[at - 1]
    dateline = before == ")" and at <= _DATELINE  # "(TNB) Resebolaget X"
    marks = {":", '"', "\u2013", "-", "\u2022", "[", "?", "!", "|", "/"}
    timed = ":" in before and before[0].isdigit()  # "09:15 Confirmed"
    return before in marks or dateline or timed or (before == "(" and at > 1)


def is_shouting(reading: Reading) -> bool:
    """Whether a heading capitalises most of its words, so that capitals say nothing."""
    return reading.shouts


def is_before_verb(reading: Reading, last: int) -> bool:
    """Whether a verb or a mark follows: what stands before it possesses nothing."""
    if last >= len(reading.words) or not reading.words[last][0].isalpha():
        return True
    verb = reading.words[last] in reading.lexicon.finite_verbs
    return verb or any(h.first == last for h in reading.cues("say", "attribution"))


def is_bare_genitive(reading: Reading, first: int, last: int) -> bool:
    """Whether but an apostrophe marks the genitive of a name with s: "Skyboks' kunder"."""
    opened = first > 0 and reading.words[first - 1] == "'"
    after = reading.words[last : last + 2]
    owns = after[:1] == ["'"] and len(after) > 1 and after[1][0].isalpha()
    return owns and not opened and reading.words[last - 1].endswith(("s", "x", "z"))


def is_genitive(written: str, name: str) -> bool:
    """Whether a name is written with an s that is not its own."""
    return written != name and written.rstrip("'").endswith("s")


def as_written(tokens: Sequence[Token]) -> str:
    """Return tokens as one name, with the spaces that stand between them."""
    parts: list[str] = []
    for at, token in enumerate(tokens):
        gap = at > 0 and token.start > tokens[at - 1].end
        parts.append((" " if gap else "") + token.text)
    return "".join(parts)


class KnownNames:
    """The user's own organizations, found word by word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            parts = tuple(t.lower for t in tokenize(fold(name)))
            if parts and len("".join(parts)) > 2:
                self._by_first.setdefault(parts[0], []).append((parts, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda pair: -len(pair[0]))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def at(self, reading: Reading, at: int) -> tuple[int, str] | None:
        """Return end and name of a known organization that begins at a token."""
        if not self._by_first:
            return None
        word = reading.words[at]
        inflected = finnish_bases(word) if reading.lexicon.language == "fi" else []
        for first in (word, word.removesuffix("'s"), word.removesuffix("s"), *inflected):
            for parts, name in self._by_first.get(first, ()):
                end = at + len(parts)
                have = reading.words[at:end]
                last = finnish_bases(have[-1]) if reading.lexicon.language == "fi" and have else []
                if len(have) == len(parts) and self._fits(have, parts, reading.token(at), last):
                    return end, name
        return None

    @staticmethod
    def _fits(
        have: Sequence[str], parts: Sequence[str], token: Token, inflected: Sequence[str] = ()
    ) -> bool:
        last = parts[-1] if parts[-1] in inflected else have[-1]
        same = list(have[:-1]) == list(parts[:-1]) and (
            last == parts[-1] or last.removesuffix("'s") == parts[-1] or last == parts[-1] + "s"
        )
        return same and (token.is_capital or len(parts) > 1)


def goes_on_to_form(reading: Reading, at: int, last: int, end: int) -> bool:
    """Whether a known name begins a longer one with a legal form: "X" in "X Nordic AB"."""
    if end <= last + 1 or not reading.token(last).is_capital:
        return False
    whole = " ".join(reading.token(place).text for place in range(at, end))
    return parse_name(whole).form is not None
