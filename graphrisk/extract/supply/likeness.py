"""Sentences that compare: "it recalls the attack on X", "a similar attack hit a competitor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading


def tells_of_a_like(reading: Reading) -> bool:
    """Whether a sentence compares: "a similar attack on X", "it recalls the one that hit X"."""
    alike = reading.lexicon.stems("alike")
    return any(word.startswith(alike) for word in reading.words)
