"""Which names of a draft a person must place, and which may be known organizations."""

from __future__ import annotations

from collections.abc import Mapping

from graphrisk.extract.records.party_book import NameQuestion, PartyBook
from graphrisk.extract.review.decisions import accepted_claims
from graphrisk.extract.review.draft import Draft
from graphrisk.resolve.directory import Directory


def name_questions(
    draft: Draft, directory: Directory, choices: Mapping[str, str] | None = None
) -> tuple[NameQuestion, ...]:
    """Return the names of accepted claims that a person must place before anything is written."""
    claims = accepted_claims(draft.claims, draft.decisions)
    return tuple(PartyBook(draft.document.sha256, claims, directory, choices).questions)


def name_proposals(draft: Draft, directory: Directory) -> tuple[NameQuestion, ...]:
    """Return the new names of accepted claims that are near known ones; nobody has to answer."""
    from graphrisk.resolve.near import NearNames

    claims = accepted_claims(draft.claims, draft.decisions)
    new = PartyBook(draft.document.sha256, claims, directory).new
    near = NearNames(directory) if new else None
    found = [
        (key, name, tuple((c.id, c.name, c.reason) for c in near.of(name)))
        for key, name in dict(new).items()
        if near is not None
    ]
    return tuple(NameQuestion(*each) for each in found if each[2])
