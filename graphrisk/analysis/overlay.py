"""A scenario laid over a graph: a new graph in arrays; the stored one is never touched.

Source of the rules: docs, risk model, section 4. Links keep their ids; a new link has the id that
a register would give it, so that draws hashed by id are the same before and after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import Floats, RiskGraph, frozen, one_chunk
from graphrisk.model.merged import apply_merges
from graphrisk.model.scenario import Scenario
from graphrisk.model.tables import RecordTables, arrow_schema

CONFIDENCE_OF_THE_NEW = 1.0
"""A link that a scenario adds is there in its world, unless it states less."""
Longs = npt.NDArray[np.int64]


def overlay(graph: RiskGraph, scenario: Scenario) -> RiskGraph:
    """Return the graph with a scenario laid over it.

    Falls are not part of it. Nothing of ``graph`` is changed; columns without a change are shared.

    Raises
    ------
    KeyError
        The scenario names a link or an organization that is not in the graph.

    Notes
    -----
    O(n + m) to copy, and Python time in the number of links that are touched.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> records = [record("Organization", id=name, name=name) for name in "abc"]
    >>> records.append(record("SERVES", id="e", from_id="a", to_id="c"))
    >>> graph = build_graph(to_tables(records))
    >>> moved = overlay(graph, Scenario(moves={"e": "b"}))
    >>> moved.ids_of(moved.source), graph.ids_of(graph.source)
    (['b'], ['a'])
    """
    if not scenario.changes_the_graph:
        return graph
    stands_for = ends_of_merges(scenario.merges)
    organizations = _organizations(graph, scenario, stands_for)
    serves, confidence = _links(graph, scenario, stands_for)
    ids = one_chunk(organizations.column("id"))
    return RiskGraph(
        organizations=organizations,
        serves=serves,
        source=_rows_of(serves, "from_id", ids),
        target=_rows_of(serves, "to_id", ids),
        confidence=confidence,
        tables=_other_tables(graph, scenario),
        digest=scenario.digest_over(graph.digest),
        known_on=graph.known_on,
    )


def ends_of_merges(merges: Mapping[str, str]) -> dict[str, str]:
    """Return for each merged organization the one that is left of it and of those after it."""
    ends = {}
    for start in merges:
        key, seen = start, set()
        while key in merges and key not in seen:
            seen.add(key)
            key = merges[key]
        ends[start] = min(seen) if key in seen else key
    return {start: end for start, end in ends.items() if start != end}


def _organizations(graph: RiskGraph, scenario: Scenario, stands_for: Mapping[str, str]) -> pa.Table:
    table = graph.organizations
    touched = _rows_of_ids(graph.organization_ids, scenario.changed_organizations)
    rows = table.take(pa.array(touched)).to_pylist()
    for row in rows:
        row.update(scenario.changed_organizations[row["id"]])
    gone = _rows_of_ids(graph.organization_ids, [*scenario.removed_organizations, *stands_for])
    return _edited(table, touched, rows, scenario.organizations, gone, "Organization")[0]


def _links(
    graph: RiskGraph, scenario: Scenario, stands_for: Mapping[str, str]
) -> tuple[pa.Table, Floats]:
    """Return the links of the new graph by id, and their confidence."""
    ids = one_chunk(graph.serves.column("id"))
    named = _rows_of_ids(ids, [*scenario.changed_links, *scenario.moves])
    merged = graph.rows_of(stands_for)
    met = np.flatnonzero(np.isin(graph.source, merged) | np.isin(graph.target, merged))
    touched = np.union1d(named, met).astype(np.int64)
    rows = graph.serves.take(pa.array(touched)).to_pylist()
    confidence = graph.confidence[touched].tolist()
    for place, row in enumerate(rows):
        change = scenario.changed_links.get(row["id"], {})
        if change.get("confidence") is not None:
            confidence[place] = change["confidence"]
        row.update(change)
        row["from_id"] = scenario.moves.get(row["id"], row["from_id"])
        _rename_ends(row, stands_for)
    new = [_rename_ends(dict(link), stands_for) for link in scenario.links]
    stated = [link.get("confidence") for link in new]
    confidence += [CONFIDENCE_OF_THE_NEW if each is None else each for each in stated]
    lost = graph.rows_of(scenario.removed_organizations)
    ends_gone = (np.isin(graph.source, lost) & ~_moved(graph, scenario)) | np.isin(
        graph.target, lost
    )
    gone = np.union1d(_rows_of_ids(ids, scenario.removed_links), np.flatnonzero(ends_gone))
    table, taken = _edited(graph.serves, touched, rows, new, gone.astype(np.int64), "SERVES")
    every = np.concatenate((graph.confidence, np.array(confidence, dtype=np.float64)))
    return table, frozen(every[taken])


def _moved(graph: RiskGraph, scenario: Scenario) -> npt.NDArray[np.bool_]:
    """Links that another vendor serves from now on: they outlive the one that goes."""
    found = np.zeros(graph.n_edges, dtype=np.bool_)
    found[_rows_of_ids(one_chunk(graph.serves.column("id")), scenario.moves)] = True
    return found


def _rename_ends(row: dict[str, Any], stands_for: Mapping[str, str]) -> dict[str, Any]:
    for end in ("from_id", "to_id"):
        row[end] = stands_for.get(row[end], row[end])
    return row


def _edited(
    table: pa.Table,
    touched: Longs,
    rows: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    gone: Longs,
    kind: str,
) -> tuple[pa.Table, Longs]:
    """Return a table with rows replaced, added and left out, sorted by id.

    Also returns which row each one was: those of the table first, then ``rows``, then ``new``.
    """
    count = table.num_rows
    place = np.arange(count, dtype=np.int64)
    place[touched] = count + np.arange(len(touched))
    place = np.delete(place, gone)
    ids = one_chunk(table.column("id"))
    kept = np.delete(np.arange(count), gone)
    order = sorted(range(len(new)), key=lambda at: str(new[at]["id"]).encode())
    spots = [_spot(ids, kept, str(new[at]["id"])) for at in order]
    added = count + len(touched) + np.array(order, dtype=np.int64)
    place = np.insert(place, spots, added)
    schema = table.schema
    fresh = {"record_hash": None}  # the content is another one now
    extra = pa.Table.from_pylist(
        [{name: {**row, **fresh}.get(name) for name in schema.names} for row in (*rows, *new)],
        schema,
    )
    if not len(extra) and len(place) == count:
        return table, place
    columns = [
        _taken(one_chunk(old), one_chunk(more), place)
        for old, more in zip(table.columns, extra.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema), place


def _taken(old: pa.Array, more: pa.Array, place: Longs) -> pa.Array:
    """Return the entries of two arrays, one after the other, in an order."""
    if old.null_count == len(old) and more.null_count == len(more):
        return pa.nulls(len(place), old.type)
    return pa.concat_arrays([old, more]).take(pa.array(place))


def _spot(ids: pa.Array, kept: Longs, key: str) -> int:
    """Return before which of the kept rows an id belongs; ids are sorted by their bytes."""
    wanted = key.encode()
    return bisect_left(kept, wanted, key=lambda row: ids[int(row)].as_py().encode())


def _rows_of_ids(ids: pa.Array, wanted: Iterable[str]) -> Longs:
    """Return the sorted rows of ids.

    Raises
    ------
    KeyError
        One is not there.
    """
    keys = pa.array(sorted(set(wanted)), pa.string())
    rows = pc.index_in(keys, value_set=ids)
    if rows.null_count:
        raise KeyError(keys.filter(rows.is_null())[0].as_py())
    return np.unique(np.asarray(rows, dtype=np.int64))


def _rows_of(serves: pa.Table, end: str, ids: pa.Array) -> npt.NDArray[np.int32]:
    found = pc.index_in(one_chunk(serves.column(end)), value_set=ids)
    if found.null_count:
        missing = serves.column(end).filter(found.is_null())
        raise KeyError(missing[0].as_py())
    return frozen(np.array(found, dtype=np.int32))


def _other_tables(graph: RiskGraph, scenario: Scenario) -> RecordTables:
    tables = dict(graph.tables)
    if scenario.parents:
        tables["PART_OF"] = _part_of(graph, scenario.parents)
    if scenario.merges:
        merge = [
            {"id": f"what-if {alias}", "alias": alias, "organization": other}
            for alias, other in scenario.merges.items()
        ]
        known = pa.Table.from_pylist(merge, arrow_schema("Merge"))
        ids = [
            *graph.organization_ids.to_pylist(),
            *(each["id"] for each in scenario.organizations),
        ]
        everybody = pa.table({"id": pa.array(ids, pa.string())})
        renamed = apply_merges({**tables, "Organization": everybody, "Merge": known})
        tables = {kind: renamed[kind] for kind in tables if kind != "Merge"}
        tables |= {kind: graph.tables[kind] for kind in graph.tables if kind == "Merge"}
    return tables


def _part_of(graph: RiskGraph, parents: Mapping[str, str | None]) -> pa.Table:
    """Return the parent companies with those of a scenario in place of the stored ones."""
    table = graph.table("PART_OF")
    changed = pa.array(list(parents), pa.string())
    kept = table.filter(pc.invert(pc.is_in(table.column("from_id"), value_set=changed)))
    new = [
        {"id": f"what-if {child}", "from_id": child, "to_id": parent}
        for child, parent in parents.items()
        if parent is not None
    ]
    rows = [{name: row.get(name) for name in table.schema.names} for row in new]
    return pa.concat_tables([kept, pa.Table.from_pylist(rows, table.schema)])
