"""What a batch of rows means beside what is known: doubled rows, merging, what differs.

Everything works on whole columns: 1,000,000 edges are planned in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import InputError, Problem
from graphrisk.model.graph import one_chunk
from graphrisk.model.schema import (
    BOOKKEEPING_NAMES,
    COMMON,
    KINDS,
    MAX_ID_BYTES,
    PROVENANCE_NAMES,
)
from graphrisk.model.tables import arrow_schema, conform, record_hashes

_EVIDENCE = tuple(prop.name for prop in COMMON)
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one kind with one row per id; ``collapsed`` rows had said the same id again."""

    table: pa.Table
    collapsed: int
    problems: tuple[Problem, ...] = ()


def clean(kind: str, table: pa.Table) -> pa.Table:
    """Return the rows in the kind's columns, bookkeeping emptied, not-a-number as null.

    Raises
    ------
    InputError
        An id is longer than any store takes.
    """
    table = conform(kind, table)
    _refuse_long_ids(kind, table.column("id"))
    for place, field in enumerate(table.schema):
        if field.name in BOOKKEEPING_NAMES:
            table = table.set_column(place, field, pa.nulls(table.num_rows, field.type))
        elif field.type == pa.float64() and pc.any(pc.is_nan(table.column(place))).as_py():
            column = table.column(place)
            kept = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
            table = table.set_column(place, field, kept)
    return table


def _refuse_long_ids(kind: str, ids: pa.ChunkedArray) -> None:
    is_long = pc.greater(pc.binary_length(ids), MAX_ID_BYTES)
    if pc.any(is_long).as_py():
        row = pc.index(is_long, True).as_py()
        key = str(ids[row].as_py())
        raise InputError(
            f"the id {key[:40]!r}... has {len(key.encode()):,} bytes; ids may have "
            f"{MAX_ID_BYTES:,}; nothing was written",
            where=f"{KINDS[kind].table}, row {row + 1}",
            fix="shorten it",
        )


def collapse(kind: str, table: pa.Table) -> Batch:
    """Keep one row per id: the first; later ones of a node fill in what it leaves open.

    Rows that say different things under one id are reported, the first one is kept.
    """
    ids = table.column("id").combine_chunks()
    if all_differ(ids):
        return Batch(table, 0)
    firsts = first_rows(ids)
    kept = table.take(firsts)
    later = pc.invert(pc.is_in(_row_numbers(len(ids)), value_set=firsts))
    extra = table.filter(later)
    extra = extra.filter(differs(kind, extra, aligned(kept, extra.column("id"))))
    told_twice = pc.is_in(kept.column("id"), value_set=extra.column("id").combine_chunks())
    mended, problems = _settle(kind, kept.filter(told_twice), extra)
    kept = pa.concat_tables([kept.filter(pc.invert(told_twice)), mended])
    return Batch(kept, table.num_rows - len(firsts), tuple(problems))


def _settle(kind: str, firsts: pa.Table, later: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """Return the first rows, nodes filled in from later ones, and every contradiction."""
    rows = {row["id"]: row for row in firsts.to_pylist()}
    is_edge = KINDS[kind].is_edge
    problems = []
    for row in later.to_pylist():
        first = rows[row["id"]]
        for name in content_names(kind):
            if not is_edge and first[name] is None:
                first[name] = row[name]
            elif first[name] != row[name] and (is_edge or row[name] is not None):
                problems.append(_doubled(kind, first, row, name))
    return pa.Table.from_pylist(list(rows.values()), arrow_schema(kind)), problems


def without_known(
    kind: str, tables: Sequence[pa.Table], keys: pa.Table
) -> tuple[list[pa.Table], int]:
    """Leave out the records that a store holds already, word for word.

    Parameters
    ----------
    tables
        Batches with one row per id each; a record goes only if no batch says it otherwise.
    keys
        Id and hash of each record that the store holds.

    Returns
    -------
    list of pyarrow.Table, int
        The batches without these records, and how many records that are.
    """
    same = [_says_the_same(kind, table, keys) for table in tables]
    if len(tables) > 1:
        ids = [table.column("id") for table in tables]
        met = [pc.is_in(each, value_set=keys.column("id").combine_chunks()) for each in ids]
        otherwise = joined(
            each.filter(pc.and_not(is_met, is_same))
            for each, is_met, is_same in zip(ids, met, same, strict=True)
        )
        same = [
            pc.and_not(is_same, pc.is_in(each, value_set=otherwise))
            for each, is_same in zip(ids, same, strict=True)
        ]
    left = [t.filter(pc.invert(is_same)) for t, is_same in zip(tables, same, strict=True)]
    gone = [t.column("id").filter(is_same) for t, is_same in zip(tables, same, strict=True)]
    return left, len(gone[0]) if len(gone) == 1 else len(pc.unique(joined(gone)))


def _says_the_same(kind: str, table: pa.Table, keys: pa.Table) -> pa.Array:
    """Return, row by row, whether the store holds the record word for word."""
    known, hashes = (keys.column(name).combine_chunks() for name in ("id", "record_hash"))
    places = pc.index_in(one_chunk(table.column("id")), value_set=known)
    if places.null_count == len(places):
        return pa.repeat(False, len(places))
    stored = hashes.take(places)
    own = record_hashes(kind, table) if places.null_count == 0 else _of(kind, table, places)
    return pc.fill_null(pc.equal(one_chunk(own), stored), False)


def _of(kind: str, table: pa.Table, places: pa.Array) -> pa.Array:
    """Return the hashes of rows that have a place, null for the others."""
    met = pc.is_valid(places)
    hashes = one_chunk(record_hashes(kind, table.filter(met)))
    return pc.replace_with_mask(pa.nulls(len(places), pa.string()), met, hashes)


def merge(kind: str, new: pa.Table, old: pa.Table, stated: Iterable[str] | None = None) -> pa.Table:
    """Return rows that hold what is new over what is known, row by row.

    For a node an unknown value erases nothing. For an edge the ``stated`` columns (None: all) are
    taken as they are, the others keep what is known. Evidence moves as one: if the new row has
    any, all five columns are the new row's, so that no quote stands beside another's source.
    """
    is_edge = KINDS[kind].is_edge
    taken = set(arrow_schema(kind).names) if stated is None else {"from_id", "to_id", *stated}
    has_evidence = pc.is_valid(new.column(_EVIDENCE[0]))
    for name in _EVIDENCE[1:]:
        has_evidence = pc.or_(has_evidence, pc.is_valid(new.column(name)))
    columns = []
    for field in arrow_schema(kind):
        fresh, known = new.column(field.name), old.column(field.name)
        if field.name in _EVIDENCE:
            columns.append(pc.if_else(has_evidence, fresh, known))
        elif not is_edge:
            columns.append(pc.coalesce(fresh, known))
        else:
            columns.append(fresh if field.name in taken else known)
    return pa.Table.from_arrays(columns, schema=arrow_schema(kind))


def overlay(
    kind: str, rows: pa.Table, stated: Iterable[str] | None, under: Iterable[pa.Table]
) -> pa.Table:
    """Return rows merged with the first of the tables under them that knows their id.

    Rows of the first table under them that are not touched are kept: it is the work so far.
    """
    first, *others = under
    untouched, _ = split(first, rows.column("id"))
    merged = [untouched]
    for table in (first, *others):
        rows, met = split(rows, table.column("id"))
        if met.num_rows:
            merged.append(merge(kind, met, aligned(table, met.column("id")), stated))
    return pa.concat_tables([*merged, rows])


def split(table: pa.Table, ids: pa.ChunkedArray) -> tuple[pa.Table, pa.Table]:
    """Return the rows whose id is not among ids, and those whose id is."""
    if not len(ids) or not table.num_rows:
        return table, table.slice(0, 0)
    there = pc.is_in(table.column("id"), value_set=ids.combine_chunks())
    return table.filter(pc.invert(there)), table.filter(there)


def differs(kind: str, one: pa.Table, other: pa.Table) -> pa.ChunkedArray:
    """Return, row by row, whether the content differs.

    Where it was read (source, quote, day) is no content; for a node, the kind of source and its
    confidence are none either: a register that names a known company changes nothing.
    """
    different = pa.chunked_array([pa.repeat(False, one.num_rows)])
    for name in content_names(kind):
        different = pc.or_(different, pc.invert(_same(one.column(name), other.column(name))))
    return different


def content_names(kind: str) -> list[str]:
    """Return the columns that make the content of a record, without its id."""
    apart = {"id", *BOOKKEEPING_NAMES, *PROVENANCE_NAMES}
    if not KINDS[kind].is_edge:
        apart |= set(_EVIDENCE)
    return [name for name in arrow_schema(kind).names if name not in apart]


def joined(columns: Iterable[pa.ChunkedArray]) -> pa.Array:
    """Return columns of text one after the other as one array."""
    chunks = [chunk for column in columns for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.string()).combine_chunks()


def first_rows(ids: pa.Array) -> pa.Array:
    """Return the place of the first row of each id, in order of rows.

    Examples
    --------
    >>> first_rows(pa.array(["b", "a", "b"])).to_pylist()
    [0, 1]
    """
    rows = pa.table({"id": ids, "row": _row_numbers(len(ids))})
    firsts = rows.group_by("id").aggregate([("row", "min")]).column("row_min")
    return firsts.combine_chunks().sort()


def all_differ(ids: pa.Array | pa.ChunkedArray) -> bool:
    """Return True where no id stands twice; found at once where they ascend.

    Examples
    --------
    >>> all_differ(pa.array(["a", "b"])), all_differ(pa.array(["b", "a", "b"]))
    (True, False)
    """
    ids = one_chunk(ids)
    ascend = not ids.null_count and pc.all(pc.less(ids[:-1], ids[1:])).as_py()
    return bool(ascend) or len(pc.unique(ids)) == len(ids)


def aligned(table: pa.Table, ids: pa.ChunkedArray | pa.Array) -> pa.Table:
    """Return the rows of a table in the order of ids, all of which it has."""
    places = pc.index_in(ids, value_set=table.column("id").combine_chunks())
    return table.take(places)


def _same(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(one.type):
        lengths = _same(pc.list_value_length(one), pc.list_value_length(other))
        texts = _same(pc.binary_join(one, _SEPARATOR), pc.binary_join(other, _SEPARATOR))
        return pc.and_(lengths, texts)
    both_unknown = pc.and_(pc.is_null(one), pc.is_null(other))
    return pc.or_(pc.fill_null(pc.equal(one, other), False), both_unknown)


def _row_numbers(count: int) -> pa.Array:
    return pa.array(range(count), pa.int64())


def _doubled(kind: str, first: Mapping[str, Any], later: Mapping[str, Any], name: str) -> Problem:
    return Problem(
        file=later["source"],
        row=None,
        column=name,
        value=None if later[name] is None else str(later[name]),
        message=f"{KINDS[kind].table} {first['id']!r} was given before with {name} "
        f"{first[name]!r}; the first one is kept",
        fix="remove one of the two rows, or give them different ids",
        severity="warning",
    )
