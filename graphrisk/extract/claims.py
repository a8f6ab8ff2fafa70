"""What a notice says, one fact at a time: a field, a value, a status and the words it rests on.

A claim is not a record. It becomes one when a person (or an explicit rule of the user) accepts it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

Status = Literal["confirmed", "suspected", "denied"]

STATUSES: Final = ("confirmed", "suspected", "denied")
LARGEST_COUNT: Final = 10**12

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "incident": ("is_incident", "attack_type", "title"),
    "vendor_hit": ("organization", "role"),
    "serves": ("vendor", "customer", "service", "category"),
    "affected": ("organization", "impact", "spared"),
    "data_class": ("data_class", "holder", "subject_groups", "condition"),
    "count": ("number", "what", "qualifier", "scope", "about", "countries"),
    "subject_group": ("groups", "countries", "partial", "about"),
    "date": ("date", "what", "precision", "about"),
    "authority": ("name", "role", "by"),
    "spared_scope": ("text", "scope", "countries"),
    "consequence": ("text", "kind", "about"),
    "restored": ("about", "date", "text"),
}
"""The fields of claims and the keys of their values."""

_PARTY_KEYS: Final = ("organization", "vendor", "customer", "holder", "about", "by")


@dataclass(frozen=True)
class Evidence:
    """The exact words of a document that carry a claim.

    ``text[start:end] == quote`` holds for the text of the intake document whose SHA-256 is
    ``document``.
    """

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Party:
    """An organization as a notice speaks of it.

    Attributes
    ----------
    name
        The name, or, when ``named`` is false, the words used instead ("our IT supplier").
    named
        Whether the text gives a name.
    country
        ISO 3166-1 alpha-2, when the text or a legal form settles it.
    key
        Local key, the same for every mention of this party in one document.
    kind
        ``company``, ``municipality``, ``authority``, ``health`` or ``unknown``.
    """

    name: str
    named: bool = True
    country: str | None = None
    key: str = ""
    kind: str = "unknown"


@dataclass(frozen=True)
class Claim:
    """One fact that a text states, with where it stands.

    Attributes
    ----------
    id
        Hash of field, value and evidence; the same text gives the same id.
    field, value
        See ``FIELDS``; parties inside ``value`` are `Party` objects.
    status
        ``confirmed``, ``suspected``, ``denied``, or None where the field has no status.
    evidence
        Places in the text, at least one; a chain of two has one per hop.
    rule
        Which rule spoke.
    confidence
        0..1, the rule's own estimate of being right.
    about
        Key of the party concerned.
    asserted_by
        Who says so, when the text attributes it ("according to the company").
    stated_on
        ISO date of the statement, usually that of the document.
    supersedes
        Ids of earlier claims of the same text that this one corrects. Both stay.
    note
        A remark for the reviewer.

    Examples
    --------
    >>> words = Evidence("0" * 64, 0, 4, "Acme")
    >>> claim = make_claim("vendor_hit", {"organization": Party("Acme", key="acme")}, (words,),
    ...                    status="confirmed", rule="victim.verb", confidence=0.8)
    >>> claim_from_dict(claim_to_dict(claim)) == claim
    True
    """

    id: str
    field: str
    value: dict[str, Any]
    status: str | None
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    about: str | None = None
    asserted_by: str | None = None
    stated_on: str | None = None
    supersedes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ClaimSet:
    """All claims of one document, in reading order within each field.

    ``notes`` says in words what a reader must know: why a text is no incident, that a language is
    not supported, that a list seems to be missing.
    """

    claims: tuple[Claim, ...] = ()
    language: str | None = None
    publisher: Party | None = None
    is_incident: bool = False
    notes: tuple[str, ...] = field(default=())

    def of(self, name: str) -> tuple[Claim, ...]:
        """Return the claims of one field, corrected ones included.

        >>> ClaimSet().of("serves")
        ()
        """
        return tuple(claim for claim in self.claims if claim.field == name)

    def current(self, name: str) -> tuple[Claim, ...]:
        """Return the claims of one field that no later claim of the text corrects.

        >>> ClaimSet().current("data_class")
        ()
        """
        gone = {old for claim in self.claims for old in claim.supersedes}
        return tuple(c for c in self.claims if c.field == name and c.id not in gone)


def make_claim(
    name: str,
    value: Mapping[str, Any],
    evidence: tuple[Evidence, ...],
    *,
    rule: str,
    confidence: float,
    status: str | None = None,
    about: str | None = None,
    asserted_by: str | None = None,
    stated_on: str | None = None,
    supersedes: tuple[str, ...] = (),
    note: str = "",
) -> Claim:
    """Build a claim and give it its id.

    Raises
    ------
    ValueError
        A field or a key that is not in ``FIELDS``, an unknown status, or no evidence: these are
        mistakes of a rule, never of a text.

    Examples
    --------
    >>> words = Evidence("0" * 64, 0, 10, "1 May 2024")
    >>> make_claim("date", {"date": "2024-05-01", "what": "occurred"}, (words,), rule="date",
    ...            confidence=0.9).id[:2]
    'c-'
    """
    if name not in FIELDS:
        message = f"no field of claims: {name}"
        raise ValueError(message)
    unknown = set(value) - set(FIELDS[name])
    if unknown or not evidence or (status is not None and status not in STATUSES):
        message = (
            f"claim of {name}: keys {sorted(unknown)}, status {status}, {len(evidence)} quotes"
        )
        raise ValueError(message)
    content = json.dumps(
        [name, _plain(dict(value)), [[e.document, e.start, e.end] for e in evidence], status],
        ensure_ascii=False,
        sort_keys=True,
    )
    return Claim(
        id="c-" + hashlib.sha256(content.encode()).hexdigest()[:16],
        field=name,
        value=dict(value),
        status=status,
        evidence=evidence,
        rule=rule,
        confidence=confidence,
        about=about,
        asserted_by=asserted_by,
        stated_on=stated_on,
        supersedes=supersedes,
        note=note,
    )


def claim_to_dict(claim: Claim) -> dict[str, Any]:
    """Return a claim as plain JSON values; `claim_from_dict` is the way back."""
    out = {entry.name: getattr(claim, entry.name) for entry in fields(claim)}
    out["value"] = _plain(claim.value)
    out["evidence"] = [
        {"document": e.document, "start": e.start, "end": e.end, "quote": e.quote}
        for e in claim.evidence
    ]
    out["supersedes"] = list(claim.supersedes)
    return out


def claim_from_dict(data: Mapping[str, Any]) -> Claim:
    """Return the claim written by `claim_to_dict`.

    Raises
    ------
    KeyError, TypeError
        The mapping does not have the shape of a claim.
    """
    value = dict(data["value"])
    for key in _PARTY_KEYS:
        if isinstance(value.get(key), Mapping):
            value[key] = Party(**value[key])
    if isinstance(value.get("subject_groups"), list):
        value["subject_groups"] = tuple(value["subject_groups"])
    for key in ("groups", "countries"):
        if isinstance(value.get(key), list):
            value[key] = tuple(value[key])
    return Claim(
        **{
            **data,
            "value": value,
            "evidence": tuple(Evidence(**e) for e in data["evidence"]),
            "supersedes": tuple(data["supersedes"]),
        }
    )


def _plain(value: object) -> Any:
    """Return a value with parties as mappings and tuples as lists."""
    if isinstance(value, Party):
        return {entry.name: getattr(value, entry.name) for entry in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
