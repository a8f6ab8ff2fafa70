"""``graphrisk diff``: two stores, folders, days; what cannot be compared; the page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.runner import run, write_csv

OLD = [["vendor", "customer", "service", "criticality"], ["Alfa AB", "Beta AB", "mail", "critical"]]
NEW = [*OLD, ["Beta AB", "Gamma AB", "<b>drift</b>", "critical"]]


@pytest.fixture(scope="module")
def _quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("quarters")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for name, rows in (("q2", OLD), ("q3", NEW)):
            (home / name).mkdir()
            write_csv(home / name / "serves.csv", rows)
            assert run("load", f"{name}/serves.csv", "--store", f"{name}.lbdb").code == 0
    return home


@pytest.fixture
def two(_quarters: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the current one, with the register of two quarters: folders and stores."""
    monkeypatch.chdir(_quarters)
    return _quarters


def answer(*words: str) -> dict:
    result = run("diff", *words, "--format", "json")
    assert (result.code, result.err) == (0, ""), result.both
    return json.loads(result.out)["result"]


@pytest.mark.parametrize(
    "places", [("q2.lbdb", "q3.lbdb"), ("ladybug:q2.lbdb", "q3"), ("q2", "q3/serves.csv")]
)
def test_stores_folders_and_files_are_compared_alike(two, places):
    totals = answer(*places)["totals"]
    assert totals["organizations"] == {"added": 1}
    assert totals["links"] == {"added": 1}
    assert totals["reach"] == {"newly stops": 2}


def test_exported_folder_is_a_state_too(two):
    assert run("export", "csv", "--store", "q2.lbdb", "-o", "kept").code == 0
    assert answer("kept", "q3.lbdb")["totals"]["links"] == {"added": 1}
    assert answer("kept", "q2.lbdb")["totals"]["links"] == {}


def test_spreadsheets_are_compared_by_a_mapping(two):
    header = ["Dienstleister", "Leistungen", "Kritikalität", "Vertragsbeginn", "Vertragsende"]
    header += ["Sitz", "Branche", "Ansprechpartner"]
    rows = [["Alfa GmbH", "Mail, Druck", "hoch", "", "", "", "", ""]]
    old = write_csv(two / "alt.csv", [header, *rows])
    new = write_csv(two / "neu.csv", [header, *rows, ["Beta AG", "Lohn", "hoch", *[""] * 5]])
    totals = answer(old, new, "--mapping", "services")["totals"]
    assert (totals["links"], totals["reach"]) == ({"added": 1}, {"newly stops": 1})


def test_one_state_is_compared_with_the_store(two):
    assert answer("q2", "--store", "q3.lbdb")["totals"]["links"] == {"added": 1}


def test_known_on_compares_what_was_recorded_by_two_days(two):
    for day, name in (("2026-02-01", "q2"), ("2026-05-01", "q3")):
        with mock.patch("graphrisk.store.ledger.now", return_value=f"{day}T08:00:00.000Z"):
            assert run("load", f"{name}/serves.csv", "--store", "both.lbdb").code == 0
    words = ("--store", "both.lbdb", "--known-on")
    assert answer(*words, "2026-03-31", "2026-06-30")["totals"]["links"] == {"added": 1}
    assert answer(*words, "2026-05-31", "2026-06-30")["totals"]["links"] == {}


def test_page_holds_the_answer_and_escapes_what_is_foreign(two):
    result = run("diff", "q2", "q3", "-o", "report.html")
    assert result.code == 0
    page = (two / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;drift&lt;/b&gt;" in page
    assert "<b>drift" not in page
    assert "Gamma AB" in page
    parser = Tags()
    parser.feed(page)
    assert parser.found.isdisjoint({"script", "img", "iframe", "form", "object"})
    assert "http" not in page.replace("http-equiv", "")


class Tags(HTMLParser):
    """Gathers the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "both are one and the same state"),
        (["q2.lbdb", "ladybug:q2.lbdb"], 2, "both are one and the same state"),
        (["a", "b", "c"], 2, "3 states to compare"),
        (["q2.lbdb", "nowhere"], 3, "there is no such file, folder or store"),
        (["q2.lbdb", "none.lbdb"], 4, "there is no such store"),
        (["--known-on", "2026-06-30", "2026-03-31"], 2, "the first is the later one"),
        (["--as-of", "2026-06-30", "soon"], 2, "--as-of is not a day"),
        (["q2", "q3", "--known-on", "2026-01-01", "2026-03-31"], 2, "files do not know what was"),
        (["q2", "q3", "--within", "-1"], 2, "not a number of days"),
        (["q2", "q3", "--by", "colour"], 2, "cannot group by 'colour'"),
        (["q2", "q3", "--fail", "Nobody AB"], 3, "Nobody AB"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(two, words, code, said):
    result = run("diff", *words, "--store", "q2.lbdb")
    assert result.code == code, result.both
    assert said in " ".join(result.err.split())
    assert result.out == ""


def test_files_with_errors_are_not_compared(two, tmp_path):
    bad = write_csv(tmp_path / "serves.csv", [*NEW, ["Delta AB", "", "x", "critical"]])
    result = run("diff", "q2", bad)
    assert result.code == 3
    assert "1 problem keeps rows out" in result.err
    assert "row 4" in result.err
