"""The benchmark of reading runs on its smallest texts and says what it measured; no clock."""

from __future__ import annotations

import json

import pytest

from benchmarks import reading
from benchmarks.reading import Figure, golden_texts, main, of_length


def test_smallest_texts_give_a_figure_for_each_measure_and_its_peers(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reading, "SIGN_KB", 1)
    file = tmp_path / "reading.json"
    measures = ["notice", "page", "long", "growth", "sign"]
    small = ["--languages", "en", "--kb", "1", "--most", "2", "--rounds", "1", "--json", str(file)]
    assert main(["--measures", *measures, *small]) in (0, 1)
    found = json.loads(file.read_text("utf-8"))
    assert list(dict.fromkeys(row["measure"] for row in found["rows"])) == measures
    peers = {row["who"].partition(":")[0] for row in found["rows"]}
    assert peers == {"graphrisk", "py3langid", "simplemma", "trafilatura"}
    assert all(row["value"] > 0 for row in found["rows"])
    assert found["machine"]["versions"]["simplemma"] != "not installed"
    told = capsys.readouterr().out
    assert all(f"\n{name}: " in told for name in measures)


def test_figure_over_its_bound_is_told_and_ends_with_one(monkeypatch):
    over = Figure("notice", "all", "graphrisk", 61.0, "ms", 60)
    assert "NOT KEPT" in over.line()
    assert "NOT KEPT" not in Figure("notice", "all", "graphrisk", 60.0, "ms", 60).line()
    assert Figure("notice", "all", "peer", 1e9, "ms").is_kept
    monkeypatch.setattr(reading, "MEASURES", {"notice": lambda _texts, _given: iter([over])})
    assert main(["--measures", "notice", "--languages", "en"]) == 1


@pytest.mark.parametrize("size", [10, 3_000])
def test_long_text_has_its_length_and_is_made_of_whole_signs(size):
    text = of_length(golden_texts(["fi"])["fi"], size)
    assert size - 3 <= len(text.encode()) <= size
    assert "\ufffd" not in text
