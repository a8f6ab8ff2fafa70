"""Records -> RiskGraph; every problem is gathered before anything is given up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import Problem, RecordsRefused
from graphrisk.model.graph import Floats, Ints, RiskGraph, frozen, one_chunk, taken
from graphrisk.model.merged import apply_merges
from graphrisk.model.tables import RecordTables, digest, empty_table

DEFAULT_CONFIDENCE: Mapping[str, float] = {
    "contract": 1.0,
    "register": 0.9,
    "notice": 0.8,
    "questionnaire": 0.7,
    "invoice": 0.6,
    "observed": 0.6,
    "assumed": 0.3,
}
LEAST_CONFIDENCE = 0.3
"""Of a record that states neither confidence nor a source kind that is known."""


def build_graph(
    tables: RecordTables,
    *,
    confidence: Mapping[str, float] = DEFAULT_CONFIDENCE,
    digest_of_tables: str | None = None,
    known_on: str | None = None,
    ends: tuple[Ints, Ints] | None = None,
) -> RiskGraph:
    """Build the graph of one state of the records.

    Parameters
    ----------
    tables
        Records by kind; rows in any order.
    confidence
        Confidence of a record that states none, by source kind; no source kind counts as assumed.
    digest_of_tables
        Digest when the store knows it already, else it is computed.
    ends
        Rows of vendor and customer of each SERVES record, where they are known already: then the
        tables are those of an earlier graph, in its order.

    Raises
    ------
    RecordsRefused
        Ids are doubled or an edge ends nowhere; ``problems`` lists all of them.

    Notes
    -----
    O(m log m) for the order of rows, O(m) for the rest.

    Examples
    --------
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> vendor, customer = (record("Organization", id=i, name=i) for i in ("v", "c"))
    >>> edge = record("SERVES", id="e", from_id="v", to_id="c")
    >>> build_graph(to_tables([vendor, customer, edge])).source.tolist()
    [1]
    """
    stored, tables = tables, apply_merges(tables)
    organizations = tables.get("Organization", empty_table("Organization"))
    serves = tables.get("SERVES", empty_table("SERVES"))
    if ends is None:
        organizations, serves = _in_id_order(organizations), _in_id_order(serves)
        ends = _ends_of(organizations, serves)
    carried = {"Organization", "SERVES"}
    return RiskGraph(
        organizations=organizations,
        serves=serves,
        source=frozen(ends[0]),
        target=frozen(ends[1]),
        confidence=frozen(confidence_of(serves, confidence)),
        tables={kind: table for kind, table in tables.items() if kind not in carried},
        digest=digest(stored) if digest_of_tables is None else digest_of_tables,
        known_on=known_on,
    )


def _ends_of(organizations: pa.Table, serves: pa.Table) -> tuple[Ints, Ints]:
    """Return the rows of vendor and customer of each edge."""
    ids = one_chunk(organizations.column("id"))
    source, target = (_rows(serves, end, ids) for end in ("from_id", "to_id"))
    problems = _doubled("Organization", ids) + _doubled("SERVES", one_chunk(serves.column("id")))
    problems += _dangling(serves, source, "from_id") + _dangling(serves, target, "to_id")
    if problems:
        raise RecordsRefused(
            f"the graph cannot be built: {len(problems)} problems, first: {problems[0].text()}",
            problems,
            fix="load the organizations that are missing, or undo the load that brought these rows",
        )
    return source, target


def confidence_of(table: pa.Table, defaults: Mapping[str, float]) -> Floats:
    """Return each row's confidence: as stated, else the default of its source kind."""
    stated = one_chunk(table.column("confidence"))
    if stated.null_count == 0:
        return np.array(stated, dtype=np.float64)
    kinds = one_chunk(table.column("source_kind")).dictionary_encode()
    by_code = [defaults.get(str(k), LEAST_CONFIDENCE) for k in kinds.dictionary.to_pylist()]
    lookup = np.array([*by_code, LEAST_CONFIDENCE], dtype=np.float64)
    codes = np.asarray(pc.fill_null(kinds.indices, len(by_code)), dtype=np.int64)
    values = np.array(pc.fill_null(stated, np.nan), dtype=np.float64)
    return np.where(np.isnan(values), lookup[codes], values)


def _in_id_order(table: pa.Table) -> pa.Table:
    ids = one_chunk(table.column("id"))
    if len(ids) > 1 and not pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py():
        order = pc.sort_indices(ids)
        return taken(table, order)
    return table.combine_chunks()


def _rows(edges: pa.Table, end: str, ids: pa.Array) -> Ints:
    found = pc.index_in(one_chunk(edges.column(end)), value_set=ids)
    return np.array(pc.fill_null(found, -1), dtype=np.int32)


def _doubled(kind: str, ids: pa.Array) -> list[Problem]:
    if len(ids) < 2:
        return []
    again = pc.unique(ids[1:].filter(pc.equal(ids[:-1], ids[1:])))
    return [
        Problem(None, None, "id", key, f"two current {kind} records have this id", "undo one load")
        for key in again.to_pylist()
    ]


def _dangling(serves: pa.Table, rows: Ints, end: str) -> list[Problem]:
    return [
        Problem(None, None, end, edge[end], f"SERVES {edge['id']} ends at an unknown organization")
        for edge in serves.select(["id", end]).take(np.flatnonzero(rows < 0)).to_pylist()
    ]
