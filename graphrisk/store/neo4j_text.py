"""The Cypher of the Neo4j store that is made from the schema: constraints and batch writes.

Names come from the schema and are quoted; values are always parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, Kind

META, LOAD, SUPERSEDED = "Meta", "Load", "Superseded"
VENDOR, CUSTOMER = "Vendor", "Customer"
LABELS = (*(kind.name for kind in NODE_KINDS), META, LOAD, SUPERSEDED)

LOCK = f"MATCH (n:`{META}` {{key: 'digest'}}) SET n.value = n.value"
"""Taken first by every load, so that two loads follow each other."""

LAST_NUMBER = f"MATCH (n:`{LOAD}`) RETURN coalesce(max(n.number), 0) AS number"
META_ROWS = f"MATCH (n:`{META}`) RETURN n.key AS key, n.value AS value"
SET_META = f"MERGE (n:`{META}` {{key: $key}}) SET n.value = $value"
LOAD_ROWS = f"MATCH (n:`{LOAD}`) RETURN properties(n) AS load ORDER BY n.number"
ANY_OF_OURS = "MATCH (n) WHERE any(l IN labels(n) WHERE l IN $labels) RETURN 1 AS found LIMIT 1"
LABELS_OFF = tuple(
    f"UNWIND $ids AS id MATCH (n:`Organization` {{id: id}}) "
    f"WHERE NOT EXISTS {{ {ends} }} REMOVE n:`{label}`"
    for label, ends in ((VENDOR, "(n)-[:SERVES]->()"), (CUSTOMER, "(n)<-[:SERVES]-()"))
)


def constraints() -> list[str]:
    """Return the statements that keep every id unique and findable.

    Examples
    --------
    >>> constraints()[0].partition(" FOR ")[2]
    '(n:`Organization`) REQUIRE n.`id` IS UNIQUE'
    """
    keys = [(kind.name, "id") for kind in NODE_KINDS]
    keys += [(META, "key"), (LOAD, "number"), (SUPERSEDED, "key")]
    nodes = [_unique(name, f"(n:`{name}`)", key) for name, key in keys]
    return nodes + [_unique(kind.name, f"()-[n:`{kind.name}`]-()", "id") for kind in EDGE_KINDS]


def _unique(name: str, pattern: str, key: str) -> str:
    constraint = f"graphrisk_{name.lower()}_{key}"
    return f"CREATE CONSTRAINT {constraint} IF NOT EXISTS FOR {pattern} REQUIRE n.`{key}` IS UNIQUE"


def read_nodes(name: str, columns: Iterable[str], by_id: bool = False) -> str:
    """Return the query for columns of nodes, one list per node."""
    values = ", ".join(f"n.`{column}`" for column in columns)
    if by_id:
        return f"UNWIND $ids AS id MATCH (n:`{name}` {{id: id}}) RETURN [{values}] AS row"
    return f"MATCH (n:`{name}`) RETURN [{values}] AS row"


def read_edges(kind: Kind, columns: Iterable[str], by_id: bool = False) -> str:
    """Return the query for columns of edges, the rows of one start in one list.

    Grouped like this, a million edges come in 2.5 s, one by one in 21.6 s.
    """
    ends = {"from_id": "a.id", "to_id": "b.id"}
    values = ", ".join(ends.get(column, f"r.`{column}`") for column in columns)
    key = " {id: id}" if by_id else ""
    before = "UNWIND $ids AS id " if by_id else ""
    return (
        f"{before}MATCH (a:`{kind.from_kind}`)-[r:`{kind.name}`{key}]->(b:`{kind.to_kind}`) "
        f"RETURN collect([{values}]) AS rows, a.id AS start"
    )


def count_rows(kind: Kind) -> str:
    """Return the query that counts current records of a kind."""
    if kind.is_edge:
        return f"MATCH ()-[r:`{kind.name}`]->() RETURN count(r) AS number"
    return f"MATCH (n:`{kind.name}`) RETURN count(n) AS number"


def history(given: Sequence[str], columns: Iterable[str], by_id: bool) -> str:
    """Return the query for superseded versions whose columns equal the parameters of that name."""
    where = [f"n.`{name}` = ${name}" for name in given]
    where += ["n.id IN $ids"] if by_id else []
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    values = ", ".join(f"n.`{column}`" for column in columns)
    return f"MATCH (n:`{SUPERSEDED}`){condition} RETURN [{values}] AS row"


def insert_nodes(name: str) -> str:
    """Return the statement that makes nodes."""
    return f"UNWIND $rows AS row CREATE (n:`{name}`) SET n = row RETURN count(n) AS number"


def replace_nodes(name: str) -> str:
    """Return the statement that overwrites all properties of nodes; their edges stay."""
    return (
        f"UNWIND $rows AS row MATCH (n:`{name}` {{id: row.id}}) SET n = row "
        "RETURN count(n) AS number"
    )


def insert_edges(kind: Kind) -> str:
    """Return the statement that makes edges between nodes that are there."""
    roles = f" SET a:`{VENDOR}`, b:`{CUSTOMER}`" if kind is KINDS["SERVES"] else ""
    return (
        f"UNWIND $rows AS row MATCH (a:`{kind.from_kind}` {{id: row.from_id}}) "
        f"MATCH (b:`{kind.to_kind}` {{id: row.to_id}}) "
        f"CREATE (a)-[r:`{kind.name}`]->(b) SET r = row.properties{roles} "
        "RETURN count(r) AS number"
    )


def missing_ends(name: str) -> str:
    """Return the query for the given ids that no node of that label has."""
    return (
        f"UNWIND $ids AS id OPTIONAL MATCH (n:`{name}` {{id: id}}) "
        "WITH id, n WHERE n IS NULL RETURN DISTINCT id"
    )


def delete(kind: Kind) -> str:
    """Return the statement that removes records by id."""
    pattern = (
        f"()-[n:`{kind.name}` {{id: id}}]->()" if kind.is_edge else f"(n:`{kind.name}` {{id: id}})"
    )
    return f"UNWIND $ids AS id MATCH {pattern} DELETE n"
