"""Which data classes a text says were exposed, may have been, or were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, assert_exposure, exposures, sentence_status
from graphrisk.extract.claims import Claim, Evidence, Party, make_claim

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.trie import Hit

PUBLICATION: Final = "denial.publication"  # only publication is denied: no denial of exposure
GENERAL: Final = "unspecified_personal"
_INHERIT_WITHIN: Final = 3
_ANAPHOR_WITHIN: Final = 8
_BARE_WITHIN: Final = 2
_SHORT: Final = 30
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


@dataclass(frozen=True, slots=True)
class Finding:
    """A class found at a place with a status, before claims are made of it."""

    data_class: str
    sentence: int
    first: int
    last: int
    assertion: Assertion
    condition: str | None = None
    source: Finding | None = None


def find_exposures(page: Page) -> list[Finding]:
    """Return every statement on a data class, in reading order, corrections included."""
    found: list[Finding] = []
    context: tuple[int, Assertion] | None = None
    for number in page.live:
        reading = page.readings[number]
        inherited = _inherited(page, number, context)
        here = _in_sentence(page, number, inherited)
        found += here
        found += _corrections(page, number, here, found)
        status = sentence_status(reading) if not reading.has("generic") else None
        if status is not None and (here or reading.has("general_data", "anaphor_data")):
            context = (number, status)
        elif here and inherited is not None:
            context = (number, inherited)
        elif reading.sentence.kind == "heading":
            context = None
    return found


def _inherited(page: Page, number: int, context: tuple[int, Assertion] | None) -> Assertion | None:
    """What the list header or the sentence before says about exposure."""
    reading = page.readings[number]
    header = reading.sentence.header
    if header is not None:
        status = _header_status(page, header)
        if status is not None or context is None:
            return status
        return context[1] if page.readings[header].has("enumeration", "general_data") else None
    if context is None or number - context[0] > _INHERIT_WITHIN:
        return None
    starts_so = reading.has("enumeration") or reading.sentence.kind == "item"
    return context[1] if starts_so and not reading.has("scope_break") else None


def _header_status(page: Page, header: int) -> Assertion | None:
    reading = page.readings[header]
    status = sentence_status(reading)
    if status is None and header and reading.sentence.kind != "heading":
        before = page.readings[header - 1]
        if before.sentence.block == reading.sentence.block:
            status = sentence_status(before)
    return status


def _in_sentence(page: Page, number: int, inherited: Assertion | None) -> list[Finding]:
    reading = page.readings[number]
    if page.is_question(number):
        return []
    found: list[Finding] = _denied_leak(page, number)
    for hit in reading.data:
        if not page.is_fact(number, hit.first):
            continue
        assertion = assert_exposure(reading, hit.first, hit.last, inherited)
        if assertion is not None and assertion.rule != PUBLICATION:
            found.append(
                Finding(
                    hit.id, number, hit.first, hit.last, assertion, _condition(page, number, hit)
                )
            )
    return found


def _denied_leak(page: Page, number: int) -> list[Finding]:
    """A denial of any leak at all, without a word for the data: "no sign of data theft"."""
    reading = page.readings[number]
    nouns = reading.cues("leak_noun")
    if not nouns or reading.data or not page.is_fact(number, nouns[0].first):
        return []
    hit = nouns[0]
    denial = [
        h
        for h in reading.cues("no_indication", "negation")
        if 0 <= hit.first - h.last <= 5
        and not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation"))
    ]
    if not denial:
        return []
    status = Assertion("denied", denial[0].first, hit.last, "denial.no-indication")
    return [Finding(GENERAL, number, hit.first, hit.last, status)]


def _condition(page: Page, number: int, hit: Hit) -> str | None:
    """The words that make a class conditional: "if these had been stored"."""
    reading = page.readings[number]
    for cue in reading.cues("unless_held"):
        if 0 <= cue.first - hit.last <= 14 or 0 <= hit.first - cue.last <= 3:
            end = next(
                (
                    i
                    for i in range(cue.last, len(reading.words))
                    if reading.words[i] in {".", ")", ";"}
                ),
                len(reading.words),
            )
            return page.evidence(number, cue.first, max(end, cue.last)).quote
    return None


def _corrections(
    page: Page, number: int, here: list[Finding], before: Iterable[Finding]
) -> list[Finding]:
    """Findings for classes named earlier that this sentence speaks of again as "these data"."""
    reading = page.readings[number]
    if page.is_question(number) or not page.is_fact(number) or reading.sentence.kind == "item":
        return []
    named_here = {f.data_class for f in here} - {GENERAL}
    overturned = _overturned(page, number, before) if not here else []
    if overturned:
        return overturned
    earlier = [f for f in before if f.sentence < number and f.assertion.status == "suspected"]
    if not earlier or named_here:
        return []
    general = next(
        (f for f in here if f.data_class == GENERAL and f.assertion.status == "denied"), None
    )
    if general is not None and not general.assertion.other:
        named = [f for f in earlier if f.data_class != GENERAL]
        return _withdrawn(general, named, "correction.general")
    anaphor = next(iter(reading.cues("anaphor_data")), None)
    bare = next(iter(reading.cues("no_indication")), None)
    if here or (anaphor is None and bare is None):
        return []
    if bare is not None and number - earlier[-1].sentence <= _BARE_WITHIN and _points_back(reading):
        status: Assertion | None = Assertion(
            "denied", bare.first, bare.last, "denial.no-indication"
        )
    else:
        status = _anaphor_status(reading, anaphor) if anaphor is not None else None
    anaphor = anaphor or bare
    if status is None or status.status != "denied" or anaphor is None:
        return []
    if not (reading.has("correction") or number - earlier[-1].sentence <= _ANAPHOR_WITHIN):
        return []
    place = Finding(GENERAL, number, anaphor.first, anaphor.last, status)
    last_block = [f for f in earlier if earlier[-1].sentence - f.sentence <= 1]
    return _withdrawn(place, last_block, "correction.anaphor")


def _overturned(page: Page, number: int, before: Iterable[Finding]) -> list[Finding]:
    """A general denial that the next sentences take back: "however, it now turned out that"."""
    reading = page.readings[number]
    if not reading.has("correction") or not reading.has("general_data"):
        return []
    denied = [
        f
        for f in before
        if f.data_class == GENERAL
        and f.assertion.status == "denied"
        and 0 < number - f.sentence <= _BARE_WITHIN
    ]
    status = sentence_status(reading)
    if not denied or status is None or status.status == "denied":
        return []
    hit = reading.cues("general_data")[0]
    found = replace(status, rule="correction.general")
    return [Finding(GENERAL, number, hit.first, hit.last, found, None, denied[-1])]


def _points_back(reading: Reading) -> bool:
    """Whether a denial says nothing of its own: "there is no sign of that"."""
    own = reading.has("misuse") or bool(exposures(reading, 0, len(reading.words)))
    return not own and len(reading.words) <= _SHORT


def _anaphor_status(reading: Reading, anaphor: Hit) -> Assertion | None:
    status = assert_exposure(reading, anaphor.first, anaphor.last)
    twice = len(reading.cues("negation")) > 1  # "nothing that cannot be found"
    if status is None or status.other or twice or status.rule == PUBLICATION:
        return None
    return status


def _withdrawn(place: Finding, earlier: Iterable[Finding], rule: str) -> list[Finding]:
    latest = {f.data_class: f for f in earlier}
    assertion = replace(place.assertion, status="denied", rule=rule)
    return [
        Finding(name, place.sentence, place.first, place.last, assertion, None, source)
        for name, source in latest.items()
    ]


def data_claims(
    page: Page, findings: list[Finding], holder: Party | None, stated_on: str | None
) -> list[Claim]:
    """Make claims of findings: one per class and status, later ones superseding by the rules."""
    claims: list[Claim] = []
    for name in dict.fromkeys(f.data_class for f in findings):
        own = [f for f in findings if f.data_class == name]
        claims += _claims_of_class(page, name, own, holder, stated_on)
    return claims


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
        earlier = (
            [] if other else [c for c in claims if _supersedes(status, c) and "other" not in c.note]
        )
        claims.append(_claim(page, name, status, places, holder, stated_on, other, earlier))
    return claims


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
    note = "other data than named" if other else ""
    if any(c.status == "confirmed" for c in earlier):
        note = "the text also says the opposite"
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
        groups += [hit.id for hit in page.readings[place.sentence].hits("subject")]
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
