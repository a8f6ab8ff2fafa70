"""The same network in the forms of other libraries; each is built once for a network and kept."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import numpy as np

from benchmarks.rows.inputs import Network

LIBRARIES = (
    *("networkx", "igraph", "rustworkx", "scipy", "networkit", "graphblas", "sknetwork"),
    "cynetdiff",
)
"""Names to import; ``pip install -e .[bench]`` brings them."""


class Shelf:
    """One network, and its forms in other libraries, built at their first use."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._made: dict[str, Any] = {}

    def get(self, form: str) -> Any:
        """Return the network in a form."""
        if form not in self._made:
            self._made[form] = FORMS[form](self.network)
        return self._made[form]


@lru_cache(maxsize=1)
def shelf(network: Network) -> Shelf:
    """Return the shelf of the network in hand; that of another one is let go."""
    return Shelf(network)


def form(network: Network, name: str) -> Any:
    """Return a network in the form of a library."""
    return shelf(network).get(name)


def networkx_graph(network: Network) -> Any:
    """networkx: dicts of dicts."""
    import networkx as nx

    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(network.n))
    graph.add_edges_from(zip(network.vendor.tolist(), network.customer.tolist(), strict=True))
    return graph


def igraph_graph(network: Network) -> Any:
    """igraph: C, with a Python face."""
    import igraph

    links = np.column_stack([network.vendor, network.customer])
    return igraph.Graph(n=network.n, edges=links, directed=True)


def rustworkx_graph(network: Network) -> Any:
    """rustworkx; told that it may have parallel links, else it scans long lists at insertion."""
    import rustworkx

    graph = rustworkx.PyDiGraph(node_count_hint=network.n, edge_count_hint=network.m)
    graph.add_nodes_from(range(network.n))
    ends = zip(network.vendor.tolist(), network.customer.tolist(), strict=True)
    graph.extend_from_edge_list(list(ends))
    return graph


def scipy_matrix(network: Network) -> Any:
    """scipy: a sparse matrix of floats, which its graph routines ask for."""
    from scipy.sparse import csr_array

    ends = (network.vendor, network.customer)
    return csr_array((np.ones(network.m), ends), shape=(network.n, network.n))


def sknetwork_matrix(network: Network) -> Any:
    """scikit-network: a sparse matrix of booleans."""
    from scipy.sparse import csr_matrix

    ends = (network.vendor, network.customer)
    return csr_matrix((np.ones(network.m, dtype=np.bool_), ends), shape=(network.n, network.n))


def networkit_graph(network: Network) -> Any:
    """networkit: C++, given every processor."""
    import networkit as nk

    nk.setNumberOfThreads(os.cpu_count())
    ends = (network.vendor.astype(np.uint64), network.customer.astype(np.uint64))
    values = (np.ones(network.m), ends)
    return nk.GraphFromCoo(values, n=network.n, directed=True, weighted=False)


def graphblas_matrix(network: Network) -> Any:
    """python-graphblas: SuiteSparse, a matrix of booleans."""
    import graphblas as gb

    ends = (network.vendor.astype(np.uint64), network.customer.astype(np.uint64))
    return gb.Matrix.from_coo(*ends, True, dtype=bool, nrows=network.n, ncols=network.n)


FORMS = {
    "networkx": networkx_graph,
    "igraph": igraph_graph,
    "rustworkx": rustworkx_graph,
    "scipy": scipy_matrix,
    "sknetwork": sknetwork_matrix,
    "networkit": networkit_graph,
    "graphblas": graphblas_matrix,
}
