"""How many problems `load` lists on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import run


@pytest.mark.parametrize(("options", "shown"), [((), 20), (("--limit", "3"), 3)])
def test_load_lists_as_many_problems_as_asked_for(folder: Path, options, shown):
    rows = "".join(f"v{number},k,{number}!\n" for number in range(30))
    (folder / "s.csv").write_text("vendor,customer,annual_cost\n" + rows, encoding="utf-8")
    done = run("load", "s.csv", *options)
    assert f"… and {30 - shown} more rows (--limit" in done.out


def test_load_lists_every_problem_without_a_limit(folder: Path):
    rows = "".join(f"v{number},k,{number}!\n" for number in range(30))
    (folder / "s.csv").write_text("vendor,customer,annual_cost\n" + rows, encoding="utf-8")
    assert "more rows" not in run("load", "s.csv", "--limit", "0").out
