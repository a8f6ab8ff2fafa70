"""A draft: what a notice was read to say, kept until a person has decided.

A draft holds no open store and no personal data: its text and its quotes are masked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graphrisk.extract.claims import Claim, ClaimSet, claim_to_dict
from graphrisk.extract.review.claim_values import LONGEST_TEXT, parties_of
from graphrisk.extract.review.decisions import Decision, add_decisions, pending_claims
from graphrisk.extract.review.masking import Masker
from graphrisk.model.records import is_date

_MASKED_KEYS: Final = ("text", "condition", "title", "service", "what", "kind")


@dataclass(frozen=True)
class DraftDocument:
    """The document of a draft: the SHA-256 of its bytes and what is known about it."""

    sha256: str
    title: str | None = None
    url: str | None = None
    language: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Draft:
    """Claims of one notice and the decisions on them.

    Attributes
    ----------
    text
        The intake text, personal data masked sign by sign, so that offsets stay true.
    incident
        Id of an incident in the graph that this notice is about; None makes a new one.
    loads
        Numbers of the loads that wrote records of this draft.
    """

    document: DraftDocument
    text: str
    claims: tuple[Claim, ...] = ()
    decisions: tuple[Decision, ...] = ()
    is_incident: bool = True
    notes: tuple[str, ...] = ()
    incident: str | None = None
    loads: tuple[int, ...] = ()

    def pending(self) -> tuple[Claim, ...]:
        """Return the claims without a decision."""
        return pending_claims(self.claims, self.decisions)

    def with_decisions(self, decisions: Iterable[Decision]) -> Draft:
        """Return the draft with more decisions; a newer one on a claim replaces the older."""
        return replace(self, decisions=add_decisions(self.decisions, decisions))


@dataclass(frozen=True)
class DraftSummary:
    """One draft of a folder, for a list; ``problem`` says why one cannot be read."""

    path: Path
    title: str
    claims: int = 0
    pending: int = 0
    loads: tuple[int, ...] = ()
    problem: str | None = None


def make_draft(document: DraftDocument, text: str, found: ClaimSet) -> Draft:
    """Build the draft of a text that was read: everything of it masked.

    Raises
    ------
    ValueError
        A quote is not what the text holds at its offsets: a mistake of a rule.
    """
    names = [party.name for party in parties_of(found.claims) if party.named]
    names += [document.publisher] if document.publisher else []
    masker = Masker(text, document.language or found.language, names)
    masked = masker.masked
    if len(masked) != len(text):
        message = "masking moved the text: offsets would lie"
        raise ValueError(message)
    notes = [masker.hide(note) for note in found.notes]
    published_on = document.published_on
    if published_on is not None and not is_day(published_on):
        notes.append(f"the day of publication, {published_on!r}, is no date; left out")
        published_on = None
    return Draft(
        document=replace(
            document,
            title=None if document.title is None else masker.hide(_cut(document.title)),
            language=document.language or found.language,
            published_on=published_on,
        ),
        text=masked,
        claims=tuple(_masked_claim(claim, text, masker) for claim in found.claims),
        is_incident=found.is_incident,
        notes=tuple(notes),
    )


def is_day(text: str) -> bool:
    """Return True for a date, with or without a time of day after it."""
    return is_date(text[:10] if len(text) > 10 and text[10] in "T " else text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _masked_claim(claim: Claim, text: str, masker: Masker) -> Claim:
    if any(text[e.start : e.end] != e.quote for e in claim.evidence):
        message = f"claim {claim.id} of rule {claim.rule}: quote and offsets differ"
        raise ValueError(message)
    value = {
        key: masker.hide(_cut(item)) if key in _MASKED_KEYS and isinstance(item, str) else item
        for key, item in claim.value.items()
    }
    evidence = tuple(replace(e, quote=masker.masked[e.start : e.end]) for e in claim.evidence)
    stated_on = claim.stated_on if claim.stated_on and is_day(claim.stated_on) else None
    note = masker.hide(claim.note)
    return replace(claim, value=value, evidence=evidence, stated_on=stated_on, note=note)


def carry_decisions(old: Draft, new: Draft) -> Draft:
    """Return ``new`` with the decisions of ``old`` on claims whose quote and value are unchanged.

    Claim ids and offsets may differ, so this also serves a notice that was changed at its source:
    only claims whose words are gone are open again. Incident and load numbers are kept.
    """
    ids = {_content(claim): claim.id for claim in new.claims}
    by_id = {claim.id: claim for claim in old.claims}
    kept = [
        replace(decision, claim=ids[_content(by_id[decision.claim])])
        for decision in old.decisions
        if _content(by_id[decision.claim]) in ids
    ]
    return replace(
        new,
        decisions=add_decisions(kept, new.decisions),
        incident=new.incident or old.incident,
        loads=old.loads,
    )


def _content(claim: Claim) -> str:
    plain = claim_to_dict(claim)
    quotes = [entry["quote"] for entry in plain["evidence"]]
    content = [claim.field, plain["value"], claim.status, quotes]
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
