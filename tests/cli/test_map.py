"""``graphrisk map`` and ``load --mapping``: proposed, corrected, loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import DATA, run

SAMPLE = str(DATA / "mappings" / "contracts.sv.csv")


def test_proposal_is_written_and_loads_what_the_shipped_mapping_does(folder: Path):
    assert run("map", SAMPLE, "-o", "m.toml").code == 0
    loaded = []
    for mapping in ("m.toml", "contracts"):
        words = ("load", SAMPLE, "--mapping", mapping, "--store", "memory:", "--format", "json")
        made = json.loads(run(*words).out)["result"]["inserted"]
        loaded.append({kind: made[kind] for kind in ("SERVES", "Organization")})
    assert loaded[0] == loaded[1] == {"SERVES": 6, "Organization": 9}


def test_map_writes_no_store_and_shows_nothing_about_people(folder: Path):
    result = run("map", SAMPLE)
    assert result.code == 0
    assert "Förvaltare" not in result.out
    assert list(folder.iterdir()) == []


def test_placeholder_has_to_be_filled_in_before_a_load(folder: Path):
    (folder / "list.csv").write_text("Lieferant;Leistung\nAlfa AG;Druck\n", encoding="utf-8")
    assert run("map", "list.csv", "-o", "m.toml").code == 0
    result = run("load", "list.csv", "--mapping", "m.toml")
    assert result.code == 3
    assert "constant is empty; write its value" in result.err
    assert run("map", "list.csv", "--customer", "Uns AG", "-o", "m.toml").code == 0
    assert run("load", "list.csv", "--mapping", "m.toml", "--store", "memory:").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["map", "none.csv"], 3, "there is no such file"),
        (["map", "list.csv", "-o", "m.csv"], 2, "a mapping is a TOML file"),
        (["map", "list.csv", "-o", "no/m.toml"], 3, "cannot be written"),
        (["map", "list.csv", "--sheet", "Other"], 3, "there is no sheet 'Other'"),
        (["map", "numbers.csv"], 3, "no column could be taken for a vendor"),
        (["load", "list.csv", "--mapping", "contracts", "--kind", "serves"], 2, "leave --kind out"),
        (["load", "list.csv", "--mapping", "none"], 3, "there is no such mapping"),
        (["load", "list.csv", "--mapping", "parents"], 3, "no row has the columns"),
    ],
)
def test_mistake_is_told_in_words(folder: Path, words, code, said):
    (folder / "list.csv").write_text("Leverantör;Tjänst\nAlfa AB;drift\n", encoding="utf-8")
    (folder / "numbers.csv").write_text("1;2\n3;4\n", encoding="utf-8")
    result = run(*words)
    assert result.code == code, result.both
    assert said in " ".join(result.both.split())
