"""The five seed notices, read from raw text: values, statuses, and words at their offsets.

The texts stay in the shared folder; nothing of them is copied here.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import IntakeDocument, read_document
from tests.shared_data import shared_folder

pytestmark = pytest.mark.shared

NUMBERS = ("000", "001", "002", "003", "004")


@lru_cache
def _read(number: str) -> tuple[IntakeDocument, ClaimSet]:
    (path,) = sorted(shared_folder("seeds").glob(f"{number}_*.txt"))
    document = read_document(path)
    return document, read_claims(document)


def claims_of(number: str) -> ClaimSet:
    return _read(number)[1]


def edges(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.current("serves")}


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def classes(claims: ClaimSet) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for claim in claims.current("data_class"):
        found.setdefault(claim.value["data_class"], set()).add(claim.status)
    return found


def dates(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["date"], c.value["what"]) for c in claims.of("date")}


def authorities(claims: ClaimSet, role: str) -> set[str]:
    return {c.value["name"] for c in claims.of("authority") if c.value["role"] == role}


def attack(claims: ClaimSet) -> str:
    return str(claims.of("incident")[0].value["attack_type"])


def counts(claims: ClaimSet) -> set[tuple[int, str, str, str]]:
    return {
        (c.value["number"], c.value["what"], c.value["scope"], c.value["qualifier"])
        for c in claims.of("count")
    }


def consequences(claims: ClaimSet) -> set[tuple[str, str | None]]:
    return {(c.value["kind"], c.status) for c in claims.of("consequence")}


@pytest.mark.parametrize("number", NUMBERS)
def test_every_quote_stands_at_its_offsets_in_a_seed(number: str):
    document, claims = _read(number)
    assert claims.is_incident
    for claim in claims.claims:
        for evidence in claim.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
            assert evidence.document == document.sha256


@pytest.mark.parametrize("number", NUMBERS)
def test_every_superseded_claim_is_kept_in_a_seed(number: str):
    claims = claims_of(number)
    ids = {c.id for c in claims.claims}
    assert all(old in ids for c in claims.claims for old in c.supersedes)


class TestUnnamedItSupplier:
    """000: an unnamed supplier of IT operations; data published; patient records denied."""

    def test_the_unnamed_supplier_is_hit_and_serves_the_author(self):
        claims = claims_of("000")
        (claim,) = claims.of("vendor_hit")
        assert not claim.value["organization"].named
        assert "drift" in claim.value["organization"].name
        (edge,) = claims.current("serves")
        assert edge.value["vendor"] == claim.value["organization"]
        assert edge.value["customer"].name == "Memira"
        assert edge.value["category"] == "it_operations"

    def test_patient_records_are_denied_and_nothing_else_is(self):
        found = classes(claims_of("000"))
        assert found["health"] == {"denied"}
        assert [name for name, status in found.items() if "denied" in status] == ["health"]

    def test_publication_of_the_data_is_stated(self):
        assert ("data_published", "confirmed") in consequences(claims_of("000"))
        assert ("misuse", "denied") in consequences(claims_of("000"))

    def test_people_in_four_countries_and_only_some_of_them(self):
        (claim,) = claims_of("000").of("subject_group")
        assert {"employees", "former_employees", "customers"} <= set(claim.value["groups"])
        assert set(claim.value["countries"]) == {"SE", "NO", "DK", "FI"}
        assert claim.value["partial"]

    def test_police_and_authorities_were_told_and_no_region_is_a_customer(self):
        claims = claims_of("000")
        assert {"Polisen", "(unspecified authorities)"} <= authorities(claims, "notified")
        assert all("Region" not in c for pair in edges(claims) for c in pair)

    def test_no_year_is_invented_and_ransomware_is_only_a_countermeasure(self):
        claims = claims_of("000")
        assert claims.of("date")
        assert all(c.value["date"].startswith("XXXX") for c in claims.of("date"))
        assert attack(claims) != "ransomware"

    def test_the_missing_list_is_reported(self):
        assert any("list seems to be missing" in note for note in claims_of("000").notes)


class TestAlarmSupplier:
    """001: alarms down and recordings leaked; what was feared is withdrawn in the same text."""

    def test_supplier_customer_and_the_other_customers_as_a_count(self):
        claims = claims_of("001")
        assert hit(claims) == {"Careium"}
        assert edges(claims) == {("Careium", "Piteå kommun")}
        assert (149, "organisations", "affected", "exact") in counts(claims)

    def test_service_and_data_are_both_affected(self):
        impacts = {c.value["impact"]: c.status for c in claims_of("001").of("affected")}
        assert impacts["service"] == "confirmed"
        assert "data" in impacts

    def test_recordings_first_not_ruled_out_then_leaked_according_to_the_supplier(self):
        claims = claims_of("001")
        feared, leaked = (
            c for c in claims.of("data_class") if c.value["data_class"] == "communication_recording"
        )
        assert (feared.status, leaked.status) == ("suspected", "confirmed")
        assert leaked.supersedes == (feared.id,)
        assert leaked.asserted_by == "careium"

    @pytest.mark.parametrize("name", ["name", "national_id", "address", "health"])
    def test_feared_classes_end_as_denied_with_both_statements_kept(self, name: str):
        claims = claims_of("001")
        feared, denied = (c for c in claims.of("data_class") if c.value["data_class"] == name)
        assert (feared.status, denied.status) == ("suspected", "denied")
        assert denied.supersedes == (feared.id,)
        assert len(denied.evidence) == 2
        assert classes(claims)[name] == {"denied"}

    def test_other_personal_data_is_denied(self):
        assert any(
            c.status == "denied" and "other" in c.note
            for c in claims_of("001").of("data_class")
            if c.value["data_class"] == "unspecified_personal"
        )

    def test_days_without_a_year_and_back_the_same_day(self):
        assert {
            ("XXXX-03-23", "occurred"),
            ("XXXX-03-30", "notified"),
            ("XXXX-03-23", "restored"),
        } <= dates(claims_of("001"))
        assert claims_of("001").of("restored")

    def test_a_given_date_of_publication_fills_the_year_and_says_so(self):
        document, _ = _read("001")
        claims = read_claims(document, published_on="2023-04-06")
        assert ("2023-03-23", "occurred") in dates(claims)
        assert any("inferred" in c.note for c in claims.of("date"))


class TestChainOfTwo:
    """002: a chain in one sentence; suspected classes; three dates for the parties."""

    SECTOR = "Helsingfors social-, hälsovårds- och räddningssektor"

    def test_both_hops_with_their_own_evidence(self):
        claims = claims_of("002")
        assert edges(claims) == {("Westlog", "Essity Oy"), ("Essity Oy", self.SECTOR)}
        assert all(c.evidence for c in claims.current("serves"))
        assert hit(claims) == {"Westlog"}

    def test_more_than_nine_thousand_of_the_authors_own_clients(self):
        (claim,) = claims_of("002").of("count")
        assert claim.value["number"] == 9000
        assert (claim.value["what"], claim.value["qualifier"]) == ("persons", "more_than")
        assert claim.value["scope"] == "affected"
        assert claim.value["about"].name == self.SECTOR

    @pytest.mark.parametrize(
        ("name", "conditional"),
        [
            ("name", False),
            ("contact", False),
            ("address", False),
            ("order_history", False),
            ("national_id", True),
            ("location_access", True),
        ],
    )
    def test_listed_classes_are_suspected_two_of_them_under_a_condition(
        self, name: str, conditional: bool
    ):
        (claim,) = (
            c for c in claims_of("002").current("data_class") if c.value["data_class"] == name
        )
        assert claim.status == "suspected"
        assert (claim.value["condition"] is not None) == conditional
        assert len(claim.evidence) >= 2  # the header gives the status, the item the class

    def test_three_dates_with_their_parties(self):
        found = {(c.value["date"], c.value["what"], c.about) for c in claims_of("002").of("date")}
        assert ("2023-08-24", "discovered", "westlog") in found
        assert ("2023-09-04", "discovered", "westlog") in found
        assert ("2023-09-18", "notified", self.SECTOR.casefold()) in found

    def test_authorities_by_who_told_them(self):
        told = {
            (c.value["name"], c.value["by"].name)
            for c in claims_of("002").of("authority")
            if c.value["role"] == "notified"
        }
        assert told == {
            ("Dataombudsmannen", self.SECTOR),
            ("Dataombudsmannen", "Westlog"),
            ("Cybersäkerhetscentret", "Westlog"),
            ("Polisen", "Westlog"),
        }

    def test_ransomware_and_no_product_among_the_parties(self):
        claims = claims_of("002")
        assert attack(claims) == "ransomware"
        assert all("TENA" not in name for pair in edges(claims) for name in pair)


class TestSupplierSpeaks:
    """003: the supplier's own release: a base of customers, no named one."""

    def test_the_supplier_is_hit_and_nobody_is_its_customer_by_name(self):
        claims = claims_of("003")
        assert hit(claims) == {"Sectra"}
        assert edges(claims) == set()
        assert claims.publisher is not None
        assert claims.publisher.name == "Sectra"
        assert attack(claims) == "ransomware"

    def test_customers_and_connected_organizations_are_a_base(self):
        found = counts(claims_of("003"))
        assert (50, "organisations", "base", "more_than") in found
        assert (400, "organisations", "base", "more_than") in found
        assert not [c for c in found if c[2] == "affected"]

    def test_country_is_a_scope_of_the_count(self):
        claim = next(c for c in claims_of("003").of("count") if c.value["number"] == 50)
        assert claim.value["countries"] == ("GB",)

    def test_two_spared_scopes_customers_outside_and_servers_of_the_exchange(self):
        scopes = [c.value["scope"] for c in claims_of("003").of("spared_scope")]
        assert sorted(scopes) == ["outside", "stated"]

    def test_other_care_providers_were_hit_themselves(self):
        assert ("others_hit", "confirmed") in consequences(claims_of("003"))

    def test_days_of_the_attack_and_of_the_release(self):
        assert ("2017-05-12/2017-05-14", "occurred") in dates(claims_of("003"))
        assert ("2017-05-18", "published") in dates(claims_of("003"))


class TestTwoVendors:
    """004: two vendors in one apposition; 33 million once; three classes spared."""

    def test_two_vendors_and_no_customer(self):
        claims = claims_of("004")
        assert hit(claims) == {"Viamedis", "Almerys"}
        assert edges(claims) == set()

    def test_thirty_three_million_people_once(self):
        (claim,) = claims_of("004").of("count")
        assert claim.value["number"] == 33_000_000
        assert claim.value["what"] == "persons"

    def test_classes_confirmed_and_denied(self):
        found = classes(claims_of("004"))
        for name in ("family_status", "date_of_birth", "national_id", "health"):
            assert found[name] == {"confirmed"}
        for name in ("financial_account", "address", "contact"):
            assert found[name] == {"denied"}

    def test_the_authority_confirms_and_was_not_notified(self):
        claims = claims_of("004")
        assert authorities(claims, "involved") == {"CNIL"}
        assert [c.asserted_by for c in claims.of("incident")] == [None, "CNIL"]

    def test_phishing_is_only_a_warning(self):
        assert attack(claims_of("004")) in {"data_theft", "unknown"}


def test_a_known_vendor_named_once_is_found_with_a_directory():
    document, _ = _read("004")
    names = {
        c.value["organization"].name
        for c in read_claims(document, directory=["Viamedis"]).of("vendor_hit")
    }
    assert "Viamedis" in names
