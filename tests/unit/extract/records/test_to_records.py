"""From accepted claims to records: one test for each rule of the risk model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphrisk.errors import UnknownName
from graphrisk.extract.claims import Party
from graphrisk.extract.records.name_questions import name_proposals, name_questions
from graphrisk.extract.records.to_records import NoticeRecords, build_records
from graphrisk.extract.review.decisions import decide
from graphrisk.extract.review.draft import Draft
from graphrisk.model.build import build_graph
from graphrisk.model.records import record
from graphrisk.model.tables import RecordTables, to_tables
from graphrisk.resolve.directory import Directory
from tests.unit.extract.claims_by_hand import (
    ALMBY,
    DOCUMENT,
    NORLAST,
    OUR_SUPPLIER,
    TEXT,
    VITALO,
    chain,
    claim,
    draft_of,
    exposed,
    first_hop,
    hit,
    incident,
    second_hop,
    words,
)

INCIDENT = f"{DOCUMENT}-1"


def rows(made: NoticeRecords | RecordTables, kind: str) -> list[dict[str, Any]]:
    """Return the rows of a kind without what is unknown."""
    tables = made.tables if isinstance(made, NoticeRecords) else made
    found = tables[kind].to_pylist() if kind in tables else []
    return [{key: value for key, value in row.items() if value is not None} for row in found]


def named(made: NoticeRecords) -> dict[str, str]:
    """Return organization ids by name."""
    return {row["name"]: row["id"] for row in rows(made, "Organization")}


def built(*claims: Any, current: RecordTables | None = None, **more: Any) -> NoticeRecords:
    """Return the records of claims, all accepted."""
    document = {key: more.pop(key) for key in ("publisher", "published_on", "title") if key in more}
    return build_records(draft_of(*claims, **document), current or {}, **more)


def test_one_document_and_one_incident_come_of_a_notice() -> None:
    made = built(*chain())
    (document,) = rows(made, "Document")
    (event,) = rows(made, "Incident")
    assert (document["id"], document["published_on"]) == (DOCUMENT, "2024-05-10")
    assert (event["id"], event["attack_type"]) == (INCIDENT, "ransomware")
    assert [row["to_id"] for row in rows(made, "REPORTED_IN")] == [DOCUMENT]


def test_every_record_carries_its_words_offsets_and_confidence() -> None:
    made = built(*chain(), exposed("name", "Names may be among it", "suspected"))
    for kind in ("HITS", "SERVES", "EXPOSES", "Organization"):
        for row in rows(made, kind):
            document, _, span = row["source"].partition("#")
            start, end = (int(part) for part in span.split("-"))
            assert document == DOCUMENT
            assert row["quote"] == TEXT[start:end]
            assert row["source_kind"] == "notice"
            assert row["seen_on"] == "2024-05-10"
            assert row["confidence"] == 0.8


def test_claim_that_a_person_took_is_as_sure_as_a_notice_and_not_as_its_reading() -> None:
    weak = [first_hop(confidence=0.7), second_hop(confidence=0.93)]
    claims = (incident(), hit(confidence=0.7), *weak)
    at_once = draft_of(*claims)
    taken = at_once.with_decisions(decide(each, "accept", by="ann") for each in claims)
    corrected = at_once.with_decisions([decide(weak[0], "correct", value={"service": "vans"})])

    def confidences(draft: Draft) -> list[float]:
        graph = build_graph(build_records(draft, {}).tables, confidence={"notice": 0.85})
        return sorted(float(each) for each in graph.confidence)

    assert confidences(at_once) == [0.7, 0.93]
    assert confidences(taken) == [0.85, 0.93]
    assert confidences(corrected) == [0.85, 0.93]
    assert "confidence" not in rows(build_records(taken, {}), "HITS")[0]


def test_the_day_seen_is_unknown_when_the_notice_has_no_date() -> None:
    made = built(*chain(), published_on=None)
    assert all("seen_on" not in row for row in rows(made, "SERVES"))


def test_a_chain_of_two_becomes_two_supplies_each_with_its_own_words() -> None:
    made = built(*chain())
    ids = named(made)
    pairs = {(row["from_id"], row["to_id"]): row["quote"] for row in rows(made, "SERVES")}
    assert pairs == {
        (ids["Norlast Oy"], ids["Vitalo Oy"]): "It works for Vitalo Oy",
        (ids["Vitalo Oy"], ids["Almby"]): "Vitalo supplies the social services of Almby",
    }


def test_a_pair_stated_twice_is_one_supply_with_both_quotes() -> None:
    again = claim(
        "serves",
        "Norlast Oy, which carries care goods",
        {"vendor": NORLAST, "customer": VITALO, "service": "carries care goods"},
        status="confirmed",
    )
    made = built(incident(), hit(), first_hop(), again)
    (edge,) = rows(made, "SERVES")
    assert edge["service"] == "transport"
    assert "works for Vitalo" in edge["quote"]
    assert "carries care goods" in edge["quote"]
    assert edge["source"].count("+") == 1


def test_two_categories_of_one_pair_are_two_supplies() -> None:
    value = {"vendor": NORLAST, "customer": VITALO, "service": "portal", "category": "saas"}
    made = built(first_hop(), claim("serves", "connected to its portal", value))
    assert sorted(row["category"] for row in rows(made, "SERVES")) == ["logistics", "saas"]


def test_a_hit_has_the_role_of_the_claim() -> None:
    made = built(incident(), hit())
    (edge,) = rows(made, "HITS")
    assert (edge["from_id"], edge["to_id"], edge["role"]) == (
        INCIDENT,
        named(made)["Norlast Oy"],
        "origin",
    )


@pytest.mark.parametrize(("status", "edges"), [("suspected", 1), ("denied", 0)])
def test_a_hit_that_is_not_confirmed_is_said_in_a_statement(status: str, edges: int) -> None:
    made = built(incident(), hit(status=status))
    assert len(rows(made, "HITS")) == edges
    (said,) = rows(made, "Statement")
    assert (said["field"], said["status"]) == ("vendor_hit", status)
    assert said["about"] == named(made)["Norlast Oy"]


def test_a_named_customer_is_affected_with_impact_status_and_people() -> None:
    people = {"number": 4000, "what": "persons", "qualifier": "more_than", "scope": "affected"}
    made = built(
        *chain(),
        claim(
            "affected",
            "our clients may be concerned",
            {"organization": ALMBY, "impact": "data"},
            status="suspected",
        ),
        claim("count", "more than 4,000 of our clients", {**people, "about": ALMBY}),
    )
    (edge,) = rows(made, "AFFECTS")
    assert (edge["impact"], edge["status"], edge["subjects"]) == ("data", "suspected", 4000)


def test_a_spared_customer_is_affected_with_impact_none() -> None:
    value = {"organization": ALMBY, "impact": "data", "spared": True}
    made = built(*chain(), claim("affected", "our clients", value, status="denied"))
    assert [row["impact"] for row in rows(made, "AFFECTS")] == ["none"]


def test_an_unnamed_affected_party_is_a_count_and_no_customer() -> None:
    others = Party("other municipalities", named=False, key="(others)")
    value = {"organization": others, "impact": "service"}
    made = built(incident(), hit(), claim("affected", "other municipalities", value))
    assert not rows(made, "AFFECTS")
    (said,) = rows(made, "Statement")
    assert (said["field"], said["value"]) == ("organization_count", "other municipalities")


def test_a_vendor_that_was_hit_is_no_customer_that_was_reached() -> None:
    value = {"organization": NORLAST, "impact": "service"}
    made = built(*chain(), claim("affected", "was hit by ransomware", value, status="confirmed"))
    assert not rows(made, "AFFECTS")
    (said,) = rows(made, "Statement")
    assert (said["field"], said["value"]) == ("affected", "service")
    assert said["about"] == named(made)["Norlast Oy"]


def test_the_day_of_publication_is_that_of_the_text_when_nothing_else_is_known() -> None:
    value = {"date": "2024-05-09", "what": "published"}
    made = built(*chain(), claim("date", "9 May 2024", value), published_on=None)
    assert rows(made, "Document")[0]["published_on"] == "2024-05-09"
    assert {row["seen_on"] for row in rows(made, "SERVES")} == {"2024-05-09"}


def test_data_and_service_of_one_customer_are_both() -> None:
    made = built(
        *chain(),
        claim("affected", "our clients", {"organization": ALMBY, "impact": "data"}),
        claim("affected", "Almby", {"organization": ALMBY, "impact": "service"}),
    )
    assert [row["impact"] for row in rows(made, "AFFECTS")] == ["both"]


def test_of_two_impacts_the_less_definite_keeps_its_status_in_a_statement() -> None:
    data, service = ({"organization": ALMBY, "impact": word} for word in ("data", "service"))
    made = built(
        *chain(),
        claim("affected", "our clients", data, status="suspected"),
        claim("affected", "Almby", service, status="confirmed"),
    )
    (edge,) = rows(made, "AFFECTS")
    assert (edge["impact"], edge["status"]) == ("both", "confirmed")
    (said,) = rows(made, "Statement")
    assert (said["field"], said["value"], said["status"]) == ("affected", "data", "suspected")


def test_an_incident_that_an_authority_confirms_is_confirmed() -> None:
    value = {"is_incident": True, "attack_type": "unknown"}
    made = built(
        *chain(),
        claim("authority", "The police", {"name": "CERT", "role": "involved"}),
        claim("incident", "The police", value, status="confirmed", asserted_by="CERT"),
        publisher="Daily Post",
    )
    (event,) = rows(made, "Incident")
    assert (event["state"], event["attack_type"]) == ("confirmed", "ransomware")
    assert ("incident", "CERT") in {
        (row["field"], row.get("asserted_by")) for row in rows(made, "Statement")
    }
    assert not made.remarks


def test_the_holder_is_the_only_data_controller_of_the_text() -> None:
    made = built(*chain(), exposed("name", "Names", "suspected"))
    (edge,) = rows(made, "EXPOSES")
    assert (edge["to_id"], edge["holder"]) == ("name", named(made)["Almby"])
    assert [row["id"] for row in rows(made, "DataClass")] == ["name"]


def test_the_holder_stays_open_with_two_data_controllers() -> None:
    other = {"vendor": NORLAST, "customer": Party("Granby", key="granby")}
    made = built(*chain(), claim("serves", "Almby", other), exposed("name", "Names", "suspected"))
    assert "holder" not in rows(made, "EXPOSES")[0]


def test_the_publisher_holds_the_data_when_it_is_no_vendor_and_nobody_else_is_named() -> None:
    told = claim("authority", "The police", {"name": "police", "role": "notified", "by": ALMBY})
    made = built(incident(), hit(), told, exposed("name", "Names", "suspected"))
    assert rows(made, "EXPOSES")[0]["holder"] == named(made)["Almby"]


def test_suspected_and_confirmed_classes_are_added_to_the_stated_chain() -> None:
    made = built(
        *chain(),
        exposed("name", "Names", "suspected"),
        exposed("address", "door codes", "confirmed"),
        exposed("health", "Health data are not affected", "denied"),
    )
    assert [row["data_classes"] for row in rows(made, "SERVES")] == [["address", "name"]] * 2


def test_a_class_is_not_added_to_a_supply_that_does_not_lead_to_its_holder() -> None:
    other = {"vendor": NORLAST, "customer": Party("Granby", key="granby")}
    made = built(
        *chain(),
        claim("serves", "Almby", other),
        exposed("name", "Names", "suspected", holder=ALMBY),
    )
    granby = named(made)["Granby"]
    classes = {row["to_id"]: row.get("data_classes") for row in rows(made, "SERVES")}
    assert classes[granby] is None
    assert classes[named(made)["Almby"]] == ["name"]


def test_a_class_is_not_added_when_nobody_was_hit() -> None:
    made = built(
        incident(), first_hop(), second_hop(), exposed("name", "Names", "suspected", holder=ALMBY)
    )
    assert all("data_classes" not in row for row in rows(made, "SERVES"))


def test_a_condition_stays_with_its_class() -> None:
    door = exposed("location_access", "door codes", "suspected", condition="if they were stored")
    made = built(*chain(), door)
    assert rows(made, "EXPOSES")[0]["condition"] == "if they were stored"


def test_what_is_first_feared_and_then_withdrawn_is_denied_and_both_stay() -> None:
    feared = exposed("financial_account", "feared that bank accounts were copied", "suspected")
    denied = exposed(
        "financial_account", "That is now ruled out", "denied", supersedes=(feared.id,)
    )
    made = built(*chain(), feared, denied)
    (current,) = rows(made, "EXPOSES")
    (withdrawn,) = rows(made.archive, "EXPOSES")
    assert current["status"] == "denied"
    assert withdrawn["status"] == "suspected"
    assert withdrawn["id"] == current["id"]
    assert withdrawn["quote"] == "feared that bank accounts were copied"
    assert all("data_classes" not in row for row in rows(made, "SERVES"))


def test_a_refused_correction_leaves_the_first_statement_standing() -> None:
    feared = exposed("financial_account", "bank accounts were copied", "suspected")
    denied = exposed("financial_account", "ruled out", "denied", supersedes=(feared.id,))
    draft = draft_of(*chain(), feared, denied)
    draft = draft.with_decisions((decide(denied, "refuse"),))
    made = build_records(draft, {})
    assert [row["status"] for row in rows(made, "EXPOSES")] == ["suspected"]
    assert not made.archive


def test_of_two_things_said_at_once_the_definite_one_stands() -> None:
    perhaps = exposed("name", "Names may be among it", "suspected")
    made = built(*chain(), perhaps, exposed("name", "our clients", "confirmed"))
    assert [row["status"] for row in rows(made, "EXPOSES")] == ["confirmed"]
    assert [row["status"] for row in rows(made.archive, "EXPOSES")] == ["suspected"]


def test_a_count_of_unnamed_parties_is_one_statement_and_no_name() -> None:
    value = {"number": 120, "what": "organizations", "qualifier": "about", "scope": "affected"}
    made = built(*chain(), claim("count", "Some 120 other municipalities", value))
    (said,) = rows(made, "Statement")
    assert (said["field"], said["number"], said["qualifier"]) == (
        "organization_count",
        120,
        "about",
    )
    assert set(named(made)) == {"Norlast Oy", "Vitalo Oy", "Almby"}


def test_a_base_stays_a_base() -> None:
    value = {"number": 900, "what": "organizations", "scope": "base"}
    made = built(*chain(), claim("count", "About 900 are connected", value))
    assert rows(made, "Statement")[0]["scope"] == "base"
    assert not rows(made, "AFFECTS")


def test_a_base_of_people_is_no_count_of_the_affected() -> None:
    base = {"number": 900, "what": "persons", "scope": "base", "about": ALMBY}
    made = built(
        *chain(),
        claim("affected", "our clients", {"organization": ALMBY, "impact": "data"}),
        claim("count", "About 900", base),
    )
    assert "subjects" not in rows(made, "AFFECTS")[0]


def test_a_count_said_twice_is_counted_once() -> None:
    value = {"number": 4000, "what": "persons", "qualifier": "more_than", "scope": "affected"}
    made = built(
        *chain(), claim("count", "more than 4,000", value), claim("count", "4,000 of", value)
    )
    assert len(rows(made, "Statement")) == 1


def test_a_country_is_a_scope_and_never_a_customer() -> None:
    value = {"vendor": NORLAST, "customer": Party("Norway", key="norway")}
    made = built(incident(), hit(), claim("serves", "Sweden and Norway", value))
    assert not rows(made, "SERVES")
    assert set(named(made)) == {"Norlast Oy"}
    assert "country" in made.remarks[0]


def test_kinds_of_people_carry_countries_and_that_only_some_are_meant() -> None:
    value = {
        "groups": ("employees", "former employees"),
        "countries": ("SE", "NO"),
        "partial": True,
    }
    made = built(*chain(), claim("subject_group", "Employees and former employees", value))
    said = rows(made, "Statement")
    assert [row["value"] for row in said] == ["employees", "former employees"]
    assert all(row["countries"] == ["SE", "NO"] for row in said)
    assert all(row["condition"] == "some of them" for row in said)


def test_several_dates_for_several_parties_are_all_kept() -> None:
    noticed = {"date": "2024-05-02", "what": "discovered", "about": NORLAST}
    told = {"date": "2024-05-09", "what": "notified", "about": ALMBY}
    made = built(*chain(), claim("date", "2 May 2024", noticed), claim("date", "9 May 2024", told))
    ids = named(made)
    said = {(row["value"], row["unit"], row["about"]) for row in rows(made, "Statement")}
    assert said == {
        ("2024-05-02", "discovered", ids["Norlast Oy"]),
        ("2024-05-09", "notified", ids["Almby"]),
    }
    (event,) = rows(made, "Incident")
    assert (event["discovered_on"], event["discovered_precision"]) == ("2024-05-02", "day")


def test_a_date_without_year_gets_none() -> None:
    value = {"date": "XXXX-05-02", "what": "occurred"}
    made = built(*chain(), claim("date", "2 May", value))
    (event,) = rows(made, "Incident")
    assert (event["occurred_on"], event["occurred_precision"]) == ("XXXX-05-02", "year_unknown")


def test_statements_are_tied_to_the_incident() -> None:
    made = built(*chain(), claim("spared_scope", "The servers abroad", {"text": "servers abroad"}))
    (said,) = rows(made, "Statement")
    (edge,) = rows(made, "ABOUT")
    assert (edge["from_id"], edge["to_id"], said["incident"]) == (said["id"], INCIDENT, INCIDENT)
    assert said["scope"] == "spared"


def test_who_says_so_is_kept_beside_an_edge() -> None:
    made = built(
        *chain(), exposed("name", "Names may be among it", "suspected", asserted_by="norlast")
    )
    (said,) = rows(made, "Statement")
    assert (said["field"], said["value"], said["asserted_by"]) == (
        "data_class",
        "name",
        "Norlast Oy",
    )


def test_an_unnamed_supplier_is_one_of_its_own_for_each_document() -> None:
    value = {"vendor": OUR_SUPPLIER, "customer": ALMBY}
    claims = (incident(), hit(OUR_SUPPLIER), claim("serves", "our clients", value))
    made = built(*claims)
    (unnamed,) = [row for row in rows(made, "Organization") if row.get("named") is False]
    assert unnamed["name"] == "unnamed IT supplier of Almby"
    draft = draft_of(*claims, sha256="cd" * 32)
    (other,) = [
        row for row in rows(build_records(draft, {}), "Organization") if row.get("named") is False
    ]
    assert other["id"] != unnamed["id"]
    assert build_records(draft_of(*claims), {}).tables == made.tables


def test_unnamed_others_that_a_count_is_about_are_no_organization() -> None:
    others = Party("other municipalities", named=False, key="(others)")
    count = {"number": 120, "what": "organizations", "about": others}
    made = built(
        *chain(),
        claim("count", "Some 120 other municipalities", count),
        exposed("name", "Names", "suspected", holder=others),
    )
    assert set(named(made)) == {"Norlast Oy", "Vitalo Oy", "Almby"}
    assert "about" not in rows(made, "Statement")[0]
    assert "holder" not in rows(made, "EXPOSES")[0]


def test_a_very_long_sentence_is_cut_as_a_quote() -> None:
    long = draft_of(*chain())
    text = long.text + "x" * 30_000
    place = words("x" * 30_000, text)
    told = replace(hit(), evidence=(place,))
    draft = replace(long, text=text, claims=(told,))
    draft = draft.with_decisions((decide(told, "accept"),))
    (edge,) = rows(build_records(draft, {}), "HITS")
    assert len(edge["quote"]) < 6_000
    assert edge["source"].endswith(f"#{place.start}-{place.end}")


def test_two_unnamed_suppliers_of_one_customer_stay_two() -> None:
    second = Party("printer", named=False, key="(printer)")
    made = built(
        claim("serves", "our clients", {"vendor": OUR_SUPPLIER, "customer": ALMBY}),
        claim("serves", "Almby", {"vendor": second, "customer": ALMBY}),
    )
    assert len(rows(made, "Organization")) == 3


def known(*records: Any) -> RecordTables:
    """Return a graph of records."""
    return to_tables(records)


def test_a_known_organization_is_found_and_the_writing_recorded() -> None:
    current = known(record("Organization", id="V7", name="Norlast", country="FI"))
    made = built(*chain(), current=current)
    assert rows(made, "HITS")[0]["to_id"] == "V7"
    assert "Norlast Oy" not in named(made)
    (merge,) = rows(made, "Merge")
    assert (merge["alias"], merge["organization"]) == ("Norlast Oy", "V7")


def test_a_name_that_fits_two_organizations_is_asked_about() -> None:
    current = known(
        record("Organization", id="V7", name="Vitalo AB", country="SE"),
        record("Organization", id="V8", name="Vitalo GmbH", country="DE"),
    )
    plain = Party("Vitalo", key="vitalo")
    value = {"vendor": plain, "customer": ALMBY}
    draft = draft_of(claim("serves", "Vitalo supplies", value))
    (question,) = name_questions(draft, Directory.from_tables(current))
    assert {row[0] for row in question.candidates} == {"V7", "V8"}
    with pytest.raises(UnknownName, match="Vitalo"):
        build_records(draft, current)
    chosen = build_records(draft, current, choices={"Vitalo": "V8"})
    assert rows(chosen, "SERVES")[0]["from_id"] == "V8"
    assert rows(chosen, "Merge")[0]["reason"] == "chosen in the review"
    new = build_records(draft, current, choices={"Vitalo": "new"})
    assert rows(new, "SERVES")[0]["from_id"] not in {"V7", "V8"}


def test_a_new_name_near_a_known_one_is_proposed_and_joined_only_by_an_answer() -> None:
    current = known(record("Organization", id="V7", name="Vitalo AB", country="SE"))
    value = {"vendor": Party("Vitallo", key="vitallo"), "customer": ALMBY}
    draft = draft_of(claim("serves", "Vitalo supplies", value))
    directory = Directory.from_tables(current)
    assert name_questions(draft, directory) == ()
    (proposal,) = name_proposals(draft, directory)
    assert (proposal.name, proposal.candidates) == (
        "Vitallo",
        (("V7", "Vitalo AB", "spelled alike"),),
    )
    alone = build_records(draft, current)
    assert rows(alone, "SERVES")[0]["from_id"] != "V7"
    joined = build_records(draft, current, choices={"Vitallo": "V7"})
    assert rows(joined, "SERVES")[0]["from_id"] == "V7"
    assert [row["alias"] for row in rows(joined, "Merge")] == ["Vitallo"]


def test_an_organization_of_another_country_is_asked_about() -> None:
    current = known(record("Organization", id="V7", name="Norlast Oy", country="SE"))
    with pytest.raises(UnknownName):
        built(*chain(), current=current)


def test_a_supply_that_the_register_knows_brings_no_outage_with_it() -> None:
    registered = record(
        "SERVES",
        id="r1",
        from_id="V7",
        to_id="V8",
        service="road freight",
        criticality="supporting",
        group="freight",
        contract="K1",
        supports=("outpatients",),
        source_kind="register",
    )
    current = known(
        record("Organization", id="V7", name="Norlast Oy", country="FI"),
        record("Organization", id="V8", name="Vitalo Oy"),
        registered,
    )
    made = built(*chain(), exposed("name", "Names", "suspected"), current=current)
    (edge,) = [row for row in rows(made, "SERVES") if row["from_id"] == "V7"]
    assert edge["id"] != "r1"
    standing = {key: edge[key] for key in ("criticality", "group", "contract", "supports")}
    assert standing == {
        "criticality": "supporting",
        "group": "freight",
        "contract": "K1",
        "supports": ["outpatients"],
    }
    assert edge["data_classes"] == ["name"]


def test_nothing_is_made_of_claims_without_decision() -> None:
    made = build_records(draft_of(*chain(), accept=False), {})
    assert made == NoticeRecords(None, {})


def test_a_refused_incident_leaves_the_supplies_and_says_what_it_leaves_out() -> None:
    told = chain()
    draft = draft_of(*told)
    no_incident = decide(told[0], "correct", value={"is_incident": False})
    made = build_records(draft.with_decisions((no_incident,)), {})
    assert made.incident is None
    assert len(rows(made, "SERVES")) == 2
    assert not rows(made, "HITS")
    assert "left out" in made.remarks[0]


def test_a_corrected_value_is_what_is_written() -> None:
    told = chain()
    draft = draft_of(*told).with_decisions((decide(told[1], "correct", value={"role": "conduit"}),))
    assert rows(build_records(draft, {}), "HITS")[0]["role"] == "conduit"


@pytest.mark.parametrize(
    ("publisher", "extra", "state"),
    [
        ("Almby", (), "confirmed"),
        ("Daily Post", (), "reported"),
        ("Daily Post", ("restored",), "restored"),
    ],
)
def test_the_state_says_who_confirms_and_what_is_back(
    publisher: str, extra: tuple[str, ...], state: str
) -> None:
    more = [claim("restored", "ruled out", {"text": "all is back"}) for _ in extra]
    made = built(*chain(), *more, publisher=publisher)
    assert rows(made, "Incident")[0]["state"] == state


def test_a_service_that_is_back_does_not_end_a_leak() -> None:
    back = claim("restored", "ruled out", {"text": "all is back"})
    made = built(*chain(), back, exposed("name", "Names", "suspected"))
    assert rows(made, "Incident")[0]["state"] == "confirmed"


def test_the_order_of_claims_changes_no_record() -> None:
    claims = (*chain(), exposed("name", "Names", "suspected"))
    one, other = built(*claims), built(*reversed(claims))
    for kind in one.tables:
        by_id = [sorted(rows(made, kind), key=lambda row: row["id"]) for made in (one, other)]
        assert by_id[0] == by_id[1]


def test_an_author_without_a_name_is_told_in_words() -> None:
    author = Party("(publisher)", named=False, key="(publisher)")
    value = {"organization": author, "impact": "data", "spared": False}
    reached = claim("affected", "our clients may be concerned", value, status="confirmed")
    made = built(incident(title=None), reached, title=None)
    (told,) = rows(made, "Statement")
    assert (told["field"], told["value"]) == ("organization_count", "the author of this text")
    (told,) = rows(made, "Incident")
    assert told["title"] == "ransomware at the author of this text"
