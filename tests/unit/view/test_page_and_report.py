"""The files themselves: sealed, the same every time, nothing from outside, nothing left out."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import graphrisk.view
from graphrisk.view.pyvis_page import render_view, write_page
from graphrisk.view.report import render_report_html, render_report_markdown
from graphrisk.view.scene import build_scene
from graphrisk.view.seal import source_hash
from tests.unit.view import exposed_builder as build

ASSETS = Path(graphrisk.view.__file__).parent / "assets"
SCRIPTS = sorted(ASSETS.glob("*.js"))
PRINT_DIGESTS = """
import hashlib
from graphrisk.view.pyvis_page import render_view
from graphrisk.view.report import render_report_html, render_report_markdown
from tests.unit.view import exposed_builder as build
for made in (render_view, render_report_html, render_report_markdown):
    print(hashlib.sha256(made(build.sample(), build.reported()).encode()).hexdigest())
"""


class Elements(HTMLParser):
    """Every element of a page, and what stands inside its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._open = tag
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        if self._open in self.inside:
            self.inside[self._open][-1] += data


@pytest.fixture(scope="module")
def page():
    return render_view(build.sample(), build.reported())


@pytest.fixture(scope="module", params=["page", "report"])
def html(request):
    make = {"page": render_view, "report": render_report_html}[request.param]
    return make(build.hostile(), build.hostile_reported())


def test_files_are_the_same_bytes_under_any_hash_seed():
    lines = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", PRINT_DIGESTS],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        lines.add(run.stdout)
    assert len(lines) == 1


def test_nothing_points_outside_and_nothing_runs_from_an_attribute(html):
    for tag, attributes in Elements(html).found:
        assert tag not in {"iframe", "object", "embed", "form", "base", "img"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"src", "href", "action", "srcset"}:
                assert (value or "").startswith(("#", "data:,"))


def test_policy_names_exactly_the_scripts_and_styles_of_the_file(html):
    elements = Elements(html)
    policy = next(
        attributes["content"]
        for tag, attributes in elements.found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    kinds = [attributes.get("type") for tag, attributes in elements.found if tag == "script"]
    scripts = [
        text
        for text, kind in zip(elements.inside["script"], kinds, strict=True)
        if kind != "application/json"
    ]
    assert all(source_hash(text) in policy for text in [*scripts, *elements.inside["style"]])
    assert policy.count("sha256-") == len(scripts) + len(elements.inside["style"])
    for part in ("default-src 'none'", "require-trusted-types-for 'script'", "base-uri 'none'"):
        assert part in policy


def test_page_names_everybody_and_has_the_carrier_but_not_its_icons(page):
    for party in build_scene(build.sample()).parties:
        assert party.name in page
    assert "vis-network" in page
    assert "bootstrap" not in page.lower()
    assert len(page) < 1_000_000


def test_page_tells_no_folder_of_this_machine(page):
    for word in (str(ASSETS.parent), "/home/", "/Users/", "site-packages"):
        assert word not in page


def test_written_file_is_utf_8_with_plain_line_ends(tmp_path, page):
    write_page(tmp_path / "p.html", page)
    data = (tmp_path / "p.html").read_bytes()
    assert b"\r" not in data
    assert hashlib.sha256(data).digest() == hashlib.sha256(page.encode()).digest()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_our_script_builds_no_markup_and_evaluates_nothing(path):
    text = path.read_text(encoding="utf-8")
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    assert not re.findall(banned, text)
    assert not re.findall(r"set(Timeout|Interval)\(\s*[\"'`]", text)
    assert text.count("\n") < 350


def test_a_long_list_is_cut_in_the_page_and_said(monkeypatch):
    monkeypatch.setattr("graphrisk.view.page_data.TABLE_ROWS", 10)
    page = render_view(build.sample())
    assert "The first 10 are listed; 61 more are in" in page


def test_report_holds_answer_table_picture_quotes_method_and_dates():
    report = render_report_html(build.sample(), build.reported(), title="INC-1")
    scene = build_scene(build.sample())
    for words in (
        "INC-1",
        "Reported",
        "denied",
        "Patient records were not affected.",
        "Inferred from the register",
        "<svg",
        "Paid invoice in the last 90 days.",
        "Method and assumptions",
        "min criticality",
        "Possible alternatives, unconfirmed",
        scene.digest,
        "2026-11-15",
    ):
        assert words in report
    assert "<script" not in report
    assert all(party.name in report for party in scene.parties)


def test_markdown_report_holds_the_same():
    report = render_report_markdown(build.sample(), build.reported())
    for words in (
        "# Exposure report: Kappaledger Ltd",
        "**denied** patient record",
        "> Patient records were not affected.",
        "kept up",
        "Standby Hosting AB",
        "## Method and assumptions",
        "- digest of the graph: ",
    ):
        assert words in report
    rows = [line for line in report.splitlines() if line.startswith("| ")]
    assert len(rows) == len(build.sample().parties) + 2


def test_markdown_report_of_hostile_names_keeps_its_table():
    report = render_report_markdown(build.hostile(), build.hostile_reported())
    rows = [line for line in report.splitlines() if line.startswith("| ")]
    assert len(rows) == len(build.HOSTILE) + 2
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {10}
    assert "<" not in report
    assert not re.findall(r"(?<!\\)[\[\]]", report)


def test_report_of_nobody_says_so():
    assert "Nobody exposed" in render_report_html(build.exposed(()))
    assert "Nobody exposed" in render_report_markdown(build.exposed(()))
