"""Every fault is found at its row, column and rule; a sound register has none."""

from __future__ import annotations

import pytest

from graphrisk.ingest.dora.cells import reader_of
from graphrisk.ingest.dora.load import check_dora, read_dora
from graphrisk.ingest.dora.sample_faults import faulty_register
from graphrisk.ingest.dora.templates import TEMPLATES
from graphrisk.resources import data_folder
from tests.unit.ingest.dora.small_register import ALDER, BANK, PAY, small_register, write_small

REGISTERS = data_folder() / "registers"
TAKEN = ["b_05.01"]


def found(tmp_path, change):
    rows = small_register()
    change(rows)
    problems = check_dora([write_small(tmp_path / "reg", rows)]).problems
    return {
        ((p.file or "")[4:11], p.row, p.column, p.rule): p
        for p in problems
        if (p.file, p.row, p.rule) not in USUAL
    }


USUAL = {
    # The small register says one provider twice, on purpose.
    ("reg/b_05.01.csv", 3, "identifier"),
    ("reg/b_05.01.csv", 3, "name"),
}


def put(template, row, column, text):
    def change(rows):
        line = rows[template][row - 2]
        place = (int(column[1:]) - 10) // 10
        line += [""] * (place + 1 - len(line))
        line[place] = text

    return change


@pytest.mark.parametrize("name", ["sound", "sound-package.zip"])
def test_the_sound_register_has_no_problem(name):
    checked = check_dora([REGISTERS / name])
    assert [problem.text() for problem in checked.problems] == []
    assert sum(each.read for each in checked.files) > 300


def test_every_fault_of_the_faulty_register_is_found():
    _, faults = faulty_register()
    problems = check_dora([REGISTERS / "faulty"]).problems
    have = {((p.file or "")[7:14], p.row, p.column, p.rule) for p in problems}
    assert [f for f in faults if (f.template, f.row, f.column, f.rule) not in have] == []
    assert any("b_03.02" in p.message and p.rule == "table" for p in problems)


def test_words_and_numbers_in_place_of_codes_are_no_faults():
    problems = check_dora([REGISTERS / "faulty"]).problems
    rows = {((p.file or "")[7:14], p.row, p.column) for p in problems}
    assert not rows & {
        ("b_02.02", 23, "c0060"),
        ("b_02.02", 24, "c0140"),
        ("b_02.02", 25, "c0180"),
        ("b_07.01", 10, "c0050"),
        ("b_02.01", 12, "c0040"),
    }


def test_what_can_be_read_of_the_faulty_register_is_read():
    read = read_dora([REGISTERS / "faulty"])
    links = read.tables["SERVES"]
    assert links.num_rows > 95
    assert set(links.column("vendor_notice_days").drop_null().to_pylist()) == {180}
    left_out = {(f.table, f.refused) for f in read.files if f.refused}
    assert left_out == {("b_02.02", 1), ("b_05.02", 3)}


def test_the_small_register_has_no_problem_but_those_it_is_made_for(tmp_path):
    assert found(tmp_path, lambda rows: None) == {}


@pytest.mark.parametrize(
    ("template", "row", "column", "text", "rule"),
    [
        ("b_01.02", 3, "c0010", BANK[:-1], "LEI"),
        ("b_01.02", 2, "c0040", "eba_CT:x1", "code list"),
        ("b_01.02", 2, "c0100", "", "mandatory"),
        ("b_01.02", 3, "c0060", "", "mandatory"),
        ("b_01.02", 3, "c0090", "", "mandatory"),
        ("b_02.01", 3, "c0010", "C1", "806 duplicate key"),
        ("b_02.01", 2, "c0020", "3", "mandatory"),
        ("b_02.01", 2, "c0030", "C9", "807 foreign key"),
        ("b_02.02", 2, "c0020", ALDER, "807 foreign key"),
        ("b_02.02", 2, "c0030", "", "row"),
        ("b_02.02", 2, "c0070", "2024-13-01", "date"),
        ("b_02.02", 2, "c0080", "2024-01-01", "dates and links"),
        ("b_02.02", 2, "c0100", "", "mandatory"),
        ("b_02.02", 2, "c0120", "XX", "code list"),
        ("b_02.02", 2, "c0140", "perhaps", "code list"),
        ("b_02.02", 2, "c0150", "", "805 empty key"),
        ("b_02.02", 2, "c0170", "", "mandatory"),
        ("b_02.02", 2, "c0180", "eba_ZZ:x798", "code list"),
        ("b_02.03", 2, "c0020", "C2", "dates and links"),
        ("b_02.03", 2, "c0030", "so so", "yes or no"),
        ("b_04.01", 2, "c0030", "branch", "805 empty key"),
        ("b_04.01", 2, "c0040", "B7", "807 foreign key"),
        ("b_05.01", 2, "c0010", ALDER[:-1] + "X", "LEI"),
        ("b_05.01", 2, "c0020", "EUID", "identifier"),
        ("b_05.01", 2, "c0020", "", "mandatory"),
        ("b_05.01", 4, "c0010", "5560001", "identifier"),
        ("b_05.01", 2, "c0110", "NOBODY", "807 foreign key"),
        ("b_05.01", 2, "c0100", "12.5", "mandatory"),
        ("b_05.02", 3, "c0050", "0", "chain"),
        ("b_05.02", 4, "c0050", "4", "chain"),
        ("b_05.02", 5, "c0060", "", "chain"),
        ("b_05.02", 2, "c0030", PAY, "chain"),
        ("b_06.01", 2, "c0010", "", "row"),
        ("b_06.01", 2, "c0080", "soon", "number"),
        ("b_07.01", 2, "c0040", "S01", "assessment"),
        ("b_07.01", 2, "c0060", "", "mandatory"),
        ("b_07.01", 2, "c0120", "", "mandatory"),
    ],
)
def test_a_fault_is_found_where_it_is(tmp_path, template, row, column, text, rule):
    problems = found(tmp_path, put(template, row, column, text))
    at = {"chain": ("c0050", "c0060", "c0030"), "assessment": ("c0010",)}.get(rule, (column,))
    if rule == "mandatory" and (template, column) == ("b_02.01", "c0020"):
        at = ("c0030",)  # a subsequent contract names the one above it
    if (template, column, rule) == ("b_05.01", "c0100", "mandatory"):
        at = ("c0090",)  # an amount has a currency
    if (template, column, rule) == ("b_05.01", "c0020", "identifier"):
        at = ("c0010",)  # the code is an LEI, whatever its type says
    if (template, column, rule) == ("b_04.01", "c0030", "805 empty key"):
        at = ("c0040",)  # a branch has a code
    hits = [
        problems[template, row, each, rule]
        for each in at
        if (template, row, each, rule) in problems
    ]
    assert hits, list(problems)
    assert all(hit.message and hit.fix for hit in hits)


@pytest.mark.parametrize(
    ("template", "column", "text", "value"),
    [
        ("b_02.02", "c0060", "eba_TA:S17", "S17"),
        ("b_02.02", "c0060", "TA:S17", "S17"),
        ("b_02.02", "c0060", "17", "S17"),
        ("b_02.02", "c0060", "S17 - Cloud services: IaaS", "S17"),
        ("b_02.02", "c0060", "Cloud services: IaaS", "S17"),
        ("b_02.01", "c0020", "1. Standalone arrangement", "standalone"),
        ("b_02.01", "c0020", "1. Something else", None),
        ("b_07.01", "c0050", "Not substitutable", "not substitutable"),
        ("b_07.01", "c0050", "eba_ZZ:x959 - strange words", "not substitutable"),
        ("b_06.01", "c0050", "Nej", "no"),
        ("b_06.01", "c0050", "TRUE", "yes"),
        ("b_02.02", "c0130", "eba_GA:SE", "SE"),
        ("b_02.02", "c0130", "Sweden", "SE"),
        ("b_02.02", "c0130", "SE - Sweden", "SE"),
        ("b_02.02", "c0100", "30 days", 30),
        ("b_02.02", "c0080", "31.12.2027", "2027-12-31"),
        ("b_02.01", "c0040", "iso4217:SEK", "SEK"),
    ],
)
def test_codes_words_and_numbers_are_read_alike(template, column, text, value):
    found, finding = reader_of(TEMPLATES[template].by_code[column])(text)
    assert found == value if value is not None else finding is not None


@pytest.mark.parametrize("text", ["9999-12-31", "0", "Not applicable", "n/a", "eba_GA:qx2007"])
def test_what_stands_for_nothing_is_nothing_and_no_fault(text):
    for code in ("c0050", "c0070", "c0080", "c0130"):
        if text.startswith("9999") and code in ("c0050", "c0130"):
            continue
        assert reader_of(TEMPLATES["b_02.02"].by_code[code])(text) == (None, None)


def test_what_differs_in_capitals_only_is_read_as_meant(tmp_path):
    def change(rows):
        rows["b_02.02"][0][0] = "c 1"
        rows["b_02.02"][0][4] = "f1"

    problems = found(tmp_path, change)
    assert {
        ("b_02.02", 2, "c0010", "807 foreign key"),
        ("b_02.02", 2, "c0050", "807 foreign key"),
    } <= set(problems)
    rows = small_register()
    change(rows)
    links = read_dora([write_small(tmp_path / "again", rows)]).tables["SERVES"].to_pylist()
    bank = [link for link in links if link["contract"] == "C1" and link["to_id"] == BANK]
    assert [link["supports"] for link in bank] == [["F1 Pay", "F2 Post"]]


def test_a_function_of_another_entity_is_not_this_ones(tmp_path):
    problems = found(tmp_path, put("b_02.02", 4, "c0050", "F2"))
    said = problems["b_02.02", 4, "c0050", "807 foreign key"].message
    assert said == f"b_06.01 has it for {BANK}, not for {PAY}"


def test_a_strict_load_leaves_out_a_register_with_an_error(tmp_path):
    rows = small_register()
    rows["b_02.02"][0][2] = ""
    bad, good = write_small(tmp_path / "bad", rows), write_small(tmp_path / "good")
    assert read_dora([bad], strict=True).tables == {}
    assert read_dora([good], strict=True).tables["SERVES"].num_rows == 8


def test_filing_indicators_and_parameters_are_compared(tmp_path):
    folder = write_small(tmp_path / "reg")
    names = [f"B_{template[2:]}" for template in small_register()]
    wrong = [f"{name},{'true' if name != 'B_02.02' else 'false'}" for name in names[:-1]]
    text = "templateID,reported\n" + "\n".join(wrong)
    (folder / "FilingIndicators.csv").write_text(text, "utf-8")
    parameters = f"name,value\nentityID,rs:{PAY}.CON\nrefPeriod,2026-13-01\n"
    (folder / "parameters.csv").write_text(parameters, "utf-8")
    (folder / "report.json").write_text('{"documentInfo": {"documentType": "x"}}', "utf-8")
    (folder / "reportPackage.json").write_text("[" * 100_000, "utf-8")
    said = [p.message for p in check_dora([folder]).problems if p.rule.startswith(("808", "pack"))]
    assert any(line.startswith("b_02.02 is said to be not reported") for line in said)
    assert any(line.startswith("b_01.03 is said to be reported, and has no rows") for line in said)
    assert "no filing indicator for b_99.01" in said
    assert any(line.startswith(f"entityID names {PAY}") for line in said)
    assert any("refPeriod is no day" in line for line in said)
    assert "report.json is no xBRL-CSV report" in said
    assert any("cannot be read" in line for line in said)
