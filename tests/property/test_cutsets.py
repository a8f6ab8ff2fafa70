"""Single points of failure against brute force: let every one and every two fall, and look."""

from __future__ import annotations

import itertools
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from graphrisk.analysis import cutsets_compiled
from graphrisk.analysis.cutsets import defeated_groups, families_of, weak_points
from graphrisk.analysis.cutsets_plain import members_of_pair
from graphrisk.analysis.kernels.dominators import dominators
from graphrisk.analysis.kernels.order import build_layout
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.network_form import network_of_edges
from graphrisk.analysis.spread import spread
from graphrisk.errors import TooLarge
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.property.test_network import view_of
from tests.strategies import cases, seeded_case, seeds

SEEDS = seeds(40, 3_000)


def minimal_sets(takes, n):
    """Sets of one and two out of a function that says what a set takes."""
    ones = {a: takes((a,)) for a in range(n)}
    found = {}
    for a, taken in ones.items():
        for thing in taken:
            found.setdefault(thing, set()).add((a,))
    for a, b in itertools.combinations(range(n), 2):
        for thing in takes((a, b)) - ones[a] - ones[b]:
            found.setdefault(thing, set()).add((a, b))
    return found


def by_brute_force(view, rank):
    """What each set takes: ("whole", v), ("partly or whole", v), ("group", g)."""
    conducts = np.flatnonzero(view.groups.rank >= rank).tolist()

    def takes(rows):
        result = spread(view, np.array(rows), rank)
        down, partly = result.down(view), result.partly(view)
        taken = {("whole", v) for v in np.flatnonzero(down).tolist() if v not in rows}
        taken |= {("hit", v) for v in np.flatnonzero(down | partly).tolist() if v not in rows}
        lost = [g for g in conducts if result.group[g] >= 0]
        return taken | {("group", g) for g in lost if view.groups.customer[g] not in rows}

    return minimal_sets(takes, view.n)


def as_sets(singles, pairs, without):
    """The engine's families as sets of tuples, without those that hold the customer itself."""
    found = {(a,) for a in singles} | {members_of_pair(key) for key in pairs}
    return {each for each in found if without not in each}


def check(case, *, plain):
    """Families and counts against brute force."""
    view = view_of(case)
    rank = CRITICALITY_RANK[case.threshold]
    expected = by_brute_force(view, rank)
    network = compile_network(view, case.threshold)
    families = families_of(network, plain=plain)
    for v in range(view.n):
        assert as_sets(*families.of_node(v), v) == expected.get(("whole", v), set())
    for g, at in enumerate(network.view_group.tolist()):
        if at >= 0:
            owner = int(view.groups.customer[at])
            assert as_sets(*families.of_group(g), owner) == expected.get(("group", at), set())
    check_counts(weak_points(families), expected, view.n)
    check_defeats(view, families, expected)


def check_counts(points, expected, n):
    """Counts per organization, and every pair written out once."""
    hits = {v: expected.get(("hit", v), set()) for v in range(n)}
    ones = {v: {s for s in sets if len(s) == 1} for v, sets in hits.items()}
    assert points.ones.tolist() == [len(ones[v]) for v in range(n)]
    assert points.twos.tolist() == [len(hits[v] - ones[v]) for v in range(n)]
    assert points.alone.tolist() == [sum((a,) in hits[v] for v in hits) for a in range(n)]
    written = sorted(zip(points.customer.tolist(), points.pair.tolist(), strict=True))
    listed = [(v, members_of_pair(key)) for v, key in written]
    assert listed == sorted((v, s) for v in hits for s in hits[v] if len(s) == 2)


def check_defeats(view, families, expected):
    """Who alone loses a group of which several suppliers must be lost."""
    network = families.network
    found = defeated_groups(families, view.groups.customer, most=10_000)
    several = network.view_group[(network.needed_lost > 1) & (network.view_group >= 0)]
    wanted = {
        (int(g), each[0])
        for g in several
        for each in expected.get(("group", int(g)), ())
        if len(each) == 1
    }
    assert set(zip(found.group.tolist(), found.vendor.tolist(), strict=True)) == wanted
    assert found.total == len(wanted) == found.count.sum()


@settings(max_examples=60)
@given(cases())
def test_minimal_sets_of_one_and_two_equal_brute_force(case):
    check(case, plain=True)


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // 4))
def test_minimal_sets_equal_brute_force_on_larger_seeded_graphs(first):
    for seed in range(first, first + SEEDS // 4):
        case = seeded_case(seed)
        try:
            check(case, plain=True)
            check(case, plain=False)
        except AssertionError as error:
            error.add_note(f"seeded_case({seed}) of tests/strategies.py")
            raise


def one_group_each(seed, n=30):
    """An acyclic graph in which all suppliers of each customer stand in for each other."""
    chance = Random(seed)
    edges = [
        (vendor, customer)
        for customer in range(1, n)
        for vendor in chance.sample(range(customer), chance.randint(0, min(customer, 3)))
    ]
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return n, ends[:, 0], ends[:, 1]


@pytest.mark.parametrize("seed", range(25))
def test_sets_of_one_are_the_dominators_where_each_customer_has_one_group(seed):
    n, vendor, customer = one_group_each(seed)
    network = network_of_edges(n, vendor, customer, group=customer)
    families = families_of(network, plain=seed % 2 == 0)
    graph = nx.DiGraph(zip(vendor.tolist(), customer.tolist(), strict=True))
    graph.add_nodes_from(range(n))
    graph.add_edges_from([("above", v) for v in range(n) if not graph.in_degree(v)])
    immediate = nx.immediate_dominators(graph, "above")
    ours = dominators(build_layout(n, vendor.astype(np.int32), customer.astype(np.int32)))
    for v in range(n):
        chain, above = set(), immediate[v]
        while above != "above":
            chain.add(above)
            above = immediate[above]
        assert families.of_node(v)[0] - {v} == chain
        assert ours.immediate[v] == (n if immediate[v] == "above" else immediate[v])


@pytest.mark.parametrize("seed", range(12))
def test_any_k_of_n_and_more_than_64_inputs_equal_letting_sets_fall(seed):
    """Groups as wide as several words of bits, needing any number of inputs, with cycles."""
    chance = Random(seed)
    n = 90
    groups = [
        (chance.randrange(n), chance.sample(range(n), chance.choice([2, 3, 5, 70])))
        for _ in range(40)
    ]
    ends = [(v, c, g) for g, (c, suppliers) in enumerate(groups) for v in suppliers if v != c]
    vendor, customer, group = np.array(ends).T
    sizes = np.bincount(group, minlength=len(groups))
    required = np.array([chance.randint(max(1, size - 2), size) for size in sizes])
    network = network_of_edges(n, vendor, customer, group=group, required=required)
    plain, compiled = (weak_points(families_of(network, plain=each)) for each in (True, False))
    for name in ("alone", "ones", "twos"):
        assert (getattr(plain, name) == getattr(compiled, name)).all()
    pairs = [
        sorted(zip(each.customer.tolist(), each.pair.tolist(), strict=True))
        for each in (plain, compiled)
    ]
    assert pairs[0] == pairs[1]
    alone = [network.down([a])[:n] for a in range(n)]
    found = {(v, members_of_pair(key)) for v, key in pairs[0]}
    for a, b in chance.sample(list(itertools.combinations(range(n), 2)), 300):
        more = network.down([a, b])[:n] & ~alone[a] & ~alone[b]
        assert set(np.flatnonzero(more).tolist()) == {v for v, s in found if s == (a, b)}


def test_pairs_that_would_not_fit_are_refused_from_a_sample_with_the_number(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.cutsets_compiled.PILOT_FROM", 1)
    begun = []
    monkeypatch.setattr(
        "graphrisk.analysis.cutsets_compiled._with_singles",
        lambda families, *rest, real=cutsets_compiled._with_singles: (
            begun.append(len(families.network.inputs)) or real(families, *rest)
        ),
    )
    # Two chains of 40 stand in for each other before each of 300 customers: 1,600 pairs a customer.
    links = [(at, at + 1) for at in range(79) if at != 39]
    links += [(end, 80 + at) for at in range(300) for end in (39, 79)]
    links.append((379, 380))
    ends = np.array(links)
    group = np.array([*range(78), *(78 + at // 2 for at in range(600)), 378])
    network = network_of_edges(381, ends[:, 0], ends[:, 1], group)
    with pytest.raises(TooLarge, match="MiB of memory") as refused:
        families_of(network, plain=False, most_bytes=1_000_000)
    assert 300 * 1_600 * 12 / 2 < refused.value.size < 300 * 1_600 * 12 * 2
    assert begun == [max(begun)]
    assert max(begun) < len(links)  # all of it was never begun
    found = weak_points(families_of(network, plain=False, most_bytes=10_000_000))
    assert int(found.twos.sum()) == 301 * 1_600


def test_families_that_would_not_fit_are_refused_with_the_number():
    n = 400
    vendor, customer = np.arange(n - 1), np.arange(1, n)
    chain = network_of_edges(n, vendor, customer)
    with pytest.raises(TooLarge, match="MiB of memory") as refused:
        families_of(chain, plain=False, most_bytes=10_000)
    assert refused.value.size > refused.value.limit == 10_000
