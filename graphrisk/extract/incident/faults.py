"""Whether data got out by a fault, where nobody is said to have attacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import exposures

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_ATTACK_PARTS: Final = (
    *("attack", "angriff", "attacke", "angrepp", "intrång", "hack"),
    *("angreb", "angrep", "åtak", "innbrudd", "innbrot", "indbrud", "aanval", "inbraak"),
    *("attaque", "piratage", "piraté", "intrusion", "hyökkäy", "murto", "murtau", "kyberisku"),
)
_CULPRITS: Final = (
    *("hack", "kriminel", "kriminell", "brottsling", "criminal", "kriminal", "krimineel", "pirat"),
    *("gerningsm", "gjerningsm", "täter", "angreifer", "attacker", "angriber", "angriper", "dader"),
    *("stole", "theft", "stulen", "stulit", "stjål", "stjal", "gestohlen", "gestolen", "volé"),
    *("malware", "ransom", "phishing", "rikolli", "hyökkää", "varast", "erbeut", "intruder"),
)
_NEAR: Final = 2


def fault_told(page: Page, *, attacked: bool) -> tuple[int, Hit] | None:
    """Return where a text says that an error exposed data; None where somebody attacked.

    An error beside words for exposure counts even on a page that elsewhere speaks of an intrusion;
    an error alone only where no culprit, theft or attack is spoken of.
    """
    alone: tuple[int, Hit] | None = None
    for number in page.live:
        reading = page.readings[number]
        hit = next((h for h in reading.cues("fault") if not _is_denied(reading, h)), None)
        if hit is None or not page.is_fact(number, hit.first) or page.is_question(number):
            continue
        if names_attack(reading) or _has_culprit(reading):
            continue
        alone = alone or (number, hit)
        if exposures(reading, 0, len(reading.words)) and reading.data:
            return number, hit
    if attacked or any(_has_culprit(page.readings[n]) for n in page.live):
        return None
    return alone


def names_attack(reading: Reading) -> bool:
    """Whether a sentence has a word for an attack in it, alone or as a part."""
    words = " ".join(reading.words)
    return any(part in words for part in _ATTACK_PARTS)


def is_attack_word(reading: Reading, hit: Hit) -> bool:
    """Return whether the words of a hit name an attack."""
    words = " ".join(reading.words[hit.first : hit.last])
    return any(part in words for part in _ATTACK_PARTS)


def _has_culprit(reading: Reading) -> bool:
    return any(word.startswith(_CULPRITS) for word in reading.words)


def _is_denied(reading: Reading, hit: Hit) -> bool:
    return any(0 <= hit.first - n.last <= _NEAR for n in reading.cues("negation"))
