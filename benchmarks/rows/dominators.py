"""Dominators from a source above all: single points of failure where nothing stands in.

Ours come with the number of parties that hang on each; no peer returns that.
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
from graphrisk.analysis.kernels.dominators import dominators, source_fed

Array = npt.NDArray[Any]


def with_source(network: Network) -> Network:
    """Return the network with one party more, which feeds all who have no supplier."""
    fed = network.layout.order[np.flatnonzero(source_fed(network.layout))]
    more = len(fed)
    return Network(
        name=f"{network.name} and a source",
        n=network.n + 1,
        vendor=np.concatenate((network.vendor, np.full(more, network.n, dtype=np.int32))),
        customer=np.concatenate((network.customer, fed.astype(np.int32))),
        criticality=network.criticality,
        category=network.category,
        probability=network.probability,
    )


def _cells(network: Network) -> Iterator[Cell]:
    fed = with_source(network)
    rest = (
        ("igraph", "igraph", _igraph),
        ("rustworkx", "rustworkx", _rustworkx),
        ("networkx", "networkx", _networkx),
    )

    def ours() -> Contestant:
        return Contestant(
            "graphrisk",
            lambda: dominators(network.layout),
            lambda raw: raw.immediate,
            note="with sizes of what hangs on each",
        )

    yield Cell(
        "immediate dominators",
        [
            ("graphrisk", None, ours),
            *((label, library, partial(make, fed)) for label, library, make in rest),
        ],
        rounds=9,
    )


def _igraph(fed: Network) -> Contestant:
    graph = peers.igraph_graph(fed)
    source = fed.n - 1
    return Contestant(
        "igraph", lambda: graph.dominator(source, mode="out"), lambda raw: np.array(raw)[:source]
    )


def _rustworkx(fed: Network) -> Contestant:
    import rustworkx

    graph = peers.rustworkx_graph(fed)
    source = fed.n - 1
    return Contestant(
        "rustworkx",
        lambda: rustworkx.immediate_dominators(graph, source),
        lambda raw: np.array([raw[v] for v in range(source)]),
    )


def _networkx(fed: Network) -> Contestant:
    import networkx as nx

    graph = peers.networkx_graph(fed)
    source = fed.n - 1
    return Contestant(
        "networkx",
        lambda: nx.immediate_dominators(graph, source),
        lambda raw: np.array([raw[v] for v in range(source)]),
    )


ROWS = (Row("dominators", _cells, target="5 x igraph"),)
