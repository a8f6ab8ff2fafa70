"""Mappings proposed for tables of eight languages, in the layouts that people make."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.errors import GraphRiskError, Unreadable
from graphrisk.ingest.load import read_registers
from graphrisk.ingest.mapping_entries import mapping_of
from graphrisk.ingest.mapping_file import read_mapping
from graphrisk.ingest.mapping_headers import meanings
from graphrisk.ingest.mapping_proposal import Proposal, propose_mapping
from graphrisk.ingest.mapping_read import read_mapped
from graphrisk.ingest.mapping_text import text_of, toml_value
from graphrisk.ingest.mapping_words import words
from graphrisk.resources import data_folder

LANGUAGES = {"sv", "fi", "nb", "da", "de", "fr", "en", "nl"}
Write = Callable[[str], Path]


@pytest.fixture
def text(tmp_path) -> Write:
    def write(content: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def serves(path: Path, proposal: Proposal) -> list[dict[str, object]]:
    found = next(t for t in read_mapped(path, proposal.mapping) if t.kind == "SERVES")
    columns = [column.to_pylist() for column in found.columns]
    return [dict(zip(found.names, row, strict=True)) for row in zip(*columns, strict=True)]


def first(path: Path, customer: str = "Us AB") -> dict[str, object]:
    return serves(path, propose_mapping(path, customer=customer))[0]


def test_every_property_has_words_in_all_eight_languages():
    for name, by_language in {**words()["headers"], "personal": words()["personal"]}.items():
        assert by_language.keys() == LANGUAGES or name == "lei", name


TABLES = {
    "sv": ("Leverantörens namn;Tjänst;Förvaltning;Kritikalitet",
           "Avtalsnr;Slutdatum;Personuppgifter", "hög", "patientuppgifter"),
    "fi": ("Toimittajan nimi;Palvelu;Yksikkö;Kriittisyys",
           "Sopimusnumero;Päättymispäivä;Henkilötiedot", "korkea", "potilastiedot"),
    "nb": ("Leverandør;Tjeneste;Virksomhet;Kritikalitet", "Avtalenr;Sluttdato;Personopplysninger",
           "høy", "helseopplysninger"),
    "da": ("Leverandørens navn;Ydelse;Forvaltning;Kritikalitet",
           "Aftalenr;Udløber;Personoplysninger", "høj", "sundhedsdata"),
    "de": ("Name des Dienstleisters;Leistung;Fachbereich;Kritikalität",
           "Vertragsnr.;Vertragsende;Datenarten", "hoch", "Gesundheitsdaten"),
    "fr": ("Nom du prestataire;Prestation;Direction;Criticité", "N° de contrat;Date de fin;Données",
           "élevée", "données de santé"),
    "en": ("ICT third-party service provider;Service;Business unit;Criticality",
           "Contract ref;Expiry date;Personal data", "high", "health data"),
    "nl": ("Naam leverancier;Dienst;Afdeling;Kritikaliteit",
           "Contractnr;Einddatum;Persoonsgegevens", "hoog", "medische gegevens"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_headers_of_each_language_are_understood(text, language):
    one, other, level, data = TABLES[language]
    rows = f"Alfa GmbH;Hosting;Unit One;{level};K-1;31.12.2027;{data}\n"
    made = first(text(f"{one};{other}\n{rows}"))
    known = {
        "vendor": "Alfa GmbH", "customer": "Unit One", "service": "Hosting", "contract": "K-1",
        "criticality": "critical", "ends_on": "31.12.2027", "data_classes": "health",
    }  # fmt: skip
    assert {name: made.get(name) for name in known} == known


def test_proposal_is_toml_that_says_what_it_reads(text):
    path = text('Vendor;Service;Remark "x"\nAlfa AB;a;1\n')
    proposal = propose_mapping(path, customer='Us "one"\\')
    content = tomllib.loads(proposal.text)
    assert content["table"][0]["serves"]["customer"] == {"constant": 'Us "one"\\'}
    assert mapping_of(content, "m.toml").tables == proposal.mapping.tables
    assert [each.column for each in proposal.columns if not each.prop] == ['Remark "x"']


def test_people_are_never_read_nor_shown(text):
    path = text("Vendor;Contact person;Owner\nAlfa AB;Ann Example;ann@example.org\n")
    proposal = propose_mapping(path, customer="Us")
    assert tomllib.loads(proposal.text)["table"][0]["ignore"] == ["Contact person", "Owner"]
    assert "Ann" not in proposal.text
    assert not [each.example for each in proposal.columns if "nn" in each.example]


@pytest.mark.parametrize(
    ("cells", "table", "read"),
    [
        (["25/04/2026", "01/02/2026"], {"dates": "DD/MM/YYYY"}, "2026-02-01"),
        (["04/25/2026", "01/02/2026"], {"dates": "MM/DD/YYYY"}, "2026-01-02"),
        (["31.12.26", "1.2.26"], {"dates": "DD.MM.YY"}, "2026-02-01"),
        (["1 janvier 2026", "3 mars 2026"], {"dates": "D MMM YYYY"}, "2026-03-03"),
        (["46023", "46054"], {"dates": "excel"}, "2026-02-01"),
        (["2026-01-01", "tills vidare"], {"empty": ["tills vidare"]}, None),
    ],
)
def test_dates_are_read_in_the_form_that_the_column_proves(text, cells, table, read):
    path = text("Vendor;End date\nAlfa AB;{}\nBeta AB;{}\n".format(*cells))
    proposal = propose_mapping(path, customer="Us")
    written = tomllib.loads(proposal.text)["table"][0]
    assert {name: written.get(name) for name in table} == table
    assert serves(path, proposal)[1]["ends_on"] == read


ODD = {
    "fi": ("Palveluntuottaja (juridinen nimi);Palvelun kuvaus;Tilaava yksikkö;Kriittisyys (A/B/C)",
           "Tyrskypilvi Oy;Konesali;Sote;A"),
    "fr": ("Tiers;Intitulé de la prestation;Entité bénéficiaire;Prestation critique (O/N)",
           "Nuage SAS;Hébergement;Banque;O"),
    "nl": ("Leverancier/verwerker;Wat doet de verwerker?;Afdeling;Kritiek?",
           "Wolk B.V.;Hosting;HR;ja"),
    "en": ("3rd party;What they do for us;Who uses it;How bad if down?",
           "Mill Ltd;Mail;IT;Critical"),
    "sv": ("Leverantör/driftpartner;Systemnamn;Vem använder;Verksamhetskritiskt",
           "Moln AB;Lön;HR;Ja"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(ODD))
def test_odd_headers_are_understood(text, language):
    header, row = ODD[language]
    other = row.rsplit(";", 1)[0] + {"fi": ";C", "fr": ";N", "nl": ";nee", "sv": ";Nej"}.get(
        language, ";Low"
    )
    made = first(text(f"{header}\n{row}\n{other}\n"))
    vendor, service, customer, _ = row.split(";")
    assert (made["vendor"], made["service"], made["customer"]) == (vendor, service, customer)
    assert made["criticality"] == "critical"


def test_second_table_with_a_header_of_its_own_is_not_read_as_rows(text):
    path = text(
        "Lieferant;Leistung;Kritikalität\nMoor GmbH;Hosting;hoch\nUlme KG;Druck;gering\n;;\n"
        "Lieferant;Subunternehmer;Leistung\nMoor GmbH;Tief AG;Strom\n"
    )
    proposal = propose_mapping(path, customer="Uns AG")
    assert [each["vendor"] for each in serves(path, proposal)] == ["Moor GmbH", "Ulme KG"]
    assert "another table begins in row 5: not read" in proposal.notes
    content = {"table": [{"serves": {"vendor": "Lieferant", "customer": {"constant": "U AG"}}}]}
    found = read_registers([path], mapping=mapping_of(content, "m.toml"))
    assert found.tables["SERVES"].num_rows == 2
    assert any("row 5, value 'Lieferant': another table begins" in p.text() for p in found.problems)
    both = {
        "table": [
            {**content["table"][0], "header_rows": [1], "last_row": 4},
            {
                "header_rows": [5],
                "serves": {"vendor": "Subunternehmer", "customer": "Lieferant"},
                "ignore": ["Leistung"],
            },
        ]
    }
    found = read_registers([path], mapping=mapping_of(both, "m.toml"))
    assert (found.errors, found.tables["SERVES"].num_rows) == (0, 3)


def test_names_that_begin_as_totals_and_notes_do_are_vendors(text):
    path = text(
        "Supplier;Service;Unit;Level\nTotal Energies SE;Fuel;Fleet;low\n"
        "Note: Worthy Ltd;Music;HR;low\n3M Company;Tape;Store;medium\nSum Up Ltd;Cards;Shop;high\n"
    )
    made = serves(path, propose_mapping(path))
    assert len(made) == 4
    assert [each["criticality"] for each in made] == [
        "supporting", "supporting", "important", "critical",
    ]  # fmt: skip


def test_owner_of_a_system_is_a_person_and_no_parent(text):
    proposal = propose_mapping(text("System;Leverantör;Objektägare\nLön;Alfa AB;Anna\n"))
    assert "parent" not in proposal.text
    assert "Anna" not in proposal.text


def test_order_of_day_and_month_that_nothing_proves_is_pointed_out(text):
    proposal = propose_mapping(text("Vendor;End date\nAlfa AB;01/02/2026\n"), customer="Us")
    assert "which nothing in the file proves" in " ".join(proposal.notes)


def test_costs_carry_their_unit_and_currency(text):
    made = first(text("Dienstleister;Jahreskosten (TEUR)\nAlfa GmbH;1.200,5\nBeta AG;3,25\n"))
    assert (made["annual_cost"], made["currency"]) == ("1200500", "EUR")


def test_figures_without_a_legend_stay_unknown_and_with_one_are_read(text):
    rows = "Alfa Oy;1\nBeta Oy;2\nGamma Oy;3\n"
    bare = serves(
        path := text(f"Toimittaja;Kriittisyys\n{rows}"), propose_mapping(path, customer="U")
    )
    assert {each["criticality"] for each in bare} == {"unknown"}
    path = text(f"Toimittaja;Kriittisyys (1=korkea, 3=matala)\n{rows}")
    told = serves(path, propose_mapping(path, customer="U"))
    assert [each["criticality"] for each in told] == ["critical", "important", "supporting"]


def test_matrix_is_seen_with_and_without_a_corner(text):
    for corner in ("", "Leverantör"):
        path = text(f"{corner};Skola;Vård;Kultur\nKvarnmoln;x;x;\nNorrbris;;x;nej\n")
        made = [(each["vendor"], each["customer"]) for each in serves(path, propose_mapping(path))]
        assert made == [("Kvarnmoln", "Skola"), ("Kvarnmoln", "Vård"), ("Norrbris", "Vård")]


def test_vendors_across_are_seen_by_their_legal_forms(text):
    path = text("Enhet;Kvarn AB;Norr AB;Tryck HB\nSkola;hög;;låg\nVård;hög;medel;\n")
    made = serves(path, propose_mapping(path))
    assert {"vendor": "Tryck HB", "customer": "Skola", "criticality": "supporting"} in made


def test_figures_about_vendors_are_no_matrix(text):
    path = text("Vendor;Maturity;Trust;Exposure\nAlfa Ltd;2;3;1\nBeta Ltd;1;2;4\n")
    assert [each["customer"] for each in serves(path, propose_mapping(path, customer="Us"))] == [
        "Us", "Us"
    ]  # fmt: skip


def test_sheets_of_one_header_are_one_customer_each(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in ("Retail", "Wholesale"):
        sheet = book.create_sheet(title)
        sheet.append(["Supplier", "Application", "Status"])
        sheet.append(["Alfa Ltd", "Core", "Active"])
        sheet.append(["Beta Ltd", "Mail", "Terminated"])
    book.save(tmp_path / "list.xlsx")
    proposal = propose_mapping(tmp_path / "list.xlsx")
    tables = [t for t in read_mapped(tmp_path / "list.xlsx", proposal.mapping) if t.kind]
    made = [t.columns[t.names.index("customer")].to_pylist() for t in tables]
    assert made == [["Retail"], ["Wholesale"]]
    said = [problem.text() for table in tables for problem in table.log.finished()]
    assert sum("value 'Terminated': the mapping skips rows with this" in each for each in said) == 2


def test_headings_between_rows_are_customers_where_nothing_else_is(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Leverantör", "Tjänst", "Kritisk (J/N)"], ["Sjukhuset"], ["Alfa AB", "Lön", "J"],
        ["Vården"], ["Beta AB", "Tidbok", "N"],
    ):  # fmt: skip
        sheet.append(row)
    for ref in ("A2:C2", "A4:C4"):
        sheet.merge_cells(ref)
    book.save(tmp_path / "list.xlsx")
    made = serves(tmp_path / "list.xlsx", propose_mapping(tmp_path / "list.xlsx"))
    assert [(each["customer"], each["criticality"]) for each in made] == [
        ("Sjukhuset", "critical"), ("Vården", "supporting"),
    ]  # fmt: skip


def test_list_of_suppliers_beside_contracts_gives_no_links(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Suppliers"
    sheet.append(["Supplier ID", "Supplier name", "Country"])
    sheet.append(["S1", "Alfa Ltd", "Ireland"])
    sheet = book.create_sheet("Contracts")
    sheet.append(["Contract No", "Supplier ID", "Receiving entity", "Critical or important"])
    sheet.append(["C1", "S1", "Bank One", "Yes"])
    sheet.append(["C2", "S1", "Bank Two", "No"])
    book.save(tmp_path / "list.xlsx")
    found = read_registers(
        [tmp_path / "list.xlsx"], mapping=propose_mapping(tmp_path / "list.xlsx").mapping
    )
    assert {row["from_id"] for row in found.tables["SERVES"].to_pylist()} == {"S1"}
    assert found.tables["SERVES"].num_rows == 2
    alfa = next(row for row in found.tables["Organization"].to_pylist() if row["id"] == "S1")
    assert (alfa["name"], alfa["country"]) == ("Alfa Ltd", "IE")


def test_vendors_above_their_services_are_filled_down(text):
    path = text(
        "Lieferant;Leistung;Abteilung;Kosten\nMoor GmbH;;;\n;Hosting;IT;12,5\n;Backup;IT;3\n"
        "Zwischensumme;;;15,5\nUlme KG;;;\n;Druck;HR;7\nGesamtsumme;;;22,5\nStand: 1.10.2026;;;\n"
    )
    made = [(each["vendor"], each["service"]) for each in serves(path, propose_mapping(path))]
    assert made == [("Moor GmbH", "Hosting"), ("Moor GmbH", "Backup"), ("Ulme KG", "Druck")]


def test_totals_of_a_matrix_are_no_customer(text):
    path = text(
        "Prestataire;Paie;Vide;Accueil;RH;Total\nNuage SAS;élevée;;;faible;2\nAide SA;;;x;;1\n"
        "Total;1;0;1;1;3\n"
    )
    proposal = propose_mapping(path)
    assert [each["customer"] for each in serves(path, proposal)] == ["Paie", "RH", "Accueil"]
    assert proposal.mapping.tables[0].across == ("Paie", "Vide", "Accueil", "RH")


def test_part_of_is_proposed_for_companies_and_parents(text):
    path = text("Dochteronderneming;Moederbedrijf;Land\nWolkveer B.V.;Storm N.V.;Nederland\n")
    found = read_registers([path], mapping=propose_mapping(path).mapping)
    (link,) = found.tables["PART_OF"].to_pylist()
    names = {row["id"]: row["name"] for row in found.tables["Organization"].to_pylist()}
    assert names[link["from_id"]] == "Wolkveer B.V."
    assert found.tables["Organization"].column("country").to_pylist()[0] == "NL"


def test_table_without_a_vendor_is_refused_with_its_header(text):
    with pytest.raises(Unreadable) as refused:
        propose_mapping(text("Colour;Size\nred;4\n"))
    assert "no column could be taken for a vendor" in str(refused.value)


def test_header_that_only_begins_alike_means_nothing():
    assert "vendor" not in meanings("Leverantörskategori")
    assert meanings("Startkapital").keys().isdisjoint({"starts_on", "vendor"})


@given(st.text(max_size=30))
def test_any_text_survives_toml(said):
    section = text_of([], [said])
    assert tomllib.loads(section) == {}
    clean = said.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {toml_value(clean)}")["a"] == clean


_CELL = st.one_of(
    st.sampled_from(
        [
            "Leverantör",
            "Vendor",
            "Kund",
            "Summa",
            "hög",
            "x",
            "1.2.2024",
            "",
            "",
            "AB",
            "ja",
            "12,5",
        ]
    ),
    st.text(max_size=12),
)


@settings(max_examples=60)
@given(st.lists(st.lists(_CELL, max_size=6), max_size=9))
def test_no_table_brings_the_proposal_to_a_traceback(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "t.csv"
    content = "\n".join(";".join(cell.replace(";", ",") for cell in row) for row in rows)
    path.write_bytes(content.encode("utf-8", "replace"))
    with contextlib.suppress(GraphRiskError):  # a refusal in words is an answer
        proposal = propose_mapping(path)
        read_registers([path], mapping=proposal.mapping)


_PIECES = st.sampled_from(
    [b'"', b";", b"\n", b"\x00", b"\xff", b"[", b"]", b"{", b"=", b"Summa", b"'"]
)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted((data_folder() / "mappings").glob("*.toml"))),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 30), _PIECES), max_size=6),
)
def test_no_change_of_a_mapping_or_its_sample_brings_a_traceback(tmp_path_factory, path, changes):
    (sample,) = path.parent.glob(f"{path.stem}.*.csv")
    folder = tmp_path_factory.mktemp("changed")
    for each in (path, sample):
        content = bytearray(each.read_bytes())
        for at, gone, piece in changes:
            content[at : at + gone] = piece
        (folder / each.name).write_bytes(bytes(content))
    for mapping, table in ((folder / path.name, sample), (path, folder / sample.name)):
        with contextlib.suppress(GraphRiskError):
            read_registers([table], mapping=read_mapping(mapping))
