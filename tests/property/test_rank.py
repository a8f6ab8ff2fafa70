"""Rankings of all vendors against felling each by itself, on random graphs with parts and rings."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from graphrisk.analysis import reach_of_all as module
from graphrisk.analysis.pagerank import pagerank
from graphrisk.analysis.plain_reach import plain_totals
from graphrisk.analysis.rank import rank
from graphrisk.analysis.rank_orders import ORDERS, Asked
from graphrisk.analysis.reach_of_all import direct_reach, reach_of_all, vendors_of
from graphrisk.analysis.spread import spread
from graphrisk.analysis.together import depends_together, reach_together
from graphrisk.analysis.weights import Weights
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.property.test_network import view_of
from tests.random_networks import hops_from, random_network
from tests.strategies import seeded_case, seeds

SEEDS = seeds(60, 5_000)


def touched_by(view, fallen, threshold, *, one_is_enough):
    """Who goes down or partly when these fall, the fallen left out."""
    rounds = spread(view, np.array(fallen), threshold, one_is_enough=one_is_enough)
    touched = rounds.first_round(view) >= 0
    touched[fallen] = False
    return touched


def asked(seed, *, compiled, monkeypatch):
    """A random view with weights, its threshold, and its reach."""
    monkeypatch.setattr(module, "PLAIN_LINKS", -1 if compiled else 10**9)
    monkeypatch.setattr("graphrisk.analysis.scenarios.PLAIN_WORK", -1 if compiled else 10**9)
    case = seeded_case(seed)
    view = view_of(case)
    threshold = CRITICALITY_RANK[case.threshold]
    weight = np.random.default_rng(seed).integers(0, 9, view.n).astype(np.float64)
    return view, threshold, weight, reach_of_all(view, threshold, weight)


@pytest.mark.parametrize("compiled", [False, True])
def test_reach_of_all_is_that_of_each_fall(compiled, monkeypatch):
    for seed in range(SEEDS):
        view, threshold, weight, found = asked(seed, compiled=compiled, monkeypatch=monkeypatch)
        by = np.zeros(view.n, dtype=np.int64)
        for vendor in vendors_of(view):
            touched = touched_by(view, [vendor], threshold, one_is_enough=True)
            assert found.total[vendor] == weight[touched].sum(), seed
            by += touched
        assert found.reached_by.tolist() == by.tolist(), seed


@pytest.mark.parametrize("compiled", [False, True])
def test_scores_are_what_their_words_say(compiled, monkeypatch):
    for seed in range(SEEDS // 2):
        view, threshold, weight, reach = asked(seed, compiled=compiled, monkeypatch=monkeypatch)
        given = Asked(view, threshold, Weights(weight, "weight"), reach)
        depends = ORDERS["depends"].score(given).values
        shares = ORDERS["shapley"].score(given).values
        vendors = vendors_of(view)
        for vendor in vendors:
            touched = touched_by(view, [vendor], threshold, one_is_enough=False)
            assert depends[vendor] == weight[touched].sum(), seed
        assert (depends[vendors] <= reach.total[vendors]).all()
        assert (reach.direct[vendors] <= reach.total[vendors]).all()
        alone = direct_reach(view, threshold, weight, alone=True)
        assert (alone[vendors] <= depends[vendors]).all()
        reachable = weight[reach.reached_by > 0].sum()
        assert shares[vendors].sum() == pytest.approx(reachable)


@pytest.mark.parametrize("compiled", [False, True])
def test_set_that_reaches_most_is_chosen_greedily(compiled, monkeypatch):
    for seed in range(SEEDS // 2):
        view, threshold, weight, reach = asked(seed, compiled=compiled, monkeypatch=monkeypatch)
        check_greedy(view, threshold, weight, reach.total, one_is_enough=True)


def test_set_that_stops_most_is_chosen_greedily(monkeypatch):
    for seed in range(SEEDS // 2):
        view, threshold, weight, reach = asked(seed, compiled=False, monkeypatch=monkeypatch)
        check_greedy(view, threshold, weight, reach.total, one_is_enough=False)


def check_greedy(view, threshold, weight, alone, *, one_is_enough):
    """Every step adds most, by felling every candidate together with those before."""
    choose = reach_together if one_is_enough else depends_together
    chosen = choose(view, threshold, weight, alone, 3)
    options = {"one_is_enough": one_is_enough}

    def done(fallen):
        return weight[touched_by(view, fallen, threshold, **options)].sum()

    for step, (vendor, total) in enumerate(zip(chosen.rows, chosen.totals, strict=True)):
        before = list(chosen.rows[:step])
        left = [v for v in vendors_of(view).tolist() if v not in before]
        assert total == done([*before, vendor])
        assert total == max(done([*before, v]) for v in left)


def test_plain_totals_are_those_of_a_plain_search():
    for seed in range(2 * SEEDS):
        n, vendor, customer = random_network(seed)
        draw = np.random.default_rng(seed)
        weight, sources = draw.integers(0, 9, n).astype(np.float64), draw.random(n) < 0.7
        total, by = plain_totals(n, vendor, customer, weight, sources)
        expected = np.zeros(n, dtype=np.int64)
        for source in range(n):
            reached = list(hops_from(n, vendor, customer, source))
            assert total[source] == weight[reached].sum()
            if sources[source]:
                expected[reached] += 1
        assert by.tolist() == expected.tolist()


def test_pagerank_is_that_of_networkx():
    for seed in range(60):
        view = view_of(seeded_case(seed))
        graph = nx.DiGraph()
        graph.add_nodes_from(range(view.n))
        graph.add_edges_from(zip(view.customer.tolist(), view.vendor.tolist(), strict=True))
        weight = np.random.default_rng(seed).integers(1, 9, view.n).astype(np.float64)
        start = dict(enumerate(weight.tolist()))
        expected = _pagerank_python(graph, personalization=start, tol=1e-13, max_iter=1_000)
        found = pagerank(view, 1, weight)
        assert found.tolist() == pytest.approx([expected[v] for v in range(view.n)], abs=1e-9)
        assert found.sum() == pytest.approx(1)


def test_rank_lists_every_vendor_once_in_order():
    from tests.property.test_cascade_against_reference import graph_of

    for seed in range(20):
        case = seeded_case(seed)
        graph, params = graph_of(case), params_of(case)
        for by in ("reach", "depends", "shapley", "pagerank"):
            result = rank(graph, params, by=by)
            ids = [row[2] for row in result.table.rows]
            place = result.table.columns.index(ORDERS[by].column)
            scores = [row[place] for row in result.table.rows]
            assert len(ids) == len(set(ids)) == result.totals["vendors"]
            assert scores == sorted(scores, reverse=True)


def params_of(case):
    """The parameters of a case."""
    from graphrisk.analysis.params import ExposedParams

    return ExposedParams(
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        assume_substitutes=case.assume_substitutes,
    )
