"""The way from a text to its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.letterhead import add_labelled, roles_in_brackets
from graphrisk.extract.claims import Claim, ClaimSet, Party
from graphrisk.extract.confidence import calibrated
from graphrisk.extract.counts.counts import count_claims, without_suppliers
from graphrisk.extract.data_classes.data_claims import data_claims
from graphrisk.extract.data_classes.exposure import find_exposures
from graphrisk.extract.dates.events import date_claims
from graphrisk.extract.fallback import read_without_lexicon
from graphrisk.extract.incident.authorities import authority_claims
from graphrisk.extract.incident.effects import (
    consequence_claims,
    others_hit_claims,
    published_claims,
    restored_claims,
    spared_claims,
    subject_claims,
)
from graphrisk.extract.incident.incident import is_incident
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.page import Page
from graphrisk.extract.page_opening import read_page
from graphrisk.extract.supply.causes import add_caused_customers
from graphrisk.extract.supply.edges import find_relations
from graphrisk.extract.supply.further_customers import add_further_customers
from graphrisk.extract.supply.links import Roles
from graphrisk.extract.supply.makers import name_makers
from graphrisk.extract.supply.owners import add_owned_suppliers
from graphrisk.extract.supply.pairings import add_pairings
from graphrisk.extract.supply.pronouns import add_pronoun_victims
from graphrisk.extract.supply.referred import (
    add_listed_customers,
    add_names_near_nouns,
    add_referred_customers,
    add_spared_nouns,
)
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED
from graphrisk.extract.supply.set_apart import set_apart
from graphrisk.extract.supply.speakers import add_speaking_customers
from graphrisk.extract.text.answers import add_answered_customers
from graphrisk.extract.text.language import detect_language
from graphrisk.extract.text.tables import add_table_customers
from graphrisk.extract.victims.party_claims import (
    affected_claims,
    first_harm,
    incident_claims,
    own_claims,
    serves_claims,
    stated_impacts,
    vendor_claims,
)
from graphrisk.extract.victims.roles import assign_roles
from graphrisk.extract.victims.told_victims import add_told_victims
from graphrisk.extract.words.lexicon import is_supported, load_lexicon

if TYPE_CHECKING:
    from graphrisk.extract.text.intake import IntakeDocument

_NEUTRAL: Final = "en"


def read_claims(
    document: IntakeDocument,
    *,
    publisher: str | None = None,
    published_on: str | None = None,
    language: str | None = None,
    directory: Sequence[str] = (),
    own_scores: bool = False,
) -> ClaimSet:
    """Read what a document says into claims; linear in its length, never raises on any text.

    Parameters
    ----------
    document
        From `graphrisk.extract.text.intake`.
    publisher, published_on, language
        Override what the document's metadata says and what is guessed.
    directory
        Names of organizations that the user knows: found even where no pattern names them.
    own_scores
        Leave the rules' own scores as confidence: what `confidence.COUNTS` is counted by.

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
    >>> from graphrisk.extract.text.intake import from_text
    >>> notice = from_text("On 3 May 2024 our supplier Nordfjord Payroll Ltd was hit by "
    ...                    "ransomware. Names of our employees were stolen.")
    >>> [c.value["organization"].name for c in read_claims(notice).of("vendor_hit")]
    ['Nordfjord Payroll Ltd']
    """
    meta = document.metadata
    code = language or meta.language or detect_language(document.text)
    supported = is_supported(code)
    lexicon = load_lexicon(code if supported else _NEUTRAL)
    page = read_page(document.text, document.sha256, lexicon, tuple(directory))
    stated_on = published_on or meta.published_on
    if not supported:
        return read_without_lexicon(page, code, stated_on)
    read = _claims(page, publisher or meta.publisher, stated_on, code)
    return read if own_scores else replace(read, claims=tuple(map(calibrated, read.claims)))


def _claims(page: Page, publisher: str | None, stated_on: str | None, code: str) -> ClaimSet:
    relations = find_relations(page)
    add_told_victims(page, relations)
    add_owned_suppliers(page, relations)
    add_names_near_nouns(page, relations)
    add_referred_customers(page, relations)
    add_listed_customers(page, relations)
    add_spared_nouns(page, relations)
    add_answered_customers(page, relations)
    add_labelled(page, relations)
    roles_in_brackets(page, relations)
    add_table_customers(page, relations)
    add_pairings(page, relations)
    add_further_customers(page, relations)
    add_pronoun_victims(page, relations)
    add_caused_customers(page, relations)
    add_speaking_customers(page, relations)
    name_makers(page, relations)
    set_apart(page, relations)
    roles = assign_roles(page, relations, publisher)
    findings = find_exposures(page)
    notes = _notes(page)
    notes += [
        f"The text itself says that this is not so: \u201c{page.evidence(n).quote[:120]}\u201d"
        for n in dict.fromkeys(relations.refuted)
    ]
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
    page.main_vendor = hit.key if hit else None
    page.suppliers = frozenset(roles.suppliers())
    page.author = roles.publisher.key if roles.publisher else None
    holder = roles.publisher if author not in roles.vendors else None
    vendor_speaks = author is not None and author in roles.vendors
    impacts = stated_impacts(page, findings)
    claims: list[Claim] = incident_claims(page, relations, roles, findings)
    claims += vendor_claims(page, roles, parties, stated_on)
    claims += serves_claims(page, relations, roles, parties, stated_on)
    harm = first_harm(page, findings)
    claims += affected_claims(page, roles, parties, impacts, stated_on, harm)
    claims += own_claims(page, relations, roles, impacts, stated_on, harm)
    claims += data_claims(page, findings, holder, stated_on)
    claims += without_suppliers(count_claims(page, hit, holder, vendor_speaks), roles.vendors)
    claims += subject_claims(
        page, findings, holder, but=frozenset({"customers"}) if vendor_speaks else frozenset()
    )
    dates = date_claims(page, stated_on, parties, author)
    claims += dates
    claims += authority_claims(page, author, parties)
    claims += spared_claims(page)
    claims += consequence_claims(page, hit)
    claims += published_claims(page, hit)
    claims += others_hit_claims(page, hit)
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
        read = len(page.readings)
        notes.append(f"The text is very long; only its first {read:,} sentences were read.")
    notes += [
        "Another incident seems to begin here; it was not read, read it as a notice of its own: "
        f"\u201c{page.evidence(n).quote[:120]}\u201d"
        for n, reading in enumerate(page.readings)
        if reading.sentence.zone == "tail" and reading.has("other_incident")
    ]
    notes += [
        "The text takes this back, so it is not read: "
        f"\u201c{page.evidence(n).quote[:120].rstrip('.')}\u201d"
        for n in sorted(page.withdrawn)
    ]
    if page.tells_several():
        notes.append(
            "This text tells of several incidents; only what surely is the first was read."
        )
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
