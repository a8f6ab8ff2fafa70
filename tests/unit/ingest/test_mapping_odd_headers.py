"""Lists with headers of people's own making, read as a careful person reads them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graphrisk.ingest.encoding import find_encoding
from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.mapping_proposal import Proposal, propose_mapping

SHOWN = ("service", "criticality", "starts_on", "ends_on", "annual_cost", "currency")
Links = set[tuple[object, ...]]


def read(path: Path, customer: str | None = None) -> tuple[Proposal, Registers]:
    proposal = propose_mapping(path, customer=customer)
    return proposal, read_registers([path], mapping=proposal.mapping)


def links(found: Registers) -> Links:
    names = {row["id"]: row["name"] for row in found.tables["Organization"].to_pylist()}
    return {
        (names[row["from_id"]], names[row["to_id"]], *(row[name] for name in SHOWN))
        for row in found.tables["SERVES"].to_pylist()
    }


LISTS = {
    "fi, cp1252": (
        "cp1252",
        "Hankintarekisteri;;;;;;;\n;;;;;;;\n"
        "Sopimusnumero;Palveluntuottaja;Tilaajayksikkö;Palvelun nimi;Tärkeys;Voimassaolo alkaa;"
        "Voimassaolo päättyy;Vuosihinta (alv 0 %)\n"
        "S-2;Järvipilvi Oyj;Terveystoimi;Potilastiedot;kriittinen;1.1.2020;toistaiseksi;1 050 €\n"
        "Yhteensä;;;;;;;1 050,00 €\n",
        {("Järvipilvi Oyj", "Terveystoimi", "Potilastiedot", "critical", "2020-01-01", None,
          1050.0, "EUR")},
    ),
    "fr, a title above": (
        "utf-8-sig",
        "Registre des prestataires;;;;;;\n"
        "Titulaire du marché;Objet du marché;Direction métier;Criticité (1 = faible, 4 = vitale);"
        "Date de notification;Échéance;Montant annuel TTC (k€)\n"
        "Ardoise SAS;Paie;DRH;4;03 mars 2020;reconduction tacite;45,6\n"
        "Bocage SARL;Accueil;DSI;1;12/05/2022;11/05/2026;1 200\n",
        {("Ardoise SAS", "DRH", "Paie", "critical", "2020-03-03", None, 45600.0, "EUR"),
         ("Bocage SARL", "DSI", "Accueil", "supporting", "2022-05-12", "2026-05-11",
          1200000.0, "EUR")},
    ),
    "da, a term that is no contract": (
        "cp1252",
        "Leverandørens navn;Ydelser;Afdelinger;Kritisk (J/N);Kontraktstart;Kontraktudløb;Værdi\n"
        "Fjordnet A/S;Netværk, Telefoni;Skole;J;01.01.2023;31.12.2025;1.250,5 t.kr.\n"
        "Klitdata ApS;Borgerportal;Borgerservice;N;01.06.2024;31.05.2028;kr. 89.500,00\n",
        {("Fjordnet A/S", "Skole", "Netværk", "critical", "2023-01-01", "2025-12-31",
          1250500.0, "DKK"),
         ("Fjordnet A/S", "Skole", "Telefoni", "critical", "2023-01-01", "2025-12-31",
          1250500.0, "DKK"),
         ("Klitdata ApS", "Borgerservice", "Borgerportal", "supporting", "2024-06-01",
          "2028-05-31", 89500.0, "DKK")},
    ),
    "en, tiers and line of business": (
        "utf-8",
        "Vendor ID,Vendor Legal Name,Risk Tier,Line of Business,Product/Service Provided,"
        "Contract Effective Date,Contract Expiration,ACV (USD)\n"
        'V-1,"Pinebridge, Inc.",Tier 1,Retail,Core hosting,3/31/2021,4/1/2026,"$1,250,000.00"\n'
        'V-2,Kestrel Ltd,Tier 2,Mortgage,Identity,7/4/2023,Evergreen,"$310,000"\n',
        {("Pinebridge, Inc.", "Retail", "Core hosting", "critical", "2021-03-31", "2026-04-01",
          1250000.0, "USD"),
         ("Kestrel Ltd", "Mortgage", "Identity", "important", "2023-07-04", None,
          310000.0, "USD")},
    ),
    "nb, headers that say nothing": (
        "utf-8",
        "Leverandør;Kva dei gjer;Brukes av;Dato;Dato;Viktighet\n"
        "Fossdata AS;Oppmøte;Skole;01.08.2022;31.07.2025;Middels\n"
        "Vaktsentral AS;Sentralbord;Legevakt;15.05.2023;;Lav\n",
        {("Fossdata AS", "Skole", "Oppmøte", "important", "2022-08-01", "2025-07-31", None, None),
         ("Vaktsentral AS", "Legevakt", "Sentralbord", "supporting", "2023-05-15", None, None,
          None)},
    ),
    "nl, thousands in the header": (
        "utf-8",
        "#;Leverancier;Product;Gebruikt door team;BIV-score;Contract loopt tot;"
        "Jaarlijkse kosten (€ x 1.000)\n1;Veenhost B.V.;Zaken;Burgerzaken;Hoog;31-12-2026;45,5\n",
        {("Veenhost B.V.", "Burgerzaken", "Zaken", "critical", None, "2026-12-31", 45500.0,
          "EUR")},
    ),
    "fr, without accents, as questions": (
        "cp1252",
        "Qui fournit ?;Quoi ?;Pour quel service ?;Depuis le;Jusqu'au;Budget 2026;Criticite\n"
        "Galets SA;Dossier;Urgences;01/01/2021;31/12/2026;240 000 EUR;Elevee\n",
        {("Galets SA", "Urgences", "Dossier", "critical", "2021-01-01", "2026-12-31", 240000.0,
          "EUR")},
    ),
    "nl, even amounts": (
        "utf-8",
        "Wie levert?;Wat?;Aan wie?;Einddatum;Kosten p/j\n"
        "Veenhost B.V.;Zaken;Burgerzaken;31-12-2026;€ 45.500,-\nPost B.V.;Mail;KCC;;€ 12,5\n",
        {("Veenhost B.V.", "Burgerzaken", "Zaken", None, None, "2026-12-31", 45500.0, "EUR"),
         ("Post B.V.", "KCC", "Mail", None, None, None, 12.5, "EUR")},
    ),
    "en, names run together and who stands behind": (
        "utf-8",
        "ThirdParty_Name,Svc_Desc,BU,CritRating,Eff_Dt,ExpDt,Annual_Spend_USD,4th_parties\n"
        "Pine Inc.,Core,Retail,Critical,2021-03-31,2026-04-01,1250000,Quarry LLC; Kestrel Ltd\n"
        "Oak Ltd,Print,Mortgage,Low,2022-12-15,,85000,\n",
        {("Pine Inc.", "Retail", "Core", "critical", "2021-03-31", "2026-04-01", 1250000.0, "USD"),
         ("Oak Ltd", "Mortgage", "Print", "supporting", "2022-12-15", None, 85000.0, "USD"),
         ("Quarry LLC", "Pine Inc.", None, None, None, None, None, None),
         ("Kestrel Ltd", "Pine Inc.", None, None, None, None, None, None)},
    ),
    "da, whose data they are": (
        "utf-8",
        "Databehandler,Behandlingsformål,Kategorier af registrerede,Underdatabehandler til\n"
        "Mose A/S,Hosting,Borgere,Borgersag ApS\n",
        {("Mose A/S", "Borgersag ApS", "Hosting", None, None, None, None, None)},
    ),
    "en, a register of outsourcing": (
        "utf-8",
        "Ref,Name of service provider,Sub-outsourced to,Function outsourced,"
        "Critical or important function (Y/N),Start,Next renewal,Cost per year\n"
        'O-1,"Pine, Inc.",Quarry LLC,Ledger,Y,31/03/2021,2026-04-01,EUR 1.25m\n'
        "O-2,Kestrel Ltd,n/a,Identity,N,July 2023,Rolling,EUR 310k/year\n",
        {("Pine, Inc.", "Us", "Ledger", "critical", "2021-03-31", "2026-04-01", 1250000.0, "EUR"),
         ("Kestrel Ltd", "Us", "Identity", "supporting", "2023-07-01", None, 310000.0, "EUR"),
         ("Quarry LLC", "Pine, Inc.", None, None, None, None, None, None)},
    ),
    "de, parted by strokes, figures of a year in the header": (
        "cp1252",
        "Nr;Firma;Warengruppe;Genutzt in;ABC;Seit;Umsatz 2025 (TEUR)\n"
        "1;Zahlwerk SE;Zahlungsverkehr;Werk Nord / Werk Süd;B;03/2021;310,5\n"
        "2;Kantine KG;Catering;Werk Nord;C;2015;44\nSumme;;;;;;354,5\n",
        {("Zahlwerk SE", "Werk Nord", "Zahlungsverkehr", "important", "2021-03-01", None,
          310500.0, "EUR"),
         ("Zahlwerk SE", "Werk Süd", "Zahlungsverkehr", "important", "2021-03-01", None,
          310500.0, "EUR"),
         ("Kantine KG", "Werk Nord", "Catering", "supporting", "2015-01-01", None, 44000.0,
          "EUR")},
    ),
    "en, services in numbered columns": (
        "utf-8",
        "Supplier,Unit,Service 1,Service 2,Service 3,End date,Annual cost (EUR)\n"
        "Harrow Ltd,School,Hosting,Backup,,2027-01-01,1000\n"
        "Peat Ltd,Health,,Payroll,n/a,2027-02-01,20\n",
        {("Harrow Ltd", "School", "Hosting", None, None, "2027-01-01", 1000.0, "EUR"),
         ("Harrow Ltd", "School", "Backup", None, None, "2027-01-01", None, None),
         ("Peat Ltd", "Health", None, None, None, "2027-02-01", 20.0, "EUR"),
         ("Peat Ltd", "Health", "Payroll", None, None, "2027-02-01", None, None)},
    ),
    "sv, services in numbered columns of contracts that are over or not": (
        "utf-8",
        "Leverantör;Enhet;Tjänst_1;Tjänst_2;Status\n"
        "Almby AB;Skola;Drift;Lagring;Avslutat\nBergby AB;Vård;Lön;Nät;Gäller\n",
        {("Bergby AB", "Vård", "Lön", None, None, None, None, None),
         ("Bergby AB", "Vård", "Nät", None, None, None, None, None)},
    ),
    "en, a chain": (
        "utf-8",
        "Prime contractor,Subcontractor,Sub's service,Since\n"
        "Harrow Ltd,Peat Ltd,Hosting,2021-01-01\n",
        {("Peat Ltd", "Harrow Ltd", "Hosting", None, "2021-01-01", None, None, None)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("encoding", "content", "wanted"), LISTS.values(), ids=LISTS)
def test_list_of_own_headers_is_read_as_a_person_reads_it(tmp_path, encoding, content, wanted):
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode(encoding))
    proposal = propose_mapping(path)
    customer = "Us" if "no column names the customer" in " ".join(proposal.notes) else None
    assert links(read(path, customer)[1]) == wanted


def test_number_of_a_company_is_never_its_name(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Diarienr", "Leverantör", "", "Nyttjande förvaltning", "Avser"])
    sheet.append(["", "Benämning", "Org nr", "", ""])
    sheet.append(["KS 1", "Granfors Data AB", "559201-1117", "Socialförvaltningen", "Omsorg"])
    sheet.append(["KS 2", "Lönsam HR AB", "556677-8899", "Kansliet", "Lön"])
    sheet.merge_cells("B1:C1")
    book.save(path := tmp_path / "list.xlsx")
    assert {(row[0], row[2]) for row in links(read(path)[1])} == {
        ("Granfors Data AB", "Omsorg"), ("Lönsam HR AB", "Lön")
    }  # fmt: skip


def test_formula_without_result_costs_its_row_only_in_a_column_that_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Supplied by", "Application", "Finance", "HR", "Legal", "Count"])
    sheet.append(["Harrow Ltd", "Ledger", "x", "n/a", "x", "=COUNTA(C2:E2)"])
    sheet.append(["=A2", "Vault", "", "x", "", 1])
    book.save(path := tmp_path / "list.xlsx")
    _, found = read(path)
    assert {row[:3] for row in links(found)} == {
        ("Harrow Ltd", "Finance", "Ledger"), ("Harrow Ltd", "Legal", "Ledger")
    }  # fmt: skip
    said = {problem.row: problem.severity for problem in found.problems if problem.row in (2, 3)}
    assert said == {2: "warning", 3: "error"}


def test_what_only_cells_speak_for_is_to_be_checked(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LISTS["nb, headers that say nothing"][1].encode())
    notes = " ".join(read(path)[0].notes)
    assert all(f"is read as {prop}" in notes for prop in ("service", "starts_on", "ends_on"))


def test_owned_entities_are_a_family_and_their_numbers_no_names(tmp_path):
    path = tmp_path / "list.csv"
    content = "Entité;Groupe d'appartenance;N° SIREN\nGalets SA;Galets Groupe SA;\n"
    path.write_text(content + "Paie SARL;Paie Holding SAS;552 100 554\n", encoding="utf-8")
    found = read(path)[1].tables
    names = {row["id"]: row["name"] for row in found["Organization"].to_pylist()}
    pairs = {(names[row["from_id"]], names[row["to_id"]]) for row in found["PART_OF"].to_pylist()}
    assert pairs == {("Galets SA", "Galets Groupe SA"), ("Paie SARL", "Paie Holding SAS")}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_signs_of_money_do_not_hide_the_encoding(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(
        "Järjestelmä;Hinta\nTyö;12\u00a0500 €\nHälytys;8\u00a0400 €\n".encode(encoding)
    )
    assert find_encoding(path).name == encoding


def test_column_of_subcontractors_is_read_once_and_nothing_is_reported_twice(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LISTS["en, names run together and who stands behind"][1].encode())
    proposal, found = read(path)
    assert found.problems == ()
    assert any("4th_parties are read as suppliers" in note for note in proposal.notes)
