"""Random worlds: the kernel against its plain twin, the twin against one cascade per world."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from graphrisk.analysis import room
from graphrisk.analysis import worlds as module
from graphrisk.analysis.chance import Coins
from graphrisk.analysis.coins import coin_words, mixed, thresholds
from graphrisk.analysis.network import network_of_edges
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.simulate import simulate
from graphrisk.analysis.worlds import Measures, organizations_measure, run_worlds
from graphrisk.errors import TooLarge
from tests.networks import random_network
from tests.property.test_cascade_against_reference import graph_of as graph_of_case
from tests.property.test_cascade_against_reference import reference_outage, reference_view
from tests.reference.harm_view import RANKS
from tests.reference.outage import State, edge_is_lost
from tests.strategies import cases, seeded_case, seeds

SEEDS = seeds(120, 10_000)


def random_case(seed, *, few=False):
    """A network with coins; some fall for certain, some by chance, some never."""
    chance = np.random.default_rng(seed)
    network = random_network(seed)
    inputs, nodes = len(network.inputs), network.n_nodes
    probability = chance.choice([0, 1, 0.5, 0.3, 0.01, 0.999, chance.random()], inputs)
    if few:
        probability[chance.random(inputs) < 0.8] = 1
    own = np.zeros(nodes)
    own[chance.integers(0, nodes, 3)] = chance.choice([1.0, 0.5, 0.04], 3)
    own[chance.integers(0, nodes)] = 1.0
    keys = mixed(np.arange(inputs + nodes) + 1000 * seed)
    return network, Coins(keys[:inputs], probability, keys[inputs:], own)


def random_measures(seed, network):
    """Three sums of odd weights; some nodes count in several, some in none."""
    chance = np.random.default_rng(seed)
    return Measures(
        3,
        chance.integers(0, network.n, 40).astype(np.int32),
        chance.integers(0, 3, 40).astype(np.int32),
        chance.integers(0, 10**9, 40),
    )


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // 4))
def test_kernel_equals_plain_worlds_on_any_number_of_threads(first, monkeypatch):
    monkeypatch.setattr(module, "MOST_ENUMERATED", 12)
    exact = 0
    for seed in range(first, first + SEEDS // 4):
        network, coins = random_case(seed, few=seed % 3 == 0)
        for measures in (organizations_measure(network), random_measures(seed, network)):
            worlds = (1, 63, 64, 100, 1000, 4500)[seed % 6]
            asked = {"worlds": worlds, "seed": seed}
            plain = run_worlds(network, coins, measures, compiled=False, **asked)
            one, two = (
                run_worlds(network, coins, measures, compiled=True, threads=threads, **asked)
                for threads in (1, 2)
            )
            assert one.hits.tolist() == two.hits.tolist(), seed
            assert plain.sums.tolist() == one.sums.tolist() == two.sums.tolist(), seed
            assert plain.is_exact == one.is_exact
            exact += plain.is_exact
            assert np.abs(plain.hits - one.hits).max() < (1e-12 if plain.is_exact else 1e-300), seed
    assert 0 < exact < SEEDS // 2


def test_a_world_is_the_cascade_over_its_live_edges(monkeypatch):
    monkeypatch.setattr(module, "MOST_ENUMERATED", 4)
    for seed in range(60):
        network, coins = random_case(seed)
        worlds = 70
        found = run_worlds(network, coins, organizations_measure(network), worlds=worlds, seed=9)
        if found.is_exact:
            continue
        live = coin_words(coins.key, thresholds(coins.probability), 9, 0, 2)
        own = coin_words(coins.own_key, thresholds(coins.own_probability), 9, 0, 2)
        for world in range(worlds):
            place = np.uint64(world % 64)
            usable = (live[:, world // 64] >> place & np.uint64(1)) == 1
            fallen = np.flatnonzero((own[:, world // 64] >> place & np.uint64(1)) == 1)
            down = network.down(fallen, usable)
            down[fallen] = False
            assert found.sums[0, world] == down[: network.n].sum(), (seed, world)


def test_exact_probabilities_equal_those_of_many_drawn_worlds():
    tried = 0
    for seed in range(SEEDS // 2):
        network, coins = random_case(seed, few=True)
        measures = organizations_measure(network)
        exact = run_worlds(network, coins, measures, worlds=1, seed=1)
        if not exact.is_exact or len(exact.odds) < 4:
            continue
        tried += 1
        assert exact.odds.sum() == pytest.approx(1)
        assert (exact.sums[0] * exact.odds).sum() == pytest.approx(exact.hits[: network.n].sum())
        drawn = drawn_worlds(network, coins, measures)
        spread = np.sqrt(exact.hits * (1 - exact.hits) / drawn.worlds)
        assert (np.abs(drawn.chance() - exact.hits) <= 5 * spread + 1e-9).all(), seed
        if tried == 25:
            return
    raise AssertionError("too few cases")


def drawn_worlds(network, coins, measures):
    """The same asked of drawn worlds, though all could be visited."""
    most, module.MOST_ENUMERATED = module.MOST_ENUMERATED, 0
    try:
        return run_worlds(network, coins, measures, worlds=20_000, seed=3)
    finally:
        module.MOST_ENUMERATED = most


def test_coins_that_cannot_matter_are_not_counted_as_uncertain():
    """Behind whoever cannot fall, and into whoever is down anyway, a coin changes nothing."""
    vendors = np.array([0, 1, 2, *[3] * 30])
    customers = np.array([1, 2, 1, *range(4, 34)])
    network = network_of_edges(34, vendors, customers)
    place = np.argsort(network.input_edge)
    probability = np.full(33, 0.5)
    probability[place[0]] = 1.0  # 0 takes 1 down; 2 may follow; 3 and all behind it stay
    own = np.zeros(34)
    own[0] = 1.0
    keys = mixed(np.arange(67))
    coins = Coins(keys[:33], probability, keys[33:], own)
    found = run_worlds(network, coins, organizations_measure(network), worlds=10, seed=1)
    assert found.is_exact
    assert found.odds.tolist() == [0.5, 0.5]
    assert found.hits[:4].tolist() == [0.0, 1.0, 0.5, 0.0]


def test_worlds_that_would_not_fit_are_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(room, "free_memory", lambda: 1000)
    network, coins = random_case(1)
    for compiled in (False, True):
        with pytest.raises(TooLarge, match="MB of memory") as refused:
            run_worlds(
                network,
                coins,
                organizations_measure(network),
                worlds=10_000,
                seed=1,
                compiled=compiled,
            )
        assert refused.value.size > refused.value.limit


@given(cases())
def test_law_with_every_chance_at_one_simulate_says_what_exposed_says(case):
    sure = case.with_edges({**edge, "probability": 1.0} for edge in case.edges)
    params = ExposedParams(
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        assume_substitutes=case.assume_substitutes,
    )
    found = simulate(graph_of_case(sure), sorted(case.fallen), params)
    assert found.totals["is_exact"]
    states = reference_outage(case).states
    names = found.table.columns
    rows = [dict(zip(names, row, strict=True)) for row in found.table.rows]
    assert {row["id"] for row in rows if row["chance"] == 1} == {
        name for name, state in states.items() if state == "stops"
    }
    assert {row["id"] for row in rows if row.get("chance_partly") == 1} == {
        name for name, state in states.items() if state == "partly"
    }


@pytest.mark.parametrize("seed", range(25))
def test_probabilities_with_redundancy_and_parts_equal_the_reference_over_all_worlds(seed):
    """Every world of the uncertain links, one reference cascade each, weighed by hand."""
    case = replace(seeded_case(seed, most_organizations=8, most_edges=7), min_confidence=0.0)
    chance = np.random.default_rng(seed).choice([0.25, 0.5, 1.0], len(case.edges))
    edges = [{**edge, "probability": float(p)} for edge, p in zip(case.edges, chance, strict=True)]
    params = ExposedParams(
        as_of=case.as_of,
        min_criticality=case.threshold,
        assume_substitutes=case.assume_substitutes,
    )
    found = simulate(graph_of_case(case.with_edges(edges)), sorted(case.fallen), params)
    at = [found.table.columns.index(name) for name in ("id", "chance")]
    got = {row[at[0]]: row[at[1]] for row in found.table.rows if row[at[1]] > 0}
    expected = {}
    for live in product((False, True), repeat=len(edges)):
        odds = float(np.prod(np.where(live, chance, 1 - chance)))
        if odds:
            for name in stopped_in_world(case, edges, live):
                expected[name] = expected.get(name, 0.0) + odds
    assert got == pytest.approx(expected)


def stopped_in_world(case, edges, live):
    """Who is down, by the rule of the page: a dead link is never lost."""
    rows = [{key: value for key, value in edge.items() if key != "probability"} for edge in edges]
    view = reference_view(case.with_edges(rows))
    dead = {edge["id"] for edge, alive in zip(edges, live, strict=True) if not alive}
    down, parts = set(case.fallen), {}
    while True:
        before = (set(down), {name: set(found) for name, found in parts.items()})
        for group in view.groups:
            lost = {
                name
                for name in group.suppliers
                if all(
                    edge.id not in dead and edge_is_lost(edge, State(*before))
                    for edge in group.edges_of(name)
                )
            }
            if group.rank < RANKS[case.threshold]:
                continue
            if len(group.suppliers) - len(lost) < group.required:
                if group.scope is None:
                    down.add(group.customer)
                else:
                    parts.setdefault(group.customer, set()).update(group.scope)
        if (down, parts) == before:
            return down - case.fallen
