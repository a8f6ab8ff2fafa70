"""What ``--show`` and ``--cypher`` print runs in a Neo4j console as it is, whatever is in names."""

from __future__ import annotations

import neo4j
import pytest

from graphrisk.model.tables import to_tables
from graphrisk.settings import Settings
from graphrisk.store.console_text import cypher_literal
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import load_query, query_names, run_query_file
from graphrisk.workspace import Workspace
from graphrisk.workspace.queries import query_text
from graphrisk.workspace.query_twins import exposed_twin
from tests.contract.samples import HOSTILE, organization, serves

FIRST, LAST = 'O\'Neill "& Sons" \\ \\u0027; // :param x => 1', "two\nlines\t🏥 \u202e`$x`"
VALUES = (*HOSTILE, FIRST, LAST, "\\", "\\\\u0041", "\x00\x1b\x7f\u2028\ufeff", "\uffff", "")
PLAIN = (1, -(2**63), 1.5, 1e300, 1e-7, True, None, ["a'", "\\"], {"k`e": [1]})
GIVEN = {
    **dict.fromkeys(("vendor", "first", "organization"), FIRST),
    **dict.fromkeys(("customer", "second"), LAST),
    "country": "SE",
    "data_class": "health",
    "as_of": "2026-06-15",
}

pytestmark = pytest.mark.neo4j


class Console:
    """Does with pasted text what a console does: ``:param`` lines, then one statement each."""

    def __init__(self, server):
        self.driver = neo4j.GraphDatabase.driver(server.address, auth=("neo4j", server.password))

    def paste(self, text):
        """Return the rows of the last statement."""
        params, statement, rows = {}, "", []
        for line in text.splitlines(keepends=True):
            if line.startswith(":param ") and not statement.strip():
                name, arrow, expression = line.removeprefix(":param ").partition(" => ")
                assert arrow
                value = expression.rstrip("\n").removesuffix(";")
                params[name] = self.driver.execute_query(f"RETURN {value} AS v").records[0]["v"]
                continue
            statement += line
            if not line.startswith("//") and line.endswith(";\n"):
                found = self.driver.execute_query(statement, params)  # the semicolon stays
                rows, statement = [record.data() for record in found.records], ""
        assert not statement.strip(), "a statement is not ended"
        return rows


@pytest.fixture(scope="module")
def served(neo4j_server):
    """A workspace on a server with hostile names."""
    neo4j_server.clear()
    given = {"GRAPHRISK_STORE": neo4j_server.address}
    given["GRAPHRISK_NEO4J_PASSWORD"] = neo4j_server.password
    work = Workspace(Settings.read(given, folder=None))
    carried = {"data_classes": ["health"], "access": ["network"], "category": "cloud"}
    records = [
        *map(organization, (FIRST, LAST, "between")),
        serves("e1", FIRST, "between", **carried),
        serves("e2", "between", LAST, **carried),
        serves("e3", FIRST, LAST, ends_on="2020-01-01"),
    ]
    with work.store(writing=True) as store:
        write_tables(store, to_tables(records))
    return work


@pytest.fixture(scope="module")
def console(neo4j_server):
    found = Console(neo4j_server)
    yield found
    found.driver.close()


def test_every_query_of_the_library_can_be_pasted(served, console):
    answered = 0
    for name in query_names():
        params = load_query(name).header.params
        given = {key: value for key, value in GIVEN.items() if key in params}
        pasted = console.paste(query_text(served, name, given))
        with served.store() as store:
            assert pasted == run_query_file(store, name, given).to_pylist(), name
        answered += bool(pasted)
    assert answered > len(query_names()) / 2


def test_every_value_comes_through_its_literal(console):
    for value in (*VALUES, *PLAIN):
        found = console.driver.execute_query(f"RETURN {cypher_literal(value)} AS v")
        assert found.records[0]["v"] == value


def test_a_text_without_a_needed_value_says_what_to_write_first(served):
    text = query_text(served, "vendors_of_customer", {})
    assert text.startswith("// First write  :param customer => ...;  id of the customer\n")


def test_several_queries_of_one_command_can_be_pasted_together(served, console):
    params = served.params(as_of="2026-06-15")
    text = exposed_twin(served, [FIRST], params, mode="breach", unknown={})
    assert [row["customer_id"] for row in console.paste(text + text)] == ["between", LAST]
