"""Legal groups: the top company, and the whole group of one."""

from __future__ import annotations

from random import Random

import pytest

from graphrisk.analysis.by_group import fold_by_group
from graphrisk.analysis.legal_groups import top_companies, whole_groups
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables


def graph_with(parents: list[tuple[str, str]], names: str = "abcdefgh") -> RiskGraph:
    records = [record("Organization", id=name, name=name.upper()) for name in names]
    records += [
        record("PART_OF", id=child, from_id=child, to_id=parent) for child, parent in parents
    ]
    return build_graph(to_tables(records))


def tops(graph: RiskGraph) -> dict[str, str]:
    ids = graph.ids_of(range(graph.n_organizations))
    return dict(zip(ids, graph.ids_of(top_companies(graph)), strict=True))


def test_top_of_a_long_chain_is_its_end() -> None:
    found = tops(graph_with([("a", "b"), ("b", "c"), ("c", "d"), ("d", "h"), ("e", "h")]))
    assert found == {**dict.fromkeys("abcdeh", "h"), "f": "f", "g": "g"}


@pytest.mark.parametrize("size", [2, 3, 5, 7])
def test_ring_of_parents_ends_at_its_smallest_id(size: int) -> None:
    ring = "bcdefgh"[:size]
    parents = [(ring[k], ring[(k + 1) % size]) for k in range(size)]
    found = tops(graph_with([*parents, ("a", ring[-1])]))
    assert {found[name] for name in f"a{ring}"} == {"b"}


def test_tops_equal_a_walk_upwards_on_random_forests() -> None:
    chance = Random(7)
    for _ in range(200):
        names = [f"o{k:02d}" for k in range(20)]
        parents = {
            names[k]: names[chance.randrange(k)] for k in range(1, 20) if chance.random() < 0.7
        }
        records = [record("Organization", id=name, name=name) for name in names]
        records += [record("PART_OF", id=c, from_id=c, to_id=p) for c, p in parents.items()]
        found = tops(build_graph(to_tables(records)))
        for name in names:
            top = name
            while top in parents:
                top = parents[top]
            assert found[name] == top


def test_whole_group_holds_sisters_and_mother_but_no_stranger() -> None:
    graph = graph_with([("a", "c"), ("b", "c")])
    assert graph.ids_of(whole_groups(graph, graph.rows_of(["a"]))) == ["a", "b", "c"]


def test_fold_counts_each_company_once_in_its_state() -> None:
    graph = graph_with([("a", "c"), ("b", "c")])
    lines = fold_by_group(graph, graph.rows_of(["a", "b", "d"]), ["stops", "kept up", "stops"])
    assert [(line.id, line.name, line.parties, line.states) for line in lines] == [
        ("c", "C", 2, (("stops", 1), ("kept up", 1))),
        ("d", "D", 1, (("stops", 1),)),
    ]


def test_fold_of_nobody_is_empty() -> None:
    graph = graph_with([])
    assert fold_by_group(graph, graph.rows_of([]), []) == ()
