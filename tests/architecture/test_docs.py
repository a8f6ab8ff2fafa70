"""The generated pages of docs/reference/ say what the code says."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT


def test_reference_pages_are_what_the_code_says():
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
