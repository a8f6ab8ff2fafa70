"""The page that explains a notice in a real browser: words light up with their claims."""

from __future__ import annotations

import pytest

from tests.browser.test_accessibility_in_chromium import _findings

pytestmark = pytest.mark.browser

LIT = "() => Array.from(document.querySelectorAll('mark.lit')).map((m) => m.textContent).join(' ')"


def test_words_light_up_for_mouse_and_keyboard_and_axe_finds_nothing(show, axe):
    opened = show("explain", color_scheme="dark")
    opened.page.hover("li.claim:has-text('serves') .go")
    assert "Quillstone" in opened.value(LIT)
    opened.page.focus("li.claim:has-text('bank account') .go")
    assert "Bank details have not been affected." in opened.value(LIT)
    first = opened.value(LIT)
    opened.page.keyboard.press("ArrowUp")
    assert opened.value(LIT) != first
    opened.page.keyboard.press("Escape")
    opened.page.mouse.move(5, 5)
    assert opened.value(LIT) == ""
    assert _findings(opened, axe) == []
    opened.page.click("#theme")
    assert _findings(opened, axe) == []
    assert (opened.complaints, opened.outside) == ([], [])


def test_a_hostile_notice_runs_nothing_and_reads_without_script(show):
    opened = show("explain-hostile")
    opened.page.hover("li.claim .go >> nth=0")
    assert opened.value("() => window.pwned === undefined")
    assert opened.value("() => document.querySelectorAll('main img, main script').length") == 0
    assert (opened.complaints, opened.outside) == ([], [])
    plain = show("explain", java_script_enabled=False)
    assert "Quillstone" in plain.page.inner_text("main")
    assert plain.page.is_hidden("#theme")


def test_an_answer_leads_to_its_words_and_its_claim_comes_beside_them(show):
    opened = show("explain", width=1280, height=600)
    label = opened.page.locator(".short .ref").last
    number = label.get_attribute("data-claim")
    label.click()
    assert opened.value("() => location.hash") == f"#words-{number}"
    assert opened.value(LIT) != ""
    seen = """(id) => {
      const box = document.getElementById(id).getBoundingClientRect();
      return box.top >= 0 && box.top < window.innerHeight;
    }"""
    assert opened.page.evaluate(seen, f"words-{number}")
    assert opened.page.evaluate(seen, f"claim-{number}")


def test_nothing_of_a_page_is_cut_off_in_print_or_on_a_phone(show):
    printed = show("explain")
    printed.page.emulate_media(media="print")
    hidden = """() => {
      const claims = document.getElementById("claims");
      return claims.scrollHeight - claims.clientHeight;
    }"""
    assert printed.value(hidden) <= 1
    assert printed.page.is_hidden("#theme")
    phone = show("explain", width=390, height=844)
    assert phone.value("() => document.documentElement.scrollWidth") <= 390
