"""Before signing: what newly stops the customer, what is shared, connected, and abroad."""

from __future__ import annotations

import pytest

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.precontract import check_contract
from graphrisk.errors import UsageError
from graphrisk.model.records import record
from graphrisk.model.scenario import Scenario
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-06-15")


def proposed(vendor, customer, changed=None, organizations=(), **more):
    link = {"id": "new", "from_id": vendor, "to_id": customer, **more}
    return Scenario(links=(link,), changed_links=changed or {}, organizations=organizations)


def rows_of(result, title):
    (table,) = [each for each in result.tables if each.title.startswith(title)]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def article(result, number):
    return next(
        (row["holds"], row["answer"])
        for row in rows_of(result, "Article 29")
        if row["article"] == number
    )


def test_new_single_falls_are_the_vendor_and_who_stands_behind_it():
    graph = graph_of(("hall", "host"), ("host", "other"), ("app", "ward"))
    result = check_contract(graph, proposed("host", "ward"), PARAMS)
    rows = rows_of(result, "Who takes the customer down")
    assert [(row["fall_of"], row["change"]) for row in rows] == [
        (("hall",), "newly suffices"),
        (("host",), "newly suffices"),
    ]
    assert result.totals["newly_suffices_alone"] == 2
    assert result.headline[0].endswith("2 falls alone newly do so (hall and host).")


def test_second_source_turns_single_falls_into_pairs():
    graph = graph_of(("host", "ward"), ("spare", "x"))
    scenario = proposed("spare", "ward", changed={"e000": {"group": "g"}}, group="g")
    result = check_contract(graph, scenario, PARAMS)
    rows = rows_of(result, "Who takes the customer down")
    assert [(row["fall_of"], row["change"]) for row in rows] == [
        (("host",), "no longer suffices"),
        (("host", "spare"), "only together now"),
    ]


def test_pair_of_which_one_now_suffices_is_not_called_lost():
    edges = [("a", "c", {"group": "g"}), ("b", "c", {"group": "g"})]
    result = check_contract(graph_of(*edges), proposed("a", "c"), PARAMS)
    rows = rows_of(result, "Who takes the customer down")
    assert [(row["fall_of"], row["change"]) for row in rows] == [(("a",), "newly suffices")]


def test_set_that_takes_more_than_before_says_what_it_took():
    graph = graph_of(("lab", "ward", {"supports": ["tests"]}))
    result = check_contract(graph, proposed("lab", "ward", service="all"), PARAMS)
    (row,) = rows_of(result, "Who takes the customer down")
    assert (row["change"], row["takes"]) == ("took tests before", ("all of it",))
    assert result.headline[0].endswith("1 fall takes other functions than before (lab).")
    assert result.totals["takes_something_else"] == 1


def test_shared_sub_contractor_is_named_with_the_present_supplier():
    graph = graph_of(("hall", "host"), ("hall", "app"), ("app", "ward"), ("host", "x"))
    result = check_contract(graph, proposed("host", "ward"), PARAMS)
    assert [(row["party"], row["tier"], row["shared"]) for row in rows_of(result, "Shared")] == [
        ("hall", 1, ("app",))
    ]


def test_links_below_the_criticality_asked_for_share_nothing():
    graph = graph_of(
        ("hall", "host", {"criticality": "supporting"}), ("hall", "app"), ("app", "ward")
    )
    assert rows_of(check_contract(graph, proposed("host", "ward"), PARAMS), "Shared") == []


def test_closely_connected_is_the_same_vendor_or_the_same_legal_group():
    others = [
        record("Organization", id="top", name="top"),
        record("PART_OF", id="p1", from_id="one", to_id="top"),
        record("PART_OF", id="p2", from_id="two", to_id="top"),
    ]
    graph = graph_of(("one", "ward"), ("two", "ward", {"service": "old"}), others=others)
    result = check_contract(graph, proposed("two", "ward", service="new"), PARAMS)
    assert [(row["vendor"], row["why"]) for row in rows_of(result, "Other links")] == [
        ("one", "the same legal group: top"),
        ("two", "the same vendor"),
    ]
    assert article(result, "29(1)(b)") == (
        "unknown",
        "what hangs on them is not stated: a link (the same legal group: top) and "
        "old (the same vendor)",
    )


def test_third_countries_of_the_chain_are_listed_and_unknown_ones_counted():
    others = [
        record("Organization", id="v", name="v", country="SE"),
        record("Organization", id="us", name="us", country="US"),
        record("SERVES", id="s1", from_id="us", to_id="v"),
        record("SERVES", id="s2", from_id="q", to_id="v"),
    ]
    graph = graph_of(("q", "c"), others=others)
    result = check_contract(graph, proposed("v", "c"), PARAMS)
    assert result.totals["third_countries"] == ["US"]
    assert result.totals["countries_unknown"] == 1
    answers = {row["question"]: row["answer"] for row in rows_of(result, "Article 29")}
    assert answers["does it run through third countries?"] == "US; of 1 the country is not known"


def test_others_of_the_category_tell_how_hard_it_is_to_substitute():
    graph = graph_of(("a", "x", {"category": "hosting"}), ("b", "c"))
    result = check_contract(
        graph, proposed("b", "c", category="hosting", substitutability="hard"), PARAMS
    )
    assert article(result, "29(1)(a)") == ("yes", "stated as hard; 1 other supplies hosting: a")


def test_contract_that_is_not_in_force_on_the_day_is_refused():
    with pytest.raises(UsageError, match="would not be in force on 2026-06-15"):
        check_contract(graph_of(("a", "c")), proposed("a", "c", starts_on="2027-01-01"), PARAMS)


def test_graph_itself_is_as_it_was():
    graph = graph_of(("a", "c"))
    result = check_contract(graph, proposed("a", "c", service="x"), PARAMS)
    assert graph.n_edges == 1
    assert result.totals["stored_digest"] == graph.digest != result.digest


@pytest.mark.parametrize(
    ("stated", "holds"),
    [("not substitutable", "yes"), ("Easy", "no"), ("medium", "unknown"), (None, "unknown")],
)
def test_first_trigger_is_what_is_stated_and_else_unknown(stated, holds):
    graph = graph_of(("host", "other"), ("app", "ward"))
    more = {"substitutability": stated} if stated else {}
    assert (
        article(check_contract(graph, proposed("host", "ward", **more), PARAMS), "29(1)(a)")[0]
        == holds
    )


def test_first_trigger_looks_at_present_contracts_where_the_proposal_is_silent():
    graph = graph_of(
        ("host", "one", {"substitutability": "highly complex"}),
        ("host", "two", {"substitutability": "easy"}),
        ("app", "ward"),
    )
    holds, why = article(check_contract(graph, proposed("host", "ward"), PARAMS), "29(1)(a)")
    assert holds == "yes"
    assert "1 of 2 assessments of present contracts" in why


@pytest.mark.parametrize(
    ("criticality", "holds"),
    [("critical", "yes"), ("important", "yes"), ("supporting", "no"), (None, "unknown")],
)
def test_second_trigger_counts_critical_and_important_contracts(criticality, holds):
    graph = graph_of(("host", "ward", {"criticality": criticality}))
    result = check_contract(graph, proposed("host", "ward", criticality="important"), PARAMS)
    assert article(result, "29(1)(b)")[0] == holds
    assert result.totals["triggers"]["29(1)(b)"] == holds


def test_neither_trigger_holds_for_a_supporting_function():
    graph = graph_of(("host", "ward", {"criticality": "critical"}))
    more = {"criticality": "supporting", "substitutability": "not substitutable"}
    result = check_contract(graph, proposed("host", "ward", **more), PARAMS)
    assert result.totals["triggers"] == {"29(1)": "no", "29(1)(a)": "no", "29(1)(b)": "no"}
    assert "asked of critical or important functions only" in article(result, "29(1)(a)")[1]


def test_other_companies_of_the_customers_group_are_listed_beside_it():
    others = [
        record("Organization", id="group", name="group"),
        record("PART_OF", id="p1", from_id="ward", to_id="group"),
        record("PART_OF", id="p2", from_id="sister", to_id="group"),
    ]
    graph = graph_of(
        ("host", "sister", {"criticality": "critical"}), ("app", "ward"), others=others
    )
    result = check_contract(graph, proposed("host", "ward"), PARAMS)
    rows = rows_of(result, "Elsewhere in the customer's group")
    assert [(row["vendor"], row["customer"], row["why"]) for row in rows] == [
        ("host", "sister", "the same vendor")
    ]
    assert article(result, "29(1)(b)")[0] == "no"


def test_what_is_not_known_is_said_and_evidence_is_listed():
    graph = graph_of(("hall", "host"), ("app", "ward"))
    result = check_contract(graph, proposed("host", "ward"), PARAMS)
    said = " | ".join(result.totals["not_known"])
    for word in ("criticality", "substitute", "group host belongs to", "country of 2 of 2", "data"):
        assert word in said
    assert [(row["vendor"], row["customer"]) for row in rows_of(result, "Evidence")] == [
        ("hall", "host")
    ]
    assert result.totals["suffice_alone"] == [1, 3]


def test_designated_vendors_are_flagged():
    graph = graph_of(("hall", "host"), ("app", "ward"))
    result = check_contract(graph, proposed("host", "ward"), PARAMS, designated={"hall": "flag"})
    assert "hall is a flag." in result.headline


def test_data_kept_in_a_third_country_counts_beside_the_chain():
    others = [record("Organization", id="v", name="v", country="SE")]
    graph = graph_of(("q", "c"), others=others)
    for said, expected in (
        ("SE, US", ("yes", "none is recorded; data kept in US")),
        ("SE", ("no", "none is recorded")),
    ):
        result = check_contract(graph, proposed("v", "c", data_location=said), PARAMS)
        row = rows_of(result, "Article 29")[-1]
        assert (row["holds"], row["answer"]) == expected
        assert not any("data" in each for each in result.totals["not_known"])
