"""What was found on a class of data, before claims are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.assertion import Assertion
    from graphrisk.extract.mentions import Reading

GENERAL: Final = "unspecified_personal"
"""The class of "personal data" that a text does not name further."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A class found at a place with a status, before claims are made of it."""

    data_class: str
    sentence: int
    first: int
    last: int
    assertion: Assertion
    condition: str | None = None
    source: Finding | None = None


def is_sensitive(reading: Reading, found: Finding) -> bool:
    """Whether data are called sensitive where they are found: "no sensitive personal data"."""
    return any(found.first - 1 <= hit.first < found.last for hit in reading.cues("sensitive"))
