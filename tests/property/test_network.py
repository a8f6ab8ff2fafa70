"""The compiled network against `spread` and against the plain reference, on random graphs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from graphrisk.analysis.network import compile_network, network_of_edges
from graphrisk.analysis.spread import spread
from graphrisk.model.harm import harm_view
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.builders import graph_of
from tests.property.test_cascade_against_reference import graph_of as graph_of_case
from tests.property.test_cascade_against_reference import reference_outage
from tests.strategies import cases, seeded_case, seeds

SEEDS = seeds(80, 10_000)


def view_of(case):
    """The engine's harm view of a case."""
    return harm_view(
        graph_of_case(case),
        as_of=case.as_of,
        min_confidence=case.min_confidence,
        assume_substitutes=case.assume_substitutes,
    )


def check_states(case, *, one_is_enough, coins, ranks=None):
    """Every node of the network against the same node of `spread`."""
    view = view_of(case)
    rank = CRITICALITY_RANK[case.threshold]
    if ranks == "as stated":
        ranks = view.groups.rank_as_stated
    options = {"one_is_enough": one_is_enough, "ranks": ranks}
    network = compile_network(view, case.threshold, coins=coins, **options)
    fallen = view.graph.rows_of(sorted(case.fallen))
    expected = spread(view, fallen, rank, **options)
    found = network.down(fallen)
    whole = expected.down(view)
    assert (found[: view.n] == whole).all()
    parts = expected.node[view.n : view.n + len(view.part_customer)] >= 0
    assert (found[view.n : view.n + len(parts)] == (parts | whole[view.part_customer])).all()
    for organization in np.flatnonzero(network.any_part >= 0):
        partly = expected.node[view.any_part(organization)] >= 0
        assert found[network.any_part[organization]] == (partly | whole[organization])
    return view, found


@given(cases())
def test_network_states_equal_spread_and_the_reference(case):
    view, found = check_states(case, one_is_enough=False, coins=False)
    expected = reference_outage(case).depends.state.down
    names = view.graph.ids_of(np.flatnonzero(found[: view.n]))
    assert set(names) == {name for name in expected if name in set(case.organizations)}


@given(cases())
def test_network_of_reach_equals_spread(case):
    check_states(case, one_is_enough=True, coins=False)


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // 4))
def test_network_equals_spread_on_larger_seeded_graphs(first):
    for seed in range(first, first + SEEDS // 4):
        case = seeded_case(seed)
        try:
            check_states(case, one_is_enough=False, coins=bool(seed % 2))
            check_states(case, one_is_enough=True, coins=bool(seed % 2))
            if seed % 5 == 0:
                check_states(case, one_is_enough=False, coins=False, ranks="as stated")
        except AssertionError as error:
            error.add_note(f"seeded_case({seed}) of tests/strategies.py")
            raise


def compiled(*edges, **options):
    """A network read off edges in one line."""
    view = harm_view(graph_of(*edges), as_of="2026-01-01")
    return compile_network(view, "critical", **options)


def test_network_keeps_parallel_edges_apart_only_where_they_have_coins():
    edges = (("A", "C", {"group": "g"}), ("A", "C", {"group": "g"}), ("B", "C", {"group": "g"}))
    assert compiled(*edges).inputs.tolist() == [0, 1]
    with_coins = compiled(*edges, coins=True)
    assert with_coins.inputs.tolist() == [0, 0, 1]
    assert with_coins.needed_lost.tolist() == [3]
    assert compiled(*edges, coins=True, one_is_enough=True).is_plain is False


def test_network_is_plain_where_nothing_stands_in_for_anything():
    assert compiled(("A", "B"), ("A", "B"), ("B", "C")).is_plain
    assert not compiled(("A", "C", {"group": "g"}), ("B", "C", {"group": "g"})).is_plain
    reach = compiled(("A", "C", {"group": "g"}), ("B", "C", {"group": "g"}), one_is_enough=True)
    assert reach.is_plain


def test_network_leaves_out_groups_below_the_threshold():
    assert compiled(("A", "B", {"criticality": "important"})).n_groups == 0


def test_network_of_edges_equals_the_compiled_one_without_groups():
    edges = (("A", "C"), ("B", "C"), ("C", "D"), ("D", "A"))
    plain = network_of_edges(4, np.array([0, 1, 2, 3]), np.array([2, 2, 3, 0]))
    network = compiled(*edges)
    for name in ("group_starts", "needed_lost", "input_starts", "inputs", "input_edge"):
        assert getattr(plain, name).tolist() == getattr(network, name).tolist()


def test_network_input_names_the_edge_whose_coin_it_is():
    view = harm_view(graph_of(("A", "B"), ("B", "C"), ("A", "C")), as_of="2026-01-01")
    network = compile_network(view, "critical")
    ends = list(zip(network.inputs, network.group_node[network.input_group], strict=True))
    edges = network.input_edge
    assert ends == list(zip(view.vendor[edges], view.customer[edges], strict=True))
