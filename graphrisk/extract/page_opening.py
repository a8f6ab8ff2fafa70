"""A text opened as a page: cut into sentences, each read, and what each is for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphrisk.extract.mentions import Reading
from graphrisk.extract.names.clauses import matches_around
from graphrisk.extract.names.parties import Parties
from graphrisk.extract.page import Page
from graphrisk.extract.text.boilerplate import is_advert, is_boilerplate, opens_advert
from graphrisk.extract.text.orders import ORDERS, orders_in
from graphrisk.extract.text.segment import segment
from graphrisk.extract.words.templates import TemplateSet

if TYPE_CHECKING:
    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.words.lexicon import Lexicon

MAX_SENTENCES: Final = 1_500
MAX_WORDS: Final = 40_000
_OPENING: Final = 1
_LABEL: Final = 4
_TITLE: Final = 3
_INSIDE: Final = 4


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
        matches_around(templates, parties.items[n], lexicon) if r.sentence.zone != "tail" else []
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
    also = (
        several
        and reading.has("affected")
        and bool(reading.lexicon.word_set("also_there") & set(reading.words))
    )
    return also or (
        reading.has("incident", "exposure")
        and any(h.first <= _OPENING for h in reading.cues("other_incident"))
    )


def _is_teaser(readings: Sequence[Reading], number: int) -> bool:
    """Whether a line only points to another text, and the news goes on after it: "Read also: X"."""
    words = readings[number].words
    also = readings[number].lexicon.word_set("also_there")
    label = words[:_LABEL]
    titled = ":" in label and len(words) - label.index(":") > _TITLE
    after = readings[number + 1].sentence if number + 1 < len(readings) else None
    told_on = after is not None and after.kind == "text" and after.tokens[-1].text in {".", '"'}
    return titled and told_on and bool(also & set(label[: label.index(":")]))


def _is_about_incident(reading: Reading) -> bool:
    return reading.has("about_incident")


@lru_cache(maxsize=32)
def _templates(lexicon: Lexicon) -> TemplateSet:
    return TemplateSet(lexicon.data.patterns)
