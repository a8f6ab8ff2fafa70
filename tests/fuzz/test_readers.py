"""Damaged files of every kind: read, or refused in words; `make fuzz` tries 10,000 of each.

The number is set by GRAPHRISK_FUZZ; without it some 1,000 files are tried, fewer of those that take
long. With it a file may also take two seconds for each megabyte, and no longer.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from graphrisk.errors import GraphRiskError
from tests.fuzz.mutator import mutated
from tests.fuzz.readers import READERS, Reader

SLOW = {"claims sv": 2, "claims fi": 2, "claims fr": 2,
        "register xlsx": 20, "foreign xlsx": 20, "dora zip": 12, "dora xlsx": 10, "own csv": 60,
        "foreign csv": 100, "notice html": 2, "notice docx": 12, "notice pdf": 30}  # fmt: skip
USUAL = 60
ASKED = int(os.environ.get("GRAPHRISK_FUZZ", "0"))
SECONDS_FOR_A_MEGABYTE = 2.0


@pytest.mark.parametrize("name", READERS)
def test_damaged_file_is_read_or_refused_in_words(name: str, tmp_path: Path):
    reader = READERS[name]
    whole = reader.sample()
    path = tmp_path / f"file{reader.suffix}"
    path.write_bytes(whole)
    reader.read(path) if name != "decisions" else None  # a sound one is read
    for number in range(ASKED or SLOW.get(name, USUAL)):
        data = mutated(whole, random.Random(f"{name} {number}"))
        path.write_bytes(data)
        try:
            said, spent = told(reader, path)
            allowed = SECONDS_FOR_A_MEGABYTE * max(1.0, len(data) / 1e6)
            if ASKED and spent > allowed:  # a library may have got ready for its first use
                said, spent = told(reader, path)
        except Exception as error:
            error.add_note(f"{name}, number {number}: GRAPHRISK_FUZZ={number + 1} shows it again")
            raise
        assert said, number
        assert not ASKED or spent < allowed, f"number {number} took {spent:.1f} s"


def told(reader: Reader, path: Path) -> tuple[str, float]:
    """Return what the refusal of a file says, or "read", and the processor time that it took."""
    began = time.process_time()
    try:
        reader.read(path)
    except GraphRiskError as refused:
        return str(refused).strip(), time.process_time() - began
    return "read", time.process_time() - began
