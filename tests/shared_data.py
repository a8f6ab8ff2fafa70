"""The folder of real notices and data sets that lies beside the checkout, never inside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.real_parts import MISSING

_HOW = "put the folder 'shared' beside the checkout, or name it in GRAPHRISK_SHARED"


def shared_folder(name: str) -> Path:
    """Return a folder of the shared data; skip the test loudly when it is not there."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("GRAPHRISK_SHARED", beside)) / name
    if not folder.is_dir():
        MISSING[f"shared data {name}", _HOW] += 1
        pytest.skip(f"shared data {name} is missing: {_HOW}")
    return folder
