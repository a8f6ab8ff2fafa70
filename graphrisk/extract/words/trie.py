"""Phrases over tokens in one trie: what a lexicon entry may say, and where it is found.

A token of a phrase is written ``word`` (equal), ``word*`` (begins so), ``*word`` (ends so),
``*word*`` (contains it), ``word+`` (with one of the language's case endings, or none) or ``~`` (up
to four tokens of any kind).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from graphrisk.extract.text.tokens import LONG_TOKEN, fold, tokenize

GAP: Final = "~"
GAP_WIDTH: Final = 4
_MAX_PREFIX: Final = 40
_ELIDED: Final = 2


class Hit(NamedTuple):
    """A lexicon entry found: token positions ``first`` to ``last`` (not included)."""

    group: str
    id: str
    first: int
    last: int


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that do not lie within a longer one, in their order.

    Examples
    --------
    >>> outermost([Hit("data", "name", 0, 1), Hit("data", "full_name", 0, 2)])
    [Hit(group='data', id='full_name', first=0, last=2)]
    """
    kept: set[tuple[int, int]] = set()
    end = -1
    for first, last in sorted({(h.first, h.last) for h in hits}, key=lambda at: (at[0], -at[1])):
        if last > end:
            kept.add((first, last))
            end = last
    return [hit for hit in hits if (hit.first, hit.last) in kept]


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    found: list[tuple[str, str]] = field(default_factory=list)


class TokenPatterns:
    """Which patterns a token satisfies: all but the gap of the kinds named above.

    ``endings`` are the case endings that ``word+`` allows: "palvelu+" is met by "palvelulle", not
    by "palvelutaso".
    """

    def __init__(self, endings: Iterable[str] = ()) -> None:
        self._endings = frozenset(endings) - {""}
        self._longest = max((len(e) for e in self._endings), default=0)
        self._stems: set[str] = set()
        self._exact: set[str] = set()
        self._prefix: set[str] = set()
        self._suffix: set[str] = set()
        self._inner: list[str] = []
        self._memo: dict[str, tuple[str, ...]] = {}

    def add(self, pattern: str) -> None:
        """Register a token pattern; patterns are added before the first look-up."""
        body = pattern.strip("*")
        if pattern.startswith("*") and pattern.endswith("*"):
            if body not in self._inner:
                self._inner.append(body)
        elif pattern.endswith("+") and len(pattern) > 1:
            self._stems.add(pattern[:-1])
        elif pattern.endswith("*"):
            self._prefix.add(body)
        elif pattern.startswith("*"):
            self._suffix.add(body)
        else:
            self._exact.add(pattern)

    def of(self, lower: str) -> tuple[str, ...]:
        """Return every registered pattern that the lower-case token satisfies."""
        known = self._memo.get(lower)
        if known is not None:
            return known
        found: list[str] = [lower] if lower in self._exact else []
        size = len(lower)
        for cut in range(1, min(size, _MAX_PREFIX) + 1):
            if lower[:cut] in self._prefix:
                found.append(lower[:cut] + "*")
            if lower[size - cut :] in self._suffix:
                found.append("*" + lower[size - cut :])
        if size > 3:
            found.extend(f"*{body}*" for body in self._inner if body in lower)
        if self._stems:
            found.extend(self._inflected(lower))
        if lower.endswith("'s") and size > 3:
            found.extend(p for p in self.of(lower[:-2]) if p not in found)
        result = tuple(found)
        if len(self._memo) < 50_000:
            self._memo[lower] = result
        return result

    def _inflected(self, lower: str) -> Iterable[str]:
        """Return the ``word+`` patterns whose word, bare or with a case ending, this is."""
        for size in range(min(self._longest, len(lower) - 1) + 1):
            stem = lower[: len(lower) - size]
            if stem in self._stems and (not size or lower[-size:] in self._endings):
                yield stem + "+"


class PhraseTrie:
    """All phrases of a language in one trie over tokens; look-up is linear in the text."""

    def __init__(self, patterns: TokenPatterns) -> None:
        self._patterns = patterns
        self._root = _Node()

    def add(self, group: str, name: str, phrase: str) -> None:
        """Add one phrase under a group and an id."""
        node = self._root
        for part in phrase_parts(phrase):
            if part != GAP:
                self._patterns.add(part)
            node = node.children.setdefault(part, _Node())
        node.found.append((group, name))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return every phrase found, the longest per group, id and start."""
        keys = [self._patterns.of(word) for word in words]
        hits: list[Hit] = []
        begins = self._root.children.keys()
        for first, own in enumerate(keys):
            if begins.isdisjoint(own):
                continue
            best: dict[tuple[str, str], int] = {}
            self._walk(keys, first, self._root, best)
            hits.extend(Hit(g, i, first, last) for (g, i), last in best.items())
        return hits

    def _walk(
        self,
        keys: list[tuple[str, ...]],
        at: int,
        node: _Node,
        best: dict[tuple[str, str], int],
    ) -> None:
        for found in node.found:
            if at > best.get(found, 0):
                best[found] = at
        if at >= len(keys) or not node.children:
            return
        for key in keys[at]:
            child = node.children.get(key)
            if child is not None:
                self._walk(keys, at + 1, child, best)
        gap = node.children.get(GAP)
        if gap is not None:
            for skip in range(GAP_WIDTH + 1):
                if at + skip <= len(keys):
                    self._walk(keys, at + skip, gap, best)


def phrase_parts(phrase: str) -> list[str]:
    """Split an entry into token patterns, with the tokens of the reader.

    >>> phrase_parts("kom* ~ over")
    ['kom*', '~', 'over']
    """
    parts: list[str] = []
    for word in fold(phrase).lower().split():
        if word.isalnum() and len(word) <= LONG_TOKEN:  # most of ten thousand phrases: one token
            parts.append(word)
            continue
        before, mark, after = word.partition("'")
        if mark and "*" in after and len(before) <= _ELIDED:
            parts += [before + mark, after]
        elif word == GAP or "*" in word or (word[-1] == "+" and len(word) > 1):
            parts.append(word)
        else:
            parts.extend(token.lower for token in tokenize(word))
    return parts
