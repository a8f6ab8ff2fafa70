"""A real Neo4j for the tests: one per run, emptied between tests, or one of a test's own."""

from __future__ import annotations

import atexit
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import neo4j
import pytest

from tests.neo4j_server import launcher
from tests.real_parts import require_real

# A small server that is up soon matters more here than one that is fast in the long run.
QUICK = (
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xms256m"),
    # The classes are those of Maven Central: checking each costs a fifth of the start.
    *("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions"),
    "-XX:-BytecodeVerificationRemote",
)


@dataclass
class Neo4jServer:
    """A server on a free port; it ends with this process, whatever happens to that.

    Killed and started again, it has the same address, password and home.
    """

    place: launcher.Place
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"bolt://{launcher.HOST}:{self.port}"

    @property
    def password(self) -> str:
        """The password of user neo4j."""
        return self.place.password()

    def start(self) -> None:
        """Start it, and wait until somebody has logged in."""
        try:
            self.process = launcher.launch(
                self.place,
                self.port,
                heap="768m",
                page_cache="128m",
                attached=True,
                java_options=QUICK,
                settings=self.settings,
            )
            launcher.wait_until_ready(self.process, self.place)
            with self._driver() as driver:
                driver.verify_connectivity()  # the first log-in is a slow one
        except launcher.Missing as missing:
            require_real(missing.name, missing.how_to_get)
        except launcher.NotStarted as reason:
            pytest.fail(f"Neo4j did not start: {reason}\n{self.place.log.read_text('utf-8')}")

    def kill(self) -> None:
        """End it at once (SIGKILL), as a failing machine would; harmless when it has ended."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def clear(self) -> None:
        """Remove every node; constraints stay, as they would on a server of its own."""
        with self._driver() as driver, driver.session() as session:
            # In pieces: what a big test left does not fit into one transaction of a small heap.
            session.run(
                "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS"
            ).consume()

    def _driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(self.address, auth=("neo4j", self.password))


@pytest.fixture(scope="session")
def neo4j_server() -> Neo4jServer:
    """The server of this test run; a test that asks for it is skipped loudly without Java."""
    return running_server()


@cache
def running_server() -> Neo4jServer:
    """Start the one server that all tests of this run share."""
    return new_server()


def new_server(settings: Mapping[str, str] | None = None) -> Neo4jServer:
    """Start a server with a home of its own, which is thrown away at the end of the run."""
    folder = Path(tempfile.mkdtemp(prefix="graphrisk-neo4j-"))
    server = Neo4jServer(launcher.Place(folder), free_port(), settings or {})
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.kill)  # first, as the last that was registered
    server.start()
    return server


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind((launcher.HOST, 0))
        return free.getsockname()[1]
