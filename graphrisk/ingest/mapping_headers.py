"""A header cell -> the properties that it may mean, in any of the eight languages."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from graphrisk.ingest.headers import column_names, fold_header
from graphrisk.ingest.mapping_words import tokens_of, ways_of, word_set, words

LEAST = 45.0
"""Scores below mean nothing; 100 and more are the words themselves."""
PERSONAL = "personal"
_LONGEST = 80
_INFLECTION = 3
_LEAST_CELLS = 2
_PARTIES = frozenset(("vendor", "customer", "name", "parent", "child"))
_STEM = 5
_MISPRINT = 2
"""Letters more or less that a misprint may have."""
_OWN_NAMES = {"country": "vendor_country", "id": "vendor_id", "organization": "name"}
"""What our own column names mean in a foreign table."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header may mean, how surely, and in which languages."""

    score: float
    languages: tuple[str, ...]


def is_header(filled: Sequence[str]) -> bool:
    """Return True when the filled cells of a row are words of headers, and one names a party.

    Examples
    --------
    >>> is_header(["Lieferant", "Subunternehmer", "Leistung"]), is_header(["Alfa AB", "System"])
    (True, False)
    """
    if len(filled) < _LEAST_CELLS:
        return False
    named = False
    for cell in filled:
        names = _exactly(cell)
        if not names:
            return False
        named = named or bool(names & _PARTIES)
    return named


def is_below(header: str) -> bool:
    """Return True for words for those below a vendor.

    Examples
    --------
    >>> is_below("Underleverantörer"), is_below("Leverantör")
    (True, False)
    """
    first = (tokens_of(header) or [""])[0]
    return any(first.startswith(word) for word in word_set("below"))


@lru_cache(maxsize=65_536)
def _exactly(cell: str) -> frozenset[str]:
    """Return the properties whose header is exactly that cell."""
    if len(cell) > _LONGEST:
        return frozenset()
    return frozenset(name for name, _ in _phrases().get(tuple(tokens_of(cell)), ()))


@lru_cache(maxsize=4096)
def meanings(header: str) -> Mapping[str, Meaning]:
    """Return property -> how well a header fits it; parts from several rows joined by " / ".

    Examples
    --------
    >>> found = meanings("Leverantörens org.nr")
    >>> max(found, key=lambda name: found[name].score)
    'vendor_id'
    >>> meanings("Avtal / Slut")["ends_on"].languages
    ('sv', 'da')
    """
    if not header or len(header) > 4 * _LONGEST:
        return {}
    header = _apart(header)
    last = header.rsplit(" / ", 1)[-1]
    found = dict(_of_cell(last[:_LONGEST]))
    own = fold_header(last)
    if own in column_names("SERVES"):
        found[own] = Meaning(130.0, ())
    if last != header:
        for name, seen in _of_cell(header.replace(" / ", " ")[:_LONGEST]).items():
            before = found.get(name)
            if before is None or before.score < seen.score - 15:
                found[name] = Meaning(seen.score - 15, seen.languages)
    if own in _OWN_NAMES and _OWN_NAMES[own] not in found:
        found[_OWN_NAMES[own]] = Meaning(90.0, ())
    return {name: seen for name, seen in found.items() if seen.score >= LEAST}


def _apart(header: str) -> str:
    """Return a header with the words of VendorName and vendor_name apart.

    Examples
    --------
    >>> _apart("ContractEndDate"), _apart("LEI"), _apart("ID Nr")
    ('Contract End Date', 'LEI', 'ID Nr')
    """
    found = "".join(
        f" {sign}" if sign.isupper() and at and header[at - 1].islower() else sign
        for at, sign in enumerate(header)
    )
    return found.replace("_", " ")


def _of_cell(cell: str) -> Mapping[str, Meaning]:
    tokens = tokens_of(cell) or tokens_of(cell.replace("(", " ").replace(")", " "))
    tokens = [token for token in tokens if not token.isdigit()] or tokens  # "Budget 2026"
    found: dict[str, Meaning] = {}
    total = sum(map(len, tokens))
    for phrase in _near(tokens):
        score = _score(phrase, tokens, total)
        if score < LEAST:
            continue
        for name, languages in _phrases()[phrase]:
            if name not in found or found[name].score < score:
                found[name] = Meaning(score, languages)
    return found


def _score(phrase: tuple[str, ...], tokens: list[str], total: int) -> float:
    """Return 100 for the same words, less for words within others, for compounds and misprints."""
    if phrase == tuple(tokens):
        return 100.0 + len(phrase)
    if " ".join(phrase) in word_set("alone"):
        return 0.0
    share = 25.0 * sum(map(len, phrase)) / max(1, total)
    best = 0.0
    count = len(phrase)
    for at in range(len(tokens) - count + 1):
        fits = [_fit(word, token) for word, token in zip(phrase, tokens[at:], strict=False)]
        if all(fits):
            # The last word of a header carries it in most of these languages.
            place = 5.0 if at + count == len(tokens) else 0.0
            best = max(best, min(fits) + share + place)
    near = count == 1 == len(tokens) and abs(len(phrase[0]) - len(tokens[0])) <= _MISPRINT
    if not best and near and len(phrase[0]) > _STEM:
        ratio = difflib.SequenceMatcher(None, phrase[0], tokens[0]).ratio()
        best = 75.0 * ratio if ratio >= 0.85 else 0.0
    return best


def _fit(word: str, token: str) -> float:
    if word == token:
        return 65.0
    if len(word) < _STEM:
        return 0.0
    if token.startswith(word):
        return 60.0 if len(token) - len(word) <= _INFLECTION else 25.0
    return 50.0 if token.endswith(word) else 0.0


@cache
def _phrases() -> Mapping[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return phrase -> (property, languages that say so)."""
    found: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for name, by_language in {**words()["headers"], PERSONAL: words()["personal"]}.items():
        for language, said in by_language.items():
            for phrase in {tuple(tokens_of(way)) for text in said for way in ways_of(text)}:
                names = found[phrase]
                names[name] = (*names.get(name, ()), language)
    return {phrase: tuple(names.items()) for phrase, names in found.items() if phrase}


@cache
def _by_start() -> tuple[Mapping[str, list[tuple[str, ...]]], Mapping[str, list[tuple[str, ...]]]]:
    """Return phrases by the first three letters of their first word, and by its last four."""
    starts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    ends: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in _phrases():
        starts[phrase[0][:3]].append(phrase)
        if len(phrase[0]) >= _STEM:
            ends[phrase[0][-4:]].append(phrase)
    return starts, ends


def _near(tokens: list[str]) -> set[tuple[str, ...]]:
    starts, ends = _by_start()
    found: set[tuple[str, ...]] = set()
    for token in tokens:
        found.update(starts.get(token[:3], ()))
        found.update(ends.get(token[-4:], ()))
    return found
