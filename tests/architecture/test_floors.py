"""Imports go down the floors only; each outside library has one door (contracts in pyproject)."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, tree

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LINT = Path(sys.executable).with_name("lint-imports")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml against the package that lies in ``folder``."""
    command = [LINT, "--no-logo", "--no-cache", ROOT / "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_floors_hold():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_outside_library_of_architecture_has_one_door():
    forbidden = {
        library
        for contract in CONTRACTS["contracts"]
        if contract["type"] == "forbidden"
        for library in contract["forbidden_modules"]
    }
    doors = {"ladybug", "neo4j", "numba", "pyvis", "trafilatura", "pypdfium2", "docx", "openpyxl"}
    assert doors <= forbidden


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("model/going_up.py", "import graphrisk.cli"),
        ("analysis/side_door.py", "import graphrisk.store"),
        ("view/second_door.py", "def lazily() -> None:\n    import ladybug"),
        ("unnamed_floor.py", ""),
    ],
)
def test_floors_break_on_a_wrong_import(tmp_path, module, line):
    """A contract that never fails guards nothing: the same contracts over a small wrong house."""
    floors = "cli workspace view analysis ingest extract resolve store model"
    for folder in floors.split():
        (tmp_path / "graphrisk" / folder).mkdir(parents=True)
        (tmp_path / "graphrisk" / folder / "__init__.py").touch()
    grounds = "__init__ __main__ cells errors files progress references resources settings"
    for ground in grounds.split():
        (tmp_path / "graphrisk" / f"{ground}.py").touch()
    sound = lint_imports(tmp_path)
    (tmp_path / "graphrisk" / module).write_text(line, "utf-8")
    wrong = lint_imports(tmp_path)

    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr


def test_every_floor_says_what_it_is_for():
    floors = [f for f in PACKAGE.iterdir() if f.is_dir() and any(f.rglob("*.py"))]
    silent = [f.name for f in floors if ast.get_docstring(tree(f / "__init__.py")) is None]
    assert silent == []
