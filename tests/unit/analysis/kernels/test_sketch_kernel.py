"""Sketches err as much as they say, and are exact where they say so."""

from __future__ import annotations

import numpy as np
import pytest

from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.order import build_layout
from graphrisk.analysis.kernels.sketch import sketch_error, sketched_totals
from tests.random_networks import random_network


def wide_network(seed):
    """A network where some vendors reach thousands, over others."""
    draw = np.random.default_rng(seed)
    n, vendors = 20_000, 60
    vendor = draw.integers(0, vendors, 60_000)
    customer = draw.integers(vendors, n, 60_000)
    up, down = np.sort(draw.integers(0, vendors, (2, 40)), axis=0)
    return n, np.concatenate((vendor, up)), np.concatenate((customer, down))


@pytest.mark.parametrize("bits", [8, 12])
def test_errors_of_sketches_are_as_large_as_stated(bits):
    errors = []
    for seed in range(12):
        layout = build_layout(*wide_network(seed))
        exact = EveryVendor(layout).totals().nodes
        found = sketched_totals(layout, bits, seed=seed)
        sketched = ~found.is_exact
        assert sketched.sum() > 20
        assert (found.nodes[found.is_exact] == exact[found.is_exact]).all()
        errors.append(found.nodes[sketched] / exact[sketched] - 1)
    spread = float(np.sqrt((np.concatenate(errors) ** 2).mean()))
    assert 0.4 * sketch_error(bits) < spread < 1.4 * sketch_error(bits)


def test_small_networks_are_exact():
    for seed in range(60):
        layout = build_layout(*random_network(seed))
        found = sketched_totals(layout, 8)
        assert found.is_exact.all()
        assert found.nodes.tolist() == EveryVendor(layout).totals().nodes.tolist()


def test_same_seed_gives_the_same_numbers_and_another_one_others():
    layout = build_layout(*wide_network(1))
    first = sketched_totals(layout, 8, seed=1).nodes
    assert (first == sketched_totals(layout, 8, seed=1).nodes).all()
    assert (first != sketched_totals(layout, 8, seed=2).nodes).any()
