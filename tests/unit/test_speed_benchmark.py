"""The speed benchmark runs on its smallest network, and answers are equal; no clock is read."""

from __future__ import annotations

import json

import pytest

from benchmarks import speed
from benchmarks.rows.report import all_rows, seconds

MEASURED_ELSEWHERE = {"new process"}
"""Starts the program many times: tests/cli does so anyway."""


ROWS = [row.name for row in all_rows() if row.name not in MEASURED_ELSEWHERE]


@pytest.mark.parametrize("row", ROWS)
def test_smallest_network_is_answered_alike_by_all(row, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("benchmarks.rows.inputs.tempfile.gettempdir", lambda: str(tmp_path))
    file = tmp_path / "speed.json"
    arguments = ["--size", "1k", "--rows", row, "--budget", "0.05", "--json", str(file)]
    assert speed.main(arguments) == 0
    found = json.loads(file.read_text("utf-8"))
    assert found["machine"]["versions"]["numba"] != "not installed"
    ours = [m for m in found["rows"] if m["contestant"].startswith("graphrisk")]
    assert ours
    assert all(m["median"] > 0 for m in ours)
    assert all(m["equal"] is not False for m in found["rows"])
    assert row in capsys.readouterr().out


def test_times_are_printed_in_the_unit_that_people_read():
    assert [seconds(each) for each in (24.2, 0.00215, 6.3e-06)] == ["24.2 s", "2.15 ms", "6.3 us"]


def test_page_gets_the_tables_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before <!-- speed: begin -->old<!-- speed: end --> after", "utf-8")
    arguments = ["--size", "1k", "--rows", "dominators", "--budget", "0.05", "--peers"]
    assert speed.main([*arguments, "--page", str(page)]) == 0
    text = page.read_text("utf-8")
    assert text.startswith("before ")
    assert text.endswith(" after")
    assert "| 1k | immediate dominators | graphrisk" in text
    assert "old" not in text
