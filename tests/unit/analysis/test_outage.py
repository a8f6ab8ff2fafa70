"""Outage: redundancy, parts, degraded, kept up, witnesses; small graphs worked out by hand."""

from __future__ import annotations

import numpy as np

from graphrisk.analysis.outage import STATE_WORDS, Outage, outage
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.ranges import (
    AS_STATED,
    UNKNOWN_IS_CRITICAL,
    range_of,
    strong_evidence,
)
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import harm_view
from tests.builders import graph_of

DAY = "2026-01-01"


def _fall(graph: RiskGraph, *fallen: str, threshold: str = "critical", **view: object) -> Outage:
    seen = harm_view(graph, as_of=DAY, **view)  # type: ignore[arg-type]
    return outage(seen, graph.rows_of(fallen), threshold)


def _states(result: Outage) -> dict[str, str]:
    graph = result.view.graph
    reached = np.flatnonzero(result.state > 1)
    words = [STATE_WORDS[int(code)] for code in result.state[reached]]
    return dict(zip(graph.ids_of(reached), words, strict=True))


def _path(result: Outage, name: str) -> list[str]:
    (row,) = result.view.graph.rows_of([name])
    edges, _ = result.witness(int(row))
    return result.view.edge_ids(np.array(edges))


def test_witness_goes_through_stopped_parties_only() -> None:
    graph = graph_of(
        ("X", "A", {"group": "g"}),
        ("Y", "A", {"group": "g"}),
        ("A", "D"),
        ("X", "B"),
        ("B", "C"),
        ("C", "D"),
    )
    result = _fall(graph, "X")
    assert _states(result) == {"A": "kept up", "B": "stops", "C": "stops", "D": "stops"}
    assert _path(result, "D") == ["e003", "e004", "e005"]
    (row,) = graph.rows_of(["D"])
    assert (result.hop[row], result.wave[row]) == (2, 3)


def test_part_of_a_vendor_takes_only_the_contract_that_rests_on_it() -> None:
    graph = graph_of(
        ("S", "P", {"supports": ["K1"]}),
        ("P", "C1", {"contract": "K1"}),
        ("P", "C2", {"contract": "K2"}),
    )
    assert _states(_fall(graph, "S")) == {"P": "partly", "C1": "stops"}


def test_contract_not_known_is_lost_when_its_vendor_is_partly_down_and_is_counted() -> None:
    graph = graph_of(("S", "P", {"supports": ["K1"]}), ("P", "C"))
    result = _fall(graph, "S")
    assert _states(result) == {"P": "partly", "C": "stops"}
    assert result.lost_by_unknown_contract() == 1


def test_ring_of_mutual_dependence_does_not_fall_by_itself() -> None:
    graph = graph_of(("A", "B"), ("B", "A"), ("X", "Z"))
    assert _states(_fall(graph, "X")) == {"Z": "stops"}
    assert _states(_fall(graph, "A")) == {"B": "stops"}


def test_two_of_three_required_falls_with_the_second() -> None:
    group = {"group": "g", "required": 2}
    graph = graph_of(("A", "C", group), ("B", "C", group), ("D", "C", {"group": "g"}))
    assert _states(_fall(graph, "A")) == {"C": "kept up"}
    assert _states(_fall(graph, "A", "B")) == {"C": "stops"}


def test_required_above_the_suppliers_is_read_as_all_of_them() -> None:
    graph = graph_of(("A", "C", {"group": "g", "required": 9}), ("B", "C", {"group": "g"}))
    result = _fall(graph, "A")
    assert _states(result) == {"C": "stops"}
    assert result.view.groups.over_required.sum() == 1


def test_two_contracts_with_one_vendor_are_no_redundancy() -> None:
    graph = graph_of(("A", "C", {"group": "g"}), ("A", "C", {"group": "g"}))
    assert _states(_fall(graph, "A")) == {"C": "stops"}


def test_supplier_lost_by_several_contracts_shows_all_of_them() -> None:
    graph = graph_of(
        ("S", "P", {"supports": ["K1"]}),
        ("S", "T"),
        ("T", "P", {"supports": ["K2"]}),
        ("P", "C", {"contract": "K1", "group": "g"}),
        ("P", "C", {"contract": "K2", "group": "g"}),
    )
    result = _fall(graph, "S")
    assert _states(result) == {"P": "partly", "T": "stops", "C": "stops"}
    (row,) = graph.rows_of(["C"])
    edges, branches = result.witness(int(row))
    assert result.view.edge_ids(np.array(edges)) == ["e001", "e002", "e004"]
    assert [result.view.edge_ids(np.array(each)) for each in branches] == [["e000", "e003"]]


def test_important_link_degrades_and_nothing_passes_on() -> None:
    graph = graph_of(("X", "A", {"criticality": "important"}), ("A", "B"))
    result = _fall(graph, "X")
    assert _states(result) == {"A": "degraded"}
    assert _path(result, "A") == ["e000"]
    assert _states(_fall(graph, "X", threshold="important")) == {"A": "stops", "B": "stops"}


def test_supporting_link_does_nothing() -> None:
    graph = graph_of(("X", "A", {"criticality": "supporting"}))
    assert _states(_fall(graph, "X")) == {}
    assert _states(_fall(graph, "X", threshold="supporting")) == {"A": "stops"}


def test_unknown_criticality_is_the_upper_end_of_the_range() -> None:
    graph = graph_of(("X", "A"), ("X", "B", {"criticality": "critical"}))
    seen = harm_view(graph, as_of=DAY)
    assert len(outage(seen, graph.rows_of(["X"])).rows(2)) == 2
    counts = {"stops": 2, "partly": 0}
    found = range_of(seen, graph.rows_of(["X"]), ExposedParams(as_of=DAY), counts)
    assert found[AS_STATED] == {"stops": 1, "partly": 0}
    assert found[UNKNOWN_IS_CRITICAL] == counts


def test_strong_evidence_is_counted_alone_where_some_is_weak() -> None:
    graph = graph_of(("X", "A", {"confidence": 0.9}), ("X", "B", {"confidence": 0.5}))
    params = ExposedParams(as_of=DAY, strong_evidence=0.75)
    found = range_of(params.view(graph), graph.rows_of(["X"]), params, {"stops": 2, "partly": 0})
    assert found[strong_evidence(0.75)] == {"stops": 1, "partly": 0}


def test_strong_evidence_knows_no_weak_alternative() -> None:
    group = {"group": "g", "criticality": "critical"}
    graph = graph_of(
        ("X", "A", {"confidence": 0.9, **group}), ("Y", "A", {"confidence": 0.5, **group})
    )
    params = ExposedParams(as_of=DAY)
    found = range_of(params.view(graph), graph.rows_of(["X"]), params, {"stops": 0, "partly": 0})
    assert found[strong_evidence(0.75)] == {"stops": 1, "partly": 0}


def test_word_outside_the_vocabulary_is_read_as_unknown() -> None:
    graph = graph_of(("X", "A", {"criticality": "hög"}))
    assert _states(_fall(graph, "X")) == {"A": "stops"}


def test_expired_supplier_is_no_supplier() -> None:
    group = {"group": "g"}
    graph = graph_of(("X", "C", group), ("Y", "C", {**group, "ends_on": "2025-12-31"}))
    assert _states(_fall(graph, "X")) == {"C": "stops"}
    last_day = graph_of(("X", "C", group), ("Y", "C", {**group, "ends_on": DAY}))
    assert _states(_fall(last_day, "X")) == {"C": "kept up"}


def test_weak_evidence_is_left_out() -> None:
    graph = graph_of(("X", "A", {"confidence": 0.5}), ("X", "B", {"confidence": 0.75}))
    assert _states(_fall(graph, "X", min_confidence=0.75)) == {"B": "stops"}


def test_self_loop_is_nothing() -> None:
    graph = graph_of(("A", "A"), ("X", "Z"))
    assert _states(_fall(graph, "A")) == {}


def test_assumed_substitutes_keep_up_what_silence_would_not() -> None:
    dns = {"category": "dns"}
    graph = graph_of(("X", "C", dns), ("Y", "C", dns))
    assert _states(_fall(graph, "X")) == {"C": "stops"}
    assert _states(_fall(graph, "X", assume_substitutes=True)) == {"C": "kept up"}


def test_kept_up_upstream_names_the_nearest_redundancy() -> None:
    graph = graph_of(("X", "A", {"group": "g"}), ("Y", "A", {"group": "g"}), ("A", "B"), ("B", "C"))
    result = _fall(graph, "X")
    assert _states(result) == {"A": "kept up", "B": "kept up", "C": "kept up"}
    (a, c, y) = graph.rows_of(["A", "C", "Y"])
    assert result.kept_at[c] == a
    assert result.standing(int(result.keeping[a])) == [y]


def test_fallen_is_never_listed_and_has_hop_zero() -> None:
    graph = graph_of(("A", "B"), ("B", "A"))
    result = _fall(graph, "A")
    (row,) = graph.rows_of(["A"])
    assert result.hop[row] == 0
    assert "A" not in _states(result)


def test_part_that_is_a_function_is_named_without_taking_the_rest() -> None:
    graph = graph_of(("X", "H", {"supports": ["lab"]}), ("Y", "H", {"supports": ["ward"]}))
    assert _states(_fall(graph, "X")) == {"H": "partly"}
    assert _states(_fall(graph, "X", "Y")) == {"H": "partly"}


def test_witness_never_passes_through_what_it_explains() -> None:
    graph = graph_of(
        ("X", "D", {"group": "g2", "id": "e24"}),
        ("A", "D", {"group": "g2", "id": "e15"}),
        ("A", "D", {"id": "e07"}),
        ("D", "A", {"id": "e17"}),
        ("X", "P", {"id": "e03"}),
        ("P", "Q", {"id": "e16"}),
        ("Q", "A", {"id": "e27"}),
    )
    assert _path(_fall(graph, "X"), "D") == ["e03", "e16", "e27", "e07"]


def test_part_of_an_organization_may_lie_on_the_way_to_all_of_it() -> None:
    graph = graph_of(("S", "P", {"supports": ["K1"]}), ("P", "Q", {"contract": "K1"}), ("Q", "P"))
    result = _fall(graph, "S")
    assert _states(result) == {"P": "stops", "Q": "stops"}
    assert _path(result, "P") == ["e000", "e001", "e002"]


def test_way_through_an_own_part_enters_by_what_takes_that_part() -> None:
    graph = graph_of(
        ("X", "D", {"supports": ["K1"], "id": "e30"}),
        ("X", "D", {"group": "g2", "id": "e02"}),
        ("B", "D", {"group": "g2", "id": "e01"}),
        ("D", "B", {"id": "e09"}),
        ("D", "A", {"id": "e16"}),
        ("A", "D", {"id": "e08"}),
    )
    assert _path(_fall(graph, "X"), "D") == ["e30", "e16", "e08"]


def test_every_last_link_is_searched_without_the_party_itself() -> None:
    graph = graph_of(
        ("X", "P", {"id": "e24"}),
        ("P", "D", {"supports": ["K1", "K2"], "id": "e01"}),
        ("P", "A", {"id": "e18"}),
        ("A", "Q", {"id": "e12"}),
        ("A", "R", {"id": "e32"}),
        ("D", "Q", {"id": "e27"}),
        ("Q", "D", {"group": "g2", "id": "e11"}),
        ("R", "D", {"group": "g2", "id": "e20"}),
    )
    assert _path(_fall(graph, "X"), "D") == ["e24", "e18", "e12", "e11"]
