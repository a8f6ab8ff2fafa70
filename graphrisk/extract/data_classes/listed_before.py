"""Data listed first and said to be exposed after: "We hold X and Y. This data was taken"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import assert_exposure
from graphrisk.extract.data_classes.findings import Finding

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_ENOUGH: Final = 2
_OPENING: Final = 6
_NEAR: Final = 3


def listed_before(page: Page, number: int) -> list[Finding]:
    """Return findings for the classes of the sentence before, which this one calls "this data".

    Empty unless this sentence begins so, names no data and says what happened to it, and the one
    before lists two classes or more without saying so itself.
    """
    reading = page.readings[number]
    if number == 0 or reading.data or page.is_question(number) or not page.is_fact(number):
        return []
    anaphor = next((h for h in reading.cues("anaphor_data") if h.first <= _OPENING), None)
    before = page.readings[number - 1]
    if anaphor is None and before.has("general_data"):  # "the register holds X. It was copied"
        anaphor = next((h for h in reading.cues("general_data") if h.first <= _NEAR), None)
    classes = {hit.id for hit in before.data}
    told = page.is_fact(number - 1) and not page.is_question(number - 1)
    if anaphor is None or len(classes) < _ENOUGH or not told or before.has("exposure", "generic"):
        return []
    status = assert_exposure(reading, anaphor.first, anaphor.last)
    if status is None or status.other:
        return []
    place = Finding("unspecified_personal", number, anaphor.first, anaphor.last, status)
    return [Finding(h.id, number - 1, h.first, h.last, status, None, place) for h in before.data]
