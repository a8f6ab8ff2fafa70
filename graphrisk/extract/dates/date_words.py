"""Words around dates, of all languages: weeks, articles, what stands before a month or a season."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

WEEK: Final = frozenset(
    [
        "vecka",
        "veckan",
        "v",
        "week",
        "kw",
        "kalenderwoche",
        "woche",
        "uge",
        "uke",
        "uka",
        "veke",
        "veka",
        *(
            "semaine",
            "kalenderwochen",
            "kw",
            "wk",
            "veckor",
            "uger",
            "uker",
            "viikko",
            "viikon",
            "viikolla",
            "viikolta",
            "viikosta",
            "viikkoa",
        ),
    ]
)
AMBIGUOUS: Final = frozenset({"may", "march", "mar", "sep", "jun", "jul", "dec", "maj", "august"})
SHORT_MONTHS: Final = frozenset({"maj", "mai", "mei"})
BEFORE_MONTH: Final = frozenset(
    [
        "in",
        "between",
        "mellan",
        "zwischen",
        "of",
        "early",
        "late",
        "mid",
        "since",
        "during",
        "until",
        "from",
        "by",
        "i",
        "sedan",
        "under",
        "av",
        "im",
        "ende",
        "anfang",
        "mitte",
        "seit",
        "vom",
        "von",
        "bis",
        "slutet",
        "början",
        "mitten",
        "and",
        "och",
        "und",
        "mid-",
        "mi-",
        "end",
        "beginning",
        "last",
        "this",
        "next",
        "den",
        "på",
        "to",
        *("mellem", "mellom", "fra", "frå", "siden", "sidan", "begyndelsen", "begynnelsen"),
        *("slutningen", "slutten", "utgangen", "midten", "starten", "løbet", "løpet", "omkring"),
        *("primo", "medio", "ultimo", "tidlig", "sent", "til", "af", "og", "sidste", "siste"),
        *("eind", "einde", "begin", "half", "sinds", "vanaf", "tot", "tussen", "van", "op", "rond"),
        *("afgelopen", "vorige", "en", "maand", "kring", "rundt"),
        *("début", "fin", "mi", "courant", "depuis", "dès", "du", "au", "de", "d'", "mois", "et"),
        *("jusqu'en", "jusqu'à", "l'", "entre", "à", "mi-"),
    ]
)
BETWEEN: Final = frozenset(  # a day and its month
    [
        ".",
        "of",
        "den",
        ",",
        "the",
        "met",
        "le",
        "dem",
        "päivänä",
        "päivä",
        "päivää",
        "päivästä",
        "d.",
    ]
)
BEFORE_YEAR: Final = frozenset(
    [",", "i", "in", "of", "de", "van", "des", "jahres", "av", "år", "vuonna", "vuoden", "en", "af"]
)
BEFORE_SEASON: Final = frozenset(
    [
        "i",
        "im",
        "in",
        "this",
        "last",
        "under",
        "den",
        "denne",
        "het",
        "dit",
        "afgelopen",
        "vorig",
        "sidste",
        "siste",
        "sist",
        "det",
        *("l'", "au", "en", "cet", "ce", "cette", "dernier", "d'", "viime", "tänä", "syksyn"),
    ]
)
RANGE: Final = frozenset(
    [
        *("-", "–", "to", "till", "bis", "until", "and", "och", "und", "til", "tot", "t/m", "og"),
        *("en", "au", "et", "à", "ja", "sekä"),
    ]
)
CASED_MONTHS: Final = frozenset({"fi"})  # no other word is spelled like a month there
CLOCK: Final = frozenset({"klo", "kello", "kl", "version", "versio", "versiota"})
ARTICLES: Final = frozenset({"le", "den", "the", "het", "l'", "dem"})


_SAME_DAY: Final = frozenset(
    [
        *(("samma", "dag"), ("samma", "kväll"), ("same", "day"), ("same", "evening")),
        *(("that", "day"), ("samme", "dag"), ("samme", "kveld"), ("samme", "aften")),
        *(("same", "dagen"), ("même", "jour"), ("samana", "päivänä"), ("saman", "päivän")),
        *(("dezelfde", "dag"), ("diezelfde", "dag"), ("selben", "tag"), ("gleichen", "tag")),
    ]
)


def same_day(words: Sequence[str]) -> int | None:
    """Return where a sentence says "the same day", None where it does not.

    Examples
    --------
    >>> same_day(["it", "was", "back", "the", "same", "day"])
    4
    """
    return next((at for at, pair in enumerate(pairwise(words)) if pair in _SAME_DAY), None)
