"""Which of several counts holds does not depend on the order in which a store gives them."""

from __future__ import annotations

from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.people import PeopleCounts
from graphrisk.model.build import build_graph
from graphrisk.model.harm import harm_view
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from tests.builders import graph_of


def test_of_counts_of_one_day_the_last_id_holds_in_any_order():
    parties = [
        record("Organization", id="a", name="a"),
        record("DataClass", id="health", name="health"),
    ]
    ends = {"from_id": "a", "to_id": "health", "counted_on": "2024"}
    counts = [record("HOLDS", id=f"h{n}", subjects=n, **ends) for n in (1, 2)]
    for order in (counts, counts[::-1]):
        graph = build_graph(to_tables([*parties, *order]))
        evidence = Evidence(harm_view(graph, as_of="2026-01-01"))
        assert [people.subjects for people in evidence.people(0, ["health"])] == [2]


def test_of_counts_that_incidents_state_the_one_seen_last_holds():
    facts = [
        record("EXPOSES", id="x1", from_id="i", to_id="health", holder="A", subjects=7,
               seen_on="2026-02-01"),
        record("EXPOSES", id="x2", from_id="i", to_id="health", holder="A", subjects=5,
               seen_on="2026-01-01"),
    ]  # fmt: skip
    found = PeopleCounts(graph_of(("V", "A"), others=facts)).of("A", "health")
    assert found == (7, "reported: source not stated", "2026-02-01")
