"""Accepted claims -> the incident: title, kind of attack, how far it is dealt with, its dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphrisk.extract.claims import Claim, Party
from graphrisk.extract.records.notice import Made, Notice, first_value
from graphrisk.extract.review.claim_words import plain_words
from graphrisk.model.identifiers import fold, parse_name
from graphrisk.model.records import Record, is_date, record

_NO_EDGE_OF_INCIDENT = frozenset({"serves", "incident"})


def incident_id(document: str, ordinal: int = 1) -> str:
    """Return the id of an incident that a document is the first to report.

    Examples
    --------
    >>> incident_id("0f")
    '0f-1'
    """
    return f"{document}-{ordinal}"


def has_incident(claims: Iterable[Claim]) -> bool:
    """Return True when accepted claims speak of an incident that happened."""
    claims = tuple(claims)
    stated = [c for c in claims if c.field == "incident"]
    if stated:
        return any(
            claim.value.get("is_incident") is not False and claim.status != "denied"
            for claim in stated
        )
    return any(claim.field not in _NO_EDGE_OF_INCIDENT for claim in claims)


def incident_record(notice: Notice, exposures: Sequence[Made], is_first_hand: bool) -> Record:
    """Return the incident as this notice tells it; what it leaves open stays unknown."""
    stated = [c for c in notice.of("incident") if notice.successor(c) is None]
    stated.sort(key=lambda claim: claim.asserted_by is not None)
    resting = stated or [notice.claims[0]]
    return record(
        "Incident",
        id=notice.incident,
        title=first_value(stated, "title") or notice.document.title or _made_title(notice, stated),
        attack_type=first_value(stated, "attack_type") or "unknown",
        state=_state(notice, exposures, is_first_hand),
        **_dates(notice),
        **notice.evidence(resting),
    )


def _made_title(notice: Notice, stated: Sequence[Claim]) -> str:
    """Return "ransomware at Alfa" for a notice that has no heading."""
    kind = str(first_value(stated, "attack_type") or "unknown").replace("_", " ")
    hurt = [c for c in notice.of("affected") if not c.value.get("spared")]
    hit = [c.value.get("organization") for c in notice.of("vendor_hit") or hurt]
    names = dict.fromkeys(plain_words(party) for party in hit if isinstance(party, Party))
    return f"{'incident' if kind == 'unknown' else kind} at {', '.join(names) or 'a supplier'}"


def is_first_hand(publisher: str | None, names: Iterable[str]) -> bool:
    """Return True when a publisher is one of those concerned: vendor, customer or authority.

    Examples
    --------
    >>> is_first_hand("Alfa", ["Alfa AB", "Beta"]), is_first_hand("Daily News", ["Alfa AB"])
    (True, False)
    """
    if not publisher:
        return False
    wanted = {fold(publisher), parse_name(publisher).core}
    return any(fold(name) in wanted or parse_name(name).core in wanted for name in names)


def _state(notice: Notice, exposures: Sequence[Made], is_first_hand: bool) -> str:
    """Return how far it is dealt with.

    A service that is back ends an incident only when no data are exposed: data do not come back.
    """
    is_back = any(
        claim.status != "denied" and notice.successor(claim) is None
        for claim in notice.of("restored")
    )
    open_data = any(
        not made.withdrawn and made.record.values().get("status") != "denied" for made in exposures
    )
    if is_back and not open_data:
        return "restored"
    authorities = {str(claim.value.get("name")) for claim in notice.of("authority")}
    by_authority = any(
        claim.asserted_by in authorities and claim.status == "confirmed"
        for claim in notice.of("incident")
    )
    return "confirmed" if is_first_hand or by_authority else "reported"


def _dates(notice: Notice) -> dict[str, Any]:
    hit = {notice.book.id_of(c.value.get("organization")) for c in notice.of("vendor_hit")}
    dates: dict[str, Any] = {}
    for what, name in (("occurred", "occurred"), ("discovered", "discovered")):
        claims = [
            claim
            for claim in notice.of("date")
            if claim.value.get("what") == what
            and claim.status != "denied"
            and notice.successor(claim) is None
            and is_date(str(claim.value.get("date") or ""))
        ]
        # Several parties may have found it on several days: that of the vendor hit is the event's.
        own = [c for c in claims if notice.book.id_of(c.value.get("about")) in hit] or claims
        if own:
            chosen = min(own, key=lambda claim: str(claim.value["date"]))
            dates[f"{name}_on"] = chosen.value["date"]
            precision = chosen.value.get("precision") or precision_of(chosen.value["date"])
            dates[f"{name}_precision"] = precision
    published = [
        str(c.value["date"])
        for c in notice.of("date")
        if c.value.get("what") == "published" and is_date(str(c.value.get("date") or ""))
    ]
    disclosed = min(published, default=notice.document.published_on)
    if disclosed is not None and is_date(disclosed):
        dates |= {"disclosed_on": disclosed, "disclosed_precision": precision_of(disclosed)}
    return dates


def precision_of(date: str) -> str:
    """Return how exact a written date is.

    Examples
    --------
    >>> [precision_of(text) for text in ("2024-05-01", "2024-W36", "2024-05", "2024", "XXXX-05-01")]
    ['day', 'week', 'month', 'year', 'year_unknown']
    """
    first = date.partition("/")[0]
    if first.startswith("XXXX"):
        return "year_unknown"
    if "W" in first:
        return "week"
    return {4: "year", 7: "month"}.get(len(first), "day")


def merged_incident(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident told by two documents: the first one's words, gaps filled by the second.

    A kind of attack that was unknown is filled in, and the earliest disclosure is the disclosure.
    """
    merged = {**new, **{key: value for key, value in old.items() if value is not None}}
    if old.get("attack_type") in (None, "unknown"):
        merged["attack_type"] = new.get("attack_type")
    if new.get("state") in ("restored", "closed") or old.get("state") == "reported":
        merged["state"] = new.get("state") or old.get("state")
    told = [row for row in (old, new) if row.get("disclosed_on")]
    if told:
        first = min(told, key=lambda row: str(row["disclosed_on"]))
        merged["disclosed_on"] = first["disclosed_on"]
        merged["disclosed_precision"] = first.get("disclosed_precision")
    return merged
