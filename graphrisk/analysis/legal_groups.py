"""Legal groups of companies, read off PART_OF: who belongs together, and who is at the top."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints, RiskGraph, frozen


def top_companies(graph: RiskGraph) -> Ints:
    """Return for each organization the row of the top company of its legal group.

    An organization without a parent, and one whose parent is not in the graph, is its own top. Of a
    ring of parents, and of several parents, the one with the smallest id is taken: PART_OF should
    be a forest, and an answer shall not depend on the order of the records.

    Notes
    -----
    O((n + p) log n) for p PART_OF records: parents are followed by doubling.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> records = [record("Organization", id=name, name=name) for name in "abc"]
    >>> records.append(record("PART_OF", id="p1", from_id="a", to_id="c"))
    >>> top_companies(build_graph(to_tables(records))).tolist()
    [2, 1, 2]
    """
    n = graph.n_organizations
    parent = np.full(n, n, dtype=np.int64)
    table = graph.table("PART_OF")
    child = graph.rows_of(table.column("from_id").to_pylist())
    above = graph.rows_of(table.column("to_id").to_pylist())
    known = (child >= 0) & (above >= 0) & (child != above)
    np.minimum.at(parent, child[known], above[known])
    top = np.where(parent == n, np.arange(n), parent)
    # Least row met on the way up, so that a ring ends at one and the same company.
    least = _least_on_ring(top)
    for _ in range(max(n, 1).bit_length()):
        top = top[top]
    return frozen(least[top].astype(np.int32))


def _least_on_ring(parent: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for each row the least of the rows that its own way up meets, by doubling."""
    least = np.minimum(np.arange(len(parent)), parent)
    ahead = parent
    for _ in range(max(len(parent), 1).bit_length()):
        least = np.minimum(least, least[ahead])
        ahead = ahead[ahead]
    on_root = parent == np.arange(len(parent))
    return np.where(on_root, np.arange(len(parent)), least)


def whole_groups(graph: RiskGraph, rows: npt.NDArray[np.int32]) -> Ints:
    """Return the rows of all companies of the legal groups that the given ones belong to."""
    top = top_companies(graph)
    return np.flatnonzero(np.isin(top, top[rows])).astype(np.int32)
