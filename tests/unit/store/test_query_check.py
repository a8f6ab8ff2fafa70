from __future__ import annotations

import pytest

from graphrisk.errors import CapabilityMissing, QueryFileError, UsageError
from graphrisk.store.cypher_words import words
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.query_check import check_query
from graphrisk.store.query_files import (
    bind_parameters,
    load_query,
    query_names,
    read_query_file,
    run_query_file,
)

GOOD = "MATCH (v:Organization {id: $vendor})-[s:SERVES*1..5]->(c) RETURN c.id AS id ORDER BY id"


def faults(query, parameters=("vendor",), returns=("id",), order=("id",)):
    return check_query(query, parameters=parameters, returns=list(returns), order=list(order))


def test_a_sound_query_has_no_fault():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        (GOOD.replace("$vendor", "$v"), "$v is used but not declared"),
        (GOOD.replace("$vendor", "'$vendor'"), "$vendor is declared but not used"),
        (GOOD.replace("Organization", "Person"), "no such node kind: 'Person'"),
        (GOOD.replace("SERVES", "KNOWS"), "no such relation: 'KNOWS'"),
        (GOOD.replace("SERVES", "SERVES|KNOWS"), "no such relation: 'KNOWS'"),
        (GOOD.replace("c.id", "c.nothing"), "no property 'nothing'"),
        (GOOD.replace("c.id", "v.criticality"), "Organization has no property 'criticality'"),
        (GOOD.replace("{id:", "{key:"), "no property 'key'"),
        (GOOD.replace("*1..5", "*"), "a path of variable length must end at 15 or before"),
        (GOOD.replace("*1..5", "*2.."), "a path of variable length must end at 15 or before"),
        (GOOD.replace("*1..5", "*..99"), "a path of variable length must end at 15 or before"),
        (GOOD.replace("AS id ", "AS key "), "returns key; the header says id"),
        (GOOD.replace("AS id ", ""), "every column returned needs a name: AS name"),
        (GOOD.replace("ORDER BY id", ""), "the header says ordered by id"),
        (GOOD.replace("ORDER BY id", "LIMIT 5"), "LIMIT needs ORDER BY"),
        (GOOD + " DESC LIMIT 5", "ordered by id desc; the header says id"),
        (GOOD.replace("RETURN", "SET c.name = '' RETURN"), "a reading query does not SET"),
        ("MATCH (v:Organization {id: $vendor}) DETACH DELETE v", "the query returns nothing"),
        ("CALL db.labels() YIELD x RETURN x AS id ORDER BY id", "a reading query does not CALL"),
    ],
)
def test_each_fault_is_told(query, fault):
    assert fault in faults(query)


@pytest.mark.parametrize("length", ["*1..5", "*3", "*..5", "* SHORTEST 1..10"])
def test_bounded_paths_are_accepted(length):
    assert faults(GOOD.replace("*1..5", length)) == []


def test_words_in_texts_comments_and_names_are_no_clauses():
    query = GOOD.replace("RETURN", "WHERE c.name <> 'x DELETE $y' // DELETE $z\n RETURN")
    assert faults(query) == []
    assert faults(GOOD.replace("(c)", "(c:`Merge`)")) == []


@pytest.mark.parametrize(
    "text", ["'open", '"open\\', "`open", "/* open", "$", "1.", "((((", "))))"]
)
def test_broken_texts_are_cut_all_the_same(text):
    assert isinstance(words(text), list)


def test_words_are_cut_in_linear_time():
    assert len(words("(" * 100_000 + "'" * 100_001)) == 150_001


def test_the_library_is_sound():
    assert len(query_names()) >= 5
    for name in query_names():
        for dialect in (None, "ladybug", "neo4j"):
            query = load_query(name, dialect)
            assert query.name == name
            assert query.header.question.endswith(("?", "."))


def test_both_files_of_a_query_have_one_header():
    own, other = (load_query("customers_by_tier", d) for d in ("ladybug", "neo4j"))
    assert own.header == other.header
    assert own.path != other.path


def test_an_unknown_query_is_refused_with_those_of_a_like_name():
    with pytest.raises(UsageError, match="do you mean customers_by_tier"):
        load_query("customer_by_tier")
    with pytest.raises(UsageError, match="'graphrisk query' lists them"):
        load_query("nothing")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MATCH (n) RETURN n", "has no header"),
        ("// +++\n// name = \n// +++\nRETURN 1", "not TOML"),
        ('// +++\n// name = "q"\n// +++\nRETURN 1', "title: Field required"),
        (
            '// +++\n// name = "other"\n// title = "t"\n// question = "?"\n// kind = "read"\n'
            '// returns.id = {type = "text"}\n// order = ["x"]\n// +++\n'
            "MATCH (n:Document) RETURN n.id AS id ORDER BY x",
            "the file is called q, the header says other; ordered by x, which is not returned",
        ),
        ('// +++\n// kind = "write"\n// +++\nRETURN 1', "kind"),
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path, text, fault):
    path = tmp_path / "q.cypher"
    path.write_text(text, "utf-8")
    with pytest.raises(QueryFileError, match=fault.replace("?", "[?]")):
        read_query_file(path)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"nothing": 1}, "no parameter 'nothing'"),
        ({"limit": "many"}, "limit is not of type integer"),
        ({"limit": 0}, "limit is not within"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(given, fault):
    with pytest.raises(UsageError, match=fault):
        bind_parameters(load_query("vendors_by_direct_customers"), given)


def test_parameters_are_bound_with_types_and_never_null():
    query = load_query("vendors_by_direct_customers")
    given = {"categories": "cloud; telecom ;", "limit": None}
    assert bind_parameters(query, given) == {"categories": ["cloud", "telecom"], "limit": 25}
    with pytest.raises(UsageError, match="needs a value for vendor"):
        bind_parameters(load_query("incidents_of_vendor"), {})


def test_the_store_in_memory_answers_no_queries():
    with pytest.raises(CapabilityMissing):
        run_query_file(MemoryStore(), "edges_without_criticality", {})
    with pytest.raises(CapabilityMissing):
        MemoryStore().run("RETURN 1 AS one")
