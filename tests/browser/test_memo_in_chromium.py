"""The memo on paper and on screens, in a real Chromium."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pytest

from graphrisk.view.memo import memo_of, render_memo_page
from tests.browser.test_accessibility_in_chromium import RUN
from tests.unit.view.memo_builder import long_memo_result

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("memo") / "memo.html"
    page = render_memo_page(memo_of(long_memo_result()), program_version="0.1.0")
    path.write_text(page, "utf-8")
    return path.as_uri()


def test_memo_prints_on_two_sheets_of_a4_with_the_longest_lists_and_names(
    chromium: Browser, address: str
):
    page = chromium.new_page()
    page.goto(address)
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed) == 2
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    page.close()


def test_memo_scrolls_sideways_on_no_screen_and_runs_nothing(chromium: Browser, address: str):
    page = chromium.new_page(color_scheme="dark", viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("dialog", lambda box: complaints.append(box.message))
    page.goto(address)
    for width in (360, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        over = "() => document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(over) <= 0
    assert complaints == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_memo_has_no_fault_that_axe_core_finds(
    chromium: Browser, address: str, axe: str, scheme: Literal["light", "dark"]
):
    page = chromium.new_page(color_scheme=scheme, bypass_csp=True)
    page.goto(address)
    page.evaluate(axe)
    found = page.evaluate(RUN)
    assert [each["id"] for each in found] == []
    page.close()
