"""Known organizations that a new name may mean: proposed with a reason, never joined.

Likeness of letters decides nothing; how a name differs does. "Region Skåne" and "Region Sörmland"
are far apart, "Essity" and "Essiti" a question, "VGR" and "Västra Götalandsregionen" another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphrisk.model import vocabulary
from graphrisk.model.identifiers import fold, without_marks
from graphrisk.resolve.directory import parts_of
from graphrisk.resolve.identify import Candidate

if TYPE_CHECKING:
    from graphrisk.resolve.directory import Directory

MOST_NEAR: Final = 3
_FILE: Final = Path(vocabulary.__file__).parent / "vocabularies" / "place_names.yaml"
_LEAST_LETTERS: Final = 5
_LONGEST_ACRONYM: Final = 6
_LONG_COMPOUND: Final = 12
_LEAST_OF_MANY: Final = 3
_LONGEST_NAME: Final = 120
_ALIKE: Final = 74
_MOST_ALIKE: Final = 20
_MOST_OF_A_WORD: Final = 1_000
_LEAST_SEARCHED: Final = 3
_CASES: Final = (
    *("s", "n", "in", "en", "es", "ssa", "ssä", "sta", "stä", "lle", "lla", "llä", "lta", "ltä"),
    *("et", "ets", "ens", "er"),
)
_GLUED: Final = ("limited", "gmbh", "aktiebolag", "osakeyhtiö", "incorporated", "corporation")
# Letters of other scripts that look like Latin ones.
_LOOKS: Final = str.maketrans(
    "авекмнорстухіјѕԁԛԝαβεηικμνορτυχγωιıℓ",
    "abekmhopctyxijsdqwabenikmvoptuxywiil",
)
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A name taken apart: words proper, kind of public body, legal form."""

    words: tuple[str, ...]
    own: tuple[str, ...]
    kinds: frozenset[int]
    form: str | None

    @property
    def joined(self) -> str:
        return "".join(self.words)


class NearNames:
    """The names of a directory, looked through for those that another name may be.

    Parameters
    ----------
    directory
        What is known.

    Examples
    --------
    >>> from graphrisk.resolve.directory import Directory, Entry
    >>> known = Directory()
    >>> for key, text in (("1", "Essity AB"), ("2", "Region Skåne")):
    ...     known.add(Entry(key, text))
    >>> near = NearNames(known)
    >>> [(found.id, found.reason) for found in near.of("Essiti")]
    [('1', 'spelled alike')]
    >>> near.of("Region Sörmland")
    ()
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._cores = [core for core in directory.cores() if len(core) <= _LONGEST_NAME]

    def of(self, name: str) -> tuple[Candidate, ...]:
        """Return up to three known organizations that a name may mean, the likeliest first.

        Notes
        -----
        O(n), some 0.1 s for 100,000 names: what is looked at more closely is found by the built-in
        search of texts, and of what very many names have only the first thousand are.
        """
        if not fold(name) or len(name) > _LONGEST_NAME:
            return ()
        best: dict[str, Candidate] = {}
        for core in self._likely(_shape(name)):
            for entry, _ in self._directory.with_core(core):
                for writing in (entry.name, *entry.aliases):
                    found = near_reason(name, writing)
                    known = best.get(entry.id)
                    if found and (known is None or found[0] > known.score):
                        best[entry.id] = Candidate(entry.id, entry.name, found[1], found[0])
        return tuple(sorted(best.values(), key=lambda item: (-item.score, item.name))[:MOST_NEAR])

    def _likely(self, wanted: _Shape) -> dict[str, None]:
        """Return cores worth a second look: alike in letters, with a common word, an acronym."""
        from rapidfuzz import fuzz, process

        looks = _looks(" ".join(wanted.words))
        alike = process.extract(
            looks, self._cores, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=_ALIKE
        )
        found = dict.fromkeys(core for core, _, _ in alike)
        for word in _searched(wanted):
            having = (core for core in self._cores if word in core)
            found.update(dict.fromkeys(islice(having, _MOST_OF_A_WORD)))
        found.update(dict.fromkeys(islice(self._acronyms(wanted), _MOST_OF_A_WORD)))
        return found

    def _acronyms(self, wanted: _Shape) -> Iterator[str]:
        """Yield cores that may be an acronym of a name, or that it may be one of."""
        words = [word for word in wanted.words if word not in _small()]
        if not words:
            return
        first = words[0][0]
        if len(wanted.joined) <= _LONGEST_ACRONYM:
            yield from (core for core in self._cores if core[:1] == first)
        else:
            short = (core for core in self._cores if len(core) <= _LONGEST_ACRONYM)
            yield from (core for core in short if core[:1] == first)


def _searched(wanted: _Shape) -> set[str]:
    """Return words to look for in other names: those proper, as each language writes a place."""
    words = {word for word in (*wanted.own, _unglued(wanted.joined)) if word not in _extra()}
    words |= {other for word in words for other in _same_places(word)}
    return {word for word in words if len(word) >= _LEAST_SEARCHED}


def near_reason(one: str, other: str) -> tuple[float, str] | None:
    """Return how likely (of 100) and why two names may mean one organization; None for no reason.

    Examples
    --------
    >>> near_reason("VGR", "Västra Götalandsregionen")[1]
    'an acronym of it'
    >>> near_reason("Nordea Bank", "Nordea Liv") is None
    True
    """
    a, b = _shape(one), _shape(other)
    if not a.words or not b.words:
        return None
    if _numbers(a) != _numbers(b):
        return None
    tries = (_same_words, _same_place, _case_ending, _acronym, _added, _spelling)
    return next((found for rule in tries if (found := rule(a, b))), None)


def _same_words(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    if a.words == b.words:
        if a.form and b.form and a.form != b.form:
            return 60.0, "the same name with another legal form: perhaps a sister company"
        return 95.0, "the same name"
    if a.joined == b.joined or _unglued(a.joined) == _unglued(b.joined):
        return 95.0, "the same letters, spaces and marks aside"
    if _looks(a.joined) == _looks(b.joined):
        return 70.0, "it looks the same, but some letters are of another script"
    if len(a.own) > 1 and sorted(a.own) == sorted(b.own) and _same_kind(a, b):
        return 85.0, "the same words in another order"
    return None


def _same_place(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    """Whether both are one town: "Helsingfors stad", "Helsingin kaupunki", "Helsinki"."""
    if not (a.kinds or b.kinds) or not _same_kind(a, b) or not a.own or not b.own:
        return None
    same = len(a.own) == len(b.own) and all(
        x == y or _is_case(x, y) or _place(x) == _place(y)
        for x, y in zip(a.own, b.own, strict=True)
    )
    return (85.0, "the same place, named otherwise") if same else None


def _case_ending(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    if a.words[:-1] == b.words[:-1] and _is_case(a.words[-1], b.words[-1]):
        return 90.0, "an inflected form of it"
    return None


def _acronym(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    for short, long in ((a.words, b.words), (b.words, a.words)):
        if len(short) > 1 and short[:-1] == long[: len(short) - 1]:
            short, long = short[-1:], long[len(short) - 1 :]  # "NHS BSA"
        if len(short) == 1 and 2 <= len(short[0]) <= _LONGEST_ACRONYM:
            words = [word for word in long if word not in _small()]
            if _stands_for(short[0], words):
                return 75.0, "an acronym of it"
    return None


def _stands_for(letters: str, words: Sequence[str]) -> bool:
    """Whether words give their first letters, in order, and compounds further ones."""
    if not letters or not words or letters in words or letters[0] != words[0][0]:
        return False
    firsts = "".join(word[0] for word in words)
    if letters == firsts:
        return len(words) > 1
    if len(letters) < _LEAST_OF_MANY:
        return False
    if len(firsts) - 1 <= len(letters) and _in_order(letters, firsts):
        return True
    if max(map(len, words)) < _LONG_COMPOUND or len(words) > len(letters):
        return False
    return _in_order(firsts, letters) and _in_order(letters, "".join(words))


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _added(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    """Whether one is the other with words added: "X" and "X Finland", "X" and "X Service"."""
    short, long = sorted((a.own, b.own), key=len)
    if not short or short == long or a.kinds != b.kinds:
        return None
    proper = [word for word in short if word not in _small() and word not in _extra()]
    if not proper or len("".join(proper)) < 3:
        return None
    rest = long[len(short) :]
    if long[: len(short)] == short:
        if all(word in _extra() or word in _small() for word in rest):
            return 80.0, "the same name, a country or group aside: perhaps a sister company"
        return 55.0, "the name goes on: perhaps its owner, a part of it, or another company"
    if long[len(long) - len(short) :] == short:
        return 50.0, "the name has a word more in front: perhaps what it is"
    return None


def _spelling(a: _Shape, b: _Shape) -> tuple[float, str] | None:
    """Whether a single word differs by a single letter, or two swapped ones."""
    from rapidfuzz.distance import OSA

    if len(a.words) != len(b.words) or a.kinds != b.kinds:
        return None
    differ = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
    if len(differ) != 1:
        return None
    x, y = differ[0]
    if min(len(x), len(y)) < _LEAST_LETTERS or {x, y} <= _extra():
        return None
    allowed = 1 if min(len(x), len(y)) < 2 * _LEAST_LETTERS else 2
    distance = OSA.distance(_plain(x), _plain(y), score_cutoff=allowed)
    return (70.0 - 5 * distance, "spelled alike") if distance <= allowed else None


def _same_kind(a: _Shape, b: _Shape) -> bool:
    return not a.kinds or not b.kinds or bool(a.kinds & b.kinds)


def _is_case(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=len)
    return len(short) >= 3 and any(long == short + case for case in _CASES)


def _numbers(shape: _Shape) -> list[str]:
    return [word for word in shape.words if any(sign.isdigit() for sign in word)]


def _looks(text: str) -> str:
    return _plain(text.translate(_LOOKS))


def _plain(text: str) -> str:
    """Return letters without their marks, as somebody types them who lacks the keys."""
    return without_marks(text.replace("ø", "o").replace("æ", "ae"))


@lru_cache(maxsize=1 << 16)
def _shape(name: str) -> _Shape:
    parts = parts_of(name[:_LONGEST_NAME])
    words = tuple(_WORDS.findall(parts.core.replace("'s ", "s ").replace("\u2019s ", "s ")))
    kinds = _kinds()
    own = tuple(word for word in words if word not in kinds and word not in _small())
    return _Shape(words, own or words, frozenset(kinds[w] for w in words if w in kinds), parts.form)


def _place(word: str) -> str:
    places = _places()
    return places.get(word) or places.get(word.removesuffix("s")) or word


def _unglued(joined: str) -> str:
    """Return letters without a long legal form that was written together with the name."""
    return next((joined[: -len(form)] for form in _GLUED if joined.endswith(form)), joined)


@cache
def _table() -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _same_places(word: str) -> set[str]:
    place = _place(word)
    return {other for other, first in _places().items() if first == place}


@cache
def _places() -> dict[str, str]:
    return {writing: row[0] for row in _table()["places"] for writing in row}


@cache
def _kinds() -> dict[str, int]:
    return {word: number for number, row in enumerate(_table()["heads"]) for word in row}


@cache
def _small() -> frozenset[str]:
    return frozenset(_table()["small"])


@cache
def _extra() -> frozenset[str]:
    return frozenset(_table()["added"])
