"""graphrisk lexicon: faults end with exit code 1 and their lines; coverage is a table."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.runner import run


def test_check_of_a_file_with_a_fault_ends_with_one_and_names_the_line(tmp_path: Path):
    file = tmp_path / "xx.yaml"
    file.write_text("language: xx\ncolour: red\n", encoding="utf-8")
    result = run("lexicon", "check", str(file), "--format", "json")
    assert result.code == 1
    problems = json.loads(result.out)["result"]["problems"]
    assert {"entry": "colour", "line": 2}.items() <= next(
        p for p in problems if p["entry"] == "colour"
    ).items()


def test_coverage_has_a_column_for_every_language():
    result = run("lexicon", "coverage", "--format", "csv")
    assert result.code == 0
    header = result.out.splitlines()[0].split(",")
    assert {"concept", "de", "en", "sv"} <= set(header)


def test_another_action_is_a_usage_error():
    assert run("lexicon", "grow").code == 2
    assert run("lexicon", "coverage", "x.yaml").code == 2
