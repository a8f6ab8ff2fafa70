"""Accepted claims -> edges: who was hit, who serves whom, who was reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphrisk.extract.claims import Claim
from graphrisk.extract.records.notice import (
    DEFINITE,
    Made,
    Notice,
    count_field,
    document_of,
    first_value,
)
from graphrisk.model.identifiers import edge_id
from graphrisk.model.records import Record, record
from graphrisk.model.vocabulary import CRITICALITY_RANK

Row = Mapping[str, Any]

_STANDING = ("criticality", "group", "required", "contract", "supports")


def hits(notice: Notice) -> list[Made]:
    """Return HITS for each vendor that was hit; a denied hit is no edge (see `attributions`)."""
    groups: dict[tuple[str, bool], list[Claim]] = {}
    for claim in notice.of("vendor_hit"):
        vendor = notice.book.id_of(claim.value.get("organization"))
        if vendor is not None and claim.status != "denied":
            gone = notice.successor(claim) is not None
            groups.setdefault((vendor, gone), []).append(claim)
    return [
        Made(
            record(
                "HITS",
                id=edge_id("HITS", incident_of(notice), vendor),
                from_id=incident_of(notice),
                to_id=vendor,
                role=first_value(claims, "role") or "origin",
                **notice.evidence(claims),
            ),
            withdrawn=gone,
        )
        for (vendor, gone), claims in groups.items()
    ]


def serves(notice: Notice, known: Iterable[Row] = ()) -> list[Made]:
    """Return one SERVES for each stated pair and, where both are stated, each category.

    A notice says that somebody supplies somebody, not how much hangs on it. For a pair that is
    known from elsewhere (``known``: current SERVES rows), criticality, group, required, contract
    and supports are therefore those of the known edge, of several the least critical: the
    notice's edge adds evidence and data classes, and no outage.
    """
    pairs: dict[tuple[str, str, str | None, bool], list[Claim]] = {}
    for claim in notice.of("serves"):
        vendor = notice.book.id_of(claim.value.get("vendor"))
        customer = notice.book.id_of(claim.value.get("customer"))
        if claim.status == "denied" or vendor is None or customer is None or vendor == customer:
            continue
        gone = notice.successor(claim) is not None
        category = claim.value.get("category") or None
        same = [key for key in pairs if key[:2] == (vendor, customer) and key[3] == gone]
        fitting = [key for key in same if category is None or key[2] in (None, category)]
        if fitting and category is not None and fitting[0][2] is None:
            pairs[(vendor, customer, category, gone)] = pairs.pop(fitting[0])
            fitting = [(vendor, customer, category, gone)]
        key = fitting[0] if fitting else (vendor, customer, category, gone)
        pairs.setdefault(key, []).append(claim)
    rows = list(known)
    return [
        Made(_serves_record(notice, vendor, customer, category, claims, rows), withdrawn=gone)
        for (vendor, customer, category, gone), claims in pairs.items()
    ]


def _serves_record(
    notice: Notice,
    vendor: str,
    customer: str,
    category: str | None,
    claims: Sequence[Claim],
    known: Sequence[Row],
) -> Record:
    # The words for the service are those of the claim that also says what kind it is.
    telling = sorted(claims, key=lambda c: (not c.value.get("category"), -c.confidence))
    service = first_value(telling, "service")
    key = edge_id("SERVES", vendor, customer, service=service, category=category)
    pair = [
        row
        for row in known
        if (row["from_id"], row["to_id"]) == (vendor, customer)
        and row["id"] != key
        and document_of(row.get("source")) != notice.document.sha256
    ]
    return record(
        "SERVES",
        id=key,
        from_id=vendor,
        to_id=customer,
        service=service,
        category=category,
        **_standing(pair, category),
        **notice.evidence(claims),
    )


def _standing(pair: Sequence[Row], category: str | None) -> dict[str, Any]:
    alike = [row for row in pair if category is not None and row.get("category") == category]
    chosen = min(
        alike or pair,
        key=lambda row: (
            not row.get("criticality"),
            CRITICALITY_RANK.get(row.get("criticality") or "", 3),
            row["id"],
        ),
        default=None,
    )
    return {} if chosen is None else {name: chosen.get(name) for name in _STANDING}


def affects(notice: Notice) -> list[Made]:
    """Return AFFECTS for each named customer that was reached or spared."""
    groups: dict[str, list[Claim]] = {}
    made: list[Made] = []
    for claim in notice.of("affected"):
        customer = notice.book.id_of(claim.value.get("organization"))
        if customer is None or not is_reached_party(notice, claim):
            continue
        if notice.successor(claim) is not None:
            made.append(Made(_affects_record(notice, customer, [claim], None), withdrawn=True))
        else:
            groups.setdefault(customer, []).append(claim)
    for customer, claims in groups.items():
        subjects = _people(notice, customer)
        made.append(
            Made(
                _affects_record(notice, customer, claims, subjects),
                correcting=any(claim.supersedes for claim in claims),
            )
        )
    return made


def _affects_record(
    notice: Notice, customer: str, claims: Sequence[Claim], subjects: int | None
) -> Record:
    impacts = {impact_of(claim) for claim in claims if claim.status != "denied"}
    told = impacts - {"none", "unknown"}
    if told in ({"data", "service"}, {"both"}) or len(told) > 1:
        impact = "both"
    else:
        impact = next(iter(told), "unknown" if "unknown" in impacts else "none")
        if not impacts:
            impact = impact_of(claims[0])
    leading = max(claims, key=lambda claim: DEFINITE[claim.status])
    return record(
        "AFFECTS",
        id=edge_id("AFFECTS", incident_of(notice), customer),
        from_id=incident_of(notice),
        to_id=customer,
        impact=impact,
        status=leading.status or "confirmed",
        subjects=subjects,
        **notice.evidence(claims),
    )


def impact_of(claim: Claim) -> str:
    """Return the impact of an ``affected`` claim: spared is "none", silence is "unknown"."""
    if claim.value.get("spared"):
        return "none"
    return claim.value.get("impact") or "unknown"


def is_reached_party(notice: Notice, claim: Claim) -> bool:
    """Return True for who gets an AFFECTS: named customers, and unnamed links of a stated chain.

    A vendor that was hit and is nobody's customer in the text is no customer that was reached.
    """
    party = claim.value["organization"]
    reached = notice.book.id_of(party)
    if reached is None:
        return False
    supplies = notice.of("serves")
    if reached in {notice.book.id_of(c.value.get("customer")) for c in supplies}:
        return True
    struck = {notice.book.id_of(c.value.get("organization")) for c in notice.of("vendor_hit")}
    if party.named:
        return reached not in struck
    return reached in {notice.book.id_of(c.value.get("vendor")) for c in supplies} - struck


def _people(notice: Notice, customer: str) -> int | None:
    counts = {
        claim.value["number"]
        for claim in notice.of("count")
        if count_field(claim.value.get("what")) == "person_count"
        and claim.value.get("scope") == "affected"
        and claim.status != "denied"
        and not claim.value.get("countries")
        and notice.book.id_of(claim.value.get("about")) == customer
        and notice.successor(claim) is None
    }
    number = counts.pop() if len(counts) == 1 else None
    return None if number is None or number != int(number) else int(number)


def incident_of(notice: Notice) -> str:
    """Return the incident of a notice that reports one."""
    if notice.incident is None:
        message = "edges of an incident without an incident"
        raise ValueError(message)
    return notice.incident
