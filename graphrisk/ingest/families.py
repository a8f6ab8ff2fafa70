"""PART_OF: every organization has at most one parent, and nobody is its own ancestor."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from graphrisk.ingest.columns import Checked
from graphrisk.model.identifiers import edge_id
from graphrisk.model.tables import arrow_schema

REGISTER = "register"


@dataclass(slots=True)
class Families:
    """Gathers children and parents; what would break the forest is reported and left out.

    Parameters
    ----------
    known
        Organization id -> (id of its parent, id of the edge), as stored.
    """

    known: dict[str, tuple[str, str]]
    withdraw: list[str] = field(default_factory=list)
    _parents: dict[str, str] = field(default_factory=dict)
    _origins: dict[str, tuple[Checked, int, str, str, dict[str, object]]] = field(
        default_factory=dict
    )

    def add(
        self,
        child: str,
        parent: str,
        shown: str,
        origin: Checked,
        position: int,
        values: dict[str, object] | None = None,
    ) -> None:
        """Add what one row states."""
        row, column = origin.rows[position].as_py(), _column(origin)
        if child == parent:
            origin.log.row(row, column, shown, "an organization cannot be part of itself")
            return
        first = self._parents.setdefault(child, parent)
        if first != parent:
            table, place = self._origins[child][:2]
            where = f"{table.file}, row {table.rows[place].as_py()}"
            message = f"a second parent; {where} states another, and one is all there can be"
            origin.log.row(row, column, shown, message, "leave one of them out")
            return
        self._origins.setdefault(child, (origin, position, column, shown, values or {}))

    def finish(self) -> pa.Table:
        """Return the edges that keep the forest; note stored ones that they replace."""
        for child in self._on_cycles():
            origin, position, column, shown, _ = self._origins[child]
            message = "a circle: following the parents leads back here; the link was left out"
            origin.log.row(
                origin.rows[position].as_py(), column, shown, message, "break the circle"
            )
            del self._parents[child]
        rows = []
        for child, parent in self._parents.items():
            origin, position, _, _, values = self._origins[child]
            key = edge_id("PART_OF", child, parent)
            rows.append(
                {
                    "source_kind": REGISTER,
                    "source": f"{origin.file}:row {origin.rows[position].as_py()}",
                    **{name: value for name, value in values.items() if value is not None},
                    "id": key,
                    "from_id": child,
                    "to_id": parent,
                }
            )
            stored = self.known.get(child)
            if stored is not None and stored[0] != parent:
                self.withdraw.append(stored[1])
        return pa.Table.from_pylist(rows, arrow_schema("PART_OF"))

    def _on_cycles(self) -> list[str]:
        """Return the children of these files whose chain of parents comes back to them."""
        parents = {child: parent for child, (parent, _) in self.known.items()} | self._parents
        state: dict[str, int] = {}
        found: list[str] = []
        for number, start in enumerate(self._parents, start=1):
            chain: list[str] = []
            here: str | None = start
            while here is not None and here not in state:
                state[here] = number
                chain.append(here)
                here = parents.get(here)
            if here is not None and state[here] == number and here in chain:
                found += [child for child in chain[chain.index(here) :] if child in self._parents]
        return sorted(found)


def _column(origin: Checked) -> str:
    return "parent" if origin.kind.name == "PART_OF" else "parent_id"
