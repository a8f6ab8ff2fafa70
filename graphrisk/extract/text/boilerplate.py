"""What a page prints beside its text: cookies, rights, subscriptions, advertisements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_BUTTON_LINE: Final = 6


def is_boilerplate(reading: Reading) -> bool:
    """Whether a sentence belongs to the page and not to its text: "We use cookies", "(c) 2025".

    A text about stolen cookies names an incident beside them.
    """
    words = reading.words
    if reading.has("cookie"):
        return not reading.has("incident", "strong_exposure") and not reading.dates
    if reading.lexicon.word_set("copyright") & set(words[:2]):
        return True
    told = reading.has("incident", "exposure", "outage", "affected") or bool(reading.data)
    heading = reading.sentence.kind == "heading"
    short = heading and len(words) <= _BUTTON_LINE
    return short and words[0] in reading.lexicon.word_set("page_button") and not told


def opens_advert(reading: Reading) -> bool:
    """Whether a line is but the word that an advertisement follows."""
    alone = len([w for w in reading.words if w[0].isalnum()]) <= 1
    return alone and _says_advert(reading)


def is_advert(reading: Reading) -> bool:
    """Whether a line begins with that word and a colon: "Advertisement: protect your firm"."""
    return _says_advert(reading) and reading.words[1:2] == [":"]


def _says_advert(reading: Reading) -> bool:
    return reading.words[0] in reading.lexicon.word_set("advert")
