"""What else a notice states: services down and back, parties spared, kinds of people concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import assert_exposure, clause_of, exposures
from graphrisk.extract.claims import Claim, Party, make_claim

if TYPE_CHECKING:
    from graphrisk.extract.data_classes.findings import Finding
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_LIMIT: Final = 6
_TAIL: Final = 3
_SHORT: Final = 16


def consequence_claims(page: Page, about: Party | None) -> list[Claim]:
    """Return stated outages and denials of misuse, each sentence once."""
    claims: list[Claim] = []
    for number in page.live:
        reading = page.readings[number]
        if page.is_question(number) or len(claims) >= _LIMIT:
            continue
        outage = [h for h in reading.cues("outage") if page.is_fact(number, h.first)]
        misuse = reading.cues("misuse")
        if outage and not reading.has("restored"):
            claims.append(_consequence(page, number, outage[0], "service", "confirmed", about))
        elif misuse and page.is_fact(number, misuse[0].first):
            denied = reading.has("no_indication", "negation")
            hedged = reading.has("hedge")
            status = "denied" if denied else "suspected" if hedged else "confirmed"
            if denied:
                claims.append(_consequence(page, number, misuse[0], "misuse", status, about))
    return claims


def published_claims(page: Page, about: Party | None) -> list[Claim]:
    """Return what is said of stolen data being published: done, feared or denied."""
    claims: list[Claim] = []
    for number in page.live:
        reading = page.readings[number]
        hits = [h for h in reading.cues("data_published") if page.is_fact(number, h.first)]
        if not hits or page.is_question(number) or len(claims) >= _LIMIT:
            continue
        begin, end = clause_of(reading, hits[0].first)
        status = assert_exposure(reading, hits[0].first, hits[0].last)
        if status is None or not begin <= hits[0].first < end:
            continue
        claims.append(_consequence(page, number, hits[0], "data_published", status.status, about))
    return claims


def others_hit_claims(page: Page, about: Party | None) -> list[Claim]:
    """Return sentences on organizations that were hit themselves, none of them named.

    They are no customers of the supplier of this notice: nothing says so.
    """
    claims: list[Claim] = []
    for number in page.live:
        reading = page.readings[number]
        units = [h for h in reading.hits("unit") if h.id == "organisations"]
        if not units or not reading.has("incident") or not page.is_fact(number):
            continue
        named = any(i.kind == "org" and not i.weak for i in page.parties.items[number])
        counted = any(0 <= units[0].first - n.last <= 4 for n in reading.numbers)
        struck = any(abs(h.last - units[0].first) <= 3 for h in reading.cues("struck"))
        if struck and not named and not counted and not reading.has("negation"):
            claims.append(_consequence(page, number, units[0], "others_hit", "confirmed", about))
    return claims[:_LIMIT]


def _consequence(
    page: Page, number: int, hit: Hit, kind: str, status: str, about: Party | None
) -> Claim:
    evidence = page.evidence(number)
    return make_claim(
        "consequence",
        {"text": evidence.quote, "kind": kind, "about": about},
        (evidence,),
        status=status,
        rule=f"consequence.{kind}",
        confidence=0.7,
        about=about.key if about else None,
    )


def restored_claims(page: Page, about: Party | None, dates: list[Claim]) -> list[Claim]:
    """Return what is said to work again, with the day where one is stated."""
    claims: list[Claim] = []
    for number in page.live:
        reading = page.readings[number]
        hits = [h for h in reading.cues("restored") if page.is_fact(number, h.first)]
        if not hits or reading.has("generic") or len(claims) >= _LIMIT:
            continue
        negated = any(0 <= hits[0].first - n.last <= 3 for n in reading.cues("negation"))
        evidence = page.evidence(number)
        day = next(
            (
                c.value["date"]
                for c in dates
                if c.value["what"] == "restored" and evidence in c.evidence
            ),
            None,
        )
        claims.append(
            make_claim(
                "restored",
                {"about": about, "date": day, "text": evidence.quote},
                (evidence,),
                status="denied" if negated else "confirmed",
                rule="restored",
                confidence=0.7,
                about=about.key if about else None,
            )
        )
    return claims


def spared_claims(page: Page) -> list[Claim]:
    """Return scopes that are said not to be affected: "no customers outside the country"."""
    claims: list[Claim] = []
    for number in page.live:
        reading = page.readings[number]
        hit = _spared_cue(page, number)
        if hit is None or len(claims) >= _LIMIT or page.is_question(number):
            continue
        begin, end = clause_of(reading, hit.first)
        if any(begin <= d.first < end for d in reading.data):
            continue  # that is a denied data class, not a scope
        evidence = page.evidence(number)
        countries = tuple(dict.fromkeys(h.id for h in reading.hits("country")))
        outside = reading.has("denied_scope") and bool(countries)
        scope = "outside" if outside else "stated"
        claims.append(
            make_claim(
                "spared_scope",
                {
                    "text": evidence.quote,
                    "scope": scope,
                    "countries": () if outside else countries,  # spared are all but these
                },
                (evidence,),
                status="denied",
                rule="spared-scope",
                confidence=0.7,
            )
        )
    return claims


def _spared_cue(page: Page, number: int) -> Hit | None:
    """A denial of being affected that is no denial of misuse or of leaked data."""
    reading = page.readings[number]
    if not page.is_fact(number) or reading.has("misuse"):
        return None
    pseudo = reading.cues("pseudo_negation")

    def is_true(hit: Hit) -> bool:
        return not any(p.first <= hit.first < p.last for p in pseudo)

    for hit in reading.cues("lexical_denial"):
        if is_true(hit):
            return hit
    affected = reading.cues("affected")
    negations = [h for h in reading.cues("negation") if is_true(h)]
    for hit in negations:
        if any(0 <= a.first - hit.last <= 8 for a in affected):
            return hit
    return negations[-1] if negations and _leaves_out(page, number, negations[-1]) else None


def _leaves_out(page: Page, number: int, negation: Hit) -> bool:
    """Whether a short sentence denies what the one before says: "Customers in X are not."."""
    reading = page.readings[number]
    before = page.readings[number - 1] if number else None
    ends = len(reading.words) - negation.last <= _TAIL and len(reading.words) <= _SHORT
    names = reading.hits("country") or reading.hits("unit") or reading.has("customer_noun")
    told = before is not None and before.sentence.block == reading.sentence.block
    return bool(
        ends and names and told and before is not None and before.has("affected", "exposure")
    )


def subject_claims(
    page: Page, findings: list[Finding], about: Party | None, *, but: frozenset[str] = frozenset()
) -> list[Claim]:
    """Return the kinds of people whose data it is, with countries, and whether only some are."""
    groups: list[str] = []
    countries: list[str] = []
    places: list[int] = []
    partial = False
    exposed = {f.sentence for f in findings if f.assertion.status != "denied"}
    for number in page.live:
        reading = page.readings[number]
        named = [
            h
            for h in reading.subjects
            if page.is_fact(number, h.first)
            and h.id not in but
            and not (h.id == "customers" and page.are_clients(number, h.first))
            and not any(0 <= h.first - n.last <= 1 for n in reading.cues("negation"))
        ]
        if not named or page.is_question(number) or reading.has("generic"):
            continue
        if number in page.withdrawn or _spared_cue(page, number) is not None:
            continue
        touches = number in exposed or bool(exposures(reading, 0, len(reading.words)))
        if not touches or reading.has("no_indication", "lexical_denial"):
            continue
        if number not in exposed and not reading.has("general_data", "affected"):
            continue
        groups += [h.id for h in named]
        countries += [h.id for h in reading.hits("country")]
        partial = partial or reading.has("partial")
        places.append(number)
    if not groups:
        return []
    return [
        make_claim(
            "subject_group",
            {
                "groups": tuple(dict.fromkeys(groups)),
                "countries": tuple(dict.fromkeys(countries)),
                "partial": partial,
                "about": about,
            },
            tuple(page.evidence(n) for n in places[:4]),
            status="suspected"
            if all(page.readings[n].has("hedge") for n in places)
            else "confirmed",
            rule="subject-group",
            confidence=0.7,
            about=about.key if about else None,
        )
    ]
