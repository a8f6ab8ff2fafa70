"""Folders to run commands in: empty, or with the sample data loaded and one notice read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.runner import DATA, NOTICE, registers, run


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch):
    import os

    for name in [name for name in os.environ if name.startswith("GRAPHRISK_")]:
        if name != "GRAPHRISK_SHARED":
            monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    for path in (DATA / "synthetic").glob("*.csv"):
        shutil.copy(path, home)
    shutil.copy(DATA / "scenarios" / "second-record-system.toml", home)
    shutil.copy(DATA / "mappings" / "contracts.sv.csv", home)
    shutil.copy(NOTICE, home / "notice.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert run("load", *registers()).code == 0
        assert run("triage", "notice.txt").code == 0
    return home


@pytest.fixture
def loaded(_prepared: Path, folder: Path) -> Path:
    """Return a folder with register files, notice.txt, a store that holds all data, one draft."""
    shutil.copytree(_prepared, folder, dirs_exist_ok=True)
    return folder
