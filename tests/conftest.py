"""What holds for every test: hypothesis profiles, and a last word on missing real parts."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.real_parts import MISSING

# Deadlines measure the machine, not the code: off everywhere. CI draws the same examples each time.
_EVERYWHERE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=25, **_EVERYWHERE)
settings.register_profile("ci", max_examples=20, derandomize=True, print_blob=True, **_EVERYWHERE)
settings.register_profile("thorough", max_examples=2000, **_EVERYWHERE)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") == "true" else "dev")
)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what this worker missed to the process that prints the summary (pytest-xdist)."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["missing"] = [[*part, times] for part, times in MISSING.items()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker missed."""
    for name, how_to_get, times in getattr(node, "workeroutput", {}).get("missing", ()):
        MISSING[name, how_to_get] += times


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the missing real parts: a green run without them is not a full one."""
    if not MISSING:
        return
    terminalreporter.section("missing real parts: this was not a full run", yellow=True, bold=True)
    for (name, how_to_get), times in sorted(MISSING.items()):
        terminalreporter.line(f"{name} (missed {times}x): {how_to_get}", yellow=True)
