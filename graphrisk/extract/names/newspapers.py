"""Newspapers by their names, which report of an incident and have no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_LAST: Final = frozenset(
    [
        *("gazette", "herald", "tribune", "courier", "chronicle", "observer", "argus", "times"),
        *("allehanda", "tidning", "tidningen", "dagblad", "dagblads", "nyheter", "kuriren"),
        *("sanomat", "sanomien", "sanomille", "uutiset", "lehti", "lehden", "tidende", "avis"),
        *("blad", "folkeblad", "amtsavis", "dagbladet", "anzeiger", "zeitung", "nachrichten"),
        *("tageblatt", "kurier", "rundschau", "bote", "morgenpost", "tagblatt", "volksblatt"),
        *("courant", "krant", "nieuwsblad", "nieuws", "dagbladets", "avisen", "tidendes"),
    ]
)
_FIRST: Final = frozenset(
    [
        *(
            "l'écho",
            "l'echo",
            "le courrier",
            "le journal",
            "la dépêche",
            "la gazette",
            "le progrès",
        ),
        *("la tribune", "le quotidien", "l'indépendant", "le télégramme"),
    ]
)


def is_newspaper(name: str) -> bool:
    """Whether a name of several words is a newspaper's.

    >>> is_newspaper("The Oakham Herald"), is_newspaper("Herald Logistics")
    (True, False)
    """
    words = name.lower().replace("\u2019", "'").removesuffix("'s").split()
    if len(words) < 2:
        return False
    return words[-1] in _LAST or words[0] in _FIRST or " ".join(words[:2]) in _FIRST


def ends_newspaper(reading: Reading, at: int) -> bool:
    """Whether a word only ends a newspaper's name that begins before it."""
    return at > 0 and reading.words[at] in _LAST and reading.token(at - 1).text[0].isupper()
