"""A Neo4j of the fault tests' own, which they may kill, stop and start again on the same home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.neo4j_server.server import Neo4jServer, neo4j_server, new_server

__all__ = ["neo4j_server"]

# It gives a sign of life each second, so that its silence is noticed soon.
SETTINGS = {"server.bolt.connection_keep_alive": "1s"}


@pytest.fixture(scope="session")
def _own_server() -> Iterator[Neo4jServer]:
    server = new_server(SETTINGS)
    yield server
    server.kill()


@pytest.fixture
def own_server(_own_server: Neo4jServer) -> Neo4jServer:
    """The server, running and writable; what earlier tests wrote is in it."""
    if _own_server.process is None or _own_server.settings != SETTINGS:
        _own_server.kill()
        _own_server.settings = SETTINGS
        _own_server.start()
    return _own_server
