"""Free queries are refused by their words: whatever writes, reaches out or is not known to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.store.base import Plan
from graphrisk.store.free_query import check_free_query, check_plan

CLAUSES = (
    *("CREATE (:X)", "MERGE (:X)", "SET n.x = 1", "REMOVE n.x", "DELETE n", "DETACH DELETE n"),
    *("FOREACH (x IN [1] | SET n.x = x)", "LOAD CSV FROM 'x' AS l", "CALL apoc.load.json('x')"),
    *("CALL db.createLabel('x')", "INSERT (:X)", "USE other"),
)
FILLING = st.sampled_from(
    [
        " ",
        "\n",
        "\t",
        "\r",
        "/* x */",
        "/*'*/",
        "// '\n",
        "// x\r",
        " RETURN 'x' ",
        ' "\\"" ',
        "`'`",
    ]
)


@given(clause=st.sampled_from(CLAUSES), before=st.lists(FILLING, max_size=4), data=st.data())
def test_a_clause_that_does_more_than_read_is_seen_wherever_it_stands(clause, before, data):
    word, rest = clause[:4], clause[4:]
    case = data.draw(st.sampled_from([str, str.lower, str.title]))
    query = "MATCH (n) WITH n " + "".join(before) + " " + case(word) + case(rest) + " RETURN 1 AS x"
    for dialect in ("neo4j", "ladybug"):
        assert check_free_query(query, dialect), query


@given(place=st.integers(0, 5), text=st.sampled_from(["CREATE", "DELETE", "REMOVE"]))
def test_a_clause_written_with_escapes_is_seen(place, text):
    escaped = f"{text[:place]}\\u{ord(text[place]):04x}{text[place + 1 :]}"
    assert check_free_query(f"MATCH (n) {escaped} n", "neo4j")
    assert check_free_query(f"MATCH (n) {escaped} n", "ladybug")


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n) RETURN n",
        "  optional match (n) return n ;  ",
        "WITH 'SET x = 1 // ' AS x RETURN x /* DELETE */",
        "MATCH (n {`create`: 1})-[:LOAD|USE]->(m:Merge) RETURN n.set AS delete, m.`detach` AS x",
        "CALL (n) { RETURN 1 AS x } RETURN x",
        "MATCH (load:Load {create: 1, set: 2}) WHERE load.id = 'x' RETURN load ORDER BY load.id",
        "MATCH (n) WHERE EXISTS { MATCH (n)-->() } RETURN COUNT { (n)-->() } AS x",
        "RETURN date.truncate('day', date()) AS d, duration.between(date(), date()) AS e",
        "UNWIND [1, 2] AS x RETURN [y IN [x] WHERE y > 1 | y] AS z UNION RETURN [] AS z",
    ],
)
def test_what_only_reads_is_let_through(query):
    assert check_free_query(query, "neo4j") == []


def test_each_refusal_says_why():
    assert check_free_query("", "neo4j") == ["there is no query"]
    assert check_free_query("RETURN 1 AS x; RETURN 2 AS x", "neo4j") == ["one statement at a time"]
    assert check_free_query("PROFILE RETURN 1", "neo4j") == ["write --explain instead of PROFILE"]
    assert check_free_query("CALL dbms.components()", "neo4j") == [
        "dbms.components is not on the list of procedures that may be called"
    ]
    assert check_free_query("CALL threads=1", "ladybug") == [
        "threads is not on the list of procedures that may be called"
    ]
    assert check_free_query("RETURN apoc.x.y(1) AS z", "neo4j") == [
        "apoc.x.y() is a function of a plug-in"
    ]


@pytest.mark.parametrize(
    "step",
    [
        ("LoadCSV", "line"),
        ("TransactionApply", "IN TRANSACTIONS"),
        ("TerminateTransactions", ""),
        ("ShowSettings", ""),
        ("ProcedureCall", "db.clearQueryCaches() :: (value)"),
        ("COPY_TO", "Export: n.id"),
        ("TABLE_FUNCTION_CALL", "Function: READ_CSV_PARALLEL; Expressions: a"),
        ("STANDALONE_CALL", "threads"),
    ],
)
def test_a_plan_with_such_a_step_is_refused(step):
    assert check_plan(Plan("", (("Projection", "x"), step)), "neo4j")


def test_a_plan_that_only_reads_is_let_through():
    steps = (
        ("ProduceResults", "x"),
        ("ProcedureCall", "db.labels() :: (label)"),
        ("TABLE_FUNCTION_CALL", "Function: READ_FTABLE; Expressions: x"),
        ("Projection", "'Function: READ_CSV' AS x"),
    )
    assert check_plan(Plan("", steps, only_reads=True), "neo4j") == []
    assert check_plan(Plan("", steps, only_reads=False), "neo4j")
