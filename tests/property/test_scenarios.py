"""Scenarios as bits against one cascade after the other, and against the plain reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from graphrisk.analysis.kernels.scenarios import PreparedScenarios
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.scenarios import plain_scenarios, scenario_sets
from graphrisk.errors import TooLarge
from tests.networks import falls_of, random_falls, random_network
from tests.property.test_cascade_against_reference import reference_outage
from tests.property.test_network import view_of
from tests.strategies import cases, seeded_case, seeds

SEEDS = seeds(200, 20_000)


def test_plain_scenarios_equal_single_cascades():
    for seed in range(SEEDS // 2):
        network = random_network(seed)
        fallen = random_falls(seed, network.n, most=70 if seed % 8 == 0 else 8)
        weights = np.arange(network.n, dtype=np.int64) * 3 + 1
        counts = plain_scenarios(network, fallen, by_organization=True)
        weighed = plain_scenarios(network, fallen, weights)
        hits = np.zeros(network.n, dtype=np.int64)
        for at in range(len(fallen.starts) - 1):
            down = network.down(falls_of(fallen, at))[: network.n]
            down[falls_of(fallen, at)] = False
            assert counts.stops[at] == down.sum(), seed
            assert weighed.stops[at] == weights[down].sum(), seed
            hits += down
        assert counts.by_organization.tolist() == hits.tolist(), seed
        assert not counts.partly.any()
        assert not counts.degraded.any()


@given(cases())
def test_scenario_counts_equal_the_headline_of_the_reference(case):
    view = view_of(case)
    network = compile_network(view, case.threshold, degraded=True)
    rows = view.graph.rows_of(sorted(case.fallen))
    counts = plain_scenarios(network, scenario_sets([rows]))
    expected = reference_outage(case).counts
    found = (counts.stops[0], counts.partly[0], counts.degraded[0])
    assert found == (expected["stops"], expected["partly"], expected["degraded"])


@given(cases())
def test_reach_of_scenarios_equals_the_reference(case):
    view = view_of(case)
    network = compile_network(view, case.threshold, one_is_enough=True)
    rows = view.graph.rows_of(sorted(case.fallen))
    counts = plain_scenarios(network, scenario_sets([rows]))
    assert counts.stops[0] + counts.partly[0] == len(reference_outage(case).hops)


def test_scenario_without_anybody_fallen_stops_nobody():
    network = random_network(1)
    counts = plain_scenarios(network, scenario_sets([np.array([], dtype=np.int32)]))
    assert counts.stops.tolist() == [0]


# --------------------------------------------------------------------- the kernel and its twin


def same_counts(kernel, plain, note):
    """Every number of both, with a word on where they came from."""
    for name in ("stops", "partly", "degraded"):
        assert getattr(kernel, name).tolist() == getattr(plain, name).tolist(), (note, name)
    if plain.by_organization is not None:
        assert kernel.by_organization.tolist() == plain.by_organization.tolist(), note


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // 4))
def test_kernel_equals_plain_scenarios_on_any_number_of_threads(first):
    for seed in range(first, first + SEEDS // 4):
        network = random_network(seed)
        fallen = random_falls(seed, network.n)
        weights = np.arange(network.n, dtype=np.int64) * 3
        prepared = PreparedScenarios.of(network)
        plain = plain_scenarios(network, fallen, by_organization=True)
        weighed = plain_scenarios(network, fallen, weights, by_organization=True)
        for threads in (1, 2):
            counts = prepared.count(fallen, by_organization=True, threads=threads)
            same_counts(counts, plain, (seed, threads))
        same_counts(prepared.count(fallen), plain_scenarios(network, fallen), seed)
        same_counts(prepared.count(fallen, weights, by_organization=True), weighed, seed)


def test_kernel_counts_partly_and_degraded_like_the_plain_form():
    for seed in range(60):
        view = view_of(seeded_case(seed))
        network = compile_network(view, "critical", degraded=True)
        fallen = random_falls(seed, network.n)
        weights = np.arange(network.n, dtype=np.int64) + 5
        prepared = PreparedScenarios.of(network)
        for weighed in (None, weights):
            plain = plain_scenarios(network, fallen, weighed, by_organization=True)
            same_counts(prepared.count(fallen, weighed, by_organization=True), plain, seed)


def test_kernel_counts_more_scenarios_than_one_block_holds():
    network = random_network(4, most_nodes=12)
    every = [
        np.flatnonzero(np.array(list(f"{at:012b}"[-network.n :]), dtype=int)) for at in range(7000)
    ]
    fallen = scenario_sets(every)
    plain = plain_scenarios(network, fallen, by_organization=True)
    prepared = PreparedScenarios.of(network)
    for threads in (1, 2, 3):
        same_counts(prepared.count(fallen, by_organization=True, threads=threads), plain, threads)


def test_large_job_takes_the_kernel_and_a_small_one_does_not(monkeypatch):
    from graphrisk.analysis import scenarios as module
    from graphrisk.analysis.kernels import scenarios as kernels

    calls = []
    monkeypatch.setattr(kernels, "count_scenarios", lambda *given: calls.append(given))
    network, fallen = random_network(3), scenario_sets([np.array([0])])
    module.scenarios(network, fallen)
    assert not calls
    monkeypatch.setattr(module, "PLAIN_WORK", 0)
    module.scenarios(network, fallen)
    assert len(calls) == 1


def test_scenarios_that_would_not_fit_are_refused_with_the_number(monkeypatch):
    from graphrisk.analysis import room

    monkeypatch.setattr(room, "free_memory", lambda: 1000)
    with pytest.raises(TooLarge, match=r"scenarios on .* would take .* MB of memory") as refused:
        PreparedScenarios.of(random_network(3)).count(random_falls(3, 5))
    assert refused.value.size > refused.value.limit
