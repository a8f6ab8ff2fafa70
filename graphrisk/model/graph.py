"""RiskGraph: organizations and SERVES edges as frozen arrays; the only graph an analysis sees."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.tables import RecordTables
from graphrisk.model.whole import WholeFigures

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RiskGraph:
    """One state of the graph: n organizations, m SERVES edges, row order = id order.

    Attributes
    ----------
    organizations, serves
        Arrow tables of n and m rows, sorted by id.
    source, target
        Rows of vendor and customer, int32, length m, read-only.
    confidence
        Stated or default of the source kind, 0..1, length m.
    tables
        All other kinds as stored.
    digest
        Digest of the records that the graph was built from.
    whole
        Figures of the whole, where this graph holds only what lies downstream of somebody.
    """

    organizations: pa.Table
    serves: pa.Table
    source: Ints
    target: Ints
    confidence: Floats
    tables: RecordTables = field(default_factory=dict)
    digest: str = ""
    known_on: str | None = None
    whole: WholeFigures | None = None

    def __repr__(self) -> str:
        return (
            f"RiskGraph({self.n_organizations} organizations, {self.n_edges} SERVES edges, "
            f"digest {self.digest[:12]})"
        )

    @property
    def n_organizations(self) -> int:
        """Number of organizations."""
        return int(self.organizations.num_rows)

    @property
    def n_edges(self) -> int:
        """Number of SERVES edges."""
        return int(self.serves.num_rows)

    @cached_property
    def organization_ids(self) -> pa.Array:
        """Ids of the organizations, sorted, one chunk."""
        return one_chunk(self.organizations.column("id"))

    def rows_of(self, ids: Iterable[str]) -> Ints:
        """Return the rows of organizations, -1 where the id is not in the graph."""
        wanted = pa.array(list(ids), pa.string())
        rows = pc.fill_null(pc.index_in(wanted, value_set=self.organization_ids), -1)
        return np.asarray(rows, dtype=np.int32)

    def ids_of(self, rows: Iterable[int]) -> list[str]:
        """Return the ids of organization rows."""
        wanted = pa.array(np.fromiter(rows, dtype=np.int64))
        return [str(value) for value in self.organization_ids.take(wanted).to_pylist()]

    def organization(self, row: int) -> dict[str, Any]:
        """Return what is known of the organization in that row."""
        found: dict[str, Any] = self.organizations.slice(int(row), 1).to_pylist()[0]
        return found

    def table(self, kind: str) -> pa.Table:
        """Return the stored records of a kind, an empty table when there are none."""
        from graphrisk.model.tables import empty_table

        if kind == "Organization":
            return self.organizations
        if kind == "SERVES":
            return self.serves
        return self.tables.get(kind, empty_table(kind))


def one_chunk(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one contiguous array."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def taken(table: pa.Table, order: pa.Array) -> pa.Table:
    """Return the rows of a table in an order, two columns at a time.

    Most columns of a register are empty and cost nothing.
    """

    def in_order(column: pa.ChunkedArray) -> pa.Array:
        whole = one_chunk(column)
        return whole if whole.null_count == len(whole) == len(order) else whole.take(order)

    with ThreadPoolExecutor(2) as pool:
        columns = list(pool.map(in_order, table.columns))
    return pa.Table.from_arrays(columns, schema=table.schema)


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the array, made read-only."""
    array.setflags(write=False)
    return array
