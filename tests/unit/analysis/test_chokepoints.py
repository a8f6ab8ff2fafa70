"""Single points of failure in words: who, what they take, and who stands behind several."""

from __future__ import annotations

from graphrisk.analysis.chokepoints import chokepoints_of
from graphrisk.analysis.chokepoints_all import chokepoints
from graphrisk.analysis.params import ExposedParams
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-06-15")
SHARED = (
    ("hall", "one"),
    ("hall", "two"),
    ("grid", "hall"),
    ("one", "ward", {"group": "records", "service": "record"}),
    ("two", "ward", {"group": "records", "service": "record"}),
    ("lab", "ward", {"supports": ["tests"], "service": "analyses"}),
)


def rows_of(result, number=0):
    table = result.tables[number]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_shared_sub_contractor_is_named_with_those_it_stands_behind():
    result = chokepoints_of(graph_of(*SHARED), "ward", PARAMS)
    rows = {row["fall_of"]: row for row in rows_of(result)}
    assert set(rows) == {("grid",), ("hall",), ("lab",), ("one", "two")}
    assert rows["hall",]["shared"] == ("one", "two")
    assert rows["hall",]["through"] == "one, two"
    assert rows["hall",]["by_losing"] == ("records",)
    assert rows["lab",] == {
        "fall_of": ("lab",),
        "size": 1,
        "takes": ("tests",),
        "by_losing": ("analyses",),
        "through": "direct",
        "shared": (),
        "ids": ("lab",),
    }
    assert rows["one", "two"]["through"] == "direct"
    assert (
        "Behind suppliers that should stand in for each other: grid (behind one, two)"
        in (result.headline[1])
    )


def test_headline_counts_sets_of_one_and_of_two():
    result = chokepoints_of(graph_of(*SHARED), "ward", PARAMS)
    assert result.headline[0] == (
        "The fall of any one of 3 organizations alone takes ward or a function of it down (2 of "
        "them all of it); 1 pair does so of which neither alone suffices."
    )
    nobody = chokepoints_of(graph_of(*SHARED), "grid", PARAMS)
    assert nobody.headline == ("Nobody's fall takes grid down, neither alone nor with one other.",)


def test_everybody_is_counted_as_each_customer_is():
    graph = graph_of(*SHARED, ("one", "desk"), ("x", "y"), ("y", "x"))
    result = chokepoints(graph, PARAMS)
    vendors, pairs, customers, defeats = (rows_of(result, k) for k in range(4))
    by_customer = {
        name: chokepoints_of(graph, name, PARAMS).totals
        for name in graph.organization_ids.to_pylist()
    }
    assert {row["id"]: (row["ones"], row["twos"]) for row in customers} == {
        name: (t["size_1"], t["size_2"]) for name, t in by_customer.items() if t["size_1"]
    }
    assert {row["id"]: row["alone"] for row in vendors} == {
        "grid": 5,
        "hall": 4,
        "one": 1,
        "lab": 1,
        "x": 1,
        "y": 1,
        "two": 0,
    }
    assert {row["fall_of"]: row["stopped"] for row in pairs} == {("one", "two"): 1}
    assert {(row["vendor"], row["customer"]) for row in defeats} == {
        ("grid", "ward"),
        ("hall", "ward"),
    }
    assert result.totals["groups_defeated"] == 2


def test_parallel_contracts_of_one_supplier_are_one_way_in():
    edges = [("v", "c", {"contract": f"K{k}", "group": "g"}) for k in range(2)]
    result = chokepoints_of(graph_of(*edges, ("w", "c", {"group": "g"})), "c", PARAMS)
    assert [row["fall_of"] for row in rows_of(result)] == [("v", "w")]


def test_ring_of_dependence_has_no_set_with_the_customer_itself():
    result = chokepoints_of(graph_of(("a", "b"), ("b", "c"), ("c", "a")), "a", PARAMS)
    assert [row["fall_of"] for row in rows_of(result)] == [("b",), ("c",)]
