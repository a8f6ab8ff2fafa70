"""A notice explained: its text cut where claims rest on it, and the claims with their reasons.

Nothing here decides anything: a notice comes in, and goes out as what a page shows of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graphrisk.view.short_answer import SURE, Answered, ShortAnswer, answered
from graphrisk.view.stretches import Quoted, Reference, Span, Stretch, closest_spans, stretches
from graphrisk.view.text import flattened, shorten
from graphrisk.view.words import percent, plural

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
SIGNS: Final[Mapping[str, str]] = {
    "confirmed": "",
    "concluded": "≈",
    "suspected": "?",
    "denied": "✗",
}
"""What follows the number of a claim: its status, without colour."""
MEANINGS: Final[Mapping[str, str]] = {
    "confirmed": "said as a fact",
    "concluded": "no words say it: concluded from what is said",
    "suspected": "said to be possible",
    "denied": "said not to be so",
}

LONGEST_SHOWN: Final = 400_000
_MOST_CLAIMS: Final = 2_000
_LONGEST_WORDS: Final = 400
_MOST_LOOSE: Final = 12
_LONGEST_ITEM: Final = 120
_LONGEST_QUOTE: Final = 140
_BEGINNING: Final = 60  # signs of a quote that a claim has in its own words already


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim in words: what it says, why it was made, and where its words stand in the text."""

    id: str
    field: str
    words: str
    why: str
    spans: tuple[Span, ...]
    rule: str = ""
    status: str = ""
    confidence: float = 0.0
    note: str = ""
    asserted_by: str = ""
    stated_on: str = ""
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """Words that no claim uses: "number", "date" or "name", and where they stand."""

    kind: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as it was read: its text with personal data hidden, and its claims.

    Attributes
    ----------
    language
        Code of the language of its text, for voices that read the page aloud.
    has_lexicon
        Whether its language is one that is read at all.
    facts
        Pairs of a name and what is known of the document by it.
    short
        The answers on its first screen.
    open
        What is not known of the document: what it is, and the option that says it.
    loose
        What no claim uses.
    """

    text: str
    claims: tuple[ReadClaim, ...] = ()
    title: str = ""
    language: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_incident: bool = True
    has_lexicon: bool = True
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    short: tuple[ShortAnswer, ...] = ()
    open: tuple[tuple[str, str], ...] = ()
    loose: tuple[Loose, ...] = ()


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
    corrects: tuple[Reference, ...]
    corrected_by: tuple[Reference, ...]
    rule: str
    quote: str
    places: int
    same_words: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A whole page: head, text and claims."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    tally: str
    short: tuple[Answered, ...]
    missing: tuple[str, ...]
    open: tuple[tuple[str, str], ...]
    loose: tuple[tuple[str, tuple[tuple[int, str], ...], int], ...]
    stretches: tuple[Stretch, ...]
    groups: tuple[tuple[str, str, tuple[ClaimLine, ...]], ...]
    statuses: tuple[tuple[str, int], ...]
    cut: int


def explained(notice: ReadNotice) -> Explained:
    """Return what a page shows of a notice.

    Claims are numbered in the order of their kinds. What is too long to be shown is counted.
    """
    claims = _ordered(notice.claims)[:_MOST_CLAIMS]
    refs = {claim.id: _reference(number, claim) for number, claim in enumerate(claims, 1)}
    text = notice.text[:LONGEST_SHOWN]
    cut = len(notice.text) - len(text) + len(notice.claims) - len(claims)
    quoted = [
        Quoted(refs[c.id].number, refs[c.id].label, kind_of(c), c.status, c.spans) for c in claims
    ]
    loose = _apart([each for each in notice.loose if each.span[1] <= len(text)])
    groups = [
        (
            kind,
            heading,
            _quoted_once([_line(c, refs, claims, text) for c in claims if kind_of(c) == kind]),
        )
        for kind, (_, heading) in KINDS.items()
    ]
    statuses = Counter(claim.status for claim in claims if claim.status)
    return Explained(
        title=shorten(flattened(notice.title), 200),
        language=notice.language if notice.language.isalpha() else "",
        facts=tuple((name, shorten(flattened(value), 200)) for name, value in notice.facts),
        verdict=_verdict(notice),
        notes=tuple(flattened(note) for note in notice.notes),
        warnings=tuple(flattened(warning) for warning in notice.warnings),
        tally=_tally(claims),
        short=tuple(answered(each, refs) for each in notice.short if each.lines),
        missing=tuple(each.question for each in notice.short if not each.lines),
        open=notice.open,
        loose=_by_kind(loose),
        stretches=tuple(stretches(text, quoted, [each.span for each in loose])),
        groups=tuple(group for group in groups if group[2]),
        statuses=tuple((status, statuses[status]) for status in SIGNS if statuses[status]),
        cut=cut,
    )


def _tally(claims: Sequence[ReadClaim]) -> str:
    """Return how many claims there are, and how many of them are weak."""
    weak = sum(claim.confidence < SURE for claim in claims)
    told = plural(len(claims), "claim")
    return f"{told}, {weak} of them under {percent(SURE)} sure" if weak else told


def _apart(loose: Iterable[Loose]) -> list[Loose]:
    """Return the words that no claim uses, none of them over another, in the order of the text."""
    kept: list[Loose] = []
    for each in sorted(loose, key=lambda one: one.span):
        if not kept or kept[-1].span[1] <= each.span[0]:
            kept.append(each)
    return kept


def _by_kind(
    loose: Sequence[Loose],
) -> tuple[tuple[str, tuple[tuple[int, str], ...], int], ...]:
    """Return for each kind of unused words their numbers and words, and how many more there are."""
    out = []
    for kind in dict.fromkeys(each.kind for each in loose):
        own = [
            (number, shorten(flattened(each.words), _LONGEST_ITEM))
            for number, each in enumerate(loose, 1)
            if each.kind == kind
        ]
        out.append((kind, tuple(own[:_MOST_LOOSE]), max(len(own) - _MOST_LOOSE, 0)))
    return tuple(out)


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


def _reference(number: int, claim: ReadClaim) -> Reference:
    label = KINDS[kind_of(claim)][0] + str(number) + SIGNS.get(claim.status, "")
    return Reference(number, label, claim.status)


def _verdict(notice: ReadNotice) -> str:
    if not notice.has_lexicon:
        return "Not read for an incident, as its language is not known here: read it yourself."
    if notice.is_incident:
        return "Read as the report of an incident."
    return "Not read as the report of an incident: nothing of it would be written."


def _quoted_once(lines: Sequence[ClaimLine]) -> tuple[ClaimLine, ...]:
    """Return claims with the words that several share quoted at the first of them only."""
    first: dict[str, str] = {}
    out = []
    for line in lines:
        same = first.setdefault(line.quote, line.label)
        repeats = line.quote and same != line.label
        out.append(replace(line, quote="", same_words=same) if repeats else line)
    return tuple(out)


def _line(
    claim: ReadClaim, refs: Mapping[str, Reference], claims: Sequence[ReadClaim], text: str
) -> ClaimLine:
    own = closest_spans([span for span in claim.spans if span[0] < min(span[1], len(text))])
    words = flattened(text[slice(*own[0])]) if own else ""
    quote = shorten(" ".join(words.split()), _LONGEST_QUOTE)
    return ClaimLine(
        number=refs[claim.id].number,
        label=refs[claim.id].label,
        words=shorten(flattened(claim.words), _LONGEST_WORDS),
        status=claim.status,
        confidence=claim.confidence,
        why=flattened(claim.why),
        note=flattened(claim.note),
        asserted_by=flattened(claim.asserted_by),
        stated_on=flattened(claim.stated_on),
        corrects=tuple(refs[old] for old in claim.supersedes if old in refs),
        corrected_by=tuple(refs[c.id] for c in claims if claim.id in c.supersedes),
        rule=flattened(claim.rule),
        quote="" if quote[:_BEGINNING] in claim.words else quote,
        places=len(own),
    )
