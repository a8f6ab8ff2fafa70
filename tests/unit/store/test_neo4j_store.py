from __future__ import annotations

import itertools
import ssl

import neo4j
import pytest
from neo4j import exceptions as errors

from graphrisk.errors import (
    QueryFailed,
    StoreBusy,
    StoreError,
    StoreSchemaMismatch,
    StoreUnavailable,
    UsageError,
)
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import to_tables
from graphrisk.settings import Settings
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.neo4j_errors import mapped, too_old
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.opening import open_store
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]


ALL_ERRORS = sorted(
    {
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, errors.Neo4jError | errors.DriverError)
    },
    key=lambda each: each.__name__,
)
CODES = {
    "Neo.ClientError.Security.Unauthorized": (StoreError, "GRAPHRISK_NEO4J_PASSWORD"),
    "Neo.ClientError.Security.AuthenticationRateLimit": (StoreError, "wait a few seconds"),
    "Neo.ClientError.Security.CredentialsExpired": (StoreError, "change it"),
    "Neo.ClientError.Security.Forbidden": (StoreError, "user that may write"),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (StoreError, "make it writable"),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (StoreError, "make it writable"),
    "Neo.ClientError.Database.DatabaseNotFound": (StoreError, "neo4j_database"),
    "Neo.TransientError.General.DatabaseUnavailable": (StoreUnavailable, "wait until"),
    "Neo.TransientError.Transaction.DeadlockDetected": (StoreBusy, "try again"),
    "Neo.TransientError.Transaction.LockClientStopped": (StoreBusy, "try again"),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (StoreError, "heap.max_size"),
    "Neo.TransientError.Network.CommunicationError": (StoreUnavailable, "try again"),
    "Neo.ClientError.Transaction.TransactionTimedOut": (QueryFailed, "neo4j_query_timeout"),
    "Neo.ClientError.Statement.SyntaxError": (QueryFailed, "check the query"),
    "Neo.ClientError.Statement.AccessMode": (QueryFailed, "write nothing here"),
    "Neo.ClientError.Schema.ConstraintValidationFailed": (StoreError, "who else writes"),
    "Neo.ClientError.Cluster.NotALeader": (StoreUnavailable, "neo4j:// instead of bolt://"),
    "Neo.DatabaseError.General.UnknownError": (StoreError, "server's log"),
    "Neo.DatabaseError.Transaction.TransactionLogError": (StoreError, "full or read-only"),
}


def made(kind):
    """Return an error of the driver; a few are only made with a result."""
    try:
        return kind("said")
    except TypeError:
        return kind(None, "said")


@pytest.mark.parametrize("kind", ALL_ERRORS, ids=lambda kind: kind.__name__)
def test_every_exception_class_of_the_driver_becomes_ours(kind):
    ours = mapped(made(kind), "bolt://x")
    assert isinstance(ours, StoreError | UsageError)
    assert ours.where == "bolt://x"
    assert ours.what
    assert ours.fix


@pytest.mark.parametrize(("code", "expected"), CODES.items(), ids=CODES)
def test_every_code_of_the_server_says_what_to_do(code, expected):
    ours = mapped(errors.Neo4jError._hydrate_neo4j(code=code, message="said"), "bolt://x")
    kind, words = expected
    assert type(ours) is kind
    assert words in ours.fix


def caused(*chain, group=False):
    """Return the first error, raised for the second, and so on; as the driver's router does it."""
    for error, cause in itertools.pairwise(chain):
        error.__cause__ = ExceptionGroup("all failed", [cause]) if group else cause
    return chain[0]


def untrusted(reason):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = reason
    return error


@pytest.mark.parametrize("group", [False, True], ids=["bolt", "neo4j"])
@pytest.mark.parametrize(
    ("scheme", "cause", "words", "fix"),
    [
        ("+s", untrusted("self-signed certificate"), "self-signed", "neo4j_ca_file"),
        ("+s", untrusted("Hostname mismatch, x."), "mismatch", "as its certificate names it"),
        ("+s", ssl.SSLEOFError(8, "EOF"), "takes no part in an encrypted", "without +s"),
        ("", errors.ServiceUnavailable("incomplete handshake response"), "first word", "bolt+s"),
        ("+s", errors.ServiceUnavailable("incomplete handshake response"), "answer", "runs"),
        ("", ConnectionRefusedError(111, "Connection refused"), "refused", "runs"),
    ],
)
def test_a_failed_handshake_says_why_however_deep_the_driver_hides_it(
    scheme, cause, words, fix, group
):
    error = caused(errors.ServiceUnavailable("said"), errors.ServiceUnavailable("x"), cause)
    error = caused(errors.ServiceUnavailable("routing"), error, group=True) if group else error
    ours = mapped(error, f"bolt{scheme}://x")
    assert type(ours) is StoreUnavailable
    assert words in ours.what
    assert fix in ours.fix


def test_all_classes_are_walked():
    def below(kind):
        return {kind, *(deeper for each in kind.__subclasses__() for deeper in below(each))}

    public = below(errors.Neo4jError) | below(errors.DriverError)
    assert {each for each in public if each.__module__.startswith("neo4j")} == set(ALL_ERRORS)


@pytest.mark.parametrize(
    ("agent", "refused"),
    [
        ("Neo4j/4.4.30", True),
        ("Neo4j/5.25.1", True),
        ("Neo4j/5.26.0", False),
        ("Neo4j/2025.01.0", False),
        ("Neo4j/2026.09.0", False),
        ("Neo4j/dev", False),
    ],
)
def test_servers_older_than_5_26_are_refused_in_words(agent, refused):
    refusal = too_old(agent, "bolt://x")
    assert (refusal is not None) == refused
    if refusal is not None:
        assert "5.26" in refusal.what
        assert "update the server" in refusal.fix


def test_a_server_that_is_away_is_unavailable():
    with pytest.raises(StoreUnavailable) as caught:
        Neo4jStore("bolt://127.0.0.1:9", Access(password="x", timeout_seconds=2))
    assert caught.value.retryable


def test_an_address_that_is_none_is_refused():
    with pytest.raises(UsageError):
        Neo4jStore("bolt://127.0.0.1:port", Access(password="x"))


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(UsageError) as caught:
        open_store("neo4j://neo4j:hush-hush@127.0.0.1:9")
    assert "hush" not in str(caught.value)
    assert "GRAPHRISK_NEO4J_PASSWORD" in caught.value.fix


@pytest.mark.parametrize("rest", ["/other", "/other/", "?database=other"])
def test_a_database_in_an_address_is_refused_where_the_driver_would_skip_it(rest):
    with pytest.raises(UsageError, match="names no database") as caught:
        open_store(f"neo4j://127.0.0.1:9{rest}")
    assert "neo4j_database" in caught.value.fix


def test_a_password_file_that_is_missing_is_told(tmp_path):
    settings = Settings.read({"GRAPHRISK_NEO4J_PASSWORD_FILE": str(tmp_path / "none")}, folder=None)
    with pytest.raises(UsageError, match="password cannot be read"):
        open_store("bolt://127.0.0.1:9", settings=settings)


@pytest.mark.neo4j
class TestOnAServer:
    @pytest.fixture
    def store(self, neo4j_server):
        neo4j_server.clear()
        store = Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))
        yield store
        store.close()

    def test_a_wrong_password_is_refused_and_not_shown(self, neo4j_server):
        with pytest.raises(StoreError, match="GRAPHRISK_NEO4J_PASSWORD") as caught:
            Neo4jStore(neo4j_server.address, Access(password="hunter2-hunter2"))
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
        other = Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))
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
            Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))
        neo4j_server.clear()
        auth = ("neo4j", neo4j_server.password)
        with neo4j.GraphDatabase.driver(neo4j_server.address, auth=auth) as driver:
            driver.execute_query("CREATE (:Organization {id: 'theirs'})")
        with pytest.raises(StoreSchemaMismatch, match="did not write"):
            Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))

    def test_a_database_without_a_store_cannot_be_read(self, neo4j_server, store):
        neo4j_server.clear()
        with pytest.raises(StoreError, match="no store here yet"):
            Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password), read_only=True)

    def test_an_unknown_database_is_told(self, neo4j_server):
        with pytest.raises(StoreError):
            Neo4jStore(
                neo4j_server.address, Access(password=neo4j_server.password, database="nothing")
            )
