"""README, tutorial and how-to pages: every command works, every headline is what is printed."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.cli.runner import commands, name_of, run

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "docs/tutorial.md"]
OPTION = r"(?<![\w-])--[a-z][a-z-]+"
OF_OTHER_PROGRAMS = (
    *(
        "--address",
        "--json",
        "--page",
        "--peers",
        "--picture",
        "--rows",
        "--reliability",
        "--folder",
        "--score",
        "--size",
    ),
    "--volumes",
)
"""Options that pages name of the benchmarks and of docker."""
PROSE = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def blocks():
    """Return docs/console_blocks.py, the tool that also writes the output into the pages."""
    spec = importlib.util.spec_from_file_location("console_blocks", ROOT / "docs/console_blocks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_work_and_print_its_headlines(page: str, blocks):
    found = list(blocks.problems(page))
    assert not found, "run `python docs/console_blocks.py`:\n" + "\n".join(found)


def test_check_notices_an_answer_that_has_changed(blocks):
    shown = ["Load 1: 2,193 new records, 0 changed.", "If X falls (outage): 3 stop, 1 partly."]
    assert blocks.headlines(shown) != blocks.headlines([shown[0], shown[1].replace("3", "4")])
    assert blocks.headlines(shown) == blocks.headlines([shown[0].replace("193", "200"), shown[1]])


def test_readme_tells_the_story_in_five_commands(blocks):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\$ graphrisk (\w+)", text, re.MULTILINE)
    assert told[:5] == ["load", "triage", "review", "exposed", "report"]
    assert "make demo" in text
    assert "make test" in text


@pytest.mark.parametrize("page", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_named_in_the_page_exist(page: Path):
    known = {name_of(command) for command in commands()}
    pattern = r"(?:^\s+|`|\$ )graphrisk ([a-z][a-z-]*)"
    named = re.findall(pattern, page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= known


@cache
def options() -> frozenset[str]:
    """Return the options of all commands, as their help names them."""
    helps = [run(name_of(command), "--help").out for command in commands()]
    return frozenset(option for text in helps for option in re.findall(OPTION, text))


@pytest.mark.parametrize("page", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_options_named_in_the_page_exist(page: Path):
    known = {"--version", "--verbose", "--check", *OF_OTHER_PROGRAMS, *options()}
    named = re.findall(OPTION, page.read_text("utf-8"))
    assert set(named) <= known


@pytest.mark.parametrize("page", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_the_page_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_picture_of_the_readme_is_small():
    assert (ROOT / "docs/images/exposed.png").stat().st_size < 300_000
