"""A second review, a second document, an undo: what changes, what stays, what is kept beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphrisk.analysis.exposed import exposed as who_is_exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.errors import UnknownName
from graphrisk.extract.records.graph_diff import diff_records
from graphrisk.extract.records.linking import find_incident, incident_candidates
from graphrisk.extract.records.to_records import build_records
from graphrisk.extract.review.decisions import decide
from graphrisk.extract.review.draft import Draft
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import WriteReport, undo, write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_graph, read_tables
from tests.unit.extract.claims_by_hand import (
    DOCUMENT,
    chain,
    claim,
    draft_of,
    exposed,
    other_document,
)

INCIDENT = f"{DOCUMENT}-1"
NAMES = exposed("name", "Names may be among it", "suspected")


@pytest.fixture
def store() -> GraphStore:
    """An empty store in memory."""
    return open_store("memory:")


def apply(store: GraphStore, draft: Draft, **more: Any) -> WriteReport:
    """Write a reviewed draft the way the workspace does."""
    made = build_records(draft, read_tables(store), history=store.history(), **more)
    return write_tables(
        store, made.tables, what="review", withdraw=made.withdraw, archive=made.archive
    )


def current(store: GraphStore, kind: str) -> list[dict[str, Any]]:
    """Return the current rows of a kind."""
    found: list[dict[str, Any]] = read_tables(store)[kind].to_pylist()
    return found


def test_the_same_review_twice_changes_nothing(store: GraphStore) -> None:
    feared = exposed("health", "Health data", "suspected")
    denied = exposed("health", "are not affected", "denied", supersedes=(feared.id,))
    draft = draft_of(*chain(), NAMES, feared, denied)
    first = apply(store, draft)
    assert first.load is not None
    assert store.history().num_rows == 1
    assert apply(store, draft).load is None
    assert store.info().digest == first.digest


def test_a_review_can_be_undone(store: GraphStore) -> None:
    apply(store, draft_of(*chain(), NAMES))
    undo(store, 1)
    assert store.info().counts["SERVES"] == 0
    assert store.info().counts["Organization"] == 0


def test_a_claim_refused_later_leaves_the_graph_but_not_the_history(store: GraphStore) -> None:
    told = chain()
    draft = draft_of(*told, NAMES)
    apply(store, draft)
    apply(store, draft.with_decisions((decide(told[3], "refuse"), decide(NAMES, "refuse"))))
    assert len(current(store, "SERVES")) == 1
    assert not current(store, "EXPOSES")
    assert "Almby" not in {row["name"] for row in current(store, "Organization")}
    assert {"SERVES", "EXPOSES"} <= set(store.history().column("kind").to_pylist())


def test_a_corrected_count_supersedes_the_first_one(store: GraphStore) -> None:
    value = {"number": 4000, "what": "persons", "scope": "affected"}
    count = claim("count", "more than 4,000", value)
    draft = draft_of(*chain(), count)
    apply(store, draft)
    apply(store, draft.with_decisions((decide(count, "correct", value={"number": 4100}),)))
    assert [row["number"] for row in current(store, "Statement")] == [4100]
    assert store.history("Statement").num_rows == 1


def test_a_second_notice_is_linked_to_an_incident_that_is_known(store: GraphStore) -> None:
    apply(store, draft_of(*chain(), NAMES))
    second = other_document(draft_of(*chain(), NAMES), "c", published_on="2024-06-01")
    apply(store, second, incident=INCIDENT)
    assert [row["id"] for row in current(store, "Incident")] == [INCIDENT]
    assert len(current(store, "REPORTED_IN")) == 2
    assert len(current(store, "HITS")) == 1
    assert len(current(store, "SERVES")) == 2


def test_a_second_look_at_the_first_notice_keeps_what_the_second_one_told(
    store: GraphStore,
) -> None:
    first = draft_of(*chain(), publisher="Daily Post")
    apply(store, first)
    back = claim("restored", "ruled out", {"text": "all is back"})
    apply(store, other_document(draft_of(*chain(), back), "c"), incident=INCIDENT)
    assert [row["state"] for row in current(store, "Incident")] == ["restored"]
    assert apply(store, first).load is None
    assert [row["state"] for row in current(store, "Incident")] == ["restored"]


def test_linking_later_moves_everything_to_the_other_incident(store: GraphStore) -> None:
    apply(store, draft_of(*chain(), NAMES))
    second = other_document(draft_of(*chain(), NAMES), "c")
    apply(store, second)
    assert len(current(store, "Incident")) == 2
    apply(store, second, incident=INCIDENT)
    assert [row["id"] for row in current(store, "Incident")] == [INCIDENT]
    assert {row["from_id"] for row in current(store, "EXPOSES")} == {INCIDENT}


def test_an_incident_that_is_not_there_is_refused_with_those_that_are(store: GraphStore) -> None:
    apply(store, draft_of(*chain()))
    with pytest.raises(UnknownName) as refused:
        apply(store, draft_of(*chain()), incident="nothing")
    assert refused.value.candidates[0][0] == INCIDENT


def two_documents(first: dict[str, Any], second: dict[str, Any]) -> tuple[Draft, Draft]:
    """Return two reviewed notices on one incident; each with its status for the names."""
    drafts = []
    for number, facts in (("a", dict(first)), ("c", dict(second))):
        status, supersedes = facts.pop("status"), facts.pop("corrects", False)
        claims = [exposed("name", "Names may be among it", status)]
        if supersedes:
            before = exposed("name", "Names", "suspected")
            claims = [before, replace(claims[0], supersedes=(before.id,))]
        drafts.append(other_document(draft_of(*chain(), *claims), number, **facts))
    return drafts[0], drafts[1]


FIRST_HAND, PRESS = {"publisher": "Almby"}, {"publisher": "Daily Post"}
EARLY, LATE = {"published_on": "2024-05-10"}, {"published_on": "2024-06-01"}


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        pytest.param(
            {**FIRST_HAND, **EARLY, "status": "denied"},
            {**PRESS, **LATE, "status": "confirmed"},
            "denied",
            id="first hand outweighs the later press",
        ),
        pytest.param(
            {**PRESS, **LATE, "status": "confirmed"},
            {**FIRST_HAND, **EARLY, "status": "denied"},
            "denied",
            id="and does so in either order",
        ),
        pytest.param(
            {**FIRST_HAND, **EARLY, "status": "suspected"},
            {**FIRST_HAND, **LATE, "status": "confirmed"},
            "confirmed",
            id="of two first hand the later stands",
        ),
        pytest.param(
            {**FIRST_HAND, **LATE, "status": "confirmed"},
            {**FIRST_HAND, **EARLY, "status": "suspected"},
            "confirmed",
            id="an older one read later does not",
        ),
        pytest.param(
            {**FIRST_HAND, **LATE, "status": "suspected"},
            {**PRESS, **EARLY, "status": "denied", "corrects": True},
            "denied",
            id="an explicit correction outweighs both",
        ),
        pytest.param(
            {**PRESS, **EARLY, "status": "denied", "corrects": True},
            {**FIRST_HAND, **LATE, "status": "suspected"},
            "denied",
            id="and is known as one later",
        ),
    ],
)
def test_of_two_documents_the_better_source_stands_and_both_are_kept(
    store: GraphStore, first: dict[str, Any], second: dict[str, Any], stands: str
) -> None:
    one, other = two_documents(first, second)
    apply(store, one)
    incident = f"{one.document.sha256}-1"
    apply(store, other, incident=incident)
    (edge,) = current(store, "EXPOSES")
    assert edge["status"] == stands
    kept = store.history("EXPOSES", ids=[edge["id"]]).column("record").to_pylist()
    told = {edge["status"], *(text.partition('"status":"')[2].partition('"')[0] for text in kept)}
    assert {first["status"], second["status"]} <= told
    digest = store.info().digest
    apply(store, other, incident=incident)
    assert store.info().digest == digest


def test_counts_of_two_documents_stand_side_by_side(store: GraphStore) -> None:
    first = {"number": 4000, "what": "persons", "scope": "affected"}
    apply(store, draft_of(*chain(), claim("count", "more than 4,000", first)))
    later = draft_of(*chain(), claim("count", "more than 4,000", {**first, "number": 5200}))
    apply(store, other_document(later, "c", published_on="2024-07-01"), incident=INCIDENT)
    said = {(row["number"], row["stated_on"]) for row in current(store, "Statement")}
    assert said == {(4000.0, "2024-05-10"), (5200.0, "2024-07-01")}


def test_a_registered_supply_of_the_same_words_keeps_what_the_register_says(
    store: GraphStore,
) -> None:
    made = build_records(draft_of(*chain(), NAMES), {})
    (edge,) = [row for row in made.tables["SERVES"].to_pylist() if row["category"] == "logistics"]
    names = ("id", "from_id", "to_id", "service", "category")
    registered = record(
        "SERVES",
        **{name: edge[name] for name in names},
        criticality="important",
        data_classes=("address",),
        source_kind="register",
        source="register.csv, row 2",
    )
    ends = [
        record("Organization", id=row["id"], name=row["name"])
        for row in made.tables["Organization"].to_pylist()
    ]
    write_tables(store, to_tables([*ends, registered]))
    apply(store, draft_of(*chain(), NAMES))
    (kept,) = [row for row in current(store, "SERVES") if row["id"] == edge["id"]]
    assert (kept["criticality"], kept["source_kind"]) == ("important", "register")
    assert kept["data_classes"] == ["address", "name"]
    assert store.history("SERVES").num_rows == 2


# ----------------------------------------------------------------------------- linking and diff


def event(key: str, **dates: Any) -> Any:
    """Return an incident that hit Norlast."""
    return [
        record("Incident", id=key, title=f"incident {key}", **dates),
        record("HITS", id=f"h{key}", from_id=key, to_id="V7", role="origin"),
    ]


def test_incidents_of_the_same_vendor_within_sixty_days_are_proposed() -> None:
    graph = to_tables(
        [
            record("Organization", id="V7", name="Norlast Oy"),
            *event("near", discovered_on="2024-05"),
            *event("far", discovered_on="2024-09-01"),
            *event("open"),
        ]
    )
    found = incident_candidates(draft_of(*chain(), accept=False), graph)
    assert [(one.id, one.days) for one in found] == [("near", 0), ("open", None)]
    assert found[0].reasons == ("Norlast Oy was hit in both", "0 days apart")


def test_an_incident_is_found_by_id_beginning_title_or_who_was_hit() -> None:
    vendor = record("Organization", id="V7", name="Norlast Oy")
    graph = to_tables([vendor, *event("abcdef-1"), *event("abxyz-1")])
    assert [row["id"] for row in find_incident(graph, "abcd")] == ["abcdef-1"]
    assert [row["id"] for row in find_incident(graph, "INCIDENT ABX")] == ["abxyz-1"]
    assert len(find_incident(graph, "norlast")) == 2
    assert find_incident(graph, "nothing") == ()


def test_the_diff_names_what_is_new_and_which_names_merge(store: GraphStore) -> None:
    write_tables(store, to_tables([record("Organization", id="V7", name="Norlast")]))
    tables = read_tables(store)
    diff = diff_records(build_records(draft_of(*chain(), NAMES), tables), tables)
    assert diff.counts()["SERVES"] == {"new": 2}
    assert [(merge.alias, merge.name) for merge in diff.merges] == [("Norlast Oy", "Norlast")]
    assert "Freight firm hacked exposes name (suspected)" in {one.words for one in diff.new}
    assert not diff.is_empty


def test_the_diff_after_writing_is_empty(store: GraphStore) -> None:
    apply(store, draft_of(*chain(), NAMES))
    tables = read_tables(store)
    diff = diff_records(build_records(draft_of(*chain(), NAMES), tables), tables)
    assert diff.is_empty
    assert diff.unchanged == 7  # document, incident, hit, two supplies, exposure, reported in


def test_the_diff_shows_before_and_after_and_what_goes(store: GraphStore) -> None:
    told = chain()
    draft = draft_of(*told, NAMES)
    apply(store, draft)
    again = draft.with_decisions(
        (decide(NAMES, "correct", status="denied"), decide(told[3], "refuse"))
    )
    tables = read_tables(store)
    diff = diff_records(build_records(again, tables), tables)
    gone = {one.kind for one in diff.withdrawn}
    assert gone >= {"SERVES", "Organization"}
    assert {one.after.get("status") for one in (*diff.changed, *diff.new)} >= {"denied"}


def test_a_notice_on_a_registered_supply_makes_nobody_stop_who_did_not(store: GraphStore) -> None:
    rows = [record("Organization", id=key, name=name) for key, name in NAMED.items()]
    rows.append(record("Organization", id="X", name="Second carrier"))
    for number, (vendor, customer, facts) in enumerate(REGISTER):
        rows.append(
            record(
                "SERVES",
                id=f"r{number}",
                from_id=vendor,
                to_id=customer,
                source_kind="register",
                **facts,
            )
        )
    write_tables(store, to_tables(rows))

    def answer() -> dict[str, str]:
        params = ExposedParams(as_of="2024-06-01")
        found = who_is_exposed(read_graph(store), ["N"], params)
        return {party.name: party.state for party in found.parties}

    before = answer()
    assert before == {"Vitalo Oy": "kept up", "Almby": "kept up"}
    apply(store, draft_of(*chain(), NAMES))
    assert answer() == before


NAMED = {"N": "Norlast Oy", "V": "Vitalo Oy", "A": "Almby"}
REGISTER: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("N", "V", {"service": "road", "criticality": "critical", "group": "freight"}),
    ("X", "V", {"service": "rail", "criticality": "critical", "group": "freight"}),
    ("V", "A", {"service": "goods", "criticality": "critical"}),
)
