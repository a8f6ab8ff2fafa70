"""Every command shows an example that works, in every format, and says what it writes where."""

from __future__ import annotations

import csv
import inspect
import io
import json
from pathlib import Path

import pytest

from tests.cli.runner import commands, examples_of, name_of, run

COMMANDS = {name_of(command): command for command in commands()}
EXAMPLES = {name: examples_of(command) for name, command in COMMANDS.items()}
FORMATTED = sorted(
    name
    for name, command in COMMANDS.items()
    if "output_format" in inspect.signature(command.callback).parameters
)
WRITING_A_FILE = ("view", "report")
WITHOUT_A_GRAPH = ("settings", "query", "loads", "synth", "lexicon", "map", "check")
"""Commands whose answer says nothing about the graph."""


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_an_example_of_the_command_itself(name: str):
    shown = run(name, "--help")
    assert shown.code == 0
    assert "Example: graphrisk " in " ".join(shown.out.split())
    assert EXAMPLES[name]
    assert all(words[0] == name for words in EXAMPLES[name])


@pytest.mark.parametrize(
    "words", [words for name in sorted(EXAMPLES) for words in EXAMPLES[name]], ids=" ".join
)
def test_example_of_the_help_works(words: list[str], loaded):
    result = run(*words)
    assert result.code == 0, result.both
    assert result.out.strip()
    if words[0] in WRITING_A_FILE:  # the answer on stdout is the path, for a script
        path = loaded / result.out.strip()
        assert path.is_file()
        assert path.read_text(encoding="utf-8").strip()
    else:
        assert result.err == ""


@pytest.mark.parametrize("name", FORMATTED)
def test_json_is_one_versioned_envelope(name: str, loaded):
    result = run(*EXAMPLES[name][0], "--format", "json")
    assert (result.code, result.err) == (0, "")
    envelope = json.loads(result.out)
    assert envelope["format"] == "graphrisk-answer"
    assert envelope["version"] == 1
    assert envelope["command"] == name
    assert {"digest", "parameters", "result", "headline", "footer"} <= set(envelope)
    if name not in WITHOUT_A_GRAPH:
        assert len(envelope["digest"]) == 64


@pytest.mark.parametrize("name", [name for name in FORMATTED if name != "undo"])  # no table
def test_csv_has_a_header_and_rows_of_one_width(name: str, loaded):
    result = run(*EXAMPLES[name][0], "--format", "csv")
    assert (result.code, result.err) == (0, "")
    rows = list(csv.reader(io.StringIO(result.out)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(word.islower() or not word.isalpha() for word in rows[0])


@pytest.mark.parametrize("name", FORMATTED)
def test_markdown_begins_with_the_headline(name: str, loaded):
    result = run(*EXAMPLES[name][0], "--format", "md")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("**")


@pytest.mark.parametrize("name", FORMATTED)
def test_unknown_format_is_refused_before_anything_is_done(name: str, loaded):
    was = written(loaded)
    result = run(*EXAMPLES[name][0], "--format", "xml")
    assert result.code == 2
    assert result.out == ""
    assert "table, csv, json, md" in result.err
    assert written(loaded) == was


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file: what is opened to be written changes one of them."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in files}


def test_every_question_answered_twice_is_answered_the_same(loaded):
    for name in ("exposed", "path", "vendors", "concentration", "status", "incident"):
        first, second = (run(*EXAMPLES[name][0], "--format", "json").out for _ in range(2))
        assert first == second, name
