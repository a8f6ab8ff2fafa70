"""What is read of a statement about incident, authorities and denials, beside what is to be read.

Each function returns what is wrong, in words; an empty list is a statement read as it should be.
"""

from __future__ import annotations

from typing import Any, Final

from graphrisk.extract.claims import ClaimSet
from tests.unit.extract.statement_files import read, wanted

UNNAMED: Final = "(unnamed)"
LONGEST: Final = 3
UNSPECIFIED: Final = "(unspecified authorities)"
_FIELDS: Final = ("vendor_hit", "serves", "data_class", "affected")


def without_case(name: str, known: set[str]) -> str:
    """Return a foreign name without the ending of a Finnish case: "Norrhus Bankia"."""
    return next((k for k in known if name.startswith(k) and len(name) - len(k) <= LONGEST), name)


def untold(phenomenon: str, name: str, language: str) -> list[str]:
    """Return that a text which tells of an incident is not read as one."""
    return [] if read(phenomenon, name, language).is_incident else ["no incident"]


def wrongly_told(phenomenon: str, name: str, language: str) -> list[str]:
    """Return what is read of a text in which no incident is told."""
    claims = read(phenomenon, name, language)
    found = [f"{field}: {c.value}" for field in _FIELDS for c in claims.current(field)]
    return ["is an incident", *found] if claims.is_incident else found


def offices_amiss(phenomenon: str, name: str, language: str) -> list[str]:
    """Return which authorities are told and should not be, or are not told."""
    found: dict[str, str] = {}
    for claim in read(phenomenon, name, language).current("authority"):
        found[claim.value["name"]] = claim.value["role"]
    told = {office for office, role in found.items() if role == "notified"}
    told -= {UNSPECIFIED} - set(wanted(phenomenon, name, language, "notified") or [])
    either = wanted(phenomenon, name, language, "either")
    if either is not None:
        return [f"not read: {office}" for office in either if office not in found]
    should = set(wanted(phenomenon, name, language, "notified") or [])
    return [f"{office}: {'missing' if office in should else 'told'}" for office in told ^ should]


def denials_amiss(phenomenon: str, name: str, language: str) -> list[str]:
    """Return what is read of a text that denies or takes back, and should not be, or is missing."""
    claims = read(phenomenon, name, language)

    def want(key: str) -> Any:
        return wanted(phenomenon, name, language, key)

    amiss: list[str] = []
    if claims.is_incident != (want("incident") is not False):
        amiss.append(f"incident: {claims.is_incident}")
    amiss += _vendors_amiss(claims, want("hit"), want("may_hit"))
    amiss += _kinds_amiss(claims, want("types"), want("not_types"))
    amiss += _organizations_amiss(claims, set(want("spared") or []), set(want("affected") or []))
    taken = {c.value["data_class"] for c in claims.current("data_class") if c.status == "confirmed"}
    if want("nothing_taken"):
        amiss += [f"taken: {x}" for x in taken]
    amiss += [f"not taken: {x}" for x in want("taken") or [] if x not in taken]
    if want("scope") and not claims.current("spared_scope"):
        amiss.append("no spared scope")
    return amiss


def _vendors_amiss(claims: ClaimSet, hit: Any, may_hit: Any) -> list[str]:
    known = set(hit or may_hit or [])
    found = {
        without_case(p.name, known) if p.named else UNNAMED
        for p in (c.value["organization"] for c in claims.current("vendor_hit"))
    }
    if hit is not None:
        return [f"hit: {x}" for x in found ^ set(hit)]
    return [f"hit: {x}" for x in found - known] if may_hit is not None else []


def _kinds_amiss(claims: ClaimSet, kinds: Any, not_kinds: Any) -> list[str]:
    found = {c.value["attack_type"] for c in claims.current("incident")}
    wrong = [f"kind: {k}" for k in found if (kinds and k not in kinds) or k in (not_kinds or [])]
    return wrong if found or not kinds else ["no kind"]


def _organizations_amiss(claims: ClaimSet, spared: set[str], affected: set[str]) -> list[str]:
    known = spared | affected
    hurt: set[str] = set()
    for claim in claims.current("affected"):
        if claim.value["impact"] != "none" and not claim.value.get("spared"):
            hurt.add(without_case(claim.value["organization"].name, known))
    hurt |= {
        without_case(c.value["customer"].name, known)
        for c in claims.current("serves")
        if without_case(c.value["customer"].name, known) in affected
    }
    spread = [f"affected: {x}" for x in hurt & spared]
    return spread + [f"not affected: {x}" for x in affected - hurt]


CHECKS: Final = {
    "is_incident": untold,
    "no_incident": wrongly_told,
    "authorities": offices_amiss,
    "denials": denials_amiss,
}
"""What is looked at in the statements of one file."""
