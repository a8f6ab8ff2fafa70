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
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.review.draft import Draft
    from graphrisk.extract.words.lexicon import Lexicon

_MOST_OF_A_PERSON: Final = 3
_SMALLEST: Final = 10  # "two of us" and "step 3" count nothing that anybody misses
_SHARE: Final = re.compile(  # with small words behind it: capital ones may be a person's
    r"(?<![\w.,])\d{1,2}(?:[.,]\d{1,2})?[ \u00a0]?%(?: [^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]{0,29}){0,2}"
)
_LONG: Final = 7  # digits in a row: more often an account or a person than a count
_BESIDE: Final = re.compile(r"\d[ \u00a0]?")
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

    The text is read once more, masked as it is. What may be a person (two or three capital words
    without a sign of a firm) or a number of one (seven digits and more, with nothing counted) is
    left out. Nothing is returned for a text that reports no incident, or whose language has no
    lexicon.
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
    told_days = (str(claim.value["date"]) for claim in claims if claim.value.get("date"))
    dated = [day for told in told_days for day in (told, *told.split("/"))]
    for number in page.live:
        reading = page.readings[number]
        sentence = reading.sentence
        for share in _SHARE.finditer(page.text, sentence.start, sentence.end):
            if not _lies_in(used, *share.span()):
                yield Unplaced("number", share.group(), *share.span())
        for day in reading.dates:
            start, end = reading.span(day.first, day.last)
            is_told = any(_same_day(day.value, date) for date in dated)
            if not is_told and not _lies_in(used, start, end):
                yield Unplaced("date", page.text[start:end], start, end)
        for told in reading.numbers:
            start, end = reading.span(told.first, told.last)
            figures = any(sign.isdecimal() for sign in page.text[start:end])
            bound = {page.text[start - 1 : start], page.text[end : end + 1]} & _DASHES
            countable = told.value >= _SMALLEST and figures and not bound
            noun = any(h.first == told.last for h in reading.countable)
            if not noun and _may_be_a_persons(page.text, start, end):
                continue
            if countable and told.value not in counted and not _lies_in(used, start, end):
                noun = noun or _is_small(reading, told.last)
                words = page.text[slice(*reading.span(told.first, told.last + noun))]
                yield Unplaced("number", words, start, end)


def _is_small(reading: Reading, at: int) -> bool:
    """Whether a word stands there and begins small, so that it is no person's name."""
    return at < len(reading.words) and reading.token(at).text[:1].islower()


def _same_day(found: str, told: str) -> bool:
    """Whether two days are one, where the text may leave the year open."""
    return found == told or (found.startswith("XXXX") and found[4:] == told[4:])


def _may_be_a_persons(text: str, start: int, end: int) -> bool:
    """Whether a number is long or one of several groups of digits: of an account, of a person."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    beside = _BESIDE.fullmatch(before[-2:]) or before[-1:].isdecimal()
    beside = beside or after[:1].isdecimal() or (after[:1] in " \u00a0" and after[1:].isdecimal())
    plain = "".join(text[start:end].split())
    return bool(beside) or (plain.isdecimal() and len(plain) >= _LONG)


def _names(page: Page, draft: Draft) -> Iterator[Unplaced]:
    """Yield each sure name that no claim names, at its first place."""
    forms = _forms(page.lexicon)
    used = {fold(draft.document.publisher or "")}
    for claim in draft.claims:
        for value in claim.value.values():
            used |= {fold(value.key), fold(value.name)} if isinstance(value, Party) else set()
        used.add(fold(str(claim.value.get("name") or "")))
    for core, entry in page.parties.entries.items():
        name = page.parties.party(core).name
        if not entry.strong or entry.product or {fold(core), fold(name)} & used:
            continue
        parts = name.split()
        plain = entry.kind == "unknown" and all(part.isalpha() for part in parts)
        formed = not forms.isdisjoint(part.lower() for part in (*parts[:1], *parts[-1:]))
        if plain and 1 < len(parts) <= _MOST_OF_A_PERSON and not formed:
            continue  # may be a person
        if plain and len(entry.mentions) == 1 and len(parts) == 1:
            continue  # more often a place or the first word of a sentence than a firm
        first = min(entry.mentions, key=lambda each: (each.sentence, each.first))
        if first.sentence in page.live:
            start, end = page.readings[first.sentence].span(first.first, first.last)
            yield Unplaced("name", name, start, end)


def _forms(lexicon: Lexicon) -> set[str]:
    """Return the words that a firm's name ends or begins with: "Tarm AB", "Stiftelsen Tarm"."""
    from graphrisk.extract.names.name_shapes import legal_forms

    return legal_forms(lexicon).keys() | lexicon.word_set("name_part")


def _lies_in(used: Iterable[Span], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in used)
