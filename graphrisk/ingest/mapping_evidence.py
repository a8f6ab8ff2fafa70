"""What the cells of a column look like: dates, numbers, countries, names of companies, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from graphrisk.ingest.dates import read_term
from graphrisk.ingest.mapping_cells import EXCEL, read_day
from graphrisk.ingest.mapping_words import fold, tokens_of, units, value_words, word_set
from graphrisk.ingest.numbers import Refused, shape_of
from graphrisk.ingest.values import country_code
from graphrisk.model.identifiers import check_lei
from graphrisk.model.vocabulary import vocabulary

MOST_LOOKED_AT = 2_000
"""Distinct texts of a column that are looked at."""
_FORMS = (
    *("DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "DD.MM.YY", "DD/MM/YY", "MM/DD/YY"),
    *("DD-MM-YY", "D MMM YYYY", "D. MMM YYYY", "MMM D, YYYY", "D-MMM-YYYY", "D-MMM-YY"),
    *("MMM YYYY", "MM/YYYY", "MM.YYYY", "MM-YYYY", EXCEL),
)
_MARKS_LONGEST = 12
_SERIAL = 5
"""Digits of a spreadsheet's day number in our times."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The distinct texts of one column with their numbers, and how many cells are empty."""

    counts: Counter[str]
    empty: int = 0

    @classmethod
    def of(cls, cells: Iterable[str | None]) -> Evidence:
        """Return what a column holds, words for "nothing" counted as empty."""
        counted: Counter[Any] = Counter(cells)
        total = sum(counted.values())
        nothing = [cell for cell in counted if not cell or fold(cell) in word_set("empty")]
        for cell in nothing:
            del counted[cell]
        return cls(counted, total - sum(counted.values()))

    @property
    def filled(self) -> int:
        """Return how many cells hold something."""
        return sum(self.counts.values())

    @cached_property
    def texts(self) -> list[str]:
        """Return the distinct texts, up to `MOST_LOOKED_AT`."""
        return list(self.counts)[:MOST_LOOKED_AT]

    def share(self, fits: Callable[[str], bool]) -> float:
        """Return the share of distinct texts that fit, 0 for an empty column."""
        return sum(map(fits, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def dates(self) -> float:
        """Return the share of texts that are dates, or say that there is no end."""
        return self.share(
            lambda text: (
                is_date_like(text)
                or (len(text) == _SERIAL and read_day(text, EXCEL) is not None)
                or fold(text) in word_set("open_ended")
            )
        )

    @cached_property
    def days(self) -> float:
        """Return the share of texts that are dates with signs between their parts."""
        return self.share(lambda text: is_date_like(text) and not text.isdigit())

    @cached_property
    def codes(self) -> float:
        """Return the share of texts with figures and hardly a letter: numbers of companies."""
        return self.share(
            lambda text: sum(map(str.isdigit, text)) > 2 * sum(map(str.isalpha, text))
        )

    @cached_property
    def numbers(self) -> float:
        """Return the share of texts that begin or end as a number does."""
        return self.share(_is_number_like)

    @cached_property
    def countries(self) -> float:
        """Return the share of texts that are countries."""
        return self.share(lambda text: known_country(text) is not None)

    @cached_property
    def companies(self) -> float:
        """Return the share of texts that end in a legal form."""
        return self.share(is_company)

    @cached_property
    def leis(self) -> float:
        """Return the share of texts that are sound LEIs."""
        return self.share(lambda text: check_lei("".join(text.split()).upper()))

    @cached_property
    def addresses(self) -> float:
        """Return the share of texts with an e-mail address."""
        return self.share(lambda text: "@" in text and "." in text.rpartition("@")[2])

    @cached_property
    def levels(self) -> float:
        """Return the share of texts that say how critical something is."""
        return self.share(lambda text: level_of(text) is not None)

    @cached_property
    def marks(self) -> bool:
        """Return True when the column holds crosses, levels or yes and no, and little else."""
        if not self.counts or len(self.counts) > 8:
            return False
        return all(len(text) <= _MARKS_LONGEST and _is_mark(text) for text in self.texts)


@lru_cache(maxsize=65_536)
def is_date_like(text: str) -> bool:
    """Return True for a date in any form that is known here.

    Examples
    --------
    >>> is_date_like("1.5.2024"), is_date_like("maj 2024"), is_date_like("hosting")
    (True, True, False)
    """
    if not any(map(str.isdigit, text)):
        return False
    return _is_plain_date(text) or any(read_day(text, form) for form in _FORMS if form != EXCEL)


def date_forms(texts: Sequence[str]) -> tuple[list[str], bool]:
    """Return the formats that a column's dates need, and whether day and month are a guess.

    Examples
    --------
    >>> date_forms(["1.5.2024", "2024-05-01"]), date_forms(["05/25/2024", "01/02/2024"])
    (([], False), (['MM/DD/YYYY'], False))
    >>> date_forms(["01/02/2024"])
    (['DD/MM/YYYY'], True)
    """
    open_ones = [
        t for t in texts if not _is_plain_date(t) and fold(t) not in word_set("open_ended")
    ]
    found: list[str] = []
    guessed = False
    while open_ones:
        scored = []
        for form in _FORMS:
            read = {text for text in open_ones if read_day(text, form)}
            if read:
                scored.append((len(read), sum(bool(read_day(t, form)) for t in texts), form, read))
        if not scored:
            break
        best = max(scored, key=lambda each: (each[0], each[1]))
        alike = [each for each in scored if each[:2] == best[:2]]
        guessed = guessed or {"DD/MM/YYYY", "MM/DD/YYYY"} <= {each[2] for each in alike}
        guessed = guessed or (best[2].endswith("YY") and not best[2].endswith("YYYY"))
        found.append(best[2])
        open_ones = [text for text in open_ones if text not in best[3]]
    return found, guessed


def level_of(text: str) -> str | None:
    """Return the criticality that a text says, in any of the languages.

    Examples
    --------
    >>> level_of("Mycket hög"), level_of("3 - Kritisk"), level_of("3")
    ('critical', 'critical', None)
    """
    return word_value("criticality", text)


def word_value(name: str, text: str) -> str | None:
    """Return the word of a vocabulary that a text says: itself, or by the one known word in it.

    Examples
    --------
    >>> word_value("category", "IT-drift"), word_value("category", "Payroll & HR")
    ('it_operations', 'payroll_hr')
    """
    known = _by_tokens(name)
    folded = fold(text)
    own = "_".join(folded.replace("-", " ").split())
    if own in _vocabulary(name):
        return own
    if folded in value_words(name):
        return value_words(name)[folded]
    tokens = tokens_of(text) or tokens_of(folded.strip("()[]"))
    joined = " ".join(token for token in tokens if not token.isdigit())
    if joined in known:
        return known[joined]
    if len(tokens) > 6:
        return None
    found = {
        known[" ".join(tokens[at : at + count])]
        for count in (3, 2, 1)
        for at in range(len(tokens) - count + 1)
        if " ".join(tokens[at : at + count]) in known
    }
    return found.pop() if len(found) == 1 else None


def known_country(text: str) -> str | None:
    """Return the code of a country named in any of the languages.

    Examples
    --------
    >>> known_country("Ruotsi"), known_country("Vereinigte Staaten"), known_country("SE")
    ('SE', 'US', 'SE')
    """
    return country_code(text) or value_words("country").get(fold(text))


def is_company(text: str) -> bool:
    """Return True when a name ends, or begins, in a legal form.

    Examples
    --------
    >>> is_company("Kvarnmoln AB"), is_company("Oy Esimerkki"), is_company("Drift")
    (True, True, False)
    """
    tokens = fold(text).replace(".", "").replace(",", " ").split()
    forms = word_set("companies")
    return len(tokens) > 1 and (tokens[-1] in forms or tokens[0] in forms)


def is_yes_or_no(text: str) -> bool:
    """Return True for words and signs that say yes or no."""
    return fold(text) in word_set("yes") or fold(text) in word_set("no")


@cache
def _by_tokens(name: str) -> Mapping[str, str]:
    return {" ".join(tokens_of(word)): value for word, value in value_words(name).items()}


@cache
def _vocabulary(name: str) -> frozenset[str]:
    return frozenset(vocabulary("service_category" if name == "category" else _VOCABULARY[name]))


_VOCABULARY = {"criticality": "criticality", "data_classes": "data_class", "access": "access"}


def _is_plain_date(text: str) -> bool:
    if not any(sign.isdigit() for sign in text):
        return False
    try:
        read_term(text, last=True)
    except Refused:
        return False
    return True


@lru_cache(maxsize=65_536)
def _is_number_like(text: str) -> bool:
    folded = fold(text)
    digits = [at for at, sign in enumerate(folded) if sign.isdigit()]
    if not digits or shape_of(folded[digits[0] : digits[-1] + 1])[1] == "bad":
        return False
    around = (folded[: digits[0]], folded[digits[-1] + 1 :])
    said = [word for part in around if (word := part.strip(" .,()-–—%"))]
    return all(any(word in units(name) for name in ("money", "days", "hours")) for word in said)


def _is_mark(text: str) -> bool:
    return is_yes_or_no(text) or level_of(text) is not None or len(text) <= 2
