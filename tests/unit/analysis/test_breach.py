"""Breach and compromise: carried, possible, unknown; contracts bind a walk; access conducts."""

from __future__ import annotations

from graphrisk.analysis.breach import breach, compromise
from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.walks import WalkNetwork
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import harm_view
from graphrisk.model.records import record
from tests.builders import graph_of

DAY = "2026-01-01"
NAME = {"data_classes": ["name"]}


def _breach(graph: RiskGraph, *fallen: str) -> dict[str, dict[str, str]]:
    result = breach(harm_view(graph, as_of=DAY), graph.rows_of(fallen))
    rows = result.organizations()
    return {
        key: {name or "?": state for name, state, _ in result.states_of(int(row))}
        for key, row in zip(graph.ids_of(rows), rows, strict=True)
    }


def test_class_is_carried_possible_or_unknown() -> None:
    graph = graph_of(("X", "A", NAME), ("A", "B"), ("X", "C"), ("C", "D", NAME), ("D", "E"))
    assert _breach(graph, "X") == {
        "A": {"name": "carried"},
        "B": {"name": "possible"},
        "C": {"?": "unknown"},
        "D": {"name": "possible"},
        "E": {"name": "possible"},
    }


def test_no_data_conducts_nothing() -> None:
    graph = graph_of(("X", "A", {"data_classes": ["none"]}), ("A", "B", NAME))
    assert _breach(graph, "X") == {}


def test_another_class_stops_a_walk() -> None:
    graph = graph_of(("X", "A", NAME), ("A", "B", {"data_classes": ["health"]}))
    assert _breach(graph, "X") == {"A": {"name": "carried"}}


def test_contract_outside_what_the_link_supports_does_not_continue_the_walk() -> None:
    graph = graph_of(
        ("X", "A", {**NAME, "supports": ["K1"]}),
        ("A", "B", {**NAME, "contract": "K1"}),
        ("A", "C", {**NAME, "contract": "K2"}),
        ("A", "D", NAME),
    )
    assert sorted(_breach(graph, "X")) == ["A", "B", "D"]


def test_walk_may_pass_a_fallen_party_that_is_not_listed() -> None:
    graph = graph_of(("X", "Y", NAME), ("Y", "Z", NAME))
    assert _breach(graph, "X", "Y") == {"Z": {"name": "carried"}}


def test_redundancy_and_criticality_play_no_part() -> None:
    graph = graph_of(
        ("X", "A", {**NAME, "group": "g", "criticality": "supporting"}), ("Y", "A", {"group": "g"})
    )
    assert _breach(graph, "X") == {"A": {"name": "carried"}}


def test_people_come_from_the_latest_count_with_its_source() -> None:
    held = [
        record("DataClass", id="name", name="name"),
        record("HOLDS", id="h1", from_id="A", to_id="name", subjects=10, counted_on="2024-01-01"),
        record("HOLDS", id="h2", from_id="A", to_id="name", subjects=30, counted_on="2025-01-01"),
    ]
    graph = graph_of(("X", "A", NAME), ("X", "B", NAME), others=held)
    found = exposed(graph, ["X"], ExposedParams(as_of=DAY), "breach")
    people = {party.id: [each.subjects for each in party.people] for party in found.parties}
    assert people == {"A": [30], "B": []}


def test_compromise_follows_network_and_update_access_only() -> None:
    graph = graph_of(
        ("X", "A", {"access": ["network"]}),
        ("A", "B", {"access": ["data", "software_update"]}),
        ("B", "C", {"access": ["data"]}),
        ("X", "D"),
    )
    result = compromise(harm_view(graph, as_of=DAY), graph.rows_of(["X"]))
    assert graph.ids_of(result.organizations()) == ["A", "B"]


def test_many_links_that_meet_at_one_party_are_passed_on_once(monkeypatch) -> None:
    behind, asked = WalkNetwork.behind_doors, []
    monkeypatch.setattr(
        WalkNetwork,
        "behind_doors",
        lambda self, doors: asked.append(len(doors)) or behind(self, doors),
    )
    names = [f"O{at}" for at in range(12)]
    links = [(a, b, NAME) for a in names for b in names if a != b]
    assert len(_breach(graph_of(*links), "O0")) == 11
    # Carried and possible are searched for, and each of 12 parties opens once in each.
    assert sum(asked) == 2 * 12
