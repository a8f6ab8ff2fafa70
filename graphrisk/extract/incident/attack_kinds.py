"""What kind of attack a text tells of: its words for it, or the deeds that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import sentence_status
from graphrisk.extract.incident.faults import fault_told, is_attack_word, names_attack
from graphrisk.extract.words.scenes import UNKNOWN

if TYPE_CHECKING:
    from graphrisk.extract.claims import Evidence
    from graphrisk.extract.data_classes.findings import Finding
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_ORDER: Final = (
    "ransomware",
    "ddos",
    "supply_chain_software",
    "credential_abuse",
    "misconfiguration",
    "lost_device",
    "insider",
    "phishing",
    "data_theft",
    "outage",
)
_SCENE_ORDER: Final = (
    *("ransomware", "ddos", "phishing", "credential_abuse", "supply_chain_software", "insider"),
    *("lost_device", "misconfiguration", "data_theft", "outage"),
)
"""Of what is only told by deeds, the likeliest first: who lost a password was deceived."""
_WEAK: Final = ("data_theft", "outage")
"""What a text tells of beside nearly every other kind."""
_LOOSE: Final = ("misconfiguration", "lost_device", "insider")
"""Kinds whose words are looser than a scene of deceit: "by mistake he typed his password"."""
_DECEIT: Final = frozenset({"phishing", "credential_abuse"})
_BY_FAULT: Final = (None, "data_theft")
_AFTER_RANSOM: Final = 4
_PROGRAMS: Final = ("virus", "angre", "attack", "attaq", "giciel", "program", "ware")
_REACH: Final = 2
_CONTRAST_REACH: Final = 6
_SAID_BEFORE: Final = 4
_SAID_AFTER: Final = 4
_FEARS: Final = ("advice", "misuse", "hedge", "conditional")
_RISK_PARTS: Final = ("-ris", "risk", "risiko", "gefahr", "versuch", "-poging", "pogingen")


def attack_type(page: Page, findings: list[Finding]) -> tuple[str, tuple[Evidence, ...]]:
    """Return the kind of attack with the words for it; ``unknown`` where only "attack" is said."""
    seen = _attack_words(page, findings)
    no_data = all(f.assertion.status == "denied" for f in findings)
    attacked = any(_tells_incident(page, n) and names_attack(page.readings[n]) for n in page.live)
    if "misconfiguration" in seen and "outage" in seen and no_data:
        del seen["misconfiguration"]  # a fault that took a service down
    if attacked:
        seen.pop("outage", None)
    first = next((name for name in _ORDER if name in seen), None)
    deeds = _scenes(page, findings)
    if first is None or first in _WEAK or (first in _LOOSE and deeds.keys() & _DECEIT):
        if attacked:
            deeds.pop("outage", None)
        first = next((name for name in _SCENE_ORDER if name in deeds), first)
        seen = {**seen, **{name: at for name, at in deeds.items() if name == first}}
    fault = None if no_data or first not in _BY_FAULT else fault_told(page, attacked=attacked)
    if fault is not None:
        first = "misconfiguration"
        seen[first] = fault
    if first is not None:
        number, hit = seen[first]
        return first, (page.evidence(number, hit.first, hit.last), page.evidence(number))
    taken = [f for f in findings if f.assertion.status == "confirmed"]
    if taken and not any(page.readings[n].hits("attack") for n in page.live):
        return "data_theft", (page.evidence(taken[0].sentence),)
    return "unknown", ()


def _attack_words(page: Page, findings: list[Finding]) -> dict[str, tuple[int, Hit]]:
    """The first place of each kind of attack that is told as a fact and not denied."""
    seen: dict[str, tuple[int, Hit]] = {}
    for number in page.live:
        reading = page.readings[number]
        if reading.has("generic", "not_this_case") or page.is_question(number):
            continue
        for hit in reading.hits("attack"):
            if hit.id == "data_theft" and _is_denied(page, number, findings):
                continue
            if _is_asked(reading, hit) or (hit.id == "phishing" and _is_feared(page, number, hit)):
                continue
            if page.is_fact(number, hit.first) and not _is_negated(page, number, hit):
                seen.setdefault(hit.id, (number, hit))
    return seen


def _scenes(page: Page, findings: list[Finding]) -> dict[str, tuple[int, Hit]]:
    """The first place of each kind that is told without its name, as a fact."""
    seen: dict[str, tuple[int, Hit]] = {}
    for number in page.live:
        reading = page.readings[number]
        if not reading.scenes or reading.has("generic", "not_this_case"):
            continue
        if page.is_question(number):
            continue
        for parts in reading.scenes:
            hit = min(parts, key=lambda part: part.first)
            if hit.id == "data_theft" and _is_denied(page, number, findings):
                continue
            if hit.id == "phishing" and _is_feared(page, number, hit):
                continue
            if hit.id == "ransomware" and reading.has("advice", "misuse"):
                continue  # "who asks for money is no friend"
            if hit.id != UNKNOWN and page.is_fact(number, hit.first):
                last = max(part.last for part in parts)
                seen.setdefault(hit.id, (number, hit._replace(last=last)))
    return seen


def _is_asked(reading: Reading, hit: Hit) -> bool:
    """Whether a sentence opens with "whether": "whether it was ransomware is not known"."""
    return reading.words[0] in reading.lexicon.word_set("whether") and any(
        h.first == 0 and hit.first > 0 for h in reading.cues("hedge")
    )


def _is_feared(page: Page, number: int, hit: Hit) -> bool:
    """Whether false messages are what may follow from the incident, not how it came about."""
    reading = page.readings[number]
    if any(part in reading.words[hit.first] for part in _RISK_PARTS) or reading.has(*_FEARS):
        return True
    goes_on = number > 0 and any(h.first == 0 for h in reading.cues("enumeration"))
    return goes_on and page.readings[number - 1].has(*_FEARS)  # "For instance by false mails"


def _tells_incident(page: Page, number: int) -> bool:
    """Whether a sentence speaks of an incident without denying it: "it was no cyber attack"."""
    reading = page.readings[number]
    if reading.has("no_indication") or (reading.has("lexical_denial") and not reading.data):
        return False
    negations = reading.cues("negation")
    reach = _reach(reading, 0, _SAID_BEFORE)
    named = [h for h in reading.cues("incident") if is_attack_word(reading, h)]
    return any(
        not _is_negated(page, number, h)
        and not any(-_SAID_AFTER < h.first - n.last <= reach for n in negations)
        for h in named or reading.cues("incident")  # "no cyber attack but a power failure"
    )


def _is_denied(page: Page, number: int, findings: list[Finding]) -> bool:
    """Whether theft is denied here, or everything that was feared stolen was denied in the end."""
    status = sentence_status(page.readings[number])
    if status is not None and status.status == "denied":
        return True
    latest = {f.data_class: f.assertion.status for f in findings}
    return bool(latest) and all(s == "denied" for s in latest.values())


def _reach(reading: Reading, start: int, near: int) -> int:
    """How far a negation reaches: farther where "but" follows, which says what it was instead."""
    contrast = reading.lexicon.word_set("but") & set(reading.words[start:])
    return _CONTRAST_REACH if contrast else near


def _is_of_ransom(reading: Reading, hit: Hit) -> bool:
    """Whether words for ransomware name the money itself and no program."""
    word = reading.words[hit.first]
    money = word.startswith(reading.lexicon.stems("ransom_money"))
    return hit.id == "ransomware" and money and not any(part in word for part in _PROGRAMS)


def _is_negated(page: Page, number: int, hit: Hit) -> bool:
    reading = page.readings[number]
    around = reading.words[max(0, hit.first - _AFTER_RANSOM) : hit.last + _AFTER_RANSOM]
    if _is_of_ransom(reading, hit) and not reading.lexicon.word_set("demanded") & set(around):
        return False  # "no ransom was paid": one was asked for
    if hit.id == "ransomware" and any(
        hit.first < n.first < hit.last for n in reading.cues("negation")
    ):
        return True  # "no" within a phrase with a gap: "there were no files encrypted"
    reach = _reach(reading, hit.last, _REACH)
    return any(
        0 <= hit.first - n.last <= reach  # "not caused by an overload attack but by an update"
        for n in reading.cues("negation")
        if not any(p.first <= n.first < p.last for p in reading.cues("pseudo_negation"))
    )
