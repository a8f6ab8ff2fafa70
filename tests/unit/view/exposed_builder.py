"""Answers for the view's tests: invented parties only, always the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

from graphrisk.analysis.exposed_result import (
    Alternative,
    Exposed,
    ExposedParty,
    People,
    Step,
    Witness,
)
from graphrisk.analysis.reported_facts import (
    Conflict,
    IncidentLine,
    Reported,
    ReportedClass,
    ReportedCount,
    ReportedCustomer,
    ReportedDocument,
    ReportedStatement,
    Version,
)

STEMS = tuple(
    """Blauprint Cedararchive Deltagrid Emberhealth Helioledger Irismail Kappapay Miraworks
    Novahealth Quillsign Rheavoice Solanet Terrasoft Umbrahost Wrennet Yarasystems Granledger
    Velalogic""".split()  # noqa: SIM905 - names, one after the other
)
FORMS = ("AB", "GmbH", "Ltd", "Oy", "SA", "BV", "SpA", "Inc")
SECTORS = ("Health", "Insurance", "Banking", "Energy", "Transport", "Municipal")
PLACES = (
    "Cedar",
    "Delta",
    "Ember",
    "Fjord",
    "Gran",
    "Helio",
    "Juno",
    "Lumen",
    "Nova",
    "Pico",
    "Quill",
)
KINDS = {
    "Health": "General Hospital",
    "Insurance": "Mutual",
    "Banking": "Savings Bank",
    "Energy": "Power",
    "Transport": "Lines",
    "Municipal": "City",
}
QUOTES = (
    ("contract", "The supplier operates the booking service described in annex 2.", 1.0),
    ("register", "", 0.9),
    ("questionnaire", 'Answered "yes" to question 3.1 of the yearly questionnaire.', 0.7),
    ("invoice", "Paid invoice in the last 90 days.", 0.6),
    ("notice", "Our supplier has told us that its servers are not available.", 0.8),
)


def step(vendor: tuple[str, str], customer: tuple[str, str], **given: Any) -> Step:
    """Return one supply link with plain defaults."""
    values: dict[str, Any] = {
        "edge_id": f"{vendor[0]}-{customer[0]}",
        "vendor_id": vendor[0],
        "vendor": vendor[1],
        "customer_id": customer[0],
        "customer": customer[1],
        "service": "hosting",
        "category": "cloud",
        "criticality": "critical",
        "contract": "",
        "source_kind": "register",
        "source": "serves.csv#2",
        "quote": "",
        "seen_on": "2026-01-28",
        "confidence": 0.9,
        "supports": (),
        "data_classes": (),
    }
    return Step(**{**values, **given})


def party(org: tuple[str, str], steps: tuple[Step, ...], **given: Any) -> ExposedParty:
    """Return one exposed party whose route is the given steps."""
    values: dict[str, Any] = {
        "id": org[0],
        "name": org[1],
        "country": "SE",
        "sector": "Health",
        "is_vendor": False,
        "is_customer": True,
        "state": "stops",
        "hop": len(steps),
        "wave": len(steps),
        "parts": (),
        "witness": Witness(steps, (), "its only supplier of hosting is lost"),
        "kept_by": (),
        "kept_how": None,
        "kept_at": None,
        "rule": "its only supplier of hosting is lost",
        "classes": (),
        "people": (),
    }
    return ExposedParty(**{**values, **given})


def exposed(parties: tuple[ExposedParty, ...], **given: Any) -> Exposed:
    """Return an answer about Kappaledger Ltd with the given parties."""
    counts: dict[str, int] = {}
    for one in parties:
        counts[one.state] = counts.get(one.state, 0) + 1
    values: dict[str, Any] = {
        "mode": "outage",
        "fallen": (("o-kappa", "Kappaledger Ltd"),),
        "headline": _headline(counts) if parties else "nobody exposed",
        "counts": counts,
        "range": {"as stated": counts, "if unknown criticality is critical": counts},
        "parties": parties,
        "alternatives": (),
        "coverage": {
            "links": 210,
            "share": 0.38,
            "sentence": "suppliers' suppliers are known for 38% of critical links",
        },
        "notes": (),
        "parameters": {
            "as_of": "2026-11-15",
            "known_on": "2026-11-15",
            "min_criticality": "critical",
            "min_confidence": 0.0,
            "assume_substitutes": None,
            "max_hops": None,
        },
        "digest": "5f1c" * 16,
    }
    return Exposed(**{**values, **given})


def _headline(counts: dict[str, int]) -> str:
    stops, partly = counts.get("stops", 0), counts.get("partly", 0)
    degraded, kept = counts.get("degraded", 0), counts.get("kept up", 0)
    return (
        f"{stops} stop, {partly} partly, {degraded} are degraded, "
        f"{kept} more are within reach but kept up"
    )


def sample(seed: int = 7, vendors: int = 23, customers: int = 48) -> Exposed:
    """Return an outage of three hops with every state, like the register of a hospital group."""
    rng = random.Random(seed)
    fallen = ("o-kappa", "Kappaledger Ltd")
    routes: dict[str, tuple[Step, ...]] = {}
    parties: list[ExposedParty] = []
    carriers: list[tuple[str, str]] = []
    for number in range(vendors):
        stem = STEMS[number % len(STEMS)]
        suffix = f" {number}" if number >= len(STEMS) else ""
        org = (f"v{number:04d}", f"{stem} {FORMS[number % len(FORMS)]}{suffix}")
        above = rng.choice(carriers[:9]) if number > 15 and carriers else None
        parties.append(_made(rng, org, fallen if above is None else above, routes, True))
        if parties[-1].state in {"stops", "partly"}:
            carriers.append(org)
    for number in range(customers):
        sector = SECTORS[rng.randrange(len(SECTORS))]
        place = PLACES[number % len(PLACES)]
        kind = KINDS[sector]
        name = f"City of {place} {number}" if kind == "City" else f"{place} {kind} {number}"
        above = fallen if rng.random() < 0.06 else rng.choice(carriers)
        one = _made(rng, (f"c{number:04d}", name), above, routes, False, sector=sector)
        parties.append(one)
    return exposed(
        tuple(parties),
        alternatives=(
            Alternative(
                "c0003",
                "Fjord Mutual 3",
                "cloud",
                (("v0007", "Miraworks Inc"),),
                (("o-x", "Xeno AB"),),
            ),
        ),
        notes=("7 links have no contract: taken as lost with any part of their vendor.",),
        range={
            "as stated": {"stops": 31, "partly": 5, "degraded": 8, "kept up": 27},
            "if unknown criticality is critical": {
                "stops": 39,
                "partly": 5,
                "degraded": 2,
                "kept up": 25,
            },
        },
    )


def _made(
    rng: random.Random,
    org: tuple[str, str],
    above: tuple[str, str],
    routes: dict[str, tuple[Step, ...]],
    is_vendor: bool,
    sector: str = "Digital infrastructure",
) -> ExposedParty:
    kind, quote, confidence = rng.choice(QUOTES)
    services = ("hosting", "payment service", "identity service", "e-mail", "archive")
    link = step(
        above,
        org,
        service=rng.choice(services),
        source_kind=kind,
        source=f"{kind}.csv#{rng.randrange(2, 400)}",
        quote=quote,
        confidence=confidence,
    )
    routes[org[0]] = (*routes.get(above[0], ()), link)
    steps = routes[org[0]]
    state = rng.choices(("stops", "partly", "degraded", "kept up"), (55, 8, 12, 25))[0]
    given: dict[str, Any] = {"state": state, "is_vendor": is_vendor, "sector": sector}
    given["country"] = rng.choice(("SE", "FI", "DE", "NL", None))
    if state == "partly":
        given["parts"] = ("booking", "invoicing")
    if state == "kept up":
        given["kept_by"] = (("o-standby", "Standby Hosting AB"), ("o-second", "Second Source Oy"))
        given["kept_how"] = "directly"
        given["rule"] = "group hosting requires 1 of 3 suppliers and 2 stand"
        given["wave"] = None
    if state == "degraded":
        given["rule"] = "a lost group is important, below critical"
    if not is_vendor:
        given["people"] = (
            People("patient record", rng.randrange(900, 90000), "holds.csv#4", None),
        )
    return party(org, steps, **given)


def few() -> Exposed:
    """Return an outage of six clinics, all direct customers."""
    fallen = ("o-kappa", "Kappaledger Ltd")
    orgs = [(f"c{number}", f"Clinic {number}") for number in range(6)]
    return exposed(tuple(party(org, (step(fallen, org),)) for org in orgs))


def breach() -> Exposed:
    """Return a breach with carried, possible and unknown classes."""
    base = sample(seed=11)
    states = ("carried", "possible", "unknown")
    parties = tuple(
        party(
            (one.id, one.name),
            one.witness.steps,
            state=states[place % 5 if place % 5 < 3 else 0],
            is_vendor=one.is_vendor,
            sector=one.sector,
            rule="every link of the route carries it",
            classes=(("patient record", "carried"), ("contact data", "possible")),
            people=one.people,
        )
        for place, one in enumerate(base.parties)
    )
    return exposed(
        parties,
        mode="breach",
        headline="data of 43 carried, of 14 more possible, of 14 more classes unknown",
        range={},
    )


def compromise() -> Exposed:
    """Return a compromise: everybody of the sample over network access."""
    parties = tuple(
        party(
            (one.id, one.name),
            one.witness.steps,
            state="compromised",
            is_vendor=one.is_vendor,
            sector=one.sector,
            rule="every link of the path gives access",
        )
        for one in sample(seed=5, vendors=9, customers=12).parties
    )
    headline = "21 organizations are within reach over network access or software updates"
    return exposed(parties, mode="compromise", headline=headline, range={})


def reported() -> Reported:
    """Return what an invented notice states, a denial and an earlier version included."""
    denial = {
        "text": "patient record",
        "status": "denied",
        "quote": "Patient records were not affected.",
        "source": "notice.txt#240-274",
        "stated_on": "2026-11-12",
        "asserted_by": "Kappaledger Ltd",
    }
    earlier = {**denial, "text": "patient record", "status": "suspected", "quote": "It may be so."}
    return Reported(
        incidents=(incident("INC-1", "Ransomware at Kappaledger Ltd"),),
        affected=(
            ReportedCustomer(
                text="Quill Savings Bank 43: service affected",
                status="suspected",
                quote="The bank expects disturbances in its booking service.",
                source="notice.txt#120-173",
                stated_on="2026-11-12",
                organization_id="c0043",
                name="Quill Savings Bank 43",
                subjects=9000,
            ),
        ),
        classes=(
            ReportedClass(**denial, data_class="patient record"),
            ReportedClass(
                text="contact data",
                status="suspected",
                quote="Names may have been read.",
                data_class="contact data",
            ),
        ),
        counts=(
            ReportedCount(
                text="149 other municipalities",
                status="confirmed",
                field="organization_count",
                number=149.0,
            ),
        ),
        conflicts=(
            Conflict(
                "patient record",
                "corrected in the same text",
                (Version(**denial, is_current=True), Version(**earlier, is_current=False)),
            ),
        ),
        documents=(
            ReportedDocument("d" * 64, "Notice", "Kappaledger Ltd", "2026-11-12", "en", None),
        ),
    )


def incident(key: str, title: str) -> IncidentLine:
    """Return an open incident in a list."""
    return IncidentLine(
        id=key,
        title=title,
        attack_type="ransomware",
        state="confirmed",
        is_open=True,
        occurred_on="2026-11-10",
        discovered_on=None,
        disclosed_on="2026-11-12",
        vendors=("Kappaledger Ltd",),
        documents=1,
    )


HOSTILE = (
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    '"onmouseover="window.pwned=1',
    "' onclick='window.pwned=1",
    "{{7*7}}",
    "{% raw %}{{ x }}",
    '=HYPERLINK("//evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-->]]><!--<svg onload=window.pwned=1>",
    "javascript:window.pwned=1",
    "Acme \u202edtL evil",
    "line one\nline two\u2028line three",
    "x" * 10_000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family & e\u0301\u0301\u0301 \u00e5\u00e4\u00f6",
    "nul\x00bell\x07\x1b[31m red \ufffe",
    "see href here",
    "| pipe | [link](javascript:window.pwned=1) `code` ![x](//evil.example/x.png)",
    "half \ud800 surrogate",
)


def hostile() -> Exposed:
    """Return an answer in which every string tries to be something else than text."""
    fallen = (("bad'\"<id>", HOSTILE[0]),)
    parties = []
    for place, name in enumerate(HOSTILE):
        org = (f"id-{place}-{name[:60]}", name)
        link = step(fallen[0], org, quote=name, source=name, service=name, contract=name)
        parties.append(
            party(
                org,
                (link,),
                sector=name,
                country=name,
                rule=name,
                state=("stops", "kept up")[place % 2],
                parts=(name,),
                kept_by=((name, name),),
                kept_how=name,
                is_vendor=place % 3 == 0,
                classes=((name, name),),
                people=(People(name, 3, name, name),),
            )
        )
    return exposed(
        tuple(parties),
        fallen=fallen,
        headline=f"{HOSTILE[0]} falls: 9 stop",
        notes=HOSTILE,
        alternatives=(Alternative(HOSTILE[0], HOSTILE[1], HOSTILE[2], ((HOSTILE[3],) * 2,), ()),),
        coverage={HOSTILE[0]: HOSTILE[1]},
        parameters={"as_of": HOSTILE[0], "known_on": HOSTILE[1], HOSTILE[0]: HOSTILE[1]},
        digest=HOSTILE[0],
    )


def hostile_reported() -> Reported:
    """Return a reported side in which every string tries to be something else than text."""
    said = [
        {
            "text": name,
            "status": name,
            "quote": name,
            "source": name,
            "asserted_by": name,
            "stated_on": name,
        }
        for name in HOSTILE
    ]
    return Reported(
        incidents=tuple(incident(name, name) for name in HOSTILE),
        classes=tuple(ReportedClass(**one, data_class="x") for one in said),
        statements=tuple(ReportedStatement(**one, field="x", value="x") for one in said),
        conflicts=(
            Conflict("x", HOSTILE[1], tuple(Version(**one, is_current=False) for one in said)),
        ),
        documents=tuple(ReportedDocument(*(name,) * 6) for name in HOSTILE),
    )
