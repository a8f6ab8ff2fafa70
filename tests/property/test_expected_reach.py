"""Expected reach: kernels against their plain twins, figures against every world."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.analysis import room
from graphrisk.analysis.branches import plain_branches
from graphrisk.analysis.chance import ChanceTable, EdgeChances, edge_chances, falling
from graphrisk.analysis.coins import mixed, thresholds
from graphrisk.analysis.expected_reach import (
    ReachCoins,
    expected_reach,
    plain_reverse,
    reach_coins,
)
from graphrisk.analysis.kernels.branches import PreparedExpected
from graphrisk.analysis.kernels.reverse import PreparedReverse
from graphrisk.analysis.network import compile_network, network_of_edges
from graphrisk.analysis.worlds import organizations_measure, run_worlds
from graphrisk.errors import TooLarge
from graphrisk.model.harm import harm_view
from tests.builders import graph_of
from tests.networks import random_network
from tests.property.test_network import view_of
from tests.strategies import cases, seeds

SEEDS = seeds(20, 3_000)


def test_kernel_equals_plain_walks_on_any_number_of_threads():
    for seed in range(SEEDS):
        network = random_network(seed)
        chance = np.random.default_rng(seed)
        inputs = len(network.inputs)
        bars = thresholds(chance.choice([0, 1, 0.5, chance.random()], inputs))
        keys = mixed(np.arange(inputs) + seed)
        prepared = PreparedReverse.of(network, keys, bars)
        weights = chance.integers(0, 50, network.n)
        weights[0] += 1
        for weighed, total in ((None, network.n), (weights, weights.sum())):
            hits = plain_reverse(network, keys, bars, 80, seed, weighed)[: network.n]
            for threads in (1, 2):
                found = prepared.run(80, seed, weights=weighed, threads=threads)
                assert found.mean == pytest.approx(hits / 80 * total), (seed, threads)


@given(cases(most_organizations=7, most_edges=10), st.integers(0, 2**40))
def test_expected_reach_equals_that_of_every_world(case, seed):
    view = view_of(case)
    chances = edge_chances(view, ChanceTable(0.7, 0.4, 0.2, 0.6))
    coins = reach_coins(view, case.threshold, chances)
    network = compile_network(view, case.threshold, one_is_enough=True, coins=True)
    found = expected_reach(coins, 20_000, seed, compiled=bool(seed % 2))
    for vendor in range(view.n):
        own = falling(view, network, chances, np.array([vendor], dtype=np.int32))
        every = run_worlds(network, own, organizations_measure(network), worlds=1, seed=1)
        assert every.is_exact
        reached = every.hits[network.nodes_of_states()[1]]
        expected = reached.sum() - reached[vendor]
        bound = 6 * np.sqrt(max(expected, 0.01) * view.n / 20_000) + 1e-9
        if coins.bounded:
            assert found.mean[vendor] > expected - bound
        elif found.exact[vendor]:
            assert found.mean[vendor] == pytest.approx(expected, abs=1e-8)
        else:
            assert abs(found.mean[vendor] - expected) < bound


def uncertain(seed, **size):
    """A network whose inputs are certain, impossible or neither, and their keys and thresholds."""
    network = random_network(seed, **size)
    chance = np.random.default_rng(seed)
    inputs = len(network.inputs)
    odds = chance.random(inputs).round(1 + 5 * (seed % 2)) * (
        chance.random(inputs) < chance.random()
    )
    bars = thresholds(np.where(chance.random(inputs) < 0.4, chance.choice([0, 1], inputs), odds))
    return network, mixed(np.arange(inputs) + seed), bars


def test_branches_are_followed_alike_by_kernel_and_plain_twin_for_the_same_vendors():
    followed = 0
    for seed in range(3 * SEEDS):
        network, keys, bars = uncertain(seed, most_nodes=30, most_edges=60)
        weights = np.random.default_rng(seed).integers(0, 50, network.n)
        prepared = PreparedExpected.of(network, keys, bars)
        for threads in (1, 2):
            weighed = None if threads == 1 else weights
            found = prepared.run(50, seed, weights=weighed, threads=threads)
            weight = np.ones(network.n) if weighed is None else weights.astype(float)
            mean, known = plain_branches(network, bars, weight, 1 << 24)
            assert found.exact.tolist() == known.tolist(), seed
            assert found.mean[known] == pytest.approx(mean[known], rel=1e-12), seed
            assert not found.error[known].any()
            followed += int((known & (mean > 0)).sum())
            if not known.all():
                drawn = prepared.sampled.run(50, seed, weights=weighed)
                assert (found.mean[~known] == drawn.mean[~known]).all()
                assert found.samples == 50
    assert followed > 10 * SEEDS


def test_vendors_with_too_many_branches_are_left_to_samples(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.branches.PLAIN_STEPS", 0)
    links = [(0, at) for at in range(1, 12)] + [(at, 20 + at) for at in range(1, 12)]
    links += [(at, 60 + k) for at in range(1, 12) for k in range(40)]
    ends = np.array(links)
    network = network_of_edges(100, ends[:, 0], ends[:, 1])
    keys, bars = mixed(np.arange(len(links))), np.full(len(links), 1 << 31)
    coins = ReachCoins(network, keys, bars)
    for compiled in (True, False):
        found = expected_reach(coins, 20_000, 3, compiled=compiled)
        assert not found.exact[0] or compiled  # the kernel may take more steps
        assert found.exact[1:].all()
        assert found.mean[1] == pytest.approx(20.5)
        # Each of eleven is down with 1/2; forty customers listen to all of them.
        assert found.mean[0] == pytest.approx(
            11 * 0.5 + 11 * 0.25 + 40 * (1 - 0.75**11), abs=5 * found.error[0] + 1e-9
        )


def test_a_supplier_with_two_contracts_in_a_group_needs_both_coins():
    group = {"group": "g", "probability": 0.5}
    view = harm_view(graph_of(("A", "C", group), ("A", "C", group)), as_of="2026-01-01")
    coins = reach_coins(view, "critical", edge_chances(view, ChanceTable()))
    assert coins.threshold.tolist() == [1 << 30]
    found = expected_reach(coins, 40_000, 5)
    assert found.mean.tolist() == [0.25, 0.0]
    assert found.error.tolist() == [0.0, 0.0]
    assert found.samples == 0


def test_samples_that_would_not_fit_are_refused(monkeypatch):
    monkeypatch.setattr(room, "free_memory", lambda: 1000)
    network = random_network(2)
    inputs = len(network.inputs)
    coins = network, mixed(np.arange(inputs)), np.ones(inputs, dtype=np.int64)
    with pytest.raises(TooLarge, match="samples on"):
        PreparedReverse.of(*coins).run(1_000_000, 1)
    with pytest.raises(TooLarge, match="branches of"):
        expected_reach(ReachCoins(*coins), 1_000_000, 1, compiled=True)


def test_walks_in_words_and_the_kernel_estimate_the_same(monkeypatch):
    for most in ("branches", "kernels.branches"):
        monkeypatch.setattr(f"graphrisk.analysis.{most}.MOST_OPEN", -1)
    for seed in range(12):
        network = random_network(seed)
        chance = np.random.default_rng(seed)
        inputs = len(network.inputs)
        bars = thresholds(chance.choice([0, 1, 0.5, chance.random()], inputs))
        coins = ReachCoins(network, mixed(np.arange(inputs) + seed), bars)
        weights = chance.integers(1, 50, network.n)
        for weighed in (None, weights):
            kernel, words = (
                expected_reach(coins, 30_000, seed, weights=weighed, compiled=compiled)
                for compiled in (True, False)
            )
            bound = 5 * np.hypot(kernel.error, words.error) + 1e-9
            assert (np.abs(kernel.mean - words.mean) <= bound).all(), seed
            assert words.samples == 30_000


def test_chances_come_from_what_is_stated_else_from_the_table():
    words = ("critical", "important", "supporting", "unknown", None, "vital")
    edges = [("A", f"c{at}", {"criticality": word}) for at, word in enumerate(words)]
    edges.append(("A", "c9", {"criticality": "critical", "probability": 0.11}))
    view = harm_view(graph_of(*edges), as_of="2026-01-01")
    found = edge_chances(view, ChanceTable())
    assert isinstance(found, EdgeChances)
    assert found.probability.tolist() == [0.5, 0.2, 0.05, 0.5, 0.5, 0.5, 0.11]
    assert found.is_stated.tolist() == [False] * 6 + [True]
