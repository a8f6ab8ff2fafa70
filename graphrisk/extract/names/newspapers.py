"""Newspapers by their names, which report of an incident and have no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon


def is_newspaper(name: str, lexicon: Lexicon) -> bool:
    """Whether a name of several words is a newspaper's.

    >>> from graphrisk.extract.words.lexicon import load_lexicon
    >>> [is_newspaper(n, load_lexicon("en")) for n in ("The Oakham Herald", "Herald Logistics")]
    [True, False]
    """
    words = name.lower().replace("\u2019", "'").removesuffix("'s").split()
    joined = words[:1] != [] and words[0].startswith("l'")
    if len(words) < 2 and not joined:
        return False
    named = joined or words[0] in lexicon.word_set("definite")
    first = words[0].removeprefix("l'") if joined else words[1]
    starts = named and first in lexicon.word_set("newspaper_start")
    return starts or words[-1] in lexicon.word_set("newspaper_end")


def names_newspaper(reading: Reading, at: int, name: str) -> bool:
    """Whether a name that begins at a word is a newspaper's, or only ends one begun before."""
    ends = at > 0 and reading.words[at] in reading.lexicon.word_set("newspaper_end")
    inner = ends and reading.token(at - 1).text[0].isupper()
    return inner or is_newspaper(name, reading.lexicon)
