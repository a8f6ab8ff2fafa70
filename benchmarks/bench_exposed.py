"""One vendor falls: our reach beside networkx and scipy in one run, equal answers first.

    python benchmarks/bench_exposed.py [--organizations 20000] [--edges 200000] [--repeat 5]

Prints medians in milliseconds. What we compute is more than the peers: two cascades with
redundancy, states, witnesses. Cost grows with the edges out of what is reached.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import pyarrow as pa

from graphrisk.analysis.outage import outage
from graphrisk.analysis.spread import spread
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView, harm_view
from graphrisk.model.tables import conform

DAY = "2026-01-01"


def make_graph(organizations: int, edges: int, seed: int = 1) -> RiskGraph:
    """Return a seeded graph: a quarter of the organizations sell, in layers, unevenly."""
    rng = np.random.default_rng(seed)
    vendors = organizations // 4
    vendor = np.minimum((vendors * rng.random(edges) ** 3).astype(np.int64), vendors - 1)
    customer = np.minimum(vendor + 1 + rng.integers(0, organizations, edges), organizations - 1)
    ids = pa.array([f"o{number:08}" for number in range(organizations)])
    columns = {
        "id": [f"e{number:09}" for number in range(edges)],
        "from_id": ids.take(pa.array(vendor)),
        "to_id": ids.take(pa.array(customer)),
        "criticality": pa.array(["critical", "important", "supporting"]).take(
            pa.array(rng.integers(0, 3, edges))
        ),
    }
    tables = {
        "Organization": conform("Organization", pa.table({"id": ids, "name": ids})),
        "SERVES": conform("SERVES", pa.table(columns)),
    }
    return build_graph(tables, digest_of_tables="benchmark")


def timed(work: Callable[[], object], repeat: int) -> float:
    """Return the median milliseconds of a piece of work after one warm-up."""
    work()
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def check_equal(view: HarmView, peer: nx.DiGraph, fallen: int) -> int:
    """Return the number reached, the same for networkx and for us."""
    ours = set(np.flatnonzero(spread(view, np.array([fallen]), 1).first_round(view) > 0).tolist())
    theirs = nx.descendants(peer, fallen)
    if ours != theirs:
        message = f"answers differ: {len(ours)} and {len(theirs)}"
        raise SystemExit(message)
    return len(ours)


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--organizations", type=int, default=20_000)
    options.add_argument("--edges", type=int, default=200_000)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    begin = time.perf_counter()
    graph = make_graph(given.organizations, given.edges)
    built = (time.perf_counter() - begin) * 1000
    print(f"{graph.n_organizations:,} organizations, {graph.n_edges:,} edges")
    print(f"graph built in {built:,.0f} ms")
    view = harm_view(graph, as_of=DAY)
    peer: nx.DiGraph = nx.DiGraph()
    peer.add_nodes_from(range(view.n))
    peer.add_edges_from(zip(view.vendor.tolist(), view.customer.tolist(), strict=True))
    fallen = int(np.bincount(view.vendor).argmax())
    rows = np.array([fallen])
    print(f"reached by the largest vendor: {check_equal(view, peer, fallen):,}")
    lines = {
        "harm view, groups and parts compiled": lambda: harm_view(graph, as_of=DAY),
        "reach by rounds (ours)": lambda: spread(view, rows, 1),
        "networkx descendants, set only": lambda: nx.descendants(peer, fallen),
        "networkx distances": lambda: nx.single_source_shortest_path_length(peer, fallen),
        "whole outage: states, witnesses (ours)": lambda: outage(view, rows),
    }
    for name, work in lines.items():
        print(f"{name:42} {timed(work, given.repeat):10.1f} ms")


if __name__ == "__main__":
    main()
