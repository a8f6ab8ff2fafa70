"""Accepted claims -> statements: counts, kinds of people, dates, authorities, what was spared, ...

What the columns hold, per field: ``date`` value = the date, unit = what happened on it;
``authority`` value = its name, unit = its part; ``subject_group`` value = one group, condition =
"some of them" when only part of it; counts: number and unit as written; ``restored`` value = the
date or the words; ``consequence`` value = the words, unit = its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from graphrisk.extract.claims import Claim
from graphrisk.extract.records.edge_records import impact_of, is_reached_party
from graphrisk.extract.records.exposure_records import holder_of
from graphrisk.extract.records.notice import DEFINITE, Made, Notice, count_field
from graphrisk.extract.records.party_book import is_place
from graphrisk.extract.review.claim_words import plain_words
from graphrisk.model.identifiers import content_hash
from graphrisk.model.records import record

SOME: Final = "some of them"


def statements(notice: Notice) -> list[Made]:
    """Return the statements of a notice: what is no edge, and who says so of what is one.

    A count that is said twice is one statement. A corrected claim gets the id of the one that
    corrects it, so that the history of that statement holds both.
    """
    made: dict[str, Made] = {}
    seen: dict[tuple[Any, ...], str] = {}
    withdrawn: list[Made] = []
    for claim in notice.claims:
        for part, values in _statements_of(notice, claim):
            successor = notice.successor(claim)
            heir = successor if successor and successor.field == claim.field else claim
            row = {
                **values,
                "id": statement_id(notice, heir, part),
                "status": claim.status,
                "asserted_by": notice.speaker(claim),
                "stated_on": claim.stated_on or notice.document.published_on,
                "incident": notice.incident,
                **notice.evidence([claim]),
            }
            one = Made(record("Statement", **row), successor is not None, bool(claim.supersedes))
            content = _content(row)
            if one.withdrawn:
                withdrawn.append(one)
            elif content not in seen and row["id"] not in made:
                seen[content] = row["id"]
                made[row["id"]] = one
    return [*made.values(), *withdrawn]


def statement_id(notice: Notice, claim: Claim, part: int = 0) -> str:
    """Return the id of a statement: document, field and place, so that corrected values keep it."""
    first = claim.evidence[0]
    place = notice.places.get(claim.id, 1)
    where = (str(first.start), str(first.end), str(place), str(part))
    return "statement-" + content_hash("Statement", notice.document.sha256, claim.field, *where)


def _statements_of(notice: Notice, claim: Claim) -> Iterator[tuple[int, dict[str, Any]]]:
    maker = _MAKERS.get(claim.field)
    if maker is None:
        yield from enumerate(_attributions(notice, claim))
        return
    for part, values in enumerate(maker(claim.value)):
        party = claim.value.get("by" if claim.field == "authority" else "about")
        about = notice.book.id_of(party)
        countries = tuple(claim.value.get("countries") or ()) or None
        yield part, {"about": about, "countries": countries, **values}


def _attributions(notice: Notice, claim: Claim) -> Iterator[dict[str, Any]]:
    """Yield a statement beside an edge, where the edge has no room for it.

    That is who says so, when the text attributes it; a hit or a supply that is not confirmed
    (HITS and SERVES have no status, and a denied one is no edge at all); and of two impacts on
    one customer the less definite, for AFFECTS has one status.
    """
    no_room = claim.field in ("vendor_hit", "serves") and claim.status in ("suspected", "denied")
    if claim.field == "affected" and not is_reached_party(notice, claim):
        if claim.value["organization"].named and not is_place(claim.value["organization"]):
            yield _edge_words(notice, claim)
            return
        yield {
            "field": "organization_count",
            "value": plain_words(claim.value["organization"]),
            "scope": "spared" if impact_of(claim) == "none" else "affected",
        }
    elif no_room or claim.asserted_by or _is_less_definite(notice, claim):
        yield _edge_words(notice, claim)


def _is_less_definite(notice: Notice, claim: Claim) -> bool:
    if claim.field != "affected":
        return False
    reached = notice.book.id_of(claim.value["organization"])
    return any(
        DEFINITE[other.status] > DEFINITE[claim.status]
        for other in notice.of("affected")
        if notice.book.id_of(other.value["organization"]) == reached
        and notice.successor(other) is None
    )


def _edge_words(notice: Notice, claim: Claim) -> dict[str, Any]:
    value, book = claim.value, notice.book
    if claim.field == "vendor_hit":
        about = book.id_of(value.get("organization"))
        return {"field": "vendor_hit", "value": value.get("role"), "about": about}
    if claim.field == "serves":
        vendor, customer = book.id_of(value.get("vendor")), book.id_of(value.get("customer"))
        return {"field": "serves", "value": vendor, "about": customer, "unit": value.get("service")}
    if claim.field == "affected":
        about = book.id_of(value.get("organization"))
        return {"field": "affected", "value": impact_of(claim), "about": about}
    if claim.field == "data_class":
        about = holder_of(notice, claim)
        return {"field": "data_class", "value": value.get("data_class"), "about": about}
    return {"field": claim.field, "value": value.get("attack_type")}


def _count(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "field": count_field(value.get("what")),
            "number": value.get("number"),
            "unit": value.get("what"),
            "qualifier": value.get("qualifier") or "exact",
            "scope": value.get("scope") or "unknown",
        }
    ]


def _subject_group(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    condition = SOME if value.get("partial") else None
    return [
        {"field": "subject_group", "value": group, "condition": condition}
        for group in value.get("groups") or ()
    ]


def _date(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"field": "date", "value": value.get("date"), "unit": value.get("what")}]


def _authority(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"field": "authority", "value": value.get("name"), "unit": value.get("role")}]


def _spared_scope(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    row: dict[str, Any] = {"field": "spared_scope", "value": value.get("text"), "scope": "spared"}
    if value.get("scope") == "outside":
        # "nobody outside GB" is not limited to GB: the countries become a condition
        countries = ", ".join(value.get("countries") or ()) or "the countries named"
        row |= {"countries": None, "condition": f"outside {countries}"}
    return [row]


def _consequence(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"field": "consequence", "value": value.get("text"), "unit": value.get("kind")}]


def _restored(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"field": "restored", "value": value.get("date") or value.get("text")}]


_MAKERS: dict[str, Callable[[Mapping[str, Any]], list[dict[str, Any]]]] = {
    "count": _count,
    "subject_group": _subject_group,
    "date": _date,
    "authority": _authority,
    "spared_scope": _spared_scope,
    "consequence": _consequence,
    "restored": _restored,
}


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes two statements say the same."""
    names = ("field", "value", "number", "scope", "about", "countries", "condition", "status")
    says = None if row.get("number") is not None else (row.get("asserted_by"), row.get("unit"))
    return (*(row.get(name) for name in names), says)
