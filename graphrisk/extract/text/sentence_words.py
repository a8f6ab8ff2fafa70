"""The words of one sentence, and the lexicon entries found in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from graphrisk.extract.names.name_cases import without_colon
from graphrisk.extract.text.shared_heads import shared_heads
from graphrisk.extract.words.scenes import find_scenes

if TYPE_CHECKING:
    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.text.tokens import Token
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.trie import Hit

_MAX_TOKENS = 400


class SentenceWords:
    """One sentence and the lexicon entries found in it.

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
        words = [_figure(t.lower) for t in sentence.tokens]
        self.words = complete_ellipsis(words, lexicon)
        self._hits: dict[str, list[Hit]] = {}
        self._cues: dict[str, list[Hit]] = {}  # by name: this is asked for most of all
        for hit in lexicon.trie.find(self.words):
            if hit.id == "hedge" and self._is_month(hit):
                continue
            self._hits.setdefault(hit.group, []).append(hit)
            if hit.group == "cue":
                self._cues.setdefault(hit.id, []).append(hit)

        self._hits.setdefault("data", []).extend(shared_heads(self.words, lexicon))

    def _is_month(self, hit: Hit) -> bool:
        """Whether a word that may say "perhaps" is a month: "on 3 May", "May 2024"."""
        if hit.last - hit.first != 1 or self.words[hit.first] not in self.lexicon.months:
            return False
        tokens = self.sentence.tokens[max(0, hit.first - 1) : hit.last + 1]
        day = any(t.text[0].isdigit() for t in tokens)
        return day and self.sentence.tokens[hit.first].text[0].isupper()

    def hits(self, group: str) -> list[Hit]:
        """Return the hits of one group in order of their place."""
        return self._hits.get(group, [])

    def cues(self, *names: str) -> list[Hit]:
        """Return the cue hits with one of these names, in order of their place."""
        if self._cues.keys().isdisjoint(names):  # most are not there: this is asked for often
            return []
        there = [name for name in names if name in self._cues]
        if len(there) < 2:
            return list(self._cues[there[0]])
        return [hit for hit in self._hits["cue"] if hit.id in there]

    def has(self, *names: str) -> bool:
        """Whether a cue with one of these names is there."""
        return not self._cues.keys().isdisjoint(names)

    @cached_property
    def scenes(self) -> list[tuple[Hit, ...]]:
        """Kinds of attack that the sentence tells without their name, each with its parts."""
        return find_scenes(self, self.lexicon.scenes) if "scene_word" in self._hits else []

    def tells(self, *kinds: str) -> bool:
        """Whether a scene of one of these kinds is told; of any when none is given."""
        return any(not kinds or parts[0].id in kinds for parts in self.scenes)

    @cached_property
    def shouts(self) -> bool:
        """Whether most words of the sentence are capital, as in some headings."""
        words = [t for t in self.sentence.tokens if t.text[0].isalpha() and len(t.text) > 3]
        return len(words) >= 4 and sum(t.is_capital for t in words) > 0.6 * len(words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets in the text of tokens ``first`` to ``last`` (not included)."""
        tokens = self.sentence.tokens
        return tokens[first].start, tokens[max(first, min(last, len(tokens)) - 1)].end

    def token(self, at: int) -> Token:
        """Return one token."""
        return self.sentence.tokens[at]


def _figure(word: str) -> str:
    """Take the case ending off a figure: "12 000:n asiakkaan" in Finnish."""
    return without_colon(word)[0] if word[0].isdecimal() and ":" in word else word


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
