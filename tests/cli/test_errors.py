"""Errors are sentences on stderr with the exit code of their kind; stdout stays empty."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import run, run_unchecked, write_csv

ROOT = Path(__file__).resolve().parents[2]
VENDOR = "Dimholm Datahall AB"

WRONG_USE = [
    ("nonsense",),
    ("exposed",),
    ("exposed", VENDOR, "--mode", "flood"),
    ("exposed", VENDOR, "--as-of", "garbage"),
    ("exposed", VENDOR, "--as-of", "2026-02-30"),
    ("exposed", VENDOR, "--known-on", "garbage"),
    ("exposed", VENDOR, "--min-confidence", "3"),
    ("exposed", VENDOR, "--min-confidence", "nan"),
    ("exposed", VENDOR, "--min-criticality", "dire"),
    ("exposed", VENDOR, "--assume-substitutes", "luck"),
    ("exposed", VENDOR, "--max-hops", "0"),
    ("exposed", VENDOR, "--format", "xml"),
    ("exposed", VENDOR, "--limit", "-1"),
    ("simulate", VENDOR, "--worlds", "0"),
    ("loss", "--worlds", "20000000"),
    ("concentration", "--by", "luck"),
    ("query", "luck"),
    ("query", "vendors_of_customer"),
    ("query", "vendors_of_customer", "--param", "customer"),
    ("query", "vendors_by_direct_customers", "--param", "limit=many"),
    ("query", "--show"),
    ("undo", "first"),
    ("undo", "0"),
    ("undo", "99"),
    ("load", "serves.csv", "--kind", "luck"),
    ("triage", "notice.txt", "--published-on", "yesterday"),
    ("report", VENDOR, "-o", "report.pdf"),
    ("status", "--store", "somewhere"),
]
WRONG_INPUT = [
    ("load", "missing.csv"),
    ("load", "."),
    ("triage", "missing.txt"),
    ("exposed", "Nobody Knows Ltd"),
    ("simulate", "Nobody Knows Ltd"),
    ("exposed", ""),
    ("exposed", VENDOR, "--incident", "nothing"),
    ("path", VENDOR, "Nobody Knows Ltd"),
    ("vendors", "Nobody Knows Ltd"),
    ("query", "vendors_of_customer", "--param", "customer=nobody"),
    ("incident", "nothing of the kind"),
    ("review", "no-such-draft"),
    ("review", "--decisions", "missing.json"),
    ("review", "--accept-all", "--incident", "nothing"),
    ("report", "Nobody Knows Ltd"),
    ("view", "Nobody Knows Ltd"),
    ("view", VENDOR, "-o", "no/such/folder/view.html"),
    ("report", VENDOR, "-o", "no/such/folder/report.md"),
]


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_wrong_use_exits_with_2(words: tuple[str, ...], loaded):
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()


@pytest.mark.parametrize("words", WRONG_INPUT, ids=" ".join)
def test_wrong_input_exits_with_3_and_says_what_to_do(words: tuple[str, ...], loaded):
    result = run(*words)
    assert (result.code, result.out) == (3, "")
    assert "What to do: " in result.err


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("loads",),
        ("undo", "1"),
        ("concentration",),
        ("exposed", "X"),
        ("path", "X", "Y"),
        ("vendors", "X"),
        ("view", "X"),
        ("report", "X"),
    ],
    ids=" ".join,
)
def test_question_without_a_store_exits_with_4_and_leaves_none(words: tuple[str, ...], folder):
    result = run(*words)
    assert (result.code, result.out) == (4, "")
    assert "graphrisk load" in result.err
    assert list(folder.iterdir()) == []


def test_file_that_is_no_store_exits_with_4_and_is_left_alone(folder):
    (folder / "notes.lbdb").write_text("my notes")
    for words in (("status",), ("load", write_csv(folder / "serves.csv", SMALL))):
        result = run(*words, "--store", "notes.lbdb")
        assert (result.code, result.out) == (4, "")
    assert (folder / "notes.lbdb").read_text() == "my notes"


def test_store_held_by_another_process_names_it(loaded):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from graphrisk.store.opening import open_store\n"
            "store = open_store('ladybug:graphrisk.lbdb'); print('held', flush=True)\n"
            "sys.stdin.readline()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for words in (("exposed", VENDOR), ("undo", "1")):
            result = run(*words)
            assert (result.code, result.out) == (4, "")
            assert str(holder.pid) in result.err
    finally:
        holder.communicate("\n")
    assert run("exposed", VENDOR).code == 0


def test_settings_file_with_an_error_is_named(loaded):
    for text in ('fromat = "csv"', "format = [1,", 'min_confidence = "high"', 'format = "xml"'):
        (loaded / "graphrisk.toml").write_text(text)
        result = run("status")
        assert (result.code, result.out) == (2, ""), text
        assert "What to do: " in result.err


def test_help_works_beside_a_broken_settings_file(folder):
    (folder / "graphrisk.toml").write_text("= = =")
    assert run("--help").code == 0
    assert run("load", "--help").code == 0


def test_defect_of_ours_is_a_sentence_and_70_and_its_traceback_waits_for_verbose(
    loaded, monkeypatch
):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a thing that cannot happen")

    monkeypatch.setattr("graphrisk.workspace.status.status_answer", broken)
    result = run_unchecked("status")
    assert (result.code, result.out) == (70, "")
    assert "a thing that cannot happen" in result.err
    assert "--verbose" in result.err
    assert "Traceback" not in result.err


def test_reader_that_hangs_up_is_no_error(loaded):
    for output_format in ("table", "json"):
        command = [sys.executable, "-m", "graphrisk", "exposed", VENDOR, "--format", output_format]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            complaint = process.stderr.read().decode()
        assert process.returncode in (0, -signal.SIGPIPE), complaint
        assert complaint == ""


def test_terminal_without_unicode_gets_an_answer(loaded):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "graphrisk", "exposed", VENDOR],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Kvarnmoln" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_said_and_no_defect(loaded):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "graphrisk", "exposed", VENDOR],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode not in (0, 70)
    assert b"defect" not in done.stderr
    assert b"No space left" in done.stderr


SMALL = [["vendor", "customer"], ["Alpha AB", "Beta AB"]]
