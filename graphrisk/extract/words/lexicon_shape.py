"""The shapes of the lexicon files: which keys they have and what stands below each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Phrases = list[str]


class LanguageFile(BaseModel):
    """The shape of ``lexicons/<code>.yaml``."""

    model_config = ConfigDict(extra="forbid")

    language: str
    name: str
    common_words: Phrases
    abbreviations: Phrases
    months: dict[str, int]
    weekdays: Phrases
    seasons: dict[str, str] = {}
    numbers: dict[str, int]
    scales: dict[str, int]
    decimal: str = ","
    nouns_capitalised: bool = False
    joiners: Phrases
    name_tails: Phrases = []
    endings: Phrases = []
    ending_tails: Phrases = []
    head_links: Phrases = []
    head_forms: dict[str, Phrases] = {}
    name_genitives: dict[str, str] = {}
    finite_verbs: Phrases = []
    common_tails: Phrases = []
    data: dict[str, Phrases]
    data_heads: Phrases = []
    data_modifiers: dict[str, Phrases] = {}
    data_except: Phrases = []
    attack: dict[str, Phrases]
    scene_words: dict[str, Phrases] = {}
    cues: dict[str, Phrases]
    qualifiers: dict[str, Phrases]
    units: dict[str, Phrases]
    counted: dict[str, Phrases] = {}
    subjects: dict[str, Phrases]
    heads_before: dict[str, Phrases] = {}
    heads_after: dict[str, Phrases] = {}
    anaphors: dict[str, Phrases] = {}
    countries: dict[str, Phrases]
    word_sets: dict[str, Phrases] = {}
    tails: dict[str, Phrases] = {}
    stems: dict[str, Phrases] = {}
    patterns: dict[str, Phrases]


class AuthorityEntry(BaseModel):
    """One authority: where it sits, what it is for and what it is called."""

    model_config = ConfigDict(extra="forbid")

    name: str
    country: str | None = None
    kind: str
    names: Phrases


class CommonFile(BaseModel):
    """The shape of ``lexicons/common.yaml``: what does not depend on the language."""

    model_config = ConfigDict(extra="forbid")

    authorities: list[AuthorityEntry]
    legal_forms: dict[str, Phrases]
    media: Phrases
    products: Phrases = []
    scenes: dict[str, Phrases] = {}
    any_language: dict[str, Phrases] = {}
