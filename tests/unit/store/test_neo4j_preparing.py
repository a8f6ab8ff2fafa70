"""A database of an older graphrisk is brought up to date; what it holds stays."""

from __future__ import annotations

import neo4j
import pytest

from graphrisk.errors import StoreError
from graphrisk.model.tables import digest, to_tables
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.reading import read_tables
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j

MOMENTS = ("2024-01-01T00:00:00.000Z", "2024-02-01T00:00:00.000Z")


def written(store):
    """Write two loads; the second supersedes a version of the first."""
    write_tables(store, graph("a>b b>c"), at=MOMENTS[0])
    write_tables(store, to_tables([serves("e1", "a", "b", rank=1)]), at=MOMENTS[1])
    return store


def meta(**values):
    return [{"key": key, "value": value} for key, value in values.items()]


def layout_1(reference):
    """What the first graphrisk left: a digest of its own, no state, no slots of writers."""
    tables = read_tables(reference)
    loads = [
        {
            "number": n,
            "at": at,
            "what": "load",
            "inserted": made,
            "changed": n - 1,
            "retired": 0,
            "sources": [],
        }
        for n, at, made in ((1, MOMENTS[0], 5), (2, MOMENTS[1], 0))
    ]
    yield "UNWIND $rows AS row CREATE (n:Organization) SET n = row", known(tables["Organization"])
    yield (
        (
            "UNWIND $rows AS row MATCH (a:Organization {id: row.from_id}) "
            "MATCH (b:Organization {id: row.to_id}) CREATE (a)-[r:SERVES]->(b) SET r = row "
            "REMOVE r.from_id, r.to_id SET a:Vendor, b:Customer"
        ),
        known(tables["SERVES"]),
    )
    yield "UNWIND $rows AS row CREATE (n:Superseded) SET n = row", reference.history().to_pylist()
    yield "UNWIND $rows AS row CREATE (n:Load) SET n = row", loads
    facts = meta(format="graphrisk", schema_version="1", digest=reference.info().digest)
    yield "UNWIND $rows AS row CREATE (n:Meta) SET n = row", facts


def known(table):
    return [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]


@pytest.fixture
def session(neo4j_server):
    neo4j_server.clear()
    login = ("neo4j", neo4j_server.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_server.address, auth=login) as driver,
        driver.session() as session,
    ):
        yield session


def opened(server, **given):
    return Neo4jStore(server.address, Access(password=server.password), **given)


def seen_in(store):
    kinds = {k: sorted(t.to_pylist(), key=str) for k, t in read_tables(store).items()}
    past = sorted(store.history().to_pylist(), key=str)
    info = store.info()
    return kinds, past, store.loads(), (info.counts, info.digest, info.last_load)


def test_the_oldest_layout_is_read_written_and_undone_once_it_is_opened(neo4j_server, session):
    reference = written(MemoryStore())
    session.run(
        "CREATE INDEX graphrisk_organization_name_lookup IF NOT EXISTS "
        "FOR (n:Organization) ON (n.name)"
    ).consume()
    for statement, rows in layout_1(reference):
        session.run(statement, rows=rows).consume()
    with pytest.raises(StoreError, match="older one"):
        opened(neo4j_server, read_only=True)
    store = opened(neo4j_server)
    assert seen_in(store) == seen_in(reference)
    assert session.run("MATCH (n:Meta {key: 'digest'}) RETURN n").values() == []
    names = [name for (name,) in session.run("SHOW INDEXES YIELD name RETURN name").values()]
    assert "graphrisk_organization_id" in names
    assert "graphrisk_organization_name_lookup" not in names
    for each in (store, reference):
        undo(each, 2, at=MOMENTS[1])
        write_tables(each, graph("a>b b>c c>d"), at=MOMENTS[1])
    assert seen_in(store) == seen_in(reference)
    assert digest(read_tables(store)) == store.info().digest
    store.close()


def test_a_reader_takes_the_layout_before_as_it_is(neo4j_server, session):
    store = written(opened(neo4j_server))
    session.run("MATCH (n:Meta {key: 'layout_version'}) SET n.value = '2'").consume()
    reader = opened(neo4j_server, read_only=True)
    assert seen_in(reader) == seen_in(store)
    reader.close()
    store.close()


def test_a_newer_layout_is_refused(neo4j_server, session):
    opened(neo4j_server).close()
    session.run("MATCH (n:Meta {key: 'layout_version'}) SET n.value = '99'").consume()
    with pytest.raises(StoreError, match=r"schema version \d+\.99"):
        opened(neo4j_server)
