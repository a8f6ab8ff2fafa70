"""graphrisk triage FOLDER: every file gets a draft, a stopped run goes on, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphrisk.workspace import notice_folder
from tests.cli.runner import run

NOTICE = "On 3 May 2024 our supplier Nordfjord {} Ltd was hit by ransomware. Names were stolen."


def notices(count):
    folder = Path("in")
    (folder / "deep").mkdir(parents=True)
    for number in range(count):
        where = folder / "deep" if number % 2 else folder
        (where / f"n{number}.txt").write_text(NOTICE.format(f"Pay{number}"), "utf-8")
    (folder / ".hidden.txt").write_text("nobody looks here", "utf-8")
    return folder


def found(*words):
    done = run("triage", "in", "--format", "json", *words)
    return done, json.loads(done.out)["result"]


def drafts():
    return sorted(Path("graphrisk-drafts").glob("*.json"))


def test_every_file_below_gets_a_draft_and_a_line(folder):
    notices(3)
    Path("in/recipe.txt").write_text("Boil the potatoes for twenty minutes.", "utf-8")
    done, result = found()
    assert done.code == 0, done.both
    lines = {row["file"]: (row["finding"], row["hit"]) for row in result["files"]}
    assert lines["n1.txt"] == ("incident", ["Nordfjord Pay1 Ltd"])
    assert lines["recipe.txt"][0] == "no incident"
    assert len(lines) == len(drafts()) == 4


def test_files_that_cannot_be_read_are_named_and_the_others_are(folder):
    notices(2)
    Path("in/scan.pdf").write_bytes(b"%PDF-1.4 broken")
    Path("in/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done, result = found()
    assert done.code == 3
    refused = {row["file"] for row in result["files"] if row["finding"].startswith("not read")}
    assert refused == {"scan.pdf", "picture.png"}
    assert len(drafts()) == 2


def test_what_has_a_draft_is_not_read_again_unless_asked(folder):
    notices(3)
    found()
    before = {path: path.stat().st_mtime_ns for path in drafts()}
    drafts()[0].unlink()
    _, result = found()
    assert result["read"] == 1
    assert len(drafts()) == 3
    kept = [path for path in drafts() if path.stat().st_mtime_ns == before[path]]
    assert len(kept) == 2
    assert found("--again")[1]["read"] == 3


def test_same_file_twice_is_read_once(folder):
    notices(1)
    Path("in/copy.txt").write_bytes(Path("in/n0.txt").read_bytes())
    _, result = found()
    assert result["read"] == 1
    assert any(row["finding"].startswith("the same as") for row in result["files"])


def test_many_files_are_read_by_several_processes_alike(folder, monkeypatch):
    notices(5)
    _, alone = found()
    monkeypatch.setattr(notice_folder, "FEW", 2)
    _, together = found("--again")
    assert together["files"] == alone["files"]


def test_run_that_is_stopped_keeps_the_drafts_it_made(folder, monkeypatch):
    notices(4)
    reading, read = notice_folder._read_one, []

    def stopped(path, *rest):
        if len(read) == 2:
            raise KeyboardInterrupt
        read.append(path)
        return reading(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(notice_folder, "_read_one", stopped)
        assert run("triage", "in").code != 0
    assert len(drafts()) == 2
    assert found()[1]["read"] == 2


@pytest.mark.parametrize("words", [("in", "in/n0.txt"), ("empty",)])
def test_folder_beside_a_file_and_empty_folder_are_refused(folder, words):
    notices(1)
    Path("empty").mkdir()
    refused = run("triage", *words)
    assert refused.code in (2, 3)
    assert "What to do" in refused.err


def test_file_that_is_nearly_another_says_so_in_a_first_and_a_later_run(folder):
    Path("in").mkdir()
    told = f"{NOTICE.format('Payroll')} We are sorry for this and will tell you more when we know."
    Path("in/a.txt").write_text(told, "utf-8")
    Path("in/b.txt").write_text(f"(Longmoor Post) {told}", "utf-8")
    lines = {row["file"]: row["finding"] for row in found()[1]["files"]}
    assert lines == {"a.txt": "incident", "b.txt": "incident; nearly the text of a.txt"}
    again = {row["file"]: row["finding"] for row in found()[1]["files"]}
    assert again == {name: f"read before: {finding}" for name, finding in lines.items()}
