"""A text cut where claims rest on it: each piece knows the claims it carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from graphrisk.view.text import visible

_MOST_REFS: Final = 12
_MOST_OWN: Final = 100
_PHRASE: Final = 60  # signs: a quote on a party as short as this is words, not a sentence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the text needs of a claim: its number and label, kind, status, and where it rests."""

    number: int
    label: str
    kind: str
    status: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of a claim, as it stands behind the words it rests on."""

    number: int
    label: str
    status: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text under the same claims; kind and status are of the closest claim.

    Attributes
    ----------
    close
        Whether these are the very words of a claim, and not only in the sentence around them.
    opens
        Claim and place, from one, of each quote that begins here.
    loose
        Number, from one, of the words here that no claim uses; 0 for none.
    """

    text: str
    claims: tuple[int, ...] = ()
    kind: str = ""
    status: str = ""
    close: bool = False
    opens: tuple[tuple[int, int], ...] = ()
    ends: tuple[Reference, ...] = ()
    loose: int = 0


def stretches(text: str, quoted: Sequence[Quoted], loose: Sequence[Span] = ()) -> list[Stretch]:
    """Cut a text at every end of a quote, and of words that no claim uses.

    Where a claim rests on words and on the sentence around them, its number follows the words only.

    Linear in text and quotes but for quotes that lie over each other.
    """
    by_number = {claim.number: claim for claim in quoted}
    spans = sorted(
        (start, min(end, len(text)), claim.number)
        for claim in quoted
        for start, end in claim.spans
        if 0 <= start < min(end, len(text))
    )
    closest = _closest(spans)
    places = _places(spans)
    begins = {start: n for n, (start, end) in enumerate(loose, 1) if end <= len(text)}
    ends = {at for span in loose for at in span if at <= len(text)}
    cuts = sorted({0, len(text), *ends, *(at for start, end, _ in spans for at in (start, end))})
    out: list[Stretch] = []
    active: list[tuple[int, int, int]] = []
    upcoming, inside = 0, 0
    for start, end in pairwise(cuts):
        while upcoming < len(spans) and spans[upcoming][0] <= start:
            active.append(spans[upcoming])
            upcoming += 1
        active = [span for span in active if span[1] > start]
        inside = begins.get(start, inside)
        if inside and not loose[inside - 1][0] <= start < loose[inside - 1][1]:
            inside = 0
        piece = _stretch(text[start:end], (start, end), active, closest, by_number, places)
        out.append(replace(piece, loose=inside) if inside else piece)
    return out


def closest_spans(spans: Sequence[Span]) -> list[Span]:
    """Return the quotes of a claim that hold no other of them: words, not the sentence around.

    Examples
    --------
    >>> closest_spans([(0, 25), (6, 15), (30, 40)])
    [(6, 15), (30, 40)]
    """
    own = sorted(set(spans))
    return [
        (first, last)
        for first, last in own
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in own[:_MOST_OWN])
    ]


def _closest(spans: Sequence[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """Return the closest quotes of each claim."""
    by_claim: dict[int, list[Span]] = {}
    for first, last, number in spans:
        by_claim.setdefault(number, []).append((first, last))
    return {
        (first, last, number)
        for number, own in by_claim.items()
        for first, last in closest_spans(own)
    }


def _places(spans: Sequence[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return where the quotes of claims begin, as claim and place from one; wide ones with theirs.

    The places of a claim are its closest quotes in the order of the text.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    counts: dict[int, int] = {}
    for first, _, number in sorted(_closest(spans)):
        counts[number] = counts.get(number, 0) + 1
        found.setdefault(first, []).append((number, counts[number]))
    return found


def _stretch(
    words: str,
    at: Span,
    active: Sequence[tuple[int, int, int]],
    closest: set[tuple[int, int, int]],
    by_number: Mapping[int, Quoted],
    places: Mapping[int, Sequence[tuple[int, int]]],
) -> Stretch:
    shown = "\n".join(visible(line.replace("\t", " ")) for line in words.split("\n"))
    if not active:
        return Stretch(shown)
    start, end = at
    numbers = tuple(sorted({number for _, _, number in active}))
    near = [span for span in active if span in closest]
    marked = [
        (first, last, number)
        for first, last, number in near
        if by_number[number].kind != "party" or last - first <= _PHRASE
    ]
    _, _, number = min((last - first, first, number) for first, last, number in marked or active)
    claim = by_number[number]
    return Stretch(
        shown,
        numbers,
        claim.kind,
        claim.status,
        close=bool(marked),
        opens=tuple(places.get(start, ())),
        ends=_ending({number for _, last, number in near if last == end}, by_number),
    )


def _ending(numbers: Iterable[int], by_number: Mapping[int, Quoted]) -> tuple[Reference, ...]:
    ending = [by_number[number] for number in sorted(numbers)][:_MOST_REFS]
    return tuple(Reference(claim.number, claim.label, claim.status) for claim in ending)
