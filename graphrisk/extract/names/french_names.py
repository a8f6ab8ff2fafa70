"""Names of French offices: "office de tourisme du X", "Ligue de cyclisme"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading


def past_purpose(reading: Reading, end: int) -> int:
    """Step over "tourisme du" in "office de tourisme du X", where no name follows at once.

    Also over "nautique de" in "cercle nautique de X".
    """
    if reading.lexicon.language != "fr":
        return end
    links = reading.lexicon.word_set("name_link")
    if reading.words[end] in reading.lexicon.word_set("office_adjective"):
        here = end + 1
        while here < len(reading.words) and here - end < 4 and reading.words[here] in links:
            here += 1
        named = here > end + 1 and here < len(reading.words) and reading.token(here).is_capital
        return here if named else end
    if reading.words[end - 1] not in links:
        return end
    if end + 1 >= len(reading.words) or not _is_plain_noun(reading, end):
        return end
    here = end + 1
    while here < len(reading.words) and here - end < 3 and reading.words[here] in links:
        here += 1
    named = here > end + 1 and here < len(reading.words) and reading.token(here).is_capital
    return here if named else end


def small_title(
    reading: Reading, at: int, heads: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
) -> tuple[str, int] | None:
    """Return kind and end of an office written small but for its head: "Ligue de cyclisme"."""
    words, lexicon = reading.words, reading.lexicon
    head = lexicon.language == "fr" and reading.token(at).text[0].isupper()
    inner = at > 0 and words[at - 1] in lexicon.word_set("office_article")
    if not head or not inner or words[at] not in heads:
        return None
    here = at + 1
    here += words[here : here + 1] != [] and words[here] in lexicon.word_set("office_adjective")
    link = words[here : here + 1]
    if link and link[0] in lexicon.word_set("name_link") and here + 1 < len(words):
        here += 1 + (words[here + 1] in {"la", "l'"})
        if here < len(words) and _is_plain_noun(reading, here):
            return heads[words[at]][0][1], here + 1
    return None


def _is_plain_noun(reading: Reading, at: int) -> bool:
    """Whether a small word is a noun that says what an office is for, not whom it serves."""
    return (
        reading.token(at).text.islower()
        and reading.words[at].isalpha()
        and not any(
            h.first <= at < h.last
            for h in (
                *reading.hits("unit"),
                *reading.hits("subject"),
                *reading.cues("incident"),
            )
        )
    )
