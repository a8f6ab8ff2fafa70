"""What a sentence mentions: data classes, numbers and dates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphrisk.extract.counts.numbers import NumberMention, find_numbers
from graphrisk.extract.dates.dates import DateMention, find_dates
from graphrisk.extract.text.sentence_words import SentenceWords
from graphrisk.extract.words.trie import Hit, outermost

if TYPE_CHECKING:
    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.words.lexicon import Lexicon


_MOST_DATES: Final = 60  # each is held against all others of its sentence
_MEANS_WITHIN: Final = 5
_KEY_WITHIN: Final = 5


class Reading(SentenceWords):
    """One sentence read with one lexicon, with what needs more than a look-up."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        super().__init__(sentence, lexicon)
        self._dates: list[DateMention] | None = None
        self._numbers: list[NumberMention] | None = None
        self._data: list[Hit] | None = None

    @property
    def dates(self) -> list[DateMention]:
        """Dates, found once; of a list of more than sixty in one sentence the first sixty."""
        if self._dates is None:
            self._dates = self._every_date[:_MOST_DATES]
        return self._dates

    @cached_property
    def _every_date(self) -> list[DateMention]:
        return find_dates(self)

    @property
    def numbers(self) -> list[NumberMention]:
        """Numbers outside dates, found once."""
        if self._numbers is None:
            taken = {i for d in self._every_date for i in range(d.first, d.last)}
            self._numbers = [n for n in find_numbers(self) if n.last - 1 not in taken]
        return self._numbers

    @property
    def data(self) -> list[Hit]:
        """Data classes, found once: exceptions taken out, the longest of overlapping hits kept."""
        if self._data is None:
            self._data = _data_hits(self)
        return self._data

    @cached_property
    def countable(self) -> list[Hit]:
        """Nouns that a number may count: those for parties and people, and rarer ones."""
        return sorted([*self.hits("unit"), *self.hits("counted")], key=lambda h: (h.first, h.last))

    @property
    def subjects(self) -> list[Hit]:
        """Kinds of people: "members of staff" are staff, and no members."""
        return outermost(self.hits("subject"))


def _describes(reading: Reading, hit: Hit) -> bool:
    """Whether data before a product noun only says what kind it is; in Finnish by its genitive."""
    return reading.lexicon.language != "fi" or reading.words[hit.last - 1].endswith("n")


def _is_means(reading: Reading, hit: Hit) -> bool:
    """Whether a password is what was used or lacking, not what was taken: "without a password"."""
    if hit.id != "credentials":
        return False
    before = reading.words[max(0, hit.first - _MEANS_WITHIN) : hit.first]
    if _is_own_key(reading.lexicon, reading.words[hit.last - 1], before):
        return True
    return bool(reading.lexicon.word_set("means") & set(before)) and any(
        h.id in {"credential_abuse", "misconfiguration"}
        and h.first < hit.last
        and hit.first < h.last
        for h in reading.hits("attack")
    )


def _is_own_key(lexicon: Lexicon, word: str, before: Sequence[str]) -> bool:
    """Whether one name or password is what somebody logs in with: "fetched with a password".

    "Together with the password" is no such case.
    """
    near = list(before[-_KEY_WITHIN:])
    keys = lexicon.word_set("login_key")
    while near and (near[-1] in lexicon.word_set("whose_one") or near[-1] in keys):
        near.pop()
    held = len(near) > 1 and near[-2] in lexicon.word_set("together")
    return word in keys and near[-1:] != [] and near[-1] in lexicon.word_set("with") and not held


def _is_owner(reading: Reading, hit: Hit) -> bool:
    return hit.id == "family_status" and reading.words[hit.last - 1].endswith("s")


def _data_hits(reading: Reading) -> list[Hit]:
    excepted = {i for hit in reading.hits("except") for i in range(hit.first, hit.last)}
    named = {h.first for h in reading.cues("product_noun")}  # "the patient record system"
    hits = [
        h
        for h in reading.hits("data")
        if not set(range(h.first, h.last)) <= excepted
        and not (h.last in named and _describes(reading, h))
        and not (h.first in named and h.last - h.first == 1 and h.id != "health")  # "the pay app"
        and not _is_means(reading, h)
    ]
    starts = {h.first for h in hits}  # "the guardian's e-mail": whose it is, no data of its own
    hits = [h for h in hits if not (_is_owner(reading, h) and h.last in starts)]
    covered = {i for h in hits for i in range(h.first, h.last)} | excepted
    for at, word in enumerate(reading.words):
        if at not in covered and len(word) > 5:
            name = reading.lexicon.compound_class(word)
            if name is not None:
                hits.append(Hit("data", name, at, at + 1))
    days = {h.first for h in hits if h.id == "sickness_absence"}  # "Krankheitstage"
    hits = [h for h in hits if h.id != "health" or h.first not in days or h.last - h.first > 1]
    out: list[Hit] = []
    for hit in sorted(outermost(hits), key=lambda hit: (hit.first, hit.last, hit.id)):
        if not any(h.id == hit.id and h.last > hit.first for h in out):
            out.append(hit)
    return out
