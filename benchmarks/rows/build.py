"""From integer columns to what answers questions: our arrays beside everybody else's structures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.rows import peers
from benchmarks.rows.frame import Cell, Contestant, Row
from benchmarks.rows.inputs import Network
from graphrisk.analysis.kernels.order import build_layout

SHOWN = {
    "sknetwork": "scikit-network (scipy matrix of booleans)",
    "scipy": "scipy (matrix of floats)",
    "graphblas": "graphblas",
    "networkit": "networkit",
    "igraph": "igraph",
    "rustworkx": "rustworkx",
    "networkx": "networkx",
}


def _cells(network: Network) -> Iterator[Cell]:
    def ours() -> Contestant:
        return Contestant(
            "graphrisk",
            lambda: build_layout(network.n, network.vendor, network.customer),
            note="components, order, lists both ways",
        )

    def other(library: str) -> Contestant:
        return Contestant(
            SHOWN[library],
            lambda: peers.FORMS[library](network),
        )

    rest = ((SHOWN[each], each, partial(other, each)) for each in SHOWN)
    yield Cell(
        "integer columns to structure", [("graphrisk", None, ours), *rest], same=None, rounds=9
    )


ROWS = (
    Row(
        "build",
        _cells,
        target="not behind scipy and scikit-network by more than noise at 100k",
    ),
)
