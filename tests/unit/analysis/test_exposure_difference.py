"""What-if in breach and compromise: whose data is newly exposed, and whose no longer."""

from __future__ import annotations

import pytest

from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.exposure_difference import whatif_exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.errors import UsageError
from graphrisk.model.scenario import Fall, Scenario
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-06-15")
HEALTH = {"data_classes": ["health"]}
EDGES = (
    ("host", "app", HEALTH),
    ("app", "ward", {"data_classes": ["health"], "access": ["network"]}),
    ("app", "desk", {}),
    ("other", "kiosk", {"data_classes": ["contact"]}),
)
FALLS = (Fall("organization", "host"),)


def changes(result):
    """Party -> (change, before, after, classes)."""
    rows = [dict(zip(result.table.columns, row, strict=True)) for row in result.table.rows]
    return {
        row["id"]: (row["change"], row["state_before"], row["state_after"], row["classes"])
        for row in rows
    }


def test_breach_alone_is_compared_with_nobody_falling():
    graph = graph_of(*EDGES)
    result = whatif_exposed(graph, Scenario(falls=FALLS), PARAMS, "breach")
    assert changes(result) == {
        "app": ("newly exposed", "not reached", "carried", ("health: carried",)),
        "ward": ("newly exposed", "not reached", "carried", ("health: carried",)),
        "desk": ("newly exposed", "not reached", "possible", ("health: possible",)),
    }
    assert result.headline[0] == "Breach at host: 3 are newly exposed."
    said = exposed(graph, ["host"], PARAMS, "breach").headline
    assert result.headline[1].lower() == f"{said}."


def test_breach_with_changed_links_says_who_is_hit_how_and_who_no_longer():
    scenario = Scenario(
        "less data",
        falls=FALLS,
        links=({"id": "n", "from_id": "app", "to_id": "kiosk", "data_classes": ["health"]},),
        removed_links=frozenset({"e001"}),
        changed_links={"e002": {"data_classes": ["health"]}, "e000": {"data_classes": []}},
    )
    result = whatif_exposed(graph_of(*EDGES), scenario, PARAMS, "breach")
    assert changes(result) == {
        "app": ("eased", "carried", "unknown", ("health: carried before",)),
        "ward": ("out of reach", "carried", "not reached", ("health: carried before",)),
        "kiosk": ("newly exposed", "not reached", "possible", ("health: possible",)),
    }
    assert result.headline[0] == (
        "Less data: breach at host: 1 is newly exposed, 1 is hit less hard, "
        "1 is no longer within reach."
    )
    assert result.headline[1].startswith("Without the scenario: data of 2 carried")
    assert result.totals["stored_digest"] != result.digest


def test_compromise_follows_access_that_a_scenario_gives():
    scenario = Scenario(
        falls=(Fall("organization", "app"),), changed_links={"e002": {"access": ["network"]}}
    )
    result = whatif_exposed(graph_of(*EDGES), scenario, PARAMS, "compromise")
    assert changes(result) == {"desk": ("newly exposed", "not reached", "compromised", ())}
    assert "newly exposed" in result.headline[0]


def test_merged_vendor_falls_as_what_it_became_and_the_gone_are_not_counted():
    scenario = Scenario(falls=FALLS, merges={"host": "other"})
    result = whatif_exposed(graph_of(*EDGES), scenario, PARAMS, "breach")
    assert changes(result) == {
        "kiosk": ("newly exposed", "not reached", "carried", ("contact: carried",))
    }


def test_scenario_without_a_fall_is_refused_in_words():
    with pytest.raises(UsageError, match="begins with somebody"):
        whatif_exposed(graph_of(*EDGES), Scenario(), PARAMS, "breach")
