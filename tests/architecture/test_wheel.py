"""The built wheel works in an empty environment, far from the checkout, with all it needs."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

pytestmark = pytest.mark.slow

LOOK_INSIDE = """
import json, graphrisk
from graphrisk.resources import data_folder, queries_folder
print(json.dumps([graphrisk.__file__, str(data_folder()), str(queries_folder())]))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed; fail with both streams."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment; return the folder of its commands.

    The libraries it needs are read from the environment of this run (a path file adds them behind
    its own), which spares half a gigabyte. The checkout stays out: path files of an added folder
    are not followed.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=ROOT)
    paths = {"base": str(folder), "platbase": str(folder)}
    commands = Path(sysconfig.get_path("scripts", "venv", paths))
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    python = commands / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", wheel, cwd=folder)
    return commands


def test_wheel_holds_every_file_of_the_package(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    own = [p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    travelling = [p for folder in ("queries", "data") for p in (ROOT / folder).rglob("*")]
    wanted = {p.relative_to(ROOT).as_posix() for p in own}
    wanted |= {
        f"graphrisk/_data/{p.relative_to(ROOT).as_posix()}"
        for p in travelling
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert wanted - held == set()


def test_wheel_answers_help_from_an_empty_folder(installed, tmp_path):
    assert "exposed" in run(installed / "graphrisk", "--help", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_wheel_finds_queries_and_data_inside_itself(installed, tmp_path):
    python = installed / Path(sys.executable).name
    package, data, queries = json.loads(run(python, "-c", LOOK_INSIDE, cwd=tmp_path))

    home = Path(package).parent
    assert home.is_relative_to(installed.parent)
    assert Path(data) == home / "_data" / "data"
    assert Path(queries) == home / "_data" / "queries"
    assert list(Path(queries).glob("*.cypher")) != []


def test_wheel_verifies_itself_far_from_the_checkout(installed, tmp_path):
    shown = run(installed / "graphrisk", "verify", cwd=tmp_path)
    assert shown.startswith("All ")
    assert "Source: " in shown
