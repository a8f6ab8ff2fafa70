"""Which organizations and documents records speak of, beyond the ends of links."""

from __future__ import annotations

import json
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.tables import RecordTables

_NAMING = {
    "HITS": ("to_id",),
    "AFFECTS": ("to_id",),
    "EXPOSES": ("holder",),
    "Statement": ("about", "value"),
    "Merge": ("organization",),
    "SERVES": ("from_id", "to_id"),
}
"""Columns that name organizations."""


def sources_of(tables: RecordTables, incidents: Collection[str]) -> list[str]:
    """Return ids and addresses of the documents that report incidents."""
    reported = tables["REPORTED_IN"]
    its = pc.is_in(reported.column("from_id"), value_set=pa.array([*incidents], pa.string()))
    keys = set(reported.filter(its).column("to_id").to_pylist())
    ends = (tables["Document"].column(name).to_pylist() for name in ("id", "url"))
    return sorted(keys | {url for key, url in zip(*ends, strict=True) if key in keys and url})


def named_in(tables: RecordTables) -> set[str]:
    """Return everything that stands where records name organizations."""
    columns = (
        tables[kind].column(name)
        for kind, names in _NAMING.items()
        for name in names
        if kind in tables
    )
    return {key for column in columns for key in column.to_pylist() if key}


def named_before(history: pa.Table) -> set[str]:
    """Return everything that stands where superseded versions name organizations."""
    told = (json.loads(text) for text in history.column("record").to_pylist())
    names = {name for names in _NAMING.values() for name in names}
    return {str(each[name]) for each in told for name in names if each.get(name)}
