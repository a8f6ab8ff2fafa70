"""One document while it is being read: its sentences and parties, and evidence from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Evidence

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.names.parties import Parties
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.templates import Match

_ADVICE_REACH: Final = 30


@dataclass(slots=True)
class Page:
    """A document and everything the rules share about it."""

    text: str
    document: str
    lexicon: Lexicon
    readings: list[Reading]
    parties: Parties
    matches: list[list[Match]]
    live: list[int]
    truncated: bool = False
    relevant: set[str] = field(default_factory=set)
    main_vendor: str | None = None
    author: str | None = None
    withdrawn: frozenset[int] = frozenset()
    suppliers: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)

    def evidence(self, number: int, first: int = 0, last: int | None = None) -> Evidence:
        """Return the words of tokens ``first`` to ``last`` of a sentence; the whole by default."""
        reading = self.readings[number]
        if last is None:
            return self.quote(reading.sentence.start, reading.sentence.end)
        return self.quote(*reading.span(first, last))

    def quote(self, start: int, end: int) -> Evidence:
        """Return a stretch of the text as evidence."""
        return Evidence(self.document, start, end, self.text[start:end])

    def is_fact(self, number: int, at: int = 0) -> bool:
        """Whether the words at a token are told as facts: not advice, guidance or an example."""
        reading = self.readings[number]
        sentence = reading.sentence
        if sentence.zone == "tail":
            return False
        if sentence.header is not None and not self._header_is_fact(sentence.header):
            return False
        if not reading.has("advice", "generic"):
            return True
        noted = reading.cues("please_note")
        advice = [
            hit
            for hit in reading.cues("advice")
            if hit.first <= at <= hit.last + _ADVICE_REACH
            and not any(n.first <= hit.first < n.last for n in noted)
        ]
        return not advice and not reading.has("generic")

    def _header_is_fact(self, header: int) -> bool:
        return header >= len(self.readings) or not self.readings[header].has("advice", "generic")

    def are_clients(self, number: int, at: int) -> bool:
        """Whether "customers" at a token are a supplier's own, so organizations and no people.

        Of the parties before it in the sentence all are suppliers, and "we" is none of them; or
        their names follow: "among its customers are X and Y".
        """
        before = [i for i in self.parties.items[number] if i.first < at]
        named = [i for i in before if i.kind == "org" and not i.weak]
        ours = any(i.kind in {"self", "possessive", "publisher"} for i in before)
        cores = {self.parties.core(i.parties[0]) for i in named}
        follow = [i for i in self.parties.items[number] if i.kind == "org" and i.first > at]
        listed = (
            bool(follow)
            and before[-1:] != []
            and before[-1].word in self.lexicon.word_set("its_own")
        )
        return listed or (bool(cores) and cores <= self.suppliers and not ours)

    def tells_several(self) -> bool:
        """Whether a text says that it tells of several incidents."""
        return any(reading.has("several_incidents") for reading in self.readings)

    def is_question(self, number: int) -> bool:
        """Whether a sentence asks rather than states."""
        tokens = self.readings[number].sentence.tokens
        return bool(tokens) and tokens[-1].text == "?"
