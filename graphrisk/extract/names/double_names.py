"""One name of two words with "and" between: "regnskapsbyrået Tall og Tid"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_LANGUAGES: Final = frozenset({"sv", "nb", "da"})


def is_double_name(reading: Reading, at: int, joiner: int) -> bool:
    """Whether "and" joins two single words to the one name of the one supplier before them.

    The noun before must be one, definite and written small ("the agency X and Y"), and the second
    word must not go on to a name of its own ("the supplier X and Y municipality").
    """
    words = reading.words
    joins = words[joiner : joiner + 1] == [reading.lexicon.data.joiners[0]]
    if reading.lexicon.language not in _LANGUAGES or not joins or joiner != at + 1 or at == 0:
        return False
    noun, tails = words[at - 1], reading.lexicon.tails
    single = noun.endswith(tails("single_definite")) and not noun.endswith(tails("plural_definite"))
    firm = noun.endswith(tails("firm")) or any(h.last == at for h in reading.cues("vendor_noun"))
    called = single and firm
    if not called or joiner + 1 >= len(words) or not reading.token(joiner + 1).is_capital:
        return False
    after = reading.token(joiner + 2) if joiner + 2 < len(words) else None
    heads = reading.lexicon.data.heads_after.values()
    return after is None or not (
        after.is_capital or after.text == "-" or any(after.lower in table for table in heads)
    )
