"""A server that answers nothing, or refuses to write: an error in words, in time."""

from __future__ import annotations

import signal
import socket
import threading
import time

import pytest

from graphrisk.errors import StoreError, StoreUnavailable
from graphrisk.store.ledger import write_tables
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.neo4j_watch import Watch, answers
from tests.cli.runner import run
from tests.contract.samples import graph

SECONDS = 1.0
A_WHILE = 15.0
ENOUGH = 60.0
"""Far more than the wait that was asked for, far less than for ever."""


@pytest.fixture
def silent_port():
    """A listener that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "bolt+ssc", "neo4j+ssc"])
def test_a_listener_that_never_answers_is_told_within_the_time_allowed(silent_port, scheme):
    access = Access(password="x", timeout_seconds=SECONDS)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        Neo4jStore(f"{scheme}://127.0.0.1:{silent_port}", access)
    assert time.monotonic() - begun < ENOUGH
    assert caught.value.fix
    assert f":{silent_port}" in str(caught.value)


def test_a_command_says_that_the_server_does_not_answer(silent_port, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRAPHRISK_NEO4J_PASSWORD", "not to be seen")
    monkeypatch.setenv("GRAPHRISK_NEO4J_TIMEOUT_SECONDS", str(SECONDS))
    result = run("status", "--store", f"neo4j://127.0.0.1:{silent_port}")
    assert (result.code, result.out) == (4, "")
    assert "What to do:" in result.err
    assert "not to be seen" not in result.both


@pytest.fixture
def store(own_server):
    store = Neo4jStore(own_server.address, access_to(own_server))
    store.clear()
    yield store
    store.close()


def access_to(server):
    return Access(password=server.password, timeout_seconds=A_WHILE)


def test_who_is_there_is_told_from_who_is_not(silent_port):
    assert not answers("127.0.0.1", silent_port, 0.05)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert answers("127.0.0.1", free.getsockname()[1], 0.05), "shut by somebody who is there"


def test_waiting_ends_for_a_silent_server_only(silent_port):
    given_up = threading.Event()
    with Watch(f"bolt://127.0.0.1:{silent_port}", 0.09, given_up.set).over():
        assert given_up.wait(ENOUGH)
    given_up.clear()
    with Watch(f"bolt://127.0.0.1:{silent_port}", 0.09, given_up.set).over():
        pass
    assert not given_up.wait(0.2), "what is done is not given up"


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot halt a process")
def test_a_server_that_halts_in_the_middle_of_a_query_is_told(own_server, store):
    """The machine still takes what is sent to the halted process, and nothing comes back."""
    long = "UNWIND range(1, 100000000) AS n RETURN sum(n % 7) AS sum"
    halting = threading.Timer(0.5, own_server.process.send_signal, [signal.SIGSTOP])
    halting.start()
    begun = time.monotonic()
    try:
        with pytest.raises(StoreUnavailable) as caught:
            store.run(long)
    finally:
        halting.join()
        own_server.process.send_signal(signal.SIGCONT)
    assert time.monotonic() - begun < ENOUGH
    assert caught.value.fix
    assert store.info().counts["Organization"] == 0, "it goes on once the server does"


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_database_that_is_read_only_refuses_in_words_and_can_be_read(own_server, store):
    write_tables(store, graph("a>b"))
    was = store.info()
    own_server.kill()
    own_server.settings = {"server.databases.default_to_read_only": "true"}
    own_server.start()
    closed = Neo4jStore(own_server.address, access_to(own_server))
    with pytest.raises(StoreError, match="read-only") as caught:
        write_tables(closed, graph("a>b b>c"))
    assert "writable" in caught.value.fix
    assert closed.info() == was
    closed.close()
