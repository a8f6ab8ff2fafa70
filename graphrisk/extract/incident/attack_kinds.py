"""What kind of attack a text tells of: its words for it, or the deeds that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import exposures, sentence_status
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
_LABEL: Final = 2
_TITLES_TELL: Final = ("incident", "struck", "affected", "occurred")
_FEARS: Final = ("advice", "misuse", "hedge", "conditional")
_RISK_PARTS: Final = ("-ris", "risk", "risiko", "gefahr", "versuch", "-poging", "pogingen")


def attack_type(page: Page, findings: list[Finding]) -> tuple[str, tuple[Evidence, ...]]:
    """Return the kind of attack with the words for it; ``unknown`` where only "attack" is said."""
    seen = _attack_words(page, findings)
    no_data = all(f.assertion.status == "denied" for f in findings)
    attacked = any(_tells_incident(page, n) and names_attack(page.readings[n]) for n in page.live)
    _drop_what_is_beside(page, seen, attacked=attacked, no_data=no_data)
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
    if first == "data_theft" and first not in deeds and not _reached_data(page, findings):
        first = None  # somebody got in, and no word of data
    if first is not None:
        number, hit = seen[first]
        return first, (page.evidence(number, hit.first, hit.last), page.evidence(number))
    taken = [f for f in findings if f.assertion.status == "confirmed"]
    if attacked and not any(_is_taken(page, f) for f in taken):
        return "unknown", ()  # "the data concerned by the attack are"
    named = {h.id for n in page.live for h in page.readings[n].hits("attack")}
    if taken and not named - {"phishing"}:  # which may only be what is feared
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
            if _is_kept_locked(reading, hit) or _is_loot(reading, hit):
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
            if hit.id == "ransomware" and (
                reading.has("advice", "misuse") or _is_kept_locked(reading, hit)
            ):
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
    titled = reading.sentence.kind == "heading" or len(reading.words) <= _LABEL
    if titled and not reading.has(*_TITLES_TELL):
        return True  # "Phishing": above advice
    goes_on = number > 0 and any(h.first == 0 for h in reading.cues("enumeration"))
    return goes_on and page.readings[number - 1].has(*_FEARS)  # "For instance by false mails"


def _drop_what_is_beside(
    page: Page, seen: dict[str, tuple[int, Hit]], *, attacked: bool, no_data: bool
) -> None:
    """Take out kinds that only stand beside what happened."""
    if attacked and "misconfiguration" in seen and _is_beside_theft(page, seen):
        del seen["misconfiguration"]  # "the stolen database by mistake held names"
    if "misconfiguration" in seen and "outage" in seen and no_data:
        del seen["misconfiguration"]  # a fault that took a service down
    if attacked:
        seen.pop("outage", None)


def _is_beside_theft(page: Page, seen: dict[str, tuple[int, Hit]]) -> bool:
    """Whether a mistake is told beside a theft, and not as what laid data open."""
    reading = page.readings[seen["misconfiguration"][0]]
    return "data_theft" in seen and not reading.has("strong_exposure", "left_open")


def _reached_data(page: Page, findings: list[Finding]) -> bool:
    """Whether data are spoken of as reached or taken, be it as a fear."""
    if any(f.assertion.status != "denied" for f in findings):
        return True
    return any(_may_reach_data(page, number) for number in page.live)


def _may_reach_data(page: Page, number: int) -> bool:
    """Whether a sentence says of data that they were exposed, or that somebody got at them."""
    reading = page.readings[number]
    if reading.has("negation", "no_indication", "lexical_denial", "advice"):
        return False
    if page.is_question(number) or not (reading.data or reading.has("general_data", "leak_noun")):
        return False
    stems = reading.lexicon.stems("intruder")
    somebody = any(word.startswith(stems) for word in reading.words)
    return somebody or bool(exposures(reading, 0, len(reading.words)))


def _is_taken(page: Page, finding: Finding) -> bool:
    """Whether a finding rests on more than that data are concerned, or in a list."""
    reading = page.readings[finding.sentence]
    stems = reading.lexicon.stems("intruder")
    if any(word.startswith(stems) for word in reading.words):
        return True
    concerned = {h.first for h in reading.cues("affected", "enumeration")}
    found = finding.assertion
    places = [found.first] if found.rule == "exposure" else []
    places = places or [h.first for h in exposures(reading, 0, len(reading.words))]
    return any(at not in concerned for at in places)


def _is_kept_locked(reading: Reading, hit: Hit) -> bool:
    """Whether what is encrypted was so by its owner: "passwords encrypted", "unencrypted data"."""
    if hit.id != "ransomware":
        return False
    kept = [d for d in reading.data if d.id == "credentials"]
    bare = any(word.startswith(reading.lexicon.stems("unencrypted")) for word in reading.words)
    return bare or any(hit.first <= d.first < hit.last for d in kept)


def _is_loot(reading: Reading, hit: Hit) -> bool:
    """Whether logins stand in a list of what was taken, and are not what somebody got in with."""
    if hit.id != "credential_abuse":
        return False
    near = [d.id for d in reading.data if d.first < hit.last and hit.first < d.last]
    others = {d.id for d in reading.data} - {"credentials"}
    means = reading.lexicon.word_set("means") | reading.lexicon.word_set("with")
    used = bool(means & set(reading.words[max(0, hit.first - _REACH) : hit.first]))
    used = used or any(h.id == "login_act" for h in reading.hits("scene_word"))
    return "credentials" in near and len(others) > used


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
