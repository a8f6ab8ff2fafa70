"""One document while it is being read: sentences, what each is for, and evidence from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Evidence
from graphrisk.extract.mentions import Reading
from graphrisk.extract.names.clauses import matches_around
from graphrisk.extract.names.parties import Parties
from graphrisk.extract.text.boilerplate import is_advert, is_boilerplate, opens_advert
from graphrisk.extract.text.orders import ORDERS, orders_in
from graphrisk.extract.text.segment import segment
from graphrisk.extract.words.templates import Match, TemplateSet

if TYPE_CHECKING:
    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.words.lexicon import Lexicon

MAX_SENTENCES: Final = 1_500
MAX_WORDS: Final = 40_000
_ADVICE_REACH: Final = 30
_OPENING: Final = 1
_ALSO: Final = frozenset(
    ["also", "even", "även", "också", "også", "òg", "auch", "aussi", "également", "myös", "ook"]
)
_LABEL: Final = 4
_TITLE: Final = 3
_INSIDE: Final = 4
_THEIRS: Final = frozenset(
    [
        "its",
        "their",
        "ses",
        "leurs",
        "ihren",
        "seinen",
        "ihre",
        "sina",
        "dess",
        "sine",
        "hun",
        "zijn",
    ]
)


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
        listed = bool(follow) and before[-1:] != [] and before[-1].word in _THEIRS
        return listed or (bool(cores) and cores <= self.suppliers and not ours)

    def tells_several(self) -> bool:
        """Whether a text says that it tells of several incidents."""
        return any(reading.has("several_incidents") for reading in self.readings)

    def is_question(self, number: int) -> bool:
        """Whether a sentence asks rather than states."""
        tokens = self.readings[number].sentence.tokens
        return bool(tokens) and tokens[-1].text == "?"


def _first(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences that are read: at most so many, and with so many words."""
    words = 0
    for number, sentence in enumerate(sentences[:MAX_SENTENCES]):
        words += len(sentence.tokens)
        if words > MAX_WORDS and number:
            return sentences[:number]
    return sentences[:MAX_SENTENCES]


def read_page(text: str, document: str, lexicon: Lexicon, directory: Sequence[str] = ()) -> Page:
    """Segment and read a text once; what the rules need is kept on the page."""
    layout = segment(text, lexicon, MAX_SENTENCES)
    sentences = _first(layout.sentences)
    readings = [Reading(sentence, lexicon) for sentence in sentences]
    ordered = [n for n, reading in enumerate(readings) if orders_in(reading.words)]
    mark_zones(readings, lexicon, ordered)
    parties = Parties(readings, lexicon, directory)
    templates = _templates(lexicon)
    live = [n for n, r in enumerate(readings) if r.sentence.zone != "tail"]
    matches = [
        matches_around(templates, parties.items[n], lexicon.data.nouns_capitalised)
        if r.sentence.zone != "tail"
        else []
        for n, r in enumerate(readings)
    ]
    page = Page(
        text=text,
        document=document,
        lexicon=lexicon,
        readings=readings,
        parties=parties,
        matches=matches,
        live=live,
        truncated=len(layout.sentences) > len(sentences),
    )
    page.withdrawn = frozenset(n for n in live if _is_taken_back(readings, n))
    page.notes += [f"{ORDERS}: \u201c{page.evidence(n).quote[:120]}\u201d" for n in ordered[:5]]
    return page


def _is_taken_back(readings: Sequence[Reading], number: int) -> bool:
    """Whether a text takes a sentence back at once: "we wrote that X is affected. That was wrong".

    The words that do so open the next sentence of the paragraph, or end the sentence itself.
    """
    here = readings[number]
    if any(h.first > _INSIDE for h in here.cues("taken_back")):
        return here.has("earlier_word", "say", "noted", "report", "published")
    if number + 1 >= len(readings):
        return False
    after = readings[number + 1]
    opens = any(h.first <= _OPENING for h in after.cues("taken_back"))
    if here.has("earlier_word", "rumour") or (here.has("noted", "say") and here.has("published")):
        opens = opens or any(h.first <= _OPENING for h in after.cues("refuted"))
    return opens and after.sentence.block == here.sentence.block


def mark_zones(
    readings: Sequence[Reading], lexicon: Lexicon, ordered: Collection[int] = ()
) -> None:
    """Mark what is no news: the tail of a page, from "About X" or "Contact" on, and orders.

    ``ordered`` are the sentences that speak to whoever reads them.
    """
    told = 0
    tail = False
    other: int | None = None
    several = any(reading.has("several_incidents") for reading in readings)
    advert: int | None = None
    for number, reading in enumerate(readings):
        sentence = reading.sentence
        if opens_advert(reading):
            advert = sentence.block + 1
        if sentence.kind == "heading" and told and lexicon.opens_tail(sentence.tokens):
            if _is_teaser(readings, number):
                sentence.zone = "tail"
                continue
            tail = not _is_about_incident(reading)
        elif tail and sentence.kind == "heading" and lexicon.closes_tail(sentence.tokens):
            tail = False
        if told and sentence.kind == "text" and _opens_other_incident(reading, several):
            other = sentence.block
        quoted = sentence.tokens[0].text == ">"  # a mail that is answered: another's words
        away = tail or quoted or sentence.index in ordered or other == sentence.block
        away |= sentence.block == advert or is_boilerplate(reading)
        away |= opens_advert(reading) or is_advert(reading)
        sentence.zone = "tail" if away else "body"
        told += sentence.kind != "heading" and reading.has("incident", "exposure", "outage")


def _opens_other_incident(reading: Reading, several: bool) -> bool:
    """Whether a sentence begins to tell of another incident, to the end of its paragraph."""
    also = several and reading.has("affected") and bool(_ALSO & set(reading.words))
    return also or (
        reading.has("incident", "exposure")
        and any(h.first <= _OPENING for h in reading.cues("other_incident"))
    )


def _is_teaser(readings: Sequence[Reading], number: int) -> bool:
    """Whether a line only points to another text, and the news goes on after it: "Read also: X"."""
    words = readings[number].words
    label = words[:_LABEL]
    titled = ":" in label and len(words) - label.index(":") > _TITLE
    after = readings[number + 1].sentence if number + 1 < len(readings) else None
    told_on = after is not None and after.kind == "text" and after.tokens[-1].text in {".", '"'}
    return titled and told_on and bool(_ALSO & set(label[: label.index(":")]))


def _is_about_incident(reading: Reading) -> bool:
    return reading.has("about_incident")


@lru_cache(maxsize=32)
def _templates(lexicon: Lexicon) -> TemplateSet:
    return TemplateSet(lexicon.data.patterns)
