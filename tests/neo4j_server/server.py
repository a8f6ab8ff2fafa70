"""Start a real Neo4j community server for the tests, once per run, and empty it between tests."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import neo4j
import pytest

from tests.real_parts import require_real

HERE = Path(__file__).resolve().parent
VERSION = "5.26.25"
HOW_TO_GET = "a JDK (17 or newer) and Maven: apt-get install default-jdk-headless maven"
READY_SECONDS = 120.0


@dataclass(frozen=True)
class Neo4jServer:
    """A running server."""

    address: str
    password: str
    process: subprocess.Popen[str]

    def clear(self) -> None:
        """Remove every node; constraints stay, as they would on a server of its own."""
        with neo4j.GraphDatabase.driver(self.address, auth=("neo4j", self.password)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="session")
def neo4j_server() -> Neo4jServer:
    """The server of this test run; a test that asks for it is skipped loudly without Java."""
    java = require_real("Java", HOW_TO_GET, shutil.which("java"))
    return running_server(java, jars())


def jars() -> Path:
    """Return the folder of the server's jars, fetched when they are not there."""
    cached = os.environ.get("GRAPHRISK_NEO4J_JARS")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(cached) if cached else home / "graphrisk" / f"neo4j-{VERSION}"
    if any(folder.glob("*.jar")):
        return folder
    maven = require_real("Maven", HOW_TO_GET, shutil.which("mvn"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        fetched = subprocess.run(
            [
                *(maven, "-q", "-B", "-f", str(HERE / "pom.xml")),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                f"-DoutputDirectory={aside}/jars",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if fetched.returncode:
            last = (fetched.stdout + fetched.stderr).strip().splitlines()[-1:]
            require_real(f"Neo4j {VERSION} from Maven Central", f"a way to it; Maven says {last}")
        if not folder.exists():  # another run may have been faster
            Path(aside, "jars").rename(folder)
    return folder


@cache
def running_server(java: str, folder: Path) -> Neo4jServer:
    """Start a server with a home of its own and a new password; it ends with this process."""
    home = Path(tempfile.mkdtemp(prefix="graphrisk-neo4j-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "server.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [
            *(java, "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            *("-cp", f"{folder}/*", str(HERE / "Neo4jServer.java"), str(home), str(port)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    atexit.register(_end, process, home)
    timer = threading.Timer(READY_SECONDS, process.kill)
    timer.start()
    assert process.stdout is not None
    ready = any(line.startswith("ready") for line in iter(process.stdout.readline, ""))
    timer.cancel()
    log.close()
    if not ready:
        pytest.fail(f"Neo4j did not start:\n{(home / 'server.log').read_text()[-3000:]}")
    address, password = f"bolt://127.0.0.1:{port}", secrets.token_urlsafe(16)
    _set_password(address, password)
    return Neo4jServer(address, password, process)


def _set_password(address: str, password: str) -> None:
    statement = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
    until = time.monotonic() + 30
    while True:
        try:
            with (
                neo4j.GraphDatabase.driver(address, auth=("neo4j", "neo4j")) as driver,
                driver.session(database="system") as session,
            ):
                session.run(statement, password=password).consume()
        except neo4j.exceptions.ServiceUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _end(process: subprocess.Popen[str], home: Path) -> None:
    process.kill()  # its home is thrown away: nothing is worth a clean stop
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    shutil.rmtree(home, ignore_errors=True)
