"""One vendor falls: who is reached, with hops or as a bare set.

Three vendors, by reach: the largest, one at the 95th percentile, the median one. Small answers are
a matter of microseconds, where the cost of a call is all. Each contestant answers in its own form:
pairs, an array over all parties, layers; the count of igraph's ``neighborhood_size`` and the
order of scipy's ``breadth_first_order`` are weaker answers than hops, and stand among sets only.
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
from graphrisk.analysis.kernels.one_vendor import OneVendor

Array = npt.NDArray[Any]
FAR = 1e15


def sources(network: Network) -> dict[str, int]:
    """Return the largest vendor by reach, the one at the 95th percentile, and the median one."""
    asked = OneVendor(network.layout)
    some = network.vendors
    if len(some) > 4_000:
        some = np.random.default_rng(1).choice(some, 4_000, replace=False)
        largest = np.bincount(network.vendor, minlength=network.n).argsort()[-50:]
        some = np.union1d(some, largest)
    reach = np.array([len(asked.reached(int(vendor))) for vendor in some])
    order = some[np.lexsort((some, reach))]
    last = len(order) - 1
    places = {"top": last, "95th percentile": int(0.95 * last), "median": last // 2}
    return {name: int(order[place]) for name, place in places.items()}


def _cells(network: Network) -> Iterator[Cell]:
    asked = OneVendor(network.layout)
    for name, source in sources(network).items():
        size = len(asked.reached(source))
        ours = ("graphrisk", None, lambda source=source: _our_hops(network, asked, source))
        rest = [(label, library, partial(make, network, source)) for label, library, make in HOPS]
        yield Cell(f"hops, {name} vendor ({size:,})", [ours, *rest])
        ours = ("graphrisk", None, lambda source=source: _our_set(network, asked, source))
        rest = [(label, library, partial(make, network, source)) for label, library, make in SETS]
        yield Cell(f"set, {name} vendor ({size:,})", [ours, *rest], same=_same_set)


def _same_set(ours: Array, other: Array) -> bool:
    """Compare sorted rows; a peer that only counts is compared by its count."""
    return len(ours) == int(other) if np.isscalar(other) else bool(np.array_equal(ours, other))


def _our_hops(network: Network, asked: OneVendor, source: int) -> Contestant:
    def answer(raw: Array) -> Array:
        found = np.full(network.n, -1, dtype=np.int32)
        found[raw[0]] = raw[1]
        found[source] = 0
        return found

    return Contestant("graphrisk", lambda: asked.hops(source), answer)


def _our_set(network: Network, asked: OneVendor, source: int) -> Contestant:
    return Contestant("graphrisk", lambda: asked.reached(source), np.sort)


def _dense(far: Callable[[Array], Array]) -> Callable[[Any], Array]:
    return lambda raw: np.where(far(np.asarray(raw)), -1, np.asarray(raw)).astype(np.int32)


def _scipy_hops(network: Network, source: int) -> Contestant:
    from scipy.sparse.csgraph import dijkstra

    matrix = peers.form(network, "scipy")
    return Contestant(
        "scipy dijkstra",
        lambda: dijkstra(matrix, directed=True, indices=source, unweighted=True),
        _dense(np.isinf),
    )


def _scipy_order(network: Network, source: int) -> Contestant:
    from scipy.sparse.csgraph import breadth_first_order

    matrix = peers.form(network, "scipy")
    return Contestant(
        "scipy breadth_first_order",
        lambda: breadth_first_order(matrix, source, return_predecessors=False),
        lambda raw: np.sort(raw[raw != source]),
    )


def _scipy_tree(network: Network, source: int) -> Contestant:
    """Order and predecessors: hops follow from them in one more pass, which is timed too."""
    from scipy.sparse.csgraph import breadth_first_order

    matrix = peers.form(network, "scipy")

    def run() -> Array:
        order, before = breadth_first_order(matrix, source)
        hops = np.full(network.n, -1, dtype=np.int32)
        hops[source] = 0
        front = order[:1]
        place = 1
        parent = before[order]
        # Parties of one layer lie together: a layer ends where the parent leaves the last one.
        while place < len(order):
            last = place
            inside = hops[parent[last:]] >= 0
            last += int(np.argmin(inside)) if not inside.all() else len(inside)
            front = order[place:last]
            hops[front] = hops[parent[place:last]] + 1
            place = last
        return hops

    return Contestant("scipy breadth_first_order + hops", run)


def _networkit(network: Network, source: int) -> Contestant:
    import networkit as nk

    graph = peers.form(network, "networkit")

    def run() -> Any:
        search = nk.distance.BFS(graph, source, storePaths=False)
        search.run()
        return search.getDistances(asarray=True)

    return Contestant("networkit", run, _dense(lambda raw: raw > FAR))


def _graphblas(network: Network, source: int) -> Contestant:
    from graphblas import Vector, semiring

    matrix = peers.form(network, "graphblas")

    def run() -> Any:
        hops, front = Vector(int, network.n), Vector(bool, network.n)
        hops[source], front[source] = 0, True
        layer = 0
        while True:
            layer += 1
            front(~hops.S, replace=True) << semiring.any_pair(front @ matrix)
            if front.nvals == 0:
                return hops
            hops(front.S) << layer

    def answer(raw: Any) -> Array:
        rows, values = raw.to_coo()
        found = np.full(network.n, -1, dtype=np.int32)
        found[rows.astype(np.int64)] = values
        return found

    return Contestant("graphblas", run, answer)


def _igraph(network: Network, source: int) -> Contestant:
    graph = peers.form(network, "igraph")

    def answer(raw: Any) -> Array:
        order, starts, _ = raw
        found = np.full(network.n, -1, dtype=np.int32)
        for layer in range(len(starts) - 1):
            found[np.array(order[starts[layer] : starts[layer + 1]], dtype=np.int64)] = layer
        return found

    return Contestant("igraph", lambda: graph.bfs(source, mode="out"), answer)


def _igraph_count(network: Network, source: int) -> Contestant:
    graph = peers.form(network, "igraph")
    return Contestant(
        "igraph neighborhood_size",
        lambda: graph.neighborhood_size(source, order=network.n, mode="out"),
        lambda raw: raw - 1,
        note="a count only",
    )


def _igraph_component(network: Network, source: int) -> Contestant:
    graph = peers.form(network, "igraph")
    return Contestant(
        "igraph subcomponent",
        lambda: graph.subcomponent(source, mode="out"),
        lambda raw: np.setdiff1d(np.array(raw), [source]),
    )


def _rustworkx(network: Network, source: int) -> Contestant:
    import rustworkx

    graph = peers.form(network, "rustworkx")

    def answer(raw: Any) -> Array:
        found = np.full(network.n, -1, dtype=np.int32)
        for layer, members in enumerate(raw):
            found[np.array(members, dtype=np.int64)] = layer
        return found

    return Contestant("rustworkx bfs_layers", lambda: rustworkx.bfs_layers(graph, [source]), answer)


def _rustworkx_set(network: Network, source: int) -> Contestant:
    import rustworkx

    graph = peers.form(network, "rustworkx")
    return Contestant(
        "rustworkx descendants",
        lambda: rustworkx.descendants(graph, source),
        lambda raw: np.setdiff1d(np.fromiter(raw, dtype=np.int64, count=len(raw)), [source]),
    )


def _networkx(network: Network, source: int) -> Contestant:
    import networkx as nx

    graph = peers.form(network, "networkx")

    def answer(raw: dict[int, int]) -> Array:
        found = np.full(network.n, -1, dtype=np.int32)
        found[list(raw)] = list(raw.values())
        return found

    return Contestant(
        "networkx shortest path lengths",
        lambda: dict(nx.single_source_shortest_path_length(graph, source)),
        answer,
    )


def _networkx_set(network: Network, source: int) -> Contestant:
    import networkx as nx

    graph = peers.form(network, "networkx")
    return Contestant(
        "networkx descendants",
        lambda: nx.descendants(graph, source),
        lambda raw: np.sort(np.fromiter(raw, dtype=np.int64, count=len(raw))),
    )


def _sknetwork(network: Network, source: int) -> Contestant:
    from sknetwork.path import get_distances

    matrix = peers.form(network, "sknetwork")
    return Contestant(
        "scikit-network",
        lambda: get_distances(matrix, source=source),
        lambda raw: raw.astype(np.int32),
    )


HOPS = (
    ("scipy dijkstra", "scipy", _scipy_hops),
    ("scipy breadth_first_order + hops", "scipy", _scipy_tree),
    ("networkit", "networkit", _networkit),
    ("graphblas", "graphblas", _graphblas),
    ("igraph", "igraph", _igraph),
    ("rustworkx bfs_layers", "rustworkx", _rustworkx),
    ("scikit-network", "sknetwork", _sknetwork),
    ("networkx shortest path lengths", "networkx", _networkx),
)
SETS = (
    ("scipy breadth_first_order", "scipy", _scipy_order),
    ("igraph neighborhood_size", "igraph", _igraph_count),
    ("igraph subcomponent", "igraph", _igraph_component),
    ("rustworkx descendants", "rustworkx", _rustworkx_set),
    ("networkx descendants", "networkx", _networkx_set),
)
ROWS = (
    Row(
        "one vendor",
        _cells,
        target="no cell slower than any peer by more than noise, on imc and 100k",
    ),
)
