"""The reported side of an answer: what documents state, each with its words and who says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphrisk.view.text import one_line, visible

_GROUPS = (
    ("incidents", "Incidents"),
    ("affected", "Organizations named"),
    ("classes", "Data"),
    ("counts", "Counts"),
    ("statements", "Other statements"),
)
_STATES = ("confirmed", "suspected", "denied")
_ASIDE = frozenset(
    {"status", "quote", "source", "stated_on", "seen_on", "asserted_by", "id", "source_kind"}
    | {"confidence", "recorded_at", "load_number", "record_hash", "incident_id", "organization_id"}
)
_TITLES = ("text", "words", "name", "organization", "title", "data_class", "value", "field")


@dataclass(frozen=True)
class ReportedLine:
    """One statement of a document."""

    text: str
    status: str
    quote: str
    source: str
    stated_on: str
    asserted_by: str


@dataclass(frozen=True)
class ReportedGroup:
    """Statements of one kind under a heading."""

    title: str
    lines: tuple[ReportedLine, ...]


def read_reported(reported: Any, incidents: Sequence[Any] = ()) -> tuple[ReportedGroup, ...]:
    """Return the reported side as headed lines, denied ones included.

    Examples
    --------
    >>> groups = read_reported({"classes": [{"data_class": "patient", "status": "denied"}]})
    >>> groups[0].title, groups[0].lines[0].status
    ('Data', 'denied')
    """
    found = []
    for key, title in _GROUPS:
        items = list(_get(reported, key) or ())
        if key == "incidents":
            items += list(incidents)
        lines = tuple(dict.fromkeys(_line(item) for item in items))
        if lines:
            found.append(ReportedGroup(title, lines))
    return tuple(found)


def _get(item: Any, key: str) -> Any:
    if isinstance(item, Mapping):
        return item.get(key)
    return getattr(item, key, None)


def _facts(item: Any) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {str(key): value for key, value in item.items()}
    named = getattr(item, "__dataclass_fields__", None) or getattr(item, "__dict__", {})
    return {str(key): getattr(item, key) for key in named}


def _line(item: Any) -> ReportedLine:
    if isinstance(item, str):
        return ReportedLine(visible(item), "", "", "", "", "")
    facts = _facts(item)
    status = visible(facts.get("status") or "")
    return ReportedLine(
        text=_text(facts),
        status=status if status in _STATES or status else "",
        quote=one_line(facts.get("quote") or ""),
        source=visible(facts.get("source") or ""),
        stated_on=visible(facts.get("stated_on") or facts.get("seen_on") or ""),
        asserted_by=visible(facts.get("asserted_by") or ""),
    )


def _text(facts: Mapping[str, Any]) -> str:
    """The fact in words: its title first, the rest as "name value"."""
    head = ""
    said = []
    for key in _TITLES:
        if facts.get(key) not in (None, "", ()):
            head = _plain(facts[key])
            skip = {key}
            break
    else:
        skip = set()
    for key, value in facts.items():
        if key in skip or key in _ASIDE or value in (None, "", (), [], {}):
            continue
        said.append(f"{visible(key).replace('_', ' ')} {_plain(value)}")
    return ": ".join(part for part in (head, ", ".join(said)) if part)


def _plain(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return "; ".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return visible(value)
