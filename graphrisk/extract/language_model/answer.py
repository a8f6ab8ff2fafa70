"""The text of a model's answer -> objects, as many as are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MOST_CLAIMS = 500
_DECODER = json.JSONDecoder()


def claimed(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the objects under "claims", and whether the answer was whole.

    An answer may stand in a code fence or between words, and may be cut off: objects that are
    whole are taken, at most 500.

    Examples
    --------
    >>> claimed('Here: {"claims": [{"field": "date"}]}')
    ([{'field': 'date'}], True)
    >>> claimed('{"claims": [{"field": "date"}, {"fie')
    ([{'field': 'date'}], False)
    >>> claimed("I cannot help with that.")
    ([], False)
    """
    start = text.find("{")
    if start < 0:
        return [], False
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return list(_whole_ones(text)), False
    found = value.get("claims") if isinstance(value, dict) else None
    if not isinstance(found, list):
        return [], False
    return [each for each in found if isinstance(each, dict)][:MOST_CLAIMS], True


def _whole_ones(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list that breaks off."""
    place = text.find("[")
    for _ in range(MOST_CLAIMS):
        place = text.find("{", place + 1) if place >= 0 else -1
        if place < 0:
            return
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        place -= 1
        if isinstance(value, dict):
            yield value
