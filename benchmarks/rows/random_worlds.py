"""Random worlds: the expected cascade of one vendor, redundancy inside worlds, and all vendors.

Answers are random on both sides: means are compared by their difference over their pooled standard
error, which must be below 4.5. For all vendors at once the peer is given as many runs of each
vendor as bring it to the error that ours has there; where ours is exact, no number of runs does,
and the peer is let go at a thousandth of the mean (a tenth of that error takes 100 times the runs).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network
from graphrisk.analysis.coins import CERTAIN, mixed, thresholds
from graphrisk.analysis.kernels.branches import PreparedExpected
from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.worlds import PreparedWorlds
from graphrisk.analysis.network_form import network_of_edges
from graphrisk.analysis.worlds import Draws

WORLDS = 10_000
SAMPLES = 1_000_000
LARGE = 1_000
"""Reach from which vendors are compared at equal error."""
NEAR = 1e-3
"""Error of the peer, as a share of the mean, at which it is let go where ours is exact."""
_PROBE = 24
_PROBE_RUNS = 12
_PEER_SECONDS = 1.5
_PEER = "cynetdiff at equal error, or 0.1 %"
Moments = tuple[float, float]


@lru_cache(maxsize=1)
def _reach(network_id: int, network: Network) -> npt.NDArray[Any]:
    del network_id
    return EveryVendor(network.layout).totals().nodes


def _same_mean(ours: Moments, other: Moments) -> bool:
    difference = abs(ours[0] - other[0])
    return difference <= 4.5 * float(np.hypot(ours[1], other[1])) + 1e-9


def _moments(sizes: Any) -> Moments:
    values = np.asarray(sizes, dtype=np.float64)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _prepared(network: Network, group: Any = None) -> PreparedWorlds:
    compiled = network_of_edges(network.n, network.vendor, network.customer, group)
    keys = mixed(np.arange(network.m))[compiled.input_edge]
    return PreparedWorlds.of(compiled, keys, thresholds(network.probability[compiled.input_edge]))


def _cascade(name: str, prepared: PreparedWorlds, vendor: int) -> Contestant:
    n = prepared.network.n_nodes
    own = np.zeros(n, dtype=np.int64)
    own[vendor] = CERTAIN
    nothing = np.zeros(n, dtype=np.uint64)
    draws = Draws(nothing, own, nothing, own, None, WORLDS, 5)
    return Contestant(name, lambda: prepared.run(draws).sums[0], _moments)


def _cells(network: Network) -> Iterator[Cell]:
    reach = _reach(id(network), network)
    top = int(np.argmax(reach))
    plain = _prepared(network)
    yield Cell(
        "cascade of the top vendor, 10,000 worlds",
        [
            ("graphrisk", None, partial(_cascade, "graphrisk", plain, top)),
            ("cynetdiff", "cynetdiff", partial(_cynetdiff, network, top)),
            ("scipy live edges", "scipy", partial(_scipy, network, top)),
        ],
        same=_same_mean,
        rounds=9,
    )
    names = "graphrisk, no redundancy", "graphrisk, 1 of n must stand"
    grouped = _prepared(network, network.group)
    yield Cell(
        "redundancy inside each world",
        [
            (names[0], None, partial(_cascade, names[0], plain, top)),
            (names[1], None, partial(_cascade, names[1], grouped, top)),
        ],
        same=None,
        rounds=9,
    )
    yield _all_vendors(network, reach)


def _repeated(name: str, once: Callable[[], int], seconds: float = _PEER_SECONDS) -> Contestant:
    """Run a peer as often as fits into some seconds, and scale."""
    once()
    began = time.perf_counter()
    once()
    runs = int(np.clip(seconds / max(time.perf_counter() - began, 1e-7), 30, 1_000))
    return Contestant(
        name,
        lambda: [once() for _ in range(runs)],
        _moments,
        scale=WORLDS / runs,
        note=f"{runs:,} of {WORLDS:,} worlds",
    )


def _lists(network: Network) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Any]:
    order = np.argsort(network.vendor, kind="stable")
    starts = np.zeros(network.n + 1, dtype=np.int64)
    np.cumsum(np.bincount(network.vendor, minlength=network.n), out=starts[1:])
    return starts, network.customer[order], network.probability[order]


def _cynetdiff_model(network: Network) -> Any:
    import array

    from cynetdiff.models import IndependentCascadeModel

    starts, customers, chance = _lists(network)
    columns = (starts[:-1].astype(np.uint32).tolist(), customers.astype(np.uint32).tolist())
    return IndependentCascadeModel(
        *(array.array("I", column) for column in columns),
        activation_probs=array.array("f", chance.astype(np.float32).tolist()),
        rng=3,
    )


def _one_cascade(model: Any) -> int:
    model.reset_model()
    model.advance_until_completion()
    return int(model.get_num_activated_nodes()) - 1


def _cynetdiff(network: Network, top: int) -> Contestant:
    model = _cynetdiff_model(network)
    model.set_seeds([top])
    return _repeated("cynetdiff", lambda: _one_cascade(model))


def _scipy(network: Network, top: int) -> Contestant:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    starts, customers, chance = _lists(network)
    row = np.repeat(np.arange(network.n), np.diff(starts))
    random = np.random.default_rng(3)

    def once() -> int:
        live = random.random(network.m) < chance
        ends = np.concatenate(([0], np.cumsum(np.bincount(row[live], minlength=network.n))))
        size = (network.n, network.n)
        matrix = csr_array((np.ones(int(ends[-1])), customers[live], ends), shape=size)
        return len(breadth_first_order(matrix, top, return_predecessors=False)) - 1

    return _repeated("scipy live edges", once)


def _all_vendors(network: Network, reach: npt.NDArray[Any]) -> Cell:
    compiled = network_of_edges(network.n, network.vendor, network.customer)
    edge = compiled.input_edge
    keys, bars = mixed(np.arange(network.m))[edge], thresholds(network.probability[edge])
    prepared = PreparedExpected.of(compiled, keys, bars)
    found = prepared.run(SAMPLES, 1)
    met = found.mean > 0
    large = np.flatnonzero((reach >= LARGE) & met)
    note = _errors("all vendors met", found, np.flatnonzero(met))
    if len(large):
        note += f"; {_errors(f'those that reach {LARGE:,}', found, large)}"
    name = f"graphrisk, {found.samples:,} walks" if found.samples else "graphrisk, exact"

    def ours() -> Contestant:
        return Contestant(name, lambda: prepared.run(SAMPLES, 1), lambda _: None)

    makers: list[tuple[str, str | None, Callable[[], Contestant]]] = [(name, None, ours)]
    if len(large):
        makers.append((_PEER, "cynetdiff", partial(_equal_error, network, found, large, reach)))
    return Cell("expected reach of every vendor", makers, same=None, rounds=5, note=note)


def _errors(which: str, found: Any, some: npt.NDArray[Any]) -> str:
    """Say how exact the figures of some vendors are."""
    exact = int(found.exact[some].sum())
    rest = some[~found.exact[some]]
    text = f"{which}: {exact:,} of {len(some):,} exact"
    if not len(rest):
        return text
    relative = np.quantile(found.error[rest] / found.mean[rest], (0.5, 0.95))
    return f"{text}, standard error of the others: median {relative[0]:.1%}, 95th {relative[1]:.0%}"


def _equal_error(
    network: Network, found: Any, large: npt.NDArray[Any], reach: npt.NDArray[Any]
) -> Contestant:
    """Give the peer, for each vendor, the runs that bring it to our error; a part of them is run.

    Raises
    ------
    AssertionError
        Means of some vendor differ by more than chance allows.
    """
    model = _cynetdiff_model(network)
    order = large[np.argsort(reach[large], kind="stable")]
    some = order[np.linspace(0, len(order) - 1, min(_PROBE, len(order))).astype(int)]
    needed, seconds = [], []
    for vendor in some.tolist():
        model.set_seeds([vendor])
        began = time.perf_counter()
        sizes = np.array([_one_cascade(model) for _ in range(_PROBE_RUNS)], dtype=np.float64)
        seconds.append((time.perf_counter() - began) / _PROBE_RUNS)
        spread = sizes.var(ddof=1)
        error = np.hypot(np.sqrt(spread / _PROBE_RUNS), found.error[vendor])
        if abs(sizes.mean() - found.mean[vendor]) > 6 * error + 1e-9:
            raise AssertionError(f"vendor {vendor}: {sizes.mean()} and {found.mean[vendor]}")
        aim = found.error[vendor] or NEAR * found.mean[vendor]
        needed.append(max(1.0, spread / aim**2))
    whole = float(np.dot(needed, seconds))
    part = min(1.0, _PEER_SECONDS / whole)
    runs = np.maximum(1, np.round(np.array(needed) * part)).astype(int)
    done = float(np.dot(runs, seconds)) / whole

    def run() -> None:
        for vendor, times in zip(some.tolist(), runs.tolist(), strict=True):
            model.set_seeds([vendor])
            for _ in range(times):
                _one_cascade(model)

    return Contestant(
        _PEER,
        run,
        lambda _: None,
        scale=len(order) / len(some) / done,
        note=f"{len(some)} of {len(order):,} that reach {LARGE:,}, {done:.2%} of their runs",
    )


ROWS = (
    Row(
        "random worlds",
        _cells,
        target="cascade: 400 x the best peer on imc, 30 x cynetdiff at 100k; redundancy within "
        "2.5 x; every vendor: 200 x cynetdiff at equal error",
    ),
)
