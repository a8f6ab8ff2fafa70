"""Many records come from a server in ranges of ids, as lines; or the slow way, and right."""

from __future__ import annotations

import pytest

from graphrisk.model.tables import digest, to_tables
from graphrisk.store import neo4j_ranges, neo4j_reading
from graphrisk.store.ledger import write_tables
from graphrisk.store.neo4j_lines import FIELD, ITEM, NONE
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.neo4j_turn import Limits
from graphrisk.store.reading import read_tables
from tests.contract.samples import everything, graph, organization, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j

IN_LINES = Limits(batch_rows=3, atomic_rows=0, atomic_retired=0)
NAMES = ("", "a", "B", "Ö", "ö", "\U0001f3e5", "\uffff", " ", "\x00", "~" * 100)


@pytest.fixture
def store(neo4j_server, monkeypatch):
    """An empty store of which everything is read in ranges of about two rows."""
    monkeypatch.setattr(neo4j_reading, "_MANY", 0)
    monkeypatch.setattr(neo4j_ranges, "_ROWS", 2)
    neo4j_server.clear()
    store = Neo4jStore(
        neo4j_server.address, Access(password=neo4j_server.password), limits=IN_LINES
    )
    yield store
    store.close()


@pytest.fixture
def read_as_lines(monkeypatch):
    """How often a kind was read in ranges, and how often that had to be given up."""
    seen = []
    read_all = neo4j_reading.read_all

    def counted(*given):
        found = read_all(*given)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(neo4j_reading, "read_all", counted)
    return seen


def test_nodes_and_edges_are_read_from_lines(store, read_as_lines):
    written = {kind: everything()[kind] for kind in ("Organization", "SERVES", "PART_OF")}
    report = write_tables(store, written)
    assert digest(read_tables(store)) == report.digest
    assert read_as_lines == [True, True, True]


def test_ranges_of_any_ids_leave_none_out(store, read_as_lines):
    rows = [organization(f"{name}{n}") for name in NAMES for n in range(3)]
    edges = [serves(f"e{n}", row.id, rows[-n].id) for n, row in enumerate(rows)]
    report = write_tables(store, to_tables([*rows, *edges]))
    for _ in range(3):  # the cuts are drawn anew each time
        assert digest(read_tables(store)) == report.digest
    assert all(read_as_lines)


@pytest.mark.parametrize("name", [f"a{FIELD}b", FIELD, ITEM, NONE, f"{ITEM}{ITEM}"])
def test_signs_of_lines_within_texts_come_back_as_they_are(store, name):
    rows = [organization("o", name=name, aliases=(name, "x")), organization("p", aliases=())]
    edges = [serves("e", "o", "p", service=name, supports=(name,)), serves("f", "p", "o")]
    report = write_tables(store, to_tables([*rows, *edges]))
    assert digest(read_tables(store)) == report.digest
    assert write_tables(store, to_tables([*rows, *edges])).load is None


def test_a_state_that_moves_between_two_ranges_is_read_as_it_was(store, read_as_lines, monkeypatch):
    before = write_tables(store, graph("a>b b>c c>a d>a")).digest
    parsed, writes = neo4j_ranges.parsed, []

    def meanwhile(*given):
        if not writes:
            writes.append(None)
            write_tables(store, to_tables([organization("a", country="SE"), serves("z", "a", "d")]))
        return parsed(*given)

    monkeypatch.setattr(neo4j_ranges, "_CONNECTIONS", 1)
    monkeypatch.setattr(neo4j_ranges, "parsed", meanwhile)
    assert digest(read_tables(store)) == before
    assert not all(read_as_lines)
    assert digest(read_tables(store)) == store.info().digest != before
