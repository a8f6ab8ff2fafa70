"""Which claims are right, and how far their confidence is from how often that is so."""

from __future__ import annotations

import pytest

from benchmarks.scoring.reliability import (
    Judged,
    calibration_error,
    counts_by_score,
    is_right,
    reliability_table,
)

LABEL = {
    "id": "1",
    "is_incident": True,
    "attack_type": {"primary": "ransomware", "acceptable": ["unknown"]},
    "vendors": [{"name": "Lohnwerk AG"}],
    "serves": [{"vendor": "Lohnwerk AG", "customer": "Moorland", "optional": True}],
    "affected_orgs": [],
    "counts": [],
    "data_classes": [{"class": "name", "status": "suspected"}],
    "dates": [],
    "authorities": [],
}


@pytest.mark.parametrize(
    ("field", "read", "right"),
    [
        ("incident", {"is_incident": True, "attack_type": "unknown"}, True),
        ("incident", {"is_incident": True, "attack_type": "phishing"}, False),
        ("vendor_hit", {"vendors": ["Lohnwerk"]}, True),
        ("vendor_hit", {"vendors": ["(unnamed)"]}, False),
        ("serves", {"serves": [{"vendor": "Lohnwerk AG", "customer": "Moorland"}]}, None),
        ("serves", {"serves": [{"vendor": "Moorland", "customer": "Lohnwerk AG"}]}, False),
        ("data_class", {"data_classes": {"name": "suspected"}}, True),
        ("data_class", {"data_classes": {"name": "denied"}}, False),
        ("data_class", {"data_classes": {"health": "suspected"}}, False),
        ("spared_scope", {}, None),
    ],
)
def test_claim_is_right_wrong_or_not_told_of(field, read, right):
    assert is_right(LABEL, field, read) is right


def test_any_claim_of_a_text_that_is_no_incident_is_wrong():
    assert is_right({"id": "1", "is_incident": False}, "date", {}) is False


def test_error_is_the_distance_weighed_by_bins():
    judged = [Judged("a", "date", 0.9, True)] * 9 + [Judged("a", "date", 0.9, False)]
    assert calibration_error(judged) == pytest.approx(0.0)
    surer = [*judged, *[Judged("a", "date", 0.6, True)] * 10]
    assert calibration_error(surer) == pytest.approx(0.2)
    assert calibration_error([]) == 0


def test_table_and_counts_tell_each_group_apart():
    judged = [Judged("a", "date", 0.8, True), Judged("b", "date", 0.8, False)]
    assert counts_by_score(judged) == {("date", 0.8): {"a": (1, 1), "b": (0, 1)}}
    lines = reliability_table(judged, by=lambda each: each.group).splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["a", "b", "all"]
