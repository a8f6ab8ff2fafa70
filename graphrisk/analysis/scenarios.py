"""Thousands of scenarios in one pass: who goes down when these organizations fall, each for itself.

Small jobs run in plain numpy at once, larger ones in a compiled kernel; the answers are equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphrisk.analysis import bit_rows
from graphrisk.analysis.network_form import Array, Longs, Network
from graphrisk.model.graph import Ints
from graphrisk.model.ragged import Ragged

PLAIN_WORK = 4_000_000
"""Inputs times words of 64 scenarios below which numpy is done before a compiler has started."""
_PLAIN_WORDS = 32


@dataclass(frozen=True)
class ScenarioCounts:
    """What each scenario does, the fallen themselves left out.

    Attributes
    ----------
    stops, partly, degraded
        Organizations in each state, one number per scenario; each counted once, in this order.
        ``degraded`` is zero where the network was compiled without it. With weights: their sums.
    by_organization
        Scenarios that stop each organization, wholly or partly (those in which it falls itself
        left out); None where it was not asked for.
    """

    stops: Longs
    partly: Longs
    degraded: Longs
    by_organization: Longs | None = None


def scenario_sets(sets: list[Array]) -> Ragged:
    """Return sets of organization rows as one list of lists, doubles left out.

    Examples
    --------
    >>> import numpy as np
    >>> scenario_sets([np.array([2, 0, 2]), np.array([1])]).values.tolist()
    [0, 2, 1]
    """
    clean = [np.unique(np.asarray(rows, dtype=np.int32)) for rows in sets]
    starts = np.concatenate(([0], np.cumsum([len(rows) for rows in clean], dtype=np.int64)))
    values = np.concatenate(clean) if clean else np.zeros(0)
    return Ragged(starts.astype(np.int64), values.astype(np.int32))


def scenarios(
    network: Network,
    fallen: Ragged,
    *,
    weights: Longs | None = None,
    by_organization: bool = False,
    threads: int | None = None,
    compiled: bool | None = None,
) -> ScenarioCounts:
    """Count who goes down in each scenario.

    Parameters
    ----------
    network
        From `compile_network`: depends with redundancy, reach with ``one_is_enough``; with
        ``degraded`` those states are counted too.
    fallen
        Rows of the organizations that fall in each scenario, each at most once
        (`scenario_sets`).
    weights
        Whole number of each organization (people, cents); None: each counts one.
    by_organization
        Also return how many scenarios stop each organization.
    threads
        Default: as many as there are processors; the answer does not depend on it.
    compiled
        Default: by the size of the job (`PLAIN_WORK`).

    Raises
    ------
    TooLarge
        The rows would not fit into memory.

    Notes
    -----
    O(inputs x scenarios / 64). Memory of the kernel: 8 bytes x vendors x words of a block (64 at
    the most) x threads.

    Examples
    --------
    >>> import numpy as np
    >>> from graphrisk.analysis.network import network_of_edges
    >>> chain = network_of_edges(3, np.array([0, 1]), np.array([1, 2]))
    >>> scenarios(chain, scenario_sets([np.array([0]), np.array([2])])).stops.tolist()
    [2, 0]
    """
    work = len(network.inputs) * (-(-(len(fallen.starts) - 1) // 64))
    if work > PLAIN_WORK if compiled is None else compiled:
        from graphrisk.analysis.kernels.scenarios import count_scenarios

        return count_scenarios(network, fallen, weights, by_organization, threads)
    return plain_scenarios(network, fallen, weights, by_organization=by_organization)


def plain_scenarios(
    network: Network,
    fallen: Ragged,
    weights: Longs | None = None,
    *,
    by_organization: bool = False,
) -> ScenarioCounts:
    """Count who goes down in each scenario, in plain numpy; see `scenarios`."""
    n_scenarios = len(fallen.starts) - 1
    stops, partly, degraded = (np.zeros(n_scenarios, dtype=np.int64) for _ in range(3))
    hits = np.zeros(network.n, dtype=np.int64)
    states = network.nodes_of_states()
    for first in range(0, n_scenarios, 64 * _PLAIN_WORDS):
        last = min(n_scenarios, first + 64 * _PLAIN_WORDS)
        rows = bit_rows.settle(network, bit_rows.seeds(network, fallen, first, last))
        for total, nodes in zip((stops, partly, degraded), states, strict=True):
            total[first:last] = bit_rows.count_down(rows, nodes, last - first, weights)
        if by_organization:
            hits += bit_rows.bits_of(rows[states[1]], last - first).sum(axis=1, dtype=np.int64)
    spared = fallen_weight(fallen, weights)
    if by_organization:
        hits -= np.bincount(fallen.values, minlength=network.n)
    return counts_of_states(
        stops - spared, partly - spared, degraded - spared, hits if by_organization else None
    )


def counts_of_states(
    stops: Longs, partly_or_worse: Longs, degraded_or_worse: Longs, hits: Longs | None
) -> ScenarioCounts:
    """Return counts of single states from counts of nested ones."""
    return ScenarioCounts(stops, partly_or_worse - stops, degraded_or_worse - partly_or_worse, hits)


def fallen_weight(fallen: Ragged, weights: Longs | None) -> Longs:
    """Return how many fall in each scenario, or their weight."""
    if weights is None:
        return fallen.lengths()
    sums = np.concatenate(([0], np.cumsum(weights[fallen.values])))
    found: Longs = sums[fallen.starts[1:]] - sums[fallen.starts[:-1]]
    return found


def single_falls(rows: Ints) -> Ragged:
    """Return one scenario per organization: it falls alone."""
    return Ragged(np.arange(len(rows) + 1, dtype=np.int64), rows.astype(np.int32))
