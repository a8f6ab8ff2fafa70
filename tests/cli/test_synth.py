"""`synth`: a folder that loads, the same bytes for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.runner import run

FILES = ("organizations.csv", "serves.csv", "holds.csv")


def files_of(folder: Path) -> list[str]:
    return [str(folder / name) for name in FILES]


def test_clean_register_loads_without_a_problem(folder):
    assert run("synth", "--kind", "bank", "--size", "600", "--seed", "7").code == 0
    result = run("load", *files_of(folder / "synthetic-bank-7"), "--format", "json")
    assert result.code == 0, result.both
    loaded = json.loads(result.out)["result"]
    assert loaded["problems"] == []
    assert loaded["inserted"]["SERVES"] == 600


def test_dirt_is_found_by_the_loader(folder):
    assert run("synth", "--size", "600", "--dirt", "0.2", "-o", "dirty").code == 0
    result = run("load", *files_of(folder / "dirty"), "--format", "json")
    assert result.code == 3
    assert len(json.loads(result.out)["result"]["problems"]) > 30


def test_same_seed_gives_the_same_bytes(folder):
    for name in ("one", "two"):
        assert run("synth", "--seed", "3", "--dirt", "0.1", "-o", name).code == 0
    for name in (*FILES, "about.json"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_existing_folder_is_left_alone(folder):
    Path("mine").mkdir()
    result = run("synth", "-o", "mine")
    assert result.code == 2
    assert list(Path("mine").iterdir()) == []


def test_kind_that_there_is_not_leaves_nothing_behind(folder):
    assert run("synth", "--kind", "pub", "-o", "pub").code == 2
    assert list(Path().iterdir()) == []
