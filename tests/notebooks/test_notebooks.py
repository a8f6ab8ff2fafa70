"""Every notebook runs from top to bottom, offline, in an empty folder; none holds output."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells_of(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def code_of(path: Path) -> list[str]:
    return ["".join(c["source"]) for c in cells_of(path) if c["cell_type"] == "code"]


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_offline_from_top_to_bottom(path: Path, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        pytest.fail("a notebook may not ask the network")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(code_of(path), start=1):
        exec(compile(source, f"{path.name}, code cell {number}", "exec"), names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_holds_no_output(path: Path):
    for cell in cells_of(path):
        assert not cell.get("outputs"), "clear all outputs before you commit"
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_says_what_it_does_between_the_code(path: Path):
    cells = cells_of(path)
    assert cells[0]["cell_type"] == "markdown"
    assert "".join(cells[0]["source"]).startswith("# ")
