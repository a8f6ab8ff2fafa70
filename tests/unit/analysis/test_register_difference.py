"""One register at two moments: records matched, reach compared, contracts that end."""

from __future__ import annotations

from typing import Any

import pytest

from graphrisk.analysis.contract_terms import contract_terms
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.record_changes import compare_names, organization_changes
from graphrisk.analysis.register_difference import DiffParams, Side, register_difference
from graphrisk.analysis.result import AnalysisResult
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables

DAY = "2026-09-30"
PARAMS = ExposedParams(as_of=DAY)


def graph(*links: tuple[str, str, dict[str, Any]], **organizations: dict[str, Any]) -> RiskGraph:
    ends = {end for vendor, customer, _ in links for end in (vendor, customer)}
    records = [
        record("Organization", id=key, **{"name": key.upper(), **organizations.get(key, {})})
        for key in sorted(ends | organizations.keys())
    ]
    for number, (vendor, customer, said) in enumerate(links):
        facts = {"id": f"{vendor}-{customer}-{number}", "criticality": "critical", **said}
        records.append(record("SERVES", from_id=vendor, to_id=customer, **facts))
    return build_graph(to_tables(records))


def diff(before: RiskGraph, after: RiskGraph, days=(DAY, DAY), **wanted: Any) -> AnalysisResult:
    sides = (Side(before, days[0], "Q2"), Side(after, days[1], "Q3"))
    return register_difference(sides, PARAMS, DiffParams(**wanted))


def table(result: AnalysisResult, title: str) -> list[dict[str, Any]]:
    found = next(each for each in result.tables if each.title.startswith(title))
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_nothing_changes_between_a_register_and_itself():
    same = graph(("a", "b", {}), ("b", "c", {}))
    result = diff(same, same)
    assert [each.rows for each in result.tables] == [()] * len(result.tables)
    assert "Nobody is newly within reach" in result.headline[1]


def test_new_link_brings_a_customer_within_reach_of_all_upstream():
    before = graph(("a", "b", {"id": "ab"}), c={})
    after = graph(("a", "b", {"id": "ab"}), ("b", "c", {"id": "bc", "service": "mail"}))
    result = diff(before, after)
    (party,) = table(result, "Who")
    assert (party["party"], party["change"], party["fall_of"]) == ("C", "newly stops", ["A", "B"])
    assert party["because"] == ["added: B → C (mail)"]
    assert [each["change"] for each in table(result, "Links")] == ["added"]


def test_link_that_is_gone_had_ended_or_was_withdrawn():
    ends = {"x": {"ends_on": "2026-08-31"}, "y": {"ends_on": "2027-08-31"}}
    before = graph(*((key, "c", said) for key, said in ends.items()))
    result = diff(before, graph(c={}, x={}, y={}), days=("2026-06-30", DAY))
    found = {each["vendor"]: (each["change"], each["what"]) for each in table(result, "Links")}
    assert found["X"] == ("ended", "ended on 2026-08-31")
    assert found["Y"] == ("withdrawn", "would have ended on 2027-08-31")
    assert {each["change"] for each in table(result, "Who")} == {"no longer within reach"}


def test_contract_in_force_on_one_day_only_expires_or_begins():
    links = [
        ("x", "c", {"ends_on": "2026-07-31"}),
        ("y", "c", {"starts_on": "2026-08-01"}),
    ]
    same = graph(*links)
    result = diff(same, same, days=("2026-06-30", DAY))
    assert {each["vendor"]: each["change"] for each in table(result, "Links")} == {
        "X": "expired",
        "Y": "begins",
    }
    assert [(each["party"], each["change"], each["fall_of"]) for each in table(result, "Who")] == [
        ("C", "newly stops", ["Y"]),
        ("C", "no longer within reach", ["X"]),
    ]


def test_changed_property_is_told_with_both_values_and_its_effect():
    before = graph(("a", "b", {"id": "ab", "criticality": "supporting"}))
    after = graph(("a", "b", {"id": "ab", "criticality": "critical", "annual_cost": 5.0}))
    result = diff(before, after)
    (link,) = table(result, "Links")
    assert link["what"] == "criticality supporting → critical; annual cost not stated → 5"
    (party,) = table(result, "Who")
    assert (party["change"], party["because"]) == ("newly stops", ["changed: A → B"])


def test_lost_second_source_is_the_reason_though_the_path_is_unchanged():
    pair = [("a", "c", {"id": "ac", "group": "g"}), ("b", "c", {"id": "bc", "group": "g"})]
    result = diff(graph(*pair), graph(pair[0], b={}))
    newly = next(each for each in table(result, "Who") if each["change"] == "newly stops")
    assert (newly["party"], newly["fall_of"]) == ("C", ["A"])
    assert newly["because"] == ["withdrawn: B → C"]


def test_functions_that_stop_are_named():
    one = ("a", "bank", {"id": "1", "supports": ["F1"]})
    two = ("a", "bank", {"id": "2", "supports": ["F2"], "service": "x"})
    (party,) = table(diff(graph(one), graph(one, two)), "Who")
    assert (party["change"], party["parts"], party["fall_of"]) == ("newly stops", ["F2"], ["A"])
    assert party["because"] == ["added: A → BANK (x)"]
    (party,) = table(diff(graph(one, two), graph(one)), "Who")
    assert (party["change"], party["parts"]) == ("no longer stops", ["F2"])
    (party,) = table(diff(graph(one), graph(("a", "bank", {"id": "1"}))), "Who")
    assert (party["change"], party["parts"]) == ("newly stops", [])


def test_second_source_keeps_a_customer_up():
    pair = [("a", "c", {"id": "ac", "group": "g"}), ("b", "c", {"id": "bc", "group": "g"})]
    result = diff(graph(pair[0], b={}), graph(*pair))
    spared = next(each for each in table(result, "Who") if each["fall_of"] == ["A"])
    assert (spared["change"], spared["because"]) == ("no longer stops", ["added: B → C"])


def test_link_with_another_id_is_one_link_that_changed():
    before = graph(("a", "b", {"id": "one", "service": "mail", "contract": "K1"}))
    after = graph(("a", "b", {"id": "two", "service": "e-mail", "contract": "K1"}))
    (link,) = table(diff(before, after), "Links")
    assert (link["change"], link["what"]) == ("changed", "service mail → e-mail")


def test_links_of_a_pair_that_cannot_be_told_apart_are_not_matched():
    before = graph(("a", "b", {"id": "1", "service": "x"}), ("a", "b", {"id": "2", "service": "y"}))
    after = graph(("a", "b", {"id": "3", "service": "p"}), ("a", "b", {"id": "4", "service": "q"}))
    words = sorted(each["change"] for each in table(diff(before, after), "Links"))
    assert words == ["added", "added", "withdrawn", "withdrawn"]


def test_organization_under_another_id_is_one_organization():
    said = {"name": "Alfa AB"}
    before = graph(("org-1", "c", {"service": "x"}), **{"org-1": said})
    after = graph(("LEI-9", "c", {"service": "x"}), **{"LEI-9": said})
    result = diff(before, after)
    (known,) = table(result, "Organizations")
    assert (known["change"], known["what"]) == ("changed", "id org-1 → LEI-9")
    assert table(result, "Links") == []
    assert table(result, "Who") == []


@pytest.mark.parametrize(
    "later",
    [
        {"k": {"name": "Alfa AB", "country": "NO"}},
        {"k": {"name": "Alfa AB"}, "l": {"name": "Alfa AB"}},
    ],
    ids=["another country", "two of the name"],
)
def test_organizations_are_not_matched_where_that_is_doubtful(later):
    before = graph(**{"old": {"name": "Alfa AB", "country": "SE"}})
    changes = organization_changes(compare_names(before, graph(**later)))
    assert {each.change for each in changes} == {"added", "gone"}


def test_named_fall_is_compared_party_by_party():
    before, after = graph(("a", "b", {"id": "ab"}), c={}), graph(("a", "c", {"id": "ac"}), b={})
    result = diff(before, after, fallen=["a"])
    found = {each["party"]: each["change"] for each in table(result, "If those named fall")}
    assert found == {"B": "saved", "C": "newly stops"}


def test_terms_tell_expired_ending_and_notice():
    contracts = graph(
        ("a", "c", {"id": "1", "service": "x", "ends_on": "2026-09-01"}),
        ("a", "c", {"id": "2", "service": "x", "contract": "K2", "ends_on": "2027-09-01"}),
        ("b", "c", {"id": "3", "ends_on": "2026-10"}),
        ("d", "c", {"id": "4", "ends_on": "2027-03-31", "notice_days": 180}),
        ("e", "c", {"id": "5", "ends_on": "2026-01-01"}),
        ("f", "c", {"id": "6"}),
    )
    found = contract_terms(contracts, as_of=DAY, since="2026-06-30", within_days=90)
    rows = [dict(zip(found.table.columns, row, strict=True)) for row in found.table.rows]
    assert [(row["vendor"], row["term"], row["days_left"]) for row in rows] == [
        ("A", "expired", -29),
        ("B", "ends soon", 31),
        ("D", "notice is due", 182),
    ]
    assert rows[0]["followed_by"] == "K2"
    assert rows[1]["followed_by"] is None
    assert rows[2]["notice_by"] == "2026-10-02"
    assert found.counts == {"expired": 1, "ends soon": 1, "notice is due": 1}


def test_concentration_is_compared_on_the_day_of_each_side():
    said = {"category": "payment"}
    same = graph(("a", "c", said), ("b", "d", {**said, "starts_on": "2026-08-01"}))
    result = diff(same, same, days=("2026-06-30", DAY), by=("category",))
    (row,) = table(result, "Concentration")
    assert (row["hhi_before"], row["hhi_after"]) == (10_000.0, 5_000.0)


def test_register_that_was_empty_is_compared():
    nothing = build_graph({})
    full = graph(("a", "b", {"id": "ab"}))
    assert [each["change"] for each in table(diff(nothing, full), "Who")] == ["newly stops"]
    assert [each["change"] for each in table(diff(full, nothing), "Who")] == [
        "no longer within reach"
    ]
    assert diff(nothing, nothing).totals["links"] == {}


def test_other_records_are_counted():
    def held(subjects: int) -> RiskGraph:
        records = [
            record("Organization", id="a", name="A"),
            record("DataClass", id="health", name="health"),
            record("HOLDS", id="h", from_id="a", to_id="health", subjects=subjects),
        ]
        return build_graph(to_tables(records))

    (row,) = table(diff(held(1), held(2)), "Other records")
    assert row == {"kind": "holds", "inserted": 0, "retired": 0, "changed": 1}


def test_falls_beyond_the_budget_are_said_to_be_left_out(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.reach_changes.MOST_WORK", 1)
    before = graph(("a", "b", {"id": "ab"}), c={})
    result = diff(before, graph(("a", "b", {"id": "ab"}), ("b", "c", {"id": "bc"})))
    assert any("smaller vendors upstream of changes were not compared" in n for n in result.notes)
