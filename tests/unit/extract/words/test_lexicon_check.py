"""Lexicons as a set: what only shows beside the others, with the line it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from graphrisk.errors import InputError
from graphrisk.extract.words.lexicon import lexicon_file, load_lexicon, supported_languages
from graphrisk.extract.words.lexicon_check import SAME_IDS, check_lexicons
from graphrisk.extract.words.lexicon_coverage import coverage


def _written(folder: Path, change: Callable[[dict], object]) -> Path:
    content = load_lexicon("en").data.model_dump()
    change(content)
    file = folder / "xx.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


def test_the_shipped_lexicons_have_no_problem():
    assert [p.text() for p in check_lexicons()] == []


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (lambda c: c["data"].pop("health"), "data", "'health' is missing"),
        (lambda c: c["cues"].update(weather=["rain"]), "cues.weather", "no rule asks"),
        (lambda c: c["patterns"].update(eats=["{A} eats {B}"]), "patterns.eats", "no relation"),
        (lambda c: c["data"]["name"].append("SURNAME*"), "data.name", "stands here twice"),
        (lambda c: c["data"]["contact"].append("surname*"), "data", "what it means is open"),
        (lambda c: c["patterns"]["edge"].append("{Q} serves {B}"), "patterns.edge", "no slot {Q}"),
        (lambda c: c["patterns"]["edge"].append("{A.dat} serves"), "patterns.edge", "{A.dat}"),
    ],
    ids=["missing", "unknown", "relation", "twice", "ambiguous", "slot", "mark"],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, change, column: str, words: str):
    file = _written(tmp_path, change)
    (problem,) = check_lexicons([file])
    assert words in problem.message
    assert problem.column is not None
    assert problem.column.startswith(column)
    assert problem.file == str(file)
    assert problem.row is not None
    line = file.read_text(encoding="utf-8").splitlines()[problem.row - 1]
    assert (problem.value or column).split(".")[-1].lower() in line.lower() or column in line


def test_a_file_that_is_no_lexicon_is_told_key_by_key(tmp_path: Path):
    file = tmp_path / "xx.yaml"
    file.write_text("language: xx\ncolour: red\n", encoding="utf-8")
    messages = {p.column: (p.row, p.message) for p in check_lexicons([file])}
    assert messages["colour"] == (2, "there is no such key")
    assert messages["data"][1] == "this key is missing"


@pytest.mark.parametrize("content", [b"a: [1", b"\xff\xfe\x00", b"[" * 20_000], ids=str)
def test_what_is_no_yaml_is_refused_in_words(tmp_path: Path, content: bytes):
    file = tmp_path / "xx.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"YAML|read"):
        check_lexicons([file])


def test_coverage_counts_the_phrases_of_every_language():
    rows = coverage(["en", "sv"])
    assert {row.table for row in rows} >= set(SAME_IDS)
    names = next(r for r in rows if (r.table, r.concept) == ("data", "name"))
    assert names.phrases[0] == len(load_lexicon("en").data.data["name"])


def test_every_shipped_file_is_named_for_its_language():
    for code in supported_languages():
        assert yaml.safe_load(lexicon_file(code).split("\n\n")[0])["language"] == code
