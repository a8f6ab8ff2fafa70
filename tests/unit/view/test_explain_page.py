"""The page that explains a notice: whole text, a mark for every quote, hostile text as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from graphrisk.extract.review.rule_words import rule_words
from graphrisk.view.explain_page import render_explain_page
from graphrisk.view.explained import (
    SIGNS,
    Loose,
    ReadClaim,
    explained,
)
from graphrisk.view.short_answer import ShortAnswer, ShortItem, ShortLine, answered
from graphrisk.view.stretches import Quoted, stretches
from tests.unit.view.notices_to_explain import EVIL, HOSTILE, PLAIN, notice_of


def test_the_stretches_are_the_text_and_every_claim_has_its_words():
    notice = notice_of(PLAIN)
    page = explained(notice)
    assert "".join(piece.text for piece in page.stretches) == notice.text
    numbered = [line for _, _, lines in page.groups for line in lines]
    assert len(numbered) == len(notice.claims)
    carried = {number for piece in page.stretches for number in piece.claims}
    assert carried == {line.number for line in numbered}


def test_the_marks_of_a_claim_are_its_quotes():
    notice = notice_of(PLAIN)
    page = explained(notice)
    spans = {claim.id: claim.spans for claim in notice.claims}
    lines = {line.number: line for _, _, group in page.groups for line in group}
    for number, line in lines.items():
        marked = "".join(p.text for p in page.stretches if number in p.claims)
        quoted = [
            "".join(notice.text[a:b] for a, b in sorted(spans[c.id]))
            for c in notice.claims
            if c.words == line.words and c.status == line.status
        ]
        assert any(marked == q or marked in q for q in quoted), line.words


def test_text_and_quotes_are_marked_with_their_language():
    html = render_explain_page(notice_of(PLAIN))
    assert '<div class="text" lang="en">' in html
    assert '<p class="quote" lang="en">' in html
    odd = render_explain_page(replace(notice_of(PLAIN), language='"><b'))
    assert '<div class="text">' in odd


def test_status_is_told_without_colour():
    page = explained(notice_of(PLAIN))
    lines = [line for _, _, group in page.groups for line in group]
    assert {line.status for line in lines} >= {"confirmed", "suspected", "denied"}
    for line in lines:
        assert line.label.endswith(SIGNS.get(line.status, ""))


def test_a_text_that_is_no_incident_says_so_and_keeps_its_text():
    notice = notice_of("We take data protection seriously. Read our policy.")
    html = render_explain_page(notice)
    assert "Not read as the report of an incident" in html
    assert 'id="claims"' not in html
    assert html.count("report of an incident") == 1
    assert "Read our policy." in html


def test_text_in_a_language_that_is_not_read_is_not_called_no_incident():
    html = render_explain_page(notice_of("Aviso: fomos alvo de um ataque.", "pt"))
    assert "Not read for an incident, as its language is not known here" in html
    assert "nothing of it would be written" not in html


def test_hostile_text_is_text():
    html = render_explain_page(notice_of(HOSTILE))
    assert EVIL not in html
    assert "&lt;img src=x onerror=window.pwned=1&gt;" in html
    assert html.count("<script") == 2
    assert "\u202e" not in html
    assert "U+202E" in html
    assert "{{7*7}}" in html
    assert not re.search(r"<[^>]+\son\w+=", html)


def test_the_page_asks_for_nothing_outside_and_is_the_same_twice():
    notice = notice_of(PLAIN)
    html = render_explain_page(notice)
    assert html == render_explain_page(notice)
    assert "default-src 'none'" in unescape(html)
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", html)


def test_overlapping_and_wrong_quotes_cut_the_text_but_lose_none_of_it():
    notice = notice_of("abcdefghij")
    spans = [(0, 10), (2, 5), (4, 8), (9, 400), (7, 7)]
    claims = tuple(
        ReadClaim(f"c-{n}", "count", "x", "y", (span,), "confirmed") for n, span in enumerate(spans)
    )
    page = explained(replace(notice, claims=claims))
    assert "".join(piece.text for piece in page.stretches) == notice.text


def test_a_rule_nobody_knows_is_shown_as_it_is():
    assert rule_words("strange") == "strange"
    assert "pattern: A … runs/hosts B" in rule_words("edge: {A} <4> (runs|hosts) {B}")


def test_number_of_a_claim_follows_its_words_and_not_the_sentence_around_them_too():
    notice = notice_of("About 40 people were hit.")
    inner, whole = (6, 15), (0, 25)
    claim = ReadClaim("c-1", "count", "40 persons", "why", (inner, whole), "confirmed")
    page = explained(replace(notice, claims=(claim,)))
    ends = [piece.text for piece in page.stretches if piece.ends]
    assert ends == ["40 people"]
    assert "".join(piece.text for piece in page.stretches if piece.claims) == notice.text


def test_page_begins_with_answers_and_with_what_is_not_said():
    items = tuple(ShortItem(f"class {n}", ("gone",)) for n in range(30))
    short = (
        ShortAnswer("Who was hit", (ShortLine("", (ShortItem("Lerkil <b>"),)),)),
        ShortAnswer("When"),
        ShortAnswer("Which data", (ShortLine("exposed:", items),)),
    )
    html = render_explain_page(replace(notice_of(PLAIN), short=short))
    assert "<bdi>Lerkil &lt;b&gt;</bdi>" in html
    assert re.search(r"Not said</dt><dd>when", html)
    assert "; and 6 more" in html


def test_doubt_that_all_items_of_a_line_share_is_told_once():
    doubtful = tuple(ShortItem(name, (), "concluded, not said", 0.7) for name in ("Alfa", "Beta"))
    short = (ShortAnswer("Who supplies whom", (ShortLine("Lerkil →", doubtful),)),)
    html = render_explain_page(replace(notice_of(PLAIN), short=short))
    assert html.count("concluded, not said, 70 % sure") == 1
    mixed = (*doubtful[:1], replace(doubtful[1], doubt="denied"))
    short = (ShortAnswer("Who supplies whom", (ShortLine("Lerkil →", mixed),)),)
    html = render_explain_page(replace(notice_of(PLAIN), short=short))
    assert html.count("70 % sure") == 2
    sure = (ShortItem("Gamma"), *doubtful)
    (answer,) = [answered(ShortAnswer("Who", (ShortLine("Lerkil →", sure),)), {})]
    told = [(line.lead, [item.text for item in line.items], line.doubt) for line in answer.lines]
    assert told == [
        ("Lerkil →", ["Gamma"], ""),
        ("Lerkil →", ["Alfa", "Beta"], "concluded, not said, 70 % sure"),
    ]


def test_every_link_of_the_page_leads_to_a_place_of_it():
    loose = (Loose("number", "2,400 employees", (160, 175)), Loose("name", "ICO", (300, 303)))
    html = render_explain_page(replace(notice_of(PLAIN), loose=loose))
    ids = re.findall(r'\bid="([^"]+)"', html)
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert {"loose-1", "loose-2"} <= links
    answers = html[html.index('class="short"') : html.index('class="columns')]
    assert {f"words-{n}" for n in (1, 2, 3)} <= set(re.findall(r'href="#([^"]+)"', answers))


def test_claim_with_words_in_two_places_leads_to_both():
    notice = notice_of("Alfa was hit. Later on Alfa was hit again.")
    claim = ReadClaim("c-1", "vendor_hit", "Alfa was hit", "why", ((0, 12), (23, 35)), "confirmed")
    html = render_explain_page(replace(notice, claims=(claim,)))
    assert re.findall(r'href="#(words-1[^"]*)"', html) == ["words-1", "words-1", "words-1-2"]
    at = html.index('id="words-1-2"')
    assert html[at:].partition(">Alfa was hit</mark>")[0].count("<mark") == 1


def test_words_that_claims_share_are_quoted_once_and_never_again_where_the_claim_has_them():
    text = "Names and salaries were taken."
    both = [ReadClaim(f"c-{n}", "data_class", n, "why", ((0, 30),)) for n in ("name", "salary")]
    told = ReadClaim("c-3", "consequence", f"misuse: {text}", "why", ((0, 30),))
    html = render_explain_page(replace(notice_of(text), claims=(*both, told)))
    assert html.count('class="quote"') == 1
    assert html.count("the same words as D1") == 1


def test_words_that_no_claim_uses_are_cut_out_and_lie_not_over_each_other():
    text = "About 40 of the 6625 numbers."
    loose = [(0, 8), (16, 20)]
    pieces = stretches(text, [Quoted(1, "N1", "count", "confirmed", ((6, 11),))], loose)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.loose == 2] == ["6625"]
    assert "".join(piece.text for piece in pieces if piece.loose == 1) == "About 40"
    over = (Loose("name", "a", (0, 8)), Loose("name", "b", (6, 20)), Loose("name", "c", (20, 28)))
    page = explained(replace(notice_of(text), loose=over, claims=()))
    assert [words for _, words in page.loose[0][1]] == ["a", "c"]


def test_pattern_is_told_without_the_signs_of_its_notation():
    words = rule_words("edge: {B.poss} <4> @vendor_noun ,? (for|of) @outage? {A}")
    assert words.endswith("(pattern: B's … “supplier” , for/of “outage” A)")
