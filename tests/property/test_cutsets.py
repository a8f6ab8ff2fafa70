"""Single points of failure against brute force: let every one and every two fall, and look."""

from __future__ import annotations

import itertools
from collections import Counter
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from graphrisk.analysis import cutsets_compiled, cutsets_plan
from graphrisk.analysis.cutsets import defeated_groups, families_of, weak_points
from graphrisk.analysis.cutsets_plain import members_of_pair
from graphrisk.analysis.kernels.cutset_table import TABLE_BELOW
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
    """Counts per organization, and of every pair whom it takes down."""
    hits = {v: expected.get(("hit", v), set()) for v in range(n)}
    ones = {v: {s for s in sets if len(s) == 1} for v, sets in hits.items()}
    assert points.ones.tolist() == [len(ones[v]) for v in range(n)]
    assert points.twos.tolist() == [len(hits[v] - ones[v]) for v in range(n)]
    assert points.alone.tolist() == [sum((a,) in hits[v] for v in hits) for a in range(n)]
    twos = {v: {s for s in sets if len(s) == 2} for v, sets in hits.items()}
    stopped = Counter(each for sets in twos.values() for each in sets)
    assert points.different == len(stopped)
    assert dict(zip(map(members_of_pair, points.pair.tolist()), points.stopped, strict=True)) == (
        stopped
    )
    members = {v: set(itertools.chain(*sets)) for v, sets in twos.items()}
    assert points.together.tolist() == [sum(a in members[v] for v in members) for a in range(n)]


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


def any_k_of_n(seed, others=0):
    """Groups as wide as several words of bits, needing any number of inputs, with cycles.

    ``others`` serve somebody each, and have nothing to do with the rest.
    """
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
    far = n + np.arange(others)
    return network_of_edges(
        n + 2 * others,
        np.concatenate((vendor, far)),
        np.concatenate((customer, far + others)),
        group=np.concatenate((group, len(groups) + np.arange(others))),
        required=np.concatenate((required, np.ones(others, dtype=int))),
    )


@pytest.mark.parametrize("seed", range(12))
def test_any_k_of_n_and_more_than_64_inputs_equal_letting_sets_fall(seed):
    n, network, chance = 90, any_k_of_n(seed), Random(seed)
    plain, compiled = (weak_points(families_of(network, plain=each)) for each in (True, False))
    check_equal(plain, compiled)
    alone = [network.down([a])[:n] for a in range(n)]
    found = dict(zip(map(members_of_pair, plain.pair.tolist()), plain.stopped, strict=True))
    for a, b in chance.sample(list(itertools.combinations(range(n), 2)), 300):
        more = network.down([a, b])[:n] & ~alone[a] & ~alone[b]
        assert more.sum() == found.get((a, b), 0)


@pytest.mark.parametrize("seed", range(3))
def test_pairs_of_more_organizations_than_have_a_table_are_the_same(seed):
    few, many = (
        weak_points(families_of(any_k_of_n(seed, others), plain=False))
        for others in (0, TABLE_BELOW)
    )
    assert len(few.pair) > 0
    assert many.pair.tolist() == few.pair.tolist()
    assert many.stopped.tolist() == few.stopped.tolist()
    assert many.twos[:90].tolist() == few.twos.tolist()


def all_linked(n, strangers=0):
    """Everybody serves everybody else and two must be lost; strangers serve only each other."""
    customer, vendor = np.divmod(np.arange(n * n), n)
    kept = (customer != vendor) & ((vendor >= strangers) | (customer < strangers))
    customer, vendor = customer[kept], vendor[kept]
    required = np.bincount(customer, minlength=n) - 1
    return network_of_edges(n, vendor, customer, group=customer, required=required)


@pytest.mark.parametrize("strangers", [0, 5])
def test_pairs_of_a_dense_network_equal_the_plain_form(strangers):
    network = all_linked(30, strangers)
    plain, compiled = (weak_points(families_of(network, plain=each)) for each in (True, False))
    check_equal(plain, compiled)
    assert plain.different == 30 * 29 // 2


def test_two_hundred_organizations_that_are_all_linked_are_answered():
    """Without stopping at what is complete, lists of 4 million pairs are merged 400 times."""
    found = weak_points(families_of(all_linked(200), plain=False))
    assert found.different == 200 * 199 // 2
    assert found.twos.tolist() == [199 * 198 // 2] * 200


def check_equal(one, other):
    """Two counts of weak points, found in two ways."""
    for name in ("alone", "together", "ones", "twos", "pair", "stopped"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    assert one.different == other.different


def chains_before_customers(length=40, customers=300):
    """Two chains that stand in for each other before each customer, who serves one more each."""
    last = 2 * length
    links = [(at, at + 1) for at in range(last - 1) if at != length - 1]
    links += [(end, last + at) for at in range(customers) for end in (length - 1, last - 1)]
    links += [(last + at, last + customers + at) for at in range(customers)]
    groups = [*range(last - 2), *(last - 2 + at // 2 for at in range(2 * customers))]
    groups += range(last - 2 + customers, last - 2 + 2 * customers)
    ends = np.array(links)
    return network_of_edges(last + 2 * customers, ends[:, 0], ends[:, 1], np.array(groups))


@pytest.mark.parametrize("samples", [(4_096,), (400, 800)])
def test_pairs_that_would_not_fit_are_refused_with_the_number_before_they_are_looked_for(
    monkeypatch, samples
):
    monkeypatch.setattr(cutsets_plan, "_SAMPLES", samples)
    network = chains_before_customers()
    need = 8 * 300 * 1_600  # each of 300 vendors is taken down by each end of two chains of 40
    begun = []
    real = cutsets_compiled._with_pairs
    monkeypatch.setattr(
        cutsets_compiled, "_with_pairs", lambda *given: begun.append(1) or real(*given)
    )
    with pytest.raises(TooLarge, match=r"pairs of failing vendors would take .* 4 MiB") as refused:
        families_of(network, plain=False, most_bytes=need)
    assert refused.value.size == pytest.approx(need, rel=0.03)
    assert begun == []
    found = weak_points(families_of(network, plain=False, most_bytes=need * 11 // 10))
    assert begun == [1]
    assert int(found.twos.sum()) == 600 * 1_600


def test_pairs_of_a_sample_stand_for_all_of_them(monkeypatch):
    """Three of four suppliers must stand: pairs differ in what they take down."""
    chance = Random(5)
    ends = [
        (vendor, customer)
        for customer in range(20, 120)
        for vendor in chance.sample(range(max(0, customer - 40), customer), 4)
    ]
    vendor, customer = np.array(ends).T
    required = np.full(120, 3)
    network = network_of_edges(120, vendor, customer, customer, required=required)
    need = 8 * int(families_of(network, plain=False).pair_length.sum())
    monkeypatch.setattr(cutsets_plan, "_SAMPLES", (200, 100_000))
    for share in (0.8, 0.97):
        with pytest.raises(TooLarge, match="MiB of memory") as refused:
            families_of(network, plain=False, most_bytes=int(need * share))
        assert need * 0.5 < refused.value.size < need * 1.5
    families_of(network, plain=False, most_bytes=2 * need)


def test_pairs_that_need_more_room_than_their_table_has_are_counted_in_several_goes():
    families = families_of(chains_before_customers(), plain=False)
    whole = weak_points(families)
    assert whole.different == 1_600
    check_equal(weak_points(families, most_bytes=16 * 8 * 700), whole)


def test_only_the_pairs_that_stop_most_are_named_when_not_all_have_room(monkeypatch):
    monkeypatch.setattr(cutsets_compiled, "LISTED_PAIRS", 5)
    families = families_of(chains_before_customers(3, 2), plain=False)
    found = weak_points(families, most_bytes=16 * 8)
    assert found.different == 9
    assert len(found.pair) == len(found.stopped) == 5
    assert found.together.tolist() == weak_points(families).together.tolist()


def test_a_small_network_with_many_pairs_takes_the_compiled_form(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.cutsets.PLAIN_PAIRS", 1_000)
    assert not families_of(chains_before_customers()).complete
    assert families_of(chains_before_customers(3, 2)).complete


def test_a_small_dense_network_takes_the_compiled_form_before_its_pairs_are_merged(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.cutsets.PLAIN_PAIRS", 100_000)
    families = families_of(all_linked(30))
    assert not families.complete
    assert len(families.pairs) == 30 * 29 * 28 // 2 < 100_000


def test_families_that_would_not_fit_are_refused_with_the_number():
    n = 400
    vendor, customer = np.arange(n - 1), np.arange(1, n)
    chain = network_of_edges(n, vendor, customer)
    need = 4 * (n - 1) * n // 2
    with pytest.raises(TooLarge, match="who alone takes each vendor down would take") as refused:
        families_of(chain, plain=False, most_bytes=need)
    assert (refused.value.size, refused.value.limit) == (need, need)
    found = families_of(chain, plain=False, most_bytes=need * 16 // 15 + 64)
    assert len(found.singles) == need // 4


def test_a_ring_whose_families_grow_round_by_round_stays_within_its_room():
    """In a ring each round replaces what the one before found: it is given back."""
    n = 120
    away = np.random.default_rng(1).permutation(n)
    ring = network_of_edges(n, away, np.roll(away, 1))
    need = 4 * n * n
    found = families_of(ring, plain=False, most_bytes=need * 16 // 15 + 512)
    assert (found.single_length == n).all()
    assert len(found.singles) <= need * 16 // 15 // 4 + 128
