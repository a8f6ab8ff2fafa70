from __future__ import annotations

import pyarrow as pa
import pytest

from graphrisk.errors import StoreError
from graphrisk.model.records import record
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import digest, to_tables
from graphrisk.store import ladybug_bulk, ladybug_spread
from graphrisk.store.base import Changes, Load
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_tables
from tests.contract.samples import graph, organization, serves

PLACES = "MATCH (n:Organization) RETURN n.id AS id, offset(id(n)) AS place"
REACH = "MATCH (n:Organization {id: 'a'})-[:SERVES* SHORTEST 1..9]->(m) RETURN m.id AS id"


@pytest.fixture
def spread(monkeypatch, tmp_path):
    """The path of a store in which even a few edges are many."""
    monkeypatch.setattr(ladybug_spread, "_MANY_EDGES", 1)
    monkeypatch.setattr(ladybug_spread.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(ladybug_bulk, "BULK_ROWS", 1)
    monkeypatch.setattr(ladybug_bulk, "_MANY_MORE", 1)
    return tmp_path / "spread.lbdb"


def same(store, reference):
    for kind in KINDS:
        one, other = (sorted(each.read(kind).to_pylist(), key=str) for each in (store, reference))
        assert one == other
    assert store.info().digest == reference.info().digest == digest(read_tables(store))


def test_half_the_nodes_lie_in_a_second_group_and_all_are_read_back(spread):
    store, reference = LadybugStore(spread), MemoryStore()
    for each in (store, reference):
        write_tables(each, graph("a>b b>c c>d d>e e>a"), at="2024-01-01T00:00:00.000Z")
    store.close()
    store = LadybugStore(spread)
    places = store.run(PLACES).to_pylist()
    second = {row["id"] for row in places if row["place"] >= ladybug_spread.GROUP_ROWS}
    assert second == {"b", "d"}
    assert ladybug_spread.writers(store._execute, "SERVES") == 2
    same(store, reference)
    assert sorted(store.run(REACH).column("id").to_pylist()) == ["b", "c", "d", "e"]
    for each in (store, reference):
        rows = [organization("a", name="Other"), organization("f"), serves("e9", "f", "a")]
        write_tables(each, to_tables(rows), withdraw={"SERVES": ["e2"]}, at="2024-02-01T00:00:00Z")
    same(store, reference)
    for each in (store, reference):
        undo(each, 2, at="2024-03-01T00:00:00.000Z")
    store.close()
    store = LadybugStore(spread, read_only=True)
    same(store, reference)
    store.close()


def test_a_failed_load_leaves_none_of_the_rows_between(spread):
    store = LadybugStore(spread)
    lost = to_tables([record("SERVES", id="x", from_id="a", to_id="no")])["SERVES"]
    rows = graph("a>b")
    with pytest.raises(StoreError, match="'no'"):
        write_tables(store, {**rows, "SERVES": pa.concat_tables([rows["SERVES"], lost])})
    assert store.run(PLACES).num_rows == 0
    write_tables(store, rows)
    assert store.info().counts["Organization"] == store.run(PLACES).num_rows == 2
    store.close()


@pytest.mark.parametrize(
    ("nodes", "edges", "there", "processors", "spreads"),
    [
        (9, 20, 0, 2, True),
        (1, 20, 0, 2, False),
        (10, 20, 0, 2, False),
        (9, 19, 0, 2, False),
        (9, 20, 1, 2, False),
        (9, 20, 0, 1, False),
    ],
)
def test_nodes_are_spread_where_that_is_faster(
    monkeypatch, nodes, edges, there, processors, spreads
):
    monkeypatch.setattr(ladybug_spread, "GROUP_ROWS", 5)
    monkeypatch.setattr(ladybug_spread, "_MANY_EDGES", 20)
    monkeypatch.setattr(ladybug_spread.os, "cpu_count", lambda: processors)
    rows = to_tables([serves(f"e{n}", "a", "b") for n in range(edges)])
    table = to_tables([organization(f"o{n}") for n in range(nodes)])["Organization"]
    counted = pa.table({"count": [there]})
    worth = ladybug_spread.is_worth_it(
        lambda query: counted, "Organization", table, Changes(Load(1, "", "load"), rows)
    )
    assert worth is spreads
