"""Accepted claims -> EXPOSES, and the classes that they add to the stated chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphrisk.extract.claims import Claim
from graphrisk.extract.records.edge_records import incident_of
from graphrisk.extract.records.notice import DEFINITE, Made, Notice
from graphrisk.model.identifiers import edge_id
from graphrisk.model.records import Record, record


def exposes(notice: Notice) -> list[Made]:
    """Return EXPOSES for each class and holder.

    What the text takes back is withdrawn. Where it says two things without taking one back, the
    definite one stands: confirmed, then denied, then suspected.
    """
    groups: dict[tuple[str, str | None], list[Claim]] = {}
    made: list[Made] = []
    for claim in notice.of("data_class"):
        key = _exposure_key(notice, claim)
        if notice.successor(claim) is None:
            groups.setdefault(key, []).append(claim)
        else:
            made.append(Made(_exposes_record(notice, key, [claim]), withdrawn=True))
    for key, claims in groups.items():
        best = max(claims, key=lambda claim: DEFINITE[claim.status])
        agreeing = [claim for claim in claims if claim.status == best.status]
        correcting = any(claim.supersedes for claim in agreeing)
        made.append(Made(_exposes_record(notice, key, agreeing), correcting=correcting))
        made += [
            Made(_exposes_record(notice, key, [claim]), withdrawn=True)
            for claim in claims
            if claim.status != best.status
        ]
    return made


def holder_of(notice: Notice, claim: Claim) -> str | None:
    """Return whose data a claim is about: the holder it names, else the text's only controller."""
    stated = claim.value.get("holder")
    return notice.holder if stated is None else notice.book.id_of(stated)


def _exposure_key(notice: Notice, claim: Claim) -> tuple[str, str | None]:
    return claim.value["data_class"], holder_of(notice, claim)


def _exposes_record(notice: Notice, key: tuple[str, str | None], claims: Sequence[Claim]) -> Record:
    data_class, holder = key
    groups = [group for claim in claims for group in claim.value.get("subject_groups") or ()]
    conditions = [claim.value.get("condition") for claim in claims]
    return record(
        "EXPOSES",
        id=edge_id("EXPOSES", incident_of(notice), data_class, holder=holder),
        from_id=incident_of(notice),
        to_id=data_class,
        holder=holder,
        status=claims[0].status or "confirmed",
        subject_groups=tuple(dict.fromkeys(groups)) or None,
        condition=conditions[0] if all(conditions) else None,
        **notice.evidence(claims),
    )


def with_exposed_classes(
    edges: Sequence[Made], exposures: Sequence[Made], struck: Sequence[str]
) -> list[Made]:
    """Return the SERVES with the classes of confirmed and suspected exposures added.

    A class is added to the edges of the stated chain: those on a way from a vendor hit
    (``struck``) to the holder, or to anybody when the holder is not known. A denial adds nothing.
    """
    arrows = [
        (made.record.values()["from_id"], made.record.values()["to_id"])
        for made in edges
        if not made.withdrawn
    ]
    after = _closure(struck, arrows)
    classes: dict[str, list[str]] = {}
    for made in exposures:
        row = made.record.values()
        if made.withdrawn or row.get("status") == "denied":
            continue
        holder = row.get("holder")
        before = None if holder is None else _closure([holder], [(b, a) for a, b in arrows])
        for edge in edges:
            ends = edge.record.values()
            if ends["from_id"] in after and (before is None or ends["to_id"] in before):
                classes.setdefault(ends["id"], []).append(row["to_id"])
    return [
        made
        if made.withdrawn or made.record.id not in classes
        else Made(
            made.record.model_copy(
                update={"data_classes": tuple(sorted(set(classes[made.record.id])))}
            ),
            correcting=made.correcting,
        )
        for made in edges
    ]


def _closure(starts: Iterable[str], arrows: Sequence[tuple[str, str]]) -> set[str]:
    reached, fresh = set(starts), list(starts)
    while fresh:
        here = fresh.pop()
        for tail, head in arrows:
            if tail == here and head not in reached:
                reached.add(head)
                fresh.append(head)
    return reached
