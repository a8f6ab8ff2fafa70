"""The graph of a server may lie on this machine too, and is the server's or is not used."""

from __future__ import annotations

import pytest

from graphrisk.model.tables import to_tables
from graphrisk.store import reading
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.neo4j_reading import Neo4jSnapshot
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.reading import read_graph
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j


@pytest.fixture
def open_one(neo4j_server, monkeypatch):
    monkeypatch.setattr(reading, "SNAPSHOT_EDGES", 1)
    neo4j_server.clear()
    opened = []

    def open_one(**given):
        access = Access(password=neo4j_server.password, **given)
        opened.append(Neo4jStore(neo4j_server.address, access))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


def content(built):
    organizations, links = built.organizations.to_pylist(), built.serves.to_pylist()
    return built.digest, organizations, links, built.source.tolist(), built.target.tolist()


def test_a_graph_is_fetched_once_and_again_when_the_server_has_another(
    open_one, tmp_path, monkeypatch
):
    fetched = []
    read = Neo4jSnapshot.read

    def counted(self, kind, **given):
        fetched.append(kind)
        return read(self, kind, **given)

    other = open_one()
    write_tables(other, graph("a>b b>c"))
    mine = open_one(cache_folder=str(tmp_path / "not" / "yet"))
    monkeypatch.setattr(Neo4jSnapshot, "read", counted)
    first = content(read_graph(mine))
    assert fetched == ["Organization", "SERVES"]
    assert content(read_graph(mine)) == first == content(read_graph(other))
    assert len(fetched) == 4
    write_tables(other, to_tables([serves("e9", "c", "a")]))
    fetched.clear()
    assert content(read_graph(mine)) == content(read_graph(other)) != first
    assert fetched == ["Organization", "SERVES"] * 2
    undo(other, 2)
    assert content(read_graph(mine)) == first
    assert len([*(tmp_path / "not" / "yet").rglob("contents.json")]) == 1, "only the newest is kept"


def test_nothing_is_kept_unless_a_folder_is_named(open_one, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    store = open_one()
    write_tables(store, graph("a>b"))
    assert read_graph(store).n_edges == 1
    assert [*tmp_path.rglob("*")] == []


def test_two_databases_never_share_a_place():
    one = Access(cache_folder="~/x")
    places = {one.beside("bolt://a"), one.beside("bolt://b"), Access().beside("bolt://a")}
    places.add(Access(cache_folder="~/x", database="other").beside("bolt://a"))
    assert len(places) == 4
    assert all(place is None or "~" not in str(place) for place in places)
