"""Names that are written small or as a web address: "our supplier lonova", "eduFlow", "x-tix.com".

Where all names are else capital, only what stands right behind a noun for a supplier can tell one.
A plain small word counts if no dictionary has it and the text names it elsewhere as a name is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_shapes import is_known_word

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_CAMEL: Final = re.compile(r"[a-zåäöæøü]{2,20}[A-ZÅÄÖÆØÜ][A-Za-zåäöæøü0-9]{1,20}")
_WEB: Final = re.compile(
    r"[\w-]{2,40}\.(?:com|net|org|io|eu|info|app|cloud|shop|online|de|at|ch|fr|be|nl|lu|se|no|dk|fi"
    r"|co\.uk|uk|ie)",
    re.IGNORECASE,
)
_SHORTEST: Final = 4
_INCIDENT_WITHIN: Final = 4
_NOUNS: Final = ("vendor_noun", "sub_vendor_noun")
_BEFORE: Final = (
    *("at_or_against", "by", "according", "preposition", "for_or_of", "that"),
    *("definite", "such_as"),
)


def small_names(readings: Sequence[Reading]) -> set[str]:
    """Return the small words of a text, as written, that are names."""
    found: set[str] = set()
    plain: dict[str, str] = {}
    for reading in readings:
        for at in _introduced(reading, *_NOUNS):
            text = reading.token(at).text
            if _CAMEL.fullmatch(text) or _is_web_name(text):
                found.add(text)
            elif text not in plain and _is_plain(reading, at):
                plain[text] = reading.lexicon.language
        found |= {reading.token(at).text for at in _told_of(reading)}
        found |= {
            reading.token(at).text
            for at in _introduced(reading, "product_noun")
            if _CAMEL.fullmatch(reading.token(at).text)
        }
    named = {text for r in readings for text in _standing_as_names(r, plain)} if plain else set()
    return found | {text for text in named if not is_known_word(text, plain[text])}


def _introduced(reading: Reading, *nouns: str) -> Iterator[int]:
    """Yield the places right behind a noun for a supplier, a quotation mark skipped."""
    words = reading.words
    ends = {h.last for h in reading.cues(*nouns)}
    if nouns == _NOUNS:
        ends |= {h.last for h in reading.hits("anaphor") if h.id == "vendor"}
        firms, tails = reading.lexicon.word_set("firm_noun"), reading.lexicon.tails("firm")
        ends |= {n + 1 for n, w in enumerate(words) if w in firms or w.endswith(tails)}
    for end in ends:
        at = end + (words[end : end + 1] == ['"'])
        if at < len(words) and reading.token(at).is_word:
            yield at


def _told_of(reading: Reading) -> Iterator[int]:
    """Yield web addresses to which something befell: "x-tix.com was hacked", "breach at x.com"."""
    for at, word in enumerate(reading.words):
        if "." not in word or not _is_web_name(reading.token(at).text):
            continue
        after = reading.words[at + 1 : at + 2]
        verbs = reading.lexicon.finite_verbs | reading.lexicon.word_set("firm_does")
        acts = at == 0 and bool(verbs & set(after))
        there = at > 0 and reading.words[at - 1] in reading.lexicon.word_set("at_or_against")
        told = any(0 < at - h.last <= _INCIDENT_WITHIN for h in reading.cues("incident"))
        if acts or (there and told):
            yield at


def _is_web_name(text: str) -> bool:
    return _WEB.fullmatch(text) is not None and not text.lower().startswith("www.")


def _is_plain(reading: Reading, at: int) -> bool:
    """Whether a small word has no other meaning that the lexicon knows."""
    word, lexicon = reading.words[at], reading.lexicon
    return (
        len(word) >= _SHORTEST
        and reading.token(at).text == word
        and word.isalpha()
        and word not in lexicon.common_words
        and word not in lexicon.finite_verbs
        and word not in lexicon.months
        and not any(
            h.first <= at < h.last
            for group in ("unit", "subject", "data", "attack", "country", "authority", "cue")
            for h in reading.hits(group)
        )
    )


def _standing_as_names(reading: Reading, texts: Collection[str]) -> Iterator[str]:
    """Yield the small words that stand where a name does, without a noun for a supplier before."""
    if not any(word in texts for word in reading.words):
        return
    lexicon = reading.lexicon
    introduced = set(_introduced(reading, *_NOUNS))
    for at, word in enumerate(reading.words):
        if word not in texts or at in introduced:
            continue
        before = reading.words[at - 1] if at else ""
        after = reading.words[at + 1] if at + 1 < len(reading.words) else ""
        acts = after in lexicon.finite_verbs or after in lexicon.word_set("firm_does")
        if at == 0 or acts or any(before in lexicon.word_set(name) for name in _BEFORE):
            yield word
