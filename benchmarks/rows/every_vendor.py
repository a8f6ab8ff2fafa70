"""Reach of every vendor at once, exact: counts; beside it weighted, and estimated by sketches.

Peers that would take longer than the budget answer for a systematic sample of the vendors in the
order of their reach, and are scaled; their line says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rows import peers
from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network
from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.sketch import sketched_totals

Array = npt.NDArray[Any]
SAMPLE = {"igraph": 2_048, "scipy": 2_048, "rustworkx": 256, "networkx": 64}
"""Vendors that a peer which answers one by one is asked about."""


def _cells(network: Network) -> Iterator[Cell]:
    asked = EveryVendor(network.layout)
    exact = asked.totals().nodes
    order = network.vendors[np.argsort(exact[network.vendors], kind="stable")]

    def ours() -> Contestant:
        return Contestant("graphrisk", lambda: asked.totals().nodes)

    def one_thread() -> Contestant:
        alone = EveryVendor(network.layout, threads=1)
        return Contestant("graphrisk, one thread", lambda: alone.totals().nodes)

    yield Cell(
        "exact, counts",
        [
            ("graphrisk", None, ours),
            ("graphrisk, one thread", None, one_thread),
            ("networkit ReachableNodes", "networkit", partial(_networkit, network, exact)),
            *(
                (label, library, partial(_one_by_one, network, exact, order, label, make))
                for label, library, make in ONE_BY_ONE
            ),
        ],
        rounds=7,
    )
    yield from _own_cells(network, asked, exact)


def _own_cells(network: Network, asked: EveryVendor, exact: Array) -> Iterator[Cell]:
    """What no peer answers: with weights, with who is reached by how many, and by sketches."""
    weight = np.random.default_rng(1).integers(0, 1_000, network.n).astype(np.float64)
    sources = np.ones(network.n, dtype=np.bool_)

    def one(name: str, run: Callable[[], Any], note: str = "") -> tuple[str, None, Any]:
        return name, None, lambda: Contestant(name, run, note=note)

    error = sketched_totals(network.layout, 8)
    some = exact[network.vendors] >= 1_000
    found = error.nodes[network.vendors][some] / np.maximum(exact[network.vendors][some], 1) - 1
    spread = f"root mean square error {np.sqrt((found**2).mean()):.1%}" if some.any() else "exact"
    yield Cell(
        "weights, sources, sketches",
        [
            one("graphrisk, weighted", lambda: asked.totals(weight).weight),
            one(
                "graphrisk, weighted, and by how many reached",
                lambda: asked.totals(weight, sources=sources).weight,
            ),
            one("graphrisk, sketches of 256", lambda: sketched_totals(network.layout, 8), spread),
        ],
        same=None,
        rounds=5,
    )


def _networkit(network: Network, exact: Array) -> Contestant:
    import networkit as nk

    graph = peers.form(network, "networkit")

    def run() -> Any:
        counted = nk.reachability.ReachableNodes(graph, True)
        counted.run()
        return counted

    def answer(raw: Any) -> Array:
        found = np.zeros(network.n, dtype=np.int64)
        for vendor in network.vendors.tolist():
            found[vendor] = raw.numberOfReachableNodes(vendor) - 1
        return found

    return Contestant("networkit ReachableNodes", run, answer, note="every processor")


def _one_by_one(
    network: Network,
    exact: Array,
    order: Array,
    label: str,
    make: Callable[[Network], Callable[[Array], Array]],
) -> Contestant:
    size = min(len(order), SAMPLE[label.split()[0]])
    places = np.linspace(0, len(order) - 1, size).astype(np.int64)
    some = order[np.unique(places)]
    count = make(network)

    def answer(raw: Array) -> Array:
        found = exact.copy()  # of the others nothing is said
        found[some] = raw
        return found

    sampled = len(some) < len(order)
    return Contestant(
        label,
        lambda: count(some),
        answer,
        scale=len(order) / len(some),
        note=f"{len(some):,} of {len(order):,} vendors, scaled" if sampled else "",
    )


def _igraph(network: Network) -> Callable[[Array], Array]:
    graph = peers.form(network, "igraph")
    size = network.n
    return lambda some: np.array(graph.neighborhood_size(some.tolist(), order=size, mode="out")) - 1


def _scipy(network: Network) -> Callable[[Array], Array]:
    from scipy.sparse.csgraph import breadth_first_order

    matrix = peers.form(network, "scipy")

    def count(some: Array) -> Array:
        walk = partial(breadth_first_order, matrix, return_predecessors=False)
        return np.array([len(walk(int(vendor))) - 1 for vendor in some])

    return count


def _rustworkx(network: Network) -> Callable[[Array], Array]:
    import rustworkx

    graph = peers.form(network, "rustworkx")

    def count(some: Array) -> Array:
        found = (rustworkx.descendants(graph, int(vendor)) for vendor in some)
        pairs = zip(found, some.tolist(), strict=True)
        return np.array([len(reached - {vendor}) for reached, vendor in pairs])

    return count


def _networkx(network: Network) -> Callable[[Array], Array]:
    import networkx as nx

    graph = peers.form(network, "networkx")
    return lambda some: np.array([len(nx.descendants(graph, int(vendor))) for vendor in some])


ONE_BY_ONE = (
    ("igraph neighborhood_size", "igraph", _igraph),
    ("scipy breadth_first_order", "scipy", _scipy),
    ("rustworkx descendants", "rustworkx", _rustworkx),
    ("networkx descendants", "networkx", _networkx),
)
ROWS = (
    Row(
        "every vendor",
        _cells,
        target="15 x networkit at 100k; 25 x, 1 s and 2 GB at 1m; 8 x on hard variants",
    ),
)
