"""Functions that stop: wholly, partly, by contract; and for which contracts a chain is declared."""

from __future__ import annotations

import pytest

from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.functions import contract_coverage, stated_functions, states_functions
from graphrisk.analysis.params import ExposedParams
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables

PARAMS = ExposedParams(as_of="2026-11-25")


def link(vendor, customer, contract, **facts):
    key = f"{vendor}-{customer}-{contract}"
    ends = {"from_id": vendor, "to_id": customer, "contract": contract}
    return record("SERVES", id=key, **ends, **{"rank": 1, "criticality": "critical", **facts})


def graph(*links, **functions):
    ids = {end for each in links for end in (each.from_id, each.to_id)}
    organizations = [
        record("Organization", id=key, name=key.upper(), functions=functions.get(key))
        for key in sorted(ids)
    ]
    return build_graph(to_tables([*organizations, *links]))


def down(made, *fallen):
    return [
        (line.name, line.criticality, [key for key, _ in line.stops_at])
        for line in exposed(made, fallen, PARAMS).functions
    ]


def test_an_organization_that_stops_takes_all_its_functions_along():
    made = graph(link("v", "a", "C1"), a=["Pay: critical", "Post: supporting"])
    assert down(made, "v") == [("Pay", "critical", ["a"]), ("Post", "supporting", ["a"])]


def test_one_that_stops_partly_takes_what_rests_on_the_link():
    made = graph(link("v", "a", "C1", supports=["Pay"]), a=["Pay: critical", "Post: critical"])
    assert down(made, "v") == [("Pay", "critical", ["a"])]


def test_a_contract_of_its_own_is_no_function():
    made = graph(
        link("s", "a", "C9", supports=["C1", "Pay"], rank=2),
        link("a", "b", "C1", supports=["Desk"]),
        a=["Pay: critical"],
        b=["Desk: critical"],
    )
    assert down(made, "s") == [("Desk", "critical", ["b"]), ("Pay", "critical", ["a"])]


def test_one_function_of_two_is_one_line_and_the_graver_comes_first():
    made = graph(
        link("v", "a", "C1", supports=["Pay", "Odd"]),
        link("v", "b", "C2", supports=["Pay", "Post"]),
        a=["Pay: critical"],
        b=["Pay: critical", "Post: important"],
    )
    assert down(made, "v") == [
        ("Pay", "critical", ["a", "b"]),
        ("Odd", "unknown", ["a"]),
        ("Post", "important", ["b"]),
    ]


def test_one_name_with_two_criticalities_is_two_functions():
    made = graph(
        link("v", "a", "C1", supports=["Pay"]),
        link("v", "b", "C2", supports=["Pay"]),
        a=["Pay: critical"],
        b=["Pay: supporting"],
    )
    assert down(made, "v") == [("Pay", "critical", ["a"]), ("Pay", "supporting", ["b"])]


def test_without_stated_functions_nothing_is_said():
    made = graph(link("v", "a", "C1", supports=["Pay"]))
    answer = exposed(made, ["v"], PARAMS)
    assert (states_functions(made), answer.functions) == (False, ())
    assert "contracts" not in answer.coverage


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["A: critical"], {"A": "critical"}),
        (["A: b: supporting"], {"A: b": "supporting"}),
        (["A: vital"], {"A: vital": "unknown"}),
        (["A"], {"A": "unknown"}),
    ],
)
def test_what_an_organization_states(texts, expected):
    made = graph(link("v", "a", "C1"), a=texts)
    assert stated_functions(made, 0) == expected


def test_contracts_are_counted_once_and_by_their_gravest_link():
    made = graph(
        link("v", "a", "C1", criticality="supporting", supports=["Post"]),
        link("v", "b", "C1", supports=["Pay"]),
        link("w", "a", "C2", criticality="unknown"),
        link("w", "a", "C3", criticality="supporting", supports=["Post"]),
        link("s", "v", "C1", supports=["C1"], rank=2),
        link("s", "w", "C2", supports=["C2"], rank=2, ends_on="2020-01-01"),
        a=["Post: supporting"],
        b=["Pay: critical"],
    )
    found = contract_coverage(PARAMS.view(made))
    assert found is not None
    assert (found["critical_contracts"], found["critical_declared"]) == (1, 1)
    assert (found["unknown_contracts"], found["unknown_declared"]) == (1, 0)
    assert found["links_without_function"] == 1


def test_links_without_a_function_are_counted():
    made = graph(
        link("v", "a", "C1"),  # states functions, names none
        link("v", "it", "C2"),  # of rank 1: everything of the IT company rests on it
        link("w", "a", "C3", rank=None),
        link("w", "it", "C4", rank=None),  # no register of this kind says so
        link("s", "v", "C1", rank=2),
        link("w", "a", "C5", supports=["Pay"]),
        a=["Pay: critical"],
    )
    found = contract_coverage(PARAMS.view(made))
    assert found is not None
    assert found["links_without_function"] == 3
