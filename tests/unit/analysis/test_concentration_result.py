"""Concentration in words and tables: units named, lines as context, the hidden made visible."""

from __future__ import annotations

import pytest

from graphrisk.analysis import slice_reach
from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.concentration_result import concentration_result
from graphrisk.analysis.inequality import effective_number, gini, guideline_word, hhi, lorenz
from graphrisk.errors import AnalysisError, InputError, TooLarge
from graphrisk.model.records import record
from tests.builders import graph_of

DNS, CDN = {"category": "dns"}, {"category": "cdn"}
DAY = "2026-01-01"


def graph():
    """Two vendors of DNS, both on Z; one of CDN; one link without a category."""
    dns = [("A", "c1", DNS), ("A", "c2", DNS), ("B", "c3", DNS)]
    return graph_of(*dns, ("Z", "A"), ("Z", "B"), ("C", "c1", CDN))


def test_headline_names_unit_and_what_the_cascade_adds():
    result = concentration_result(concentration(graph(), "category", as_of=DAY))
    assert result.headline == (
        "Concentration by category, counted in customers; * is cascaded over all tiers.",
        "Most hidden in dns: A has 67% directly, the fall of Z reaches 100%.",
    )
    assert {row[-1] for row in result.table.rows} == {"customers"}


def test_slices_come_by_size_and_what_is_not_stated_last():
    rows = concentration_result(concentration(graph(), "category", as_of=DAY)).table.rows
    assert [(row[0], row[1]) for row in rows] == [("dns", 3), ("cdn", 1), ("not stated", 2)]


def test_totals_hold_every_index_for_machines():
    result = concentration_result(concentration(graph(), "category", as_of=DAY))
    dns = result.totals["slices"][0]
    assert dns["direct"]["hhi"] == pytest.approx(hhi([2, 1]))
    assert dns["direct"]["effective_number"] == pytest.approx(1.8)
    assert dns["direct"]["cr"] == pytest.approx([2 / 3, 1])
    assert dns["direct"]["lorenz"] == [[0, 0], [0.5, pytest.approx(1 / 3)], [1, 1]]
    assert dns["cascaded"]["top"][0] == {"id": "Z", "name": "Z", "amount": 3}


def test_lorenz_curve_of_a_slice_is_printed_on_request():
    found = concentration(graph(), "category", as_of=DAY)
    table = concentration_result(found, lorenz_of="dns").tables[0]
    assert table.columns == ("vendor_share", "direct_share", "cascaded_share")
    assert len(table.rows) == 21
    assert table.rows[10][:2] == (pytest.approx(0.5), pytest.approx(1 / 3))
    with pytest.raises(InputError, match="there is no slice 'mail' by category"):
        concentration_result(found, lorenz_of="mail")


def test_merger_guidelines_are_context():
    result = concentration_result(concentration(graph(), "category", as_of=DAY))
    assert "no verdict" in result.notes[-1]
    row = dict(zip(result.table.columns, result.table.rows[0], strict=True))
    assert row["guideline"] == guideline_word(row["hhi"]) == "above 1,800"


def test_spend_is_in_one_currency_and_exact_to_the_cent():
    links = [
        ("A", "c1", {**DNS, "annual_cost": 0.1, "currency": "EUR"}),
        ("B", "c1", {**DNS, "annual_cost": 0.2, "currency": "EUR"}),
        ("B", "c2", {**DNS, "annual_cost": 9.0, "currency": "SEK"}),
    ]
    found = concentration(graph_of(*links), "category", as_of=DAY, unit="spend")
    assert found.unit == "spend in EUR"
    (dns,) = found.slices
    assert dns.total == pytest.approx(0.3)
    assert dns.direct.top == (("B", "B", 0.2), ("A", "A", 0.1))
    assert dns.direct.cr == pytest.approx((2 / 3, 1.0))
    assert "never summed" in found.notes[-1]


@pytest.mark.parametrize(
    ("unit", "by", "says"),
    [
        ("spend", "category", "spend needs annual_cost on links"),
        ("people", "category", "people are not known of any customer"),
        ("functions", "tier", "tiers cannot be counted in functions"),
        ("people", "tier", "tiers cannot be counted in people: none is known"),
    ],
)
def test_unit_that_cannot_be_counted_is_refused_in_words(unit, by, says):
    with pytest.raises(AnalysisError, match=says) as refused:
        concentration(graph(), by, as_of=DAY, unit=unit)
    assert refused.value.fix


def test_people_of_a_class_are_those_of_that_class():
    held = [
        record("DataClass", id=word, name=word) for word in ("contact", "health")
    ] + [
        record("HOLDS", id="h1", from_id="c1", to_id="contact", subjects=900),
        record("HOLDS", id="h2", from_id="c1", to_id="health", subjects=40),
    ]  # fmt: skip
    links = [("A", "c1", {"data_classes": ["contact", "health"]})]
    found = concentration(
        graph_of(*links, others=held), "data_class", as_of=DAY, unit="people"
    )  # fmt: skip
    assert {each.name: each.total for each in found.slices} == {"contact": 900, "health": 40}


def test_people_behind_links_of_unknown_data_are_the_largest_count():
    held = [record("HOLDS", id="h", from_id="c1", to_id="contact", subjects=900)]
    found = concentration(
        graph_of(("A", "c1"), others=held), "data_class", as_of=DAY, unit="people"
    )  # fmt: skip
    assert [(each.name, each.total) for each in found.slices] == [("not stated", 900)]


def test_spend_weighed_by_evidence_stays_in_one_currency():
    euro = {"annual_cost": 10, "currency": "EUR", "confidence": 0.5}
    krona = {"annual_cost": 100, "currency": "SEK", "confidence": 0.9}
    sure = {"confidence": 1.0}
    found = concentration(
        graph_of(("A", "c1", euro), ("B", "c2", euro), ("C", "c3", krona), ("D", "c4", sure)),
        as_of=DAY,
        unit="spend",
        weigh_by_confidence=True,
    )
    assert (found.unit, found.slices[0].total) == ("spend in EUR", 10.0)


def test_equal_amounts_summed_over_levels_of_evidence_are_ordered_by_id():
    weak, middle, strong = ({"confidence": level} for level in (0.3, 0.6, 0.9))
    found = concentration(
        graph_of(
            ("A", "c1", weak),
            ("A", "c2", middle),
            ("B", "c3", strong),
            ("E", "c4", {"confidence": 0.7}),
        ),
        as_of=DAY,
        weigh_by_confidence=True,
    )
    assert [vendor for vendor, _, _ in found.slices[0].direct.top] == ["A", "B", "E"]


def test_legal_groups_are_slices_and_companies_that_are_alone_the_rest():
    parts = [record("PART_OF", id=f"p{name}", from_id=name, to_id="A") for name in ("B",)]
    links = [("A", "c1"), ("B", "c2"), ("D", "c3")]
    found = concentration(graph_of(*links, others=parts), "group", as_of=DAY)
    assert [(each.name, each.users) for each in found.slices] == [("A (A)", 2), ("not stated", 1)]


@pytest.mark.parametrize("by", ["category", "tier"])
def test_what_would_take_hours_is_refused_with_the_number(by, monkeypatch):
    monkeypatch.setattr(slice_reach, "MOST_PLAIN_WORK", 5)
    with pytest.raises(TooLarge, match="4 falls, followed round by round, are 6 steps; 5 is"):
        concentration(graph(), by, as_of=DAY)


def test_graph_without_links_has_no_slices():
    result = concentration_result(concentration(graph_of(), "category", as_of=DAY))
    assert result.table.rows == ()
    assert len(result.headline) == 1


def test_indices_of_nothing_are_nothing():
    assert (hhi([]), gini([]), effective_number(0.0), lorenz([])) == (0, 0, 0, ())
    assert guideline_word(1000) == guideline_word(1800) == "1,000 to 1,800"
