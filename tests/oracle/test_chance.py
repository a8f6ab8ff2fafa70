"""Probability and loss against the figures of the risk model, section 5, and domain texts."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from graphrisk.analysis import worlds as worlds_module
from graphrisk.analysis.expected_ranks import expected_ranks
from graphrisk.analysis.loss import loss
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.simulate import simulate
from graphrisk.analysis.tail import (
    expected_shortfall,
    mean_of,
    share_interval,
    tail_estimates,
    value_at_risk,
)
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-01-01")
HALF = {"probability": 0.5}
DIAMOND = (("A", "B", HALF), ("A", "C", HALF), ("B", "D", HALF), ("C", "D", HALF))
TRIANGLE = (("A", "B", HALF), ("B", "C", HALF), ("A", "C", HALF))


def chances(result):
    """Probability of stopping by party."""
    at = [result.table.columns.index(name) for name in ("id", "chance")]
    return {row[at[0]]: row[at[1]] for row in result.table.rows}


def draw_always(monkeypatch):
    """Let worlds be drawn though all could be visited."""
    monkeypatch.setattr(worlds_module, "MOST_ENUMERATED", 0)


def test_diamond_and_triangle_are_exact():
    diamond = simulate(graph_of(*DIAMOND), ["A"], PARAMS)
    assert diamond.totals["expected_stops"] + 1 == 2.4375
    assert chances(diamond)["D"] == 7 / 16
    assert diamond.totals["is_exact"]
    assert diamond.seed is None
    triangle = simulate(graph_of(*TRIANGLE), ["A"], PARAMS)
    assert triangle.totals["expected_stops"] + 1 == 2.125


@pytest.mark.parametrize(("edges", "size"), [(DIAMOND, 2.4375), (TRIANGLE, 2.125)])
def test_diamond_and_triangle_by_drawn_worlds_lie_within_the_error(edges, size, monkeypatch):
    draw_always(monkeypatch)
    for seed in (1, 2, 3):
        found = simulate(graph_of(*edges), ["A"], PARAMS, worlds=20_000, seed=seed)
        assert not found.totals["is_exact"]
        assert found.seed == seed
        z = (found.totals["expected_stops"] + 1 - size) / found.totals["standard_error"]
        assert abs(z) < 4


def test_four_of_six_suppliers_stand_as_the_textbook_says(monkeypatch):
    edge = {"group": "pumps", "required": 4, "probability": 0.15}
    names = [f"v{at}" for at in range(6)]
    graph = graph_of(*((name, "C", edge) for name in names))
    exact = simulate(graph, names, PARAMS)
    expected = sum(comb(6, k) * 0.85**k * 0.15 ** (6 - k) for k in range(4, 7))
    assert expected == pytest.approx(0.95266, abs=5e-6)
    assert 1 - chances(exact)["C"] == pytest.approx(expected, abs=1e-12)
    draw_always(monkeypatch)
    drawn = chances(simulate(graph, names, PARAMS, worlds=50_000))["C"]
    assert abs(1 - drawn - expected) < 4 * np.sqrt(0.95266 * 0.04734 / 50_000)


def test_one_provider_behind_both_suppliers_is_a_common_cause():
    """Two suppliers stand in for each other; behind both stands X, so they fall together."""
    pair = {"group": "hosting", "probability": 1.0}
    apart = graph_of(("X", "A", HALF), ("Y", "B", HALF), ("A", "C", pair), ("B", "C", pair))
    shared = graph_of(("X", "A", HALF), ("X", "B", HALF), ("A", "C", pair), ("B", "C", pair))
    assert "C" not in chances(simulate(apart, ["X"], PARAMS))
    assert chances(simulate(shared, ["X"], PARAMS))["C"] == 0.25
    certain = graph_of(
        ("X", "A", {"probability": 1.0}),
        ("X", "B", {"probability": 1.0}),
        ("A", "C", pair),
        ("B", "C", pair),
    )
    assert chances(simulate(certain, ["X"], PARAMS))["C"] == 1.0


def test_each_contract_of_a_supplier_has_a_coin_of_its_own():
    alone = graph_of(("A", "C", HALF), ("A", "C", HALF))
    assert chances(simulate(alone, ["A"], PARAMS))["C"] == 0.75
    grouped = {"group": "g", **HALF}
    both = graph_of(("A", "C", grouped), ("A", "C", grouped))
    assert chances(simulate(both, ["A"], PARAMS))["C"] == 0.25


def test_unknown_probabilities_come_from_the_table_by_criticality():
    edges = [("A", word, {"criticality": word}) for word in ("critical", "important", "unknown")]
    edges.append(("A", "supporting", {"criticality": "supporting"}))
    params = ExposedParams(as_of="2026-01-01", min_criticality="supporting")
    found = simulate(graph_of(*edges), ["A"], params)
    assert chances(found) == pytest.approx(
        {"critical": 0.5, "important": 0.2, "unknown": 0.5, "supporting": 0.05}
    )
    assert "important 0.2" in found.parameters["probability_by_criticality"]
    assert set(chances(simulate(graph_of(*edges), ["A"], PARAMS))) == {"critical", "unknown"}


def test_parts_stop_with_their_contract():
    """S serves P for contract K1; P serves C1 under K1 and C2 under K2."""
    certain = {"probability": 1.0}
    graph = graph_of(
        ("S", "P", {"supports": ["K1"], "probability": 0.5}),
        ("P", "C1", {"contract": "K1", **certain}),
        ("P", "C2", {"contract": "K2", **certain}),
    )
    found = simulate(graph, ["S"], PARAMS)
    assert chances(found) == {"C1": 0.5, "P": 0.0}
    partly = found.table.columns.index("chance_partly")
    assert {row[0]: row[partly] for row in found.table.rows} == {"C1": 0.0, "P": 0.5}


def test_the_same_seed_gives_the_same_table_on_any_number_of_threads(monkeypatch):
    draw_always(monkeypatch)
    graph = graph_of(*DIAMOND)
    one, two = (
        simulate(graph, ["A"], PARAMS, worlds=3000, seed=7, threads=threads) for threads in (1, 2)
    )
    assert one.tables == two.tables
    monkeypatch.setattr(worlds_module, "PLAIN_WORK", 0)
    for threads in (1, 2):
        compiled = simulate(graph, ["A"], PARAMS, worlds=3000, seed=7, threads=threads)
        assert compiled.tables == one.tables
    other = simulate(graph, ["A"], PARAMS, worlds=3000, seed=8)
    assert other.tables != one.tables


def test_more_links_leave_the_coins_of_the_others_alone(monkeypatch):
    draw_always(monkeypatch)
    before = simulate(graph_of(*DIAMOND), ["A"], PARAMS, worlds=3000)
    extra = ("Q", "B", {"id": "a-first", **HALF})
    after = simulate(graph_of(*DIAMOND, extra), ["A"], PARAMS, worlds=3000)
    assert chances(before) == chances(after)


# -------------------------------------------------------------------------------------- loss


def year(*vendors, shared=None):
    """Vendors that fall with probability 0.04, each a link of 100 a year."""
    edges = [
        (name, f"c{name}", {"probability": 1.0, "annual_cost": 100.0, "currency": "EUR"})
        for name in vendors
    ]
    if shared:
        edges += [(shared, name, {"probability": 1.0}) for name in vendors]
    falls = [
        record(
            "Organization",
            id=name,
            name=name,
            failure_probability_per_year=0.04 if name == shared or not shared else 0.0,
        )
        for name in (*vendors, *([shared] if shared else []))
    ]
    graph = graph_of(*edges)
    return replace_organizations(graph, falls)


def replace_organizations(graph, records):
    """The same graph with more known about some organizations."""
    known = {one.id for one in records}
    bare = [
        record("Organization", id=key, name=key)
        for key in graph.ids_of(range(graph.n_organizations))
        if key not in known
    ]
    tables = to_tables([*records, *bare])
    return build_graph({**tables, "SERVES": graph.serves})


def spend(result):
    """Expected, VaR 95, ES 95 of spend."""
    (row,) = [row for row in result.table.rows if row[0].startswith("spend")]
    return row[2:5]


def test_value_at_risk_and_shortfall_of_one_vendor_and_of_two():
    assert spend(loss(year("A"), PARAMS)) == pytest.approx((4.0, 0.0, 80.0))
    assert spend(loss(year("A", "B"), PARAMS)) == pytest.approx((8.0, 100.0, 103.2))
    assert spend(loss(year("A", "B", shared="X"), PARAMS)) == pytest.approx((8.0, 0.0, 160.0))


def test_value_at_risk_of_drawn_years_lies_near_the_exact_one(monkeypatch):
    draw_always(monkeypatch)
    found = loss(year("A", "B"), PARAMS, worlds=40_000, seed=3)
    expected, var, es = spend(found)
    assert var == 100.0
    assert expected == pytest.approx(8.0, abs=4 * np.sqrt(2 * 0.04 * 0.96 * 100**2 / 40_000))
    assert es == pytest.approx(103.2, abs=1.5)
    rows = [row for row in found.tables[1].rows if row[0].startswith("spend")]
    for _, figure, value, low, high in rows:
        assert low <= value <= high, figure
    low, high = rows[2][3:]
    assert low < 103.2 < high


@pytest.mark.parametrize("seed", [-1, 10**30])
def test_any_whole_number_is_a_seed(seed, monkeypatch):
    draw_always(monkeypatch)
    assert loss(year("A", "B"), PARAMS, worlds=100, seed=seed).seed == seed


def test_exact_chances_that_are_equal_are_printed_equal_and_in_order_of_names():
    names = [f"c{number:02}" for number in range(12)]
    star = graph_of(*(("A", name, {"probability": 0.7}) for name in names))
    assert [row[:2] for row in simulate(star, ["A"], PARAMS).table.rows] == [
        (name, 0.7) for name in names
    ]


def test_intervals_of_few_years_are_said_to_be_narrow(monkeypatch):
    draw_always(monkeypatch)
    few, many = (loss(year("A", "B"), PARAMS, worlds=worlds).notes for worlds in (500, 10_000))
    assert "the worst 1 of 100 are 5 years here" in few[-1]
    assert not any("too narrow" in note for note in many)


def test_losses_count_people_per_class_and_spend_per_currency():
    edges = (
        ("A", "B", {"probability": 1.0, "annual_cost": 10.5, "currency": "SEK"}),
        ("A", "C", {"probability": 1.0, "annual_cost": 7.0, "currency": "EUR"}),
    )
    holds = [
        record("DataClass", id="health", name="health"),
        record("DataClass", id="contact", name="contact"),
        record("HOLDS", id="h1", from_id="B", to_id="health", subjects=30, counted_on="2024-01-01"),
        record("HOLDS", id="h2", from_id="B", to_id="health", subjects=50, counted_on="2025-01-01"),
        record("HOLDS", id="h3", from_id="C", to_id="contact", subjects=8),
    ]
    found = loss(graph_of(*edges, others=holds), PARAMS)
    assert found.totals["is_exact"]
    assert {row[0]: row[2] for row in found.table.rows} == pytest.approx(
        {
            "organizations that stop": 0.1,
            "people, contact": 0.4,
            "people, health": 2.5,
            "spend on lost links, EUR": 0.35,
            "spend on lost links, SEK": 0.525,
        }
    )


def test_tail_of_plain_numbers():
    values = np.array([0, 100])
    odds = np.array([0.96, 0.04])
    assert value_at_risk(values, 0.95, odds) == 0
    assert value_at_risk(values, 0.97, odds) == 100
    assert expected_shortfall(values, 0.95, odds) == pytest.approx(80)
    hundred = np.arange(1, 101)
    assert value_at_risk(hundred, 0.95) == 95
    assert expected_shortfall(hundred, 0.95) == pytest.approx(98)
    assert expected_shortfall(hundred, 0.99) == pytest.approx(100)
    assert expected_shortfall(np.full(7, 3.0), 0.99) == pytest.approx(3.0)


def test_bootstrap_interval_covers_the_truth_about_as_often_as_it_says():
    chance = np.random.default_rng(5)
    inside = 0
    for seed in range(40):
        sample = chance.exponential(size=1000)
        ((_, es),) = tail_estimates(sample, (0.95,), seed)
        inside += es.low <= 1 + np.log(20) <= es.high
    assert 32 <= inside <= 39
    mean, error = mean_of(np.array([1.0, 2.0, 3.0]))
    assert error == pytest.approx(1 / np.sqrt(3))
    assert mean.high - mean.value == pytest.approx(1.96 * error, rel=1e-3)


def test_interval_of_a_share_is_never_empty():
    low, high = share_interval(np.array([0.0, 0.5, 1.0]), 100)
    assert low[0] == 0
    assert 0.02 < high[0] < 0.05
    assert low[2] == pytest.approx(1 - high[0])
    assert (high > low).all()


def test_expected_reach_of_every_vendor_is_exact_where_branches_are_few():
    found = expected_ranks(graph_of(*DIAMOND), PARAMS, samples=40_000, seed=2)
    rows = {row[4]: row[1:4] for row in found.table.rows}
    assert rows == {"A": (1.4375, 0, 0), "B": (0.5, 0, 0), "C": (0.5, 0, 0)}
    assert "1.44 organizations (exact)" in found.headline[0]


def test_expected_reach_of_every_vendor_prints_its_error(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.branches.MOST_OPEN", -1)
    found = expected_ranks(graph_of(*DIAMOND), PARAMS, samples=40_000, seed=2)
    rows = {row[4]: row for row in found.table.rows}
    assert rows["A"][1] == pytest.approx(1.4375, abs=5 * rows["A"][2])
    assert rows["B"][1] == pytest.approx(0.5, abs=5 * rows["B"][2])
    assert "standard error" in found.headline[0]
