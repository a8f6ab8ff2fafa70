"""The Cypher of the Neo4j store that is made from the schema: constraints and batch writes.

Names come from the schema and are quoted; values are always parameters. Every writing statement
can be sent again: it does by id what is not done yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from graphrisk.model.schema import EDGE_KINDS, NODE_KINDS, Kind
from graphrisk.store.neo4j_lines import cut, from_field, to_line

ENDS = ("from_id", "to_id")
_FEW = 4
"""Of more columns than these, the server reads all properties at once: that is cheaper."""
META, LOAD, SUPERSEDED, ARRAYS = "Meta", "Load", "Superseded", "Arrays"
VENDOR, CUSTOMER = "Vendor", "Customer"
LABELS = (*(kind.name for kind in NODE_KINDS), META, LOAD, SUPERSEDED, ARRAYS)
INDEXED = (
    ("Organization", "lei"),
    ("Statement", "incident"),
    (SUPERSEDED, "id"),
    (SUPERSEDED, "load_number"),
    (SUPERSEDED, "superseded_by"),
)
"""What is looked up besides ids, which have constraints.

No names: the server takes no text of more than 8,000 bytes into an index, and finds a name among
100,000 organizations without one in a moment.
"""

META_ROWS = f"MATCH (n:`{META}`) RETURN n.key AS key, n.value AS value"
META_VALUE = f"MATCH (n:`{META}` {{key: $key}}) RETURN n.value AS value"
SET_META = f"MERGE (n:`{META}` {{key: $key}}) SET n.value = $value"
DROP_META = f"MATCH (n:`{META}` {{key: $key}}) DELETE n"
LOCK_META = f"MATCH (n:`{META}` {{key: $key}}) SET n.touched = timestamp()"
"""The lock is held until the end of the transaction; what is read after it cannot move."""

MAKE_STATE = f"MERGE (n:`{META}` {{key: $key}})"
TAKE_SLOTS = (
    f"UNWIND $keys AS key MERGE (n:`{META}` {{key: key}}) "
    "SET n.owner = $writer, n.beat = timestamp()"
)
LOCK_SLOTS = f"UNWIND $keys AS key MATCH (n:`{META}` {{key: key}}) SET n.touched = timestamp()"
BEAT = f"MATCH (n:`{META}` {{key: $key}}) SET n.beat = timestamp()"
OWNER = f"MATCH (n:`{META}` {{key: $key}}) RETURN n.owner AS owner"
SILENCE = (
    f"UNWIND $keys AS key MATCH (n:`{META}` {{key: key}}) "
    "RETURN timestamp() - coalesce(max(n.beat), 0) AS milliseconds"
)

LOAD_ROWS = (
    f"MATCH (n:`{LOAD}`) WHERE n.number <= $last RETURN properties(n) AS load ORDER BY n.number"
)
LOAD_ROW = f"MATCH (n:`{LOAD}` {{number: $number}}) RETURN properties(n) AS load"
SET_LOAD = f"MERGE (n:`{LOAD}` {{number: $load.number}}) SET n = $load"
ANY_OF_OURS = f"MATCH (n:{'|'.join(f'`{label}`' for label in LABELS)}) RETURN 1 AS found LIMIT 1"
SET_SUPERSEDED = f"UNWIND $rows AS row MERGE (n:`{SUPERSEDED}` {{key: row.key}}) SET n = row"
DROP_SUPERSEDED = (
    f"MATCH (n:`{SUPERSEDED}`) WHERE n.superseded_by = $number "
    "WITH n LIMIT $most DELETE n RETURN count(*) AS number"
)
DROP_OLD_INDEXES = (
    "DROP INDEX graphrisk_organization_name_lookup IF EXISTS",
    "DROP INDEX graphrisk_merge_alias_lookup IF EXISTS",
)
AWAIT_INDEXES = "CALL db.awaitIndexes(300)"
ARRAY_PIECES = (
    f"MATCH (n:`{ARRAYS}` {{writing: $writing}}) WHERE n.place IN $places "
    "RETURN n.place AS place, n.bytes AS bytes"
)
SET_ARRAY_PIECE = (
    f"MERGE (n:`{ARRAYS}` {{writing: $writing, place: $place}}) "
    "SET n.bytes = $bytes, n.at = timestamp()"
)
DROP_ARRAY_PIECES = (
    f"MATCH (n:`{ARRAYS}`) WHERE n.writing <> $writing "
    "AND (n.writing IN $gone OR coalesce(n.at, 0) < timestamp() - $milliseconds) "
    "WITH n LIMIT 4 DELETE n RETURN count(*) AS number"
)
"""Those that counted before, and those of a writer that has died."""
LAST_NUMBER = f"MATCH (n:`{LOAD}`) RETURN coalesce(max(n.number), 0) AS number"
REMOVALS = (
    *(
        f"MATCH ()-[n:`{kind.name}`]->() WITH n LIMIT $most DELETE n RETURN count(*) AS number"
        for kind in EDGE_KINDS
    ),
    *(
        f"MATCH (n:`{label}`) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS number"
        for label in LABELS
        if label != ARRAYS
    ),
    f"MATCH (n:`{ARRAYS}`) WITH n LIMIT 4 DELETE n RETURN count(*) AS number",
)
"""Sent until they find nothing: all that is ours goes."""

_ROLES = (
    (VENDOR, "COUNT { (n)-[:SERVES]->() } > 0"),
    (CUSTOMER, "COUNT { (n)<-[:SERVES]-() } > 0"),
)
LABELS_ON = tuple(
    f"UNWIND $ids AS id MATCH (n:`Organization` {{id: id}}) WHERE NOT n:`{label}` SET n:`{label}`"
    for label, _ in _ROLES
)
"""For the vendors and for the customers of new edges."""
LABELS_OFF = tuple(
    f"UNWIND $ids AS id MATCH (n:`Organization` {{id: id}}) USING INDEX n:`Organization`(`id`) "
    f"WHERE n:`{label}` AND NOT {has_edges} REMOVE n:`{label}`"
    for label, has_edges in _ROLES
)
LABELS_OF_ALL = tuple(
    f"MATCH (n:`Organization`) WHERE {has_edges} SET n:`{label}`" for label, has_edges in _ROLES
)
"""For a database that has been filled at once."""
LABELS_MENDED = tuple(
    f"MATCH (n:{found}) WHERE {wrong} WITH n LIMIT $most {verb} n:`{label}` RETURN count(*) AS done"
    for label, has_edges in _ROLES
    for found, wrong, verb in (
        (label, f"NOT {has_edges}", "REMOVE"),
        ("Organization", f"NOT n:`{label}` AND {has_edges}", "SET"),
    )
)
"""Sent until they find nothing: every organization as its edges are."""


def constraints() -> list[str]:
    """Return the statements that keep every id unique and everything looked up findable.

    Examples
    --------
    >>> constraints()[0].partition(" FOR ")[2]
    '(n:`Organization`) REQUIRE n.`id` IS UNIQUE'
    """
    keys = [(kind.name, "id") for kind in NODE_KINDS]
    keys += [(META, "key"), (LOAD, "number"), (SUPERSEDED, "key")]
    nodes = [_unique(name, f"(n:`{name}`)", key) for name, key in keys]
    edges = [_unique(kind.name, f"()-[n:`{kind.name}`]-()", "id") for kind in EDGE_KINDS]
    return nodes + edges + [_index(name, key) for name, key in INDEXED]


def _unique(name: str, pattern: str, key: str) -> str:
    constraint = f"graphrisk_{name.lower()}_{key}"
    return f"CREATE CONSTRAINT {constraint} IF NOT EXISTS FOR {pattern} REQUIRE n.`{key}` IS UNIQUE"


def _index(name: str, key: str) -> str:
    index = f"graphrisk_{name.lower()}_{key}_lookup"
    return f"CREATE INDEX {index} IF NOT EXISTS FOR (n:`{name}`) ON (n.`{key}`)"


def read_nodes(name: str, columns: Sequence[str] | None, *, by_id: bool, up_to: bool) -> str:
    """Return the query for columns of nodes, one list per node.

    Parameters
    ----------
    columns
        None takes the names from ``$columns``: one plan for all small reads, but slower.
    by_id
        Only those of ``$ids``.
    up_to
        Only versions written by load ``$last`` or before.
    """
    values = _values("n", columns, {})
    match = f"MATCH (n:`{name}`)"
    if by_id:
        match = f"UNWIND $ids AS id MATCH (n:`{name}` {{id: id}})"
    return f"{match}{_up_to('n', up_to)} RETURN {values} AS row"


def read_edges(kind: Kind, columns: Sequence[str] | None, *, by_id: bool, up_to: bool) -> str:
    """Return the query for columns of edges, the rows of one start in one list.

    Grouped like this, a million edges come in 2.5 s, one by one in 21.6 s.
    """
    values = _values("r", columns, {"from_id": "a.id", "to_id": "b.id"})
    key = " {id: id}" if by_id else ""
    before = "UNWIND $ids AS id " if by_id else ""
    return (
        f"{before}MATCH (a:`{kind.from_kind}`)-[r:`{kind.name}`{key}]->(b:`{kind.to_kind}`)"
        f"{_up_to('r', up_to)} RETURN collect({values}) AS rows, a.id AS start"
    )


def bounds(name: str) -> str:
    """Return the query for some ids of a label, which cut all of its nodes into ranges."""
    return f"MATCH (n:`{name}`) WITH n.id AS id WHERE rand() < $share RETURN id"


def read_lines(kind: Kind, fields: pa.Schema, *, is_last: bool) -> str:
    """Return the query for nodes, or edges by their start, of a range of ids, as lines.

    Parameters
    ----------
    is_last
        From ``$first`` to the end; else only to ``$next``, which is not in it.
    """
    label, edge = kind.name, ""
    if kind.is_edge:
        label, edge = str(kind.from_kind), f"-[r:`{kind.name}`]->(b:`{kind.to_kind}`)"
    until = "" if is_last else " AND a.id < $next"
    holder, named, before = ("r", "a, b", "") if kind.is_edge else ("a", "a", "")
    if len(fields) > _FEW:
        before, holder = f"WITH {named}, properties({holder}) AS p ", "p"
    ends = {"from_id": "a.id", "to_id": "b.id"}
    values = {ends.get(f.name, f"{holder}.`{f.name}`"): f.type for f in fields}
    return (
        f"MATCH (a:`{label}`){edge} USING INDEX a:`{label}`(`id`) WHERE a.id >= $first{until} "
        f"{before}RETURN collect({to_line(values)}) AS lines"
    )


def _values(variable: str, columns: Sequence[str] | None, ends: Mapping[str, str]) -> str:
    if columns is not None:
        named = (ends.get(column, f"{variable}.`{column}`") for column in columns)
        return f"[{', '.join(named)}]"
    listed = ", ".join(f"{column}: {value}" for column, value in ends.items())
    if not listed:
        return f"[c IN $columns | {variable}[c]]"
    return f"[c IN $columns | coalesce({variable}[c], {{{listed}}}[c])]"


def _up_to(variable: str, wanted: bool) -> str:
    return f" WHERE {variable}.load_number <= $last" if wanted else ""


def count_rows(kind: Kind) -> str:
    """Return the query that counts current records of a kind."""
    if kind.is_edge:
        return f"MATCH ()-[r:`{kind.name}`]->() RETURN count(r) AS number"
    return f"MATCH (n:`{kind.name}`) RETURN count(n) AS number"


def ids_of_load(kind: Kind, name: str = "id") -> str:
    """Return the query for the ids of records that load ``$number`` wrote."""
    pattern = f"()-[n:`{kind.name}`]->()" if kind.is_edge else f"(n:`{kind.name}`)"
    return f"MATCH {pattern} WHERE n.load_number = $number RETURN n.`{name}` AS id"


def history(given: Sequence[str], columns: Iterable[str]) -> str:
    """Return the query for superseded versions that fulfil conditions by name.

    Examples
    --------
    >>> history(["kind", "ids"], ["id"])
    'MATCH (n:`Superseded`) WHERE n.kind = $kind AND n.id IN $ids RETURN [n.`id`] AS row'
    """
    conditions = {
        "ids": "n.id IN $ids",
        "up_to": "n.superseded_by <= $up_to",
        "known": "n.load_number <= $known AND n.superseded_by > $known",
        "superseded_in": "n.superseded_by = $superseded_in AND n.load_number < $superseded_in",
    }
    where = [conditions.get(name, f"n.{name} = ${name}") for name in given]
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    values = ", ".join(f"n.`{column}`" for column in columns)
    return f"MATCH (n:`{SUPERSEDED}`){condition} RETURN [{values}] AS row"


def insert_nodes(name: str, fields: pa.Schema | None = None) -> str:
    """Return the statement that makes nodes.

    Parameters
    ----------
    fields
        Of rows that come as ``$lines``; None for ``$rows`` that are maps: one plan for all small
        loads, but far more work for the client.
    """
    if fields is None:
        return f"UNWIND $rows AS row CREATE (n:`{name}`) SET n = row"
    return f"UNWIND {cut('$lines')} AS row CREATE (n:`{name}` {_properties(fields)})"


def _properties(fields: pa.Schema) -> str:
    made = (
        f"`{field.name}`: {from_field(f'row[{place}]', field.type)}"
        for place, field in enumerate(fields)
        if field.name not in ENDS
    )
    return "{" + ", ".join(made) + "}"


def replace_nodes(name: str) -> str:
    """Return the statement that overwrites all properties of nodes; their edges stay."""
    return f"UNWIND $rows AS row MATCH (n:`{name}` {{id: row.id}}) SET n = row"


def restore_nodes(name: str) -> str:
    """Return the statement that makes nodes, or overwrites all their properties."""
    return f"UNWIND $rows AS row MERGE (n:`{name}` {{id: row.id}}) SET n = row"


def insert_edges(kind: Kind, fields: pa.Schema | None = None) -> str:
    """Return the statement that makes edges between nodes that are there, and counts them.

    Parameters
    ----------
    fields
        Of rows that come as ``$lines``; None for ``$rows`` that are maps.
    """
    if fields is None:
        rows, start, end = "$rows", "row.from_id", "row.to_id"
        made = f"CREATE (a)-[r:`{kind.name}`]->(b) SET r = row.properties"
    else:
        rows = cut("$lines")
        start, end = (f"row[{fields.get_field_index(name)}]" for name in ENDS)
        made = f"CREATE (a)-[r:`{kind.name}` {_properties(fields)}]->(b)"
    return (
        f"UNWIND {rows} AS row MATCH (a:`{kind.from_kind}` {{id: {start}}}) "
        f"MATCH (b:`{kind.to_kind}` {{id: {end}}}) {made} RETURN count(r) AS number"
    )


def missing_ends(name: str) -> str:
    """Return the query for the given ids that no node of that label has."""
    return (
        f"UNWIND $ids AS id OPTIONAL MATCH (n:`{name}` {{id: id}}) "
        "WITH id, n WHERE n IS NULL RETURN DISTINCT id"
    )


def there(kind: Kind) -> str:
    """Return the query for the given ids that are there, with the number of their load."""
    return f"UNWIND $ids AS id MATCH {_by_id(kind)} RETURN id, n.load_number AS number"


def delete(kind: Kind, which: str = "<") -> str:
    """Return the statement that removes records by id: versions older than ``$number``."""
    return f"UNWIND $ids AS id MATCH {_by_id(kind)} WHERE n.load_number {which} $number DELETE n"


def _by_id(kind: Kind) -> str:
    return (
        f"()-[n:`{kind.name}` {{id: id}}]->()" if kind.is_edge else f"(n:`{kind.name}` {{id: id}})"
    )
