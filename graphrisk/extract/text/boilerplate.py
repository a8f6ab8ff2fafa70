"""What a page prints beside its text: cookies, rights, subscriptions, advertisements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_COOKIES: Final = ("cookie", "kakor", "informasjonskapsl", "informationskapsl", "eväste")
_ADVERTS: Final = frozenset(
    [
        *("advertisement", "advert", "sponsored", "annons", "annonse", "annonce", "anzeige"),
        *("werbung", "publicité", "annonces", "advertentie", "mainos", "reklame", "reklam"),
        *("reklame", "ilmoitus", "sponset", "sponsrat", "gesponsert", "advertorial"),
    ]
)
_RIGHTS: Final = frozenset(["\u00a9", "copyright"])
_BUTTONS: Final = frozenset(
    [
        *("unsubscribe", "avregistrera", "afmeld", "abmelden", "afmelden", "désabonner"),
        *("désinscrire", "uitschrijven", "meld deg av", "accept", "accepter", "akzeptieren"),
        *("avanmäl", "avmeld", "share", "save", "dela", "del", "teilen", "partager", "delen"),
        *("jaa", "menu", "meny", "menü", "valikko", "search", "sök", "søk", "søg", "suche"),
    ]
)
_BUTTON_LINE: Final = 6


def is_boilerplate(reading: Reading) -> bool:
    """Whether a sentence belongs to the page and not to its text: "We use cookies", "(c) 2025".

    A text about stolen cookies names an incident beside them.
    """
    words = reading.words
    if any(word.startswith(_COOKIES) for word in words):
        return not reading.has("incident", "strong_exposure") and not reading.dates
    if _RIGHTS & set(words[:2]):
        return True
    told = reading.has("incident", "exposure", "outage", "affected") or bool(reading.data)
    heading = reading.sentence.kind == "heading"
    return heading and len(words) <= _BUTTON_LINE and words[0] in _BUTTONS and not told


def opens_advert(reading: Reading) -> bool:
    """Whether a line is but the word that an advertisement follows."""
    alone = len([w for w in reading.words if w[0].isalnum()]) <= 1
    return alone and reading.words[0] in _ADVERTS


def is_advert(reading: Reading) -> bool:
    """Whether a line begins with that word and a colon: "Advertisement: protect your firm"."""
    return reading.words[0] in _ADVERTS and reading.words[1:2] == [":"]
