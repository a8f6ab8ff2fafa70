"""Nasty files: each ends in a sentence that says what is wrong, never in a traceback."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from graphrisk.errors import Unreadable
from graphrisk.ingest.load import Registers, read_registers

SERVES = "vendor,customer"


@dataclass(frozen=True)
class Case:
    """A file, the sentence it must draw, and how many SERVES rows come through."""

    name: str
    content: bytes
    sentence: str
    kept: int = 0
    file: str = "serves.csv"
    severity: str = "error"


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(lines).encode(encoding)


CASES = [
    # the shape of the file
    Case("empty_file", b"", "the file is empty"),
    Case("only_spaces", b" \n \n", "the file is empty"),
    Case("binary", bytes(range(256)) * 20, "not a table of text"),
    Case("elf", b"\x7fELF" + b"\x00\x01\x02\x03" * 200, "not a table of text"),
    Case("pdf", b"%PDF-1.7 x", "a PDF file cannot be read"),
    Case("old_excel", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "an old or encrypted Excel file"),
    Case("gzip", b"\x1f\x8b\x08" + b"\x00" * 60, "a gzip file cannot be read"),
    Case("parquet", b"PAR1" + b"\x00" * 60, "a Parquet file cannot be read"),
    Case("broken_utf16", b"\xff\xfev\x00e", "not sound UTF-16"),
    Case("odd_utf16", b"\xff\xfe" + "vendor,customer\nA,B".encode("utf-16-le") + b"x", "not sound"),
    Case("no_header", text("Alfa AB,Beta AB", "Gamma,Delta"), "the header is that of no known"),
    Case("from_to_not_guessed", text("from,to", "Alfa,Beta"), "the header is that of no known"),
    Case("no_customer", text("vendor,client", "Alfa,Beta"), "the header is that of no known"),
    Case("same_column", text("vendor,customer,vendor", "a,b,c"), "two columns have one name"),
    Case("same_folded", text("vendor,customer, Vendor", "a,b,c"), "'vendor' and 'Vendor'"),
    Case("many_columns", text(SERVES + ",c" * 600, "a,b"), "at most 500 are read"),
    Case("two_tables_fit", text("incident,organization", "i,Alfa"), "fits several tables: hits or",
         file="x.csv"),
    Case("json_list", b'["a", "b"]', "JSON of no form that is known",
         file="a.json"),
    # rows
    Case("short_row", text(SERVES + ",service", "Alfa,Beta", "a,b,c"),
         "only 2 cells, but the header has 3", 1),
    Case("long_row", text(SERVES, "Alfa,Beta,Gamma", "a,b"), "3 cells, but the header has 2", 1),
    Case("open_quote", text(SERVES, "a,b", '"Alfa,Beta', "c,d"), "a quote opens here", 1),
    Case("text_after_quote", text(SERVES, '"Al"fa,Beta', "a,b"), "text follows a closing quote", 1),
    Case("giant_cell", text(SERVES, "a,b", '"' + "x" * 200_000 + '",b'), "a cell holds more", 1),
    Case("empty_vendor", text(SERVES, ",Beta", "a,b"), "the cell is empty", 1),
    Case("nobody", text(SERVES, "N/A,Beta", "a,b"), "stands for nobody known", 1),
    Case("dashes", text(SERVES, "---,Beta", "a,b"), "no letter or digit in it", 1),
    Case("sheet_error", text(SERVES, "#REF!,Beta", "a,b"), "an error of the spreadsheet", 1),
    Case("nul_sign", text(SERVES, "Al\x00fa,Beta", "a,b"), "control character U+0000", 1),
    Case("escape_sign", text(SERVES, "Al\x1b[31mfa,Beta", "a,b"), "control character U+001B", 1),
    Case("long_name", text(SERVES, "x" * 2001 + ",Beta", "a,b"), "2,001 signs; at most 2,000", 1),
    Case("longish_name", text(SERVES, "x" * 1500 + ",Beta"), "a name of 1,500 signs", 1,
         severity="warning"),
    Case("turning_signs", text(SERVES, "Al\u202efa,Beta"), "turn the reading direction", 1,
         severity="warning"),
    Case("broken_byte", text(SERVES, "Åbo ÅÄÖåäö,Beta", "ÅÄÖ,c").replace("Åbo".encode(), b"\xc5bo"),
         "a sign that could not be decoded", 1),
    # values
    Case("word_for_number", text(SERVES + ",annual_cost", "a,b,much", "c,d,1"), "not a number", 1),
    Case("two_numbers", text(SERVES + ",annual_cost", "a,b,1.234"), "may be 1234 or 1.234"),
    Case("two_numbers_comma", text("vendor;customer;annual_cost", "a;b;1,234"), "may be 1234 or"),
    Case("infinite", text(SERVES + ",annual_cost", "a,b,1e999"), "the number is too large"),
    Case("nan", text(SERVES + ",annual_cost", "a,b,NaN"), "not a number"),
    Case("negative", text(SERVES + ",annual_cost", "a,b,-5"), "less than 0"),
    Case("odd_groups", text(SERVES + ",annual_cost", "a,b,12 34"), "not a number"),
    Case("confidence_90", text(SERVES + ",confidence", "a,b,90"), "more than 1; write 0.9 or 90 %"),
    Case("half_supplier", text(SERVES + ",group,required", "a,b,g,1.5"), "not a whole number"),
    Case("no_supplier", text(SERVES + ",group,required", "a,b,g,0"), "less than 1"),
    Case("huge_whole", text(SERVES + ",rank", "a,b," + "9" * 30), "the number is too large"),
    Case("day_or_month", text(SERVES + ",starts_on", "a,b,03/04/2024"), "day could be the"),
    Case("no_such_day", text(SERVES + ",starts_on", "a,b,2024-02-30"), "no such day"),
    Case("no_such_day_dotted", text(SERVES + ",starts_on", "a,b,31.02.2024"), "no such day"),
    Case("two_digit_year", text(SERVES + ",starts_on", "a,b,01.02.24"), "needs four digits"),
    Case("cut_start", text(SERVES + ",starts_on", "a,b,2024-05"), "read as 2024-05-01", 1,
         severity="warning"),
    Case("cut_end", text(SERVES + ",ends_on", "a,b,2026"), "read as 2026-12-31", 1,
         severity="warning"),
    Case("no_year", text(SERVES + ",ends_on", "a,b,XXXX-05-01"), "not a whole day"),
    Case("one_id_two_ends", text("id," + SERVES, "e1,a,b", "e1,c,d"),
         "another vendor; this row was left out", 1),
    Case("share_above_all", text(SERVES + ",probability", "a,b,150 %"), "at most 1, or 100 %"),
    Case("day_number", text(SERVES + ",ends_on", "a,b,45413"), "a spreadsheet's day number"),
    Case("ends_first", text(SERVES + ",starts_on,ends_on", "a,b,2024-05-02,2024-05-01"),
         "the contract ends before it starts"),
    Case("maybe", text("name,named", "Alfa,perhaps"), "neither yes nor no", file="o.csv"),
    # kept, and said
    Case("unknown_word", text(SERVES + ",criticality", "a,b,vital"), "not a word of the vocabulary",
         1, severity="warning"),
    Case("unknown_list_word", text(SERVES + ",data_classes", "a,b,health;shoes"),
         "'shoes' is not a word of the vocabulary", 1, severity="warning"),
    Case("none_and_more", text(SERVES + ",data_classes", "a,b,none;health"), "'none' beside other"),
    Case("unknown_column", text(SERVES + ",critical", "a,b,yes"), "serves has no property of this",
         1, severity="warning"),
    Case("near_column", text(SERVES + ",criticalty", "a,b,yes"), "did you mean criticality?", 1,
         severity="warning"),
    Case("nameless_column", text("vendor,,customer", "a,x,b"), "a column without a name holds 1", 1,
         severity="warning"),
    Case("kept_by_store", text(SERVES + ",recorded_at", "a,b,2024-01-01"), "the store keeps", 1,
         severity="warning"),
    Case("title_above", text("Our vendors,", SERVES, "a,b"), "what stands above the header", 1,
         severity="warning"),
    Case("self_loop", text(SERVES, "Alfa,ALFA"), "vendor and customer are one organization", 1,
         severity="warning"),
    Case("required_alone", text(SERVES + ",required", "a,b,2"), "required without a group", 1,
         severity="warning"),
    Case("too_many_required", text(SERVES + ",group,required", "a,b,g,3", "c,b,g,3"),
         "more than the number of suppliers of group 'g' here (2)", 2, severity="warning"),
    Case("same_row_twice", text(SERVES, "a,b", "a,b"), "says the same as row 2; counted once", 1,
         severity="warning"),
    Case("rows_that_differ", text(SERVES + ",criticality", "a,b,critical", "a,b,important"),
         "row 2 about the same record says 'critical'; that one holds", 1, severity="warning"),
    Case("unsound_lei", text("name,lei", "Alfa,213800KUD8LAJWSQ9D14"), "not a sound LEI",
         file="o.csv", severity="warning"),
    Case("unknown_country", text("name,country", "Alfa,Atlantis"), "no country code", file="o.csv",
         severity="warning"),
    Case("unknown_incident", text("incident,organization,role", "i-1,Alfa,origin"),
         "no table states this incident", file="h.csv", severity="warning"),
    Case("unknown_statement", text("statement,incident", "s-1,i-1"), "no statement with this id",
         file="about.csv"),
    Case("ring_of_parents", text("id,name,parent_id", "a1,Alfa,b1", "b1,Beta,a1"), "a circle",
         file="o.csv"),
    Case("own_parent", text("id,name,parent_id", "a1,Alfa,a1"), "cannot be part of itself",
         file="o.csv"),
    Case("two_parents", text("organization,parent", "Alfa,Beta", "Alfa,Gamma"), "a second parent",
         file="part_of.csv"),
    Case("western_bytes", text(SERVES, "Åkeri Öst,Beta", encoding="cp1252"), "read as Windows-1252",
         1, severity="warning"),
    # JSON Lines
    Case("not_json", b'{"vendor": "a", "customer": "b"}\n{oops\n', "not JSON", 1, "a.jsonl"),
    Case("not_object", b'{"vendor": "a", "customer": "b"}\n[1]\n', "not a JSON obj", 1, "a.jsonl"),
    Case("key_twice", b'{"vendor": "a", "customer": "b", "vendor": "c"}\n', "no line holds",
         0, "a.jsonl"),
    Case("nested", b'{"vendor": {"a": 1}, "customer": "b"}\n', "holds an object", 0, "a.jsonl"),
    Case("deep", b'{"vendor": ' + b"[" * 100_000 + b"\n", "no line holds", 0, "a.jsonl"),
    Case("lone_surrogate", b'{"vendor": "a\\ud800", "customer": "b"}\n', "could not be decoded", 0,
         "a.jsonl"),
    Case("json_infinity", b'{"vendor": "a", "customer": "b", "rank": Infinity}\n', "not a num", 0,
         "a.jsonl"),
    Case("semicolon_entry", b'{"vendor": "a", "customer": "b", "supports": ["x;y"]}\n',
         "a list entry with a semicolon", 0, "a.jsonl"),
    # XLSX
    Case("zip_of_nothing", b"PK\x05\x06" + b"\x00" * 18, "a zip file, but not an XLSX workbook",
         file="a.xlsx"),
    Case("cut_zip", b"PK\x03\x04" + b"\x00" * 100, "the archive is broken", file="a.xlsx"),
]  # fmt: skip


def load(tmp_path: Path, name: str, content: bytes, **options: object) -> Registers:
    path = tmp_path / name
    path.write_bytes(content)
    return read_registers([path], **options)  # type: ignore[arg-type]


def rows_of(found: Registers, kind: str = "SERVES") -> int:
    table = found.tables.get(kind)
    return 0 if table is None else table.num_rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_file_draws_its_sentence(case, tmp_path):
    found = load(tmp_path, case.file, case.content)
    said = [(p.severity, p.text()) for p in found.problems]
    assert any(case.severity == level and case.sentence in line for level, line in said), said
    assert rows_of(found) == case.kept
    assert (found.errors > 0) is (case.severity == "error")
    assert all(line.startswith(case.file) for _, line in said)


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def plain_sheet(book: openpyxl.Workbook) -> None:
    book.active.append(["vendor", "customer"])
    book.active.append(["Alfa", "Beta"])


def sentences(found: Registers) -> str:
    return "\n".join(problem.text() for problem in found.problems)


def test_formula_without_result_is_refused_with_its_cell(tmp_path):
    def fill(book):
        plain_sheet(book)
        book.active.append(["=A2", "Gamma"])

    found = load(tmp_path, "a.xlsx", workbook(fill))
    assert "row 3, value '=A2': cell A3 holds a formula without a stored result" in sentences(found)
    assert rows_of(found) == 1


def test_formula_with_stored_result_gives_the_result(tmp_path):
    def fill(book):
        plain_sheet(book)
        book.active.append(["=A2", "Gamma"])

    def stored(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<f>A2</f><v />", b"<f>A2</f><v>Delta</v>")
            .replace(b"<f>A2</f><v></v>", b"<f>A2</f><v>Delta</v>")
            .replace(b'<c r="A3">', b'<c r="A3" t="str">')
        )

    found = load(tmp_path, "a.xlsx", repacked(workbook(fill), stored))
    assert sentences(found) == ""
    assert "Delta" in found.tables["Organization"].column("name").to_pylist()


def test_error_cell_is_refused_with_its_cell(tmp_path):
    def fill(book):
        plain_sheet(book)
        book.active.append(["#N/A", "Gamma"])

    found = load(tmp_path, "a.xlsx", workbook(fill))
    assert "cell A3 holds an error" in sentences(found)


def test_merged_hidden_and_foreign_sheets_are_said(tmp_path):
    def fill(book):
        plain_sheet(book)
        book.active.append(["Gamma", "Delta"])
        book.active.merge_cells("A3:A4")
        book.active.row_dimensions[2].hidden = True
        notes = book.create_sheet("Notes")
        notes.append(["just", "words"])
        hidden = book.create_sheet("organizations")
        hidden.append(["name", "country"])
        hidden.append(["Omega", "SE"])
        hidden.sheet_state = "hidden"

    found = load(tmp_path, "a.xlsx", workbook(fill))
    said = sentences(found)
    assert "merged cells (A3:A4)" in said
    assert "1 hidden rows" in said
    assert "a.xlsx, sheet organizations: a hidden sheet was read" in said
    assert "a.xlsx, sheet Notes: the sheet was not read: the header is that of no known" in said
    assert {file.table for file in found.files} == {None, "serves", "organizations"}
    assert found.errors == 0


@pytest.mark.parametrize("word", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!doctype x>"])
def test_document_type_in_a_workbook_is_refused(tmp_path, word):
    def bomb(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        start = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
        return part[:start] + word.encode() + part[start:]

    found = load(tmp_path, "a.xlsx", repacked(workbook(plain_sheet), bomb))
    assert "declares a document type: refused" in sentences(found)


def test_workbook_that_unpacks_to_much_is_refused(tmp_path):
    def bomb(name: str, part: bytes) -> bytes:
        return part + b" " * 60_000_000 if "sheet1" in name else part

    found = load(tmp_path, "a.xlsx", repacked(workbook(plain_sheet), bomb))
    assert "times its size: refused" in sentences(found)


def test_broken_sheet_xml_is_a_sentence(tmp_path):
    def cut(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if "sheet1" in name else part

    found = load(tmp_path, "a.xlsx", repacked(workbook(plain_sheet), cut))
    assert "not a sound XLSX workbook" in sentences(found)


def test_one_bad_file_does_not_hide_the_problems_of_another(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(text(SERVES + ",rank", "a,b,x", "c,d,1"))
    found = read_registers([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert {problem.file for problem in found.problems} == {"a.csv", "b.csv"}
    assert rows_of(found) == 1


def test_missing_file_and_folder_stop_before_anything_is_read(tmp_path):
    with pytest.raises(Unreadable, match="there is no such file"):
        read_registers([tmp_path / "none.csv"])
    with pytest.raises(Unreadable, match="this is a folder"):
        read_registers([tmp_path])


def test_every_problem_of_a_row_is_listed(tmp_path):
    header = SERVES + ",rank,annual_cost,starts_on"
    found = load(tmp_path, "s.csv", text(header, "N/A,b,x,y,z"))
    assert [problem.column for problem in found.problems] == [
        "vendor", "rank", "annual_cost", "starts_on",
    ]  # fmt: skip


def test_strict_leaves_out_the_file_with_an_error(tmp_path):
    (tmp_path / "a.csv").write_bytes(text(SERVES + ",rank", "a,b,x", "c,d,1"))
    (tmp_path / "b.csv").write_bytes(text(SERVES, "e,f"))
    found = read_registers([tmp_path / "a.csv", tmp_path / "b.csv"], strict=True)
    assert rows_of(found) == 1
    assert [file.refused for file in found.files] == [2, 0]
    ring = text("id,name,parent_id", "a1,Alfa,b1", "b1,Beta,a1")
    assert not load(tmp_path, "o.csv", ring, strict=True).tables


def test_sheets_without_a_known_header_are_errors_when_nothing_was_read(tmp_path):
    def fill(book):
        book.active.append(["supplier", "customer"])
        book.active.append(["Alfa", "Beta"])
        book.create_sheet("Notes").append(["comment", "who"])
        book.create_sheet("Nothing")

    found = load(tmp_path, "m.xlsx", workbook(fill))
    assert found.errors == 2
    assert "m.xlsx, sheet Notes: the sheet was not read" in sentences(found)
    assert "sheet Nothing" not in sentences(found)
    assert not found.batches
