"""What-if: who newly stops, who is saved, and why; nothing of the graph itself changes."""

from __future__ import annotations

import pytest

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.scenario_batch import whatif_each
from graphrisk.analysis.whatif import whatif
from graphrisk.model.records import record
from graphrisk.model.scenario import Fall, Scenario
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-06-15")
CHAIN = (("host", "app"), ("app", "ward"), ("app", "desk", {"criticality": "important"}))


def fall(*names):
    return tuple(Fall("organization", name) for name in names)


def link(vendor, customer, **more):
    return {"id": f"new {vendor} {customer}", "from_id": vendor, "to_id": customer, **more}


def changes(result):
    """Party -> (change, before, after)."""
    columns = result.table.columns
    rows = [dict(zip(columns, row, strict=True)) for row in result.table.rows]
    return {row["id"]: (row["change"], row["state_before"], row["state_after"]) for row in rows}


def test_fall_alone_is_compared_with_nobody_falling():
    result = whatif(graph_of(*CHAIN), Scenario(falls=fall("host")), PARAMS)
    assert changes(result) == {
        "app": ("newly stops", "not reached", "stops"),
        "ward": ("newly stops", "not reached", "stops"),
        "desk": ("newly degraded", "not reached", "degraded"),
    }
    assert result.headline[0] == "If host falls, 2 newly stop, 1 is newly degraded."
    assert len(result.tables) == 1  # no concentration: the graph is the same


def test_second_source_saves_and_says_who_keeps_up():
    graph = graph_of(*CHAIN, ("spare", "other"))
    scenario = Scenario(
        "spare beside host",
        falls=fall("host"),
        links=(link("spare", "app", group="g"),),
        changed_links={"e000": {"group": "g"}},
    )
    result = whatif(graph, scenario, PARAMS)
    assert changes(result) == {
        "app": ("saved", "stops", "kept up"),
        "ward": ("saved", "stops", "kept up"),
        "desk": ("out of reach", "degraded", "not reached"),
    }
    row = next(row for row in result.table.rows if row[0] == "app")
    assert row[4].endswith(
        "before: no other supplier is stated for this link (criticality unknown, read as critical)"
    )
    assert "kept up by spare" in row[4]
    assert row[5] == "host → app"


def test_state_that_changes_for_the_worse_has_the_witness_after():
    graph = graph_of(("host", "app", {"criticality": "supporting"}), ("app", "ward"))
    scenario = Scenario(falls=fall("host"), changed_links={"e000": {"criticality": "critical"}})
    result = whatif(graph, scenario, PARAMS)
    assert changes(result)["ward"] == ("newly stops", "not reached", "stops")
    assert next(row[5] for row in result.table.rows if row[0] == "ward") == "host → app → ward"


def test_party_that_moves_nearer_or_farther_is_listed():
    graph = graph_of(("a", "b"), ("b", "c"), ("c", "d"))
    result = whatif(graph, Scenario(falls=fall("a"), links=(link("a", "c"),)), PARAMS)
    assert changes(result) == {
        "c": ("nearer", "stops", "stops"),
        "d": ("nearer", "stops", "stops"),
    }


def test_merge_takes_away_a_redundancy_that_was_none():
    edges = [("a", "c", {"group": "g"}), ("b", "c", {"group": "g"}), ("c", "d")]
    scenario = Scenario(falls=fall("a"), merges={"a": "b"})
    result = whatif(graph_of(*edges), scenario, PARAMS)
    assert changes(result)["c"] == ("newly stops", "kept up", "stops")
    assert result.totals["fallen"] == [{"id": "b", "name": "b"}]


def test_country_falls_with_the_vendors_that_the_scenario_adds_to_it():
    others = [record("Organization", id="z", name="z", country="DE")]
    graph = graph_of(("a", "c"), others=others)
    scenario = Scenario(
        falls=(Fall("country", "DE"),),
        organizations=({"id": "n", "name": "New", "country": "DE"},),
        links=(link("n", "c"),),
    )
    result = whatif(graph, scenario, PARAMS)
    assert changes(result) == {"c": ("newly stops", "not reached", "stops")}
    assert [each["id"] for each in result.totals["fallen"]] == ["n"]  # z serves nobody


def test_scenario_without_falls_lets_everybody_fall_alone():
    graph = graph_of(("a", "c"), ("c", "d"), ("b", "x"))
    result = whatif(graph, Scenario(moves={"e000": "b"}), PARAMS)
    columns = result.table.columns
    rows = {row[-1]: dict(zip(columns, row, strict=True)) for row in result.table.rows}
    assert (rows["b"]["stops_before"], rows["b"]["stops_after"]) == (1, 3)
    assert rows["b"]["newly_stopped"] == ("c", "d")
    assert rows["a"]["spared"] == ("c", "d")
    assert result.totals["stops_before"] == result.totals["stops_after"] == 4


def test_concentration_that_changes_is_listed_before_and_after():
    edges = [(v, f"c{k}", {"category": "hosting"}) for k, v in enumerate("aab")]
    result = whatif(graph_of(*edges), Scenario(moves={"e002": "a"}), PARAMS, by=("category",))
    table = result.tables[-1]
    (row,) = [dict(zip(table.columns, each, strict=True)) for each in table.rows]
    assert (round(row["hhi_before"]), row["hhi_after"]) == (5556, 10_000)
    assert (row["largest_before"], row["users_after"]) == ("a", 3)


def test_digest_says_which_graph_was_asked():
    graph = graph_of(*CHAIN)
    same = whatif(graph, Scenario(falls=fall("host")), PARAMS)
    other = whatif(graph, Scenario(removed_links=frozenset({"e000"})), PARAMS)
    again = whatif(graph, Scenario("x", removed_links=frozenset({"e000"})), PARAMS)
    assert same.digest == graph.digest == other.totals["stored_digest"]
    assert other.digest == again.digest != graph.digest


def test_batch_says_the_same_as_one_by_one():
    graph = graph_of(*CHAIN, ("spare", "other"), ("app", "lab", {"supports": ["night"]}))
    asked = [
        Scenario("one", falls=fall("host")),
        Scenario("two", falls=fall("spare", "app")),
        Scenario("none"),
        Scenario("cut", falls=fall("host"), removed_links=frozenset({"e000"})),
        Scenario("cut only", removed_links=frozenset({"e000"})),
    ]
    result = whatif_each(graph, asked, PARAMS)
    rows = {row[0]: dict(zip(result.table.columns, row, strict=True)) for row in result.table.rows}
    for scenario in asked[:2]:
        single = changes(whatif(graph, scenario, PARAMS))
        counted = {
            word: sum(after == word for _, _, after in single.values())
            for word in ("stops", "partly", "degraded")
        }
        assert {w: rows[scenario.title][w] for w in counted} == counted
        assert rows[scenario.title]["stops_before"] == 0
    assert rows["cut"]["stops"] == 0
    assert rows["cut"]["change_of_stops"] == -3
    assert rows["none"]["change_of_stops"] == 0
    summed = whatif(graph, asked[4], PARAMS).totals
    assert rows["cut only"]["stops_before"] == summed["stops_before"]
    assert rows["cut only"]["stops"] + rows["cut only"]["partly"] == summed["stops_after"]
    assert result.totals["different_graphs"] == 2


def test_fall_that_stops_as_many_others_is_listed_with_their_names():
    links = (link("host", "new"),)
    moved = Scenario(removed_links=frozenset({"e000"}), links=links)
    result = whatif(graph_of(("host", "old"), ("spare", "new")), moved, PARAMS)
    (row,) = (dict(zip(result.table.columns, row, strict=True)) for row in result.table.rows)
    assert (row["id"], row["change_of_stops"]) == ("host", 0)
    assert (row["newly_stopped"], row["spared"]) == (("new",), ("old",))
    assert result.headline[0].endswith("of 0 fewer, of 1 as many others.")


@pytest.mark.parametrize("kind", ["country", "category"])
def test_fall_of_a_kind_nobody_has_is_nobody(kind):
    result = whatif(graph_of(*CHAIN), Scenario(falls=(Fall(kind, "XX"),)), PARAMS)
    assert result.headline[0] == "If nobody falls, nothing changes for anybody."
    asked = [Scenario("x", falls=(Fall(kind, "XX"),)), Scenario("none")]
    line, alone = whatif_each(graph_of(*CHAIN), asked, PARAMS).table.rows
    assert (line[1], sum(line[2:8])) == (("nobody",), 0)
    assert alone[1] == ("each alone",)


def test_organization_that_is_merged_away_is_not_called_spared():
    graph = graph_of(("hall", "one"), ("hall", "two"), ("one", "c"), ("two", "d"))
    scenario = Scenario("merged", merges={"one": "two"})
    result = whatif(graph, scenario, PARAMS)
    rows = {row[-1]: dict(zip(result.table.columns, row, strict=True)) for row in result.table.rows}
    assert set(rows) == {"two"}  # the hall stops two, c and d before and after
    assert (rows["two"]["stops_before"], rows["two"]["newly_stopped"]) == (1, ("c",))
    batch = whatif_each(graph, [scenario, Scenario("none")], PARAMS)
    first = dict(zip(batch.table.columns, batch.table.rows[0], strict=True))
    assert first["stops_before"] == result.totals["stops_before"]
    assert first["stops"] == result.totals["stops_after"]
