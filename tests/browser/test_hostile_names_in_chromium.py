"""Names as weapons: shown as text everywhere, and nothing of them ever runs."""

from __future__ import annotations

import csv
import io
import shutil
import socket
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from graphrisk.view.scene import build_scene
from tests.browser.conftest import FLAGS
from tests.unit.view import exposed_builder as build

pytestmark = pytest.mark.browser

PWNED = "() => window.pwned === undefined"


def test_every_name_is_text_wherever_it_lands(show):
    opened = show("hostile")
    for mark in opened.value("() => graphrisk.drawnMarks().map((n) => n.id)"):
        at = opened.page.evaluate("(id) => graphrisk.atMark(id)", mark)
        box = opened.page.locator("#network").bounding_box()
        opened.page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        opened.click_mark(mark)
    for party in opened.value("() => graphrisk.page.parties.map((p) => p.id)"):
        opened.page.evaluate("(id) => graphrisk.choose({ party: id })", party)
    for link in opened.value("() => graphrisk.network.edges.map((e) => e.id)"):
        opened.page.evaluate("(id) => graphrisk.choose({ link: id })", link)
    opened.page.click("#group")
    opened.page.click("#tab-table")
    opened.page.click("#table th[data-key=name] button")
    assert opened.value(PWNED)
    assert (
        opened.value(
            "() => document.querySelectorAll('#panel img, #table img, h1 *:not(bdi)').length"
        )
        == 0
    )
    assert opened.complaints == []
    assert opened.outside == []


def test_search_with_hostile_words_finds_text(show):
    opened = show("hostile")
    for name in ("<img", "</script>", '"onmouse', "{{7*7}}", "=HYPER", "[link]("):
        opened.page.fill("#find", name)
        assert name in opened.page.inner_text("#found")
    opened.page.keyboard.press("Enter")
    assert opened.value(PWNED)
    assert opened.complaints == []


def test_hostile_address_does_nothing(show):
    for part in ("<img src=x onerror=window.pwned=1>", "javascript:window.pwned=1", "__proto__"):
        opened = show(
            "hostile", f"#p={quote(part)}&{quote(part)}={quote(part)}&sector={quote(part)}"
        )
        assert opened.value(PWNED)
        assert opened.complaints == []


def test_table_shows_every_hostile_name(show):
    opened = show("hostile")
    shown = opened.value("() => graphrisk.all('#table tbody a').map((a) => a.textContent)")
    assert sorted(shown) == sorted(party.name for party in build_scene(build.hostile()).parties)


def test_exports_parse_back_and_run_no_formula(show):
    opened = show("hostile")
    svg = ElementTree.fromstring(opened.value("() => graphrisk.boardSvg()"))
    assert svg.tag.endswith("svg")
    assert not [one for one in svg.iter() if one.tag.endswith(("script", "image", "foreignObject"))]
    text = opened.value("() => graphrisk.tableCsv()")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert len(rows) == len(build.HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]


def test_static_page_runs_nothing_either(show):
    opened = show("report-hostile")
    assert opened.value(PWNED)
    assert opened.complaints == []
    assert opened.outside == []
    still = show("hostile", java_script_enabled=False)
    assert still.outside == []


def test_page_opens_at_once_when_every_host_swallows_requests(chromium, pages):
    """A proxy that never answers must not keep the page blank."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        rule = f"--host-resolver-rules=MAP * 127.0.0.1:{silent.getsockname()[1]}"
        browser = chromium.browser_type.launch(
            executable_path=shutil.which("chromium"), args=[*FLAGS, rule]
        )
        page = browser.new_page()
        page.goto(pages["outage"].as_uri(), wait_until="load")  # it gives up in half a minute
        page.wait_for_timeout(200)
        painted = page.evaluate(
            "() => performance.getEntriesByName('first-contentful-paint').map((e) => e.startTime)"
        )
        browser.close()
    assert painted
