"""``graphrisk cypher`` writes nothing and reads nothing but the graph; the engine refuses, too."""

from __future__ import annotations

import pytest

from graphrisk.errors import CapabilityMissing, QueryFailed, StoreError, UsageError
from graphrisk.model.tables import to_tables
from graphrisk.settings import Settings
from graphrisk.store.free_query import check_free_query, check_plan
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import write_tables
from graphrisk.workspace import Workspace
from graphrisk.workspace.free_queries import cypher_answer
from tests.contract.samples import organization, serves

RECORDS = [organization("a"), organization("b"), serves("e1", "a", "b")]

WRITES = (
    "CREATE (:Organization {id: 'x'})",
    "MERGE (n:Organization {id: 'x'})",
    "MERGE (n:Organization {id: 'a'}) ON MATCH SET n.name = 'x'",
    "MATCH (n:Organization) SET n.name = 'x'",
    "MATCH (n:Organization {id: 'a'}) SET n += {name: 'x'}",
    "MATCH (n:Organization) REMOVE n.name",
    "MATCH (n:Organization) SET n:Other",
    "MATCH ()-[s:SERVES]->() DELETE s",
    "MATCH (n:Organization) DETACH DELETE n",
    "FOREACH (i IN [1] | CREATE (:Other))",
    "MATCH (n:Organization) CREATE (n)-[:SERVES {id: 'x'}]->(n) RETURN n",
    "CREATE INDEX own FOR (n:Organization) ON (n.name)",
    "CREATE FULLTEXT INDEX own FOR (n:Organization) ON EACH [n.name]",
    "CREATE CONSTRAINT own FOR (n:Organization) REQUIRE n.name IS UNIQUE",
    "DROP INDEX own IF EXISTS",
    "DROP CONSTRAINT graphrisk_organization_id IF EXISTS",
    "CREATE DATABASE own",
    "CREATE USER eve SET PASSWORD 'long enough'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'long enough'",
    "ALTER USER neo4j SET STATUS SUSPENDED",
    "DROP USER neo4j",
    "CALL db.createLabel('Own')",
    "CALL db.createProperty('own')",
    "CALL db.createRelationshipType('OWN')",
    "CALL { CREATE (:Other) } RETURN 1 AS x",
    "MATCH (n) CALL { WITH n SET n.name = 'x' } RETURN 1 AS x",
    "UNWIND [1] AS x CALL { WITH x CREATE (:Other) } IN TRANSACTIONS RETURN x",
    "C\\u0052EATE (:Other)",
    "MATCH (n) WITH n \\u0053ET n.name = 'x'",
    "RETURN '\\u0027 AS x MATCH (n) DETACH DELETE n // '",
    "/* only */ CREATE /* this */ (:Other)",
    "// only this\rCREATE (:Other)",
    "MATCH (n) RETURN n; CREATE (:Other)",
    "PROFILE CREATE (:Other)",
)
"""What a server must refuse in a transaction that only reads, or cannot understand."""

NO_WRITES = (
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "L\\u004FAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL db.clearQueryCaches()",
    "CALL `db`.`clearQueryCaches`()",
    "CALL/**/dbms.listConfig() YIELD name RETURN name",
    "CALL dbms.components()",
    "CALL db.stats.clear('QUERIES')",
    "CALL db.prepareForReplanning(1)",
    "CALL tx.setMetaData({a: 1})",
    "SHOW SETTINGS",
    "SHOW USERS",
    "SHOW TRANSACTIONS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "UNWIND [1] AS x CALL { WITH x RETURN x AS y } IN TRANSACTIONS RETURN y",
)
"""What a server does in such a transaction all the same: the plan gives it away."""

ALLOWED = (
    "MATCH (n:Organization) RETURN n.id AS id ORDER BY id",
    "CALL { MATCH (n:Organization) RETURN n.id AS id } RETURN id",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.relationshipTypes()",
    "SHOW INDEXES",
    "SHOW CONSTRAINTS YIELD name RETURN name",
    "RETURN 'CREATE (n)' AS text // DELETE",
    "MATCH (n:Organization) RETURN n.name AS `set`;",
    "RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS d",
)

EMBEDDED_WRITES = (
    "CREATE (:Organization {id: 'x'})",
    "MERGE (:Organization {id: 'x'})",
    "MATCH (n:Organization) SET n.name = 'x'",
    "MATCH (n:Organization) DETACH DELETE n",
    "CREATE NODE TABLE Own (id STRING PRIMARY KEY)",
    "DROP TABLE SERVES",
    "ALTER TABLE Organization ADD own STRING",
    "COPY Organization FROM 'x.csv'",
    "CREATE MACRO own(x) AS x + 1",
    "CREATE SEQUENCE own",
    "ATTACH 'x.lbdb' AS own (dbtype lbug)",
    "COMMENT ON TABLE Organization IS 'x'",
)
EMBEDDED_REACHES = (
    "COPY (MATCH (n:Organization) RETURN n.id) TO 'out.csv'",
    "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'out'",
    "LOAD FROM 'in.csv' RETURN *",
    "MATCH (n:Organization) LOAD FROM 'in.csv' RETURN *",
    "INSTALL httpfs",
    "LOAD EXTENSION httpfs",
    "CALL threads=1",
    "CALL project_graph('g', ['Organization'], ['SERVES'])",
    "CALL storage_info('Organization') RETURN *",
    "CALL show_tables() RETURN *; CHECKPOINT",
    "CHECKPOINT",
    "BEGIN TRANSACTION",
    "USE other",
)


@pytest.fixture(scope="module")
def served(neo4j_server):
    """A workspace on a server that holds three records, the server, what it holds."""
    neo4j_server.clear()
    given = {"GRAPHRISK_STORE": neo4j_server.address}
    given["GRAPHRISK_NEO4J_PASSWORD"] = neo4j_server.password
    work = Workspace(Settings.read(given, folder=None))
    with work.store(writing=True) as store:
        write_tables(store, to_tables(RECORDS))
    return work


def state(work):
    """Return what a write could have changed: records, labels, indexes, constraints."""
    with work.store() as store:
        found = [
            store.run(query).to_pylist()
            for query in (
                "MATCH (n) WITH n ORDER BY elementId(n) RETURN collect(properties(n)) AS nodes, "
                "collect(labels(n)) AS labels",
                "MATCH ()-[r]->() RETURN count(r) AS edges",
                "SHOW INDEXES YIELD name RETURN name ORDER BY name",
                "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
                "CALL db.labels() YIELD label RETURN label ORDER BY label",
            )
        ]
        return found, store.info()


@pytest.mark.neo4j
def test_the_server_refuses_every_write_in_access_mode_read(served):
    before, accepted = state(served), []
    with served.store() as store:
        for query in WRITES:
            try:
                store.run(query)
            except StoreError:
                continue
            accepted.append(query)
    assert accepted == []
    assert state(served) == before


@pytest.mark.neo4j
@pytest.mark.parametrize("queries", [WRITES, NO_WRITES], ids=["writes", "reaches out"])
def test_the_command_refuses_what_does_more_than_read(served, queries):
    before = state(served)
    for query in queries:
        with pytest.raises(UsageError, match="only reading queries are run"):
            cypher_answer(served, query, {})
    assert state(served) == before


@pytest.mark.neo4j
def test_the_plan_alone_gives_away_what_reaches_out(served):
    with served.store() as store:
        unseen = [query for query in NO_WRITES if not check_plan(store.explain(query), "neo4j")]
    assert unseen == []


@pytest.mark.neo4j
def test_reading_queries_are_answered(served):
    for query in ALLOWED:
        assert cypher_answer(served, query, {}).result["cut"] is False, query


@pytest.mark.parametrize("before", ["/* ' */ ", "// '\n", '"\\"" + ', "`'` + "])
def test_a_write_behind_quotes_and_comments_is_seen(before):
    query = f"MATCH (n) WITH n, {before}1 AS x DELETE n"
    assert any("DELETE writes" in fault for fault in check_free_query(query, "neo4j"))


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    """A workspace on a file with three records; there is a file that could be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("a,b\n1,2\n")
    store = LadybugStore(tmp_path / "s.lbdb")
    write_tables(store, to_tables(RECORDS))
    store.close()
    return Workspace(Settings.read({"GRAPHRISK_STORE": "ladybug:s.lbdb"}, folder=None))


def test_the_embedded_engine_refuses_every_write_to_a_file_opened_for_reading(embedded):
    with embedded.store() as store:
        before = store.info()
        for query in EMBEDDED_WRITES:
            with pytest.raises(QueryFailed, match=r"read-only|READ ONLY|Can not"):
                store.run(query)
        assert store.info() == before


@pytest.mark.parametrize("queries", [EMBEDDED_WRITES, EMBEDDED_REACHES], ids=["writes", "reaches"])
def test_the_command_refuses_it_on_the_embedded_store(embedded, tmp_path, queries):
    files = sorted(tmp_path.rglob("*"))
    for query in queries:
        with pytest.raises(UsageError, match="only reading queries are run"):
            cypher_answer(embedded, query, {})
    assert sorted(tmp_path.rglob("*")) == files
    found = cypher_answer(embedded, "MATCH (n:Organization) RETURN count(n) AS n", {})
    assert found.result == {"rows": [{"n": 2}], "cut": False}


def test_the_plan_of_the_embedded_engine_gives_away_files(embedded):
    with embedded.store() as store:
        for query in ("LOAD FROM 'in.csv' RETURN *", "COPY (MATCH (n) RETURN n.id) TO 'o.csv'"):
            assert check_plan(store.explain(query), "ladybug")
        assert not check_plan(store.explain("MATCH (n) RETURN n"), "ladybug")


def test_rows_are_cut_and_it_is_said(embedded):
    answer = cypher_answer(embedded, "UNWIND range(1, 50) AS x RETURN x", {}, limit=3)
    assert answer.result == {"rows": [{"x": 1}, {"x": 2}, {"x": 3}], "cut": True}
    assert answer.headline == ("The first 3 rows; there are more (--limit).",)
    answer = cypher_answer(embedded, "UNWIND range(1, 3) AS x RETURN x", {}, limit=3)
    assert answer.result["cut"] is False


def test_time_is_bounded_and_a_missing_value_is_named(embedded):
    slow = "UNWIND range(1, 3000000) AS x UNWIND range(1, 90000) AS y RETURN sum(x + y) AS n"
    with pytest.raises(QueryFailed, match="took too long"):
        cypher_answer(embedded, slow, {}, seconds=0.3)
    with pytest.raises(UsageError, match=r"\$who has no value"):
        cypher_answer(embedded, "MATCH (n {id: $who}) RETURN n", {})


def test_a_store_without_cypher_says_so():
    work = Workspace(Settings.read({"GRAPHRISK_STORE": "memory:"}, folder=None))
    with pytest.raises(CapabilityMissing):
        cypher_answer(work, "RETURN 1 AS x", {})
