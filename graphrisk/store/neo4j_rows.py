"""Rows of the Neo4j store: reading versions, and the steps of one load inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from graphrisk.errors import StoreBusy
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, Kind
from graphrisk.model.tables import arrow_schema, conform
from graphrisk.progress import Progress
from graphrisk.store import neo4j_text as text
from graphrisk.store import shown_values
from graphrisk.store.base import Changes, Load, Plan, dangling, not_current
from graphrisk.store.versions import archive_rows, batches, history_rows

_BATCH_ROWS = 5_000
_ENDS = ("from_id", "to_id")


class Transaction(Protocol):
    """What is needed of the driver's transaction."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:
        """Send one statement."""


def values(
    transaction: Transaction, query: str, parameters: Mapping[str, Any] | None = None
) -> list[list[Any]]:
    """Return the rows of a query as lists."""
    found: list[list[Any]] = transaction.run(query, dict(parameters or {})).values()
    return found


def set_meta(transaction: Transaction, key: str, value: str) -> None:
    """Write one fact about the store."""
    transaction.run(text.SET_META, {"key": key, "value": value}).consume()


def loads(transaction: Transaction) -> list[Load]:
    """Return all loads by number."""
    found = [row for (row,) in values(transaction, text.LOAD_ROWS)]
    return [Load(**{**row, "sources": tuple(row["sources"])}) for row in found]


def read(
    transaction: Transaction, kind: Kind, columns: Sequence[str], ids: list[str] | None
) -> list[list[Any]]:
    """Return current versions as lists of the columns' values."""
    by_id = ids is not None
    parameters = {"ids": ids} if by_id else {}
    if not kind.is_edge:
        query = text.read_nodes(kind.name, columns, by_id)
        return [row for (row,) in values(transaction, query, parameters)]
    query = text.read_edges(kind, columns, by_id)
    return [row for group, _ in values(transaction, query, parameters) for row in group]


def table(found: list[list[Any]], schema: pa.Schema) -> pa.Table:
    """Return lists of values as a table."""
    columns: Iterable[Sequence[Any]] = zip(*found, strict=True) if found else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


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


def as_list(ids: Sequence[str] | pa.Array | pa.ChunkedArray | None) -> list[str] | None:
    """Return ids as a list that the driver can send."""
    if ids is None:
        return None
    return ids.to_pylist() if isinstance(ids, pa.Array | pa.ChunkedArray) else list(ids)


def write(transaction: Transaction, changes: Changes, progress: Progress) -> None:
    """Do the steps of one load: retire edges, then nodes; insert nodes, then edges."""
    transaction.run(text.LOCK).consume()
    if values(transaction, text.LAST_NUMBER) != [[changes.load.number - 1]]:
        raise StoreBusy("another load was written meanwhile", fix="try again")
    ends: set[str] = set()
    for kind in EDGE_KINDS + NODE_KINDS:
        ends |= _retire(transaction, kind, changes, progress)
    for kind in NODE_KINDS + EDGE_KINDS:
        _insert(transaction, kind, changes, progress)
    for statement in text.LABELS_OFF if ends else ():
        transaction.run(statement, {"ids": sorted(ends)}).consume()
    for name, archived in changes.archive.items():
        superseded = archive_rows(name, archived, changes.load).to_pylist()
        transaction.run(text.insert_nodes(text.SUPERSEDED), {"rows": superseded}).consume()
    load = {name: getattr(changes.load, name) for name in Load.__slots__ if name != "undone_by"}
    load["sources"] = list(changes.load.sources)
    transaction.run(text.insert_nodes(text.LOAD), {"rows": [load]}).consume()
    set_meta(transaction, "digest", changes.digest)


def _retire(transaction: Transaction, kind: Kind, changes: Changes, progress: Progress) -> set[str]:
    """Move versions to the history; return the ends of the SERVES edges among them."""
    ids = as_list(changes.retire.get(kind.name)) or []
    ends: set[str] = set()
    if not ids:
        return ends
    stay: set[str] = set()
    if not kind.is_edge and kind.name in changes.insert:
        stay = set(changes.insert[kind.name].column("id").to_pylist())
    progress.start(f"superseding {kind.table}", len(ids))
    schema = arrow_schema(kind.name)
    for start in range(0, len(ids), _BATCH_ROWS):
        part = ids[start : start + _BATCH_ROWS]
        old = table(read(transaction, kind, schema.names, part), schema)
        if old.num_rows != len(part):
            raise not_current(kind.name)
        if kind is KINDS["SERVES"]:
            ends |= {*old.column("from_id").to_pylist(), *old.column("to_id").to_pylist()}
        superseded = history_rows(kind.name, old, changes.load).to_pylist()
        transaction.run(text.insert_nodes(text.SUPERSEDED), {"rows": superseded}).consume()
        gone = [key for key in part if key not in stay]
        transaction.run(text.delete(kind), {"ids": gone}).consume()
        progress.advance(len(part))
    progress.done()
    return ends


def _insert(transaction: Transaction, kind: Kind, changes: Changes, progress: Progress) -> None:
    if kind.name not in changes.insert or not changes.insert[kind.name].num_rows:
        return
    new = conform(kind.name, changes.insert[kind.name])
    retired = set(as_list(changes.retire.get(kind.name)) or [])
    progress.start(f"writing {kind.table}", new.num_rows)
    for part in batches(new, _BATCH_ROWS):
        found = list(_known(part))
        if kind.is_edge:
            _insert_edges(transaction, kind, found)
        else:
            changed = [row for row in found if row["id"] in retired]
            fresh = [row for row in found if row["id"] not in retired]
            transaction.run(text.replace_nodes(kind.name), {"rows": changed}).consume()
            transaction.run(text.insert_nodes(kind.name), {"rows": fresh}).consume()
        progress.advance(part.num_rows)
    progress.done()


def _insert_edges(transaction: Transaction, kind: Kind, found: list[dict[str, Any]]) -> None:
    sent = [
        {
            "from_id": row["from_id"],
            "to_id": row["to_id"],
            "properties": {k: v for k, v in row.items() if k not in _ENDS},
        }
        for row in found
    ]
    if values(transaction, text.insert_edges(kind), {"rows": sent}) == [[len(sent)]]:
        return
    missing: set[str] = set()
    for end, label in zip(_ENDS, (kind.from_kind, kind.to_kind), strict=True):
        ids = sorted({row[end] for row in sent})
        missing |= {
            key for (key,) in values(transaction, text.missing_ends(str(label)), {"ids": ids})
        }
    raise dangling(kind.name, missing)


def _known(part: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield rows without what is unknown: the engine keeps no nulls."""
    for row in part.to_pylist():
        yield {name: value for name, value in row.items() if value is not None}
