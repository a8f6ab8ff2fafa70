"""Claims on the incident and its parties: who was hit, who serves whom, who is affected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Claim, Evidence, Party, make_claim
from graphrisk.extract.incident.attack_kinds import attack_type
from graphrisk.extract.incident.authorities import confirming_authorities
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.likeness import tells_of_a_like
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED, Relations, Sign, quotes
from graphrisk.extract.supply.services import category_of, service_of
from graphrisk.extract.victims.lone_firms import LONE

if TYPE_CHECKING:
    from graphrisk.extract.data_classes.findings import Finding
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.links import Roles
    from graphrisk.extract.supply.relations import Link

_LONGEST_CHAIN: Final = 4
_CREDIT: Final = 3
SURMISED: Final = "no words say that it was hit: concluded, as no other firm is named beside it"
CONCLUDED: Final = "no words say this supply: concluded from who was hit and who suffers"
"""The remark on a weak link."""


def incident_claims(
    page: Page, relations: Relations, roles: Roles, findings: list[Finding]
) -> list[Claim]:
    """The incident itself, and once more for each authority that confirms it."""
    attack, evidence = attack_type(page, findings)
    if not evidence:
        places: list[Sign] = [s for signs in roles.vendors.values() for s in signs]
        evidence = quotes(page, (places or relations.victims)[:2]) or _first_event(page)
    title = title_of(page)
    value = {"is_incident": True, "attack_type": attack, "title": title}
    first = make_claim(
        "incident",
        value,
        evidence,
        status="confirmed",
        rule=f"attack.{attack}",
        confidence=0.85 if attack != "unknown" else 0.6,
    )
    return [
        first,
        *(
            make_claim(
                "incident",
                value,
                (page.evidence(number),),
                status="confirmed",
                rule="incident.confirmed-by-authority",
                confidence=0.75,
                asserted_by=name,
            )
            for name, number in confirming_authorities(page)
        ),
    ]


def title_of(page: Page) -> str | None:
    """The heading that tells of the incident and asks nothing, else the first line if it is one."""
    headings = [
        n
        for n in page.live
        if page.readings[n].sentence.kind == "heading"
        and not page.is_question(n)
        and not _is_credit(page, n)
    ]
    for number in headings:
        if page.readings[number].has("incident", "exposure", "outage"):
            return page.evidence(number).quote
    opens = headings[:1] == page.live[:1] != [] and not page.readings[headings[0]].dates
    return page.evidence(headings[0]).quote if opens else None


def _is_credit(page: Page, number: int) -> bool:
    """Whether a line says whose a picture is: "Photo: Somebody/Agency"."""
    words = page.readings[number].words
    head = words[: words.index(":")] if ":" in words[:_CREDIT] else words[:1] * ("/" in words)
    return bool(head) and head[-1] in page.lexicon.word_set("credit_line")


def _first_event(page: Page) -> tuple[Evidence, ...]:
    for number in page.live:
        if page.readings[number].has("incident", "outage", "exposure"):
            return (page.evidence(number),)
    return (page.evidence(page.live[0] if page.live else 0),)


def vendor_claims(
    page: Page, roles: Roles, parties: dict[str, Party], stated_on: str | None
) -> list[Claim]:
    """One claim per supplier that was hit."""
    return [
        make_claim(
            "vendor_hit",
            {"organization": parties[core], "role": "origin"},
            quotes(page, signs),
            status="confirmed",
            rule=signs[0].rule,
            confidence=_sureness(core, signs),
            note=SURMISED if signs[0].rule == LONE else "",
            about=parties[core].key,
            stated_on=stated_on,
        )
        for core, signs in roles.vendors.items()
        if signs
    ]


def _sureness(core: str, signs: Sequence[Sign]) -> float:
    """Return the rule's own score for a supplier that was hit."""
    if signs[0].rule == LONE:
        return 0.45
    return 0.6 if core in {UNNAMED, SUB_UNNAMED} else min(0.9, 0.6 + 0.1 * len(signs))


def serves_claims(
    page: Page,
    relations: Relations,
    roles: Roles,
    parties: dict[str, Party],
    stated_on: str | None,
) -> list[Claim]:
    """One claim per pair of supplier and customer, with the service if it is told."""
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in roles.links:
        if link.vendor in parties and link.customer in parties:
            pairs.setdefault((link.vendor, link.customer), []).append(link)
    sure = [pair for pair, links in pairs.items() if any(not link.weak for link in links)]
    passing_on = {vendor for vendor, _ in sure}
    # Who stands at the head of a stated chain serves its next link; "X is affected" adds no other.
    chained = {vendor for vendor, customer in sure if customer in passing_on}
    claims: list[Claim] = []
    for (vendor, customer), links in pairs.items():
        strong = [link for link in links if not link.weak]
        if not strong and vendor in chained:
            continue
        chosen = strong or links
        service = service_of(page, relations, chosen)
        claims.append(
            make_claim(
                "serves",
                {
                    "vendor": parties[vendor],
                    "customer": parties[customer],
                    "service": service,
                    "category": category_of(service, page.lexicon),
                },
                quotes(page, chosen),
                status="confirmed",
                rule=chosen[0].rule,
                confidence=min(0.9, 0.65 + 0.1 * len(strong)) if strong else 0.45,
                note="" if strong else CONCLUDED,
                about=parties[vendor].key,
                stated_on=stated_on,
            )
        )
    return claims


def affected_claims(
    page: Page,
    roles: Roles,
    parties: dict[str, Party],
    impacts: list[tuple[str, str]],
    stated_on: str | None,
    harm: Mapping[str, Evidence] | None = None,
) -> list[Claim]:
    """One claim per affected party and kind of impact, each with its own status.

    ``harm`` is where the text first tells of each kind of impact: the words for a party of which
    no sentence says it by name.
    """
    claims: list[Claim] = []
    harm = harm or {}
    passing_on = {link.vendor for link in roles.links}
    done: set[str] = set()
    for core, link in _downstream(roles).items():
        if core not in parties or core in roles.vendors or core in done:
            continue
        if core in passing_on:
            continue  # a link of the chain in the middle carries, it is not the end
        done.add(core)
        denied = {s.sentence for s in roles.spared.get(core, [])}  # in one sentence this counts
        hit_signs = [
            s
            for s in roles.customers.get(core, [])
            if s.sentence not in denied and _tells_of_harm(page, s.sentence)
        ]
        spared = core in roles.spared and not hit_signs
        signs = roles.spared[core] if spared else roles.customers.get(core, [])
        stated = "confirmed" if signs or not link.weak else "suspected"
        listed = core != roles.author_core and not any(
            _tells_of_harm(page, n) for n in [link.sentence, *(s.sentence for s in signs)]
        )  # "our customers include X" does not say that X was affected
        claims += [
            make_claim(
                "affected",
                {"organization": parties[core], "impact": impact, "spared": spared},
                _harm_first(page, signs or [link], {} if spared or listed else harm, impact),
                status="suspected" if listed and not spared else status or stated,
                rule=signs[0].rule if signs else link.rule,
                confidence=0.65 if signs else 0.5,
                about=parties[core].key,
                stated_on=stated_on,
            )
            for impact, status in ([("none", "denied")] if spared else impacts)
        ]
    return claims


def own_claims(
    page: Page,
    relations: Relations,
    roles: Roles,
    impacts: list[tuple[str, str]],
    stated_on: str | None,
    harm: Mapping[str, Evidence],
) -> list[Claim]:
    """Return that a party is affected itself, where it was hit and no supplier was."""
    if roles.vendors or any(not link.weak for link in roles.links):
        return []
    found = _hit_themselves(page, relations, roles)
    return [
        make_claim(
            "affected",
            {"organization": party, "impact": impact, "spared": False},
            _harm_first(page, [sign], harm, impact),
            status=status or "confirmed",
            rule="affected: itself",
            confidence=0.5,
            about=party.key,
            stated_on=stated_on,
        )
        for party, sign in found
        for impact, status in impacts
    ]


def _hit_themselves(page: Page, relations: Relations, roles: Roles) -> list[tuple[Party, Sign]]:
    """The author where it was hit, else the party most often said to be, with those beside it."""
    author = roles.publisher
    own = {PUBLISHER, roles.author_core}
    signs = [s for s in relations.victims if s.party in own]
    if author is not None and signs:
        return [(author, signs[0])]
    entries = page.parties.entries
    told: dict[str, list[Sign]] = {}
    for sign in relations.victims:
        entry = entries.get(sign.party)
        current = page.is_fact(sign.sentence) and not tells_of_a_like(page.readings[sign.sentence])
        if entry is not None and entry.strong and not entry.product and current:
            told.setdefault(sign.party, []).append(sign)
    if not told or roles.speaks:
        return []
    top = max(
        told, key=lambda core: (len({s.sentence for s in told[core]}), -told[core][0].sentence)
    )
    places = {(s.sentence, s.first, s.last) for s in told[top]}
    return [
        (page.parties.party(core), signs[0])
        for core, signs in told.items()
        if core == top or any((s.sentence, s.first, s.last) in places for s in signs)
    ]


def _downstream(roles: Roles) -> dict[str, Link]:
    """Return whom those hit serve, directly or through others, with the last link to each."""
    found: dict[str, Link] = {}
    reached = set(roles.vendors)
    for _ in range(_LONGEST_CHAIN):
        new = {
            x.customer: x for x in roles.links if x.vendor in reached and x.customer not in found
        }
        found.update(new)
        reached = set(new)
    return found


def _harm_first(
    page: Page, places: Sequence[Link | Sign], harm: Mapping[str, Evidence], impact: str
) -> tuple[Evidence, ...]:
    """Return the sentences of places; where none tells of harm, the one that does before them."""
    told = quotes(page, places)
    if impact not in harm or any(_tells_of_damage(page, place.sentence) for place in places):
        return told
    return tuple(dict.fromkeys((harm[impact], *told)))


def _tells_of_damage(page: Page, number: int) -> bool:
    return page.readings[number].has("affected", "outage", "exposure")


def first_harm(page: Page, findings: list[Finding]) -> dict[str, Evidence]:
    """Return where a text first tells of data that was reached, and of a service that stopped."""
    exposed = [f.sentence for f in findings if f.assertion.status != "denied"]
    stopped = [
        n
        for n in page.live
        if any(page.is_fact(n, h.first) for h in page.readings[n].cues("outage"))
        and page.readings[n].sentence.kind != "heading"
    ]
    found = {"data": exposed[:1], "service": stopped[:1]}
    return {kind: page.evidence(places[0]) for kind, places in found.items() if places}


def _tells_of_harm(page: Page, number: int) -> bool:
    reading = page.readings[number]
    header = reading.sentence.header
    places = [reading, *([page.readings[header]] if header is not None else [])]
    return any(r.has("affected", "outage", "incident", "exposure") for r in places)


def stated_impacts(page: Page, findings: list[Finding]) -> list[tuple[str, str]]:
    """Kinds of impact with their status; an empty status is that of the party's own sign."""
    latest = {f.data_class: f.assertion.status for f in findings}
    data = (
        "confirmed"
        if "confirmed" in latest.values()
        else ("suspected" if "suspected" in latest.values() else "")
    )
    outage = any(
        page.is_fact(n, h.first) for n in page.live for h in page.readings[n].cues("outage")
    )
    found = [("service", "")] if outage else []
    found += [("data", data)] if data else []
    return found or [("unknown", "")]
