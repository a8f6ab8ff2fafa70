"""How much each lexicon knows of each concept: the number of its phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graphrisk.extract.words.lexicon import load_lexicon, supported_languages

TABLES: Final[Mapping[str, str]] = {
    "data": "data class",
    "attack": "kind of attack",
    "scene_words": "part of a scene",
    "cues": "sign",
    "qualifiers": "qualifier",
    "units": "what is counted",
    "counted": "what only numbers count",
    "subjects": "people",
    "countries": "country",
    "word_sets": "small words",
    "tails": "ends of words",
    "stems": "beginnings of words",
    "patterns": "relation",
}
"""Tables of a lexicon with what an id of theirs is."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One concept: its table, its id, and how many phrases each language has for it."""

    table: str
    concept: str
    phrases: tuple[int, ...]


def coverage(languages: Sequence[str] = ()) -> list[Coverage]:
    """Return every concept with its phrases per language, in the order of the tables.

    Parameters
    ----------
    languages
        Codes, in the order of the counts; by default all that have a lexicon.

    Examples
    --------
    >>> [c.phrases[0] > 5 for c in coverage(["sv"]) if c.concept == "ransomware"]
    [True]
    """
    codes = list(languages) or list(supported_languages())
    lexicons = [load_lexicon(code).data for code in codes]
    rows: list[Coverage] = []
    for table in TABLES:
        entries: list[Mapping[str, Sequence[str]]] = [getattr(data, table) for data in lexicons]
        concepts = dict.fromkeys(key for entry in entries for key in entry)
        rows += [
            Coverage(table, concept, tuple(len(entry.get(concept, ())) for entry in entries))
            for concept in concepts
        ]
    return rows


def language_names(languages: Sequence[str] = ()) -> dict[str, str]:
    """Return the languages that have a lexicon, with their own names.

    >>> language_names()["en"]
    'English'
    """
    codes = list(languages) or list(supported_languages())
    return {code: load_lexicon(code).data.name for code in codes}
