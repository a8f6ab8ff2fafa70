"""The base form of Finnish names: "Tietovirran" is "Tietovirta", "Acme Oy:ltä" is "Acme Oy".

Only the last word of a name is inflected. What decides is the text itself: a form that it also
writes bare. Without one, a table of word ends in the lexicon, and then the ending alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

_JOINED_FORM: Final = re.compile(r"(Oyj?|OYJ?)(n|lle|lla|llä|lta|ltä|ssa|ssä|sta|stä|tä|ta)")
_VOWELS: Final = "aeiouyäöå"
_WEAK_CASES: Final = ("lle", "lla", "llä", "lta", "ltä", "ssa", "ssä", "sta", "stä", "ksi")
_SHORT_CASES: Final = ("tta", "ttä", "ta", "tä", "na", "nä", "a", "ä")
_COLON_GENITIVE: Final = frozenset({"n", "in", "en", "den", "jen", "ien"})
_COLON_CASES: Final = _COLON_GENITIVE | {
    *_WEAK_CASES,
    *_SHORT_CASES,
    *(i + case for i in "ie" for case in (*_WEAK_CASES, *_SHORT_CASES)),
    *("aan", "ään", "iin", "hin", "hen", "hön", "han", "hun", "een", "seen", "kin"),
}
_STRONG: Final = (("rr", "rt"), ("nn", "nt"), ("ll", "lt"), ("mm", "mp"), ("ng", "nk"))
_SINGLE: Final = {"d": "t", "v": "p", "p": "pp", "t": "tt", "k": "kk"}
_FOREIGN_ENDS: Final = "bcdfghjmqwxz"  # no Finnish word ends in these and an i
_SHORTEST: Final = 4
_TAILS: Final = (*_WEAK_CASES, *("i" + case for case in _WEAK_CASES), "n", "in")


def without_colon(word: str) -> tuple[str, str]:
    """Return a word without a case ending after a colon, and that ending.

    >>> without_colon("Oy:ltä")
    ('Oy', 'ltä')
    """
    joined = _JOINED_FORM.fullmatch(word)
    if joined:  # "Acme Oyn", as many write it
        return joined[1], joined[2]
    base, mark, ending = word.partition(":")
    if mark and base and ending.lower() in _COLON_CASES:
        return base, ending.lower()
    return word, ""


def base_form(
    name: str,
    bare: Collection[str],
    ends: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    *,
    may_be_genitive: bool = True,
) -> tuple[str, bool]:
    """Return a Finnish name in the nominative, and whether it was written in the genitive.

    Parameters
    ----------
    name
        The name as written.
    bare
        Capitalised words of the text as they are written.
    ends
        Ends of genitives with those of their nominatives ("lahden", "lahti"), longest first.
    may_be_genitive
        False where a verb follows, so that a last n is the name's own.

    Examples
    --------
    >>> base_form("Kuntatiedon", {"Kuntatiedon"}, [("tiedon", "tieto")])
    ('Kuntatieto', True)
    >>> base_form("Solveqilta", {"Solveq"})
    ('Solveq', False)
    >>> base_form("Tietovirtaan", {"Tietovirtaan"}, [("virran", "virta")])
    ('Tietovirta', False)
    >>> base_form("Kotiranteen", {"Kotiranne"})
    ('Kotiranne', True)
    >>> base_form("Kultakorven", {"Kultakorpi"})
    ('Kultakorpi', True)
    """
    first, space, word = name.rpartition(" ")
    plain, ending = without_colon(word)
    if ending:
        return first + space + plain, ending in _COLON_GENITIVE
    table = list(ends.items()) if isinstance(ends, Mapping) else list(ends)
    base, genitive = _word(word, bare, table, may_be_genitive)
    return first + space + base, genitive


def bases(word: str) -> list[str]:
    """Return what a lower-case word in a Finnish case may be in the nominative.

    >>> "tietovirta" in bases("tietovirralta")
    True
    """
    plain, ending = without_colon(word)
    if ending:
        return [plain]
    if len(word) < _SHORTEST:
        return []
    genitive, _ = _as_genitive(word)
    found = _short_stems(word)
    return found + _nominatives(genitive) if genitive is not None else found


def _word(
    word: str, bare: Collection[str], ends: Sequence[tuple[str, str]], may_be_genitive: bool
) -> tuple[str, bool]:
    if len(word) < _SHORTEST or not word.isalpha() or word.isupper():
        return word, False
    genitive, oblique = _as_genitive(word)
    if genitive is None or _is_base_elsewhere(word, bare):
        return _by_text(word, _short_stems(word), bare) or word, False
    found = _by_text(word, _nominatives(genitive), bare)
    if found is not None:
        return found, not oblique
    if not oblique and not may_be_genitive and not _is_into(genitive):
        return word, False
    if oblique and len(genitive) <= _SHORTEST:
        return word, False  # "Stella", "Delta": too short to tell
    base = _by_ending(genitive, ends)
    return base, not oblique and not (_is_into(genitive) and base == genitive[:-2])


def _as_genitive(word: str) -> tuple[str | None, bool]:
    """Return the genitive a word is or stands for ("Acmelta" for "Acmen"), and which of both."""
    for case in _WEAK_CASES:
        if word.endswith(case) and len(word) - len(case) > 1:
            stem = word[: -len(case)]
            return (stem + "n", True) if stem[-1] in _VOWELS else (None, False)
    if len(word) > 2 and word[-1] == "n" and word[-2] in _VOWELS:
        return word, False
    return None, False


def _is_base_elsewhere(word: str, bare: Collection[str]) -> bool:
    """Whether the text inflects the word itself: "Ericssonin" beside "Ericsson"."""
    return any(word + tail in bare for tail in _TAILS)


def _short_stems(word: str) -> list[str]:
    stems = [word[: -len(case)] for case in _SHORT_CASES if word.endswith(case)]
    if word.endswith(("oja", "öjä")):  # Asuntoja, Asunnot
        stems += [s + "t" for s in (*_weak(word[:-2]), word[:-2])]
    return [s for s in (*stems, *(s[:-1] for s in stems if s.endswith("i"))) if len(s) > 2]


def _nominatives(genitive: str) -> list[str]:
    """Return what the nominative of a genitive may be, the likeliest first."""
    stem = genitive[:-1]
    found = [stem]
    if stem[-1] in _VOWELS and len(stem) > 3:
        if stem[-1] == stem[-2]:
            found.append(stem[:-1])  # Tampereen, Acmeen
            found += _weak(stem[:-1])
        if stem.endswith("i"):
            found.append(stem[:-1])  # Solveqin
        if stem.endswith("se"):
            found.append(stem[:-2] + "nen")
        if stem.endswith("kse"):
            found.append(stem[:-3] + "s")
        if stem.endswith(("uude", "yyde", "eude")):
            found.append(stem[:-2] + "s")
        if stem.endswith("e"):
            found.append(stem[:-1] + "i")
        found += _strong(stem)
        found += [s[:-1] + "i" for s in _strong(stem) if s.endswith("e")]  # Korven, Korpi
        if stem.endswith(("aa", "ää")):
            found += [s + "s" for s in (stem[:-1], *_weak(stem[:-1]))]  # Tehtaan, Tehdas
    return found


def _strong(stem: str) -> list[str]:
    """Return a stem with its consonant in the strong grade: "virra" is of "virta"."""
    vowel, before = stem[-1], stem[:-1]
    found = [
        before[: -len(weak)] + strong + vowel for weak, strong in _STRONG if before.endswith(weak)
    ]
    if before[-1] in _SINGLE:
        found.append(before[:-1] + _SINGLE[before[-1]] + vowel)
    if before[-1] in "lrh":
        found.append(before + "k" + vowel)  # Polun, Polku
    return found


def _weak(stem: str) -> list[str]:
    """Return a stem with its consonant in the weak grade: "rante" is of "ranne"."""
    vowel, before = stem[-1], stem[:-1]
    pairs = (*_STRONG, *_SINGLE.items())
    return [
        before[: -len(strong)] + weak + vowel for weak, strong in pairs if before.endswith(strong)
    ]


def _by_text(word: str, candidates: Sequence[str], bare: Collection[str]) -> str | None:
    return next((c for c in candidates if c != word and c in bare), None)


def _by_ending(genitive: str, ends: Sequence[tuple[str, str]]) -> str:
    lower = genitive.lower()
    for written, base in ends:
        if lower.endswith(written):
            cut = genitive[: -len(written)]
            return cut + base if cut else base.capitalize()
    stem = genitive[:-1]
    if stem.endswith("i") and stem[-2] in _FOREIGN_ENDS:
        return stem[:-1]
    if stem.endswith("kse") and len(stem) > 5:
        return stem[:-3] + "s"
    if stem.endswith("se") and stem[-3] in _VOWELS and len(stem) > 4:
        return stem[:-2] + "nen"
    return stem[:-1] if _is_into(genitive) else stem


def _is_into(word: str) -> bool:
    """Whether a word ends as "into X" does: "Tietovirtaan", "Acmeen"."""
    return len(word) > _SHORTEST and word[-1] == "n" and word[-2] == word[-3]
