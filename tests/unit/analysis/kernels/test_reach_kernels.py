"""Compiled kernels against the plainest answers, on thousands of random networks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from graphrisk.analysis.kernels.every_vendor import EveryVendor
from graphrisk.analysis.kernels.one_vendor import OneVendor
from graphrisk.analysis.kernels.order import build_layout
from graphrisk.analysis.kernels.threads import in_threads
from tests.random_networks import hops_from, random_network
from tests.strategies import seeds

NETWORKS = seeds(300, 5_000)
FORMS = [("rows", 1), ("rows", 4), ("blocks", 1), ("blocks", 3), (None, None)]


def all_hops(network):
    """Return the hops from each party."""
    return [hops_from(*network, source) for source in range(network[0])]


@pytest.fixture(scope="module")
def answered():
    """Random networks with the plainest answers."""
    networks = [random_network(seed) for seed in range(NETWORKS)]
    return [(network, all_hops(network)) for network in networks]


@pytest.mark.parametrize("threads", [1, 3])
def test_layout_holds_every_link_in_topological_order(answered, threads):
    for (n, vendor, customer), hops in answered[:: threads**2]:
        layout = build_layout(n, vendor, customer, threads)
        assert sorted(layout.order.tolist()) == list(range(n))
        assert (layout.order[layout.position] == np.arange(n)).all()
        assert layout.n_vendors == len(set(vendor.tolist()))
        inner = np.repeat(np.arange(n), np.diff(layout.in_start))
        assert (layout.order[inner] == customer[layout.in_edge]).all()
        assert (layout.order[layout.in_vendor] == vendor[layout.in_edge]).all()
        assert sorted(layout.in_edge.tolist()) == list(range(len(vendor)))
        outer = np.repeat(np.arange(layout.n_vendors), np.diff(layout.out_start))
        listed = np.stack((layout.order[outer], layout.order[layout.out_customer]))
        assert sorted(listed.T.tolist()) == sorted(np.stack((vendor, customer)).T.tolist())
        for first, last in pairwise(layout.out_start):
            assert (np.diff(layout.out_customer[first:last]) >= 0).all()
        for v, c in zip(layout.position[vendor], layout.position[customer], strict=True):
            if c < layout.n_vendors:
                assert layout.component[v] <= layout.component[c]
        members = layout.order[: layout.n_vendors].tolist()
        for at, one in enumerate(members):
            for other in range(at):
                ring = members[other] in hops[one] and one in hops[members[other]]
                assert ring == (layout.component[at] == layout.component[other])


@pytest.mark.parametrize(("pull_from", "threads"), [(10**9, 1), (-1, 1), (-1, 3), (None, None)])
def test_one_vendor_reaches_what_a_plain_search_does(answered, pull_from, threads):
    for network, hops in answered[:: (threads or 1) ** 2]:
        asked = OneVendor(build_layout(*network), threads, pull_from=pull_from)
        for source, expected in enumerate(hops):
            reached = asked.reached(source).tolist()
            assert len(reached) == len(expected)
            assert set(reached) == set(expected)
            nodes, links = asked.hops(source).tolist()
            assert len(nodes) == len(expected)
            assert dict(zip(nodes, links, strict=True)) == expected


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(("form", "cap"), FORMS)
def test_every_vendor_reaches_what_a_plain_search_does(answered, form, cap, threads):
    draw = np.random.default_rng(5)
    for network, hops in answered[:: threads**2]:
        n, vendor, _ = network
        weight = draw.integers(0, 9, n).astype(np.float64)
        asked = EveryVendor(build_layout(*network), threads, cap=cap, form=form)
        sources = np.isin(np.arange(n), vendor) & (draw.random(n) < 0.8)
        found = asked.totals(weight, sources=sources)
        assert found.nodes.tolist() == [len(reached) for reached in hops]
        assert found.weight.tolist() == [sum(weight[list(reached)]) for reached in hops]
        expected = np.zeros(n, dtype=np.int64)
        for source in np.flatnonzero(sources):
            expected[list(hops[source])] += 1
        assert found.reached_by.tolist() == expected.tolist()
        assert asked.totals().nodes.tolist() == found.nodes.tolist()


def test_every_vendor_counts_across_words_and_blocks():
    """More than 64 nodes to a word, more than 65,536 to a block, chains through both."""
    draw = np.random.default_rng(1)
    n, vendors = 200_000, 500
    vendor = draw.integers(0, vendors, 40_000).astype(np.int32)
    customer = np.where(draw.random(40_000) < 0.03, vendor + draw.integers(-3, 60, 40_000), 0)
    customer = np.where(customer > 0, customer, draw.integers(vendors, n, 40_000))
    layout = build_layout(n, vendor, customer.astype(np.int32))
    weight = draw.integers(0, 1_000, n).astype(np.float64)
    asked = OneVendor(layout)
    expected = [asked.reached(v) for v in range(vendors)]
    for form in ("rows", "blocks"):
        found = EveryVendor(layout, 2, cap=100, form=form).totals(
            weight, sources=np.ones(n, dtype=np.bool_)
        )
        assert found.nodes[:vendors].tolist() == [len(reached) for reached in expected]
        assert found.weight[:vendors].tolist() == [weight[reached].sum() for reached in expected]
        counted = np.bincount(np.concatenate(expected), minlength=n)
        assert (found.reached_by == counted).all()


def test_threads_hand_results_back_in_order_and_raise_what_they_meet():
    assert in_threads(lambda slot: slot * slot, 4) == [0, 1, 4, 9]
    with pytest.raises(ZeroDivisionError):
        in_threads(lambda slot: 1 // slot, 3)
