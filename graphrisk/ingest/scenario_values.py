"""Properties that a scenario states: known by the schema, read like the cells of a register."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from graphrisk.ingest.scenario_choice import Unclear
from graphrisk.ingest.values import Reader, reader_of
from graphrisk.model.schema import COMMON, KINDS

_STRICT = frozenset({"criticality", "country"})
"""A word outside the vocabulary is refused here: a slip would change the answer silently."""


def properties(kind: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of properties; an empty text makes one unknown (None).

    Raises
    ------
    Unclear
        There is no such property, or its value does not fit.

    Examples
    --------
    >>> properties("SERVES", {"criticality": "Critical", "required": 2, "group": ""})
    {'criticality': 'critical', 'required': 2, 'group': None}
    """
    found = {}
    for name, value in written.items():
        if name not in names_of(kind):
            raise unknown_word(name, names_of(kind))
        found[name] = None if value in ("", None, []) else _value(kind, name, value)
    return found


def unknown_word(word: str, known: Iterable[str]) -> Unclear:
    """Return the complaint about a word that nothing has, with the nearest one that is there."""
    near = difflib.get_close_matches(word, list(known), n=1)
    fix = f"did you mean {near[0]}? " if near else ""
    return Unclear(word, None, "there is no such word here", f"{fix}known: {', '.join(known)}")


@cache
def names_of(kind: str) -> tuple[str, ...]:
    """Return the properties of a kind that a scenario may state."""
    named = [prop.name for prop in KINDS[kind].properties]
    return (*named, *(prop.name for prop in COMMON if prop.name in ("confidence", "source_kind")))


@cache
def _reader(kind: str, name: str) -> Reader:
    return reader_of(KINDS[kind].property(name), ".")


def _value(kind: str, name: str, value: object) -> Any:
    text = _text(name, value)
    found, complaints = _reader(kind, name)(text)
    for each in complaints:
        if each.severity == "error" or name in _STRICT:
            message = each.message.replace("; kept as written", "")
            raise Unclear(name, text, message, each.fix)
    return found


def _text(name: str, value: object) -> str:
    """Return a value as a cell of a register would hold it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, (str, int, float, dt.date)):
        return str(value)
    raise Unclear(name, None, "neither a text nor a number", "write one value, or a list of texts")
