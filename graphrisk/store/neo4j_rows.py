"""Rows of the Neo4j store: from what the driver returns to tables, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.model.schema import Kind
from graphrisk.model.tables import arrow_schema
from graphrisk.store import neo4j_text as text
from graphrisk.store import shown_values
from graphrisk.store.base import Plan
from graphrisk.store.neo4j_state import State
from graphrisk.store.versions import HISTORY_SCHEMA

STATE = "state"
Result = TypeVar("Result")


class Transaction(Protocol):
    """What is needed of the driver's transaction."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Send one statement."""


class Link(Protocol):
    """A way to the server: work is done in a transaction, and again if that fails for a moment."""

    def read(self, work: Callable[[Transaction], Result]) -> Result:
        """Do what only reads."""

    def write(self, work: Callable[[Transaction, bool], Result]) -> Result:
        """Do what writes; True says that an earlier attempt may have gone through unheard."""


def values(
    transaction: Transaction, query: str, parameters: Mapping[str, Any] | None = None
) -> list[list[Any]]:
    """Return the rows of a query as lists."""
    found: list[list[Any]] = transaction.run(query, dict(parameters or {})).values()
    return found


def send(transaction: Transaction, query: str, **parameters: Any) -> None:
    """Send a statement whose rows, if any, nobody needs."""
    transaction.run(query, parameters).consume()


def meta(transaction: Transaction) -> dict[str, str]:
    """Return all facts about the store by key."""
    return dict(values(transaction, text.META_ROWS))


def state_text(transaction: Transaction) -> str:
    """Return the state of the store as it is kept."""
    found = values(transaction, text.META_VALUE, {"key": STATE})
    if not found or found[0][0] is None:
        raise StoreError("there is no store here any more", fix="load something: 'graphrisk load'")
    return str(found[0][0])


def set_state(transaction: Transaction, state: State) -> None:
    """Write the state of the store."""
    send(transaction, text.SET_META, key=STATE, value=state.text())


def read(
    transaction: Transaction,
    kind: Kind,
    columns: Sequence[str],
    *,
    ids: list[str] | None = None,
    last: int | None = None,
    is_large: bool = False,
) -> pa.Table:
    """Return versions that are in place.

    Parameters
    ----------
    ids
        Only these; all when left out.
    last
        Only versions of this load or of earlier ones.
    is_large
        Many rows: worth a plan of its own for these columns.
    """
    given = {"ids": ids, "last": last, "columns": None if is_large else list(columns)}
    parameters = {name: value for name, value in given.items() if value is not None}
    narrowed = {"by_id": ids is not None, "up_to": last is not None}
    named = columns if is_large else None
    if kind.is_edge:
        query = text.read_edges(kind, named, **narrowed)
        found = [row for group, _ in values(transaction, query, parameters) for row in group]
    else:
        query = text.read_nodes(kind.name, named, **narrowed)
        found = [row for (row,) in values(transaction, query, parameters)]
    return table(found, pa.schema([arrow_schema(kind.name).field(name) for name in columns]))


def history(transaction: Transaction, **given: Any) -> pa.Table:
    """Return superseded versions that fulfil the conditions of `neo4j_text.history`."""
    wanted = {name: value for name, value in given.items() if value is not None}
    query = text.history(list(wanted), HISTORY_SCHEMA.names)
    return table([row for (row,) in values(transaction, query, wanted)], HISTORY_SCHEMA)


def table(found: list[list[Any]], schema: pa.Schema) -> pa.Table:
    """Return lists of values as a table."""
    columns: Iterable[Sequence[Any]] = zip(*found, strict=True) if found else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def maps(part: pa.Table) -> list[dict[str, Any]]:
    """Return nodes as maps without what is unknown: the engine keeps no nulls."""
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in part.to_pylist()
    ]


def edge_maps(part: pa.Table) -> list[dict[str, Any]]:
    """Return edges as maps of both ends and of what is known besides."""
    made = []
    for row in maps(part):
        ends = {end: row.pop(end) for end in text.ENDS}
        made.append({**ends, "properties": row})
    return made


def as_list(ids: Sequence[str] | pa.Array | pa.ChunkedArray | None) -> list[str] | None:
    """Return ids as a list that the driver can send."""
    if ids is None:
        return None
    return ids.to_pylist() if isinstance(ids, pa.Array | pa.ChunkedArray) else list(ids)


def free_table(result: Any, most: int | None) -> pa.Table:
    """Return the rows of a result, ``most`` at most; nodes and paths become text."""
    names = [str(name) for name in result.keys()]  # noqa: SIM118 - a result is no mapping
    found = [record.values() for record in (result if most is None else result.fetch(most))]
    result.consume()
    return shown_values.free_table(names, found, _entity)


def _entity(value: Any, *, short: bool = False) -> str | None:
    """Return the text of a node, relationship or path of the driver, None for other values."""
    if hasattr(value, "labels"):
        return shown_values.node_text(value.labels, dict(value), short=short)
    if hasattr(value, "start_node") and hasattr(value, "type"):
        return shown_values.relation_text(value.type, dict(value), short=short)
    if not hasattr(value, "relationships"):
        return None
    nodes = [str(_entity(node, short=True)) for node in value.nodes]
    steps = [
        (str(_entity(relation, short=True)), relation.start_node == node)
        for node, relation in zip(value.nodes, value.relationships, strict=False)
    ]
    return shown_values.path_text(nodes, steps)


def plan(summary: Any) -> Plan:
    """Return the plan of an explained query from what the driver says of its result."""
    steps = list(_steps(summary.plan or {}))
    drawn = "\n".join(f"{'  ' * depth}{step}  {on}".rstrip() for depth, step, on in steps)
    return Plan(drawn, tuple((step, on) for _, step, on in steps), summary.query_type == "r")


def _steps(node: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[int, str, str]]:
    if node:
        operator = str(node["operatorType"]).partition("@")[0]
        yield depth, operator, str(node.get("args", {}).get("Details", ""))
    for child in node.get("children", ()):
        yield from _steps(child, depth + 1)
