"""A notice explained: its text cut where claims rest on it, and the claims with their reasons.

Nothing here decides anything: a notice comes in, and goes out as what a page shows of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graphrisk.view.text import flattened, shorten, visible

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "party": ("P", "Incident and parties"),
    "data": ("D", "Data"),
    "count": ("N", "Numbers and people"),
    "time": ("T", "Dates"),
    "office": ("A", "Authorities"),
    "scope": ("S", "Scope and consequences"),
}
"""Kinds of claims: the letter before their numbers, and a heading."""

_KIND_OF: Final[Mapping[str, str]] = {
    "incident": "party",
    "vendor_hit": "party",
    "serves": "party",
    "affected": "party",
    "data_class": "data",
    "count": "count",
    "subject_group": "count",
    "date": "time",
    "restored": "time",
    "authority": "office",
}
SIGNS: Final[Mapping[str, str]] = {"confirmed": "", "suspected": "?", "denied": "✗"}
"""What follows the number of a claim: its status, without colour."""

LONGEST_SHOWN: Final = 400_000
_MOST_CLAIMS: Final = 2_000
_LONGEST_WORDS: Final = 400
_MOST_REFS: Final = 12
_MOST_ITEMS: Final = 12
_MOST_OWN: Final = 100
_LONGEST_ITEM: Final = 120
_CLOSE: Final = 60  # signs: a quote as short as this is words, not a sentence


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim in words: what it says, why it was made, and where its words stand in the text."""

    id: str
    field: str
    words: str
    why: str
    spans: tuple[tuple[int, int], ...]
    status: str = ""
    confidence: float = 0.0
    note: str = ""
    asserted_by: str = ""
    stated_on: str = ""
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as it was read: its text with personal data hidden, and its claims.

    ``facts`` are pairs of a name and what is known of the document by it; ``short`` are pairs of a
    question and what was read on it.
    """

    text: str
    claims: tuple[ReadClaim, ...] = ()
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_incident: bool = True
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    short: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of a claim, as it stands behind the words it rests on."""

    number: int
    label: str
    status: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text under the same claims; the kind and status are of the closest claim."""

    text: str
    claims: tuple[int, ...] = ()
    kind: str = ""
    status: str = ""
    close: bool = False
    opens: tuple[int, ...] = ()
    ends: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim with its reasons, in words."""

    number: int
    label: str
    words: str
    status: str
    confidence: float
    why: str
    note: str
    asserted_by: str
    stated_on: str
    corrects: tuple[str, ...]
    corrected_by: tuple[str, ...]
    quotes: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A whole page: head, text and claims."""

    title: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    short: tuple[tuple[str, tuple[str, ...], int], ...]
    missing: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    groups: tuple[tuple[str, str, tuple[ClaimLine, ...]], ...]
    statuses: tuple[tuple[str, int], ...]
    cut: int


def explained(notice: ReadNotice) -> Explained:
    """Return what a page shows of a notice.

    Claims are numbered in the order of their kinds. What is too long to be shown is counted.
    """
    claims = _ordered(notice.claims)[:_MOST_CLAIMS]
    labels = {claim.id: _label(number, claim) for number, claim in enumerate(claims, 1)}
    text = notice.text[:LONGEST_SHOWN]
    cut = len(notice.text) - len(text) + len(notice.claims) - len(claims)
    groups = [
        (
            kind,
            heading,
            tuple(
                _line(n, c, labels, claims) for n, c in enumerate(claims, 1) if kind_of(c) == kind
            ),
        )
        for kind, (_, heading) in KINDS.items()
    ]
    statuses = Counter(claim.status for claim in claims if claim.status)
    return Explained(
        title=shorten(flattened(notice.title), 200),
        facts=tuple((name, shorten(flattened(value), 200)) for name, value in notice.facts),
        verdict=_verdict(notice),
        notes=tuple(flattened(note) for note in notice.notes),
        warnings=tuple(flattened(warning) for warning in notice.warnings),
        short=tuple(
            (
                name,
                tuple(shorten(flattened(item), _LONGEST_ITEM) for item in items[:_MOST_ITEMS]),
                max(len(items) - _MOST_ITEMS, 0),
            )
            for name, items in notice.short
            if items
        ),
        missing=tuple(name for name, items in notice.short if not items),
        stretches=tuple(stretches(text, claims, labels)),
        groups=tuple(group for group in groups if group[2]),
        statuses=tuple((status, statuses[status]) for status in SIGNS if statuses[status]),
        cut=cut,
    )


def kind_of(claim: ReadClaim) -> str:
    """Return the kind that a claim is shown as."""
    return _KIND_OF.get(claim.field, "scope")


def _ordered(claims: Iterable[ReadClaim]) -> list[ReadClaim]:
    order = list(KINDS)
    fields = list(_KIND_OF)
    return sorted(
        claims,
        key=lambda c: (
            order.index(kind_of(c)),
            fields.index(c.field) if c.field in fields else len(fields),
            min(c.spans, default=(0, 0)),
        ),
    )


def _label(number: int, claim: ReadClaim) -> str:
    return KINDS[kind_of(claim)][0] + str(number) + SIGNS.get(claim.status, "")


def _verdict(notice: ReadNotice) -> str:
    if notice.is_incident:
        return "Read as the report of an incident."
    return "Not read as the report of an incident: nothing of it would be written."


def _line(
    number: int, claim: ReadClaim, labels: Mapping[str, str], claims: Sequence[ReadClaim]
) -> ClaimLine:
    return ClaimLine(
        number=number,
        label=labels[claim.id],
        words=shorten(flattened(claim.words), _LONGEST_WORDS),
        status=claim.status,
        confidence=claim.confidence,
        why=flattened(claim.why),
        note=flattened(claim.note),
        asserted_by=flattened(claim.asserted_by),
        stated_on=flattened(claim.stated_on),
        corrects=tuple(labels[old] for old in claim.supersedes if old in labels),
        corrected_by=tuple(labels[c.id] for c in claims if claim.id in c.supersedes),
        quotes=len(claim.spans),
    )


def stretches(text: str, claims: Sequence[ReadClaim], labels: Mapping[str, str]) -> list[Stretch]:
    """Cut a text at every end of a quote; each piece knows the claims it carries.

    Where a claim rests on words and on the sentence around them, its number follows the words only.

    Linear in text and quotes but for quotes that lie over each other.
    """
    spans = sorted(
        (start, min(end, len(text)), number)
        for number, claim in enumerate(claims, 1)
        for start, end in claim.spans
        if 0 <= start < min(end, len(text))
    )
    closest = _closest(spans)
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    seen: set[int] = set()
    out: list[Stretch] = []
    active: list[tuple[int, int, int]] = []
    upcoming = 0
    for start, end in pairwise(cuts):
        while upcoming < len(spans) and spans[upcoming][0] <= start:
            active.append(spans[upcoming])
            upcoming += 1
        active = [span for span in active if span[1] > start]
        ends = {number for _, last, number in active if last == end and (last, number) in closest}
        out.append(_stretch(text[start:end], ends, active, claims, labels, seen))
    return out


def _closest(spans: Sequence[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """Return end and claim of the quotes that hold no other quote of their claim."""
    by_claim: dict[int, list[tuple[int, int]]] = {}
    for first, last, number in spans:
        by_claim.setdefault(number, []).append((first, last))
    return {
        (last, number)
        for number, own in by_claim.items()
        for first, last in own
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in own[:_MOST_OWN])
    }


def _stretch(
    words: str,
    ending: Iterable[int],
    active: Sequence[tuple[int, int, int]],
    claims: Sequence[ReadClaim],
    labels: Mapping[str, str],
    seen: set[int],
) -> Stretch:
    shown = "\n".join(visible(line.replace("\t", " ")) for line in words.split("\n"))
    if not active:
        return Stretch(shown)
    numbers = tuple(sorted({number for _, _, number in active}))
    _, closest = min((last - first, number) for first, last, number in active)
    length = min(last - first for first, last, _ in active)
    widest = max(last - first for first, last, _ in active)
    opens = tuple(n for n in numbers if n not in seen)
    seen.update(opens)
    ends = tuple(
        Reference(n, labels[claims[n - 1].id], claims[n - 1].status) for n in sorted(ending)
    )[:_MOST_REFS]
    claim = claims[closest - 1]
    return Stretch(
        shown,
        numbers,
        kind_of(claim),
        claim.status,
        close=length < widest or length <= _CLOSE or kind_of(claim) != "party",
        opens=opens,
        ends=ends,
    )
