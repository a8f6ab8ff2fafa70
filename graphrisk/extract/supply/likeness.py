"""Sentences that compare: "it recalls the attack on X", "a similar attack hit a competitor"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_LIKE: Final = (
    *("påminner", "minner", "minder", "muistut", "erinnert", "rappel", "recall", "reminiscent"),
    *("denken", "similar", "liknand", "liknend", "lignend", "ähnlich"),
    *("soortgelijk", "samankaltai", "samantapai"),
    *("vergleichbar", "comparable", "vergelijkba", "tilsvarende", "motsvarande"),
    *("konkurrent", "wettbewerber", "competitor", "rival", "concurrent", "kilpailija"),
)


def tells_of_a_like(reading: Reading) -> bool:
    """Whether a sentence compares: "a similar attack on X", "it recalls the one that hit X"."""
    return any(word.startswith(_LIKE) for word in reading.words)
