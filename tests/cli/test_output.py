"""``--output FILE`` and ``--explain``: whole files, sentences where it cannot be, clean stdout."""

from __future__ import annotations

import csv
import inspect
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.cli.runner import commands, examples_of, name_of, run


def takes(command, name, option) -> bool:
    """Return True when a command has one of the options that all commands share."""
    found = inspect.signature(command.callback).parameters.get(name)
    return found is not None and found.annotation == option


WRITING = {
    name_of(command): examples_of(command)[0]
    for command in commands()
    if takes(command, "output", "options.Output")
}
EXPLAINED = sorted(
    name_of(command) for command in commands() if takes(command, "explain", "options.Explain")
)


@pytest.mark.parametrize("name", sorted(WRITING))
def test_command_writes_its_answer_to_a_file(name, loaded):
    result = run(*WRITING[name], "--output", "answer.json")
    assert (result.code, result.err) == (0, "Written: answer.json\n")
    envelope = json.loads((loaded / "answer.json").read_text("utf-8"))
    assert envelope["command"] == name
    assert {"digest", "seed", "method", "result"} <= set(envelope)


@pytest.mark.parametrize("name", EXPLAINED)
def test_explained_answer_says_how_it_was_computed(name, loaded):
    words = examples_of({name_of(c): c for c in commands()}[name])[0]
    assert "How: " in run(*words, "--explain").out
    assert "How: " not in run(*words).out
    plain = run(*words, "--explain", "--format", "csv")
    assert "How: " not in plain.out
    assert "How: " in plain.err


def test_every_ending_holds_the_same_rows(loaded):
    words = ["vendors", "Nordvik Lakeside Hospital"]
    for ending in ("csv", "xlsx", "json", "md", "parquet"):
        shown = run(*words, "--limit", "1", "--format", "json", "-o", f"v.{ending}")
        assert shown.code == 0
        vendors = [each["name"] for each in json.loads(shown.out)["result"]["vendors"]]
    with (loaded / "v.csv").open(encoding="utf-8", newline="") as file:
        assert [row["vendor"] for row in csv.DictReader(file)] == vendors
    sheet = openpyxl.load_workbook(loaded / "v.xlsx")["vendors"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == vendors
    assert pq.read_table(loaded / "v.parquet").column("vendor").to_pylist() == vendors
    text = (loaded / "v.md").read_text("utf-8")
    assert all(vendor in text for vendor in vendors)


def test_file_holds_every_party_though_the_terminal_shows_few(loaded):
    words = ["exposed", "Dimholm Datahall AB", "--mode", "outage"]
    run(*words, "--limit", "2", "-o", "few.csv")
    run(*words, "--limit", "0", "-o", "all.csv")
    assert (loaded / "few.csv").read_text("utf-8") == (loaded / "all.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "code", "says"),
    [
        ("answer.pdf", 2, "no answer is written as '.pdf'"),
        ("answer", 2, "no answer is written as a file without ending"),
        ("nowhere/answer.csv", 3, "nowhere/answer.csv: cannot be written"),
        ("folder.csv", 3, "folder.csv: this is a folder"),
    ],
)
def test_file_that_cannot_be_written_is_refused_before_anything_is_computed(
    path, code, says, loaded
):
    (loaded / "folder.csv").mkdir()
    before = sorted(loaded.iterdir())
    result = run("concentration", "-o", path)
    assert (result.code, result.out) == (code, "")
    assert says in result.err
    assert "What to do: " in result.err
    assert sorted(loaded.iterdir()) == before


def test_old_file_stays_when_the_new_one_cannot_be_written(loaded, monkeypatch):
    (loaded / "c.csv").write_text("old", "utf-8")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graphrisk.files.os.fsync", full_disk)
    result = run("concentration", "-o", "c.csv")
    assert (result.code, result.out) == (3, "")
    assert "No space left on device" in result.err
    assert (loaded / "c.csv").read_text("utf-8") == "old"
    assert list(loaded.glob("*.tmp")) == list(loaded.glob(".c*")) == []
