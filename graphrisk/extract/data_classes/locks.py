"""What "encrypted" says of data: that nobody can read it, or that attackers locked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_LOCKED_CLASSES: Final = frozenset({"credentials", "payment_card", "financial_account"})


def is_worth_a_lock(reading: Reading, first: int) -> bool:
    """Whether "encrypted" protects data: "passwords were encrypted", not "files were"."""
    kept = any(d.first == first and d.id in _LOCKED_CLASSES for d in reading.data)
    return kept or reading.has("carrier")


def says_locked(reading: Reading, first: int, last: int) -> bool:
    """Whether a word for "encrypted" stands from one token to another."""
    return any(first <= hit.first < last for hit in reading.cues("locked"))
