"""The memo before signing: what it says, what it cuts, and that no name becomes more than text."""

from __future__ import annotations

import html
import re

import pytest

from graphrisk.view.answer_file import answer_bytes
from graphrisk.view.memo import Memo, memo_markdown, memo_of, render_memo_page
from graphrisk.view.result_answer import result_answer
from tests.unit.view.memo_builder import HOSTILE, long_memo_result


@pytest.fixture(scope="module")
def result():
    return long_memo_result()


@pytest.fixture(scope="module")
def memo(result) -> Memo:
    return memo_of(result)


def test_memo_holds_decision_triggers_change_chain_group_and_evidence(memo, result):
    assert [(q[0], q[2]) for q in memo.questions] == [
        ("29(1)", "unknown"),
        ("29(1)(a)", "unknown"),
        ("29(1)(b)", "yes"),
        ("29(2)", "yes"),
        ("29(2)", "yes"),
    ]
    before, after = result.totals["suffice_alone"]
    assert memo.falls[0].endswith(f"{before:,} → {after:,}")
    assert before < after
    assert memo.third == "Third countries in it: US. Country not known of 8."
    assert (len(memo.chain.rows), memo.chain.left) == (6, 4)
    assert (len(memo.links.rows), memo.links.left) == (4, 6)
    assert memo.sources.rows[0][1].startswith("register register-of")
    assert memo.dates[-2:] == (
        ("digest with the contract", result.digest),
        ("digest as stored", result.totals["stored_digest"]),
    )
    assert any("where its data is kept" in line for line in memo.not_known)
    assert sum("(designated)" in row[1] for row in memo.chain.rows) == 1


def test_long_names_are_cut_in_the_middle_so_that_they_stay_apart(memo):
    providers = [row[1].removesuffix(" (designated)") for row in memo.chain.rows]
    assert len(set(providers)) == len(providers)
    assert all(len(name) <= 46 for name in providers)


def test_page_admits_no_script_and_shows_hostile_names_as_text(memo):
    page = render_memo_page(memo, program_version="0.1.0")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "script-src 'none'" in html.unescape(page)
    assert page == render_memo_page(memo, program_version="0.1.0")


def test_markdown_holds_the_same_and_every_name_as_text(memo):
    text = memo_markdown(memo, program_version="0.1.0")
    for part in ("## Article 29", "## Before and after", "### The chain", "## Not known"):
        assert part in text
    assert "<img" not in text
    assert "[a](" not in text
    widths = {line.count("|") - line.count("\\|") for line in text.splitlines() if "29(" in line}
    assert widths == {5}


def test_files_for_people_hold_the_memo_and_files_for_machines_the_whole(result):
    answer = result_answer(result)
    made = {
        ending: answer_bytes(answer, ending, program_version="0.1.0").decode()
        for ending in (".html", ".md", ".json")
    }
    assert "Decision asked" in made[".html"]
    assert made[".md"].startswith("# Before signing")
    assert "Decision asked" not in made[".json"]
    assert HOSTILE in made[".json"]
    sheets = re.findall(r'<section class="sheet">', made[".html"])
    assert len(sheets) == 2
