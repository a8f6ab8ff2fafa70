"""Rows whose names fit several organizations, and which the store holds from an earlier load.

What a name is taken for depends on what is known when it comes. A row that comes again stays with
the organization that it was given to the first time: the record of that time tells which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.columns import Checked
from graphrisk.ingest.edge_ids import edge_ids
from graphrisk.ingest.unnamed import unnamed_id, unnamed_words
from graphrisk.model.schema import BOOKKEEPING_NAMES, PROVENANCE_NAMES
from graphrisk.resolve.directory import Directory, LookUp

Choices = Mapping[str, Sequence[str]]
"""Name that fits several -> ids it may have been given: its own first."""

_ENDS = ("from_id", "to_id")


class HeldRows:
    """Tells which organization a stated row was taken for when it was loaded before.

    Parameters
    ----------
    owners
        Table and place in it of each row that states an organization.
    look_up
        Reads stored records; None when there is no store.
    """

    def __init__(self, owners: Sequence[tuple[Checked, int]], look_up: LookUp | None) -> None:
        self._owners = owners
        self._look_up = look_up
        self._stored: dict[str, dict[str, Any] | None] = {}

    def __call__(self, index: int, keys: Sequence[str]) -> str | None:
        """Return the first of the ids whose stored record says all that a row says."""
        if self._look_up is None:
            return None
        table, position = self._owners[index]
        apart = {"id", "confidence", "source_kind", *BOOKKEEPING_NAMES, *PROVENANCE_NAMES}
        stated = {
            name: value
            for name in table.stated - apart
            if (value := table.columns[name][position].as_py()) is not None
        }
        for key in keys:
            stored = self._record(self._look_up, key)
            if stored and all(stored.get(name) == value for name, value in stated.items()):
                return key
        return None

    def _record(self, look_up: LookUp, key: str) -> dict[str, Any] | None:
        if key not in self._stored:
            rows = look_up("Organization", [key]).to_pylist()
            self._stored[key] = rows[0] if rows else None
        return self._stored[key]


def ends_as_before(
    table: Checked, columns: dict[str, pa.Array], choices: Choices, look_up: LookUp | None
) -> None:
    """Give rows of edges that the store holds under another choice the ends they have there.

    Parameters
    ----------
    columns
        Columns of the records with ``from_id`` and ``to_id``; changed in place.
    choices
        What the names that fit several organizations may have been given to.

    Notes
    -----
    One read of the store for all rows in question, none without such rows.
    """
    if look_up is None or not choices:
        return
    tried = list(_tried(table, columns, choices))
    if not tried:
        return
    places = pa.array([place for place, _, _ in tried], pa.int64())
    rows = {n: column.take(places) for n, column in columns.items() if n not in _ENDS}
    for number, name in enumerate(_ENDS, start=1):
        rows[name] = pa.array([each[number] for each in tried], pa.string())
    ids = edge_ids(table.kind.name, rows)
    if "id" in rows:
        ids = pc.coalesce(rows["id"], ids)
    keys = ids.to_pylist()
    stored = look_up(table.kind.name, sorted(set(keys)))
    held = set(zip(*(stored.column(name).to_pylist() for name in ("id", *_ENDS)), strict=True))
    found: dict[int, tuple[str, str]] = {}
    for (place, start, end), key in zip(tried, keys, strict=True):
        if (key, start, end) in held:
            found.setdefault(place, (start, end))
    for number, name in enumerate(_ENDS):
        values = columns[name].to_pylist()
        for place, ends in found.items():
            values[place] = ends[number]
        columns[name] = pa.array(values, pa.string())


def parent_as_before(
    directory: Directory, child: Sequence[str], parent: Sequence[str]
) -> tuple[str, str]:
    """Return child and parent as stored, of all that they may be; else the first of each."""
    for one, other in product(child, parent):
        if directory.parents.get(one, ("", ""))[0] == other:
            return one, other
    return child[0], parent[0]


def _tried(
    table: Checked, columns: Mapping[str, pa.Array], choices: Choices
) -> Iterator[tuple[int, str, str]]:
    """Yield row and ends for every choice of every row with a name that fits several."""
    kind = table.kind
    names = [
        table.columns[column] if end == "Organization" and column else None
        for end, column in ((kind.from_kind, kind.from_column), (kind.to_kind, kind.to_column))
    ]
    unclear = pa.array(sorted(choices), pa.string())
    open_rows = np.zeros(len(table.rows), dtype=bool)
    for cells in names:
        if cells is not None:
            open_rows |= np.asarray(pc.is_in(cells, value_set=unclear))
    for place in np.flatnonzero(open_rows).tolist():
        ends: list[Sequence[str | None]] = []
        for cells, name in zip(names, _ENDS, strict=True):
            text = cells[place].as_py() if cells is not None else ""
            ends.append(choices.get(text) or [columns[name][place].as_py()])
        for start, end in product(*ends):
            if start is None and names[0] is not None and end is not None:
                start = unnamed_id(unnamed_words(names[0][place].as_py()) or "", end)
            yield place, start or "", end or ""
