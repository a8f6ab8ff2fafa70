"""Foreign tables read by a mapping: what ships, what a mapping can say, what is wrong with one."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import openpyxl
import pytest

from graphrisk.errors import RecordsRefused, Unreadable
from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.mapping_entries import mapping_of
from graphrisk.ingest.mapping_file import find_mapping, read_mapping
from graphrisk.resources import data_folder

SHIPPED = sorted((data_folder() / "mappings").glob("*.toml"))
VENDOR = {"vendor": "Vendor", "customer": {"constant": "Us AB"}}


def rows(found: Registers, kind: str) -> list[dict[str, object]]:
    table = found.tables.get(kind)
    return [] if table is None else table.to_pylist()


def names(found: Registers) -> dict[str, str]:
    return {str(row["id"]): str(row["name"]) for row in rows(found, "Organization")}


def links(found: Registers, *columns: str) -> list[tuple[object, ...]]:
    called = names(found)
    return [
        (called[str(e["from_id"])], called[str(e["to_id"])], *(e[name] for name in columns))
        for e in rows(found, "SERVES")
    ]


def said(found: Registers) -> str:
    return "\n".join(problem.text() for problem in found.problems)


def read(path: Path, **table: object) -> Registers:
    return read_registers([path], mapping=mapping_of({"table": [table]}, "m.toml"))


@pytest.fixture
def sheet(tmp_path):
    def write(lines: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        for each in merged:
            book.active.merge_cells(each)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


@pytest.fixture
def text(tmp_path):
    def write(content: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(content.replace("    ", "").lstrip(), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_mapping_reads_its_sample_without_an_error(path: Path):
    (sample,) = path.parent.glob(f"{path.stem}.*.csv")
    found = read_registers([sample], mapping=read_mapping(path))
    assert found.errors == 0
    assert sum(count.read for count in found.files) > 3
    below = [p for p in found.problems if p.row is None or "not read" not in p.message]
    assert below == []


def test_contracts_are_read_as_a_careful_person_reads_them():
    mapping = find_mapping("contracts")
    found = read_registers([mapping.with_name("contracts.sv.csv")], mapping=read_mapping(mapping))
    first = next(row for row in rows(found, "SERVES") if row["contract"] == "NS-101")
    expected = {
        "from_id": "559900-0101", "service": "Journaldrift", "criticality": "critical",
        "starts_on": "2023-02-01", "ends_on": "2027-01-31", "annual_cost": 4_200_500.0,
        "currency": "SEK", "notice_days": 180, "data_classes": ["health", "national_id"],
        "source": "contracts.sv.csv:row 6", "source_kind": "contract",
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    open_ended = next(row for row in rows(found, "SERVES") if row["contract"] == "NS-103")
    assert (open_ended["ends_on"], open_ended["notice_days"]) == (None, 90)
    assert len(rows(found, "SERVES")) == 6
    assert "row 12, value 'Summa': a row of totals; not read" in said(found)
    assert "row 14, value '* Kostnader exklusive moms': below the table" in said(found)


def test_matrix_gives_one_link_for_each_marked_cell():
    mapping = find_mapping("matrix")
    found = read_registers([mapping.with_name("matrix.nb.csv")], mapping=read_mapping(mapping))
    made = links(found, "service", "criticality")
    assert ("Fjellsky AS", "Kultur", "Saksbehandling", "important") in made
    assert not [each for each in made if each[:2] == ("Morenekart AS", "Kultur")]  # "nei"
    assert len(made) == 13


def test_list_of_services_gives_one_link_for_each():
    mapping = find_mapping("services")
    found = read_registers([mapping.with_name("services.de.csv")], mapping=read_mapping(mapping))
    served = [each[2] for each in links(found, "service") if each[0].startswith("Dünenfunk")]
    assert sorted(served) == ["Fernwartung", "Internet", "Telefonie"]


def test_parents_become_a_forest():
    mapping = find_mapping("parents")
    found = read_registers([mapping.with_name("parents.fr.csv")], mapping=read_mapping(mapping))
    called = names(found)
    parents = {called[r["from_id"]]: called[r["to_id"]] for r in rows(found, "PART_OF")}
    assert parents["Bruyère Hébergement SAS"] == "Bruyère Conseil SARL"
    assert "Groupe Genêt SA" not in parents


def test_merged_cells_hold_for_every_row_they_cover(sheet):
    path = sheet(
        [["Vendor", "Service"], ["Alfa AB", "a"], [None, "b"], ["Beta Oy", "c"]], ("A2:A3",)
    )
    assert [each[0] for each in links(read(path, serves={**VENDOR, "service": "Service"}))] == [
        "Alfa AB", "Alfa AB", "Beta Oy"
    ]  # fmt: skip


def test_header_of_two_rows_is_named_by_both(sheet):
    lines = [
        ["Vendor", "Term", None],
        [None, "From", "To"],
        ["Alfa AB", "2024-01-01", "2025-01-01"],
    ]
    path = sheet(lines, ("A1:A2", "B1:C1"))
    found = read(path, serves={**VENDOR, "starts_on": "Term / From", "ends_on": "To"})
    assert links(found, "starts_on", "ends_on") == [
        ("Alfa AB", "Us AB", "2024-01-01", "2025-01-01")
    ]


def test_hidden_sheet_is_not_read_and_said_so(tmp_path):
    book = openpyxl.Workbook()
    for title, vendor in (("Now", "Alfa AB"), ("Old", "Beta AB")):
        page = book.create_sheet(title)
        page.append(["Vendor", "Service"])
        page.append([vendor, "x"])
    book["Old"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    found = read(tmp_path / "list.xlsx", serves={**VENDOR, "service": "Service"})
    assert [each[0] for each in links(found)] == ["Alfa AB"]
    assert "sheet Old: a hidden sheet; not read" in said(found)
    named = read(tmp_path / "list.xlsx", sheet="Old", serves={**VENDOR, "service": "Service"})
    assert [each[0] for each in links(named)] == ["Beta AB"]


def test_second_table_below_is_refused_in_words(text):
    path = text(
        "Vendor;Service;Level;Cost\nAlfa;a;1;2\nBeta;b;2;3\n;;;\nLevel;Meaning;;\n1;low;;\n"
    )
    found = read(path, serves={**VENDOR, "service": "Service"}, ignore=["Level", "Cost"])
    assert [each[0] for each in links(found)] == ["Alfa", "Beta"]
    assert found.errors == 2
    assert (
        "row 5, value 'Level': stands apart below the table; not read; write last_row = 5"
        in said(found)
    )


def test_row_with_one_cell_is_asked_about_and_read_on_request(text):
    path = text("Vendor;Service;Level\nAlfa;a;1\nBeta;;\nGamma;c;2\n")
    table = {"serves": {**VENDOR, "service": "Service"}, "ignore": ["Level"]}
    assert "only one cell is filled" in said(read(path, **table))
    assert len(links(read(path, **table, single_cells=True))) == 3


def test_empty_cells_mean_as_above_where_the_mapping_says_so(text):
    path = text("Vendor;Service;Level\nAlfa;;\n;a;1\n;b;2\nBeta;c;3\n")
    found = read(path, fill_down="Vendor", serves={**VENDOR, "service": "Service"}, ignore="Level")
    assert [each[::2] for each in links(found, "service")] == [
        ("Alfa", "a"), ("Alfa", "b"), ("Beta", "c"),
    ]  # fmt: skip


def test_heading_between_rows_can_be_a_property(text):
    path = text("Vendor;Service;Level\nAlfa;a;1\n;;\nNorth;;\nBeta;b;2\n")
    serves = {"vendor": "Vendor", "customer": {"heading": True}, "service": "Service"}
    found = read(path, serves=serves, ignore="Level")
    assert links(found) == [("Beta", "North")]
    assert "row 2, column customer: the cell is empty" in said(found)


def test_ids_and_names_are_made_by_templates(text):
    path = text("Vendor;No;Part\nAlfa;7;a\nBeta;8;\n")
    found = read(path, serves={**VENDOR, "id": {"template": "K-{No}-{Part}"}})
    ids = [row["id"] for row in rows(found, "SERVES")]
    assert "K-7-a" in ids
    assert not any(str(key).startswith("K-8") for key in ids)


def test_template_takes_the_part_of_a_parted_cell(text):
    path = text("Vendor;No;Part;Unit\nAlfa;7;a,b;x,y\n")
    serves = {
        "vendor": "Vendor",
        "customer": {"column": "Unit", "each": ","},
        "service": {"column": "Part", "each": ","},
        "id": {"template": "{No}-{Part}-{Unit}"},
    }
    found = read(path, serves=serves)
    assert sorted(str(row["id"]) for row in rows(found, "SERVES")) == [
        "7-a-x", "7-a-y", "7-b-x", "7-b-y",
    ]  # fmt: skip


def test_example_of_the_page_is_a_mapping():
    page = (Path(__file__).parents[3] / "docs" / "how-to-map-a-spreadsheet.md").read_text("utf-8")
    (example,) = [part.split("```")[0] for part in page.split("```toml\n")[1:]]
    made = mapping_of(tomllib.loads(example), "page")
    assert [record.kind.table for record in made.tables[0].records] == ["organizations", "serves"]


def test_problem_names_the_column_as_the_file_does(text):
    path = text("Vendor;Slut\nAlfa;snart\n")
    found = read(path, serves={**VENDOR, "ends_on": "Slut"})
    assert "list.csv, row 2, column Slut, value 'snart': not a date; the cell was left" in said(
        found
    )


def test_cell_that_cannot_be_read_costs_the_cell_and_not_the_link(text):
    path = text("Vendor;Slut;Kostnad\nAlfa;snart;mycket\n;2027-01-01;5\n")
    found = read(path, serves={**VENDOR, "ends_on": "Slut", "annual_cost": "Kostnad"})
    assert links(found, "ends_on", "annual_cost") == [("Alfa", "Us AB", None, None)]
    assert found.errors == 1
    assert "row 3, column Vendor: the cell is empty" in said(found)


def test_name_before_its_address_is_read_alone(text):
    path = text('Vendor;No\n"Alfa AB, Storgatan 1";1\n')
    found = read(
        path, ignore="No", serves={**VENDOR, "vendor": {"column": "Vendor", "before": ","}}
    )
    assert links(found) == [("Alfa AB", "Us AB")]


def test_column_that_is_not_mapped_is_reported(text):
    found = read(text("Vendor;Notes\nAlfa;x\n"), serves=VENDOR)
    assert "column Notes: the mapping does not name this column; 1 value was left out" in said(
        found
    )


def test_missing_column_is_named_with_the_nearest(text):
    found = read(text("Vendors;Service\nAlfa;x\n"), serves=VENDOR)
    assert "no column 'Vendor' (is it 'Vendors'?)" in said(found)
    assert found.batches == ()


def test_two_columns_of_one_name_are_told_apart_by_letters(text):
    path = text("Vendor;Date;Date\nAlfa;2024-01-01;2025-01-01\n")
    serves = {**VENDOR, "ends_on": "Date"}
    assert "columns B and C are both called 'Date'" in said(read(path, serves=serves))
    found = read(path, serves={**VENDOR, "ends_on": "[C]"}, ignore="[B]")
    assert links(found, "ends_on") == [("Alfa", "Us AB", "2025-01-01")]


def test_header_is_found_where_it_moved_to(text):
    found = read(text("Title;\n\nVendor;No\nAlfa;1\n"), header_rows=[1], serves=VENDOR, ignore="No")
    assert links(found) == [("Alfa", "Us AB")]
    assert "the header is in row 3, not in 1" in said(found)


def test_formulas_of_a_total_without_a_result_are_no_error(sheet):
    path = sheet([["Vendor", "Cost"], ["Alfa", 2], ["Total", "=SUM(B2:B2)"]])
    found = read(path, serves={**VENDOR, "annual_cost": "Cost"})
    assert (found.errors, links(found, "annual_cost")) == (0, [("Alfa", "Us AB", 2.0)])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"tabel": []}, "tabel: not a word that is known here; did you mean table?"),
        ({}, "no table is described"),
        ({"table": [{"serves": {"vendor": "V"}}]}, "[table.serves]: serves needs customer"),
        (
            {"table": [{"serves": {**VENDOR, "critical": "K"}}]},
            "[[table]] 1, [table.serves], critical: not a word",
        ),
        (
            {"values": {"criticality": {"hög": "critcal"}}, "table": [{"serves": VENDOR}]},
            "values 'hög', value 'critcal': not a word of the vocabulary criticality; "
            "did you mean critical?",
        ),
        (
            {"table": [{"serves": {**VENDOR, "customer": {"constant": ""}}}]},
            "customer, value '': constant is empty; write its value",
        ),
        (
            {"table": [{"serves": {**VENDOR, "customer": {"across": True}}}]},
            "the table names no columns across",
        ),
        ({"table": [{"dates": "DD.MM", "serves": VENDOR}]}, "a date format without a year"),
        ({"table": [{"decimal": ";", "serves": VENDOR}]}, "no decimal sign"),
        (
            {"table": [{"serves": {**VENDOR, "ends_on": {"constant": "soon"}}}]},
            "value 'soon': not a date",
        ),
        ({"table": [{"header_rows": [3, 2], "serves": VENDOR}]}, "not rows of a header"),
        (
            {"table": [{"serves": {**VENDOR, "service": {"column": "A", "cell": True}}}]},
            "column and cell at once",
        ),
        ({"table": [{"serves": {**VENDOR, "id": {"template": "{No:>9}"}}}]}, "more than a column"),
        ({"table": [{"serves": {**VENDOR, "id": {"template": "{No"}}}]}, "brackets that do not"),
        (
            {
                "values": {"criticality": {"Hög": "critical", "hög": "important"}},
                "table": [{"serves": VENDOR}],
            },
            "the same word stands for something else above",
        ),
        ({"version": 2, "table": [{"serves": VENDOR}]}, "a version that is not known here"),
        ({"table": ["x"]}, "[[table]] 1, value 'x': not a table"),
        (
            {"table": [{"serves": {**VENDOR, "annual_cost": {"column": "A", "units": {"k": 0}}}}]},
            "units are not numbers above 0",
        ),
    ],
)
def test_mistake_in_a_mapping_is_told_with_place_and_way_out(content, words):
    with pytest.raises(RecordsRefused) as refused:
        mapping_of(content, "m.toml")
    told = "\n".join(problem.text() for problem in refused.value.problems)
    assert words in told
    assert all(problem.fix for problem in refused.value.problems)
    assert told.startswith("m.toml")


def test_mapping_that_is_no_toml_names_the_line(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text("version = 1\nvendor = Leverantör\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="line 2"):
        read_mapping(path)


def test_unknown_mapping_lists_those_that_ship():
    with pytest.raises(Unreadable) as refused:
        find_mapping("contract")
    assert "contracts, matrix, parents, services, subprocessors" in str(refused.value)


def test_table_beyond_the_limit_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr("graphrisk.ingest.grid.MOST_ROWS", 3)
    path = tmp_path / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Vendor"], *[["Alfa"]] * 5])
    assert "more than 3 rows" in said(read(path, serves=VENDOR))
