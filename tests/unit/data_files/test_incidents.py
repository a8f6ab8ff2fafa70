"""The curated public incidents: every fact has a source, every end exists, nothing personal."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[3] / "data"
INCIDENTS = DATA / "incidents"
WORDS = Path(__file__).parents[3] / "graphrisk" / "model" / "vocabularies" / "words.yaml"
CUT_DATE = re.compile(r"(?:\d{4}|XXXX)(?:-(?:\d\d|W\d\d)(?:-\d\d)?)?")


def read(kind: str) -> list[dict[str, str]]:
    with (INCIDENTS / f"{kind}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ORGANIZATIONS = {row["id"]: row for row in read("organizations")}
DOCUMENTS = read("documents")
EVENTS = {row["id"]: row for row in read("incidents")}
SOURCES = tomllib.loads((DATA / "SOURCES.toml").read_text(encoding="utf-8"))


def chains() -> dict[str, set[tuple[str, str, str]]]:
    incident_of = {row["url"]: row["incident"] for row in DOCUMENTS}
    served = defaultdict(set)
    for row in read("serves"):
        served[incident_of[row["source"]]].add((row["vendor"], row["customer"]))
    return {
        incident: {(a, b, d) for a, b in pairs for c, d in pairs if b == c}
        for incident, pairs in served.items()
        if any(b == c for _, b in pairs for c, _ in pairs)
    }


def test_incidents_are_at_least_25_of_many_years_sectors_and_countries():
    years = {row["published_on"][:4] for row in DOCUMENTS if row["published_on"]}
    sectors = {row["sector"] for row in ORGANIZATIONS.values()}
    countries = {row["country"] for row in ORGANIZATIONS.values() if row["country"]}
    assert len(EVENTS) >= 25
    assert {"2017", "2021", "2025", "2026"} <= years
    assert len(sectors) >= 12
    assert len(countries) >= 15


def test_chains_of_two_suppliers_are_at_least_five():
    found = chains()
    assert len(found) >= 5
    assert ("westlog", "essity-fi", "helsinki-sote") in found["westlog-2023"]
    assert ("kaseya", "visma-esscom", "coop-se") in found["kaseya-2021"]


def test_every_incident_has_a_hit_and_a_document_with_address_and_date():
    read_on = {
        entry["url"]: entry["read_on"]
        for incident in SOURCES["incident"]
        for entry in incident["documents"]
    }
    hit = {row["incident"] for row in read("hits")}
    for incident in EVENTS:
        documents = [row for row in DOCUMENTS if row["incident"] == incident]
        assert documents, incident
        assert all(row["url"].startswith(("https://", "http://")) for row in documents)
        assert all(read_on[row["url"]] for row in documents)
        assert incident in hit
    undated = set(EVENTS) - {row["incident"] for row in DOCUMENTS if row["published_on"]}
    assert undated == {"memira-it"}, "only the notice that bears no year at all may lack a date"


def test_document_id_is_the_hash_of_its_address():
    for row in DOCUMENTS:
        assert row["id"] == hashlib.sha256(f"url:{row['url']}".encode()).hexdigest()


@pytest.mark.parametrize("kind", ["serves", "hits", "affects", "exposes", "statements"])
def test_every_fact_names_a_document_of_its_incident(kind):
    incidents_of = defaultdict(set)
    for row in DOCUMENTS:
        incidents_of[row["url"]].add(row["incident"])
    for row in read(kind):
        assert row["source"] in incidents_of, row
        assert row["source_kind"] == "notice"
        assert row["seen_on"]
        if "incident" in row:
            assert row["incident"] in incidents_of[row["source"]], row


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("serves", "vendor"),
        ("serves", "customer"),
        ("hits", "organization"),
        ("affects", "organization"),
        ("exposes", "holder"),
        ("statements", "about"),
        ("organizations", "parent_id"),
    ],
)
def test_every_organization_referred_to_exists(kind, column):
    missing = {row[column] for row in read(kind) if row[column]} - set(ORGANIZATIONS)
    assert not missing


def test_unnamed_organizations_are_marked_and_few():
    unnamed = {key for key, row in ORGANIZATIONS.items() if row["named"] == "false"}
    assert unnamed == {"memira-it", "moj-provider-nz"}


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("organizations", ("id",)),
        ("incidents", ("id",)),
        ("documents", ("id",)),
        ("statements", ("id",)),
        ("serves", ("vendor", "customer", "service", "category")),
        ("affects", ("incident", "organization")),
        ("exposes", ("incident", "data_class", "holder")),
        ("hits", ("incident", "organization")),
    ],
)
def test_no_row_says_the_same_twice(kind, columns):
    keys = [tuple(row[column] for column in columns) for row in read(kind)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("kind", "column", "vocabulary"),
    [
        ("organizations", "sector", "sector"),
        ("serves", "category", "service_category"),
        ("serves", "criticality", "criticality"),
        ("serves", "data_classes", "data_class"),
        ("serves", "access", "access"),
        ("incidents", "attack_type", "attack_type"),
        ("incidents", "state", "incident_state"),
        ("hits", "role", "vendor_role"),
        ("affects", "impact", "impact"),
        ("affects", "status", "status"),
        ("exposes", "data_class", "data_class"),
        ("exposes", "status", "status"),
        ("statements", "field", "statement_field"),
        ("statements", "qualifier", "qualifier"),
        ("statements", "scope", "scope"),
        ("statements", "status", "status"),
    ],
)
def test_every_word_is_in_its_vocabulary(kind, column, vocabulary):
    known = yaml.safe_load(WORDS.read_text(encoding="utf-8"))[vocabulary]
    used = {word for row in read(kind) for word in row[column].split(";") if word}
    assert used <= set(known)


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("incidents", "occurred_on"),
        ("incidents", "discovered_on"),
        ("incidents", "disclosed_on"),
        ("statements", "stated_on"),
        ("documents", "published_on"),
    ],
)
def test_dates_are_cut_iso_dates_or_ranges_in_order(kind, column):
    for row in read(kind):
        first, _, last = row[column].partition("/")
        assert all(CUT_DATE.fullmatch(part) for part in (first, last) if part), row
        assert not last or first <= last


@pytest.mark.parametrize(
    ("incident", "field", "history"),
    [
        ("miljodata-2025", "organization_count", [200, 164]),
        ("miljodata-2025", "person_count", [1_000_000, 1_500_000]),
        ("change-healthcare-2024", "person_count", [500, 100e6, 190e6, 192.7e6]),
        ("hipocrate-2024", "organization_count", [18, 25, 26]),
        ("moveit-2023", "organization_count", [513, 1000, 2620]),
        ("advanced-2022", "person_count", [82_000, 79_404]),
    ],
)
def test_revised_counts_are_kept_as_history(incident, field, history):
    rows = [
        row for row in read("statements") if row["incident"] == incident and row["field"] == field
    ]
    numbers = [float(row["number"]) for row in sorted(rows, key=lambda row: row["stated_on"])]
    places = [numbers.index(number) for number in history]
    assert places == sorted(places)


def test_a_count_has_a_number_a_qualifier_a_unit_and_a_scope():
    for row in read("statements"):
        if row["field"].endswith("_count"):
            assert float(row["number"]) > 0
            assert row["qualifier"]
            assert row["unit"]
            assert row["scope"]


def test_denials_are_kept():
    denied = {
        (row["incident"], row["data_class"]) for row in read("exposes") if row["status"] == "denied"
    }
    assert ("viamedis-almerys-2024", "financial_account") in denied
    assert ("memira-it", "health") in denied


def test_sources_list_every_incident_and_every_file():
    assert {entry["id"] for entry in SOURCES["incident"]} == set(EVENTS)
    listed = {entry["path"] for entry in SOURCES["file"]}
    for path in DATA.rglob("*"):
        relative = path.relative_to(DATA).as_posix()
        if path.is_file() and path.suffix not in {".md", ".py", ".toml", ".pyc"}:
            assert relative in listed or f"{relative.rpartition('/')[0]}/*.csv" in listed, relative
