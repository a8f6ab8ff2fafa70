"""Concentration in every unit, per tier, by legal group, weighed by evidence: against the page."""

from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.analysis.bit_rows import bits_of
from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.concentration_difference import concentration_difference
from graphrisk.analysis.concentration_sides import falls_of
from graphrisk.analysis.concentration_tiers import Tiers
from graphrisk.analysis.inequality import gini, hhi, lorenz
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reach_rounds import ReachRounds, touched_organizations
from graphrisk.analysis.slice_reach import SliceReach
from graphrisk.analysis.slices import slices_of
from graphrisk.analysis.spread import spread
from graphrisk.analysis.units import counted
from graphrisk.model import harm
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.model.vocabulary import CRITICALITY_RANK
from tests.reference import concentration as plain
from tests.reference.harm_view import harm_view
from tests.strategies import cases, plain_dependence

PEOPLE = {f"o{at}": 100 * at for at in range(10)}
COSTS = (None, 0.0, 10.0, 25.5)


def graph_of(case, costs=(), parents=()):
    """Turn a case into the engine's graph; costs and parents by place."""
    records = [record("Organization", id=name, name=name) for name in case.organizations]
    records.append(record("DataClass", id="contact", name="contact"))
    for place, edge in enumerate(case.edges):
        values = {key: value for key, value in edge.items() if key not in ("vendor", "customer")}
        if costs:
            values |= {"annual_cost": costs[place], "currency": "EUR"}
        ends = {"from_id": edge["vendor"], "to_id": edge["customer"]}
        records.append(record("SERVES", **ends, **values))
    for name, count in PEOPLE.items():
        if count and name in case.organizations:
            ends = {"from_id": name, "to_id": "contact"}
            records.append(record("HOLDS", id=f"h{name}", subjects=count, **ends))
    for child, parent in parents:
        records.append(record("PART_OF", id=f"p{child}", from_id=child, to_id=parent))
    return build_graph(to_tables(records))


def ask(case, by="category", graph=None, **given_: Any):
    """Ask the engine; slices by name."""
    found = concentration(
        graph or graph_of(case),
        by,
        as_of=case.as_of,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        **given_,
    )
    return {one.name: one for one in found.slices}


def view_of(case, min_confidence=None):
    """The harm view as the page reads it."""
    least = case.min_confidence if min_confidence is None else min_confidence
    return harm_view(case.edges, as_of=case.as_of, min_confidence=least)


def compare(shown, expected, scale=1.0):
    """Every number of one side of a slice."""
    amounts = expected.amounts
    assert shown.vendors == len(amounts)
    if not amounts:
        return
    assert shown.links == pytest.approx(sum(amounts.values()) * scale)
    assert shown.hhi == pytest.approx(plain.hhi(expected.shares.values()))
    assert shown.gini == pytest.approx(plain.gini(list(amounts.values())), abs=1e-9)
    for count in (1, 2, 3, 10):
        assert shown.share_of(count) == pytest.approx(expected.cr(count))
    for name, _, amount in shown.top:
        assert amount == pytest.approx(amounts[name] * scale)


@given(cases(), st.sampled_from(["customers", "links", "functions", "people"]))
def test_every_unit_equals_the_reference(case, unit):
    def weight(item, edges):
        if unit == "people":
            return PEOPLE[item[0]]
        return 1

    view = view_of(case)
    expected = plain.slices(view, plain.by_category, case.threshold)
    if unit == "people" and not any(
        PEOPLE[edge.customer] for edges in expected.values() for edge in edges
    ):
        return
    shown = ask(case, unit=unit)
    assert set(shown) == {name or "not stated" for name in expected}
    for name, edges in expected.items():
        direct, cascaded = plain.weighted_sides(view, edges, unit, weight, case.threshold)
        compare(shown[name or "not stated"].direct, direct)
        compare(shown[name or "not stated"].cascaded, cascaded)


@given(cases(), st.data())
def test_spend_equals_the_reference(case, data):
    count = len(case.edges)
    costs = data.draw(st.lists(st.sampled_from(COSTS), min_size=count, max_size=count))
    view = view_of(case)
    cost_of = {edge["id"]: cost or 0.0 for edge, cost in zip(case.edges, costs, strict=True)}
    if not any(cost_of[key] for key in view.edges):
        return
    shown = ask(case, graph=graph_of(case, costs), unit="spend")
    for name, edges in plain.slices(view, plain.by_category, case.threshold).items():
        direct, cascaded = plain.weighted_sides(
            view, edges, "spend", lambda _, own: sum(cost_of[e.id] for e in own), case.threshold
        )
        one = shown[name or "not stated"]
        assert one.total == pytest.approx(direct.weigh(direct.weights))
        if one.total:
            compare(one.direct, direct)
            compare(one.cascaded, cascaded)


@given(cases())
def test_tiers_equal_the_reference(case):
    expected = plain.tiers(view_of(case), case.threshold)
    shown = ask(case, "tier")
    assert list(shown) == [f"tier {number}" for number in sorted(expected)]
    for number, items_of in expected.items():
        everybody = {item: 1 for items in items_of.values() for item in items}
        one = shown[f"tier {number}"]
        assert one.users == len(everybody)
        compare(one.direct, plain.Weighted(items_of, everybody))


@given(cases(), st.data())
def test_counting_by_legal_group_equals_the_reference(case, data):
    names = list(case.organizations)
    parents = {}
    for at, name in enumerate(names[1:], start=1):
        if data.draw(st.booleans()):
            parents[name] = names[data.draw(st.integers(0, at - 1))]

    def company(name):
        return company(parents[name]) if name in parents else name

    view = view_of(case)
    shown = ask(case, graph=graph_of(case, parents=parents.items()), by_group=True)
    for name, edges in plain.slices(view, plain.by_category, case.threshold).items():
        direct, _ = plain.weighted_sides(view, edges, "customers", lambda *_: 1, case.threshold)
        folded = plain.Weighted(plain.folded(direct.items_of, company), direct.weights)
        compare(shown[name or "not stated"].direct, folded)
        behind = {}
        for top in {company(name) for name in names}:
            members = {name for name in names if company(name) == top}
            state = plain.fall(view, members, case.threshold, one_is_enough=True).state
            users = {item for item in direct.weights if state.is_touched(item[0])}
            behind[top] = {item for item in users if item[0] not in members}
        serving = {company(edge.vendor) for edge in view.edges.values()}
        behind = {top: users for top, users in behind.items() if top in serving}
        compare(shown[name or "not stated"].cascaded, plain.Weighted(behind, direct.weights))


@given(cases())
def test_weighing_by_confidence_adds_up_the_levels_of_evidence(case):
    view = view_of(case)
    shown = ask(case, weigh_by_confidence=True)
    sums: dict[str, tuple[dict, dict]] = {}
    for level, step in plain.levels(edge.confidence for edge in view.edges.values()):
        at_level = view_of(case, max(level, case.min_confidence))
        for name, edges in plain.slices(at_level, plain.by_category, case.threshold).items():
            sides = plain.weighted_sides(at_level, edges, "customers", lambda *_: 1, case.threshold)
            for total, side in zip(sums.setdefault(name, ({}, {})), sides, strict=True):
                for vendor, amount in side.amounts.items():
                    total[vendor] = total.get(vendor, 0.0) + step * amount
    assert set(shown) == {name or "not stated" for name in sums}
    for name, totals in sums.items():
        one = shown[name or "not stated"]
        for share, total in zip((one.direct, one.cascaded), totals, strict=True):
            assert share.links == pytest.approx(sum(total.values()))
            assert share.hhi == pytest.approx(hhi(list(total.values())))
            assert share.gini == pytest.approx(gini(list(total.values())), abs=1e-9)
            assert all(0 <= part <= 1 + 1e-9 for part in share.cr)


@given(cases(), st.sampled_from(["critical", "important", "supporting"]))
def test_reach_in_bits_is_that_of_spread_round_by_round(case, threshold):
    view = harm.harm_view(graph_of(case), as_of=case.as_of)
    least = CRITICALITY_RANK[threshold]
    _, falls = falls_of(view, np.arange(view.n, dtype=np.int32))
    seen: list[tuple[int, np.ndarray]] = []
    for block in ReachRounds(view, least).blocks(falls, lambda *given_: seen.append(given_)):
        down = bits_of(touched_organizations(view, block.nodes), block.last - block.first)
        hops = np.where(bits_of(block.own, block.last - block.first) > 0, 0, -1)
        for now, new in seen:
            hops[bits_of(new, block.last - block.first) > 0] = now
        for column in range(block.last - block.first):
            fallen = falls.of(np.array([block.first + column]))[1]
            rounds = spread(view, fallen, least, one_is_enough=True).first_round(view)
            assert (hops[:, column] == rounds).all()
            assert (down[:, column] == (rounds >= 0)).all()
        seen.clear()


@given(cases())
def test_compiled_amounts_are_the_plain_ones(case):
    view = harm.harm_view(graph_of(plain_dependence(case)), as_of=case.as_of)
    everybody = np.arange(view.n, dtype=np.int32)
    slices = slices_of(view, "category", 1)
    items = counted(view, slices, "category", "customers", everybody).items
    if not view.n_edges:
        return
    assert compile_network(view, 1, one_is_enough=True).is_plain
    for company in (everybody, everybody - everybody % 2):
        reach = SliceReach(view, 1, items, len(slices.names), falls_of(view, company)[1])
        assert (reach.amounts(compiled=True) == reach.amounts(compiled=False)).all()


@given(cases(), st.sampled_from([0, 3, 64]))
def test_compiled_tiers_are_the_plain_ones(case, cap):
    view = harm.harm_view(graph_of(plain_dependence(case)), as_of=case.as_of)
    everybody = np.arange(view.n, dtype=np.int32)
    weight = np.arange(view.n, dtype=np.int64)
    with mock.patch("graphrisk.analysis.kernels.tiers.LEAST_CAP", cap):
        plain_, fast = (
            Tiers(view, 1, weight, everybody, compiled=compiled) for compiled in (False, True)
        )
    assert plain_.names == fast.names
    for one, other in zip(plain_.amounts(), fast.amounts(), strict=True):
        assert [part.tolist() for part in one] == [part.tolist() for part in other]
    assert plain_.items.owner.tolist() == fast.items.owner.tolist()


@given(cases(), cases())
def test_differences_are_those_of_two_runs(case, other):
    graphs = [graph_of(each) for each in (case, other)]
    params = ExposedParams(as_of=case.as_of)
    table = concentration_difference(*graphs, params, ("category", "country"))
    listed = {row[0]: row[1:-1] for row in table.rows}
    for by in ("category", "country"):
        sides = []
        for graph in graphs:
            found = concentration(graph, by, as_of=case.as_of, min_criticality="supporting")
            sides.append({each.name: measures_of(each) for each in found.slices})
        for name in {*sides[0], *sides[1]}:
            old, new = (side.get(name, (None,) * 7) for side in sides)
            row = listed.pop(f"{by} {name}", None)
            if row is None:
                assert old == new
            else:
                assert (row[::2], row[1::2]) == (old, new) != (new, old)
    assert not listed


def measures_of(found):
    """What is compared of a slice before and after."""
    sides = (
        (round(side.hhi, 2), side.cr1, side.top[0][1] if side.top else None)
        for side in (found.direct, found.cascaded)
    )
    return (found.users, *(cell for side in sides for cell in side))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=300))
def test_lorenz_points_rise_below_the_diagonal_to_one(amounts):
    points = np.array(lorenz(amounts))
    assert points[0].tolist() == [0, 0]
    assert points[-1].tolist() == [1, 1]
    assert len(points) <= 101
    assert (np.diff(points, axis=0) >= 0).all()
    assert (points[:, 1] <= points[:, 0] + 1e-9).all()
    if len(amounts) <= 100:  # the area between them is half of Gini's coefficient
        area = np.trapezoid(points[:, 1], points[:, 0])
        assert 1 - 2 * area == pytest.approx(gini(amounts), abs=1e-9)
