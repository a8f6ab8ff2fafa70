"""Columns "Service 2", "Service 3" beside "Service 1" -> tables of their own: more links each."""

from __future__ import annotations

from graphrisk.ingest.mapping_sections import TableDraft
from graphrisk.ingest.mapping_text import Section
from graphrisk.ingest.mapping_words import fold, tokens_of, word_set

_NOT_TWICE = ("service", "annual_cost", "currency")
"""What a further link of a row does not repeat: the cost is of all its services together."""


def service_sections(draft: TableDraft, made: list[Section]) -> list[Section]:
    """Return the sections of a further table for each further column of services.

    A row gives a link for each of them that is filled in.

    Parameters
    ----------
    made
        The sections of the first table.
    """
    serves = next((each for each in made if each.name == "table.serves"), None)
    first = draft.guess.columns.get("service")
    if serves is None or first is None or draft.guess.across:
        return []
    more = _numbered_like(draft, first)
    sections: list[Section] = []
    for place in more:
        column = draft.reference(place)
        empty = {fold(cell) for cells in draft.body.cells if (cell := cells[place])}
        skip = {column: ["", *sorted(empty & word_set("empty"))]}
        head = Section("[table]", {k: v for k, v in made[0].entries.items() if k != "ignore"})
        head.entries["skip"] = {**made[0].entries.get("skip", {}), **skip}
        kept = {k: v for k, v in serves.entries.items() if k not in _NOT_TWICE}
        sections += [head, Section("table.serves", {**kept, "service": column})]
        draft.read[place] = "service"
    if more:
        named = ", ".join(draft.reference(place) for place in more)
        cost = ", without the row's cost" if "annual_cost" in serves.entries else ""
        draft.notes.append(f"{named}: each that is filled in gives a link of its own{cost}")
    return sections


def _numbered_like(draft: TableDraft, first: int) -> list[int]:
    """Return the columns of words whose header is that of another one but for its number."""
    names = draft.body.names
    base = _unnumbered(names[first])
    taken = {*draft.guess.columns.values(), *draft.guess.personal}
    found = []
    for place, name in enumerate(names):
        alike = place not in taken and name != names[first] and _unnumbered(name) == base
        evidence = draft.evidence(place)
        words = bool(evidence.counts) and not evidence.marks and evidence.numbers < 0.5
        if base and alike and words:
            found.append(place)
    return found


def _unnumbered(header: str) -> str:
    """Return a header without the number at its end.

    Examples
    --------
    >>> _unnumbered("Service 2"), _unnumbered("Tjänst_3"), _unnumbered("Leistung (1)")
    ('service', 'tjänst', 'leistung')
    """
    words = " ".join(tokens_of(header)) or fold(header)
    return words.rstrip("0123456789").strip()
