"""Dominators against networkx, and against felling each node in turn."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graphrisk.analysis.kernels.dominators import dominators, source_fed
from graphrisk.analysis.kernels.order import build_layout
from tests.random_networks import random_network


def fed_graph(network):
    """The network with a source n above all who have no supplier outside of their own ring."""
    n, vendor, customer = network
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n + 1))
    graph.add_edges_from(zip(vendor.tolist(), customer.tolist(), strict=True))
    whole = nx.condensation(graph.subgraph(range(n)))
    for ring in whole:
        if whole.in_degree(ring) == 0:
            graph.add_edges_from((n, member) for member in whole.nodes[ring]["members"])
    return graph


@pytest.mark.parametrize("first", range(0, 1_000, 250))
def test_dominators_are_those_of_networkx(first):
    for seed in range(first, first + 250):
        network = random_network(seed)
        n = network[0]
        expected = nx.immediate_dominators(fed_graph(network), n)
        found = dominators(build_layout(*network))
        assert found.immediate.tolist() == [expected[v] for v in range(n)]


@pytest.mark.parametrize("seed", range(60))
def test_dominated_are_those_cut_off_when_a_node_falls(seed):
    network = random_network(seed)
    n, graph = network[0], fed_graph(network)
    found = dominators(build_layout(*network))
    for v in range(n):
        left = graph.subgraph(set(graph) - {v})
        assert found.dominated[v] == n - 1 - len(nx.descendants(left, n))


def test_no_member_of_a_ring_that_nobody_supplies_dominates_another():
    layout = build_layout(4, np.array([0, 1, 2, 0]), np.array([1, 2, 0, 3]))
    assert source_fed(layout)[layout.position].tolist() == [True, True, True, False]
    assert dominators(layout).immediate.tolist() == [4, 4, 4, 0]


def test_worked_example_of_the_risk_model():
    links = np.array([[1, 2], [1, 3], [2, 5], [3, 4], [4, 5]]).T - 1
    found = dominators(build_layout(5, *links))
    assert (found.immediate + 1).tolist() == [6, 1, 1, 3, 1]
