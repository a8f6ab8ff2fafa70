"""Arrays in a Neo4j database are the records' or are not used, whatever became of their writers."""

from __future__ import annotations

import json

import pytest

from graphrisk.errors import StoreError, StoreUnavailable
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.store import neo4j_arrays, reading
from graphrisk.store.arrays import content_columns
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.neo4j_reading import Neo4jSnapshot
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.reading import is_kept, read_graph
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j
PIECES = "MATCH (n:Arrays) RETURN count(n) AS n, count(DISTINCT n.writing) AS writings"


@pytest.fixture
def open_one(neo4j_server, monkeypatch):
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    monkeypatch.setattr(neo4j_arrays, "PIECE_BYTES", 300)
    neo4j_server.clear()
    opened = []

    def open_one(**given):
        access = Access(password=neo4j_server.password)
        opened.append(Neo4jStore(neo4j_server.address, access, **given))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_one):
    """A store with a load and its arrays."""
    store = open_one()
    write_tables(store, graph("a>b b>c c>a"))
    assert is_kept(store, store.info())
    return store


@pytest.fixture
def fetched(monkeypatch):
    """The kinds that are read from the records."""
    found = []
    read = Neo4jSnapshot.read

    def counted(self, kind, **given):
        found.append(kind)
        return read(self, kind, **given)

    monkeypatch.setattr(Neo4jSnapshot, "read", counted)
    return found


def content(built):
    organizations, links = built.organizations.to_pylist(), built.serves.to_pylist()
    return built.digest, organizations, links, built.source.tolist(), built.target.tolist()


def from_records(store):
    """Return what the records alone make."""
    kept, store.arrays = store.arrays, None
    found = content(read_graph(store))
    store.arrays = kept
    return found


def pieces(store):
    return store.run(PIECES).to_pylist()[0]


def test_first_load_keeps_arrays_that_every_reader_uses(open_one, store, fetched):
    expected = from_records(store)
    fetched.clear()
    other = open_one(read_only=True)
    assert content(read_graph(other)) == expected
    assert fetched == []
    assert pieces(store)["n"] > 1


def test_whoever_reads_another_state_first_keeps_its_arrays(open_one, store, fetched):
    first = content(read_graph(store))
    write_tables(store, to_tables([serves("e9", "c", "b")]))
    fetched.clear()
    second = content(read_graph(open_one(read_only=True)))
    assert second != first
    assert fetched == ["Organization", "SERVES"]
    assert content(read_graph(store)) == second == from_records(store)
    assert pieces(store)["writings"] == 1, "only the newest are kept"
    undo(store, 2)
    assert content(read_graph(store)) == first


def test_merged_names_lists_and_nulls_come_back_as_they_are(open_one):
    store = open_one()
    records = [
        record("Organization", id=key, name=f"Org {key} ÅÄ\x1f", country="SE") for key in "abc"
    ]
    records += [
        record("SERVES", id="e1", from_id="a", to_id="b", supports=["f", "g"], annual_cost=0.1),
        record("SERVES", id="e2", from_id="b", to_id="c", category="cloud"),
        record("Merge", id="m", alias="a", organization="c"),
    ]
    write_tables(store, to_tables(records))
    assert is_kept(store, store.info())
    assert content(read_graph(store)) == from_records(store)


def test_a_first_load_that_fails_leaves_nothing(open_one):
    store = open_one()
    holds = to_tables([record("HOLDS", id="h", from_id="a", to_id="nothing")])
    with pytest.raises(StoreError, match="'nothing'"):
        write_tables(store, {**graph("a>b"), **holds})
    assert pieces(store)["n"] == 0


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Arrays {place: 1}) DELETE n",
        "MATCH (n:Arrays {place: 1}), (m:Arrays {place: 0}) SET n.bytes = m.bytes",
        "MATCH (n:Arrays {place: 0}) SET n.bytes = 'text'",
        "MATCH (n:Arrays) REMOVE n.bytes",
        "MATCH (n:Meta {key: 'arrays'}) SET n.value = replace(n.value, 'SERVES', 'OTHER')",
        "MATCH (n:Meta {key: 'arrays'}) SET n.value = replace(n.value, '\"sums\"', '\"x\"')",
        "MATCH (n:Meta {key: 'arrays'}) SET n.value = replace(n.value, '\"columns\"', '\"x\"')",
    ],
)
def test_damaged_arrays_are_left_aside_and_written_anew(store, fetched, damage):
    expected = content(read_graph(store))
    store.run(damage, read_only=False)
    fetched.clear()
    assert content(read_graph(store)) == expected
    assert fetched, "read from the records"
    fetched.clear()
    assert content(read_graph(store)) == expected
    assert fetched == [], "and kept again"
    assert pieces(store)["writings"] == 1


@pytest.mark.parametrize("value", [5, "", "[]", "not json", "{}"])
def test_contents_that_say_nothing_are_no_arrays(store, value):
    expected = from_records(store)
    query = "MATCH (n:Meta {key: 'arrays'}) SET n.value = $value"
    store.run(query, {"value": value}, read_only=False)
    assert not is_kept(store, store.info())
    assert content(read_graph(store)) == expected
    assert is_kept(store, store.info())


@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_a_writer_that_dies_or_may_not_write_costs_only_time(store, monkeypatch, fetched, writes):
    """Killed, cut off or refused: what it has written counts for nothing, and goes later."""
    write_tables(store, to_tables([serves("e9", "c", "b")]))
    link, write, left = store._link, store._link.write, [writes]

    def failing(work):
        left[0] -= 1
        if left[0] < 0:
            raise StoreUnavailable("gone")
        return write(work)

    monkeypatch.setattr(link, "write", failing)
    first = content(read_graph(store))
    assert first == from_records(store)
    assert not is_kept(store, store.info())
    assert pieces(store)["writings"] == 1 + (writes > 1)  # the first write asks whether one may
    monkeypatch.setattr(link, "write", write)
    monkeypatch.setattr(neo4j_arrays, "_DEAD_MILLISECONDS", -1)
    assert content(read_graph(store)) == first
    assert pieces(store)["writings"] == 1, "what was left is gone"
    fetched.clear()
    assert content(read_graph(store)) == first
    assert fetched == []


def test_of_two_writers_one_counts_and_the_other_leaves_nothing(open_one, store, monkeypatch):
    write_tables(store, to_tables([serves("e9", "c", "b")]))
    info = store.info()
    records = reading.read_tables(store)
    tables = {k: t.select(content_columns(k)) for k, t in records.items() if t.num_rows}
    mine, theirs = (each.arrays.prepare(info.digest, tables) for each in (store, open_one()))
    sent = []
    run = neo4j_arrays._sent

    def interleaved(query, given, transaction, again):
        if not sent:
            sent.append("begun")
            sent.append(theirs.put())
        return run(query, given, transaction, again)

    monkeypatch.setattr(neo4j_arrays, "_sent", interleaved)
    assert mine.put() is False
    assert sent == ["begun", True]
    assert pieces(store)["writings"] == 1
    assert content(read_graph(store)) == from_records(store)


def test_arrays_of_a_state_that_has_passed_are_not_written(store):
    built = read_graph(store)
    tables = {"Organization": built.organizations, "SERVES": built.serves}
    late = store.arrays.prepare("0" * 64, tables)
    before = pieces(store)
    assert late.put() is False
    assert pieces(store) == before


def test_too_large_arrays_are_not_kept(open_one, monkeypatch):
    monkeypatch.setattr(neo4j_arrays, "MOST_BYTES", 100)
    store = open_one()
    write_tables(store, graph("a>b"))
    assert not is_kept(store, store.info())
    assert read_graph(store).n_edges == 1


def test_arrays_count_as_no_records_and_go_when_the_store_is_emptied(store):
    found = store.run("MATCH (n:Arrays) RETURN n LIMIT 1").to_pylist()[0]["n"]
    assert "bytes" in found
    assert len(found) < 300, "bytes are not printed"
    contents = store.run("MATCH (n:Meta {key: 'arrays'}) RETURN n.value AS v").to_pylist()[0]["v"]
    assert json.loads(contents)["digest"] == store.info().digest
    assert sum(store.info().counts.values()) == 6
    store.clear()
    assert store.run("MATCH (n:Arrays) RETURN count(n) AS n").to_pylist() == [{"n": 0}]
