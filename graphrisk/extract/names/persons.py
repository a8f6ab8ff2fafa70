"""Where a text names persons, so that they are neither stored nor taken for organizations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_cases import bases

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon

_MOST_PARTICLES: Final = 2
_FORMS: Final = frozenset(
    ["gmbh", "ltd", "inc", "oy", "oyj", "ab", "aps", "ag", "bv", "llc", "mbh"]
)


def find_persons(readings: Sequence[Reading], lexicon: Lexicon) -> dict[int, set[int]]:
    """Return, per sentence, the token positions that are parts of a person's name.

    A person is two or three capital words beside a verb of saying or a title; later mentions of
    the same family name follow.
    """
    found: dict[int, set[int]] = {}
    families: set[str] = set()
    runs = [(n, reading, _runs(reading, lexicon)) for n, reading in enumerate(readings)]
    places = {
        _text(reading, first, last)
        for _, reading, own in runs
        for first, last in own
        if first and reading.words[first - 1] in lexicon.word_set("at_or_against")
    }  # names that stand after "at" or "against" somewhere: firms, not persons
    for number, reading, own in runs:
        for first, last in own:
            if _text(reading, first, last) not in places and _is_person(reading, first, last):
                found.setdefault(number, set()).update(range(first, last))
                families.add(reading.token(last - 1).text.removesuffix("'s"))
                families.add(_text(reading, first, last))
    for number, reading, own in runs:
        for first, last in own:
            words = [t.text.removesuffix("'s") for t in reading.sentence.tokens[first:last]]
            known = words[-1] in families or _inflects(words[-1], families, lexicon)
            if " ".join(words) in families or (last - first <= 2 and known):
                found.setdefault(number, set()).update(range(first, last))
    return found


def _inflects(word: str, families: set[str], lexicon: Lexicon) -> bool:
    """Whether a Finnish word is a family name in a case: "Virtasen mukaan"."""
    return lexicon.language == "fi" and any(b.capitalize() in families for b in bases(word.lower()))


def _text(reading: Reading, first: int, last: int) -> str:
    return " ".join(t.text for t in reading.sentence.tokens[first:last])


def _runs(reading: Reading, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return runs of one to three capitalised plain words."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(reading.words):
        last = at
        while last < len(reading.words) and last - at < 4 and _is_name_word(reading, last, lexicon):
            last = _past_particles(reading, last + 1, lexicon)
        if last == at:
            at += 1
            continue
        title = max((h.last for h in reading.cues("titles") if h.first == at < last), default=at)
        if last > title:  # "Pfarrerin A B": where nouns are capital, the title is none of the name
            runs.append((title, last))
        at = last
    return [
        (first, last)
        for first, last in runs
        if last - first <= 3 and not _FORMS & set(reading.words[first : last + 1])
    ]


def _past_particles(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Step over "van der" inside a Dutch name of a person, if a name word follows."""
    last = at
    while (
        lexicon.language == "nl"
        and reading.words[last : last + 1]
        and (
            reading.words[last] in lexicon.word_set("name_article") and last - at < _MOST_PARTICLES
        )
    ):
        last += 1
    follows = last < len(reading.words) and _is_name_word(reading, last, lexicon)
    return last if last > at and follows else at


def _is_name_word(reading: Reading, at: int, lexicon: Lexicon) -> bool:
    token = reading.token(at)
    if not token.text[0].isupper():
        return False
    word = token.lower.removesuffix("'s")
    letters = token.text.replace("-", "").replace("'", "")
    return (
        letters.isalpha()
        and not token.text.isupper()
        and word not in lexicon.common_words
        and word not in lexicon.months
        and word not in lexicon.data.weekdays
        and not any(
            h.first <= at < h.last for g in ("country", "authority") for h in reading.hits(g)
        )
    )


def _is_person(reading: Reading, first: int, last: int) -> bool:
    words, lexicon = reading.words, reading.lexicon
    before = words[first - 1] if first else ""
    before = words[first - 2] if before == "." and first > 1 else before
    if before in lexicon.word_set("honorific"):
        return True
    if last - first < 2:
        return False
    credit = lexicon.word_set("credit")
    byline = before in credit or before in lexicon.word_set("by")
    if first == 1 and byline and reading.sentence.kind == "heading":
        return last == len(words)
    if credit & set(words[max(0, first - 3) : first]) and ":" in words[max(0, first - 3) : first]:
        return True
    titles = reading.cues("titles")
    says = reading.cues("say")
    if any(h.first == last < h.last < len(words) and _opens(reading, h.last) for h in titles):
        return False  # "sanoo Acme Datan toimitusjohtaja A B": whose head A B is
    # "the director, A B", but not "the director of X"
    relative = lexicon.word_set("relative")
    title_before = before not in lexicon.word_set("at_or_of") and any(
        0 <= first - h.last <= 1 and words[max(0, h.first - 1)] not in relative for h in titles
    )  # nor "who leads X"
    follows = words[last] if last < len(words) else ""
    owned = bool(
        lexicon.word_set("whose") & set(words[last + 1 : last + 2])
    )  # "X, whose director": a firm
    title_after = not owned and (
        any(
            (follows in {",", "("} and 0 <= h.first - last <= 4) or h.first - last == 0
            for h in titles
        )
        or (follows == "som" and any(0 < h.first - last <= 3 for h in titles))
    )
    sources = lexicon.word_set("according")
    said = any(h.last == first for h in says if words[h.first] not in sources)
    says_after = any(h.first == last for h in says) and last - first >= 2 and title_before
    return title_before or title_after or (said and _plain_name(reading, first, last)) or says_after


def _opens(reading: Reading, at: int) -> bool:
    """Whether two capital words begin here."""
    return at + 1 < len(reading.words) and all(
        reading.token(n).is_capital and reading.token(n).is_word for n in (at, at + 1)
    )


def _plain_name(reading: Reading, first: int, last: int) -> bool:
    """Two words, both longer than initials, as people are called: no "Sejlklubben Havtorn"."""
    words = reading.words[first:last]
    return all(len(word) > 2 for word in words) and not words[0].endswith(
        reading.lexicon.tails("institution")
    )
