"""The reported side: what documents state, nothing inferred, no denial dropped."""

from __future__ import annotations

from typing import Any

import pytest

from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.reported import build_reported, list_incidents, open_incidents_of
from graphrisk.errors import UnknownName
from graphrisk.model.records import record
from graphrisk.model.tables import RecordTables, to_tables
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import undo, write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_tables

DOC, PRESS = "d" * 64, "p" * 64


def source(start: int, document: str = DOC) -> dict[str, Any]:
    """Return the evidence of a record."""
    return {
        "source_kind": "notice",
        "source": f"{document}#{start}-{start + 5}",
        "quote": f"words at {start}",
        "seen_on": "2024-05-10",
        "confidence": 0.8,
    }


def statement(key: str, field: str, **values: Any) -> Any:
    """Return a statement on the incident."""
    defaults = {"incident": "i1", "stated_on": "2024-05-10", **source(len(key) * 10)}
    return record("Statement", id=key, field=field, **{**defaults, **values})


def exposes(data_class: str, status: str, **values: Any) -> Any:
    """Return an exposed class, Almby's."""
    values = {"holder": "almby", **source(50), **values}
    key = f"x-{data_class}"
    return record("EXPOSES", id=key, from_id="i1", to_id=data_class, status=status, **values)


def graph(*more: Any) -> RecordTables:
    """Return an incident at Norlast that reaches Almby over Vitalo, and a register beside it."""
    return to_tables(
        [
            *(
                record("Organization", id=name.lower(), name=name, country="FI")
                for name in ("Norlast", "Vitalo", "Almby", "Granby", "Aside")
            ),
            record(
                "Document",
                id=DOC,
                title="Freight firm hacked",
                publisher="Almby",
                published_on="2024-05-10",
                language="en",
            ),
            record("Document", id=PRESS, publisher="Daily Post", published_on="2024-06-01"),
            record(
                "Incident",
                id="i1",
                title="Freight firm hacked",
                attack_type="ransomware",
                state="confirmed",
                discovered_on="2024-05-02",
                discovered_precision="day",
                disclosed_on="2024-05-10",
            ),
            record("REPORTED_IN", id="r1", from_id="i1", to_id=DOC),
            record("REPORTED_IN", id="r2", from_id="i1", to_id=PRESS),
            record("HITS", id="h1", from_id="i1", to_id="norlast", role="origin", **source(10)),
            record(
                "SERVES",
                id="s1",
                from_id="norlast",
                to_id="vitalo",
                service="transport",
                **source(20),
            ),
            record(
                "SERVES", id="s2", from_id="vitalo", to_id="almby", service="goods", **source(30)
            ),
            record(
                "SERVES",
                id="s3",
                from_id="norlast",
                to_id="aside",
                source_kind="register",
                source="register.csv, row 2",
            ),
            record(
                "AFFECTS",
                id="a1",
                from_id="i1",
                to_id="almby",
                impact="data",
                status="suspected",
                subjects=4000,
                **source(40),
            ),
            *(record("DataClass", id=word, name=word) for word in ("name", "health", "address")),
            *more,
        ]
    )


def test_customers_are_reported_at_their_hop_over_stated_supplies_only() -> None:
    report = incident_report(graph(), "i1")
    hops = {customer.name: (customer.hop, customer.impact) for customer in report.customers}
    assert hops == {"Vitalo": (1, None), "Almby": (2, "data")}
    assert [(link.vendor, link.customer, link.hop) for link in report.chain] == [
        ("Norlast", "Vitalo", 1),
        ("Vitalo", "Almby", 2),
    ]
    assert [link.quote for link in report.chain] == ["words at 20", "words at 30"]


def test_a_customer_that_no_stated_supply_reaches_has_no_hop() -> None:
    edge = record("AFFECTS", id="a2", from_id="i1", to_id="granby", impact="none", status="denied")
    report = incident_report(graph(edge), "i1")
    (granby,) = [customer for customer in report.customers if customer.name == "Granby"]
    assert (granby.hop, granby.status, granby.text) == (None, "denied", "Granby: spared")


def test_classes_are_told_by_status_and_denials_stay() -> None:
    report = incident_report(
        graph(
            exposes("name", "suspected", subject_groups=("clients",), condition="if stored"),
            exposes("health", "denied"),
            exposes("address", "confirmed"),
        ),
        "i1",
    )
    by_status = report.classes_by_status()
    assert {key: [one.data_class for one in found] for key, found in by_status.items()} == {
        "confirmed": ["address"],
        "suspected": ["name"],
        "denied": ["health"],
    }
    assert by_status["suspected"][0].text == "name of Almby (clients), only if: if stored"
    assert by_status["denied"][0].holder == "Almby"


def test_every_fact_names_its_words_its_source_who_says_so_and_when() -> None:
    report = incident_report(graph(exposes("health", "denied")), "i1")
    for fact in (*report.vendors, *report.customers, *report.chain, *report.classes):
        assert fact.quote
        assert fact.source is not None
        assert fact.source.startswith(DOC)
        assert (fact.asserted_by, fact.stated_on) == ("Almby", "2024-05-10")


def test_who_says_so_is_whom_the_text_names() -> None:
    said = statement(
        "t1", "data_class", value="name", about="almby", status="suspected", asserted_by="Norlast"
    )
    report = incident_report(graph(exposes("name", "suspected"), said), "i1")
    assert report.classes[0].asserted_by == "Norlast"
    assert report.statements == ()


def test_counts_stand_side_by_side_the_newest_first() -> None:
    report = incident_report(
        graph(
            statement(
                "c1",
                "person_count",
                number=4000,
                qualifier="more_than",
                unit="persons",
                scope="affected",
                about="almby",
            ),
            statement(
                "c22",
                "person_count",
                number=5200,
                unit="persons",
                scope="affected",
                stated_on="2024-07-01",
            ),
            statement("c333", "organization_count", number=900, scope="base", stated_on=None),
        ),
        "i1",
    )
    assert [(count.number, count.stated_on) for count in report.counts] == [
        (5200, "2024-07-01"),
        (900, "2024-05-10"),
        (4000, "2024-05-10"),
    ]
    assert report.counts[2].text == "more than 4,000 persons of Almby, affected"
    assert "affected or not" in report.counts[1].text


def test_statements_are_told_by_field() -> None:
    report = incident_report(
        graph(
            statement("s1", "date", value="2024-05-02", unit="discovered", about="norlast"),
            statement("s22", "date", value="2024-05-09", unit="notified", about="almby"),
            statement("s333", "authority", value="police", unit="notified", about="almby"),
            statement("s4444", "spared_scope", value="servers abroad", countries=("SE",)),
            statement("s55555", "subject_group", value="employees", condition="some of them"),
            statement("s666666", "consequence", value="calls at night", unit="fraud"),
            statement("s7777777", "restored", value="2024-05-03"),
        ),
        "i1",
    )
    assert [one.text for one in report.of("date")] == [
        "2 May 2024: discovered (Norlast)",
        "9 May 2024: notified (Almby)",
    ]
    assert [one.text for one in report.of("authority")] == ["police: notified by Almby"]
    assert [one.text for one in report.of("spared_scope")] == ["spared: servers abroad in SE"]
    assert [one.text for one in report.of("subject_group")] == ["employees, some of them"]
    assert [one.text for one in report.of("consequence")] == ["fraud: calls at night"]
    assert [one.text for one in report.of("restored")] == ["back: 3 May 2024"]


def test_a_denied_hit_is_told_as_one() -> None:
    said = statement("v1", "vendor_hit", value="origin", about="granby", status="denied")
    report = incident_report(graph(said), "i1")
    told = {hit.name: (hit.status, hit.text) for hit in report.vendors}
    assert told == {
        "Norlast": ("confirmed", "Norlast was hit (origin)"),
        "Granby": ("denied", "Granby was not hit"),
    }


def test_a_suspected_hit_is_told_as_suspected() -> None:
    said = statement("v1", "vendor_hit", value="origin", about="norlast", status="suspected")
    report = incident_report(graph(said), "i1")
    assert [(hit.name, hit.status) for hit in report.vendors] == [("Norlast", "suspected")]


def test_documents_and_precision_are_told() -> None:
    report = incident_report(graph(), "i1")
    assert [document.publisher for document in report.documents] == ["Daily Post", "Almby"]
    assert report.precision == {"discovered": "day"}
    assert report.incident.vendors == ("Norlast",)
    assert report.incident.documents == 2


def test_an_unknown_incident_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownName) as refused:
        incident_report(graph(), "i9")
    assert refused.value.candidates == (("i1", "Freight firm hacked", ""),)


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("reported", True), ("contained", True), (None, True), ("restored", False), ("closed", False)],
)
def test_open_incidents_of_a_vendor_are_those_not_restored_or_closed(
    state: str | None, is_open: bool
) -> None:
    tables = to_tables(
        [
            record("Incident", id="i1", state=state),
            record("HITS", id="h1", from_id="i1", to_id="norlast"),
        ]
    )
    assert open_incidents_of(tables, ["norlast"]) == (("i1",) if is_open else ())
    assert open_incidents_of(tables, ["granby"]) == ()


def test_a_merged_organization_is_the_one_it_stands_for() -> None:
    merge = record("Merge", id="m", alias="norlast", organization="granby")
    tables = graph(merge)
    assert open_incidents_of(tables, ["granby"]) == ("i1",)
    report = incident_report(tables, "i1")
    assert [hit.name for hit in report.vendors] == ["Granby"]
    assert [(link.vendor, link.hop) for link in report.chain] == [("Granby", 1), ("Vitalo", 2)]


def test_incidents_are_listed_the_latest_first() -> None:
    tables = to_tables(
        [
            record("Incident", id="a", disclosed_on="2020-01-01"),
            record("Incident", id="b", disclosed_on="2024-01-01", title="B"),
            record("Incident", id="c", occurred_on="XXXX-12-31"),
            record("Incident", id="d", discovered_on="2022-05"),
        ]
    )
    assert [(line.id, line.title) for line in list_incidents(tables)] == [
        ("b", "B"),
        ("d", "d"),
        ("a", "a"),
        ("c", "c"),
    ]


def test_several_incidents_are_put_together_for_an_answer() -> None:
    reported = build_reported(graph(exposes("health", "denied")), ["i1"])
    assert [line.id for line in reported.incidents] == ["i1"]
    assert [one.status for one in reported.classes] == ["denied"]
    assert [one.name for one in reported.affected] == ["Vitalo", "Almby"]
    assert len(reported.documents) == 2


def test_a_supply_is_stated_by_the_document_that_its_source_names_by_address() -> None:
    tables = to_tables(
        [
            record("Organization", id="v", name="V"),
            record("Organization", id="c", name="C"),
            record("Document", id="doc", url="https://news.example/a"),
            record("Incident", id="i"),
            record("REPORTED_IN", id="r", from_id="i", to_id="doc"),
            record("HITS", id="h", from_id="i", to_id="v"),
            record("SERVES", id="s", from_id="v", to_id="c", source="https://news.example/a"),
            record("SERVES", id="s2", from_id="v", to_id="c", source="doctored"),
        ]
    )
    assert [link.edge_id for link in incident_report(tables, "i").chain] == ["s"]


# ---------------------------------------------------------------------------------------- conflicts


@pytest.fixture
def store() -> GraphStore:
    """An empty store in memory."""
    return open_store("memory:")


def test_what_the_text_itself_took_back_is_shown_beside_what_stands(store: GraphStore) -> None:
    feared = exposes("health", "suspected", **source(70))
    write_tables(
        store, graph(exposes("health", "denied", **source(80))), archive=to_tables([feared])
    )
    (conflict,) = incident_report(read_tables(store), "i1", store.history()).conflicts
    assert (conflict.text, conflict.how) == ("data: health of Almby", "corrected in the same text")
    assert [(one.status, one.is_current, one.quote) for one in conflict.versions] == [
        ("denied", True, "words at 80"),
        ("suspected", False, "words at 70"),
    ]


def test_sources_that_differ_are_shown_with_who_says_what(store: GraphStore) -> None:
    press = exposes("health", "confirmed", **source(5, PRESS))
    write_tables(store, graph(exposes("health", "denied")), archive=to_tables([press]))
    (conflict,) = incident_report(read_tables(store), "i1", store.history()).conflicts
    assert conflict.how == "sources differ"
    assert [(one.status, one.asserted_by) for one in conflict.versions] == [
        ("denied", "Almby"),
        ("confirmed", "Daily Post"),
    ]


def test_a_second_source_that_agrees_is_no_conflict(store: GraphStore) -> None:
    press = exposes("health", "denied", **source(5, PRESS))
    write_tables(store, graph(exposes("health", "denied")), archive=to_tables([press]))
    assert incident_report(read_tables(store), "i1", store.history()).conflicts == ()


def test_a_count_that_was_corrected_shows_both(store: GraphStore) -> None:
    first = statement("c1", "person_count", number=4000, unit="persons")
    write_tables(store, graph(first))
    write_tables(store, to_tables([statement("c1", "person_count", number=4100, unit="persons")]))
    (conflict,) = incident_report(read_tables(store), "i1", store.history()).conflicts
    assert [one.text for one in conflict.versions] == ["4,100 persons", "4,000 persons"]


def test_what_is_no_longer_held_is_told(store: GraphStore) -> None:
    write_tables(store, graph(exposes("health", "suspected")))
    write_tables(store, {}, withdraw={"EXPOSES": ["x-health"]})
    (conflict,) = incident_report(read_tables(store), "i1", store.history()).conflicts
    assert conflict.how == "no longer held"


def test_what_an_undone_load_wrote_is_no_withdrawn_statement(store: GraphStore) -> None:
    write_tables(store, graph())
    write_tables(store, to_tables([exposes("health", "suspected")]))
    undo(store, 2)
    undone = {load.number for load in store.loads() if load.undone_by is not None}
    report = incident_report(read_tables(store), "i1", store.history(), undone=undone)
    assert report.conflicts == ()
