"""A reviewed notice: accepted claims, who is who, and the evidence that every record carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from graphrisk.extract.claims import Claim, Evidence
from graphrisk.extract.records.party_book import PartyBook
from graphrisk.extract.review.draft import DraftDocument
from graphrisk.model.build import DEFAULT_CONFIDENCE
from graphrisk.model.records import Record

SOURCE_KIND = "notice"
EVIDENCE: Final = ("source_kind", "source", "quote", "seen_on", "confidence")
DEFINITE: Final = {"confirmed": 3, None: 2, "denied": 1, "suspected": 0}
"""How definite a status is: of two things said at once, the more definite one stands."""

_PARTIES = frozenset(
    {"organizations", "organisations", "customers", "municipalities", "companies", "hospitals"}
)
_PEOPLE = frozenset({"persons", "people", "individuals", "patients", "employees"})
_LONGEST_QUOTE = 2_000
_LONGEST_SENTENCE = 5_000


@dataclass(frozen=True)
class Made:
    """A record made of claims.

    Attributes
    ----------
    withdrawn
        The text itself takes it back (or says otherwise more definitely): it belongs to the
        history from the start.
    correcting
        It rests on a claim that corrects an earlier one.
    """

    record: Record
    withdrawn: bool = False
    correcting: bool = False


@dataclass(frozen=True)
class Notice:
    """What the makers of records look at.

    Attributes
    ----------
    places
        Claim id -> its number among the claims of the draft with the same field and first words;
        with those it identifies a statement however its value is corrected.
    holder
        Whose data it is when the text leaves that open: its only data controller.
    looked_at
        Ids of the claims that a person took one by one.
    """

    document: DraftDocument
    claims: tuple[Claim, ...]
    book: PartyBook
    incident: str | None
    places: Mapping[str, int]
    holder: str | None = None
    looked_at: frozenset[str] = frozenset()

    def of(self, name: str) -> tuple[Claim, ...]:
        """Return the accepted claims of a field, withdrawn ones included."""
        return tuple(claim for claim in self.claims if claim.field == name)

    def successor(self, claim: Claim) -> Claim | None:
        """Return the accepted claim that finally corrects this one; None for a current claim."""
        found: Claim | None = None
        seen = {claim.id}
        while (later := self._later.get((found or claim).id)) and later.id not in seen:
            seen.add(later.id)
            found = later
        return found

    @cached_property
    def _later(self) -> dict[str, Claim]:
        """The accepted claim that corrects each; the last one where several do."""
        return {old: claim for claim in self.claims for old in claim.supersedes}

    def speaker(self, claim: Claim) -> str | None:
        """Return who says so, by name where the text's words lead to one."""
        words = claim.asserted_by
        if words == "vendor":
            struck = {self.book.id_of(c.value.get("organization")) for c in self.of("vendor_hit")}
            return self.book.name_of(struck.pop() or words) if len(struck) == 1 else "the vendor"
        return self.document.publisher if words == "publisher" else self.book.speaker(words)

    def evidence(self, claims: Sequence[Claim]) -> dict[str, Any]:
        """Return source, quote, day and confidence of a record that rests on claims.

        The confidence of a claim is how sure its reading is. Where a person looked and took it,
        that doubt is settled: what is left is how far a notice is trusted, and that is the default
        of its source kind, so a weaker confidence is left out.
        """
        places = widest(place for claim in claims for place in claim.evidence)
        surest = max(claim.confidence for claim in claims)
        taken = any(claim.id in self.looked_at for claim in claims)
        is_settled = taken and surest < DEFAULT_CONFIDENCE[SOURCE_KIND]
        return {
            "source_kind": SOURCE_KIND,
            "source": source_of(places),
            "quote": quote_of(places),
            "seen_on": self.document.published_on,
            "confidence": None if is_settled else surest,
        }


def widest(places: Iterable[Evidence]) -> list[Evidence]:
    """Return places without those that lie within another one, in the order given.

    Examples
    --------
    >>> date, sentence = Evidence("d", 3, 9, "5 May"), Evidence("d", 0, 20, "On 5 May we saw it")
    >>> widest([date, sentence]) == [sentence]
    True
    """
    distinct = list(dict.fromkeys(places))
    return [
        one
        for one in distinct
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in distinct
        )
    ]


def source_of(places: Sequence[Evidence]) -> str:
    """Return where words stand: document id, then their offsets.

    Examples
    --------
    >>> source_of([Evidence("d", 4, 9, "three"), Evidence("d", 20, 24, "four")])
    'd#4-9+20-24'
    """
    spans = "+".join(f"{place.start}-{place.end}" for place in places)
    return f"{places[0].document}#{spans}"


def quote_of(places: Sequence[Evidence]) -> str:
    """Return the words, those of several places put beside each other; very long ones cut."""
    quotes: list[str] = []
    for place in places:
        if quotes and sum(map(len, quotes)) + len(place.quote) > _LONGEST_QUOTE:
            break
        too_long = len(place.quote) > _LONGEST_SENTENCE
        quotes.append(place.quote[:_LONGEST_SENTENCE] + " …" if too_long else place.quote)
    return " […] ".join(dict.fromkeys(quotes))


def first_value(claims: Iterable[Claim], key: str) -> Any:
    """Return the first value that claims state by a key, else None."""
    return next((claim.value[key] for claim in claims if claim.value.get(key)), None)


def claim_places(claims: Sequence[Claim]) -> dict[str, int]:
    """Return the number of each claim among those of one field with the same first words."""
    counts: dict[tuple[str, int, int], int] = {}
    places = {}
    for claim in claims:
        first = claim.evidence[0]
        where = (claim.field, first.start, first.end)
        places[claim.id] = counts[where] = counts.get(where, 0) + 1
    return places


def document_of(source: str | None) -> str | None:
    """Return the document that a record's source names: what stands before the offsets.

    Examples
    --------
    >>> document_of("d#4-9"), document_of("serves.csv, row 3"), document_of(None)
    ('d', 'serves.csv, row 3', None)
    """
    return None if source is None else source.partition("#")[0]


def count_field(what: str | None) -> str:
    """Return the field of a count by what is counted.

    Examples
    --------
    >>> count_field("persons"), count_field("municipalities"), count_field("recordings")
    ('person_count', 'organization_count', 'recordings_count')
    """
    word = (what or "").strip().casefold()
    if word in _PARTIES:
        return "organization_count"
    if word in _PEOPLE or not word:
        return "person_count"
    return f"{word.replace(' ', '_')}_count"
