"""Whatever a stranger names an organization, or gives as a parameter, is text and nothing else."""

from __future__ import annotations

import pytest

from graphrisk.errors import QueryFailed
from graphrisk.model.tables import digest, to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.reading import read_tables
from tests.contract.conftest import cypher_store
from tests.contract.samples import organization, serves

__all__ = ["cypher_store"]

HOSTILE = {
    "ends_the_text_and_deletes": "x'}) DETACH DELETE n //",
    "ends_the_text_and_calls": '"}) WITH 1 AS a CALL dbms.shutdown() YIELD value RETURN value //',
    "comment": "/* */ // -- # ; \n MATCH (n) DETACH DELETE n",
    "parameters_and_ticks": "$ids `n` ``) {id: $id} [:SERVES*] \\u0027 \\' \\\\",
    "reads_a_file": "' LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line //",
    "statement_after_statement": "a'; DROP CONSTRAINT graphrisk_organization_id; CREATE (m) //",
    "control_characters": "bell\x07 escape\x1b[2J back\x08 return\r\n tab\t delete\x7f unit\x1f",
    "turned_and_joined": "\u202egnp.exe \u200b\u2066\ufeff e\u0301 \U0001f469\u200d\U0001f4bb",
    "markup_and_template": "<script>alert(1)</script> {{7*7}} ${jndi:ldap://127.0.0.1/a} %s %n {0}",
    "very_long": "ö'" * 1_000,
}
LOOK_UP = (
    "MATCH (o:Organization) WHERE o.name = $name RETURN o.id AS id, o.name AS name ORDER BY id"
)


@pytest.fixture
def filled(cypher_store):
    """A store with an organization of each name, each supplied by the one before."""
    ids = [f"o{n}" for n in range(len(HOSTILE))]
    rows = [organization(i, name=name) for i, name in zip(ids, HOSTILE.values(), strict=True)]
    edges = [
        serves(f"e{n}", ids[n - 1], i, service=name, supports=(name.replace(";", ""),))
        for n, (i, name) in enumerate(zip(ids, HOSTILE.values(), strict=True))
    ]
    tables = to_tables([*rows, *edges])
    report = write_tables(cypher_store, tables)
    assert report.digest == write_tables(MemoryStore(), tables).digest
    return cypher_store


def check_untouched(store):
    """Nothing is gone, nothing is new."""
    assert digest(read_tables(store)) == store.info().digest
    assert store.info().counts["Organization"] == store.info().counts["SERVES"] == len(HOSTILE)


def test_hostile_names_are_stored_found_and_returned_as_text(filled):
    for n, name in enumerate(HOSTILE.values()):
        assert filled.run(LOOK_UP, {"name": name}).to_pylist() == [{"id": f"o{n}", "name": name}]
    services = filled.run("MATCH ()-[r:SERVES]->() RETURN r.service AS s").column("s").to_pylist()
    assert sorted(services) == sorted(HOSTILE.values())
    check_untouched(filled)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_parameters_come_back_as_they_were_sent(cypher_store, name):
    found = cypher_store.run("UNWIND $given AS g RETURN g AS back", {"given": [name, name]})
    assert found.column("back").to_pylist() == [name, name]
    assert cypher_store.info().counts["Organization"] == 0


def test_a_huge_list_is_a_list(filled):
    names = [f"nobody {n}'" for n in range(100_000)] + [*HOSTILE.values()]
    query = "MATCH (o:Organization) WHERE o.name IN $names RETURN o.id AS id"
    assert filled.run(query, {"names": names}).num_rows == len(HOSTILE)
    check_untouched(filled)


def test_a_parameter_that_is_no_text_is_refused_in_words(filled):
    """Half a sign of two (from a broken file name, say) has no bytes that could be sent."""
    with pytest.raises(QueryFailed) as caught:
        filled.run(LOOK_UP, {"name": "half \ud800"})
    assert "Traceback" not in str(caught.value)
    check_untouched(filled)


def test_a_parameter_that_a_query_does_not_know_changes_nothing(filled):
    extra = {"name": "x", "name} DETACH DELETE o //": "x", "`": "x"}
    try:
        found = filled.run(LOOK_UP, extra).num_rows
    except QueryFailed:
        found = 0
    assert found == 0
    check_untouched(filled)
