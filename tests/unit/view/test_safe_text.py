"""Strings from outside: visible, escaped, never a formula, never a link."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.cells import defused
from graphrisk.view.report_markdown import markdown, markdown_line
from graphrisk.view.scene import build_scene
from graphrisk.view.seal import code, sealed_json
from graphrisk.view.svg import render_svg
from graphrisk.view.text import file_stem, one_line, shorten, visible
from tests.unit.view import exposed_builder as build

any_text = st.text(alphabet=st.characters(), max_size=60)


@given(any_text)
def test_visible_text_can_be_written_and_holds_no_control_sign(text):
    said = visible(text)
    said.encode("utf-8")
    assert not [char for char in said if ord(char) < 0x20 or 0x7F <= ord(char) <= 0x9F]
    assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    ElementTree.fromstring(f"<a>{said.replace('&', '&amp;').replace('<', '&lt;')}</a>")


@given(any_text)
def test_sealed_json_cannot_end_its_element(text):
    sealed = str(sealed_json({"name": visible(text)}))
    assert "<" not in sealed
    assert "\u2028" not in sealed


@given(any_text, st.integers(2, 30))
def test_short_text_keeps_its_limit(text, limit):
    assert len(shorten(text, limit)) <= limit


@given(any_text)
def test_defused_cell_starts_no_formula(text):
    assert defused(text)[:1] not in set("=+-@\t\r")


@given(st.text(max_size=200))
def test_file_stem_is_plain(text):
    stem = file_stem("graphrisk", text)
    assert stem.isascii()
    assert not set(stem) & set("/\\.:* ")


def test_quote_becomes_one_line():
    assert one_line(" a\n\tb\u2028c ") == "a b c"


def test_script_that_would_end_its_element_is_refused():
    with pytest.raises(ValueError, match="</script"):
        code("x = '</SCRIPT>'", "</script")


@pytest.mark.parametrize("name", build.HOSTILE)
def test_markdown_of_a_hostile_name_has_no_bare_sign(name):
    said = markdown(visible(name))
    bare = said
    for escaped in ("\\\\", "\\`", "\\*", "\\_", "\\[", "\\]", "\\{", "\\}", "\\|", "\\!"):
        bare = bare.replace(escaped, "")
    assert not set(bare) & set("`*_[]{}|!<>@\n")
    assert "://" not in said


@pytest.mark.parametrize("text", ["# head", "- item", "+ item", "1. one", "2) two", "=== x", "> q"])
def test_line_start_opens_no_block(text):
    assert markdown_line(text)[0] in "\\&" or "\\" in markdown_line(text)[:3]


def test_svg_of_hostile_names_parses_and_holds_only_drawing():
    svg = ElementTree.fromstring(render_svg(build_scene(build.hostile(), build.hostile_reported())))
    tags = {one.tag.rpartition("}")[2] for one in svg.iter()}
    assert tags <= {"svg", "rect", "text", "g", "path", "circle", "title"}
    names = {name for one in svg.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name in {"style", "href"}]


def test_svg_shows_state_words_and_the_dates():
    text = render_svg(build_scene(build.sample()))
    for words in ("kept up · ", "stops · ", "degraded · ", "as of 2026-11-15", "weak evidence"):
        assert words in text


def test_svg_of_nobody_is_still_a_picture():
    ElementTree.fromstring(render_svg(build_scene(build.exposed(()))))
