"""The five notices of the shared folder, from raw text to the reported side of the graph."""

from __future__ import annotations

from functools import cache

import pytest

from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.extract.reader import read_claims
from graphrisk.extract.records.to_records import build_records
from graphrisk.extract.review.decisions import accept_all
from graphrisk.extract.review.draft import DraftDocument, make_draft
from graphrisk.extract.text.intake import read_document
from graphrisk.model.tables import RecordTables
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_tables
from tests.shared_data import shared_folder

pytestmark = pytest.mark.shared


@cache
def graph_of(number: str) -> tuple[RecordTables, IncidentReport]:
    """Return the graph of a seed after everything in it was accepted, and its incident."""
    (path,) = sorted(shared_folder("seeds").glob(f"{number}_*.txt"))
    document = read_document(path)
    found = read_claims(document)
    publisher = None if found.publisher is None else found.publisher.name
    meta = DraftDocument(document.sha256, publisher=publisher, file=path.name)
    draft = make_draft(meta, document.text, found)
    draft = draft.with_decisions(accept_all(draft.claims))
    records = build_records(draft, {})
    store = open_store("memory:")
    write_tables(store, records.tables, what="review", archive=records.archive)
    tables = read_tables(store)
    assert records.incident is not None
    return tables, incident_report(tables, records.incident, store.history())


def report_of(number: str) -> IncidentReport:
    """Return the reported side of a seed."""
    return graph_of(number)[1]


def statuses(report: IncidentReport) -> dict[str, str | None]:
    """Return the status of each class."""
    return {one.data_class: one.status for one in report.classes}


def test_every_record_of_every_seed_names_its_document() -> None:
    for number in ("000", "001", "002", "003", "004"):
        tables, report = graph_of(number)
        (document,) = report.documents
        for kind, table in tables.items():
            if kind == "DataClass":
                continue
            sources = [str(source) for source in table.column("source").to_pylist()]
            assert all(source.startswith(document.id) for source in sources), kind


def test_the_unnamed_supplier_of_000_is_hit_and_patient_records_are_denied() -> None:
    tables, report = graph_of("000")
    (vendor,) = report.vendors
    assert vendor.name.startswith("unnamed ")
    assert vendor.name.endswith(" of Memira")
    assert [(link.vendor, link.customer) for link in report.chain] == [(vendor.name, "Memira")]
    assert statuses(report)["health"] == "denied"
    groups = {one.value: one for one in report.of("subject_group")}
    assert {"employees", "former_employees", "customers"} <= set(groups)
    for name in ("employees", "former_employees", "customers"):
        assert set(groups[name].countries) == {"SE", "NO", "DK", "FI"}
        assert groups[name].condition == "some of them"
    assert report.of("authority")
    dates = [one.value for one in report.of("date")]
    assert all((date or "").startswith("XXXX") for date in dates)
    (edge,) = tables["SERVES"].to_pylist()
    assert "health" not in (edge["data_classes"] or [])


def test_piteå_of_001_is_served_and_what_was_feared_first_is_denied() -> None:
    _, report = graph_of("001")
    assert [(link.vendor, link.customer) for link in report.chain] == [("Careium", "Piteå kommun")]
    counts = [(one.number, one.field) for one in report.counts]
    assert counts == [(149, "organization_count")]
    (recordings,) = [one for one in report.classes if one.data_class == "communication_recording"]
    assert recordings.status in ("confirmed", "suspected")
    assert recordings.asserted_by == "Careium"
    for data_class in ("name", "national_id", "address", "health"):
        assert statuses(report)[data_class] == "denied"
    feared = {one.text for one in report.conflicts if one.how == "corrected in the same text"}
    for data_class in ("name", "national_id", "address", "health"):
        assert f"data: {data_class} of Piteå kommun" in feared
    assert report.of("restored")
    (customer,) = report.customers
    assert (customer.impact, customer.status) == ("both", "confirmed")


def test_helsinki_of_002_is_reported_at_hop_two_and_each_hop_has_its_words() -> None:
    tables, report = graph_of("002")
    first, second = report.chain
    assert (first.vendor.split()[0], first.customer.split()[0]) == ("Westlog", "Essity")
    assert (second.vendor_id, second.hop) == (first.customer_id, 2)
    assert second.customer.startswith("Helsingfors")
    assert first.quote
    assert second.quote
    assert second.source is not None
    (count,) = [one for one in report.counts if one.field == "person_count"]
    assert (count.number, count.qualifier) == (9000, "more_than")
    listed = ("name", "contact", "address", "order_history", "national_id", "location_access")
    assert {statuses(report)[data_class] for data_class in listed} == {"suspected"}
    conditional = {one.data_class for one in report.classes if one.condition}
    assert conditional == {"national_id", "location_access"}
    dates = {one.value: one.about for one in report.of("date")}
    assert set(dates) >= {"2023-08-24", "2023-09-04", "2023-09-18"}
    assert len({one.value for one in report.of("authority")}) >= 3
    edges = tables["SERVES"].to_pylist()
    assert len(edges) == 2
    assert all(set(listed) <= set(edge["data_classes"]) for edge in edges)
    (helsinki,) = [one for one in report.customers if one.hop == 2]
    assert (helsinki.impact, helsinki.subjects) == ("data", 9000)


def test_customers_in_a_country_of_003_are_a_count_and_no_edge() -> None:
    tables, report = graph_of("003")
    assert [vendor.name for vendor in report.vendors] == ["Sectra"]
    assert report.incident.attack_type == "ransomware"
    assert report.incident.occurred_on == "2017-05-12/2017-05-14"
    assert tables["SERVES"].num_rows == 0
    counts = {one.number: one for one in report.counts}
    assert counts[50].qualifier == "more_than"
    assert counts[50].countries == ("GB",)
    assert counts[400].scope == "base"
    assert len(report.of("spared_scope")) >= 2
    assert any((one.condition or "").startswith("outside") for one in report.of("spared_scope"))
    assert not any(one.countries for one in report.of("spared_scope"))


def test_two_vendors_of_004_are_hit_and_the_people_are_counted_once() -> None:
    _, report = graph_of("004")
    assert {vendor.name for vendor in report.vendors} == {"Viamedis", "Almerys"}
    assert [one.number for one in report.counts if one.field == "person_count"] == [33_000_000]
    found = statuses(report)
    for data_class in ("family_status", "date_of_birth", "national_id"):
        assert found[data_class] == "confirmed"
    denied = {data_class for data_class, status in found.items() if status == "denied"}
    assert denied == {"financial_account", "address", "contact"}
    assert "CNIL" in {one.value for one in report.of("authority")}
    assert report.incident.state == "confirmed"
