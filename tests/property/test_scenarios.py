"""Scenarios as bits against one cascade after the other, and against the plain reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from graphrisk.analysis.network import compile_network
from graphrisk.analysis.scenarios import plain_scenarios, scenario_sets
from tests.networks import falls_of, random_falls, random_network
from tests.property.test_cascade_against_reference import reference_outage
from tests.property.test_network import view_of
from tests.strategies import cases


@pytest.mark.parametrize("first", [0, 500])
def test_plain_scenarios_equal_single_cascades(first):
    for seed in range(first, first + 300):
        network = random_network(seed)
        fallen = random_falls(seed, network.n, most=70)
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
