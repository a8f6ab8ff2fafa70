"""Names of offices written as one word: an acronym and what it is, "ABC-kontoret"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.french_names import small_title
from graphrisk.extract.names.name_shapes import is_known_word

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon

_LETTERS: Final = re.compile(r"[A-ZÅÄÖÆØ]{2,6}")
_LONGEST: Final = 5
_REACH: Final = 60


def written_office(
    reading: Reading, at: int, heads: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
) -> tuple[str, int] | None:
    """Return kind and end of an office that is a name though it is not written as one.

    "ABC-kontoret" in the northern languages and Dutch, "Ligue de cyclisme" in French; also each
    town of "the municipalities X, Y and Z".
    """
    listed = _in_council_list(reading, at)
    if listed is not None:
        return "municipality", listed
    letters, _, noun = reading.token(at).text.partition("-")
    if noun and _LETTERS.fullmatch(letters) and _is_office(noun, reading.lexicon):
        return (
            ("authority", at + 1)
            if letters.lower() not in reading.lexicon.word_set("topic_letters")
            else None
        )
    return small_title(reading, at, heads)


def _is_office(noun: str, lexicon: Lexicon) -> bool:
    """Whether a word after letters and a hyphen says what office they stand for."""
    offices = lexicon.word_set("office")
    return noun in offices or (
        noun[-1] in "sn" and noun.removesuffix("n").removesuffix("s") in offices
    )


def is_department(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is but a department's, whoever has it: "Helpdesk", "Customer Success"."""
    return lexicon.word_set("department").issuperset(name.lower().split())


def _in_council_list(reading: Reading, at: int) -> int | None:
    """Return where the name of a town ends that stands in "the municipalities X, Y and Z"."""
    words, joins = reading.words, {",", "sowie", *reading.lexicon.data.joiners}
    councils, such_as = reading.lexicon.word_set("councils"), reading.lexicon.word_set("such_as")
    if not councils & set(words[:at]):
        return None
    end = _town_end(reading, at)
    if end is None:
        return None
    alone = words[end : end + 1] == [] or words[end] not in joins
    here = at
    while here and at - here < _REACH:
        such = here > 1 and words[here - 1] in such_as and words[here - 2] in councils
        if words[here - 1] in councils or such:
            listed = here < at or (not alone and _town_end(reading, end + 1) is not None)
            return end if listed else None
        if words[here - 1] not in joins:
            return None
        here = _town_start(reading, here - 1)
    return None


def _town_end(reading: Reading, at: int) -> int | None:
    """Return where a run of capital words ends, small links inside it or not: "Hof van X"."""
    end = at
    lexicon, links = reading.lexicon, reading.lexicon.word_set("place_link")
    nouns = {h.first for h in reading.hits("unit")} | {h.first for h in reading.hits("subject")}
    while end < len(reading.words) and reading.token(end).is_word:
        if end in nouns or (
            reading.words[end] in lexicon.word_set("councils")
            or reading.words[end] in lexicon.common_words
        ):
            break  # "municipalities, counties and firms"
        linked = end > at and reading.words[end] in links and end + 1 < len(reading.words)
        if not (reading.token(end).is_capital or (linked and reading.token(end + 1).is_capital)):
            break
        end += 1
    return end if at < end <= at + _LONGEST else None


def _town_start(reading: Reading, end: int) -> int:
    """Return where the town begins that ends before a token; the token itself for none."""
    start = end
    lexicon = reading.lexicon
    councils, links = lexicon.word_set("councils"), lexicon.word_set("place_link")
    while (
        start
        and reading.words[start - 1] not in councils
        and (reading.token(start - 1).is_capital or reading.words[start - 1] in links)
    ):
        start -= 1
    return start


def list_line(
    reading: Reading, readings: Sequence[Reading], language: str
) -> tuple[str, int] | None:
    """Return kind and end of a line that is a name as a whole, in a list under a name.

    "Nord:", then "Harbour la Tour;" and "Caisse verte": what stands alone in such a list is a
    name, small words in it or not.
    """
    header = reading.sentence.header
    if reading.sentence.kind != "item" or header is None or header >= len(readings):
        return None
    if not _is_lone_name(readings[header], language) or readings[header].words[-1] != ":":
        return None
    end = len(reading.words) - (not reading.words[-1][0].isalnum())
    return ("unknown", end) if _is_lone_name(reading, language) else None


def _is_lone_name(reading: Reading, language: str) -> bool:
    """Whether a line reads as one name: few words, no sign of data, people, events or sentences."""
    words = [w for w in reading.words if w[0].isalnum()]
    tokens = reading.sentence.tokens[: len(words)]
    groups = ("data", "attack", "subject", "authority", "country", "cue")
    return (
        0 < len(words) <= _LONGEST
        and [t.lower for t in tokens] == words  # marks only at the end
        and tokens[0].is_capital
        and words[0] not in reading.lexicon.months
        and not any(h.first < len(words) for g in groups for h in reading.hits(g))
        and not any(w in reading.lexicon.finite_verbs for w in words)
        and (_is_phrase(reading, words) or any(not is_known_word(w, language) for w in words))
        and (len(words) > 1 or words[0] not in reading.lexicon.common_words)
    )


def _is_phrase(reading: Reading, words: Sequence[str]) -> bool:
    """Whether known words make a name together, where nouns are else small: "Harmony mutual"."""
    return len(words) > 1 and not reading.lexicon.data.nouns_capitalised
