"""The way from a text to its claims."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from graphrisk.extract.claims import Claim, ClaimSet, Party, make_claim
from graphrisk.extract.counts import count_claims
from graphrisk.extract.edges import SUB_UNNAMED, UNNAMED, Relations, Sign, find_relations, quotes
from graphrisk.extract.effects import (
    consequence_claims,
    restored_claims,
    spared_claims,
    subject_claims,
)
from graphrisk.extract.events import authority_claims, confirming_authorities, date_claims
from graphrisk.extract.exposure import Finding, data_claims, find_exposures
from graphrisk.extract.incident import attack_type, is_incident
from graphrisk.extract.lexicon import load_lexicon, supported_languages
from graphrisk.extract.page import Page, read_page
from graphrisk.extract.parties import PUBLISHER
from graphrisk.extract.roles import Roles, assign_roles
from graphrisk.extract.services import category_of, service_of

if TYPE_CHECKING:
    from graphrisk.extract.edges import Link
    from graphrisk.extract.intake import IntakeDocument

_NEUTRAL: Final = "en"


def read_claims(
    document: IntakeDocument,
    *,
    publisher: str | None = None,
    published_on: str | None = None,
    language: str | None = None,
    directory: Sequence[str] = (),
) -> ClaimSet:
    """Read what a document says into claims; linear in its length, never raises on any text.

    Parameters
    ----------
    document
        From `graphrisk.extract.intake`.
    publisher, published_on, language
        Override what the document's metadata says and what is guessed.
    directory
        Names of organizations that the user knows: found even where no pattern names them.

    Returns
    -------
    ClaimSet
        Empty but for notes when the text reports no incident.

    Raises
    ------
    InputError
        Never for a text; only for a damaged installation (a lexicon that cannot be read).

    Examples
    --------
    >>> from graphrisk.extract.intake import from_text
    >>> notice = from_text("On 3 May 2024 our supplier Nordfjord Payroll Ltd was hit by ransomware. "
    ...                    "Names of our employees were stolen.")
    >>> [c.value["organization"].name for c in read_claims(notice).of("vendor_hit")]
    ['Nordfjord Payroll Ltd']
    """
    meta = document.metadata
    code = language or meta.language or detect_language(document.text)
    supported = code in supported_languages()
    lexicon = load_lexicon(code if supported else _NEUTRAL)
    page = read_page(document.text, document.sha256, lexicon, tuple(directory))
    stated_on = published_on or meta.published_on
    if not supported:
        return _unsupported(page, code, stated_on)
    return _claims(page, publisher or meta.publisher, stated_on, code)


def detect_language(text: str) -> str:
    """Return the language code of a text, one of about 97.

    >>> detect_language("Vi har drabbats av en cyberattack och personuppgifter kan ha läckt.")
    'sv'
    """
    import py3langid

    code = str(py3langid.classify(text[:20_000])[0])
    return {"no": "nb", "nn": "nb"}.get(code, code)


def _unsupported(page: Page, code: str, stated_on: str | None) -> ClaimSet:
    """Dates, numbers and known organizations of a text in a language without a lexicon."""
    note = (
        f"The language of this text ({code}) has no lexicon: only dates, figures and organizations "
        f"that you already know were read. Languages with a lexicon: "
        f"{', '.join(supported_languages())}. Set the language if this guess is wrong."
    )
    claims: list[Claim] = []
    for number, reading in enumerate(page.readings):
        for mention in reading.dates:
            claims.append(
                make_claim(
                    "date",
                    {
                        "date": mention.value,
                        "what": "occurred",
                        "precision": mention.precision,
                        "about": None,
                    },
                    (page.evidence(number, mention.first, mention.last),),
                    rule="unsupported.date",
                    confidence=0.3,
                    stated_on=stated_on,
                    note="what happened on this date was not read",
                )
            )
        for count in reading.numbers:
            if count.value > 20 and not 1900 <= count.value <= 2100:
                claims.append(
                    make_claim(
                        "count",
                        {
                            "number": count.value,
                            "what": "unknown",
                            "qualifier": count.qualifier,
                            "scope": "unknown",
                            "about": None,
                            "countries": (),
                        },
                        (page.evidence(number, count.first, count.last),),
                        rule="unsupported.number",
                        confidence=0.2,
                        stated_on=stated_on,
                        note="what this figure counts was not read",
                    )
                )
    for core, entry in page.parties.entries.items():
        if entry.known:
            place = entry.mentions[0]
            claims.append(
                make_claim(
                    "affected",
                    {
                        "organization": page.parties.party(core),
                        "impact": "unknown",
                        "spared": False,
                    },
                    (page.evidence(place.sentence, place.first, place.last),),
                    rule="unsupported.directory",
                    confidence=0.3,
                    about=core,
                    stated_on=stated_on,
                    note="named in the text; its part in it was not read",
                )
            )
    return ClaimSet(tuple(claims), code, None, False, (note,))


def _claims(page: Page, publisher: str | None, stated_on: str | None, code: str) -> ClaimSet:
    relations = find_relations(page)
    roles = assign_roles(page, relations, publisher)
    findings = find_exposures(page)
    notes = _notes(page)
    if not is_incident(page, roles, findings):
        notes.append(
            "This text was not read as a report of an incident: it tells of no event with a party "
            "or a date, or it is guidance, a policy or an advertisement. No claims were made."
        )
        return ClaimSet((), code, roles.publisher, False, tuple(notes))
    parties = _parties(page, roles)
    page.relevant = _relevant(roles)
    about = next(iter(roles.vendors), None)
    hit = parties.get(about) if about else None
    author = roles.author_core or (PUBLISHER if roles.publisher else None)
    holder = roles.publisher if author not in roles.vendors else None
    vendor_speaks = author is not None and author in roles.vendors
    impacts = _impacts(page, findings)
    claims: list[Claim] = _incident_claims(page, relations, roles, findings)
    claims += _vendor_claims(page, roles, parties, stated_on)
    claims += _serves_claims(page, relations, roles, parties, stated_on)
    claims += _affected_claims(page, roles, parties, impacts, stated_on)
    claims += data_claims(page, findings, holder, stated_on)
    claims += count_claims(page, hit, holder, vendor_speaks)
    claims += subject_claims(page, findings, holder)
    dates = date_claims(page, stated_on, parties, author)
    claims += dates
    claims += authority_claims(page, author, parties)
    claims += spared_claims(page)
    claims += consequence_claims(page, hit)
    claims += restored_claims(page, hit, dates)
    unique = {claim.id: claim for claim in claims}
    return ClaimSet(tuple(unique.values()), code, roles.publisher, True, tuple(notes))


def _relevant(roles: Roles) -> set[str]:
    """The parties that have a part in the incident."""
    out = {*roles.vendors, *roles.customers, *roles.spared, PUBLISHER}
    out |= {p for link in roles.links for p in (link.vendor, link.customer)}
    return out | ({roles.author_core} if roles.author_core else set())


def _notes(page: Page) -> list[str]:
    notes = list(page.notes)
    if page.truncated:
        notes.append("The text is very long; only its first 2,500 sentences were read.")
    for number in page.live:
        reading = page.readings[number]
        opens = (
            reading.words[-1] == ":"
            and reading.has("exposure")
            and (bool(reading.data) or reading.has("general_data"))
        )
        follows = page.readings[number + 1] if number + 1 < len(page.readings) else None
        if opens and (follows is None or (follows.sentence.kind != "item" and not follows.data)):
            notes.append(
                "A list seems to be missing from the text after: "
                f"\u201c{page.evidence(number).quote[:120]}\u201d"
            )
    return notes


def _parties(page: Page, roles: Roles) -> dict[str, Party]:
    """Parties by core, with the placeholders of unnamed ones."""
    parties = {core: page.parties.party(core) for core in page.parties.entries}
    if roles.publisher is not None:
        parties[roles.author_core or PUBLISHER] = roles.publisher
        parties[PUBLISHER] = roles.publisher
    for placeholder in (UNNAMED, SUB_UNNAMED):
        parties[placeholder] = Party(
            name=_words_for(page, roles, placeholder), named=False, key=placeholder.strip("()")
        )
    return parties


def _words_for(page: Page, roles: Roles, placeholder: str) -> str:
    """The most telling words a text uses for an unnamed supplier: the longest compound."""
    wanted = "sub_vendor_noun" if placeholder == SUB_UNNAMED else "vendor_noun"
    other = "vendor_noun" if wanted == "sub_vendor_noun" else "sub_vendor_noun"
    words = [
        page.evidence(n, h.first, h.last).quote
        for n in page.live
        for h in page.readings[n].cues(wanted)
        if not any(o.first == h.first for o in page.readings[n].cues(other))
        and h.last - h.first <= 3
    ]
    return max(words[:12], key=len) if words else "supplier"


def _incident_claims(
    page: Page, relations: Relations, roles: Roles, findings: list[Finding]
) -> list[Claim]:
    """The incident itself, and once more for each authority that confirms it."""
    attack, evidence = attack_type(page, findings)
    if not evidence:
        places: list[Sign] = [s for signs in roles.vendors.values() for s in signs]
        evidence = quotes(page, (places or relations.victims)[:2]) or _first_event(page)
    title = next(
        (
            page.evidence(n).quote
            for n in page.live
            if page.readings[n].sentence.kind == "heading"
            and page.readings[n].has("incident", "exposure", "outage")
        ),
        None,
    )
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


def _first_event(page: Page) -> tuple[Any, ...]:
    for number in page.live:
        if page.readings[number].has("incident", "outage", "exposure"):
            return (page.evidence(number),)
    return (page.evidence(page.live[0] if page.live else 0),)


def _vendor_claims(
    page: Page, roles: Roles, parties: dict[str, Party], stated_on: str | None
) -> list[Claim]:
    return [
        make_claim(
            "vendor_hit",
            {"organization": parties[core], "role": "origin"},
            quotes(page, signs),
            status="confirmed",
            rule=signs[0].rule,
            confidence=0.6 if core in {UNNAMED, SUB_UNNAMED} else min(0.9, 0.6 + 0.1 * len(signs)),
            about=parties[core].key,
            stated_on=stated_on,
        )
        for core, signs in roles.vendors.items()
        if signs
    ]


def _serves_claims(
    page: Page,
    relations: Relations,
    roles: Roles,
    parties: dict[str, Party],
    stated_on: str | None,
) -> list[Claim]:
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in roles.links:
        if link.vendor in parties and link.customer in parties:
            pairs.setdefault((link.vendor, link.customer), []).append(link)
    claims: list[Claim] = []
    for (vendor, customer), links in pairs.items():
        strong = [link for link in links if not link.weak]
        chosen = strong or links
        service = service_of(page, relations, chosen)
        claims.append(
            make_claim(
                "serves",
                {
                    "vendor": parties[vendor],
                    "customer": parties[customer],
                    "service": service,
                    "category": category_of(service),
                },
                quotes(page, chosen),
                status="confirmed",
                rule=chosen[0].rule,
                confidence=min(0.9, 0.65 + 0.1 * len(strong)) if strong else 0.45,
                about=parties[vendor].key,
                stated_on=stated_on,
            )
        )
    return claims


def _affected_claims(
    page: Page,
    roles: Roles,
    parties: dict[str, Party],
    impacts: list[tuple[str, str]],
    stated_on: str | None,
) -> list[Claim]:
    """One claim per affected party and kind of impact, each with its own status."""
    claims: list[Claim] = []
    served = {link.customer: link for link in roles.links if link.vendor in roles.vendors}
    chain = {link.customer: link for link in roles.links if link.vendor in served}
    done: set[str] = set()
    for core, link in {**served, **chain}.items():
        if core not in parties or core in roles.vendors or core in done:
            continue
        if core in {x.vendor for x in roles.links}:
            continue  # a link of the chain in the middle carries, it is not the end
        done.add(core)
        spared = core in roles.spared and core not in roles.customers
        signs = roles.spared[core] if spared else roles.customers.get(core, [])
        stated = "confirmed" if signs or not link.weak else "suspected"
        claims += [
            make_claim(
                "affected",
                {"organization": parties[core], "impact": impact, "spared": spared},
                quotes(page, signs or [link]),
                status=status or stated,
                rule=signs[0].rule if signs else link.rule,
                confidence=0.65 if signs else 0.5,
                about=parties[core].key,
                stated_on=stated_on,
            )
            for impact, status in ([("none", "denied")] if spared else impacts)
        ]
    return claims


def _impacts(page: Page, findings: list[Finding]) -> list[tuple[str, str]]:
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


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as `from_text` uses it."""
    return hashlib.sha256(text.encode()).hexdigest()
