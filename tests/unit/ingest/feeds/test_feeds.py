"""Incident feeds are read as their pages say, and what has no place in the graph is listed."""

from __future__ import annotations

import copy
import json
import random

import pytest

from graphrisk.errors import GraphRiskError
from graphrisk.ingest.load import read_registers

VERIS = {
    "schema_version": "1.3.7",
    "incident_id": "V-1",
    "security_incident": "Confirmed",
    "summary": "Write to ann.berg@alfa.example: files of Alfa Hosting were encrypted.",
    "victim": {
        "victim_id": "Alfa Hosting",
        "industry": "518210",
        "country": ["SE"],
        "secondary": {"amount": 12, "victim_id": ["Beta Clinic", "Gamma Town"]},
    },
    "action": {"malware": {"variety": ["Ransomware"]}, "hacking": {"variety": ["SQLi"]}},
    "attribute": {
        "confidentiality": {
            "data_disclosure": "Potentially",
            "data_total": 4500,
            "data": [{"variety": "Medical", "amount": 4000}, {"variety": "Unknown"}],
        },
        "availability": {"variety": ["Obscuration"]},
    },
    "timeline": {"incident": {"year": 2025, "month": 3}},
}
REPORT = {
    "incidentSubmission": "initial_notification",
    "submittingEntity": {"name": "Nordbank", "LEI": "529900T8BM49AURSDO55"},
    "affectedEntity": [{"name": "Nordbank"}, {"name": "Nordbank Kort"}],
    "ultimateParentUndertaking": {"name": "Nord Holding"},
    "primaryContact": {"name": "Ann Berg", "email": "ann.berg@nord.example"},
    "incident": {
        "financialEntityCode": "INC-7",
        "detectionDateTime": "2026-02-03T09:30:00Z",
        "incidentDescription": "Card payments were refused.",
        "originatesFromThirdPartyProvider": "Yes: Klar Betalning AB",
        "incidentType": {"incidentClassification": ["system_failure"]},
    },
    "impactAssessment": {
        "serviceImpact": {"serviceRestorationDateTime": "2026-02-03T21:00:00Z"},
        "affectedAssets": {
            "affectedClients": {"number": 120000},
            "numbersActualEstimate": ["estimates_for_clients_affected"],
        },
    },
    "reportingToOtherAuthorities": ["csirt"],
}
BUNDLE = {
    "type": "bundle",
    "id": "bundle--1",
    "objects": [
        {"type": "identity", "id": "identity--a", "name": "Alfa Cloud", "sectors": ["technology"]},
        {"type": "identity", "id": "identity--b", "name": "Beta Clinic", "confidence": 40},
        {"type": "identity", "id": "identity--p", "name": "Ann", "identity_class": "individual"},
        {"type": "location", "id": "location--1", "country": "FI"},
        {"type": "incident", "id": "incident--1", "name": "Ransomware at Alfa Cloud"},
        {"type": "malware", "id": "malware--1", "name": "Locker"},
        {
            "type": "report",
            "id": "report--1",
            "name": "What happened",
            "published": "2026-01-05T00:00:00Z",
            "object_refs": ["incident--1"],
            "object_marking_refs": ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"],
        },
        *(
            {
                "type": "relationship",
                "id": f"relationship--{number}",
                "relationship_type": word,
                "source_ref": source,
                "target_ref": target,
            }
            for number, (source, word, target) in enumerate(
                [
                    ("incident--1", "targets", "identity--a"),
                    ("incident--1", "impacts", "identity--b"),
                    ("identity--a", "serves", "identity--b"),
                    ("identity--a", "related-to", "identity--b"),
                    ("identity--a", "located-at", "location--1"),
                ]
            )
        ),
    ],
}
PORTAL = (
    '"Name of Covered Entity","State","Covered Entity Type","Individuals Affected",'
    '"Breach Submission Date","Type of Breach","Business Associate Present","Web Description"\n'
    '"Alfa Health Plan","TX","Health Plan","1,200","03/07/2025","Hacking/IT Incident","Yes",""\n'
    '"Beta Clinic","OH","Healthcare Provider","501","02/30/2025","Loss","No",""\n'
)


def registers(tmp_path, value, name="feed.json", **options):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return read_registers([path], **options)


def rows(found, kind, *names):
    table = found.tables[kind]
    return [tuple(row[name] for name in names) for row in table.to_pylist()]


def names_of(found):
    return dict(rows(found, "Organization", "id", "name"))


def test_veris_victim_is_hit_and_its_secondary_victims_are_customers(tmp_path):
    found = registers(tmp_path, VERIS)
    called = names_of(found)
    ((key, attack, on, precision),) = rows(
        found, "Incident", "id", "attack_type", "occurred_on", "occurred_precision"
    )
    assert (key, attack, on, precision) == ("veris:V-1", "ransomware", "2025-03", "month")
    assert [called[to] for (to,) in rows(found, "HITS", "to_id")] == ["Alfa Hosting"]
    served = {
        (called[a], called[b], c)
        for a, b, c in rows(found, "SERVES", "from_id", "to_id", "criticality")
    }
    assert served == {
        ("Alfa Hosting", "Beta Clinic", "supporting"),
        ("Alfa Hosting", "Gamma Town", "supporting"),
    }
    reached = {(called[to], impact) for to, impact in rows(found, "AFFECTS", "to_id", "impact")}
    assert reached == {("Beta Clinic", "service"), ("Gamma Town", "service")}
    assert rows(found, "EXPOSES", "to_id", "status", "subjects") == [("health", "suspected", 4000)]
    counts = {(f, n, q) for f, n, q in rows(found, "Statement", "field", "number", "qualifier")}
    assert counts == {("organization_count", 12, "exact"), ("person_count", 4500, "about")}


def test_veris_partner_is_the_vendor_and_the_victim_a_customer(tmp_path):
    record = copy.deepcopy(VERIS)
    record["actor"] = {"partner": {"name": ["Delta Drift"]}}
    record["victim"].pop("secondary")
    found = registers(tmp_path, [record])
    called = names_of(found)
    assert [called[to] for (to,) in rows(found, "HITS", "to_id")] == ["Delta Drift"]
    assert [called[to] for (to,) in rows(found, "AFFECTS", "to_id")] == ["Alfa Hosting"]
    ((vendor, customer),) = rows(found, "SERVES", "from_id", "to_id")
    assert (called[vendor], called[customer]) == ("Delta Drift", "Alfa Hosting")


def test_evidence_names_file_and_object_and_keeps_words_without_persons(tmp_path):
    from graphrisk.extract.review.masking import mask_personal

    found = registers(tmp_path, VERIS, hide=mask_personal)
    ((source, quote),) = rows(found, "Incident", "source", "quote")
    assert source == "feed.json#V-1"
    assert quote.endswith("files of Alfa Hosting were encrypted.")
    assert "ann.berg" not in quote


def test_dora_report_names_provider_entities_and_clients_and_no_contact(tmp_path):
    found = registers(tmp_path, REPORT)
    called = names_of(found)
    assert set(called.values()) == {
        "Nordbank",
        "Nordbank Kort",
        "Nord Holding",
        "Klar Betalning AB",
    }
    ((attack, on, state),) = rows(found, "Incident", "attack_type", "discovered_on", "state")
    assert (attack, on, state) == ("outage", "2026-02-03", "reported")
    assert [called[to] for (to,) in rows(found, "HITS", "to_id")] == ["Klar Betalning AB"]
    assert {called[to] for (to,) in rows(found, "AFFECTS", "to_id")} == {
        "Nordbank",
        "Nordbank Kort",
    }
    assert {called[to] for (to,) in rows(found, "PART_OF", "to_id")} == {"Nord Holding"}
    said = set(rows(found, "Statement", "field", "value", "number", "qualifier", "unit"))
    assert said == {
        ("person_count", None, 120000, "about", "clients"),
        ("authority", "csirt", None, None, "notified"),
        ("restored", "2026-02-03", None, None, None),
    }
    whole = json.dumps([table.to_pylist() for table in found.tables.values()])
    assert "Ann Berg" not in whole
    assert "ann.berg" not in whole


def test_stix_bundle_of_others_gives_what_has_a_place_and_lists_the_rest(tmp_path):
    found = registers(tmp_path, BUNDLE)
    called = names_of(found)
    assert set(called.values()) == {"Alfa Cloud", "Beta Clinic"}
    assert ("Alfa Cloud", "FI", "digital_providers") in rows(
        found, "Organization", "name", "country", "sector"
    )
    assert [called[to] for (to,) in rows(found, "HITS", "to_id")] == ["Alfa Cloud"]
    assert [called[to] for (to,) in rows(found, "AFFECTS", "to_id")] == ["Beta Clinic"]
    assert len(rows(found, "SERVES", "id")) == 1
    assert ("report--1", "2026-01-05") in rows(found, "Document", "id", "published_on")
    said = " ".join(problem.text() for problem in found.problems)
    for left in ("malware", "identity related-to identity", "no organization", "TLP:AMBER"):
        assert left in said
    assert found.errors == 0


def test_breach_portal_rows_become_incidents_with_their_days(tmp_path):
    found = registers(tmp_path, PORTAL, "breaches.csv")
    called = names_of(found)
    assert set(rows(found, "Incident", "attack_type", "disclosed_on")) == {
        ("data_theft", "2025-03-07"),
        ("lost_device", None),
    }
    assert [called[to] for (to,) in rows(found, "HITS", "to_id")] == ["Beta Clinic"]
    ((to, subjects),) = rows(found, "AFFECTS", "to_id", "subjects")
    assert (called[to], subjects) == ("Alfa Health Plan", 1200)
    assert any("month/day/year" in problem.text() for problem in found.problems)


@pytest.mark.parametrize("text", ['{\n "a": 1\n}', "[\n1\n]", '{\n"type": "bundle"'])
def test_json_of_no_known_form_is_refused_in_words(tmp_path, text):
    found = registers(tmp_path, text)
    assert found.errors == 1
    assert not found.batches
    assert "JSON" in found.problems[0].text()


def test_nesting_without_end_is_refused_in_words(tmp_path):
    found = registers(tmp_path, "[" * 200_000, "deep.json")
    assert found.errors == 1
    assert "JSON that cannot be read" in found.problems[0].text()


@pytest.mark.parametrize("feed", [VERIS, REPORT, BUNDLE], ids=["veris", "dora", "stix"])
def test_values_of_any_kind_anywhere_end_in_words_and_no_traceback(tmp_path, feed):
    draw = random.Random(11)
    strange = [None, 0, -1, 1e400, True, "", "x" * 3000, [], {}, [None], {"a": []}, "\x00", "�;"]

    def places(value, path=()):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            yield (*path, name)
            if isinstance(inner, dict | list):
                yield from places(inner, (*path, name))

    for _ in range(40):
        changed = copy.deepcopy(feed)
        *way, last = draw.choice(list(places(changed)))
        inner = changed
        for name in way:
            inner = inner[name]
        inner[last] = draw.choice(strange)
        try:
            found = registers(tmp_path, changed)
        except GraphRiskError:
            continue
        assert found.batches or found.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("first", ['{"vendor": "a", "customer": "b"}', '{"vendor": "a"'])
def test_objects_a_line_stay_lines_in_any_encoding_and_behind_a_broken_one(
    tmp_path, encoding, first
):
    path = tmp_path / "serves.json"
    path.write_text(first + '\n{"vendor": "c", "customer": "d"}\n', encoding)
    found = read_registers([path])
    assert len(found.tables["SERVES"]) == (2 if first.endswith("}") else 1)
    assert found.errors == (0 if first.endswith("}") else 1)


def test_stix_objects_without_an_id_are_no_versions_of_each_other(tmp_path):
    objects = [
        {"type": "identity", "name": "Alfa AB", "modified": "2024-01-01"},
        {"type": "identity", "name": "Beta Oy", "modified": "2025-01-01"},
        {"type": "incident", "id": "incident--1", "name": "It fell"},
    ]
    found = registers(tmp_path, {"type": "bundle", "id": "bundle--3", "objects": objects})
    assert "newer version" not in " ".join(problem.text() for problem in found.problems)


def test_stix_of_other_producers_is_read_in_its_last_version_and_both_ways(tmp_path):
    seen = {"type": "relationship", "start_time": "2024-02-01T00:00:00Z"}
    objects = [
        {"type": "identity", "id": "identity--a", "name": "Old Name", "modified": "2024-01-01"},
        {"type": "identity", "id": "identity--a", "name": "Alfa AB", "modified": "2025-01-01",
         "x_opencti_aliases": ["Alfa Group"], "x_opencti_type": "Organization"},
        {"type": "identity", "id": "identity--s", "name": "Hospitals", "identity_class": "class"},
        {"type": "identity", "id": "identity--r", "name": "Gone", "revoked": True},
        {"type": "identity", "id": "identity--b", "name": "Beta", "sectors": ["mining", "energy"]},
        {"type": "incident", "id": "incident--1", "name": "It fell", "first_seen": "2025-03-01T1",
         "extensions": {"extension-definition--x": {"incident_types": ["ransomware"]}}},
        {**seen, "id": "relationship--1", "relationship_type": "depends-on",
         "source_ref": "identity--b", "target_ref": "identity--a"},
        {**seen, "id": "relationship--2", "relationship_type": "part-of",
         "source_ref": "identity--b", "target_ref": "identity--s"},
    ]  # fmt: skip
    found = registers(tmp_path, {"type": "bundle", "id": "bundle--2", "objects": objects})
    assert set(rows(found, "Organization", "name", "sector")) == {
        ("Alfa AB", None), ("Beta", "energy")
    }  # fmt: skip
    assert rows(found, "Incident", "attack_type", "occurred_on") == [("ransomware", "2025-03-01")]
    names = names_of(found)
    ((vendor, customer, since),) = rows(found, "SERVES", "from_id", "to_id", "starts_on")
    assert (names[vendor], names[customer], since) == ("Alfa AB", "Beta", "2024-02-01")
    said = " ".join(problem.text() for problem in found.problems)
    for left in ("newer version", "was revoked", "is no organization", "identity part-of identity",
                 "identity x_opencti_type", "mining"):  # fmt: skip
        assert left in said, left
