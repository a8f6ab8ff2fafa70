"""Every query on every engine answers like plain Python and like its twin over arrays.

The worlds are random: rings, loops, parallel links, expired contracts, nulls, any sign in ids.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import (
    bind_parameters,
    declared_columns,
    load_query,
    query_names,
)
from graphrisk.store.reading import read_graph
from tests.contract import query_twins
from tests.contract.conftest import empty_store
from tests.contract.query_worlds import questions, records_of, worlds
from tests.reference import chain_queries, record_queries

ANSWERS = {**vars(chain_queries), **vars(record_queries)}
# Each example asks every query twice; a server plans each of them anew for every world.
CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
FEW = settings(
    max_examples=max(2, settings.default.max_examples // 6), suppress_health_check=CHECKS
)
FEWER = settings(
    max_examples=max(2, settings.default.max_examples // 20), suppress_health_check=CHECKS
)


def test_every_query_has_a_plain_answer_to_compare_with():
    assert [name for name in query_names() if not callable(ANSWERS.get(name))] == []


def test_every_declared_twin_exists_and_is_compared_with():
    twins = {name: load_query(name).header.twin for name in query_names()}
    with_twin = sorted(name for name, twin in twins.items() if twin)
    assert len(with_twin) >= 16
    for name in with_twin:
        assert callable(query_twins.declared(twins[name])), name
        assert name == "shortest_chain" or callable(getattr(query_twins, name, None)), name


def compare(store, world):
    """Ask every query twice; compare its rows with plain Python, in their order, and its twin."""
    write_tables(store, to_tables(records_of(world)))
    graph = read_graph(store)
    for name in query_names():
        query = load_query(name, store.dialect)
        for values in questions(world):
            own = {n: v for n, v in values.items() if n in query.header.params}
            bound = bind_parameters(query, own)
            found = declared_columns(store.run(query.text, bound), query.header).to_pylist()
            assert rounded(found) == rounded(ANSWERS[name](world, **bound)), (name, bound)
            compare_with_twin(graph, query.header, found, bound)
            order = [column.removesuffix(" desc") for column in query.header.order]
            keys = [tuple(row[column] for column in order) for row in found]
            assert len(keys) == len(set(keys)), f"{name}: the order is not total"


def compare_with_twin(graph, header, found, bound):
    """Compare the columns that the analysis over arrays has as well."""
    if header.twin is None:
        return
    if header.name == "shortest_chain":
        assert query_twins.path_is_among(graph, found, **bound), bound
        return
    expected = getattr(query_twins, header.name)(graph, **bound)
    if isinstance(expected, int):
        assert len(found) == expected, (header.name, bound)
        return
    columns = list(expected[0]) if expected else ["a column that no row has"]
    if header.name == "companies_of_group":  # the analysis knows no levels: any order
        found = sorted(found, key=lambda row: row["company_id"])
    cut = [{column: row[column] for column in columns} for row in found]
    assert rounded(cut) == rounded(expected), (header.name, bound)


def rounded(rows):
    """Return rows with floats cut to what both engines agree on."""
    return [
        {name: round(v, 6) if isinstance(v, float) else v for name, v in row.items()}
        for row in rows
    ]


@given(world=worlds())
@FEW
def test_embedded_store_answers_like_plain_python(request, world):
    ask("ladybug", request, world)


@pytest.mark.neo4j
@given(world=worlds())
@FEWER
def test_neo4j_answers_like_plain_python(request, world):
    ask("neo4j", request, world)


def ask(engine, request, world):
    """Compare a world in an empty store of an engine."""
    with TemporaryDirectory() as folder:
        store = empty_store(request, engine, Path(folder) / "w.lbdb")
        try:
            compare(store, world)
        finally:
            store.close()
