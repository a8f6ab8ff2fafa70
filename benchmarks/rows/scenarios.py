"""Thousands of scenarios: 10,000 sets of one to ten vendors fall, each set for itself.

Half of the vendors are drawn by the root of their customers, half evenly. Links of one customer
and category stand in for each other in the cells with redundancy; no library has that, so the
plain form answers a sample there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rows import peers
from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network
from graphrisk.analysis.kernels.scenarios import PreparedScenarios
from graphrisk.analysis.network_form import network_of_edges
from graphrisk.analysis.scenarios import plain_scenarios, scenario_sets
from graphrisk.model.ragged import Ragged

SCENARIOS = 10_000
GRAPHBLAS_SAMPLE = 512
PLAIN_SAMPLE = 64
BATCH = 256


def scenarios_of(network: Network) -> Ragged:
    """Draw the sets."""
    chance = np.random.default_rng(0)
    customers = np.bincount(network.vendor, minlength=network.n)[network.vendors]
    size = chance.integers(1, 11, SCENARIOS)
    total = int(size.sum())
    weight = np.sqrt(customers) / np.sqrt(customers).sum()
    large = chance.choice(network.vendors, total, p=weight)
    drawn = np.where(chance.random(total) < 0.5, large, chance.choice(network.vendors, total))
    return scenario_sets(np.split(drawn, np.cumsum(size)[:-1]))


def _first(fallen: Ragged, count: int) -> Ragged:
    return Ragged(fallen.starts[: count + 1], fallen.values[: fallen.starts[count]])


def _same_as_far_as_asked(ours: Any, other: Any) -> bool:
    return bool((ours[: len(other)] == other).all())


def _cells(network: Network) -> Iterator[Cell]:
    fallen = scenarios_of(network)
    bare = network_of_edges(network.n, network.vendor, network.customer)
    yield Cell(
        "10,000 scenarios",
        [
            ("graphrisk", None, partial(_ours, "graphrisk", PreparedScenarios.of(bare), fallen)),
            ("graphblas, 256 rows a batch", "graphblas", partial(_graphblas, network, fallen)),
        ],
        same=_same_as_far_as_asked,
        rounds=9,
    )
    ends = network.vendor, network.customer, network.group
    grouped = {k: network_of_edges(network.n, *ends, required=k) for k in (1, 2, 3)}
    prepared = {k: PreparedScenarios.of(each) for k, each in grouped.items()}
    for k, each in grouped.items():
        yield Cell(
            f"10,000 scenarios, {k} of n must stand",
            [
                ("graphrisk", None, partial(_ours, "graphrisk", prepared[k], fallen)),
                ("graphrisk plain numpy", None, partial(_plain, each, fallen)),
            ],
            same=_same_as_far_as_asked,
            rounds=5,
        )
    names = {k: f"graphrisk, {k} of n" for k in grouped}
    yield Cell(
        "any k beside k = 1",
        [(names[k], None, partial(_ours, names[k], prepared[k], fallen)) for k in grouped],
        same=None,
        rounds=9,
    )


def _ours(name: str, prepared: PreparedScenarios, fallen: Ragged) -> Contestant:
    return Contestant(name, lambda: prepared.count(fallen).stops)


def _plain(network: Any, fallen: Ragged) -> Contestant:
    some = _first(fallen, PLAIN_SAMPLE)
    return Contestant(
        "graphrisk plain numpy",
        lambda: plain_scenarios(network, some).stops,
        scale=SCENARIOS / PLAIN_SAMPLE,
        note=f"{PLAIN_SAMPLE} of {SCENARIOS:,} scenarios",
    )


def _graphblas(network: Network, fallen: Ragged) -> Contestant:
    import graphblas as gb

    matrix = peers.form(network, "graphblas")
    some = _first(fallen, GRAPHBLAS_SAMPLE)

    def batch(first: int) -> npt.NDArray[np.int64]:
        starts = some.starts[first : first + BATCH + 1]
        row = np.repeat(np.arange(len(starts) - 1), np.diff(starts)).astype(np.uint64)
        node = some.values[starts[0] : starts[-1]].astype(np.uint64)
        size = {"nrows": len(starts) - 1, "ncols": network.n}
        seen = gb.Matrix.from_coo(row, node, True, dtype=bool, **size)
        front = seen.dup()
        while front.nvals:
            front(~seen.S, replace=True) << gb.semiring.any_pair(front @ matrix)
            seen(front.S) << True
        counts: npt.NDArray[np.int64] = seen.reduce_rowwise(gb.agg.count).new().to_dense(0)
        return counts - np.diff(starts)

    return Contestant(
        "graphblas, 256 rows a batch",
        lambda: np.concatenate([batch(at) for at in range(0, GRAPHBLAS_SAMPLE, BATCH)]),
        scale=SCENARIOS / GRAPHBLAS_SAMPLE,
        note=f"{GRAPHBLAS_SAMPLE} of {SCENARIOS:,} scenarios",
    )


ROWS = (
    Row(
        "scenarios",
        _cells,
        target="100 x graphblas on imc, 300 x at 100k; any k within 1.5 x of k = 1",
    ),
)
