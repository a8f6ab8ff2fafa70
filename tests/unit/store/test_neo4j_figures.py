"""Figures of all links are counted once for a state and a question, and never for another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.neo4j_parts import Neo4jParts
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.parts import InForce
from tests.contract.samples import graph, serves
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]
pytestmark = pytest.mark.neo4j
WHICH = InForce("2026-01-01", 0.0, {"register": 0.9}, 0.3)


@pytest.fixture
def store(neo4j_server):
    neo4j_server.clear()
    opened = Neo4jStore(neo4j_server.address, Access(password=neo4j_server.password))
    write_tables(opened, graph("a>b b>c"))
    yield opened
    opened.close()


@pytest.fixture
def counted(monkeypatch):
    """What is counted by the engine."""
    found = []
    for name in ("_count_links", "_count_for_outage"):
        count = getattr(Neo4jParts, name)

        def noted(self, *given, name=name, count=count, **more):
            found.append(name)
            return count(self, *given, **more)

        monkeypatch.setattr(Neo4jParts, name, noted)
    return found


def figures(store, which=WHICH, level="critical", **given):
    """Return what a new reader says."""
    reader, given = store.parts(), {"strong_evidence": 0.75, "assume": False, **given}
    return reader.link_figures(which, level), reader.outage_figures(which, **given)


def test_same_question_is_counted_once(store, counted):
    first = figures(store)
    assert counted == ["_count_links", "_count_for_outage"]
    assert figures(store) == first
    assert len(counted) == 2


def test_figures_are_known_to_be_there_once_they_were_counted(store):
    assert not store.parts().has_figures(WHICH, "critical")
    figures(store)
    assert store.parts().has_figures(WHICH, "critical")
    assert not store.parts().has_figures(WHICH, "important")
    write_tables(store, graph("a>b b>c c>d"))
    assert not store.parts().has_figures(WHICH, "critical")


@pytest.mark.parametrize(
    "other",
    [
        {"which": replace(WHICH, as_of="2026-01-02")},
        {"which": replace(WHICH, confidence={"register": 0.8})},
        {"level": "important"},
        {"assume": True},
        {"merged": ["a"]},
    ],
)
def test_another_question_is_counted_anew(store, counted, other):
    figures(store)
    counted.clear()
    figures(store, **other)
    assert counted


def test_another_state_begins_with_none(store, counted):
    first, _ = figures(store)
    write_tables(store, to_tables([serves("e9", "c", "a")]))
    counted.clear()
    second, _ = figures(store)
    assert counted == ["_count_links", "_count_for_outage"]
    assert (first.links, second.links) == (2, 3)


def test_figures_of_a_state_that_passed_while_they_were_counted_are_not_kept(store, counted):
    reader = store.parts()
    write_tables(store, to_tables([serves("e9", "c", "a")]))
    reader.link_figures(WHICH, "critical")
    counted.clear()
    assert figures(store)[0].links == 3
    assert counted


@pytest.mark.parametrize(
    "damage",
    [
        "SET n.value = 5",
        "SET n.value = '[]'",
        "SET n.value = replace(n.value, '\"found\"', '\"x\"')",
        "SET n.value = replace(n.value, '[', '[[1], ')",
        "SET n.value = replace(n.value, '[', '[\"1\", ')",
    ],
)
def test_damaged_figures_are_counted_anew(store, counted, damage):
    first = figures(store)
    store.run(f"MATCH (n:Meta {{key: 'figures'}}) {damage}", read_only=False)
    counted.clear()
    assert figures(store) == first
    assert counted == ["_count_links", "_count_for_outage"]
