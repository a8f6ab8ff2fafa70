"""The notices that travel with the project (invented parties): who was hit, who serves whom."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import read_document
from graphrisk.resources import data_folder

GOLDEN = [
    (
        "01",
        "Dimholm Datahall",
        {
            ("Dimholm Datahall", "Kvarnmoln"),
            ("Kvarnmoln", "Sparvtall Journal"),
            ("Sparvtall Journal", "Nordvik Hospital Group"),
            ("Sparvtall Journal", "Nordvik Lakeside Hospital"),
        },
    ),
    (
        "04",
        "Kuriren Ekudden Ab",
        {("Kuriren Ekudden Ab", "Glukomed"), ("Glukomed", "Kustlandets välfärdsområde")},
    ),
    ("05", "Zählwerk", {("Zählwerk", "Stadtwerke Flutmark")}),
    ("06", "Rechenhof Nord", {("Rechenhof Nord", "Brennesselkasse")}),
    ("07", "Quillstone", {("Quillstone", "Harrowmere Borough Council")}),
    (
        "08",
        "Copperline, Beaconfell DNS LLC",
        {("Copperline", "Mosswood University College"), ("Beaconfell DNS LLC", "Copperline")},
    ),
    ("10", "Larmviken", {("Larmviken", "Lerkils kommun")}),
    ("11", "Inkwell", {("Inkwell", "Tidewater Mutual Insurance")}),
]


@pytest.mark.parametrize(("number", "vendor", "expected"), GOLDEN)
def test_vendor_and_edges_of_a_project_notice(
    number: str, vendor: str, expected: set[tuple[str, str]]
):
    (path,) = (data_folder() / "notices").glob(f"{number}-*")
    claims = read_claims(read_document(path))
    assert {c.value["organization"].name for c in claims.of("vendor_hit")} == {*vendor.split(", ")}
    found = {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}
    assert expected <= found


def test_a_privacy_page_is_no_incident():
    (path,) = (data_folder() / "notices").glob("09-*")
    assert not read_claims(read_document(path)).is_incident
