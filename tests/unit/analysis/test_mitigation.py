"""Mitigation: the best plan is the best there is where it says so, and costs are what links say."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pytest

from graphrisk.analysis.mitigation import MitigationParams, mitigate
from graphrisk.analysis.mitigation_bounds import bounds_of
from graphrisk.analysis.mitigation_costs import Costs
from graphrisk.analysis.mitigation_moves import MOVE_KINDS, candidate_moves, with_moves
from graphrisk.analysis.mitigation_search import Measure, best_plan, falls_that_stop
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.scenarios import scenario_sets, scenarios
from tests.builders import graph_of
from tests.property.test_network import view_of
from tests.strategies import seeded_case, seeds

PARAMS = ExposedParams(as_of="2026-06-15")


def rows_of(result):
    return [dict(zip(result.table.columns, row, strict=True)) for row in result.table.rows]


def setting(seed):
    """A random view with everything that a search needs."""
    case = seeded_case(seed, most_organizations=7, most_edges=12)
    view = view_of(case)
    chance = Random(seed)
    networks = [compile_network(view, case.threshold, one_is_enough=one) for one in (False, True)]
    targets = np.array([chance.random() < 0.7 for _ in range(view.n)], dtype=np.bool_)
    falls = [np.array([row], dtype=np.int32) for row in range(view.n)]
    if seed % 3 == 0:
        falls = [np.array(sorted(chance.sample(range(view.n), 2)), dtype=np.int32)]
    moves = candidate_moves(view, networks[0], targets, MOVE_KINDS)
    return view, networks, targets, falls, moves


def test_all_savings_at_once_are_those_of_each_move_alone_and_after_others():
    met = 0
    for seed in range(seeds(60, 3_000)):
        case = seeded_case(seed, most_organizations=9, most_edges=24)
        view = view_of(case)
        chance = Random(seed)
        network = compile_network(view, case.threshold)
        targets = np.array([chance.random() < 0.7 for _ in range(view.n)], dtype=np.bool_)
        falls = [
            np.array(sorted(chance.sample(range(view.n), 1 + (seed % 3 == 0))), dtype=np.int32)
            for _ in range(70 if seed % 4 == 0 else view.n)
        ]
        moves = candidate_moves(view, network, targets, MOVE_KINDS)
        measure = Measure(network, targets, falls)
        for done in ([], chance.sample(moves, min(2, len(moves)))):
            saved = measure.savings(done).of(moves)
            left = measure.of(done)
            for move, more in zip(moves, saved.tolist(), strict=True):
                if move not in done:
                    assert more == left - measure.of([*done, move]), (seed, move)
                    met += more > 0
    assert met > 60


def test_plans_of_many_moves_try_every_one(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.mitigation_search.MOST_EVALUATIONS", 4)
    monkeypatch.setattr("graphrisk.analysis.mitigation_search._LEAST_EVALUATIONS", 4)
    edges = [("hub", f"v{at}") for at in range(6)]
    edges += [(f"v{at}", f"c{at}{k}") for at in range(6) for k in range(at + 1)]
    result = mitigate(graph_of(*edges), [], PARAMS, MitigationParams(most=2))
    assert not any("not every move" in note for note in result.notes)
    # The hub's fall takes 6 vendors and their 21 customers; v5's takes 6.
    first, second = rows_of(result)
    assert (first["vendor"], first["customer"], first["saves"]) == ("hub", "v5", 7)
    assert (second["vendor"], second["customer"], second["saves"]) == ("hub", "v4", 6)


@pytest.mark.parametrize("seed", range(40))
def test_plan_that_says_it_is_proven_is_the_best_of_all_sets(seed):
    _, networks, targets, falls, moves = setting(seed)
    bounds = bounds_of(*networks, moves, targets, falls)
    measure = Measure(networks[0], targets, falls)
    plan = best_plan(measure, moves, bounds, [None] * len(moves), most=2, budget=None)
    assert plan.proven
    sets = [(), *((m,) for m in moves), *itertools.combinations(moves, 2)]
    left = [measure.of(each) for each in sets]
    assert plan.after == min(left)
    assert plan.before == left[0]
    # One bound for each move, adding up for several: no set saves more than its moves' bounds.
    number = {id(move): bound for move, bound in zip(moves, bounds.tolist(), strict=True)}
    for each, after in zip(sets, left, strict=True):
        assert plan.before - after <= sum(number[id(move)] for move in each)


@pytest.mark.parametrize("seed", range(40))
def test_bounds_of_large_networks_hold_for_every_set_and_say_what_a_plan_may_miss(
    seed, monkeypatch
):
    monkeypatch.setattr("graphrisk.analysis.mitigation_bounds.SMALL", 0)
    _, networks, targets, every_fall, moves = setting(seed)
    falls = falls_that_stop(networks[0], targets, every_fall)
    bounds = bounds_of(*networks, moves, targets, falls)
    measure = Measure(networks[0], targets, falls)
    assert measure.of(()) == Measure(networks[0], targets, every_fall).of(())
    monkeypatch.setattr("graphrisk.analysis.mitigation_search._Choice.search", lambda *_: False)
    chance = Random(seed)
    costs = [chance.choice([1.0, 2.0, 3.0]) for _ in moves]
    plans = [
        best_plan(measure, moves, bounds, costs, most=2, budget=budget) for budget in (None, 3.0)
    ]
    for each in [(), *itertools.combinations(range(len(moves)), 2)]:
        saved = measure.of(()) - measure.of([moves[at] for at in each])
        assert saved <= bounds[list(each)].sum()
        assert saved <= plans[0].most_saved
        if sum(costs[at] for at in each) <= 3.0:
            assert saved <= plans[1].most_saved
    assert all(plan.proven == (plan.after == 0) for plan in plans)


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_budget_holds_and_the_plan_within_it_is_the_best(seed):
    _, networks, targets, falls, moves = setting(seed)
    chance = Random(seed)
    costs = [chance.choice([None, 1.0, 2.0, 3.0]) for _ in moves]
    measure = Measure(networks[0], targets, falls)
    bounds = bounds_of(*networks, moves, targets, falls)
    plan = best_plan(measure, moves, bounds, costs, most=2, budget=4.0)
    price = {id(move): cost for move, cost in zip(moves, costs, strict=True)}
    assert sum(price[id(step.move)] for step in plan.steps) <= 4.0
    affordable = [
        each
        for size in range(3)
        for each in itertools.combinations([m for m in moves if price[id(m)] is not None], size)
        if sum(price[id(m)] for m in each) <= 4.0
    ]
    assert plan.after == min(measure.of(each) for each in affordable)


@pytest.mark.parametrize("seed", range(40))
def test_no_move_makes_anybody_stop_who_did_not(seed):
    view, networks, _, _, moves = setting(seed)
    falls = scenario_sets([np.array([row]) for row in range(view.n)])
    before = scenarios(networks[0], falls, by_organization=True)
    for move in moves:
        changed = with_moves(networks[0], [move])
        after = scenarios(changed, falls, by_organization=True)
        assert (after.stops <= before.stops).all()
        assert (after.by_organization <= before.by_organization).all()
        compiled = scenarios(changed, falls, by_organization=True, compiled=True)
        assert (compiled.stops == after.stops).all()


def test_second_source_is_named_with_service_and_what_it_saves():
    graph = graph_of(("host", "app", {"service": "hosting"}), ("app", "a"), ("app", "b"))
    result = mitigate(graph, [], PARAMS, MitigationParams(most=1))
    (row,) = rows_of(result)
    assert (row["move"], row["customer"], row["vendor"]) == ("second source", "app", "host")
    assert (row["service"], row["saves"], row["remaining"]) == ("hosting", 3, 2)
    assert result.headline == (
        "5 times a single fall stops somebody, wholly or partly; 1 move leaves 2.",
        "No other plan of as many moves leaves fewer: all were searched or ruled out.",
    )


def test_two_moves_that_help_only_together_are_found():
    edges = [("v", "a"), ("v", "b"), ("a", "c"), ("b", "c")]
    result = mitigate(graph_of(*edges), ["c"], PARAMS, MitigationParams(fail=("v",), most=2))
    assert result.totals["before"] == 1
    assert result.totals["after"] == 0
    assert result.totals["proven"]


def test_known_vendor_that_shares_the_risk_saves_less_than_an_independent_one():
    hosting = {"category": "hosting", "service": "hosting"}
    edges = [("host", "app", hosting), ("hall", "host"), ("hall", "other"), ("other", "z", hosting)]
    result = mitigate(graph_of(*edges), ["app"], PARAMS, MitigationParams(most=1))
    (row,) = rows_of(result)
    assert row["saves"] == 2
    assert row["known_source"] == "other (saves 1)"
    hosting["category"] = ""
    (row,) = rows_of(mitigate(graph_of(*edges), ["app"], PARAMS, MitigationParams(most=1)))
    assert row["known_source"] is None


def test_costs_are_of_one_currency_and_never_summed_over_two():
    edges = [
        ("v", "c", {"service": "s", "annual_cost": 100.0, "currency": "SEK"}),
        ("v", "c", {"service": "t", "annual_cost": 50.0, "currency": "SEK"}),
        ("w", "c", {"annual_cost": 9.0, "currency": "EUR"}),
    ]
    graph = graph_of(*edges)
    view = PARAMS.view(graph)
    network = compile_network(view, "critical")
    moves = candidate_moves(view, network, np.ones(view.n, dtype=np.bool_), MOVE_KINDS)
    names = dict(enumerate(graph.organization_ids.to_pylist()))
    costs = Costs(view)
    assert costs.currency == "SEK"
    found = {(m.kind, names[m.vendor]): costs.of(m) for m in moves if m.kind == "exit"}
    assert found == {("exit", "v"): 150.0, ("exit", "w"): None}
    sources = sorted((costs.of(m) or -1) for m in moves if m.kind == "second source")
    assert sources == [-1, 50.0, 100.0]
    assert [Costs(view, "EUR").of(m) for m in moves if m.kind == "exit"] == [None, 9.0]


def test_budget_leaves_out_moves_of_unknown_cost_and_says_so():
    edges = [("v", "c", {"annual_cost": 10.0, "currency": "SEK"}), ("w", "c")]
    result = mitigate(graph_of(*edges), ["c"], PARAMS, MitigationParams(budget=10.0))
    assert [row["yearly_cost"] for row in rows_of(result)] == [10.0]
    assert "2 of 4 moves without a known cost in SEK" in result.notes[0]


def test_nothing_to_mitigate_is_said():
    result = mitigate(graph_of(("a", "b")), ["a"], PARAMS, MitigationParams())
    assert result.headline[0] == "No single fall stops a."


def test_no_second_source_is_proposed_where_more_are_required_than_named():
    # Two suppliers, three required: read as two. A third one would be required as well, so that it
    # would save nothing; the number is what needs mending.
    group = {"group": "g", "required": 3}
    graph = graph_of(("one", "ward", group), ("two", "ward", group))
    result = mitigate(graph, [], PARAMS, MitigationParams(kinds=("second source",)))
    assert (result.totals["before"], result.totals["after"]) == (2, 2)
    assert any("require more suppliers than it names" in each for each in result.method.assumptions)


def test_hardening_keeps_a_part_up_of_which_alone_somebody_needs_it():
    graph = graph_of(
        ("deep", "lab", {"supports": ["blood"]}),
        ("deep", "lab", {"supports": ["tissue"]}),
        ("lab", "ward", {"contract": "blood"}),
    )
    answer = mitigate(graph, ["ward"], PARAMS, MitigationParams(most=1, kinds=("hardening",)))
    assert (answer.totals["before"], answer.totals["after"]) == (2, 1)
