"""A review: one claim after the other, decided by a person; no screen and no store in here.

The session works on a draft. Whoever shows it asks for the current claim, its words in their
paragraph and the reason, hands decisions in, and saves after each: `save_session`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from graphrisk.errors import UsageError
from graphrisk.extract.claims import Claim
from graphrisk.extract.confidence import is_counted
from graphrisk.extract.review.audit import (
    AuditEntry,
    append_entries,
    decision_entry,
    take_back_entry,
)
from graphrisk.extract.review.claim_words import claim_words
from graphrisk.extract.review.decisions import Action, Decision, accept_all, decide, now
from graphrisk.extract.review.draft import Draft
from graphrisk.extract.review.draft_file import write_draft
from graphrisk.extract.review.passages import Passage, passages
from graphrisk.extract.review.rule_words import rule_words

Order = Literal["weight", "reading"]

_IMPACT = {
    "vendor_hit": 10,
    "serves": 9,
    "data_class": 8,
    "incident": 7,
    "affected": 7,
    "count": 6,
    "spared_scope": 5,
    "subject_group": 4,
    "date": 3,
    "restored": 3,
    "authority": 2,
    "consequence": 1,
}

_GRAVE_DENIALS = ("data_class", "affected")
_LEAST_DOUBT = 0.25  # what matters is not put behind trifles for being sure


@dataclass(frozen=True)
class ReviewProgress:
    """How far a review is."""

    claims: int
    accepted: int
    corrected: int
    refused: int
    pending: int


class ReviewSession:
    """Walks through the claims of a draft and gathers decisions.

    Parameters
    ----------
    draft
        What is reviewed; earlier decisions on it count.
    by
        Who decides; "unknown" is a fine answer.
    order
        ``weight``: what matters most and is least sure comes first, and a claim that corrects
        another follows it; ``reading``: as in the text.
    clock
        Gives the moment of a decision.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> from graphrisk.extract.review.draft import DraftDocument
    >>> words = Evidence("d", 0, 5, "3,000")
    >>> claim = make_claim("count", {"number": 3000, "what": "persons"}, (words,), rule="number",
    ...                    confidence=0.8)
    >>> session = ReviewSession(Draft(DraftDocument("d"), "3,000 persons", (claim,)))
    >>> session.accept()
    >>> session.progress().pending
    0
    """

    def __init__(
        self,
        draft: Draft,
        *,
        by: str = "unknown",
        order: Order = "weight",
        clock: Callable[[], str] = now,
    ) -> None:
        self.draft = draft
        self.by = by or "unknown"
        self.claims: tuple[Claim, ...] = review_order(draft.claims, order)
        self._clock = clock
        self._place = 0
        self._taken: list[tuple[Decision, Decision | None, int]] = []
        self._unsaved: list[AuditEntry] = []
        self.next_pending()

    @property
    def current(self) -> Claim | None:
        """The claim in question; None in a draft without claims."""
        return self.claims[self._place] if self.claims else None

    @property
    def position(self) -> int:
        """Number of the current claim, from 1; 0 without claims."""
        return self._place + 1 if self.claims else 0

    def next(self) -> Claim | None:
        """Go to the following claim; the last stays."""
        return self._go(self._place + 1)

    def previous(self) -> Claim | None:
        """Go to the claim before; the first stays."""
        return self._go(self._place - 1)

    def go_to(self, claim_id: str) -> Claim | None:
        """Go to a claim by its id or the first letters of it.

        Raises
        ------
        UsageError
            No claim, or more than one, begins so.
        """
        found = [place for place, claim in enumerate(self.claims) if claim.id.startswith(claim_id)]
        if len(found) != 1:
            raise UsageError(
                f"{len(found)} claims begin with {claim_id!r}", fix="give more of the id"
            )
        return self._go(found[0])

    def next_pending(self) -> Claim | None:
        """Go to the next claim without a decision, round the end; None when all are decided."""
        open_ids = {claim.id for claim in self.draft.pending()}
        for step in range(len(self.claims)):
            place = (self._place + step) % len(self.claims)
            if self.claims[place].id in open_ids:
                return self._go(place)
        return None

    def progress(self) -> ReviewProgress:
        """Return how many claims are decided, and how."""
        actions = [decision.action for decision in self.draft.decisions]
        return ReviewProgress(
            claims=len(self.claims),
            accepted=actions.count("accept"),
            corrected=actions.count("correct"),
            refused=actions.count("refuse"),
            pending=len(self.draft.pending()),
        )

    def decision(self, claim: Claim | None = None) -> Decision | None:
        """Return the decision on a claim, the current one unless told otherwise."""
        claim = claim or self.current
        known = {decision.claim: decision for decision in self.draft.decisions}
        return None if claim is None else known.get(claim.id)

    def accept(self, note: str = "") -> None:
        """Take the current claim as it is and go to the next open one."""
        self._decide("accept", note=note)

    def correct(
        self, value: Mapping[str, Any] | None = None, status: str | None = None, note: str = ""
    ) -> None:
        """Take the current claim with other values or another status.

        Raises
        ------
        RecordsRefused
            A value or the status cannot be; nothing is decided.
        """
        self._decide("correct", value=value, status=status, note=note)

    def refuse(self, note: str = "") -> None:
        """Leave the current claim out and go to the next open one."""
        self._decide("refuse", note=note)

    def accept_rest(self, *, above: float | None = None) -> int:
        """Accept what is still open (see `accept_all`); returns how many claims that were."""
        taken = accept_all(
            self.claims, self.draft.decisions, by=self.by, at=self._clock(), above=above
        )
        for decision in taken:
            self._take(decision)
        return len(taken)

    def beside(self) -> tuple[Claim, ...]:
        """Return the open claims of the current one's kind that rest on the same words first."""
        claim = self.current
        if claim is None:
            return ()
        open_ids = {each.id for each in self.draft.pending()} - {claim.id}
        return tuple(
            each
            for each in self.claims
            if each.id in open_ids
            and (each.field, each.status) == (claim.field, claim.status)
            and each.evidence[0] == claim.evidence[0]
        )

    def accept_beside(self) -> int:
        """Accept the current claim and those `beside` it; returns how many claims that were."""
        others = self.beside()
        if self.current is None:
            return 0
        at = self._clock()
        for claim in (*others, self.current):
            self._take(decide(claim, "accept", by=self.by, at=at))
        self.next_pending()
        return len(others) + 1

    def decide_all(self, decisions: Sequence[Decision]) -> None:
        """Take decisions that were read from a file."""
        for decision in decisions:
            self._take(decision)
        self.next_pending()

    def undo(self) -> Claim | None:
        """Take the last decision of this session back and go to its claim; None without one."""
        if not self._taken:
            return None
        decision, before, place = self._taken.pop()
        kept = tuple(item for item in self.draft.decisions if item.claim != decision.claim)
        self.draft = replace(self.draft, decisions=kept)
        claim = self._claim(decision.claim)
        entry = take_back_entry(self.draft, claim, decision, by=self.by, at=self._clock())
        self._unsaved.append(entry)
        if before is not None:
            self.draft = self.draft.with_decisions((before,))
            self._unsaved.append(decision_entry(self.draft, claim, before))
        return self._go(place)

    def unsaved(self) -> tuple[AuditEntry, ...]:
        """Return the audit entries since the last call."""
        entries, self._unsaved = tuple(self._unsaved), []
        return entries

    def passages(self, claim: Claim | None = None) -> tuple[Passage, ...]:
        """Return the paragraphs that carry a claim, its words marked."""
        claim = claim or self.current
        return () if claim is None else passages(self.draft.text, claim)

    def why(self, claim: Claim | None = None) -> str:
        """Return in words why a claim is there: rule, confidence, who says so, corrections."""
        return "; ".join(self.reasons(claim))

    def reasons(self, claim: Claim | None = None) -> tuple[str, ...]:
        """Return why a claim is there, reason by reason."""
        claim = claim or self.current
        if claim is None:
            return ()
        parts = [
            rule_words(claim.rule),
            f"confidence {claim.confidence:.2f}: {_confidence_words(claim)}",
        ]
        if claim.asserted_by:
            parts.append(f"according to {claim.asserted_by}")
        if claim.stated_on:
            parts.append(f"stated on {claim.stated_on}")
        parts += [f"corrects: {claim_words(self._claim(old))}" for old in claim.supersedes]
        later = [other for other in self.claims if claim.id in other.supersedes]
        parts += [f"corrected later in the text: {claim_words(other)}" for other in later]
        return tuple([*parts, claim.note] if claim.note else parts)

    def _decide(
        self,
        action: Action,
        *,
        value: Mapping[str, Any] | None = None,
        status: str | None = None,
        note: str = "",
    ) -> None:
        claim = self.current
        if claim is None:
            raise UsageError("this draft has no claims to decide on")
        at = self._clock()
        self._take(decide(claim, action, by=self.by, at=at, value=value, status=status, note=note))
        self.next_pending()

    def _take(self, decision: Decision) -> None:
        claim = self._claim(decision.claim)
        before = self.decision(claim)
        self.draft = self.draft.with_decisions((decision,))
        self._taken.append((decision, before, self.claims.index(claim)))
        self._unsaved.append(decision_entry(self.draft, claim, decision))

    def _claim(self, claim_id: str) -> Claim:
        return next(claim for claim in self.claims if claim.id == claim_id)

    def _go(self, place: int) -> Claim | None:
        self._place = max(0, min(place, len(self.claims) - 1))
        return self.current


def save_session(path: Path, session: ReviewSession) -> None:
    """Write what was decided: first the log, then the draft.

    A kill between the two leaves a logged decision that the draft does not have, never a decision
    that nobody logged.
    """
    append_entries(path.parent, session.unsaved())
    write_draft(path, session.draft)


def review_order(claims: Sequence[Claim], order: Order = "weight") -> tuple[Claim, ...]:
    """Return claims in the order of a review; a claim that corrects others follows them."""
    if order == "reading":
        return tuple(sorted(claims, key=lambda claim: (claim.evidence[0].start, claim.id)))
    by_weight = sorted(claims, key=lambda claim: (-_weight(claim), claim.evidence[0].start))
    ordered: dict[str, Claim] = {}
    by_id = {claim.id: claim for claim in claims}
    for claim in by_weight:
        for old in claim.supersedes:
            if old in by_id:
                ordered.setdefault(old, by_id[old])
        ordered.setdefault(claim.id, claim)
    return tuple(ordered.values())


def _confidence_words(claim: Claim) -> str:
    if claim.rule.startswith("model."):
        return "only a language model says so"
    if not is_counted(claim):
        return "a guess, there are no labels to count"
    return f"of 100 claims like this about {claim.confidence * 100:.0f} were right"


def _weight(claim: Claim) -> float:
    """Impact times doubt; a denied leak or a correction is never routine."""
    doubt = max(1.1 - claim.confidence, _LEAST_DOUBT)
    if claim.supersedes or (claim.status == "denied" and claim.field in _GRAVE_DENIALS):
        doubt += 0.5
    return _IMPACT.get(claim.field, 1) * doubt
