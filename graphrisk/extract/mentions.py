"""What a sentence mentions: lexicon hits, data classes, numbers and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.extract.dates import DateMention, find_dates
from graphrisk.extract.lexicon import Lexicon
from graphrisk.extract.numbers import NumberMention, find_numbers
from graphrisk.extract.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.segment import Sentence, Token

_MAX_TOKENS = 400


class Reading:
    """One sentence read with one lexicon.

    Attributes
    ----------
    sentence
        The sentence, with its tokens.
    words
        Lower-case words, one per token; an elided compound part is completed.
    """

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        if len(sentence.tokens) > _MAX_TOKENS:
            del sentence.tokens[_MAX_TOKENS:]
        self.sentence = sentence
        self.lexicon = lexicon
        self.words = complete_ellipsis([t.lower for t in sentence.tokens], lexicon)
        self._hits: dict[str, list[Hit]] = {}
        for hit in lexicon.trie.find(self.words):
            self._hits.setdefault(hit.group, []).append(hit)
        self._dates: list[DateMention] | None = None
        self._numbers: list[NumberMention] | None = None
        self._data: list[Hit] | None = None

    def hits(self, group: str) -> list[Hit]:
        """Return the hits of one group in order of their place."""
        return self._hits.get(group, [])

    def cues(self, *names: str) -> list[Hit]:
        """Return the cue hits with one of these names."""
        return [hit for hit in self.hits("cue") if hit.id in names]

    def has(self, *names: str) -> bool:
        """Whether a cue with one of these names is there."""
        return any(hit.id in names for hit in self.hits("cue"))

    @property
    def dates(self) -> list[DateMention]:
        """Dates, found once."""
        if self._dates is None:
            self._dates = find_dates(self)
        return self._dates

    @property
    def numbers(self) -> list[NumberMention]:
        """Numbers outside dates, found once."""
        if self._numbers is None:
            taken = {i for d in self.dates for i in range(d.first, d.last)}
            self._numbers = [n for n in find_numbers(self) if n.last - 1 not in taken]
        return self._numbers

    @property
    def data(self) -> list[Hit]:
        """Data classes, found once: exceptions taken out, the longest of overlapping hits kept."""
        if self._data is None:
            self._data = _data_hits(self)
        return self._data

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets in the text of tokens ``first`` to ``last`` (not included)."""
        tokens = self.sentence.tokens
        return tokens[first].start, tokens[max(first, min(last, len(tokens)) - 1)].end

    def token(self, at: int) -> Token:
        """Return one token."""
        return self.sentence.tokens[at]


def complete_ellipsis(words: list[str], lexicon: Lexicon) -> list[str]:
    """Give the parts of a shared compound its head: "Kunden- und Vertragsnummern".

    The head is the known last part of the next full word within six tokens; without one the hyphen
    stays.
    """
    out = list(words)
    for at, word in enumerate(words):
        if not word.endswith("-") or len(word) < 3:
            continue
        for after in words[at + 1 : at + 7]:
            if after.endswith("-") or not after[0].isalpha() or len(after) < 5:
                continue
            head = lexicon.head_of(after)
            if head is not None:
                out[at] = word[:-1] + head
                break
    return out


def _data_hits(reading: Reading) -> list[Hit]:
    excepted = {i for hit in reading.hits("except") for i in range(hit.first, hit.last)}
    named = {h.first for h in reading.cues("product_noun")}  # "the patient record system"
    hits = [
        h
        for h in reading.hits("data")
        if not set(range(h.first, h.last)) <= excepted and h.last not in named
    ]
    covered = {i for h in hits for i in range(h.first, h.last)} | excepted
    for at, word in enumerate(reading.words):
        if at not in covered and len(word) > 5:
            name = reading.lexicon.compound_class(word)
            if name is not None:
                hits.append(Hit("data", name, at, at + 1))
    kept = [
        hit
        for hit in hits
        if not any(
            other.first <= hit.first
            and hit.last <= other.last
            and other.last - other.first > hit.last - hit.first
            for other in hits
        )
    ]
    out: list[Hit] = []
    for hit in sorted(kept, key=lambda hit: (hit.first, hit.last, hit.id)):
        if not any(h.id == hit.id and h.last > hit.first for h in out):
            out.append(hit)
    return out
