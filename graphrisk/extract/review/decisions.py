"""What a person decides about claims: accept, correct or refuse, one at a time or from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

from graphrisk.errors import Problem, RecordsRefused
from graphrisk.extract.claims import STATUSES, Claim
from graphrisk.extract.review.claim_values import value_problem

Action = Literal["accept", "correct", "refuse"]
ACTIONS: Final = get_args(Action)


@dataclass(frozen=True)
class Decision:
    """One decision on one claim.

    Attributes
    ----------
    claim
        Id of the claim.
    action
        ``accept``, ``correct`` or ``refuse``.
    by, at
        Who decided (a user name or "unknown") and when (UTC).
    value, status
        Of a correction: the values that change, and the new status if that changes.
    note
        The reviewer's remark.
    at_once
        Accepted together with all that was open, so nobody looked at this claim alone.
    """

    claim: str
    action: Action
    by: str
    at: str
    value: dict[str, Any] = field(default_factory=dict)
    status: str | None = None
    note: str = ""
    at_once: bool = False


def now() -> str:
    """Return the moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def correction_problems(
    claim: Claim, value: Mapping[str, object], status: str | None
) -> list[tuple[str, str]]:
    """Return what is wrong with a correction as (place, message) pairs; an empty list is fine.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> claim = make_claim("count", {"number": 3}, (Evidence("d", 0, 1, "3"),), rule="r",
    ...                    confidence=0.5)
    >>> correction_problems(claim, {"number": "many"}, None)
    [('number', 'not a number from 0 to 1,000,000,000,000')]
    """
    found = [
        (key, problem)
        for key, item in value.items()
        if (problem := value_problem(claim.field, key, item)) is not None
    ]
    if status is not None and status not in STATUSES:
        found.append(("status", "not one of: " + ", ".join(STATUSES)))
    if not value and status is None:
        found.append(("decision", "a correction changes a value or the status; this one nothing"))
    return found


def decide(
    claim: Claim,
    action: Action,
    *,
    by: str = "unknown",
    at: str | None = None,
    value: Mapping[str, Any] | None = None,
    status: str | None = None,
    note: str = "",
) -> Decision:
    """Return a checked decision on a claim.

    Raises
    ------
    RecordsRefused
        An unknown action, or a correction whose value or status cannot be; all problems listed.
    """
    value = dict(value or {})
    found: list[tuple[str, str]] = []
    if action not in ACTIONS:
        found.append(("decision", "not one of: " + ", ".join(ACTIONS)))
    elif action == "correct":
        found = correction_problems(claim, value, status)
    elif value or status is not None:
        found.append(("decision", f"{action} changes nothing; to change a value, write correct"))
    if found:
        problems = [
            Problem(None, None, place, as_told(value.get(place, status)), message)
            for place, message in found
        ]
        raise RecordsRefused(problems[0].text(), problems, where=f"claim {claim.id}")
    return Decision(claim.id, action, by or "unknown", at or now(), value, status, note.strip())


def decided_claim(claim: Claim, decision: Decision | None) -> Claim | None:
    """Return the claim as decided: as it is, corrected, or None when refused or still open."""
    if decision is None or decision.action == "refuse":
        return None
    if decision.action == "accept":
        return claim
    return replace(
        claim,
        value={**claim.value, **decision.value},
        status=claim.status if decision.status is None else decision.status,
    )


def accepted_claims(claims: Iterable[Claim], decisions: Iterable[Decision]) -> tuple[Claim, ...]:
    """Return the accepted claims, corrected where they were, in the order of the claims."""
    latest = {decision.claim: decision for decision in decisions}
    decided = (decided_claim(claim, latest.get(claim.id)) for claim in claims)
    return tuple(claim for claim in decided if claim is not None)


def looked_at(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the ids of claims that a person took one by one: accepted or corrected, not in a heap.

    Examples
    --------
    >>> one = Decision("c-1", "accept", "ann", "2026-05-01T08:00:00Z")
    >>> sorted(looked_at([one, replace(one, claim="c-2", at_once=True)]))
    ['c-1']
    """
    return frozenset(d.claim for d in decisions if d.action != "refuse" and not d.at_once)


def pending_claims(claims: Iterable[Claim], decisions: Iterable[Decision]) -> tuple[Claim, ...]:
    """Return the claims without a decision."""
    known = {decision.claim for decision in decisions}
    return tuple(claim for claim in claims if claim.id not in known)


def add_decisions(old: Sequence[Decision], new: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions in force: one for each claim, a newer one in the older's stead."""
    latest = {decision.claim: decision for decision in old}
    for decision in new:
        latest.pop(decision.claim, None)
        latest[decision.claim] = decision
    return tuple(latest.values())


def accept_all(
    claims: Sequence[Claim],
    decisions: Sequence[Decision] = (),
    *,
    by: str = "unknown",
    at: str | None = None,
    above: float | None = None,
) -> tuple[Decision, ...]:
    """Return an acceptance for each claim that is still open.

    With ``above``, only for claims at least that confident, and never for those that a person
    must see: hits, supplies, denials, and claims that correct or are corrected.
    """
    at = at or now()
    corrected = {old for claim in claims for old in claim.supersedes}
    return tuple(
        replace(decide(claim, "accept", by=by, at=at), at_once=True)
        for claim in pending_claims(claims, decisions)
        if above is None or (claim.confidence >= above and not _must_be_seen(claim, corrected))
    )


def _must_be_seen(claim: Claim, corrected: set[str]) -> bool:
    return (
        claim.field in ("vendor_hit", "serves", "affected")
        or claim.status == "denied"
        or bool(claim.supersedes)
        or claim.id in corrected
    )


def as_told(value: object) -> str | None:
    """Return a value as a problem shows it; None stays None."""
    return None if value is None else str(value)
