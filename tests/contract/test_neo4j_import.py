"""The files for ``neo4j-admin database import``, taken in by the real tool and a real server."""

from __future__ import annotations

import os
import shlex
import subprocess

import neo4j
import pytest

from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.neo4j_import import import_files
from graphrisk.store.neo4j_store import Access, Neo4jStore
from tests.contract.samples import HOSTILE, everything, organization, serves
from tests.contract.test_sync import assert_same, filled
from tests.neo4j_server import launcher
from tests.neo4j_server.server import Neo4jServer, free_port
from tests.real_parts import require_real


@pytest.fixture
def home(tmp_path):
    """The empty home of a server, and what runs the admin tool for it."""
    try:
        java, jars = launcher.find_java(), launcher.find_jars()
    except launcher.Missing as missing:
        require_real(missing.name, missing.how_to_get)
    place = launcher.Place(tmp_path / "server")
    (place.home / "conf").mkdir(parents=True)
    (place.home / "conf" / "neo4j.conf").touch()

    def admin(command, folder):
        words = shlex.split(command.replace("\\\n", " "))
        environment = {"NEO4J_HOME": str(place.home), "NEO4J_CONF": str(place.home / "conf")}
        done = subprocess.run(
            [java, "-Xmx512m", "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", *words[1:]],
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    server = Neo4jServer(place, free_port())
    yield server, admin
    server.kill()


@pytest.mark.neo4j
def test_the_imported_store_is_the_same_with_its_history(home, tmp_path):
    server, admin = home
    source = filled(MemoryStore())
    write_tables(source, everything())
    hostile = [organization(f"h {n} {name[:300]}", name=name) for n, name in enumerate(HOSTILE)]
    links = [serves(name[:300], hostile[0].id, "a", service=name) for name in HOSTILE]
    odd = serves("odd", "a", "b", annual_cost=1e22, supports=["x;y", '"'], contract="")
    write_tables(source, to_tables([*hostile, *links, odd]))
    for name, parts in import_files(source):
        (tmp_path / name).write_bytes(b"".join(parts))
    command, _, rest = (tmp_path / "HOW-TO.txt").read_text("utf-8").partition("\n\nThen")
    assert "cypher-shell -d neo4j -f schema.cypher" in rest
    admin(command.partition("\n\n")[2], tmp_path)
    server.start()
    with (
        neo4j.GraphDatabase.driver(server.address, auth=("neo4j", server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        for statement in (tmp_path / "schema.cypher").read_text("utf-8").split(";\n"):
            if statement.strip():
                session.run(statement).consume()
    store = Neo4jStore(server.address, Access(password=server.password))
    try:
        assert_same(source, store)
        write_tables(store, to_tables([organization("a", country="FI")]))
        assert store.read("Organization", ids=["a"]).column("country").to_pylist() == ["FI"]
    finally:
        store.close()
