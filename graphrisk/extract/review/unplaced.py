"""What a text holds that no claim uses: numbers, days and names, for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from graphrisk.extract.claims import Party
from graphrisk.model.identifiers import fold

if TYPE_CHECKING:
    from graphrisk.extract.claims import Claim
    from graphrisk.extract.page import Page
    from graphrisk.extract.review.draft import Draft

_SMALLEST: Final = 10  # "two of us" and "step 3" count nothing that anybody misses
_SHARE: Final = re.compile(r"(?<![\w.,])\d{1,2}(?:[.,]\d{1,2})?[ \u00a0]?%(?: [^\W\d_]{1,30}){0,2}")
_DASHES: Final = frozenset({"-", "\u2013", "\u2014"})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words of a text that no claim uses, and where they stand."""

    kind: Literal["number", "date", "name"]
    words: str
    start: int
    end: int


def unplaced(draft: Draft) -> tuple[Unplaced, ...]:
    """Return the numbers, days and names of a notice that no claim of its draft uses, in order.

    The text is read once more, masked as it is, so persons are not among the names. Nothing is
    returned for a text that reports no incident, or whose language has no lexicon.
    """
    from graphrisk.extract.page_opening import read_page
    from graphrisk.extract.words.lexicon import is_supported, load_lexicon

    code = draft.document.language or ""
    if not draft.is_incident or not is_supported(code):
        return ()
    page = read_page(draft.text, draft.document.sha256, load_lexicon(code))
    found = sorted(
        [*_figures(page, draft.claims), *_names(page, draft)], key=lambda each: each.start
    )
    return tuple({(each.kind, each.words): each for each in reversed(found)}.values())[::-1]


def _figures(page: Page, claims: Sequence[Claim]) -> Iterator[Unplaced]:
    """Yield shares, numbers from ten on, and days that no count and no date is of or lies in."""
    used = [
        (place.start, place.end)
        for claim in claims
        for place in claim.evidence
        if claim.field in ("count", "date", "restored")
        and not any(
            place.start <= other.start and other.end <= place.end and other != place
            for other in claim.evidence
        )
    ]
    counted = {claim.value.get("number") for claim in claims if claim.field == "count"}
    dated = [str(claim.value["date"]) for claim in claims if claim.value.get("date")]
    for number in page.live:
        reading = page.readings[number]
        sentence = reading.sentence
        for share in _SHARE.finditer(page.text, sentence.start, sentence.end):
            yield Unplaced("number", share.group(), *share.span())
        for day in reading.dates:
            start, end = reading.span(day.first, day.last)
            is_told = any(date.endswith(day.value.removeprefix("XXXX")) for date in dated)
            if not is_told and not _lies_in(used, start, end):
                yield Unplaced("date", page.text[start:end], start, end)
        for told in reading.numbers:
            start, end = reading.span(told.first, told.last)
            figures = any(sign.isdecimal() for sign in page.text[start:end])
            bound = {page.text[start - 1 : start], page.text[end : end + 1]} & _DASHES
            countable = told.value >= _SMALLEST and figures and not bound
            if countable and told.value not in counted and not _lies_in(used, start, end):
                noun = reading.words[told.last : told.last + 1]
                last = told.last + (bool(noun) and noun[0][:1].isalpha())
                yield Unplaced(
                    "number", page.text[slice(*reading.span(told.first, last))], start, end
                )


def _names(page: Page, draft: Draft) -> Iterator[Unplaced]:
    """Yield each sure name that no claim names, at its first place."""
    used = {fold(draft.document.publisher or "")}
    for claim in draft.claims:
        for value in claim.value.values():
            used |= {fold(value.key), fold(value.name)} if isinstance(value, Party) else set()
        used.add(fold(str(claim.value.get("name") or "")))
    for core, entry in page.parties.entries.items():
        name = page.parties.party(core).name
        if not entry.strong or entry.product or {fold(core), fold(name)} & used:
            continue
        told_once = len(entry.mentions) == 1 and entry.kind == "unknown"
        if told_once and name.istitle() and len(name.split()) == 1:
            continue  # more often a place or the first word of a sentence than a firm
        first = min(entry.mentions, key=lambda each: (each.sentence, each.first))
        if first.sentence in page.live:
            start, end = page.readings[first.sentence].span(first.first, first.last)
            yield Unplaced("name", name, start, end)


def _lies_in(used: Iterable[Span], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in used)
