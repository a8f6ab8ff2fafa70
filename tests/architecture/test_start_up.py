"""``graphrisk --help`` answers at once: it loads nothing that only an answer needs.

Checked by what is loaded, not by a clock: a clock measures the machine of the day.
"""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    *("docx", "IPython", "jinja2", "ladybug", "lxml", "matplotlib", "neo4j", "networkx", "numba"),
    *("numpy", "openpyxl", "pandas", "py3langid", "pyarrow", "pypdfium2", "pyvis", "rapidfuzz"),
    *("scipy", "simplemma", "stdnum", "trafilatura"),
}


def test_help_loads_nothing_heavy():
    command = [sys.executable, "-X", "importtime", "-m", "graphrisk", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    modules = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    loaded = {module.partition(".")[0] for module in modules}

    assert done.returncode == 0, done.stderr[-2000:]
    assert "graphrisk" in loaded
    assert loaded & HEAVY == set()
