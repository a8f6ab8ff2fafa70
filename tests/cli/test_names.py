"""Names of strangers: doubtful ones are asked about, hostile ones do nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.runner import run, write_csv

LONG = "N" * 1000
ODD = [
    ("[bold]Evil[/bold] AB", "[red]Victim[/red] & <script>alert(1)</script>"),
    ("=cmd|' /C calc'!A0", "@SUM(1)"),
    ("+46 AB", "-1+2"),
    ("a|b", "c`d*e_"),
    (LONG, "X" + LONG),
    ("Rtl\u202eEvil", "Omvänd Ålder"),
    ("日本語株式会社", "Ωmega ∑"),
    ("😀 Emoji", 'Qu\'ote "Ltd"'),
    ("Ring 1 AB", "Ring 2 AB"),
    ("Ring 2 AB", "Ring 3 AB"),
    ("Ring 3 AB", "Ring 1 AB"),
    ("Self AB", "Self AB"),
]


@pytest.fixture
def odd(folder: Path) -> Path:
    """Return a folder whose store holds hostile names, each vendor critical to its customer."""
    rows = [["vendor", "customer", "service", "criticality"]]
    rows += [[vendor, customer, "[link=file:///x]s[/link]", "critical"] for vendor, customer in ODD]
    assert run("load", write_csv(folder / "odd.csv", rows)).code == 0
    return folder


@pytest.mark.parametrize("pair", ODD[:8], ids=lambda pair: pair[0][:12])
def test_odd_name_is_found_and_shown_as_it_is(pair: tuple[str, str], odd):
    vendor, customer = pair
    result = run("exposed", "--format", "json", "--", vendor)
    assert result.code == 0, result.err
    (party,) = json.loads(result.out)["result"]["answers"][0]["parties"]
    assert party["name"] == customer
    shown = run("exposed", "--", vendor)
    assert shown.code == 0
    assert "\x1b" not in shown.out, "no markup is obeyed where nobody looks at a terminal"


def test_markup_in_a_name_is_text(odd):
    out = run("exposed", "[bold]Evil[/bold] AB").out
    assert "[bold]Evil[/bold] AB" in out
    assert "[red]Victim[/red]" in out.replace("\n", " ")


def test_direction_marks_are_made_visible(odd):
    out = run("exposed", "Rtl\u202eEvil").out
    assert "\u202e" not in out
    assert "202e" in out.casefold()


@pytest.mark.parametrize("vendor", ["=cmd|' /C calc'!A0", "+46 AB", "[bold]Evil[/bold] AB"])
def test_csv_cells_that_a_spreadsheet_would_run_are_defused(vendor: str, odd):
    out = run("exposed", vendor, "--format", "csv").out
    for row in csv.reader(io.StringIO(out)):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-"), cell
            assert "\n" not in cell


def test_markdown_of_a_hostile_name_holds_no_markup(odd):
    out = run("exposed", "[bold]Evil[/bold] AB", "--format", "md").out
    assert "<script>" not in out


def test_pages_of_a_hostile_name_hold_no_script_of_its(odd):
    for words in (("view",), ("report",)):
        result = run(*words, "[bold]Evil[/bold] AB", "-o", "page.html")
        assert result.code == 0, result.err
        page = (odd / "page.html").read_text(encoding="utf-8")
        assert "<script>alert(1)" not in page


def test_ring_reaches_the_others_and_not_itself(odd):
    answer = json.loads(run("exposed", "Ring 1 AB", "--format", "json").out)
    names = [party["name"] for party in answer["result"]["answers"][0]["parties"]]
    assert names == ["Ring 2 AB", "Ring 3 AB"]


def test_organization_that_serves_itself_reaches_nobody(odd):
    assert "nobody is within reach" in run("exposed", "Self AB").out


def test_name_with_a_control_character_is_refused_with_its_place(folder):
    rows = [["vendor", "customer"], ["Esc\x1b[31mRed AB", "Beta AB"]]
    result = run("load", write_csv(folder / "serves.csv", rows))
    assert result.code == 3
    assert "\x1b" not in result.both
    assert "control character" in result.out


@pytest.fixture
def namesakes(folder: Path) -> Path:
    """Return a folder whose store knows three organizations that one short name fits."""
    rows = [["vendor", "customer"]]
    rows += [[f"Norrsken {form}", "Beta AB"] for form in ("AB", "Oy", "GmbH")]
    assert run("load", write_csv(folder / "serves.csv", rows)).code == 0
    return folder


@pytest.mark.parametrize("output_format", ["table", "json", "csv", "md"])
def test_name_with_several_candidates_is_refused_in_a_script(output_format: str, namesakes):
    result = run("exposed", "Norrsken", "--format", output_format)
    assert (result.code, result.out) == (3, "")
    for form in ("AB", "Oy", "GmbH"):
        assert f"Norrsken {form}" in result.err
    assert result.err.count("(id ") == 3


@pytest.mark.parametrize(("typed", "code"), [("2\n", 0), ("\n", 3), ("9\n", 3), ("", 3)])
def test_name_with_several_candidates_is_asked_about_in_a_terminal(
    typed: str, code: int, namesakes, monkeypatch
):
    monkeypatch.setattr("graphrisk.cli.session.is_interactive", lambda: True)
    result = run("exposed", "Norrsken", stdin=typed)
    assert result.code == code
    assert "Which one?" in result.err
    assert ("falls (outage)" in result.out) == (code == 0)


def test_candidate_is_found_by_its_full_name(namesakes):
    assert run("exposed", "Norrsken GmbH").out.startswith("If Norrsken GmbH falls")
