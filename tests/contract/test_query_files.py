"""Every query of the library on every engine: it is accepted, writes nothing, has its columns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graphrisk.errors import QueryFailed
from graphrisk.model.tables import to_tables
from graphrisk.store.base import Bounds
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import bind_parameters, load_query, query_names, run_query_file
from tests.contract.samples import organization, serves

GIVEN = {
    **dict.fromkeys(("vendor", "customer", "first", "second", "organization"), "o01"),
    "country": "SE",
    "data_class": "health",
}


def own(query, given=GIVEN):
    return {name: value for name, value in given.items() if name in query.header.params}


def bound(query):
    return bind_parameters(query, own(query))


def test_the_engine_explains_every_query_and_says_that_it_only_reads(cypher_store):
    wrong = []
    for name in query_names():
        query = load_query(name, cypher_store.dialect)
        plan = cypher_store.explain(query.text, bound(query))
        if plan.only_reads is False or not plan.steps or not plan.text:
            wrong.append((name, plan))
    assert wrong == []


def test_a_store_without_records_answers_with_the_declared_columns(cypher_store):
    for name in query_names():
        query = load_query(name, cypher_store.dialect)
        found = run_query_file(cypher_store, name, own(query))
        assert found.num_rows == 0, name
        assert found.column_names == list(query.header.returns), name


def test_no_query_changes_the_store(cypher_store):
    write_tables(cypher_store, to_tables([*map(organization, "ab"), serves("e1", "a", "b")]))
    before = cypher_store.info()
    for name in query_names():
        run_query_file(cypher_store, name, own(load_query(name)))
    assert cypher_store.info() == before


def test_hostile_values_of_parameters_are_texts(cypher_store):
    hostile = "x' OR true // \\u0027 }) DETACH DELETE n"
    write_tables(cypher_store, to_tables([organization(hostile), organization("b")]))
    write_tables(cypher_store, to_tables([serves("e1", hostile, "b")]))
    (row,) = run_query_file(cypher_store, "customers_of_vendor", {"vendor": hostile}).to_pylist()
    assert row["customer_id"] == "b"
    (row,) = run_query_file(cypher_store, "vendors_of_customer", {"customer": "b"}).to_pylist()
    assert row["vendor"] == hostile
    assert cypher_store.info().counts["Organization"] == 2


def test_nodes_relationships_and_paths_come_as_the_same_text_from_every_engine(cypher_store):
    parties = [organization("a", name="O'A", aliases=["x"]), organization("b", named=False)]
    write_tables(cypher_store, to_tables([*parties, serves("e1", "a", "b", required=2)]))
    (row,) = cypher_store.run(
        "MATCH p = (b:Organization {id: 'b'})<-[s:SERVES]-(a:Organization) "
        "RETURN a, s, p, collect(b) AS l, {x: a.id, y: [1, 2]} AS m, 1.5 AS f, null AS n"
    ).to_pylist()
    assert row == {
        "a": "(:Organization {id: 'a', name: 'O\\'A', aliases: [\"x\"]})",
        "s": "[:SERVES {id: 'e1', required: 2}]",
        "p": "(:Organization {id: 'b', name: 'b'})<-[:SERVES {id: 'e1'}]-"
        "(:Organization {id: 'a', name: 'O\\'A'})",
        "l": ["(:Organization {id: 'b', name: 'b', named: false})"],
        "m": '{"x": "a", "y": [1, 2]}',
        "f": 1.5,
        "n": None,
    }


def test_rows_are_fetched_up_to_the_bound(cypher_store):
    found = cypher_store.run("UNWIND range(1, 100) AS x RETURN x", bounds=Bounds(rows=3))
    assert found.to_pydict() == {"x": [1, 2, 3]}


def test_a_query_without_end_is_stopped_and_the_store_answers_on(cypher_store):
    long = "UNWIND range(1, 3000000) AS x UNWIND range(1, 100000) AS y RETURN sum(x + y) AS n"
    start = datetime.now(UTC)
    with pytest.raises(QueryFailed, match="took too long and was stopped"):
        cypher_store.run(long, bounds=Bounds(seconds=0.5))
    assert (datetime.now(UTC) - start).total_seconds() < 60
    assert cypher_store.run("RETURN 1 AS one").to_pydict() == {"one": [1]}
