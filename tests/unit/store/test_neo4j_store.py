from __future__ import annotations

import neo4j
import pytest
from neo4j import exceptions as errors

from graphrisk.errors import (
    QueryFailed,
    StoreError,
    StoreSchemaMismatch,
    StoreUnavailable,
    UsageError,
)
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import to_tables
from graphrisk.settings import Settings
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.neo4j_store import Neo4jStore, _mapped
from graphrisk.store.opening import open_store
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]


def hydrated(code, message="said"):
    return errors.Neo4jError._hydrate_neo4j(code=code, message=message)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.ServiceUnavailable("away"), StoreUnavailable),
        (errors.SessionExpired("gone"), StoreUnavailable),
        (hydrated("Neo.TransientError.Transaction.DeadlockDetected"), StoreUnavailable),
        (hydrated("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), StoreError),
        (hydrated("Neo.ClientError.Security.Unauthorized"), StoreError),
        (hydrated("Neo.ClientError.Statement.SyntaxError"), QueryFailed),
        (hydrated("Neo.ClientError.Statement.AccessMode"), QueryFailed),
        (hydrated("Neo.ClientError.Database.DatabaseNotFound"), StoreError),
        (hydrated("Neo.ClientError.Schema.ConstraintValidationFailed"), StoreError),
        (hydrated("Neo.DatabaseError.General.UnknownError"), StoreError),
        (errors.DriverError("odd"), StoreError),
        (errors.ResultConsumedError(None, "odd"), StoreError),
    ],
)
def test_every_error_of_the_driver_becomes_ours(error, kind):
    mapped = _mapped(error, "bolt://x")
    assert type(mapped) is kind
    assert mapped.where == "bolt://x"


def test_a_server_that_is_away_is_unavailable():
    with pytest.raises(StoreUnavailable) as caught:
        Neo4jStore("bolt://127.0.0.1:9", password="x", timeout_seconds=2)
    assert caught.value.retryable


def test_an_address_that_is_none_is_refused():
    with pytest.raises(UsageError):
        Neo4jStore("bolt://127.0.0.1:port", password="x")


def test_a_password_file_that_is_missing_is_told(tmp_path):
    settings = Settings.read({"GRAPHRISK_NEO4J_PASSWORD_FILE": str(tmp_path / "none")}, folder=None)
    with pytest.raises(UsageError, match="password cannot be read"):
        open_store("bolt://127.0.0.1:9", settings=settings)


@pytest.mark.neo4j
class TestOnAServer:
    @pytest.fixture
    def store(self, neo4j_server):
        neo4j_server.clear()
        store = Neo4jStore(neo4j_server.address, password=neo4j_server.password)
        yield store
        store.close()

    def test_a_wrong_password_is_refused_and_not_shown(self, neo4j_server):
        with pytest.raises(StoreError, match="GRAPHRISK_NEO4J_PASSWORD") as caught:
            Neo4jStore(neo4j_server.address, password="hunter2-hunter2")
        assert "hunter2" not in str(caught.value) + repr(caught.value)

    def test_the_password_may_be_in_a_file(self, neo4j_server, store, tmp_path):
        (tmp_path / "secret").write_text(neo4j_server.password + "\n", "utf-8")
        environment = {"GRAPHRISK_NEO4J_PASSWORD_FILE": str(tmp_path / "secret")}
        settings = Settings.read(environment, folder=None)
        again = open_store(neo4j_server.address, read_only=True, settings=settings)
        assert again.info() == store.info()
        again.close()

    def test_labels_of_roles_are_kept_up(self, store):
        def labels(name):
            found = store.run(f"MATCH (n:{name}) RETURN n.id AS id ORDER BY id")
            return found.column("id").to_pylist()

        write_tables(store, graph("a>b b>c"))
        assert (labels("Vendor"), labels("Customer")) == (["a", "b"], ["b", "c"])
        write_tables(store, {}, withdraw={"SERVES": ["e1"]})
        assert (labels("Vendor"), labels("Customer")) == (["b"], ["c"])
        undo(store, 2)
        assert (labels("Vendor"), labels("Customer")) == (["a", "b"], ["b", "c"])

    def test_two_writers_follow_each_other(self, neo4j_server, store):
        write_tables(store, graph("a>b"))
        other = Neo4jStore(neo4j_server.address, password=neo4j_server.password)
        write_tables(other, to_tables([serves("e2", "a", "b")]))
        write_tables(store, to_tables([serves("e3", "a", "b")]))
        assert [load.number for load in other.loads()] == [1, 2, 3]
        other.close()

    def test_a_newer_or_foreign_database_is_refused(self, neo4j_server, store):
        write_tables(store, graph("a>b"))
        store.run(
            "MATCH (n:Meta {key: 'schema_version'}) SET n.value = $value RETURN n.key AS key",
            {"value": str(SCHEMA_VERSION + 1)},
            read_only=False,
        )
        with pytest.raises(StoreSchemaMismatch, match="newer graphrisk"):
            Neo4jStore(neo4j_server.address, password=neo4j_server.password)
        neo4j_server.clear()
        auth = ("neo4j", neo4j_server.password)
        with neo4j.GraphDatabase.driver(neo4j_server.address, auth=auth) as driver:
            driver.execute_query("CREATE (:Organization {id: 'theirs'})")
        with pytest.raises(StoreSchemaMismatch, match="did not write"):
            Neo4jStore(neo4j_server.address, password=neo4j_server.password)

    def test_a_database_without_a_store_cannot_be_read(self, neo4j_server, store):
        neo4j_server.clear()
        with pytest.raises(StoreError, match="no store here yet"):
            Neo4jStore(neo4j_server.address, password=neo4j_server.password, read_only=True)

    def test_an_unknown_database_is_told(self, neo4j_server):
        with pytest.raises(StoreError):
            Neo4jStore(neo4j_server.address, password=neo4j_server.password, database="nothing")
