"""Our scorer of notices: small cases by hand, and the shared scorer as its judge."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
import yaml

from benchmarks.scoring.golden import below, is_kept, raised
from benchmarks.scoring.measures import Sheet, compare, score
from benchmarks.scoring.names import is_one_of, same_authority, same_name
from tests.shared_data import shared_folder

LABEL = {
    "id": "x-1",
    "language": "en",
    "tags": [],
    "is_incident": True,
    "vendors": [{"name": "Quillstone", "aliases": ["QS Payroll"]}],
    "serves": [{"vendor": "Quillstone", "customer": "Harrow Council"}],
    "affected_orgs": [{"name": "Harrow Council", "impact": "data"}],
    "counts": [{"what": "persons", "value": 40, "qualifier": "about"}],
    "data_classes": [
        {"class": "name", "status": "confirmed"},
        {"class": "health", "status": "denied"},
        {"class": "contact", "status": "confirmed", "optional": True},
    ],
    "attack_type": {"primary": "ransomware", "acceptable": ["data_theft"]},
    "dates": [{"what": "occurred", "date": "XXXX-05-03"}],
    "authorities": [{"name": "ICO", "role": "notified"}],
}


def test_an_alias_of_a_vendor_makes_its_edge_found():
    sheet = score(LABEL, {"serves": [{"vendor": "QS Payroll", "customer": "Harrow Council"}]})
    assert sheet.fields["serves"].f1 == 1.0


def test_an_optional_class_is_neither_missed_nor_invented():
    sheet = score(LABEL, {"data_classes": {"name": "confirmed", "contact": "denied"}})
    classes = sheet.fields["classes"]
    assert (classes.found, classes.invented, classes.missed) == (1, 0, 1)
    assert sheet.rates["status"].of == 1


def test_a_denied_class_that_was_read_as_leaked_counts_against_denied():
    sheet = score(LABEL, {"data_classes": {"health": "confirmed"}})
    assert sheet.rates["denied"].share == 0.0


def test_a_year_that_was_filled_in_fits_a_date_without_one():
    sheet = score(LABEL, {"dates": [{"what": "occurred", "date": "2025-05-03"}]})
    assert sheet.fields["dates_what"].f1 == 1.0


def test_what_is_read_twice_is_invented_only_where_no_label_fits():
    outcome = compare(["a"], ["a", "a", "b"], lambda x, y: x == y)
    assert (len(outcome.pairs), outcome.invented, outcome.missed) == (1, ["b"], [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nordfjord Payroll Ltd", "Nordfjord Payroll", True),
        ("Region Nord", "Region Nords", True),
        ("IMY", "IMX", False),
        ("Unit 4", "Unit 5", False),
        ("Acme", "", False),
    ],
)
def test_two_names_are_one_only_when_they_are_alike(one: str, other: str, same: bool):
    assert same_name(one, other) is same


def test_the_author_of_a_page_may_be_read_as_unnamed():
    assert is_one_of(["(publisher)"], "(unnamed supplier)")
    assert not is_one_of(["Acme"], "(unnamed supplier)")
    assert same_authority(["Polisen"], "the police")


def test_floors_are_raised_and_never_lowered():
    sheet = Sheet()
    sheet.rate("1", "quiet", False, None)
    assert raised({"sv": {"quiet": 0.4}}, {"sv": sheet}) == {"sv": {"quiet": 0.4}}
    assert below({"quiet": 0.4}, sheet) == ["quiet: 0.0 is under the floor 0.4"]


def test_kept_goes_by_language_by_incident_and_by_notice():
    assert is_kept({"id": "1", "language": "fi", "tags": []})
    assert is_kept({"id": "048", "language": "fr", "tags": ["fr", "hard_negative"]})
    assert not is_kept({"id": "4", "language": "fr", "tags": ["fr"]})
    assert is_kept({"id": "2", "language": "en", "tags": ["capita", "en"]})
    assert not is_kept({"id": "3", "language": "sv", "tags": ["careium", "sv"]})


def _shared_scorer() -> ModuleType:
    file = shared_folder("extraction") / "score.py"
    spec = importlib.util.spec_from_file_location("shared_scorer", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.parametrize("shift", [None, 0, 3])
def test_the_shared_scorer_counts_the_same(shift: int | None):
    theirs = _shared_scorer()
    file = shared_folder("extraction") / "gold.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for number, label in enumerate(
        yaml.load(file.read_text(encoding="utf-8"), loader)["documents"]
    ):
        read = theirs.as_prediction(label)
        if shift is not None:
            read = theirs.damage(read, number + shift)
        box = theirs.Box()
        theirs.score_document(label, read, [box], [])
        ours = score(label, read)
        assert {k: (t.found, t.invented, t.missed) for k, t in ours.fields.items()} == {
            k: tuple(v) for k, v in box.c.items()
        }, label["id"]
        assert {k: (r.right, r.of) for k, r in ours.rates.items()} == {
            k: tuple(v) for k, v in box.r.items()
        }, label["id"]
