"""Merges applied: an id that stands for another organization is read as that one."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import one_chunk
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import RecordTables

_MENTIONS = {"Statement": ("about",), "EXPOSES": ("holder",)}


def apply_merges(tables: RecordTables) -> RecordTables:
    """Return the records with merged ids read as the organizations they stand for.

    Stored records stay as they are; undoing a merge parts the two again. A merge of a mere name
    changes nothing here, a ring of merges is one organization, the first of its ids.

    Examples
    --------
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> old, new = (record("Organization", id=i, name=i) for i in ("old", "new"))
    >>> merge = record("Merge", id="m", alias="old", organization="new")
    >>> apply_merges(to_tables([old, new, merge]))["Organization"].column("id").to_pylist()
    ['new']
    """
    merges = tables.get("Merge")
    if merges is None or not merges.num_rows or "Organization" not in tables:
        return tables
    ids = one_chunk(tables["Organization"].column("id"))
    renamed = stands_for(merges, ids)
    if not renamed:
        return tables
    merged = dict(tables)
    gone = pc.is_in(ids, value_set=pa.array(list(renamed), pa.string()))
    merged["Organization"] = tables["Organization"].filter(pc.invert(gone))
    for kind, table in tables.items():
        for column in _organization_columns(kind):
            merged[kind] = _renamed(merged.get(kind, table), column, renamed)
    return merged


def stands_for(merges: pa.Table, ids: pa.Array) -> dict[str, str]:
    """Return merged ids with those of the organizations that they stand for.

    Parameters
    ----------
    ids
        Ids of all organizations; a merge counts when both of its ends are among them.
    """
    alias, target = one_chunk(merges.column("alias")), one_chunk(merges.column("organization"))
    known = pc.and_(pc.is_in(alias, value_set=ids), pc.is_in(target, value_set=ids))
    direct = dict(
        zip(alias.filter(known).to_pylist(), target.filter(known).to_pylist(), strict=True)
    )
    return {key: end for key in direct if (end := _end(direct, key)) != key}


def _end(direct: Mapping[str, str], key: str) -> str:
    seen = {key}
    while (following := direct.get(key)) is not None:
        if following in seen:
            return min(seen)
        seen.add(following)
        key = following
    return key


def _organization_columns(kind: str) -> tuple[str, ...]:
    ends = (KINDS[kind].from_kind, "from_id"), (KINDS[kind].to_kind, "to_id")
    return (*_MENTIONS.get(kind, ()), *(column for end, column in ends if end == "Organization"))


def _renamed(table: pa.Table, column: str, names: Mapping[str, str]) -> pa.Table:
    values = one_chunk(table.column(column))
    place = pc.index_in(values, value_set=pa.array(list(names), pa.string()))
    if place.null_count == len(place):
        return table
    renamed = pa.array(list(names.values()), pa.string()).take(place)
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), pc.coalesce(renamed, values))
