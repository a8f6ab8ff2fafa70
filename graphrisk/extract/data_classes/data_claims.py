"""Claims made of findings on data: one per class and status, the later superseding by the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Claim, Evidence, Party, make_claim
from graphrisk.extract.data_classes.findings import GENERAL, Finding, is_sensitive
from graphrisk.extract.data_classes.locks import says_locked

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_TITLE: Final = 2
_NARROW: Final = frozenset({"denial.lexical", "inherited.negation"})
_NO_PERSONS: Final = frozenset({GENERAL, "corporate_data"})
_CONFIDENCE: Final = {
    "exposure": 0.8,
    "hedge": 0.8,
    "denial.negation": 0.8,
    "denial.lexical": 0.8,
    "denial.no-indication": 0.8,
    "inherited": 0.75,
    "inherited.hedge": 0.7,
    "correction.anaphor": 0.75,
    "correction.general": 0.7,
}
OTHER: Final = "other data than named"
LOCKED: Final = "the text says only that it was encrypted"
SENSITIVE: Final = "the text says this of sensitive data only"


def data_claims(
    page: Page, findings: list[Finding], holder: Party | None, stated_on: str | None
) -> list[Claim]:
    """Make claims of findings: one per class and status, later ones superseding by the rules."""
    claims: list[Claim] = []
    findings = _telling(page, _below_title(page, findings))
    for name in dict.fromkeys(f.data_class for f in findings):
        own = [f for f in findings if f.data_class == name]
        claims += _claims_of_class(page, name, own, holder, stated_on)
    return claims


def _below_title(page: Page, findings: list[Finding]) -> list[Finding]:
    """Leave out what the title states of a class that the text below only fears."""
    titles = [n for n in page.live[:_TITLE] if page.readings[n].sentence.kind == "heading"]
    below: dict[str, set[str]] = {}
    for finding in findings:
        if finding.sentence not in titles:
            below.setdefault(finding.data_class, set()).add(finding.assertion.status)
    return [
        f
        for f in findings
        if f.sentence not in titles or below.get(f.data_class, {"confirmed"}) & {"confirmed"}
    ]


def _telling(page: Page, findings: list[Finding]) -> list[Finding]:
    """Leave out "personal data" where the text goes on to say which: the classes say it all.

    It stays where it is surer than any class named, and where the text denies it as a whole.
    """
    latest = {f.data_class: f.assertion.status for f in findings}  # a class denied in the end
    named = {status for name, status in latest.items() if name not in _NO_PERSONS}
    kept = [f for f in findings if f.data_class != GENERAL or not _only_opens(page, f, findings)]
    general = [f for f in kept if f.data_class == GENERAL]
    narrow = [f for f in general if f.assertion.status == "denied" and _is_sensitive(page, f)]
    told = {f.assertion.status for f in general if f not in narrow}
    if "denied" in told or not named & {"confirmed", "suspected"}:
        return kept
    surer = "confirmed" in told and "confirmed" not in named
    stays = [f for f in general if surer and f.assertion.status == "confirmed"] + narrow
    return [f for f in kept if f.data_class != GENERAL or f in stays]


def _only_opens(page: Page, general: Finding, findings: list[Finding]) -> bool:
    """Whether a denial is of what follows: "the data taken did not include any passwords"."""
    negations = page.readings[general.sentence].cues("negation")
    return general.assertion.status == "denied" and any(
        f.sentence == general.sentence
        and f.data_class != GENERAL
        and f.assertion.status == "denied"
        and any(general.last <= n.first < f.first for n in negations)
        for f in findings
    )


def _claims_of_class(
    page: Page, name: str, own: list[Finding], holder: Party | None, stated_on: str | None
) -> list[Claim]:
    runs: list[tuple[tuple[str, bool], list[Finding]]] = []
    for finding in own:
        key = (finding.assertion.status, finding.assertion.other)
        known = next((run for run in runs if run[0] == key), None)
        if known is None:
            runs.append((key, [finding]))
        else:
            known[1].append(finding)
            if key[0] in {"confirmed", "denied"}:
                runs.remove(known)
                runs.append(known)
    claims: list[Claim] = []
    for (status, other), places in runs:
        narrow = status == "denied" and all(_is_sensitive(page, f) for f in places)
        earlier = (
            []
            if other or narrow or _is_partial(page, status, places, claims)
            else [c for c in claims if _supersedes(status, c) and "other" not in c.note]
        )
        claims.append(_claim(page, name, status, places, holder, stated_on, other, earlier))
    return claims


def _is_partial(page: Page, status: str, places: list[Finding], earlier: list[Claim]) -> bool:
    """Whether "the passwords were encrypted" only narrows "user names were taken" before it."""
    return (
        status == "denied"
        and any(c.status == "confirmed" for c in earlier)
        and all(f.assertion.rule in _NARROW for f in places)
        and not any(page.readings[f.sentence].has("correction") for f in places)
    )


def _supersedes(status: str, earlier: Claim) -> bool:
    """Whether a later statement with this status corrects an earlier one of the same class."""
    return (earlier.status, status) in {
        ("suspected", "denied"),
        ("suspected", "confirmed"),
        ("denied", "confirmed"),
        ("denied", "suspected"),
        ("confirmed", "denied"),
    }


def _claim(
    page: Page,
    name: str,
    status: str,
    places: list[Finding],
    holder: Party | None,
    stated_on: str | None,
    other: bool,
    earlier: list[Claim],
) -> Claim:
    rule = places[0].assertion.rule
    conditions = [f.condition for f in places if f.condition]
    note = OTHER if other else ""
    if any(c.status == "confirmed" for c in earlier):
        note = "the text also says the opposite"
    elif status == "denied" and all(_only_locked(page, f) for f in places):
        note = LOCKED
    elif status == "denied" and all(_is_sensitive(page, f) for f in places):
        note = SENSITIVE
    return make_claim(
        "data_class",
        {
            "data_class": name,
            "holder": holder,
            "subject_groups": _subjects(page, places),
            "condition": conditions[0] if conditions else None,
        },
        _evidence(page, places),
        status=status,
        rule=f"data.{rule}",
        confidence=_CONFIDENCE.get(rule, 0.7),
        about=holder.key if holder else None,
        asserted_by=asserted_by(page, places[-1].sentence),
        stated_on=stated_on,
        supersedes=tuple(c.id for c in earlier),
        note=note,
    )


def _is_sensitive(page: Page, finding: Finding) -> bool:
    """Whether "personal data" is only that of a sensitive kind."""
    return finding.data_class == GENERAL and is_sensitive(page.readings[finding.sentence], finding)


def _only_locked(page: Page, finding: Finding) -> bool:
    """Whether all that is said of data is that nobody can read it: "passwords were encrypted"."""
    told = finding.assertion
    reading = page.readings[finding.sentence]
    return told.rule == "denial.lexical" and says_locked(reading, told.first, told.last)


def _evidence(page: Page, places: list[Finding]) -> tuple[Evidence, ...]:
    """The sentence of each place, after the list header that gives it its status."""
    quotes: list[Evidence] = []
    for place in places[:4]:
        sentence = page.readings[place.sentence].sentence
        if sentence.header is not None and sentence.header < len(page.readings):
            quotes.append(page.evidence(sentence.header))
        if place.source is not None:
            quotes.append(page.evidence(place.source.sentence))
        quotes.append(page.evidence(place.sentence))
    return tuple(dict.fromkeys(quotes))


def _subjects(page: Page, places: list[Finding]) -> tuple[str, ...]:
    groups: list[str] = []
    for place in places:
        groups += [hit.id for hit in page.readings[place.sentence].subjects]
    return tuple(dict.fromkeys(groups))


def asserted_by(page: Page, number: int) -> str | None:
    """Return the key of the party to whom a sentence attributes its content, if any."""
    reading = page.readings[number]
    cues = reading.cues("attribution")
    if not cues:
        return None
    for item in page.parties.items[number]:
        near = any(0 <= item.first - c.last <= 2 or 0 <= c.first - item.last <= 2 for c in cues)
        if near and item.kind == "org":
            return page.parties.core(item.parties[0])
        if near and item.kind in {"company", "vendor"}:
            return page.main_vendor
    if reading.has("say") and page.parties.persons.get(number):
        return page.author  # a person of the author's speaks
    return None
