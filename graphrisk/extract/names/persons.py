"""Where a text names persons, so that they are neither stored nor taken for organizations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_cases import bases
from graphrisk.extract.names.name_shapes import legal_forms

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon

_MOST_PARTICLES: Final = 2
_MOST_NAMES: Final = 3
_LONGEST: Final = 6
_BETWEEN: Final = 4
_TITLE_WITHIN: Final = 3
_AGES: Final = range(16, 100)
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
    texts = {_text(reading, first, last) for _, reading, own in runs for first, last in own}
    places = {
        _text(reading, first, last)
        for _, reading, own in runs
        for first, last in own
        if first and reading.words[first - 1] in lexicon.word_set("at_or_against")
    }  # names that stand after "at" or "against" somewhere: firms, not persons
    for number, reading, own in runs:
        for at, (first, last) in enumerate(own):
            start = _behind_firm(reading, first, last, texts)
            own[at] = start, last
            plain = _text(reading, first, last) not in places and last - first <= _MOST_NAMES
            if start > first or (plain and _is_person(reading, first, last)):
                found.setdefault(number, set()).update(range(start, last))
                families.add(reading.token(last - 1).text.removesuffix("'s"))
                families.add(_text(reading, start, last))
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
    """Return runs of capitalised plain words, without a title in or before them."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(reading.words):
        last = at
        while last - at < _LONGEST and _is_name_word(reading, last, lexicon):
            last = _past_particles(reading, last + 1, lexicon)
        if last == at:
            at += 1
            continue
        first = _past_title(reading, at, last)
        if last > first:
            runs.append(_cut(reading, first, last))
        at = last
    return [
        (first, last) for first, last in runs if not _FORMS & set(reading.words[first : last + 1])
    ]


def _past_title(reading: Reading, at: int, last: int) -> int:
    """Return where a name begins behind what its bearer is: "Pfarrerin A B", "X-direktör A B".

    Where nouns are capital, the title is none of the name; a firm's name may stand before it.
    """
    ends = [
        h.last
        for h in reading.cues("titles")
        if at <= h.first < h.last < last
        and (h.first == at or "-" in reading.words[h.first] or _has_capital_nouns(reading))
    ]
    if reading.words[at] in reading.lexicon.word_set("person_noun"):
        ends.append(at + 1)
    whole = [h.last for h in reading.cues("titles") if h.first == at and h.last == last]
    return max([at, *ends, *whole])


def _has_capital_nouns(reading: Reading) -> bool:
    return reading.lexicon.data.nouns_capitalised


def _cut(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Cut off what follows two names and a particle: "Directeur A B van Firm"."""
    long = last - first > _MOST_NAMES and not reading.token(first + 2).text[0].isupper()
    return (first, first + 2) if long else (first, last)


def _behind_firm(reading: Reading, first: int, last: int, texts: Collection[str]) -> int:
    """Return where a person's name begins behind the firm of a title: "Direktör i Firm A B".

    Only a bare title must have its bearer's name there; else the text must name the firm alone.
    """
    if last - first < _MOST_NAMES or first < 2 or _has_capital_nouns(reading):
        return first
    titles = [h for h in reading.cues("titles") if 1 <= first - h.last <= _TITLE_WITHIN]
    if not titles or reading.words[first - 1] not in reading.lexicon.word_set("at_or_of"):
        return first
    bare = any(
        h.first == 0 and h.last == first - 1 and not _is_definite(reading, h.last - 1)
        for h in titles
    )
    firm = next((n for n in (first + 1, first + 2) if _text(reading, first, n) in texts), None)
    if firm is not None and last - firm > 1:
        return firm
    return first + 1 if bare else first


def _is_definite(reading: Reading, at: int) -> bool:
    """Whether a Scandinavian noun is definite: only an indefinite one wants a name after it."""
    ends = reading.lexicon.tails("definite_noun")
    return not ends or reading.words[at].endswith(ends)


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
    if at >= len(reading.words) or not reading.token(at).text[0].isupper():
        return False
    token = reading.token(at)
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
    if before in lexicon.word_set("person_noun") or _has_age(reading, last):
        return True
    if _follows_firm(reading, first):
        return True
    credit = lexicon.word_set("credit")
    byline = before in lexicon.word_set("by") or before in lexicon.word_set("byline")
    if first == 1 and byline and reading.sentence.kind == "heading":
        return last == len(words)
    if credit & set(words[max(0, first - 3) : first]) and ":" in words[max(0, first - 3) : first]:
        return True
    titles = [] if _is_sign_line(reading, first, last) else reading.cues("titles")
    says = reading.cues("say")
    if any(h.first == last < h.last < len(words) and _opens(reading, h.last) for h in titles):
        return False  # "sanoo Acme Datan toimitusjohtaja A B": whose head A B is
    # "the director, A B", but not "the director of X"
    relative = lexicon.word_set("relative") - lexicon.word_set("definite")
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


def _is_sign_line(reading: Reading, first: int, last: int) -> bool:
    """Whether a line is a title and where it is held: "Headteacher, X Primary", not "CEO, A B"."""
    line = reading.words[first - 1 : first] == [","] and last == len(reading.words)
    line = line and reading.words[last - 1] in reading.lexicon.word_set("name_part")
    return line and any(h.first == 0 and h.last == first - 1 for h in reading.cues("titles"))


def _has_age(reading: Reading, last: int) -> bool:
    """Whether a name's age stands behind it: "A B, 43, says"."""
    after = reading.words[last : last + 3]
    aged = len(after) == 3 and after[0] == after[2] == "," and after[1].isdecimal()
    return aged and int(after[1][:4]) in _AGES


def _follows_firm(reading: Reading, first: int) -> bool:
    """Whether the firm of which a title is told stands between: "Sprecher der X AG A B"."""
    lexicon, words = reading.lexicon, reading.words
    nearest = words[first - 1] if first else ""
    if not (nearest in _FORMS or nearest in legal_forms(lexicon) or nearest.isdecimal()):
        return False
    for at in range(first - 2, max(0, first - 2 - _BETWEEN), -1):
        if words[at] in lexicon.word_set("at_or_of"):
            return any(h.last == at for h in reading.cues("titles"))
        if not reading.token(at).text[0].isupper():
            return False
    return False


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
