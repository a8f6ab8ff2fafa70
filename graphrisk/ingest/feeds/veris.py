"""VERIS incidents (schema 1.3 and 1.4, as in VCDB) -> rows.

A record gives an incident; ``victim`` is whom it hit, and where it hit a partner first
(``actor.partner``), that is the vendor and the victim a customer who was reached. Organizations
of ``victim.secondary`` are customers of the victim. Nothing is said there of how much hangs on a
supply: such edges are "supporting", so that reading a feed makes nobody stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphrisk.ingest.feeds.rows import FeedRows, at, objects, texts
from graphrisk.model.records import is_date

_NOBODY = frozenset({"", "unknown", "na", "n/a", "other", "none"})
_STATES = {"confirmed": "confirmed", "suspected": "reported"}
_DISCLOSED = {"yes": "confirmed", "potentially": "suspected", "no": "denied"}
_CLASSES = {
    "bank": "financial_account",
    "credentials": "credentials",
    "digital certificate": "credentials",
    "medical": "health",
    "payment": "payment_card",
    "personal": "unspecified_personal",
    "sensitive personal": "unspecified_personal",
    "biometric": "photo_biometric",
    "location": "location_access",
    "internal": "corporate_data",
    "secrets": "corporate_data",
    "source code": "corporate_data",
    "copyrighted": "corporate_data",
    "classified": "corporate_data",
    "system": "technical",
    "virtual currency": "financial_other",
}
_SECTORS = {
    **{"22131": "drinking_water", "22132": "waste_water", "22": "energy", "491": "postal_courier"},
    **{"492": "postal_courier", "493": "logistics", "48": "transport", "49": "transport"},
    **{"521": "banking", "522": "banking", "523": "financial_market", "524": "insurance"},
    **{"562": "waste", "61": "education", "624": "social_care", "62": "health"},
    **{"92": "public_administration", "44": "retail", "45": "retail", "72": "hospitality"},
    **{"511": "media", "512": "media", "515": "media", "516": "media", "519": "media"},
    **{"517": "digital_infrastructure", "518": "digital_infrastructure", "813": "non_profit"},
    **{"5415": "ict_service_management", "5417": "research", "54": "professional_services"},
    **{"325": "chemicals", "311": "food", "31": "manufacturing", "32": "manufacturing"},
    "33": "manufacturing",
}
"""First digits of a NAICS code; the longest that fits counts."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words in ``action.<category>.<field>`` that tell a kind of attack; () = the category does."""

    attack: str
    category: str
    field: str = "variety"
    words: tuple[str, ...] = ()


_CUES = (
    _Cue("ransomware", "malware", words=("ransomware",)),
    _Cue("ddos", "hacking", words=("dos",)),
    _Cue("ddos", "malware", words=("dos",)),
    _Cue("supply_chain_software", "malware", "vector", ("software update",)),
    _Cue("supply_chain_software", "hacking", "vector", ("software update",)),
    _Cue("phishing", "social", words=("phishing", "pretexting", "spear phishing")),
    _Cue("credential_abuse", "hacking", words=("use of stolen creds", "brute force")),
    _Cue("insider", "misuse"),
    _Cue("lost_device", "error", words=("loss", "disposal error")),
    _Cue("lost_device", "physical", words=("theft", "loss")),
    _Cue("misconfiguration", "error"),
    _Cue("outage", "environmental"),
)


def is_veris(value: object) -> bool:
    """Return True for a VERIS record, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(is_veris(each) for each in value[:3])
    return isinstance(value, dict) and (
        "victim" in value and ("action" in value or "incident_id" in value)
    )


def read(feed: FeedRows, value: Any) -> None:
    """Add the rows of a record, or of a list of them."""
    for row, record in enumerate(objects(value if isinstance(value, list) else [value]), 1):
        said = str(record.get("security_incident", "")).casefold()
        if said in ("false positive", "near miss"):
            feed.note(row, "security_incident", said, "no incident; left out")
            continue
        _incident(feed, row, record)


def _incident(feed: FeedRows, row: int, record: Mapping[str, Any]) -> None:
    origin = str(record.get("incident_id") or row)
    key = f"veris:{origin}" if record.get("incident_id") else f"veris:{feed.document[:16]}-{row}"
    victim = _name(at(record, "victim", "victim_id"))
    attack = attack_type(record)
    happened, precision = _day(at(record, "timeline", "incident"))
    told, told_precision = _day(at(record, "plus", "timeline", "notification"))
    what = "incident" if attack == "unknown" else attack.replace("_", " ")
    feed.add(
        "Incident",
        row,
        origin,
        id=key,
        title=f"{what} at {victim or 'an organization that is not named'}",
        attack_type=attack,
        state=_STATES.get(str(record.get("security_incident", "")).casefold(), "reported"),
        occurred_on=happened,
        occurred_precision=precision,
        disclosed_on=told,
        disclosed_precision=told_precision,
        quote=record.get("summary"),
    )
    feed.report(key, row, origin)
    _parties(feed, row, origin, key, record, victim)
    _data(feed, row, origin, key, record, victim)


def _parties(
    feed: FeedRows,
    row: int,
    origin: str,
    key: str,
    record: Mapping[str, Any],
    victim: str | None,
) -> None:
    """Add who was hit, who was reached through whom, and who supplies whom."""
    partners = [
        name for each in texts(at(record, "actor", "partner", "name")) if (name := _name(each))
    ]
    reached = [
        name
        for each in texts(at(record, "victim", "secondary", "victim_id"))
        if (name := _name(each))
    ]
    countries = texts(at(record, "victim", "country"))
    if victim is not None:
        country = countries[0] if len(countries) == 1 and len(countries[0]) == 2 else None
        industry = at(record, "victim", "industry")
        feed.add(
            "Organization", row, origin, name=victim, country=country, sector=_sector(industry)
        )
    for partner in partners:
        feed.add("HITS", row, origin, incident=key, organization=partner, role="origin")
    if victim is not None and not partners:
        feed.add("HITS", row, origin, incident=key, organization=victim, role="origin")
    elif victim is not None:
        reached.append(victim)
    supplies = [(partner, victim) for partner in partners if victim is not None]
    supplies += [(victim, name) for name in reached if victim is not None and name != victim]
    for vendor, customer in dict.fromkeys(supplies):
        cells = {"vendor": vendor, "customer": customer, "criticality": "supporting"}
        feed.add("SERVES", row, origin, **cells)
    impact = _impact(record)
    for name in dict.fromkeys(reached):
        feed.add("AFFECTS", row, origin, incident=key, organization=name, impact=impact)
    amount = at(record, "victim", "secondary", "amount")
    if isinstance(amount, int) and amount > 0:
        _statement(feed, row, origin, key, "organization_count", amount, victim)


def _data(
    feed: FeedRows,
    row: int,
    origin: str,
    key: str,
    record: Mapping[str, Any],
    victim: str | None,
) -> None:
    """Add the data that were exposed, and how many people's."""
    found = at(record, "attribute", "confidentiality")
    status = _DISCLOSED.get(str(at(found, "data_disclosure") or "").casefold())
    if found is None or status is None:
        return
    total = at(found, "data_total")
    if isinstance(total, int) and total > 0 and status != "denied":
        _statement(feed, row, origin, key, "person_count", total, victim, "about", status)
    for each in objects(at(found, "data")):
        said = str(each.get("variety", "")).casefold()
        if said in _NOBODY or said.startswith("multiple"):
            continue
        amount = each.get("amount")
        feed.add(
            "EXPOSES",
            row,
            origin,
            incident=key,
            data_class=_CLASSES.get(said, said),
            holder=victim,
            status=status,
            subjects=amount if isinstance(amount, int) and amount > 0 else None,
        )


def _statement(
    feed: FeedRows,
    row: int,
    origin: str,
    key: str,
    about_what: str,
    number: int,
    victim: str | None,
    qualifier: str = "exact",
    status: str = "confirmed",
) -> None:
    made = f"{key}-{about_what}"
    cells = {"number": number, "qualifier": qualifier, "scope": "affected", "status": status}
    feed.add(
        "Statement", row, origin, id=made, field=about_what, incident=key, about=victim, **cells
    )
    feed.add("ABOUT", row, origin, statement=made, incident=key)


def attack_type(record: Mapping[str, Any]) -> str:
    """Return the kind of attack that ``action`` tells.

    Examples
    --------
    >>> attack_type({"action": {"malware": {"variety": ["Ransomware"]}}})
    'ransomware'
    >>> attack_type({"action": {"hacking": {"variety": ["SQLi"]}}})
    'unknown'
    """
    for cue in _CUES:
        category = at(record, "action", cue.category)
        if category is None:
            continue
        said = {each.casefold() for each in texts(at(category, cue.field))}
        if not cue.words or said & set(cue.words):
            return cue.attack
    disclosed = str(at(record, "attribute", "confidentiality", "data_disclosure") or "")
    return "data_theft" if disclosed.casefold() == "yes" else "unknown"


def _impact(record: Mapping[str, Any]) -> str:
    data = str(at(record, "attribute", "confidentiality", "data_disclosure")).casefold() == "yes"
    service = at(record, "attribute", "availability") is not None
    return {(1, 1): "both", (1, 0): "data", (0, 1): "service"}.get((data, service), "unknown")


def _name(value: object) -> str | None:
    if not isinstance(value, str) or value.strip().casefold() in _NOBODY:
        return None
    return value.strip()


def _sector(industry: object) -> str | None:
    code = str(industry or "")
    return next((_SECTORS[code[:size]] for size in (5, 4, 3, 2) if code[:size] in _SECTORS), None)


def _day(when: object) -> tuple[str | None, str | None]:
    """Return a date as far as it is known, and how exact it is."""
    parts = list(_parts(when))
    precision = (None, "year", "month", "day")[len(parts)]
    text = "-".join(parts)
    return (text, precision) if parts and is_date(text) else (None, None)


def _parts(when: object) -> Iterator[str]:
    for name, width in (("year", 4), ("month", 2), ("day", 2)):
        number = at(when, name)
        if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
            return
        yield f"{number:0{width}}"
