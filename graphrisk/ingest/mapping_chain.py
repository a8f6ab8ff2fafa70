"""A column of sub-contractors beside the vendor -> a table of its own: they serve the vendor."""

from __future__ import annotations

from graphrisk.ingest.mapping_headers import is_below, meanings
from graphrisk.ingest.mapping_sections import TableDraft
from graphrisk.ingest.mapping_text import Section
from graphrisk.ingest.mapping_values import separators_of
from graphrisk.ingest.mapping_words import fold, word_set

_OF_A_SHEET = ("sheet", "header_rows", "last_row", "fill_down", "empty")


def chain_sections(draft: TableDraft, made: list[Section]) -> list[Section]:
    """Return the sections of a second table that reads who stands behind each vendor.

    Parameters
    ----------
    made
        The sections of the first table.
    """
    vendor = draft.guess.columns.get("vendor")
    if vendor is None or not any(each.name == "table.serves" for each in made):
        return []
    more = _more_vendors(draft)
    place = next((at for at in more if is_below(draft.body.names[at])), None)
    for other in more:
        if other != place:
            draft.notes.append(f"{draft.reference(other)} may name vendors too: not read")
    if place is None:
        return []
    column, behind = draft.reference(place), draft.reference(vendor)
    signs = separators_of(draft.evidence(place), commas=True)
    first = made[0]
    head = Section("[table]", {k: v for k, v in first.entries.items() if k in _OF_A_SHEET})
    nobody = {fold(cell) for cells in draft.body.cells if (cell := cells[place])}
    over = first.entries.get("skip", {})  # contracts that are over bind nobody behind them either
    head.entries["skip"] = {**over, column: ["", *sorted(nobody & word_set("empty"))]}
    each = signs if len(signs) > 1 else "".join(signs)
    serves = Section("table.serves")
    serves.entries["vendor"] = {"column": column, "each": each} if each else column
    serves.entries["customer"] = behind
    draft.read[place] = "vendor (below)"
    draft.notes.append(f"those in {column} are read as suppliers of {behind}")
    return [head, serves]


def _more_vendors(draft: TableDraft) -> list[int]:
    """Return the columns under a word for vendors of which nothing else was read."""
    taken = {*draft.guess.columns.values(), *draft.guess.across, *draft.guess.personal}
    return [
        place
        for place, name in enumerate(draft.body.names)
        if place not in taken and "vendor" in meanings(name) and _names_somebody(draft, place)
    ]


def _names_somebody(draft: TableDraft, place: int) -> bool:
    evidence = draft.evidence(place)
    return bool(evidence.counts) and not evidence.marks
