"""CSV, XLSX and JSON Lines give the same table for the same content."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from graphrisk.errors import Unreadable
from graphrisk.ingest.grid import read_grids
from graphrisk.ingest.load import read_registers
from graphrisk.ingest.raw import RawTable
from graphrisk.ingest.table import read_tables

HEADER = ["vendor", "customer", "service"]
ROWS = [["Åkeri Öst AB", "Beta, Gamma; & Co", 'say "hi"'], ["=1+1", "Ü\nÖ", None]]


def table_of(path: Path) -> RawTable:
    (found,) = read_tables(path)
    return found


def cells(raw: RawTable) -> list[list[str | None]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in raw.columns), strict=True)]


def quoted(cell: str | None, delimiter: str) -> str:
    return '"' + (cell or "").replace('"', '""') + '"'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_csv_in_any_delimiter_and_encoding(tmp_path, delimiter, encoding):
    lines = [delimiter.join(HEADER)]
    lines += [delimiter.join(quoted(cell, delimiter) for cell in row) for row in ROWS]
    path = tmp_path / "serves.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    raw = table_of(path)
    assert cells(raw) == ROWS
    assert raw.rows.to_pylist() == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_with_any_line_end(tmp_path, end):
    path = tmp_path / "s.csv"
    path.write_bytes(end.join(["vendor,customer", "a,b", "", "c,d", ""]).encode())
    raw = table_of(path)
    assert (cells(raw), raw.rows.to_pylist()) == ([["a", "b"], ["c", "d"]], [2, 4])


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text('sep=;\n\nvendor;customer\n"a\nb";c\n;;\n \n;\nd;e;;\n')
    raw = table_of(path)
    assert cells(raw) == [["a\nb", "c"], ["d", "e"]]
    assert (raw.header_row, raw.rows.to_pylist()) == (3, [4, 8])


def test_quote_that_stays_open_before_sep_is_no_cell_of_a_foreign_table(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text('"sep=;\nVendor;Service\nA;B\n')
    (grid,) = read_grids(path)
    assert grid.rows == [(2, ["Vendor", "Service"]), (3, ["A", "B"])]


@pytest.mark.parametrize("read", [read_grids, read_tables])
def test_row_numbers_beyond_all_sheets_are_refused_at_once(read, tmp_path, monkeypatch):
    monkeypatch.setattr("graphrisk.ingest.workbook._LAST_ROW", 1_000)
    book, path = openpyxl.Workbook(), tmp_path / "s.xlsx"
    for row in (HEADER, ["a", "b"]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(r="[A-Z]*)2"', rb'\g<1>2000000000"', parts[sheet])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Unreadable, match="more than 1,000 rows"):
        read(path)


def test_delimiter_is_that_of_the_header_not_of_the_values(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("vendor;customer;annual_cost\nA, B, C;D;1,5\n")
    assert cells(table_of(path)) == [["A, B, C", "D", "1,5"]]


def test_workbook_gives_days_numbers_and_truth_as_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([*HEADER, "starts_on", "annual_cost", "rank", "seen_on"])
    book.active.append([*ROWS[0], date(2024, 5, 1), 1.234, 3, datetime(2024, 5, 1, 12, 30)])
    book.active.append([None] * 3)
    book.active.append(["x", True, 7.0])
    path = tmp_path / "s.xlsx"
    book.save(path)
    raw = table_of(path)
    assert cells(raw) == [
        [*ROWS[0], "2024-05-01", "1.2340", "3", "2024-05-01 12:30:00"],
        ["x", "true", "7", None, None, None, None],
    ]
    assert raw.rows.to_pylist() == [2, 4]
    serves = read_registers([path]).tables["SERVES"].to_pylist()[0]
    assert (serves["annual_cost"], serves["starts_on"], serves["seen_on"]) == (
        1.234, "2024-05-01", "2024-05-01",
    )  # fmt: skip


def test_every_sheet_with_a_known_header_is_a_table(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Serves"
    book.active.append(["Register of vendors"])
    book.active.append([])
    book.active.append(["Vendor", "Customer"])
    book.active.append(["Alfa AB", "Beta"])
    other = book.create_sheet("Companies")
    other.append(["ID", "Name", "Country"])
    other.append(["V001", "Alfa AB", "Sweden"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    found = read_registers([path])
    assert [(file.file, file.table) for file in found.files] == [
        ("book.xlsx, sheet Serves", "serves"),
        ("book.xlsx, sheet Companies", "organizations"),
    ]
    serves = found.tables["SERVES"].to_pylist()[0]
    assert (serves["from_id"], serves["source"]) == ("V001", "book.xlsx, sheet Serves:row 4")


def test_json_lines_give_lists_numbers_and_missing_keys(tmp_path):
    rows = [
        {"vendor": "Alfa", "customer": "Beta", "supports": ["x", "y"], "annual_cost": 1.234},
        {"vendor": "Alfa", "customer": "Gamma", "service": None, "required": 2, "group": "g"},
    ]
    path = tmp_path / "serves.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows))
    found = read_registers([path])
    first, second = found.tables["SERVES"].to_pylist()
    assert (first["supports"], first["annual_cost"], first["required"]) == (["x", "y"], 1.234, None)
    assert (second["required"], second["source"]) == (2, "serves.jsonl:row 3")


def test_format_is_told_by_content_not_by_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["vendor", "customer"])
    book.active.append(["Alfa", "Beta"])
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "a.csv").write_bytes(out.getvalue())
    (tmp_path / "b.xlsx").write_text("vendor,customer\nAlfa,Beta\n")
    for name in ("a.csv", "b.xlsx"):
        assert cells(table_of(tmp_path / name)) == [["Alfa", "Beta"]]


@pytest.mark.parametrize("name", ["plain.csv", "quoted.csv", "lines.jsonl"])
def test_more_rows_than_are_read_at_once_are_refused(tmp_path, monkeypatch, name):
    monkeypatch.setattr("graphrisk.ingest.raw.MOST_ROWS", 3)
    content = "vendor,customer\n" + "A,B\n" * 4
    if name == "quoted.csv":
        content = content.replace("A", '"A"')
    elif name == "lines.jsonl":
        content = '{"vendor": "A", "customer": "B"}\n' * 4
    (tmp_path / name).write_text(content, "utf-8")
    (problem,) = read_registers([tmp_path / name]).problems
    assert problem.message == "more than 3 rows"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('vendor,customer,"serv"ice\nA,B,c\n', "text follows a closing quote"),
        ('vendor,customer,"service\nA,B,c\n', "a quote opens here and does not close"),
        ('"x\nvendor,customer\nA,B\n"', "no"),
        (f'vendor,customer\n"{"x" * 140_000}",B\n', "a cell holds more than 131,072 signs"),
    ],
)
def test_broken_quote_or_endless_cell_is_told_in_words(tmp_path, content, said):
    path = tmp_path / "serves.csv"
    path.write_text(content, "utf-8")
    found = read_registers([path])
    assert said in " ".join(problem.text() for problem in found.problems)
    assert found.errors


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_list_of_objects_is_a_table(tmp_path, wrapped):
    rows = [
        {"vendor": "A", "customer": "B", "annual_cost": 1.234, "data_classes": ["name", "health"]},
        {"vendor": "C", "customer": "B", "annual_cost": {"eur": 1}},
        {"vendor": "D", "customer": "B"},
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"made": "2026", "links": rows} if wrapped else rows, indent=1))
    found = read_registers([path])
    assert [problem.row for problem in found.problems] == [2]
    assert found.tables["SERVES"].column("annual_cost").to_pylist() == [1.234, None]
    assert found.tables["SERVES"].column("data_classes").to_pylist()[0] == ["name", "health"]


def test_web_page_under_the_name_of_a_table_is_told_as_such(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("<html><table><tr><td>Vendor</td></tr></table></html>")
    (problem,) = read_registers([path]).problems
    assert "a web page" in problem.message
