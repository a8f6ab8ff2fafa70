"""What the graph holds already, asked for in columns: a large register costs a review nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.extract.records.notice import document_of
from graphrisk.model.tables import RecordTables, empty_table

Row = Mapping[str, Any]


class Known:
    """Current records, and the history where at hand.

    Parameters
    ----------
    tables
        Current records by kind; kinds may be missing.
    history
        Superseded versions, as a store gives them.

    Examples
    --------
    >>> Known({}).get("Incident", "i") is None
    True
    """

    def __init__(self, tables: RecordTables, history: pa.Table | None = None) -> None:
        self._tables = tables
        self._history = history

    def where(self, kind: str, **values: Iterable[str | None] | str | None) -> list[Row]:
        """Return the rows whose columns have one of the values given for each."""
        table = self._table(kind)
        for column, wanted in values.items():
            keys = [wanted] if isinstance(wanted, str) or wanted is None else sorted(_known(wanted))
            if not table.num_rows:
                return []
            table = table.filter(
                pc.is_in(table.column(column), value_set=pa.array(keys, pa.string()))
            )
        rows: list[Row] = table.to_pylist()
        return rows

    def get(self, kind: str, key: str | None) -> Row | None:
        """Return one current row."""
        found = [] if key is None else self.where(kind, id=key)
        return found[0] if found else None

    def of_document(self, kind: str, document: str) -> list[Row]:
        """Return the rows whose source is a document or a place in it."""
        table = self._table(kind)
        source = table.column("source")
        told = pc.or_kleene(pc.equal(source, document), pc.starts_with(source, f"{document}#"))
        rows: list[Row] = table.filter(told).to_pylist() if table.num_rows else []
        return rows

    def pointing_at(self, kind: str, columns: Iterable[str], keys: Iterable[str]) -> list[Row]:
        """Return the rows that have one of the keys in one of the columns."""
        table = self._table(kind)
        there = [name for name in columns if name in table.column_names]
        if not table.num_rows or not there:
            return []
        values = pa.array(sorted(keys), pa.string())
        masks = [pc.is_in(table.column(name), value_set=values) for name in there]
        rows: list[Row] = table.filter(reduce(pc.or_, masks)).to_pylist()
        return rows

    def is_correction(self, kind: str, current: Row) -> bool:
        """Return True when a current record's own text said otherwise before, and took it back."""
        if self._history is None or not self._history.num_rows:
            return False
        mask = pc.and_(
            pc.equal(self._history.column("kind"), kind),
            pc.equal(self._history.column("id"), current["id"]),
        )
        own = document_of(current.get("source"))
        return any(
            row["superseded_by"] == current.get("load_number")
            and document_of(json.loads(row["record"]).get("source")) == own
            for row in self._history.filter(mask).to_pylist()
        )

    def concerned(self, incident: str | None) -> list[str]:
        """Return the names of those who speak first hand on an incident.

        They are the organizations hit or reached, those in a stated supply with them, and the
        authorities named.
        """
        if incident is None:
            return []
        edges = [*self.where("HITS", from_id=incident), *self.where("AFFECTS", from_id=incident)]
        ids = {str(row["to_id"]) for row in edges}
        for row in self.pointing_at("SERVES", ("from_id", "to_id"), ids):
            if row.get("source_kind") == "notice":
                ids |= {row["from_id"], row["to_id"]}
        names = [
            name
            for row in self.where("Organization", id=ids)
            for name in (row["name"], *(row.get("aliases") or ()))
        ]
        said = self.where("Statement", incident=incident, field="authority")
        return names + [row["value"] for row in said if row.get("value")]

    def _table(self, kind: str) -> pa.Table:
        return self._tables.get(kind, empty_table(kind))


def _known(values: Iterable[str | None]) -> set[str]:
    return {value for value in values if value is not None}
