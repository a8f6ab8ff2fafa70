"""Texts made to keep a reader busy: read to their end, one after another, in a process of its own.

What each costs is a matter of `benchmarks/extraction.py`. Here a pattern that blows up would take
hours, and the wait is only long enough to tell that from a slow machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

ROOT = Path(__file__).resolve().parents[3]
LONG_WAIT = 300
HOSTILE = [
    "A" * 400_000,
    "Aa " * 130_000,
    "A b, " * 80_000,
    "our supplier Quillmark was hit by ransomware. " * 8_000,
    "(" * 400_000,
    "." * 400_000,
    '"' * 400_000,
    "- a\n" * 100_000,
    "1 000 " * 60_000,
    "http://" * 50_000,
    "a@" * 100_000,
    "a" * 300_000 + " ransomware",
]


def test_hostile_texts_are_read_to_their_end():
    read = subprocess.run(
        [sys.executable, "-m", __name__],
        cwd=ROOT, capture_output=True, text=True, timeout=LONG_WAIT, check=False,
    )  # fmt: skip
    assert read.returncode == 0, read.stderr
    assert read.stdout.split() == [str(len(text)) for text in HOSTILE]


if __name__ == "__main__":
    for text in HOSTILE:
        read_claims(from_text(text), language="en")
        sys.stdout.write(f"{len(text)}\n")
