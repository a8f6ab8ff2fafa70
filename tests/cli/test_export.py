"""graphrisk export: what each form is, what comes back, and what is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import openpyxl
import pytest

from tests.cli.runner import run


def digest_of(*words):
    return json.loads(run("status", *words, "--format", "json").out)["digest"]


def test_csv_loads_into_an_empty_store_with_the_same_digest(loaded):
    done = run("export", "csv", "-o", "out", "--format", "json")
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    files = sorted(str(path) for path in Path("out").glob("*.csv"))
    assert len(files) == len(answer["result"]["records"])
    back = run("load", *files, "--store", "ladybug:back.lbdb")
    assert back.code == 0, back.both
    assert digest_of("--store", "ladybug:back.lbdb") == digest_of() == answer["digest"]
    again = run("load", *files)
    assert "Nothing changed" in again.out
    assert "graphrisk load organizations.csv" in Path("out/HOW-TO.txt").read_text("utf-8")


def test_parquet_loads_into_an_empty_store_with_the_same_digest(loaded):
    assert run("export", "parquet", "-o", "out").code == 0
    files = sorted(str(path) for path in Path("out").glob("*.parquet"))
    back = run("load", *files, "--store", "ladybug:back.lbdb")
    assert back.code == 0, back.both
    assert digest_of("--store", "ladybug:back.lbdb") == digest_of()
    assert run("export", "parquet", "-o", "out").code == 0  # its own folder may be written over


def test_workbook_holds_every_kind_and_no_formula(folder):
    Path("more.csv").write_text("vendor,customer,service\nA AB,B AB,=1+1\n", "utf-8")
    assert run("load", "more.csv").code == 0
    done = run("export", "xlsx", "-o", "g.xlsx", "--format", "json")
    records = json.loads(done.out)["result"]["records"]
    book = openpyxl.load_workbook("g.xlsx")
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == records
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_stix_bundle_is_valid_and_loads_with_the_same_digest(loaded):
    assert run("export", "stix", "-o", "b.json").code == 0
    objects = json.loads(Path("b.json").read_text("utf-8"))["objects"]
    ids = {each["id"] for each in objects}
    assert len(ids) == len(objects)
    ends = [each[end] for each in objects for end in ("source_ref", "target_ref") if end in each]
    assert ends
    assert set(ends) <= ids
    assert run("load", "b.json", "--store", "ladybug:back.lbdb").code == 0
    assert digest_of("--store", "ladybug:back.lbdb") == digest_of()


def test_changed_record_in_a_stix_bundle_is_named_and_nothing_is_written(loaded):
    assert run("export", "stix", "-o", "b.json").code == 0
    bundle = json.loads(Path("b.json").read_text("utf-8"))
    edge = next(each for each in bundle["objects"] if each.get("relationship_type") == "serves")
    next(iter(edge["extensions"].values()))["record"]["confidence"] = 7
    Path("b.json").write_text(json.dumps(bundle, separators=(",", ":")), "utf-8")
    refused = run("load", "b.json", "--store", "ladybug:back.lbdb")
    assert refused.code == 3
    assert "confidence" in refused.both
    assert not Path("back.lbdb").exists()


def test_graphml_and_opengraph_hold_the_graph(loaded):
    assert run("export", "graphml", "-o", "g.graphml").code == 0
    assert run("export", "opengraph", "-o", "g.json").code == 0
    made = nx.read_graphml("g.graphml", force_multigraph=True)
    data = json.loads(Path("g.json").read_text("utf-8"))["graph"]
    assert made.number_of_nodes() == len(data["nodes"]) > 100
    assert made.number_of_edges() == len(data["edges"]) > 100


def test_cypher_is_one_script_for_a_shell(loaded):
    done = run("export", "cypher", "-o", "g.cypher")
    assert done.code == 0
    assert "with loads and history" in done.out
    script = Path("g.cypher").read_text("utf-8")
    assert script.startswith("// graphrisk: ")
    assert script.rstrip().endswith('`value`:"graphrisk"});')


def test_files_for_the_import_come_with_their_command(loaded):
    assert run("export", "csv", "--neo4j-admin", "-o", "out").code == 0
    how_to = Path("out/HOW-TO.txt").read_text("utf-8")
    for path in Path("out").glob("*.csv"):
        assert f"./{path.name}" in how_to
    head = Path("out/serves.csv").read_text("utf-8").split("\n")[0]
    assert head.startswith("id:string,:START_ID(Organization),:END_ID(Organization),")


def test_an_older_export_is_replaced_and_other_files_are_not(loaded):
    assert run("export", "csv", "-o", "out", "--neo4j-admin").code == 0
    assert run("export", "csv", "-o", "out").code == 0
    assert not Path("out/schema.cypher").exists()
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("mine", "utf-8")
    refused = run("export", "csv", "-o", "mine")
    assert refused.code == 3
    assert "the folder holds other files" in refused.err
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]


def test_what_was_known_by_a_day_can_be_exported(loaded):
    refused = run("export", "graphml", "--known-on", "2001-01-01")
    assert refused.code == 4
    assert "no records to export" in refused.err
    assert run("export", "csv", "-o", "out", "--known-on", "2001-01-01").code == 4
    assert not Path("out").exists()
    assert run("export", "csv", "-o", "out", "--known-on", "2999-01-01").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("docx",), 2, "not a format to export"),
        (("graphml", "--neo4j-admin"), 2, "makes CSV files, not graphml"),
        (("cypher", "--known-on", "2026-01-01"), 2, "holds the whole history"),
        (("csv", "--neo4j-admin", "--known-on", "2026-01-01"), 2, "holds the whole history"),
        (("graphml", "--known-on", "soon"), 2, "not a day"),
        (("graphml", "-o", "nowhere/g.graphml"), 3, "cannot be written"),
        (("csv", "-o", "nowhere/out"), 3, "cannot be written"),
        (("csv", "-o", "graphrisk.lbdb"), 3, "this is a file"),
        (("graphml", "-o", "."), 3, "cannot be written"),
        (("csv", "--store", "nothing.lbdb"), 4, "there is no store yet"),
    ],
)
def test_refused_in_words_and_nothing_is_left_behind(words, code, said, loaded):
    before = sorted(Path().rglob("*"))
    result = run("export", *words)
    assert result.code == code, result.both
    assert said in result.err
    assert "What to do:" in result.err
    assert sorted(Path().rglob("*")) == before


def test_a_disk_that_fills_up_leaves_nothing_behind(loaded, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    before = sorted(Path().rglob("*"))
    monkeypatch.setattr("graphrisk.files.os.fsync", full)
    result = run("export", "csv", "-o", "out")
    assert result.code == 3
    assert "No space left on device; nothing was" in result.err
    assert sorted(Path().rglob("*")) == before
