"""The page does what it promises, in a real browser."""

from __future__ import annotations

import csv
import io

import pytest

from graphrisk.view.scene import build_scene
from tests.unit.view import exposed_builder as build

pytestmark = pytest.mark.browser

NAMES = "() => graphrisk.all('#table tbody tr').filter((r) => !r.hidden).map((r) => r.dataset.id)"
PANEL = "() => document.getElementById('panel').innerText"


@pytest.mark.parametrize("name", ["outage", "breach", "compromise", "nobody", "many", "hostile"])
def test_page_is_silent_and_asks_for_nothing_outside(show, name):
    opened = show(name)
    opened.page.wait_for_timeout(300)
    assert opened.outside == []
    assert opened.complaints == []


def test_click_on_a_mark_shows_the_evidence_chain(show):
    opened = show("outage")
    party = next(
        one
        for one in build.sample().parties
        if one.is_vendor and one.state == "stops" and one.hop == 1
    )
    opened.click_mark(opened.value(f"() => graphrisk.markOf('{party.id}')"))
    opened.wait("() => !document.getElementById('chosen').hidden")
    said = opened.value(PANEL)
    step = party.witness.steps[0]
    for words in (party.name, "Why it is exposed", "Kappaledger Ltd", step.service, step.source):
        assert words in said
    assert step.seen_on in said
    assert f"p={party.id}" in opened.page.url
    assert opened.complaints == []


def test_click_on_a_line_shows_its_evidence(show):
    opened = show("outage")
    edge = opened.value("() => graphrisk.network.edges[0].id")
    opened.page.evaluate("(id) => graphrisk.choose({ link: id })", edge)
    assert "Evidence of" in opened.value(PANEL)
    assert "Confidence" in opened.value(PANEL)


def test_kept_up_party_names_who_keeps_it_up_and_the_word_is_on_the_picture(show):
    opened = show("outage")
    party = next(one for one in build.sample().parties if one.state == "kept up")
    opened.page.evaluate("(id) => graphrisk.choose({ party: id })", party.id)
    said = opened.value(PANEL)
    assert "Kept up by Standby Hosting AB, Second Source Oy (directly)" in said
    assert "kept up" in said
    sections = opened.value("() => graphrisk.page.grouped.sections.map((one) => one.state)")
    assert "kept up" in sections


def test_reported_side_shows_denied_with_its_words(show):
    said = show("outage").value(PANEL)
    for words in ("Reported", "denied", "Patient records were not affected.", "confirmed"):
        assert words in said


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("outage", ["stops", "partly", "degraded", "kept up"]),
        ("breach", ["carried", "possible", "unknown"]),
        ("compromise", ["compromised"]),
    ],
)
def test_each_mode_has_its_own_words(show, name, states):
    opened = show(name)
    assert opened.value("() => graphrisk.all('[data-state]').map((b) => b.dataset.state)") == states


def test_table_holds_every_name_and_sorts(show):
    opened = show("outage")
    opened.page.click("#tab-table")
    scene = build_scene(build.sample())
    shown = opened.value("() => graphrisk.all('#table tbody a').map((a) => a.textContent)")
    assert sorted(shown) == sorted(party.name for party in scene.parties)
    drawn = opened.value(
        "() => graphrisk.network.nodes.flatMap((n) => n.fold ? n.members : [n.id])"
        ".filter((id) => graphrisk.parties.has(id))"
    )
    assert sorted(drawn) == sorted(party.id for party in scene.parties)
    opened.page.click("#table th[data-key=hop] button")
    hops = [
        int(text) for text in opened.page.locator("#table td[data-head=Hops]").all_inner_texts()
    ]
    assert hops == sorted(hops)
    opened.page.click("#table th[data-key=hop] button")
    assert opened.page.get_attribute("#table th[data-key=hop]", "aria-sort") == "descending"


def test_filters_thin_out_picture_and_table_alike(show):
    opened = show("outage")
    all_rows = opened.value(NAMES)
    opened.page.click("[data-hop='3']")
    opened.page.uncheck("[data-state='kept up']")
    rows = opened.value(NAMES)
    parties = {party.id: party for party in build.sample().parties}
    assert 0 < len(rows) < len(all_rows)
    assert all(parties[one].hop != 3 and parties[one].state != "kept up" for one in rows)
    seen = (
        "() => graphrisk.drawnMarks().filter(graphrisk.markShown).flatMap(graphrisk.shownMembers)"
    )
    assert sorted(set(opened.value(seen)) - {"o-kappa"}) == sorted(rows)
    opened.page.click("#reset")
    assert opened.value(NAMES) == all_rows


def test_everything_filtered_away_says_so_and_offers_a_way_back(show):
    opened = show("outage")
    for state in ("stops", "partly", "degraded", "kept up"):
        opened.page.uncheck(f"[data-state='{state}']")
    assert opened.page.is_visible("#filtered")
    opened.page.click("#unfilter")
    assert not opened.page.is_visible("#filtered")


def test_search_finds_a_folded_party_and_says_who_is_not_exposed(show):
    opened = show("outage")
    folded = opened.value("() => graphrisk.network.nodes.find((n) => n.fold).members[0]")
    name = opened.value(f"() => graphrisk.nameOf('{folded}')")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(name)
    opened.page.keyboard.press("Enter")
    assert name in opened.value(PANEL)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("zzz nobody")
    assert "Not among the exposed." in opened.page.inner_text("#found")
    assert opened.complaints == []


def test_keyboard_walks_the_picture_and_tells_the_live_region(show):
    opened = show("outage")
    said = "() => document.getElementById('said').textContent"
    opened.page.focus("#network")
    opened.page.keyboard.press("ArrowRight")
    assert "where the question starts" in opened.value(said)
    opened.page.keyboard.press("ArrowRight")
    first = opened.value(said)
    assert "1 hop from the start" in first
    opened.page.keyboard.press("ArrowDown")
    assert opened.value(said) != first
    opened.page.keyboard.press("Enter")
    assert opened.value("() => document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.value("() => document.activeElement.id") == "network"
    assert opened.value("() => document.getElementById('chosen').hidden")
    for key in ("+", "-", "0"):
        opened.page.keyboard.press(key)
    assert opened.complaints == []


def test_tab_order_starts_with_the_way_to_the_table(show):
    opened = show("outage")
    opened.page.keyboard.press("Tab")
    assert opened.value("() => document.activeElement.textContent") == "Skip to the table"
    opened.page.keyboard.press("Enter")
    assert opened.page.is_visible("#table")


def test_address_brings_the_view_back_and_ignores_what_it_does_not_know(show):
    party = build.sample().parties[30]
    opened = show("outage", f"#p={party.id}&tab=table&hops=3&min=70&states=kept%20up")
    assert party.name in opened.value(PANEL)
    assert opened.page.is_visible("#table")
    assert opened.page.get_attribute("[data-hop='3']", "aria-pressed") == "false"
    hash_part = "#p=%3Cimg%20src=x%3E&m=%E0%A4%A&step=-4&step=x&min=1e9&sector=none&hops=77&tab=x"
    odd = show("outage", hash_part)
    assert odd.value("() => graphrisk.state.party") == ""
    assert odd.value("() => graphrisk.isFiltered()") is False
    assert odd.complaints == []


def test_copied_link_is_only_the_part_after_the_hash(show):
    opened = show("outage")
    opened.page.evaluate("() => graphrisk.choose({ party: graphrisk.page.parties[0].id })")
    part = opened.value("() => graphrisk.linkPart()")
    assert part.startswith("#p=")
    assert "file:" not in part
    assert "/" not in part


def test_player_shows_one_hop_after_the_other(show):
    opened = show("outage")
    opened.page.fill("#step", "1")
    rows = opened.value(NAMES)
    hops = {party.id: party.hop for party in build.sample().parties}
    assert {hops[one] for one in rows} == {1}
    assert "1 hop shown" in opened.page.inner_text("#step-words")


def test_ungrouped_picture_draws_each_party(show):
    opened = show("outage")
    opened.page.click("#group")
    drawn = opened.value("() => graphrisk.drawnMarks().map((n) => n.id)")
    assert len(drawn) == len(build.sample().parties) + 1
    assert opened.complaints == []


def test_too_many_for_one_picture_is_said_on_the_page(show):
    opened = show("many")
    assert "more than the 1,500 marks" in opened.page.inner_text(".foldnote")
    assert opened.value("() => graphrisk.drawnMarks().length") < 1500
    assert opened.page.locator("#group").count() == 0
    assert opened.value("() => graphrisk.all('#table tbody tr').length") == 2000


def test_nobody_exposed_is_said_in_words(show):
    opened = show("nobody")
    assert "Nobody exposed" in opened.page.inner_text("#graph-pane")
    assert "2026-11-15" in opened.page.inner_text("#graph-pane")


def test_without_script_headline_picture_and_table_show(show):
    opened = show("outage", java_script_enabled=False)
    scene = build_scene(build.sample())
    assert opened.page.inner_text("h1") == scene.title
    assert opened.page.is_visible("#static-picture svg")
    assert opened.page.locator("#static-picture svg [data-mark]").count() == len(
        scene.grouped.marks
    )
    assert opened.page.locator("#table tbody tr:visible").count() == len(scene.parties)
    assert not opened.page.is_visible("#stage")
    assert not opened.page.is_visible("#find")
    assert opened.page.is_visible("text=2 hops >> nth=0")


def test_dark_follows_the_system_and_the_switch_overrides(show):
    background = "() => getComputedStyle(document.body).backgroundColor"
    dark = show("outage", color_scheme="dark")
    assert dark.value(background) == "rgb(24, 31, 39)"
    assert dark.page.get_attribute("#theme", "aria-pressed") == "true"
    dark.page.click("#theme")
    assert dark.value(background) == "rgb(255, 255, 255)"
    assert dark.complaints == []


@pytest.mark.parametrize("name", ["outage", "hostile", "report-outage", "report-hostile"])
def test_narrow_page_does_not_scroll_sideways(show, name):
    opened = show(name, width=320, height=800)
    for width in (320, 640, 1100):
        opened.page.set_viewport_size({"width": width, "height": 800})
        wide = opened.value("() => document.documentElement.scrollWidth")
        assert wide <= width


def test_phone_starts_on_the_table(show):
    opened = show("outage", width=390, height=844)
    assert opened.page.is_visible("#table")
    assert not opened.page.is_visible("#stage")


def test_exports_are_whole(show):
    opened = show("outage")
    with opened.page.expect_download() as saved:
        opened.page.click("#export")
        opened.page.click("[data-export=png]")
    assert saved.value.suggested_filename == "graphrisk-kappaledger-ltd-2026-11-15.png"
    assert saved.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    rows = list(
        csv.reader(io.StringIO(opened.value("() => graphrisk.tableCsv()").lstrip("\ufeff")))
    )
    assert len(rows) == len(build.sample().parties) + 1
    assert opened.complaints == []


def test_high_contrast_and_reduced_motion_work(show):
    opened = show("outage", forced_colors="active", reduced_motion="reduce")
    assert opened.value(
        "() => getComputedStyle(document.querySelector('.dot.h1')).forcedColorAdjust"
    ) == ("none")
    assert opened.complaints == []


def test_a_party_that_documents_name_shows_what_they_say(show):
    opened = show("outage")
    opened.page.evaluate("() => graphrisk.choose({ party: 'c0043' })")
    said = opened.value(PANEL)
    assert "suspected Quill Savings Bank 43: service affected (9,000 people)" in said
    assert "The bank expects disturbances in its booking service." in said
    opened.page.click("#tab-table")
    assert "reported suspected" in opened.page.inner_text("tr[data-id=c0043]")


def test_a_handful_opens_one_by_one_and_can_be_grouped(show):
    opened = show("few")
    drawn = "() => graphrisk.drawnMarks().length"
    assert opened.value(drawn) == 7
    assert not opened.page.is_visible("#fold-words")
    opened.page.click("#group")
    assert opened.value(drawn) == 2
    assert "group=on" in opened.page.url
    assert "6 × Health" in opened.value("() => graphrisk.boardSvg()")
    assert opened.complaints == []
