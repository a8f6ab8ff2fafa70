"""States of a store as keys: id and hash of each current record, what a digest is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.schema import EDGE_KINDS, NODE_KINDS
from graphrisk.model.tables import RecordTables
from graphrisk.store.base import GraphReader, StoreInfo

ORDER = tuple(kind.name for kind in NODE_KINDS + EDGE_KINDS)
"""Kinds in the order of writing: nodes, then the edges between them."""
KEY = ("id", "record_hash")


def keys_of(store: GraphReader, info: StoreInfo) -> RecordTables:
    """Return id and hash of all current records."""
    return {
        kind: store.read(kind, columns=KEY) if info.counts.get(kind) else _no_keys()
        for kind in ORDER
    }


def keys_after(
    keys: RecordTables, insert: RecordTables, retire: Mapping[str, Sequence[str]]
) -> RecordTables:
    """Return the keys of the state that changes lead to: retired first, then inserted."""
    after = {}
    for kind in ORDER:
        table = keys.get(kind, _no_keys())
        if gone := retire.get(kind):
            here = pc.is_in(table.column("id"), value_set=pa.array(gone, pa.string()))
            table = table.filter(pc.invert(here))
        if kind in insert:
            table = pa.concat_tables([table, insert[kind].select(KEY)])
        after[kind] = table
    return after


def next_number(info: StoreInfo) -> int:
    """Return the number of the load that comes next."""
    return 1 if info.last_load is None else info.last_load.number + 1


def _no_keys() -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in KEY})
