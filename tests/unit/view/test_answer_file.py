"""An answer in every kind of file: the same rows, no formula, and what it was computed from."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.errors import TooLarge
from graphrisk.view import answer_workbook
from graphrisk.view.answer import explanation, to_markdown
from graphrisk.view.answer_file import ENDINGS, answer_bytes
from graphrisk.view.result_answer import result_answer

HOSTILE = ("=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "\t=1", "-2+3", "\x00=1", "\u202e=1")
DIGEST = "d" * 64


def result(rows=(("Alfa AB", 3, 0.25, ["a", "b"]), ("Beta", None, None, ()))) -> AnalysisResult:
    table = ResultTable(("vendor", "users", "cr1", "hit"), tuple(rows), wide=frozenset(("hit",)))
    return AnalysisResult(
        "rank",
        ("Alfa AB reaches most.",),
        (table,),
        parameters={"as_of": "2026-01-01", "worlds": 10_000, "weight": None},
        digest=DIGEST,
        seed=7,
        totals={"users": 3, "coverage": {"sentence": "half is known"}},
        notes=("two were left out",),
        method=Method("Counts users", ("no shares",), ("lorenz1905",)),
    )


def written(ending: str, **given) -> bytes:
    return answer_bytes(result_answer(result(**given)), ending, program_version="0.1")


def test_footer_says_coverage_notes_parameters_digest_and_seed():
    assert result_answer(result()).footer == (
        "Coverage: half is known.",
        "Two were left out.",
        "Asked with worlds 10,000.",
        "As of 2026-01-01, known now, digest dddddddddddddddd, seed 7.",
    )


def test_csv_says_graph_and_seed_on_every_row():
    rows = list(csv.DictReader(io.StringIO(written(".csv").decode())))
    assert [row["vendor"] for row in rows] == ["Alfa AB", "Beta"]
    assert {(row["graph_digest"], row["seed"]) for row in rows} == {(DIGEST, "7")}
    assert rows[0]["hit"] == "a;b"
    assert rows[1]["users"] == ""


def test_json_holds_tables_totals_seed_and_method():
    found = json.loads(written(".json"))
    assert (found["command"], found["digest"], found["seed"]) == ("rank", DIGEST, 7)
    assert found["result"]["tables"][0]["rows"][0] == {
        "vendor": "Alfa AB",
        "users": 3,
        "cr1": 0.25,
        "hit": ["a", "b"],
    }
    assert found["method"]["sources"][0]["key"] == "lorenz1905"
    assert "Lorenz (1905)" in found["method"]["sources"][0]["text"]


def test_parquet_has_types_and_says_where_it_comes_from():
    table = pq.read_table(io.BytesIO(written(".parquet")))
    assert [str(kind) for kind in table.schema.types][:3] == ["string", "int64", "double"]
    assert table.column("hit").to_pylist() == [["a", "b"], []]
    told = table.schema.metadata
    assert (told[b"graph_digest"], told[b"seed"]) == (DIGEST.encode(), b"7")
    assert json.loads(told[b"graphrisk"])["parameters"]["worlds"] == 10_000
    assert table.schema.field("users").metadata[b"unit"] == b"customers"


def test_workbook_has_the_rows_and_a_sheet_about_them():
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx")))
    assert book.sheetnames == ["rank", "About"]
    rows = list(book["rank"].iter_rows(values_only=True))
    assert rows == [
        ("Vendor", "Users", "CR1", "Hit"),
        ("Alfa AB", 3, 0.25, "a;b"),
        ("Beta", None, None, None),
    ]
    about = list(book["About"].iter_rows(values_only=True))
    assert ("Digest of the graph", DIGEST) in about
    assert ("Seed", 7) in about
    assert any(word == "Source" and "Lorenz" in text for word, text in about)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_is_a_formula(name):
    given = [(name, 1, 0.5, [name])]
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx", rows=given)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "f" not in {cell.data_type for cell in cells}
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    texts += [cell for row in csv.reader(io.StringIO(written(".csv", rows=given).decode()))
              for cell in row]  # fmt: skip
    assert [text for text in texts if text.startswith(("=", "+", "@", "\t", "-"))] == []


def test_sheets_have_names_of_their_own():
    tables = [ResultTable(("vendor",), (("A",),), title) for title in ("x/y", "x:y", "about")]
    many = AnalysisResult("rank", ("h",), tuple(tables), digest="d")
    data = answer_bytes(result_answer(many), ".xlsx", program_version="0")
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 4


def test_longest_cell_is_cut_where_a_spreadsheet_would_break():
    data = written(".xlsx", rows=[("a" * 40_000, 1, 0.1, ())])
    value = openpyxl.load_workbook(io.BytesIO(data))["rank"]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(answer_workbook, "MOST_ROWS", 1)
    with pytest.raises(TooLarge, match="a sheet holds 1 rows, the answer has 2"):
        written(".xlsx")


def test_explanation_is_printed_only_where_asked_for():
    plain, explained = (result_answer(result(), explain=explain) for explain in (False, True))
    assert "How: Counts users." not in to_markdown(plain)
    assert "How: Counts users. Assumed: no shares. Sources: Lorenz" in to_markdown(explained)
    assert explanation(result_answer(AnalysisResult("x", (), (), digest="d"))) == ""


@pytest.mark.parametrize("ending", ENDINGS)
def test_answer_without_tables_is_its_sentence(ending):
    empty = result_answer(AnalysisResult("rank", ("Nobody falls.",), (), digest=DIGEST))
    data = answer_bytes(empty, ending, program_version="0")
    if ending == ".parquet":
        assert pq.read_table(io.BytesIO(data)).column("answer").to_pylist() == ["Nobody falls."]
    elif ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert ("Answer", "Nobody falls.") in list(book["About"].iter_rows(values_only=True))
    else:
        assert "Nobody falls." in data.decode()
