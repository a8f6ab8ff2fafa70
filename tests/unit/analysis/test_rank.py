"""Rankings on registers that can be worked out by hand."""

from __future__ import annotations

import sys

import pytest

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.rank import rank
from graphrisk.errors import AnalysisError, UsageError
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-06-15")


def column(result, name, table=0):
    """Vendor ids with one column of a table."""
    found = result.tables[table]
    place, key = found.columns.index(name), found.columns.index("id")
    return {row[key]: row[place] for row in found.rows}


def test_shapley_shares_of_the_risk_model():
    graph = graph_of(("V1", "a"), ("V1", "b"), ("V2", "b"), ("V2", "c"), ("V3", "c"))
    result = rank(graph, PARAMS, by="shapley")
    assert column(result, "shapley") == {"V1": 1.5, "V2": 1.0, "V3": 0.5}


def test_direct_total_hidden_and_amplification():
    graph = graph_of(("up", "v"), ("v", "a"), ("v", "b"), ("v", "c"))
    result = rank(graph, PARAMS)
    assert column(result, "direct") == {"up": 1, "v": 3}
    assert column(result, "reach") == {"up": 4, "v": 3}
    assert column(result, "hidden") == {"up": 3, "v": 0}
    assert column(result, "amplification") == {"up": 4.0, "v": 1.0}


def test_redundancy_separates_reach_from_depends():
    same = {"group": "g"}
    graph = graph_of(("v", "a", same), ("w", "a", same), ("v", "b"))
    result = rank(graph, PARAMS, by="depends")
    assert column(result, "reach") == {"v": 2, "w": 1}
    assert column(result, "depends") == {"v": 1, "w": 0}
    assert result.headline[1].startswith("2 vendors together stop 2 of 2 organizations")


def test_headline_counts_what_three_vendors_expose_together():
    graph = graph_of(("v", "a"), ("v", "b"), ("w", "b"), ("w", "c"), ("x", "d"), ("y", "d"))
    result = rank(graph, PARAMS, top=3)
    assert result.headline[1] == "3 vendors together expose 4 of 4 organizations: v, w, x."
    assert column(result, "adds", 1) == {"v": 2, "w": 1, "x": 1}


def test_people_are_the_largest_count_of_any_class():
    holds = [
        record("HOLDS", id="h1", from_id="a", to_id="contact", subjects=100),
        record("HOLDS", id="h2", from_id="a", to_id="health", subjects=40),
        record("HOLDS", id="h3", from_id="b", to_id="contact", subjects=7),
        *(record("DataClass", id=name, name=name) for name in ("contact", "health")),
    ]
    graph = graph_of(("v", "a"), ("w", "b"), ("w", "c"), others=holds)
    result = rank(graph, PARAMS, weight="people")
    assert column(result, "reach") == {"v": 100, "w": 7}
    assert "people is known of 2 of 3 customers; the others count nothing" in result.notes


def test_numeric_columns_of_organizations_and_links_are_weights():
    graph = graph_of(("v", "a", {"annual_cost": 5.0, "currency": "EUR"}), ("w", "b"))
    assert column(rank(graph, PARAMS, weight="spend"), "reach") == {"v": 5, "w": 0}
    assert column(rank(graph, PARAMS, weight="annual_cost"), "reach") == {"v": 5, "w": 0}
    assert column(rank(graph, PARAMS, weight="criticality"), "reach") == {"v": 3, "w": 3}


def test_amounts_of_several_currencies_are_never_summed_as_a_weight():
    euros, kronor = ({"annual_cost": 5.0, "currency": each} for each in ("EUR", "SEK"))
    links = [("v", "a", euros), ("v", "b", euros), ("w", "a", kronor)]
    result = rank(graph_of(*links), PARAMS, weight="annual_cost")
    assert column(result, "reach") == {"v": 10, "w": 5}
    assert any(note.startswith("1 link in other currencies left out") for note in result.notes)
    owned = [("a", 7.0, "EUR"), ("b", 1.0, "EUR"), ("c", 900.0, "SEK"), ("d", 2.0, None)]
    records = [
        record("Organization", id=key, name=key, total_assets=value, assets_currency=currency)
        for key, value, currency in owned
    ]
    records += [record("Organization", id="v", name="v")]
    tables = [*records, *(record("SERVES", id=k, from_id="v", to_id=k) for k, *_ in owned)]
    result = rank(build_graph(to_tables(tables)), PARAMS, weight="total_assets")
    assert column(result, "reach") == {"v": 8}
    assert any("2 amounts in other currencies are left out" in note for note in result.notes)
    with pytest.raises(UsageError, match="no number 'load_number'"):
        rank(graph_of(*links), PARAMS, weight="load_number")


def test_unknown_order_or_weight_is_refused_in_a_sentence():
    graph = graph_of(("v", "a"))
    with pytest.raises(UsageError, match="cannot rank by 'size'"):
        rank(graph, PARAMS, by="size")
    with pytest.raises(UsageError, match="no number 'height'"):
        rank(graph, PARAMS, weight="height")
    with pytest.raises(AnalysisError, match="tolerance_hours is not known of any customer"):
        rank(graph, PARAMS, weight="tolerance_hours")


def test_estimates_are_said_to_be_estimates():
    result = rank(graph_of(("v", "a"), ("v", "b")), PARAMS, approximate=True)
    assert column(result, "reach") == {"v": 2}
    assert result.totals["relative_standard_error"] > 0
    assert any("relative standard error" in note for note in result.notes)


def test_nobody_serves_anybody():
    graph = graph_of(others=[record("Organization", id="a", name="a")])
    for by in ("reach", "depends", "shapley", "pagerank"):
        result = rank(graph, PARAMS, by=by)
        assert result.table.rows == ()
        assert result.headline == ("No organization serves another one here.",)


def test_small_networks_wait_for_no_compiler():
    import subprocess

    program = (
        "import sys\n"
        "from tests.builders import graph_of\n"
        "from graphrisk.analysis.params import ExposedParams\n"
        "from graphrisk.analysis.rank import rank\n"
        "for by in ('reach', 'depends', 'shapley', 'pagerank'):\n"
        "    rank(graph_of(('v', 'a'), ('v', 'b')), ExposedParams(as_of='2026-01-01'), by=by)\n"
        "sys.exit('numba' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
