"""Quotes back to their place in a text, and the checks that a quote must pass.

For claims that a language model makes: a quote is accepted only where it stands in the text, with
the same figures and the same negations.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import sentence_status
from graphrisk.extract.mentions import Reading
from graphrisk.extract.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.words.lexicon import Lexicon

_MIN_QUOTE: Final = 8
_MIN_SCORE: Final = 96.0
_MAX_TEXT: Final = 400_000
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: offsets in the text, and whether it was found word for word."""

    start: int
    end: int
    exact: bool


def find_quote(text: str, quote: str, lexicon: Lexicon | None = None) -> Place | None:
    """Return where a quote stands in a text, or None if it does not.

    Spaces, quotes, dashes and case do not matter. A nearly equal stretch is accepted only with the
    same digits and, given a lexicon, the same negation words.

    Examples
    --------
    >>> find_quote("No data\u00a0was lost, we think.", "no data was lost")
    Place(start=0, end=16, exact=True)
    >>> find_quote("About 90000 people.", "About 9000 people.") is None
    True
    """
    haystack, origin = _normal(text[:_MAX_TEXT])
    needle, _ = _normal(quote)
    if len(needle) < _MIN_QUOTE:
        return None
    at = haystack.find(needle)
    if at >= 0:
        return Place(origin[at], origin[at + len(needle) - 1] + 1, True)
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(needle, haystack, score_cutoff=_MIN_SCORE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    near = haystack[found.dest_start : found.dest_end]
    if _DIGITS.findall(near) != _DIGITS.findall(needle):
        return None
    if lexicon is not None and _negations(near, lexicon) != _negations(needle, lexicon):
        return None
    return Place(origin[found.dest_start], origin[found.dest_end - 1] + 1, False)


def status_around(sentences: Iterable[Sentence], place: Place, lexicon: Lexicon) -> str | None:
    """Return the status that the rules read in the whole sentence around a quote.

    A quote can be true to the letter and still cut off its "not": compare with the claim's status.
    """
    for sentence in sentences:
        if sentence.start <= place.start < sentence.end:
            status = sentence_status(Reading(sentence, lexicon))
            return status.status if status is not None else None
    return None


def _negations(words: str, lexicon: Lexicon) -> list[str]:
    known = {phrase for phrase in lexicon.data.cues["negation"] if " " not in phrase}
    return [word for word in words.split() if word.strip(".,;:!?\"'()") in known]


def _normal(text: str) -> tuple[str, list[int]]:
    """Fold a text for comparison; the list gives for each sign its place in the original."""
    out: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(fold(text)):
        if sign.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                origin.append(at)
            continue
        for part in unicodedata.normalize("NFKC", sign).casefold():
            out.append(part)
            origin.append(at)
    return "".join(out), origin
