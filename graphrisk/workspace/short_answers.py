"""What a notice was read to say, question by question: the first screen of its page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import STATUSES
from graphrisk.extract.data_classes.data_claims import LOCKED, OTHER, SENSITIVE
from graphrisk.extract.data_classes.findings import GENERAL
from graphrisk.extract.review.claim_words import (
    OFFICE_ROLES,
    claim_words,
    office,
    office_role,
    party_words,
    word,
)
from graphrisk.extract.victims.party_claims import CONCLUDED, SURMISED
from graphrisk.view.short_answer import ShortAnswer, ShortItem, ShortLine

if TYPE_CHECKING:
    from graphrisk.extract.claims import Claim

_NOT_SAID: Final = "concluded, not said"
_ROLES: Final = {
    "conduit": "the way in, not the target",
    "software_maker": "makes the software",
}
_DATA: Final = {
    "confirmed": "exposed",
    "suspected": "perhaps exposed",
    "denied": "not exposed, the text says",
    "encrypted": "taken, but encrypted",
}

_FIRST_MONTH: Final = {"21": "03", "22": "06", "23": "09", "24": "12"}
"""Of the seasons."""


def in_short(claims: Sequence[Claim]) -> tuple[ShortAnswer, ...]:
    """Return what stands of a notice by question; a question on which nothing was read is empty.

    Examples
    --------
    >>> [answer.question for answer in in_short(())][:3]
    ['What happened', 'Who was hit', 'Who supplies whom']
    """
    gone = {old for claim in claims for old in claim.supersedes}
    standing = sorted((c for c in claims if c.id not in gone), key=_sure_first)
    return (
        ShortAnswer("What happened", _line(_happened(_of(standing, "incident")))),
        ShortAnswer("Who was hit", _line(_hit(_of(standing, "vendor_hit")))),
        ShortAnswer("Who supplies whom", _supplies(_of(standing, "serves"))),
        ShortAnswer("Who is affected", _line(_reached(_of(standing, "affected")))),
        ShortAnswer("Which data", _data(_of(standing, "data_class"))),
        ShortAnswer("How many", _line(_counted(_of(standing, "count")))),
        ShortAnswer("When", _line(_days(_of(standing, "date")))),
        ShortAnswer("Authorities", _offices(_of(standing, "authority"))),
    )


def is_concluded(claim: Claim) -> bool:
    """Whether no words say what a claim says: it is concluded from what they do say."""
    return claim.note in (CONCLUDED, SURMISED)


def _sure_first(claim: Claim) -> int:
    return STATUSES.index(claim.status) if claim.status in STATUSES else 0


def _of(claims: Iterable[Claim], field: str) -> list[Claim]:
    return [claim for claim in claims if claim.field == field]


def _line(items: Iterable[ShortItem], lead: str = "") -> tuple[ShortLine, ...]:
    """Return items on one line, those that say the same as one; no line without items."""
    same: dict[tuple[str, str], ShortItem] = {}
    for item in items:
        key = (item.text, item.doubt)
        before = same.get(key)
        same[key] = item if before is None else _both(before, item)
    return (ShortLine(lead, tuple(same.values())),) if same else ()


def _both(one: ShortItem, other: ShortItem) -> ShortItem:
    return dataclasses.replace(
        one,
        claims=(*one.claims, *other.claims),
        confidence=max(one.confidence, other.confidence),
    )


def _item(claim: Claim, text: str) -> ShortItem:
    spared = bool(claim.value.get("spared"))
    doubt = claim.status if claim.status in ("suspected", "denied") and not spared else ""
    doubt = _NOT_SAID if is_concluded(claim) else doubt
    return ShortItem(text, (claim.id,), doubt or "", claim.confidence)


def _happened(claims: Iterable[Claim]) -> Iterator[ShortItem]:
    for claim in claims:
        kind = claim.value.get("attack_type") or "unknown"
        text = "an incident; of what kind is not said" if kind == "unknown" else word(kind)
        yield _item(claim, text)


def _hit(claims: Iterable[Claim]) -> Iterator[ShortItem]:
    for claim in claims:
        role = _ROLES.get(str(claim.value.get("role") or ""))
        name = party_words(claim.value.get("organization"))
        yield _item(claim, f"{name} ({role})" if role else name)


def _supplies(claims: Iterable[Claim]) -> tuple[ShortLine, ...]:
    """Return a line for each supplier, with its customers and what they get."""
    by_vendor: dict[str, list[ShortItem]] = {}
    for claim in claims:
        customer = party_words(claim.value.get("customer"))
        service = str(claim.value.get("service") or "")
        item = _item(claim, f"{customer} ({service})" if service else customer)
        by_vendor.setdefault(party_words(claim.value.get("vendor")), []).append(item)
    return tuple(
        line for vendor, items in by_vendor.items() for line in _line(items, f"{vendor} →")
    )


def _reached(claims: Iterable[Claim]) -> Iterator[ShortItem]:
    """Yield each affected party once for each doubt, with what of it was affected."""
    told: dict[tuple[str, str], tuple[list[str], ShortItem]] = {}
    for claim in claims:
        impact = str(claim.value.get("impact") or "unknown")
        what = "spared" if claim.value.get("spared") else impact.replace("unknown", "")
        item = _item(claim, party_words(claim.value.get("organization")))
        impacts, before = told.get((item.text, item.doubt), ([], None))
        told[(item.text, item.doubt)] = (
            [*impacts, what],
            item if before is None else _both(before, item),
        )
    for (name, _), (impacts, item) in told.items():
        what = " and ".join(dict.fromkeys(filter(None, impacts)))
        yield dataclasses.replace(item, text=f"{name}: {what}" if what else name)


def _data(claims: Iterable[Claim]) -> tuple[ShortLine, ...]:
    """Return a line of classes for each status."""
    by_status: dict[str, list[ShortItem]] = {}
    for claim in claims:
        status = "encrypted" if claim.note == LOCKED else claim.status or "confirmed"
        named = claim.value.get("data_class")
        said = word(named)
        if named == GENERAL and status == "denied":
            said = "any other personal data" if claim.note == OTHER else "personal data of any kind"
        said = "sensitive personal data" if claim.note == SENSITIVE else said
        if condition := claim.value.get("condition"):
            said += f" (condition: “{condition}”)"
        by_status.setdefault(status, []).append(ShortItem(said, (claim.id,), "", claim.confidence))
    return tuple(
        line
        for status, lead in _DATA.items()
        for line in _line(by_status.get(status, ()), f"{lead}:")
    )


def _counted(claims: Sequence[Claim]) -> list[ShortItem]:
    """Return the counts of who was affected; if there are none, those of which it is not said."""
    affected = [c for c in claims if c.value.get("scope") == "affected"]
    others = [c for c in claims if c.value.get("scope") in ("base", "unknown")]
    return [_item(claim, _plainly(claim)) for claim in affected or others]


def _days(claims: Iterable[Claim]) -> list[ShortItem]:
    by_day = sorted(claims, key=lambda claim: _in_time(str(claim.value.get("date") or "")))
    return [_item(claim, _plainly(claim)) for claim in by_day]


def _in_time(date: str) -> str:
    """Return a date so that seasons and weeks sort among months."""
    year, _, rest = date.partition("-")
    if rest[:1] == "W" and rest[1:].isdecimal():
        return f"{year}-{(int(rest[1:]) - 1) * 12 // 53 + 1:02}"
    return f"{year}-{_FIRST_MONTH.get(rest, rest)}"


def _offices(claims: Sequence[Claim]) -> tuple[ShortLine, ...]:
    """Return a line of authorities for each part they have, those that were told first."""
    by_role: dict[str, list[ShortItem]] = {role: [] for role in OFFICE_ROLES.values()}
    for claim in claims:
        by_role.setdefault(office_role(claim.value), []).append(_item(claim, office(claim.value)))
    return tuple(line for role, some in by_role.items() for line in _line(some, f"{role}:"))


def _plainly(claim: Claim) -> str:
    return claim_words(dataclasses.replace(claim, status=None))
