"""The Cypher script of a store, run on a real Neo4j: the store that it makes is the same one."""

from __future__ import annotations

import neo4j
import pytest

from graphrisk.errors import StoreSchemaMismatch
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import digest, to_tables
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.neo4j_script import script_parts
from graphrisk.store.neo4j_store import Access, Neo4jStore
from graphrisk.store.reading import read_tables
from tests.contract.samples import HOSTILE, everything, organization, serves
from tests.contract.test_sync import assert_same, filled


def statements(store):
    """Return the statements as cypher-shell cuts them: at a ; outside of quotes and comments."""
    script = b"".join(script_parts(store)).decode()
    found, start, inside, place = [], 0, "", 0
    while place < len(script):
        sign, place = script[place], place + 1
        if inside == "//":
            inside = "" if sign == "\n" else inside
        elif sign == "\\":
            place += 1
        elif inside:
            inside = "" if sign == inside else inside
        elif sign == ";":
            found.append(script[start : place - 1].strip())
            start = place
        elif sign in "`\"'":
            inside = sign
        elif script.startswith("//", place - 1):
            inside = "//"
    assert script[start:].strip() == ""
    return found


@pytest.fixture
def run_script(request):
    """Runs statements on an empty database; returns what opens it as a store."""
    server = request.getfixturevalue("neo4j_server")
    server.clear()

    def run(found):
        with (
            neo4j.GraphDatabase.driver(server.address, auth=("neo4j", server.password)) as driver,
            driver.session(database="neo4j") as session,
        ):
            for statement in found:
                session.run(statement).consume()
        return Neo4jStore(server.address, Access(password=server.password))

    return run


@pytest.mark.neo4j
def test_the_script_makes_the_same_store_with_its_history(run_script):
    source = filled(MemoryStore())
    write_tables(source, everything())
    hostile = [organization(f"h {n} {name[:300]}", name=name) for n, name in enumerate(HOSTILE)]
    links = [serves(name[:300], hostile[0].id, "a", service=name) for name in HOSTILE]
    numbers = [serves("n", "a", "b", annual_cost=1e22, probability=1e-7, supports=["x;y", "'\""])]
    write_tables(source, to_tables([*hostile, *links, *numbers]))
    store = run_script(statements(source))
    try:
        assert_same(source, store)
        assert store.info() == source.info().__class__(
            store.location,
            "neo4j",
            SCHEMA_VERSION,
            source.info().counts,
            source.info().digest,
            source.info().last_load,
        )
        labels = store.run("MATCH (n:Vendor) RETURN count(n) AS vendors").to_pylist()
        vendors = set(source.read("SERVES").column("from_id").to_pylist())
        assert labels == [{"vendors": len(vendors)}]
        undo(store, store.loads()[-1].number)
        assert store.info().digest == digest(read_tables(store))
    finally:
        store.close()


@pytest.mark.neo4j
def test_a_script_that_was_cut_off_makes_no_store(run_script):
    with pytest.raises(StoreSchemaMismatch, match="graphrisk did not write"):
        run_script(statements(filled(MemoryStore()))[:-2])


def test_every_statement_stands_on_lines_of_its_own():
    source = MemoryStore()
    write_tables(source, to_tables([organization("a", name="x;\ny;\r\n// z")]))
    found = statements(source)
    assert sum("x;\\ny;\\r\\n// z" in statement for statement in found) == 1
    starts = ("//", "CREATE ", "CALL ", "UNWIND [\n", "MATCH ")
    assert all(statement.startswith(starts) for statement in found)
    assert sum(statement.startswith("//") for statement in found) == 1
