"""graphrisk sync: what it prints, and what it refuses in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import run

COPY = "ladybug:copy.lbdb"


def test_a_store_is_copied_and_the_second_time_nothing_is_written(loaded):
    first = run("sync", "graphrisk.lbdb", COPY)
    assert first.code == 0, first.both
    assert "records copied, 0 changed, 0 withdrawn in ladybug:copy.lbdb" in first.out
    assert "--known-on, loads and undo answer the same on both sides" in " ".join(first.out.split())
    second = run("sync", "graphrisk.lbdb", COPY, "--format", "json")
    answer = json.loads(second.out)
    assert answer["headline"] == ["Nothing to copy: ladybug:copy.lbdb holds all of it already."]
    assert answer["result"]["way"] == "nothing"
    assert {kind["copied"] for kind in answer["result"]["kinds"]} == {0}
    here = json.loads(run("loads", "--format", "json").out)["result"]
    assert json.loads(run("loads", "--store", COPY, "--format", "json").out)["result"] == here


@pytest.mark.parametrize("other", ["ladybug:./graphrisk.lbdb", "x/../graphrisk.lbdb"])
def test_one_store_under_two_names_is_refused(other, loaded):
    result = run("sync", "graphrisk.lbdb", other)
    assert result.code == 2
    assert "one and the same store" in result.err


def test_a_source_that_is_not_there_is_said_and_no_target_is_made(folder):
    result = run("sync", "nothing.lbdb", COPY)
    assert result.code == 4
    assert "there is no store to copy from" in result.err
    assert list(Path().iterdir()) == []


def test_an_empty_source_is_said_and_no_target_is_made(folder):
    result = run("sync", "memory:", COPY)
    assert result.code == 4
    assert "nothing in it to copy" in result.err
    assert list(Path().iterdir()) == []


def test_a_target_in_no_folder_is_said(loaded):
    result = run("sync", "graphrisk.lbdb", "nowhere/copy.lbdb")
    assert result.code == 4
    assert "check that the folder exists" in result.err


def test_records_of_the_target_alone_are_kept_unless_replaced(loaded):
    Path("own.csv").write_text("name\nOnly Here AB\n", encoding="utf-8")
    assert run("load", "own.csv", "--store", COPY, "--kind", "organizations").code == 0
    refused = run("sync", "graphrisk.lbdb", COPY)
    assert refused.code == 2
    assert "organizations 1; nothing was written" in refused.err
    assert "--replace" in refused.err
    done = run("sync", "graphrisk.lbdb", COPY, "--replace")
    assert done.code == 0
    assert "1 withdrawn" in done.out
    assert "graphrisk undo 2 takes it back" in " ".join(done.out.split())


def test_a_foreign_file_as_target_is_refused(loaded):
    Path("notes.lbdb").write_text("no database", encoding="utf-8")
    result = run("sync", "graphrisk.lbdb", "notes.lbdb")
    assert result.code == 4
    assert Path("notes.lbdb").read_text(encoding="utf-8") == "no database"
