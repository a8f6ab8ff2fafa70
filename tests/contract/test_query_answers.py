"""Every query of the library on every engine answers like plain Python on random worlds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import bind_parameters, load_query, query_names, run_query_file
from tests.contract.conftest import empty_store
from tests.contract.query_worlds import questions, records_of, worlds
from tests.reference import chain_queries, record_queries

ANSWERS = {**vars(chain_queries), **vars(record_queries)}
FEW = settings(
    max_examples=settings.default.max_examples // 6,  # each one asks every query twice
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def test_every_query_has_a_plain_answer_to_compare_with():
    assert [name for name in query_names() if not callable(ANSWERS.get(name))] == []


def compare(store, world):
    """Ask every query twice and compare its rows with plain Python, in their order."""
    write_tables(store, to_tables(records_of(world)))
    for name in query_names():
        query = load_query(name, store.dialect)
        for values in questions(world):
            own = {n: v for n, v in values.items() if n in query.header.params}
            bound = bind_parameters(query, own)
            found = run_query_file(store, name, own).to_pylist()
            assert rounded(found) == rounded(ANSWERS[name](world, **bound)), (name, bound)
            order = [column.removesuffix(" desc") for column in query.header.order]
            keys = [tuple(row[column] for column in order) for row in found]
            assert len(keys) == len(set(keys)), f"{name}: the order is not total"


def rounded(rows):
    """Return rows with floats cut to what both engines agree on."""
    return [
        {name: round(v, 6) if isinstance(v, float) else v for name, v in row.items()}
        for row in rows
    ]


@given(world=worlds())
@FEW
def test_embedded_store_answers_like_plain_python(request, tmp_path_factory, world):
    ask("ladybug", request, tmp_path_factory, world)


@pytest.mark.neo4j
@given(world=worlds())
@FEW
def test_neo4j_answers_like_plain_python(request, tmp_path_factory, world):
    ask("neo4j", request, tmp_path_factory, world)


def ask(engine, request, tmp_path_factory, world):
    """Compare a world in an empty store of an engine."""
    store = empty_store(request, engine, tmp_path_factory.mktemp("world") / "w.lbdb")
    try:
        compare(store, world)
    finally:
        store.close()
