"""Names of French offices: "office de tourisme du X", "Ligue de cyclisme"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

FRENCH_LINKS: Final = frozenset({"de", "du", "des", "d'", "la", "l'", "&"})
_ADJECTIVES: Final = frozenset(
    [
        *("française", "français", "nationale", "national", "régionale", "régional", "primaire"),
        *("départementale", "départemental", "internationale", "centrale", "publique", "générale"),
        *(
            "nautique",
            "sportive",
            "sportif",
            "équestre",
            "agricole",
            "professionnelle",
            "municipal",
        ),
        *("professionnel", "municipale", "hospitalier", "hospitalière", "culturel", "culturelle"),
        *("social", "sociale", "médical", "médicale", "populaire", "technique", "universitaire"),
        *("intercommunal", "intercommunale", "métropolitain", "métropolitaine", "vétérinaire"),
        *("aquatique", "interprofessionnelle", "interprofessionnel", "dentaire", "privé", "privée"),
        *("artisanale", "mutualiste", "solidaire", "catholique", "laïque", "scientifique", "local"),
    ]
)
_ARTICLES: Final = frozenset({"la", "le", "l'", "les", "du", "d'", "de", "au", "à"})


def past_purpose(reading: Reading, end: int) -> int:
    """Step over "tourisme du" in "office de tourisme du X", where no name follows at once.

    Also over "nautique de" in "cercle nautique de X".
    """
    if reading.lexicon.language != "fr":
        return end
    if reading.words[end] in _ADJECTIVES:
        here = end + 1
        while here < len(reading.words) and here - end < 4 and reading.words[here] in FRENCH_LINKS:
            here += 1
        named = here > end + 1 and here < len(reading.words) and reading.token(here).is_capital
        return here if named else end
    if reading.words[end - 1] not in FRENCH_LINKS:
        return end
    if end + 1 >= len(reading.words) or not _is_plain_noun(reading, end):
        return end
    here = end + 1
    while here < len(reading.words) and here - end < 3 and reading.words[here] in FRENCH_LINKS:
        here += 1
    named = here > end + 1 and here < len(reading.words) and reading.token(here).is_capital
    return here if named else end


def small_title(
    reading: Reading, at: int, heads: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
) -> tuple[str, int] | None:
    """Return kind and end of an office written small but for its head: "Ligue de cyclisme"."""
    words = reading.words
    head = reading.lexicon.language == "fr" and reading.token(at).text[0].isupper()
    inner = at > 0 and words[at - 1] in _ARTICLES
    if not head or not inner or words[at] not in heads:
        return None
    here = at + 1
    here += words[here : here + 1] != [] and words[here] in _ADJECTIVES
    link = words[here : here + 1]
    if link and link[0] in FRENCH_LINKS and here + 1 < len(words):
        here += 1 + (words[here + 1] in {"la", "l'"})
        if here < len(words) and _is_plain_noun(reading, here):
            return heads[words[at]][0][1], here + 1
    return None


def _is_plain_noun(reading: Reading, at: int) -> bool:
    """Whether a small word is a noun that says what an office is for, not whom it serves."""
    return (
        reading.token(at).text.islower()
        and reading.words[at].isalpha()
        and not any(
            h.first <= at < h.last
            for h in (
                *reading.hits("unit"),
                *reading.hits("subject"),
                *reading.cues("incident"),
            )
        )
    )
