"""Indicators of Delegated Regulation (EU) 2024/1502, worked out by hand on a pool of five banks."""

from __future__ import annotations

import pytest

from graphrisk.analysis.indicator_tables import indicators
from graphrisk.analysis.indicators import Systemic, indicators_of
from graphrisk.analysis.params import ExposedParams
from graphrisk.errors import AnalysisError
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables

PARAMS = ExposedParams(as_of="2026-11-25")
ASSETS = {"b1": 50.0, "b2": 30.0, "b3": 15.0, "b4": None}


def entity(key, kind="credit institution", assets=None, currency="EUR"):
    stated = {"total_assets": assets, "assets_currency": currency if assets else None}
    return record("Organization", id=key, name=key.upper(), entity_type=kind, **stated)


def link(vendor, customer, criticality="critical", **more):
    key = f"{vendor}-{customer}-{more.get('contract', '')}-{criticality}"
    facts = {"rank": 1, "category": "S17", "criticality": criticality, **more}
    return record("SERVES", id=key, from_id=vendor, to_id=customer, **facts)


@pytest.fixture(scope="module")
def graph():
    records = [entity(key, assets=assets) for key, assets in ASSETS.items()]
    records += [entity("m1", "trading venue", 7.0), entity("it", "intra-group ICT provider")]
    records += [record("Organization", id=key, name=key.upper()) for key in ("v", "w", "s", "top")]
    records += [
        # v serves b1 twice (one bank), b2, and b3 of which the criticality is not known.
        link("v", "b1", contract="C1", substitutability="not substitutable"),
        link("v", "b1", "important", contract="C2", substitutability="easy"),
        link("v", "b2", contract="C3", alternatives="yes", reintegration="highly complex"),
        link("v", "b3", None, contract="C4"),
        link("v", "m1", contract="C5"),
        # w serves b4 for nothing that matters, and b1 by way of its own IT company.
        link("w", "b4", "supporting", contract="C6"),
        link("it", "b1", contract="I1"),
        link("w", "it", "unknown", contract="X1", supports=("I1",)),
        # s stands behind v for b2, and behind w.
        link("s", "v", contract="C3", supports=("C3",), rank=2),
        link("s", "w", "unknown", contract="X1", supports=("X1",), rank=2),
        record("PART_OF", id="p", from_id="s", to_id="top"),
    ]
    return build_graph(to_tables(records))


def shares(graph, **asked):
    found = indicators_of(PARAMS.view(graph), **asked)
    ids = graph.organization_ids.to_pylist()
    return {ids[p.row]: {c.category: c for c in p.categories} for p in found.providers}, found


def test_entities_and_assets_are_counted_over_all_of_the_category(graph):
    found, _ = shares(graph)
    assert set(found) == {"v"}
    banks = found["v"]["credit institution"].shares
    one, two = banks["1.1"], banks["1.2"]
    assert (one.part, one.whole, one.value, one.if_unknown) == (2, 4, 0.5, 0.75)
    assert (one.known, one.of) == (3, 4)
    assert (two.part, two.whole, two.unit) == (80.0, 95.0, "assets, EUR")
    assert (two.known, two.of, two.if_unknown) == (3, 4, 1.0)
    venue = found["v"]["trading venue"]
    assert venue.meets_both
    assert found["v"]["credit institution"].meets_both


def test_what_cannot_be_replaced_is_counted_once_an_entity_with_its_coverage(graph):
    banks = shares(graph)[0]["v"]["credit institution"].shares
    assert (banks["4.1"].part, banks["4.1"].whole, banks["4.1"].coverage) == (1, 4, "2 of 2 users")
    assert (banks["4.2"].part, banks["4.2"].whole) == (2, 4)
    venue = shares(graph)[0]["v"]["trading venue"].shares
    assert (venue["4.1"].part, venue["4.1"].coverage) == (0, "0 of 1 users")


def test_chains_are_followed_through_contracts_and_the_own_it_company(graph):
    _, found = shares(graph)
    ids = graph.organization_ids.to_pylist()
    # s: b2 under C3, b1 under I1 by way of X1. w: b1 by way of I1.
    assert {ids[row]: users for row, users in found.only_in_chains} == {"s": 2, "w": 1}
    grouped = indicators_of(PARAMS.view(graph), by_group=True)
    assert {ids[row]: users for row, users in grouped.only_in_chains} == {"top": 2, "w": 1}


def test_systemic_entities_are_counted_from_the_list(graph):
    lists = {"b1": Systemic("O-SII", 3_100.0), "b2": Systemic("O-SII"), "m1": Systemic("other")}
    result = indicators(graph, PARAMS, systemic={**lists, "nobody": Systemic("G-SII")})
    (table,) = [each for each in result.tables if each.title == "Systemic entities"]
    assert [row[2:4] + row[5:6] for row in table.rows] == [
        (2, "G-SII 0, O-SII 2 (1 above 3,000)", "reached"),
        (1, "markets 1, others 0", "reached"),
    ]
    assert any("3 of 4 entities on the list" in note for note in result.notes)


def test_an_entity_on_two_lists_is_both():
    twice = Systemic("O-SII", 2_500.0).also(Systemic("G-SII"))
    assert twice == Systemic("G-SII", 2_500.0)


def test_use_of_no_known_criticality_is_shown_where_nothing_else_is():
    records = [entity("b"), entity("i", "insurance undertaking")]
    records += [record("Organization", id=key, name=key.upper()) for key in "vw"]
    records += [link("v", "b"), link("v", "i", None), link("w", "i", None)]
    graph = build_graph(to_tables(records))
    found, all_of_it = shares(graph)
    unsure = found["v"]["insurance undertaking"].shares["1.1"]
    assert (unsure.part, unsure.if_unknown, unsure.known) == (0, 1.0, 0)
    assert (set(found), all_of_it.only_unsure) == ({"v"}, 1)
    answer = indicators(graph, PARAMS, only=["w"])
    assert "0 of 1 provider asked about" in answer.headline[0]


def test_assets_of_two_currencies_are_never_added():
    records = [
        entity("a", assets=10.0),
        entity("b", assets=5.0),
        entity("c", assets=9e9, currency="SEK"),
        record("Organization", id="v", name="V"),
    ]
    records += [link("v", key) for key in "ac"]
    two = shares(build_graph(to_tables(records)))[0]["v"]["credit institution"].shares["1.2"]
    assert (two.part, two.whole, two.known, two.of) == (10.0, 15.0, 2, 3)


def test_without_categories_customers_are_taken_by_sector_and_it_is_said():
    records = [record("Organization", id=key, name=key, sector="health") for key in "vh"]
    result = indicators(build_graph(to_tables([*records, link("v", "h")])), PARAMS)
    assert result.tables[0].rows[0][:4] == ("v", "1 of 1", "health", 1.0)
    assert result.tables[0].rows[0][5] == "assets not known"
    assert result.headline[0].startswith("1 entity of 1 category uses 1 provider")
    assert any("nobody states a category" in note for note in result.notes)


def test_a_store_without_entities_is_refused_in_words():
    records = [record("Organization", id="v", name="v")]
    with pytest.raises(AnalysisError, match="no entities"):
        indicators(build_graph(to_tables(records)), PARAMS)


def test_designated_providers_are_named_and_flagged(graph):
    result = indicators(graph, PARAMS, designated={"v": "designated critical provider (x)"})
    assert "Designated critical providers among them: V." in result.headline
    assert result.table.rows[0][7] == "designated critical provider (x)"
