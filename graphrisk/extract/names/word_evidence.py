"""What a text says of its own words: which it also writes small, which only open a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_cases import without_colon
from graphrisk.extract.names.name_shapes import (
    is_after_mark,
    is_known_word,
    is_shouting,
    legal_forms,
)

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon

KNOWN_WORDS: Final = frozenset({"fr"})  # whose word list is small and loads fast
_LONGEST_ACRONYM: Final = 6
_STEM: Final = 4
_ENDING: Final = 3
_SHORT: Final = 7
CASE_LANGUAGES: Final = frozenset({"fi"})


class WordEvidence:
    """The words of one document, as far as they tell names from other words."""

    def __init__(self, readings: Sequence[Reading], lexicon: Lexicon) -> None:
        self.readings = readings
        self.lexicon = lexicon
        self._forms = legal_forms(lexicon)
        self._tails = tuple(lexicon.data.common_tails)

    @cached_property
    def lower_words(self) -> set[str]:
        """Words that the text also writes small: these are no names."""
        return {t.text for r in self.readings for t in r.sentence.tokens if t.text[0].islower()}

    @cached_property
    def _small(self) -> list[str]:
        return sorted(self.lower_words)

    def _is_inflected_word(self, name: str) -> bool:
        """Whether the text writes a word small in another case: "Toimittajan", "toimittajalle"."""
        if self.lexicon.language not in CASE_LANGUAGES:
            return False
        ending = _ENDING - (len(name) <= _SHORT)  # of a short word too little would be left
        stem = name.lower()[: max(_STEM, len(name) - ending)]
        place = bisect_left(self._small, stem)
        return place < len(self._small) and self._small[place].startswith(stem)

    @cached_property
    def inner_capitals(self) -> Counter[str]:
        """Words written with a capital inside a sentence, with how often."""
        return Counter(
            t.text
            for r in self.readings
            for at, t in enumerate(r.sentence.tokens)
            if at and t.is_capital and not is_after_mark(r, at) and not is_shouting(r)
        )

    @cached_property
    def capitals(self) -> set[str]:
        """Words written with a capital anywhere, without a case ending after a colon."""
        return {
            without_colon(t.text)[0]
            for r in self.readings
            for t in r.sentence.tokens
            if t.is_capital
        }

    def _opens_as_word(self, reading: Reading, at: int) -> bool:
        """Whether a word is capital only because a sentence begins with it: "Environ" in French."""
        text = reading.token(at).text
        opening = at == 0 or is_after_mark(reading, at)
        return (
            opening
            and text[1:].islower()
            and not self.inner_capitals[text]
            and not self._leads_to_form(reading, at)
            and is_known_word(text.lower(), self.lexicon.language)
        )

    def _leads_to_form(self, reading: Reading, at: int) -> bool:
        """Whether capital words go on from here to a legal form."""
        for here in range(at, min(at + 5, len(reading.words))):
            token = reading.token(here)
            if here > at and without_colon(token.lower)[0] in self._forms:
                return True
            if not (token.is_word and token.is_capital):
                return False
        return False

    def _is_plain_word(self, reading: Reading, at: int) -> bool:
        """Whether a capital word is no name by its form, in languages where that shows.

        "Kuopiolainen" is of a place, "Tiedotimme" a verb, "Laboratoriopalveluja" a noun.
        """
        language = self.lexicon.language
        text = reading.token(at).text
        if text.isupper() and len(text) > _LONGEST_ACRONYM and len(reading.words) == 1:
            return True  # a heading of one word
        if language in KNOWN_WORDS:
            return self._opens_as_word(reading, at)
        if language not in CASE_LANGUAGES:
            return False
        word = reading.words[at]
        if word.endswith(self.lexicon.tails("no_name")) or any(
            h.first <= at < h.last for h in reading.hits("anaphor")
        ):
            return True
        opens = (at == 0 or is_after_mark(reading, at)) and not self.inner_capitals[text]
        known = any(word.find(tail, 3) > 0 for tail in self._tails)
        return opens and known and not self._leads_to_form(reading, at)

    @cached_property
    def _first_words(self) -> set[str]:
        """Words that begin a sentence, as written."""
        return {r.sentence.tokens[0].text for r in self.readings if r.sentence.tokens}

    def _starts(self, word: str) -> bool:
        return len(word) > 3 and word in self._first_words
