"""All records of a kind from a Neo4j store, where they are many: ranges of ids, as lines.

Each range is a transaction of its own, which looks at its end whether the state is still the one
to be read. What cannot be read so (somebody writes, a text holds the signs of lines) is read the
slow way by `neo4j_reading`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from graphrisk.model.schema import Kind
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.neo4j_lines import parsed
from graphrisk.store.neo4j_rows import Link, Transaction

_ROWS = 16_000
"""Rows of a range: some megabytes, on the server too."""
_CONNECTIONS = 2
_MANY_ORDERS = "\ud800"
"""Signs from here on come in another order as UTF-16 than as UTF-8: no ranges end at them."""


def read_all(
    link: Link, kind: Kind, schema: pa.Schema, counts: Mapping[str, int], state: str
) -> pa.Table | None:
    """Return all records of a kind; None where they cannot be read like this.

    Parameters
    ----------
    schema
        Columns to read, which some record has.
    counts
        How many records of each kind there are.
    state
        The state of the store as it is kept; no load is under way in it.
    """
    label = str(kind.from_kind) if kind.is_edge else kind.name
    share = min(1.0, counts[kind.name] / _ROWS / max(1, counts.get(label, 0)))
    cuts = link.read(lambda tx: rows.values(tx, text.bounds(label), {"share": share}))
    firsts = ["", *sorted(key for (key,) in cuts if key and max(key) < _MANY_ORDERS)]
    none = f"none {uuid.uuid4().hex}"

    def one(place: int) -> pa.Table | None:
        given = {"first": firsts[place], "none": none}
        is_last = place == len(firsts) - 1
        if not is_last:
            given["next"] = firsts[place + 1]
        query = text.read_lines(kind, schema, is_last=is_last)
        lines = link.read(lambda tx: _lines(tx, query, given, state))
        return None if lines is None else parsed(lines, schema, none)

    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        tables = list(pool.map(one, range(len(firsts))))
    whole = [table for table in tables if table is not None]
    if len(whole) < len(tables) or sum(t.num_rows for t in whole) != counts[kind.name]:
        return None
    return pa.concat_tables(whole)


def _lines(
    transaction: Transaction, query: str, given: dict[str, Any], state: str
) -> list[str] | None:
    ((lines,),) = rows.values(transaction, query, given)
    return lines if rows.state_text(transaction) == state else None
