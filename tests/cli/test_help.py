"""graphrisk --help: every command stands under one heading, the first hour first."""

from __future__ import annotations

from graphrisk.cli.sections import SECTIONS
from tests.cli.runner import run


def test_every_command_stands_under_one_heading():
    shown = run("--help").out
    names = [name for names in SECTIONS.values() for name in names]
    assert len(names) == len(set(names))
    for name in names:
        assert f"\n  {name} " in shown, name
    assert "Others" not in shown
    places = [shown.index(title) for title in SECTIONS]
    assert places == sorted(places)
