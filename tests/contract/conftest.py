"""Every store by one fixture: the tests below name none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphrisk.store.base import Capability, GraphStore
from graphrisk.store.ladybug_store import LadybugStore
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.neo4j_turn import Limits
from tests.neo4j_server.server import neo4j_server

__all__ = ["neo4j_server"]

STORES = [
    "memory",
    "ladybug",
    pytest.param("neo4j", marks=pytest.mark.neo4j),
    pytest.param("neo4j in parts", marks=pytest.mark.neo4j),
]
"""The last one cuts every load into transactions of two rows, with two workers."""
IN_PARTS = Limits(batch_rows=2, atomic_rows=0, atomic_retired=0, workers=2)


@pytest.fixture(params=STORES)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """Makes an empty store, as often as it is called; all are closed at the end."""
    opened: list[GraphStore] = []

    def make() -> GraphStore:
        opened.append(empty_store(request, request.param, tmp_path / f"{len(opened)}.lbdb"))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: Callable[[], GraphStore]) -> GraphStore:
    """An empty store."""
    return new_store()


def empty_store(request: pytest.FixtureRequest, engine: str, path: Path) -> GraphStore:
    """Return an empty store of an engine."""
    if engine == "memory":
        return MemoryStore()
    if engine == "ladybug":
        return LadybugStore(path)
    server = request.getfixturevalue("neo4j_server")
    server.clear()
    limits = IN_PARTS if engine == "neo4j in parts" else None
    return Neo4jStore(server.address, Access(password=server.password), limits=limits)


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def cypher_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store that answers queries; the one in memory does not claim to."""
    store = empty_store(request, request.param, tmp_path / "cypher.lbdb")
    assert Capability.CYPHER in store.capabilities
    yield store
    store.close()
