"""A column of sub-contractors beside the vendor -> a table of its own: they serve the vendor."""

from __future__ import annotations

from graphrisk.ingest.mapping_headers import meanings
from graphrisk.ingest.mapping_sections import TableDraft
from graphrisk.ingest.mapping_text import Section
from graphrisk.ingest.mapping_values import separators_of
from graphrisk.ingest.mapping_words import tokens_of, word_set

_OF_A_SHEET = ("sheet", "header_rows", "last_row", "fill_down", "empty")


def chain_sections(draft: TableDraft, made: list[Section]) -> list[Section]:
    """Return the sections of a second table that reads who stands behind each vendor.

    Parameters
    ----------
    made
        The sections of the first table.
    """
    vendor, place = draft.guess.columns.get("vendor"), _column_below(draft)
    if vendor is None or place is None or not any(each.name == "table.serves" for each in made):
        return []
    column, behind = draft.reference(place), draft.reference(vendor)
    signs = separators_of(draft.evidence(place), commas=True)
    first = made[0]
    head = Section("[table]", {k: v for k, v in first.entries.items() if k in _OF_A_SHEET})
    head.entries["skip"] = {column: ["", *head.entries.get("empty", [])]}
    each = signs if len(signs) > 1 else "".join(signs)
    serves = Section("table.serves")
    serves.entries["vendor"] = {"column": column, "each": each} if each else column
    serves.entries["customer"] = behind
    draft.read[place] = "vendor (below)"
    draft.notes.append(f"those in {column} are read as suppliers of {behind}")
    return [head, serves]


def _column_below(draft: TableDraft) -> int | None:
    """Return the column of those below the vendors: it says so, and nothing else was read of it."""
    taken = {*draft.guess.columns.values(), *draft.guess.across, *draft.guess.personal}
    for place, name in enumerate(draft.body.names):
        first = (tokens_of(name) or [""])[0]
        is_below = any(first.startswith(word) for word in word_set("below"))
        is_free = place not in taken and bool(draft.evidence(place).counts)
        if is_below and is_free and "vendor" in meanings(name):
            return place
    return None
