"""What to fix first: a doubtful cell weighs who stops by one reading of it and not by the other."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.analysis.gap_weights import Weigher
from graphrisk.analysis.gaps import gaps
from graphrisk.analysis.overlay import overlay
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.spread import spread
from graphrisk.model.records import record
from graphrisk.model.scenario import Scenario
from graphrisk.progress import SILENT
from tests.builders import graph_of

TODAY = ExposedParams(as_of="2026-01-01")
SURE = {"criticality": "critical", "confidence": 1.0}


def found(graph, params=TODAY):
    return [(row[1], row[2], row[3], row[4]) for row in gaps(graph, params).table.rows]


def test_unknown_criticality_weighs_what_stops_behind_the_link():
    graph = graph_of(
        ("a", "b", {"confidence": 1.0}), ("b", "c", SURE), ("x", "a", SURE), ("x", "b", SURE)
    )
    assert (("criticality",), "a -> b", 2, None) in found(graph)


def test_cell_on_which_nothing_hangs_is_not_listed():
    doubtful = {"confidence": 1.0, "group": "g"}
    graph = graph_of(("a", "c", doubtful), ("b", "c", doubtful))
    assert found(graph) == []


def test_ended_contract_weighs_what_would_stop_were_it_in_force():
    graph = graph_of(("a", "b", {**SURE, "ends_on": "2025-01-01"}), ("b", "c", SURE))
    assert (("ends_on",), "a -> b", 2, None) in found(graph)


def test_vendor_of_unknown_suppliers_weighs_what_stops_with_it():
    graph = graph_of(("a", "b", SURE), ("b", "c", SURE))
    assert found(graph) == [(("suppliers",), "a", 2, None)]


def test_functions_count_beside_organizations():
    told = {"confidence": 1.0, "criticality": "critical", "supports": ["pay"]}
    graph = graph_of(("a", "b", told), ("b", "c", SURE), ("v", "b", {"confidence": 1.0}))
    rows = {(row[0], row[1]): row[2:] for row in found(graph)}
    assert rows[("criticality", "supports"), "v -> b"] == (2, 1)


def test_unnamed_supplier_is_a_gap_and_asks_procurement():
    from graphrisk.model.build import build_graph
    from graphrisk.model.tables import to_tables

    records = [record("Organization", id="u", name="IT supplier", named=False)]
    records += [record("Organization", id="b", name="b")]
    records += [record("SERVES", id="e", from_id="u", to_id="b", **SURE)]
    result = gaps(build_graph(to_tables(records)), TODAY)
    first = result.table.rows[0]
    assert first[1] == ("name",)
    assert "procurement" in first


@st.composite
def networks(draw):
    names = "abcdefg"
    edges = draw(
        st.lists(
            st.tuples(
                st.sampled_from(names),
                st.sampled_from(names),
                st.sampled_from(["critical", "supporting", None]),
                st.sampled_from([None, "g"]),
            ),
            min_size=1,
            max_size=12,
        )
    )
    return graph_of(
        *(
            (a, b, {"criticality": word, "group": group, "confidence": 1.0})
            for a, b, word, group in edges
            if a != b
        ),
        ("a", "b", SURE),
        others=[record("Organization", id="fresh", name="fresh")],
    )


@given(graph=networks())
def test_weight_of_a_link_is_that_of_moving_it_to_somebody_independent(graph):
    """A link that its vendor's fall does not cut rests on somebody who stands."""
    view = TODAY.view(graph)
    ids = graph.serves.column("id").to_pylist()
    weigher = Weigher(view, 3, SILENT)
    for edge, weight in weigher.of_links(np.arange(view.n_edges)):
        fallen = np.array([view.vendor[edge]])
        moved = overlay(graph, Scenario(moves={ids[view.rows[edge]]: "fresh"}))
        other = TODAY.view(moved)
        with_it, without = spread(view, fallen, 3), spread(other, fallen, 3)
        stopped = with_it.down(view) & ~without.down(other)
        assert weight.parties == int(stopped.sum())


def test_what_is_not_weighed_in_a_large_register_is_said(monkeypatch):
    from graphrisk.analysis import gap_weights

    monkeypatch.setattr(gap_weights, "MOST_WORK", 0)
    doubtful = {"confidence": 1.0}
    graph = graph_of(*(("a", f"c{n}", doubtful) for n in range(3)), ("b", "d", doubtful))
    result = gaps(graph, TODAY)
    assert any("3 of 4 doubtful links were not weighed" in note for note in result.notes)


def test_criticality_of_a_link_of_a_register_of_information_is_mended_at_its_functions():
    stated = {"confidence": 1.0, "contract": "C-1", "supports": ["F1 pay"]}
    graph = graph_of(
        ("a", "b", {**stated, "source": "b_05.02.csv:row 3"}),
        ("b", "c", {**SURE, "source": "b_02.02.csv:row 2"}),
        ("p", "b", {"confidence": 1.0, "source": "serves.csv:row 9"}),
    )
    rows = {row[-1][0]: (row[1], row[-2]) for row in gaps(graph, TODAY).table.rows}
    mend = "b_05.02.csv:row 3; criticality: b_06.01, c0050, of the functions that contract C-1"
    assert rows["e000"] == (("criticality",), f"{mend} supports")
    assert rows["e002"][1] == "serves.csv:row 9"
