"""What a Neo4j store says of itself: last finished load, digest, counts, and a load under way.

It is one property of one node, so that it is read whole or not at all: the server's isolation is
read-committed, and a load may be many transactions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from graphrisk.model.schema import KINDS
from graphrisk.store.base import EMPTY_DIGEST, Changes, Load


@dataclass(frozen=True, slots=True)
class State:
    """One state of the store.

    Attributes
    ----------
    turn
        Grows with every change of this text: two equal texts mean that nothing lay between.
    last, digest, counts
        Number of the last finished load, digest and current records after it.
    columns
        Properties by kind that some current or superseded version has: others need no reading.
    unfinished, writer
        A load that has begun and not ended, and the token of its writer.
    touched
        Kinds of which that load writes or retires records; empty where that is not known.
    rollbacks
        How many unfinished loads were taken back.
    """

    turn: int = 0
    last: int = 0
    digest: str = EMPTY_DIGEST
    counts: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unfinished: Load | None = None
    writer: str = ""
    touched: tuple[str, ...] = ()
    rollbacks: int = 0

    @classmethod
    def read(cls, text: str) -> State:
        """Return the state that a text holds.

        Examples
        --------
        >>> State.read(State(last=3).text()).last
        3
        """
        found = json.loads(text)
        columns = {kind: tuple(names) for kind, names in found["columns"].items()}
        unfinished = found["unfinished"] and load_of(found["unfinished"])
        touched = tuple(found.get("touched", ()))
        read = {"columns": columns, "unfinished": unfinished, "touched": touched}
        return cls(**{**found, **read})

    def text(self) -> str:
        """Return the state as JSON."""
        unfinished = self.unfinished and load_values(self.unfinished)
        return json.dumps({**_fields(self), "unfinished": unfinished}, ensure_ascii=False)

    def begun(self, changes: Changes, writer: str) -> State:
        """Return the state in which a load is under way."""
        touched = tuple(sorted({*changes.insert, *changes.retire}))
        return replace(
            self, turn=self.turn + 1, unfinished=changes.load, writer=writer, touched=touched
        )

    def finished(self, changes: Changes) -> State:
        """Return the state after the load under way."""
        counts = {kind: self.counts.get(kind, 0) for kind in KINDS}
        columns = dict(self.columns)
        for kind, table in changes.insert.items():
            counts[kind] += table.num_rows
            known = {n for n in table.column_names if table.column(n).null_count < table.num_rows}
            columns[kind] = tuple(sorted(known.union(columns.get(kind, ()))))
        for kind, ids in changes.retire.items():
            counts[kind] -= len(ids)
        return replace(
            self,
            turn=self.turn + 1,
            last=changes.load.number,
            digest=changes.digest,
            counts=counts,
            columns=columns,
            unfinished=None,
        )

    def rolled_back(self) -> State:
        """Return the state after an unfinished load is taken back."""
        return replace(self, turn=self.turn + 1, unfinished=None, rollbacks=self.rollbacks + 1)


def load_values(load: Load) -> dict[str, Any]:
    """Return what is kept of a load; what is not known is left out."""
    values = {**asdict(load), "sources": list(load.sources)}
    del values["undone_by"]
    return {name: value for name, value in values.items() if value is not None}


def load_of(values: Mapping[str, Any]) -> Load:
    """Return a load from what is kept of it."""
    return Load(**{**values, "sources": tuple(values["sources"])})


def _fields(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in State.__slots__}
