"""A foreign file -> the mapping that most likely reads it, with what a person should check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from graphrisk.errors import InputError, Unreadable
from graphrisk.ingest.grid import Grid, read_grids
from graphrisk.ingest.headers import fold_header, kinds_of
from graphrisk.ingest.mapping import RegisterMapping
from graphrisk.ingest.mapping_chain import chain_sections
from graphrisk.ingest.mapping_columns import column_of, reference_of, shown_name
from graphrisk.ingest.mapping_entries import mapping_of
from graphrisk.ingest.mapping_guess import best_header, guess_columns
from graphrisk.ingest.mapping_layout import Body, Frame, body_of
from graphrisk.ingest.mapping_more import service_sections
from graphrisk.ingest.mapping_sections import TableDraft, table_sections
from graphrisk.ingest.mapping_taken import Guess
from graphrisk.ingest.mapping_text import Section, content_of, text_of
from graphrisk.ingest.mapping_values import Words
from graphrisk.ingest.mapping_words import fold
from graphrisk.ingest.problems import ProblemLog

_BLANK, _LEFT = 0.2, 0.05
"""Share of empty cells that may mean "as above", and what may be left of them then."""


@dataclass(frozen=True)
class ColumnRead:
    """One column of a file, and what it is taken for; ``prop`` is empty where it is not read."""

    sheet: str
    column: str
    prop: str
    example: str
    why: str = ""


@dataclass(frozen=True)
class Proposal:
    """A mapping for a person to correct.

    Parameters
    ----------
    text
        The mapping file.
    mapping
        The same, ready to read with; names that are to be filled in are placeholders.
    columns
        Every column of the tables found.
    notes
        What a person should check.
    is_ours
        The header is one that `graphrisk load` reads without a mapping.
    """

    file: str
    text: str
    mapping: RegisterMapping
    columns: tuple[ColumnRead, ...]
    notes: tuple[str, ...]
    is_ours: bool = False


def propose_mapping(
    path: Path, *, customer: str | None = None, sheet: str | None = None
) -> Proposal:
    """Propose a mapping from the headers and cells of a file.

    Parameters
    ----------
    customer
        Whom the vendors serve, where no column says so.
    sheet
        Title of the only sheet to look at.

    Raises
    ------
    Unreadable
        The file cannot be opened, or no table of vendors is found in it.

    Notes
    -----
    O(cells) for the cells, and the headers of the first rows against some thousand words.
    """
    grids = _asked(path, read_grids(path), sheet)
    values: dict[str, Words] = {}
    sections: list[Section] = []
    columns: list[ColumnRead] = []
    notes: list[str] = []
    bodies = [None if grid.hidden and sheet is None else _body(grid) for grid in grids]
    headers = [body.names for body in bodies if body is not None]
    guesses = [None if body is None else guess_columns(body) for body in bodies]
    linked = [guess is not None and "customer" in guess.columns for guess in guesses]
    for grid, body, guess in zip(grids, bodies, guesses, strict=True):
        if grid.hidden and sheet is None:
            notes.append(f"sheet {grid.sheet} is hidden and was not looked at; --sheet names it")
        if body is None or guess is None:
            continue
        filled = _filled_down(grid, body, guess)
        draft = TableDraft(
            filled or body,
            guess if filled is None else guess_columns(filled),
            grid.sheet if len(grids) > 1 else None,
            customer,
            is_repeated=headers.count(body.names) > 1,
            fill_down=() if filled is None else _names_to_fill(body, guess),
            has_links_elsewhere=any(linked),
            values=values,
        )
        made = table_sections(draft)
        if not made:
            notes.append(f"no table of vendors in {grid.file}: {_headers(body)}")
            continue
        sections += [*made, *service_sections(draft, made), *chain_sections(draft, made)]
        notes += draft.notes
        columns += _columns(grid, draft)
    if not sections:
        raise _nothing_found(path, notes)
    top = Section("", {"version": 1, "title": f"Mapping of {path.name}"})
    sections = [top, *_value_sections(values), *sections]
    mapping = mapping_of(content_of(sections), "proposal")
    heading = (
        f"How graphrisk reads {path.name}: graphrisk load {path.name} --mapping THIS_FILE",
        "A proposal from headers and cells. Correct it; what it does not name is not read.",
        *(f"CHECK: {note}" for note in notes),
    )
    ours = any(kinds_of([fold_header(name) for name in names]) for names in headers)
    return Proposal(
        path.name, text_of(sections, heading), mapping, tuple(columns), tuple(notes), ours
    )


def _asked(path: Path, grids: list[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        return [grid for grid in grids if grid.rows]
    found = [grid for grid in grids if fold(grid.sheet) == fold(sheet) and grid.rows]
    if not found:
        known = ", ".join(grid.sheet for grid in grids)
        raise InputError(
            f"there is no sheet {sheet!r} with anything in it",
            where=path.name,
            fix=f"one of {known}",
        )
    return found


def _body(grid: Grid) -> Body | None:
    header = best_header(grid)
    if header is None:
        return None
    quiet = replace(grid, log=ProblemLog(grid.file))
    # One row after the other may have a single cell here: what they are is for the load to say.
    return body_of(quiet, header, Frame())


def _names_to_fill(body: Body, guess: Guess) -> tuple[str, ...]:
    """Return the columns of names with so many empty cells that they may mean "as above"."""
    found = []
    for prop in ("vendor", "customer"):
        place = guess.columns.get(prop)
        if place is not None and body.cells:
            empty = sum(cells[place] is None for cells in body.cells)
            if empty >= _BLANK * len(body.cells):
                found.append(reference_of(body.names, place))
    return tuple(found)


def _filled_down(grid: Grid, body: Body, guess: Guess) -> Body | None:
    """Return the body with empty names filled from above, None where that does not fill them."""
    names = _names_to_fill(body, guess)
    if not names:
        return None
    filled = body_of(
        replace(grid, log=ProblemLog(grid.file)), body.header_rows, Frame(fill_down=names)
    )
    places = [column_of(filled.names, name) for name in names]
    left = sum(
        cells[place] is None for cells in filled.cells for place in places if place is not None
    )
    return filled if filled.cells and left <= _LEFT * len(filled.cells) else None


def _headers(body: Body) -> str:
    return ", ".join(name for name in body.names if name)[:200] or "no header"


def _nothing_found(path: Path, notes: list[str]) -> Unreadable:
    said = "; ".join(notes[:3]) or "no row looks like a header"
    return Unreadable(
        f"no column could be taken for a vendor ({said})",
        where=path.name,
        fix="write a mapping by hand, beginning with a copy of one in data/mappings",
    )


def _value_sections(values: dict[str, Words]) -> list[Section]:
    found = []
    for name, (words, remarks) in values.items():
        known = {text: said for text, said in remarks.items() if text in words}
        others = [f"{text!r}: {said}" for text, said in remarks.items() if text not in words]
        if words or others:
            found.append(Section(f"values.{name}", words, known, others[:20]))
    return found


def _columns(grid: Grid, draft: TableDraft) -> list[ColumnRead]:
    found = []
    for place, name in enumerate(draft.body.names):
        evidence = draft.evidence(place)
        if not name and not evidence.counts:
            continue
        prop, why = draft.read.get(place, ""), ""
        if place in draft.guess.across:
            prop = "across"
        elif place in draft.guess.personal:
            why = "about people"
        elif not prop:
            why = "not understood"
        shown = "" if why == "about people" else " | ".join(evidence.texts[:2])[:60]
        found.append(ColumnRead(grid.sheet, shown_name(draft.body.names, place), prop, shown, why))
    return found
