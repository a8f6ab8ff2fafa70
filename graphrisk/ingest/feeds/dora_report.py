"""DORA major-incident reports (JSON, IR-1.2.1, Implementing Regulation (EU) 2025/302) -> rows.

The report is one entity's, or one for several; the provider that it names (field 2.8) is the
vendor that was hit. Contacts are left out: they are persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphrisk.ingest.feeds.rows import FeedRows, at, day_of, objects, texts
from graphrisk.model.identifiers import fold

_STATES = {
    "initial_notification": "reported",
    "intermediate_report": "confirmed",
    "final_report": "closed",
    "major_incident_reclassified_as_non-major": "closed",
}
_TECHNIQUES = {
    "data_encryption_for_impact_including_ransomware": "ransomware",
    "ddos": "ddos",
    "supply-chain_attack": "supply_chain_software",
    "social_engineering_including_phishing": "phishing",
    "identity_theft": "credential_abuse",
    "data_exfiltration_and_manipulation_including_identity_theft": "data_theft",
}
_FAILURES = ("process_failure", "system_failure", "external_event")
_NO_PROVIDER = frozenset({"", "no", "none", "n/a", "na", "not applicable", "false", "yes", "true"})
_ENTITY_SECTORS = {
    "credit_institution": "banking",
    "insurance_and_reinsurance_undertaking": "insurance",
    "trading_venue": "financial_market",
    "central_counterparty": "financial_market",
    "investment_firm": "financial_market",
}


def is_report(value: object) -> bool:
    """Return True for a DORA incident report."""
    return isinstance(value, dict) and "incidentSubmission" in value and "incident" in value


def read(feed: FeedRows, value: Any) -> None:
    """Add the rows of a report."""
    told = value.get("incident")
    told = told if isinstance(told, dict) else {}
    origin = str(told.get("financialEntityCode") or "report")
    sender = _party(feed, value.get("submittingEntity"), origin)
    key = f"dora:{sender or feed.document[:16]}:{origin}"[:500]
    entities = [
        name
        for each in objects(value.get("affectedEntity"))
        if (name := _party(feed, each, origin))
    ]
    entities = list(dict.fromkeys(entities or ([sender] if sender else [])))
    provider = _provider(feed, told)
    _incident(feed, key, origin, value, told, provider or (entities[0] if entities else None))
    feed.report(key, 1, origin, sender)
    _parties(feed, key, origin, entities, provider, value)
    parent = _party(feed, value.get("ultimateParentUndertaking"), origin)
    for name in entities if parent else ():
        if name != parent:
            feed.add("PART_OF", 1, origin, organization=name, parent=parent)
    _statements(feed, key, origin, value)
    if value.get("primaryContact") or value.get("secondaryContact"):
        feed.note(1, "primaryContact", None, "contacts are persons; they were left out")


def _party(feed: FeedRows, entity: object, origin: str) -> str | None:
    """Add an entity with its LEI; return its name."""
    name = at(entity, "name") or at(entity, "code") or at(entity, "LEI")
    if not isinstance(name, str) or not name.strip():
        return None
    kinds = texts(at(entity, "affectedEntityType"))
    sector = next((_ENTITY_SECTORS[kind] for kind in kinds if kind in _ENTITY_SECTORS), None)
    lei = at(entity, "LEI")
    feed.add("Organization", 1, origin, name=name.strip(), lei=lei, sector=sector)
    return name.strip()


def _provider(feed: FeedRows, told: Mapping[str, Any]) -> str | None:
    """Return the provider that field 2.8 names; it is free text, and may only say yes or no."""
    said = told.get("originatesFromThirdPartyProvider")
    if not isinstance(said, str) or fold(said) in _NO_PROVIDER:
        if isinstance(said, str) and fold(said) in ("yes", "true"):
            feed.note(1, "originatesFromThirdPartyProvider", said, "names no provider")
        return None
    name = said.strip()
    for start in ("yes", "true"):
        if fold(name).startswith(start) and name[len(start) : len(start) + 1] in ",:;- –":
            name = name[len(start) :].lstrip(",:;-– ")
    if len(name) > 200 or "\n" in name:
        message = "too long for a name; no provider was taken from it"
        feed.note(1, "originatesFromThirdPartyProvider", name, message, "name it in the register")
        return None
    return name or None


def _incident(
    feed: FeedRows,
    key: str,
    origin: str,
    report: Mapping[str, Any],
    told: Mapping[str, Any],
    hit: str | None,
) -> None:
    attack = attack_type(told)
    what = "incident" if attack == "unknown" else attack.replace("_", " ")
    happened = day_of(told.get("incidentOccurrenceDateTime"))
    found = day_of(told.get("detectionDateTime"))
    feed.add(
        "Incident",
        1,
        origin,
        id=key,
        title=f"{what} at {hit or 'an organization that is not named'}",
        attack_type=attack,
        state=_STATES.get(str(report.get("incidentSubmission")), "reported"),
        occurred_on=happened,
        occurred_precision="day" if happened else None,
        discovered_on=found,
        discovered_precision="day" if found else None,
        quote=told.get("incidentDescription"),
    )


def attack_type(told: Mapping[str, Any]) -> str:
    """Return the kind of attack that techniques (3.25) and classification (3.23) tell.

    Examples
    --------
    >>> attack_type({"incidentType": {"threatTechniques": ["ddos"]}})
    'ddos'
    >>> attack_type({"incidentType": {"incidentClassification": ["system_failure"]}})
    'outage'
    """
    techniques = texts(at(told, "incidentType", "threatTechniques"))
    for technique, attack in _TECHNIQUES.items():
        if technique in techniques:
            return attack
    classes = texts(at(told, "incidentType", "incidentClassification"))
    is_failure = bool(classes) and all(each in _FAILURES for each in classes)
    return "outage" if is_failure else "unknown"


def _parties(
    feed: FeedRows,
    key: str,
    origin: str,
    entities: list[str],
    provider: str | None,
    report: Mapping[str, Any],
) -> None:
    """Add who was hit, who was reached, and that the provider serves them."""
    if provider is not None:
        feed.add("HITS", 1, origin, incident=key, organization=provider, role="origin")
    for name in entities:
        if provider is None:
            feed.add("HITS", 1, origin, incident=key, organization=name, role="origin")
            continue
        if name != provider:
            cells = {"vendor": provider, "customer": name, "criticality": "supporting"}
            feed.add("SERVES", 1, origin, **cells)
        impact = "service" if at(report, "impactAssessment", "serviceImpact") else "unknown"
        cells = {"impact": impact, "status": "confirmed"}
        feed.add("AFFECTS", 1, origin, incident=key, organization=name, **cells)


def _statements(feed: FeedRows, key: str, origin: str, report: Mapping[str, Any]) -> None:
    """Add clients, counterparts, authorities and the moment of restoration."""
    assets = at(report, "impactAssessment", "affectedAssets")
    estimates = texts(at(assets, "numbersActualEstimate"))
    for name, field, word in (
        ("affectedClients", "person_count", "clients"),
        ("affectedFinancialCounterparts", "organization_count", "financial_counterparts"),
    ):
        number = at(assets, name, "number")
        if isinstance(number, int) and number >= 0:
            is_guess = f"estimates_for_{word}_affected" in estimates
            qualifier = "about" if is_guess else "exact"
            cells: dict[str, Any] = {"number": number, "qualifier": qualifier, "scope": "affected"}
            _state(feed, key, origin, field, unit=word.replace("_", " "), **cells)
    for said in texts(report.get("reportingToOtherAuthorities")):
        if said not in ("none", "other"):
            _state(feed, key, origin, "authority", said.replace("_", " "), unit="notified")
    back = day_of(at(report, "impactAssessment", "serviceImpact", "serviceRestorationDateTime"))
    if back:
        _state(feed, key, origin, "restored", back)


def _state(
    feed: FeedRows, key: str, origin: str, field: str, value: str | None = None, **cells: Any
) -> None:
    made = f"{key}-{field}-{value or cells.get('unit')}"[:500]
    feed.add("Statement", 1, origin, id=made, field=field, value=value, incident=key, **cells)
    feed.add("ABOUT", 1, origin, statement=made, incident=key)
