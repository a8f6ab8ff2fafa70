"""Folders, zips, packages and workbooks hold the same register; what is not safe is refused."""

from __future__ import annotations

import io
import random
import zipfile

import openpyxl
import pytest

from graphrisk.errors import GraphRiskError
from graphrisk.ingest.dora.load import check_dora, read_dora
from graphrisk.ingest.dora.sample import sample_register
from graphrisk.ingest.dora.sample_files import csv_of, package_files
from graphrisk.ingest.dora.templates import TEMPLATES
from tests.unit.ingest.dora.small_register import header, small_register, write_small


def records(path):
    """Return records without the names of their files."""
    found = read_dora([path])
    return {
        kind: sorted(
            ({**row, "source": None, "seen_on": None} for row in table.to_pylist()),
            key=lambda row: row["id"],
        )
        for kind, table in found.tables.items()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return records(write_small(tmp_path_factory.mktemp("plain") / "reg"))


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def small_files(prefix=""):
    made = {}
    for name, lines in small_register().items():
        width = len(header(name))
        rows = [header(name), *([*line, *[""] * (width - len(line))] for line in lines)]
        made[f"{prefix}{name}.csv"] = "".join(",".join(row) + "\n" for row in rows)
    return made


def workbook(path, *, titles=True):
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.create_sheet("Read me").append(["How to fill in", "this book"])
    for name, lines in small_register().items():
        sheet = book.create_sheet(name.upper().replace("B_", "RT."))
        if titles:
            sheet.append([f"Template {name}"])
            sheet.append([column.title for column in TEMPLATES[name].columns])
        sheet.append(header(name))
        if titles:
            sheet.append(["Alphanumerical", "Date"] + ["Country"] * (len(header(name)) - 2))
        for line in lines:
            sheet.append([cell or None for cell in line])
    book.save(path)
    return path


def test_archive_in_an_archive_is_named(tmp_path):
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("sent/package.zip", b"PK")
    (problem,) = read_dora([outer]).problems
    assert "sent/package.zip" in problem.message
    assert "unpack it" in problem.fix


def test_a_zip_in_any_folder_is_the_same(tmp_path, plain):
    prefix = "SOME.CON_SE_DORA010100_DORA_2026-09-30_20261001000000000/reports/"
    assert records(zipped(tmp_path / "a.zip", small_files(prefix))) == plain
    assert records(zipped(tmp_path / "b.zip", small_files())) == plain


@pytest.mark.parametrize("titles", [True, False])
def test_a_workbook_is_the_same(tmp_path, plain, titles):
    found = workbook(tmp_path / "register.xlsx", titles=titles)
    assert records(found) == plain
    said = [problem.message for problem in check_dora([found]).problems]
    assert any(line.startswith("sheet Read me") for line in said)


def test_the_package_is_the_same_as_its_tables(tmp_path):
    made = sample_register()
    package = zipped(tmp_path / "a.zip", {f"top/{k}": v for k, v in package_files(made).items()})
    tables = {f"{name}.csv": csv_of(made, name) for name in made.rows}
    assert records(package) == records(zipped(tmp_path / "b.zip", tables))


def test_columns_in_any_order_marks_and_line_ends(tmp_path, plain):
    folder = write_small(tmp_path / "reg")
    for path in folder.iterdir():
        lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
        text = "\n".join(";".join(reversed(line)) for line in lines)
        path.write_text("\ufeff" + text.upper().replace("C00", "c00"), "utf-8")
    found = records(folder)
    assert {row["contract"] for row in found["SERVES"]} == {"C1", "C2", "I1", "X1"}
    assert len(found["SERVES"]) == len(plain["SERVES"])


def test_files_beside_the_tables_are_listed_as_not_read(tmp_path):
    folder = write_small(tmp_path / "reg")
    for name in ("providers.xlsx", "old.csv", "notes.txt", "b_77.01.csv"):
        (folder / name).write_text("a,b", "utf-8")
    said = [p.message for p in check_dora([folder]).problems if p.rule in ("file", "table")]
    assert said == [
        "old.csv: no part of a register; not read",
        "providers.xlsx: no part of a register; not read",
        "b_77.01.csv: there is no template b_77.01; not read",
    ]


def test_a_folder_of_registers_is_several(tmp_path):
    write_small(tmp_path / "pool" / "a")
    write_small(tmp_path / "pool" / "b")
    files = {each.file.rsplit("/", 1)[0] for each in read_dora([tmp_path / "pool"]).files}
    assert files == {"pool/a", "pool/b"}


def test_paths_that_lead_out_are_not_read(tmp_path):
    files = small_files()
    moved = files.pop("b_05.02.csv")
    path = zipped(
        tmp_path / "a.zip",
        {**files, "../b_05.02.csv": moved, "/etc/b_07.01.csv": "x", "C:\\b_06.01.csv": "x"},
    )
    problems = check_dora([path]).problems
    assert sum("leads out of the archive" in p.message for p in problems) == 3
    assert any("b_05.02" in p.message and "is missing" in p.message for p in problems)
    assert list(tmp_path.iterdir()) == [path]


def refusal(path):
    (problem,) = check_dora([path]).problems
    return problem.message


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = zipped(tmp_path / "a.zip", {"b_02.02.csv": b"\0" * 60_000_000})
    assert "times its size: refused" in refusal(path)


def test_what_is_no_register_is_said(tmp_path):
    assert "no table of a register" in refusal(zipped(tmp_path / "a.zip", {"notes.txt": "x"}))
    (tmp_path / "empty").mkdir()
    assert "no table of a register" in refusal(tmp_path / "empty")
    (tmp_path / "text.csv").write_text("a,b\n1,2\n")
    assert "neither a folder" in refusal(tmp_path / "text.csv")
    assert "no such file" in refusal(tmp_path / "nothing")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(zipped(tmp_path / "b.zip", small_files()).read_bytes()[:-300])
    assert "archive is broken" in refusal(cut)


def test_entities_in_a_workbook_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/workbook.xml":
                text = text.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            new.writestr(part, text)
    assert "declares a document type" in refusal(bomb)


def test_a_row_with_a_cell_too_many_is_left_out(tmp_path):
    folder = write_small(tmp_path / "reg")
    path = folder / "b_05.01.csv"
    path.write_text(path.read_text("utf-8").replace("Sten Net GmbH", "Sten, Net GmbH"), "utf-8")
    read = read_dora([folder])
    (problem,) = [p for p in read.problems if p.rule == "row" and p.severity == "error"]
    assert (problem.row, "more cells than the header" in problem.message) == (5, True)


def mutated(draws, text):
    """Return text with a few bytes changed, cut, doubled or swapped for hostile ones."""
    raw = bytearray(text.encode())
    hostile = [b"\x00", b'"', b"\xff", b"\n", b",", b"9" * 400, "\u202e".encode(), b"=1+1", b"-"]
    for _ in range(1 + int(draws.random() * 8)):
        at = int(draws.random() * (len(raw) + 1))
        end = at + int(draws.random() * 40)
        raw[at:end] = draws.choice(hostile) if draws.random() < 0.7 else raw[at:end] * 3
    return bytes(raw[: int(draws.random() * len(raw))] if draws.random() < 0.1 else raw)


@pytest.mark.parametrize("seed", range(30))
def test_mutated_registers_end_in_sentences(tmp_path, seed):
    draws = random.Random(seed)
    files = {name: mutated(draws, text) for name, text in small_files().items()}
    path = zipped(tmp_path / "a.zip", files)
    if draws.random() < 0.3:
        raw = bytearray(path.read_bytes())
        for _ in range(5):
            raw[int(draws.random() * len(raw))] = int(draws.random() * 256)
        path.write_bytes(raw)
    try:
        found = read_dora([path])
    except GraphRiskError as error:
        pytest.fail(f"not listed as a problem: {error}")
    assert all(problem.message for problem in found.problems)
    for kind, table in found.tables.items():
        assert table.column("id").null_count == 0, kind


def test_mutated_workbooks_end_in_sentences(tmp_path):
    draws = random.Random(1)
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    for number in range(8):
        raw = bytearray(whole)
        for _ in range(3):
            raw[int(draws.random() * len(raw))] = int(draws.random() * 256)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(io.BytesIO(raw).getvalue())
        assert all(problem.message for problem in check_dora([path]).problems)
