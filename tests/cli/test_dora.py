"""A register of information from the command line: checked, loaded, asked by function."""

from __future__ import annotations

import json

import openpyxl
import pytest

from graphrisk.ingest.dora.sample import invented_lei
from tests.cli.runner import DATA, run
from tests.unit.ingest.dora.small_register import (
    ALDER,
    BANK,
    DEEP,
    IT,
    PAY,
    SUB,
    TWIN,
    small_register,
    write_small,
)

REGISTERS = DATA / "registers"


def test_check_of_a_sound_register_ends_with_0():
    result = run("check", str(REGISTERS / "sound-package.zip"))
    assert (result.code, result.out.splitlines()[0]) == (0, "Nothing is wrong.")


def test_check_of_a_faulty_register_ends_with_1_and_lists_everything():
    result = run("check", str(REGISTERS / "faulty"), "--format", "json")
    found = json.loads(result.out)["result"]
    assert result.code == 1
    assert found["errors"] + found["warnings"] == len(found["problems"]) > 30
    assert found["rejecting"] == sum(
        p["rule"][:3] in ("805", "806", "807") for p in found["problems"]
    )
    assert all(p["rule"] and p["message"] and p["fix"] for p in found["problems"])


def test_check_of_what_is_not_there_is_an_error_of_input(tmp_path):
    assert run("check", str(tmp_path / "nothing"), "--as", "dora").code == 3
    assert run("check", str(tmp_path / "nothing.csv")).code == 3


def test_check_takes_other_registers_too():
    result = run("check", str(DATA / "synthetic" / "organizations.csv"))
    assert result.code == 0


def test_a_workbook_is_told_by_its_sheets(tmp_path):
    for title, first in (("Serves", "Nothing is wrong."), ("RT.02.02", "problems in")):
        book = openpyxl.Workbook()
        book.active.title = title
        book.active.append(["vendor", "customer"])
        book.active.append(["Alfa AB", "Beta AB"])
        book.save(tmp_path / "book.xlsx")
        assert first in run("check", str(tmp_path / "book.xlsx")).out.splitlines()[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("dora")
    write_small(made / "reg")
    assert run("load", str(made / "reg"), "--as", "dora", *at(made)).code == 0
    return made


def at(folder):
    return ("--store", f"ladybug:{folder / 'store.lbdb'}")


def test_exposed_answers_by_function_and_shows_coverage(folder):
    words = ("--mode", "outage", "--as-of", "2026-11-25")
    said = " ".join(run("exposed", DEEP, *words, *at(folder)).out.split())
    assert "F1 Pay (critical) stops at 1 entity: Kvarn Bank AB." in said
    assert "the chain is declared for 1 of 2 critical contracts (50%)" in said
    assert "1 direct link names no function" in said


def test_reports_and_pages_name_the_functions_that_stop(folder, monkeypatch):
    monkeypatch.chdir(folder)
    words = ("--mode", "outage", "--as-of", "2026-11-25", *at(folder))
    for command, file in (("report", "r.html"), ("report", "r.md"), ("view", "v.html")):
        assert run(command, DEEP, "-o", file, *words).code == 0
        text = (folder / file).read_text("utf-8")
        assert "Functions that stop" in text
        assert "F1 Pay" in text


def test_path_shows_what_the_register_states(folder):
    words = ("--as-of", "2026-11-25")
    said = " ".join(run("path", SUB, "Kvarn Bank AB", *words, *at(folder)).out.split())
    assert "substitutability: highly complex" in said
    assert "reliance: full" in said


def test_a_provider_that_gets_its_lei_later_keeps_its_links(tmp_path):
    """The other register knows the LEI; what was loaded by the VAT number is not doubled."""
    first = small_register()
    first["b_05.01"] = [row for row in first["b_05.01"] if row[0] == TWIN]
    first["b_02.02"] = [row for row in first["b_02.02"] if row[2] == TWIN]
    first["b_05.02"] = []
    paths = [write_small(tmp_path / "a", first), write_small(tmp_path / "b")]
    said = [run("load", str(paths[k]), "--as", "dora", *at(tmp_path)).out for k in (0, 1, 0, 1)]
    assert [text.startswith("Nothing changed") for text in said] == [False, False, True, True]
    vendors = run("vendors", "Kvarn Betal AB", "--tier", "1", "--format", "json", *at(tmp_path))
    assert [v["id"] for v in json.loads(vendors.out)["result"]["vendors"]] == [ALDER]


def test_registers_loaded_one_after_the_other_keep_their_contracts_apart(tmp_path):
    swap = {BANK: invented_lei(91), PAY: invented_lei(92), IT: invented_lei(93)}
    other = {
        name: [[swap.get(cell, cell) for cell in row] for row in rows]
        for name, rows in small_register().items()
    }
    paths = [write_small(tmp_path / "a"), write_small(tmp_path / "b", other)]
    said = [run("load", str(paths[k]), "--as", "dora", *at(tmp_path)).out for k in (0, 1, 0, 1)]
    assert [text.startswith("Nothing changed") for text in said] == [False, False, True, True]
    words = ("--mode", "outage", "--as-of", "2026-11-25", "--format", "json")
    (found,) = json.loads(run("exposed", SUB, *words, *at(tmp_path)).out)["result"]["answers"]
    parts = {part for party in found["parties"] for part in party["parts"]}
    assert {"C1", f"C1 ({swap[BANK]})"} <= parts


def test_loading_again_changes_nothing(folder):
    again = run("load", str(folder / "reg"), "--as", "dora", *at(folder))
    assert "Nothing changed" in again.out


def test_rows_left_out_end_with_3_and_the_list_names_rules(folder):
    rows = small_register()
    rows["b_02.02"][0][2] = ""
    bad, listed = write_small(folder / "bad", rows), folder / "list.csv"
    words = ("--as", "dora", "--problems", str(listed), "--store", "memory:")
    assert run("load", str(bad), *words).code == 3
    text = listed.read_text("utf-8")
    assert text.splitlines()[0].endswith(",rule")
    assert "bad/b_02.02.csv,2,c0030,,error,the row was left out" in text


@pytest.mark.parametrize("words", [("--as", "xbrl"), ("--as", "dora", "--kind", "serves")])
def test_a_format_that_is_none_is_refused(folder, words):
    assert run("load", str(folder / "reg"), *words, "--store", "memory:").code == 2
