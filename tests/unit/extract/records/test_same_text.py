"""Texts that are nearly one are told; texts on one matter in other words are not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.extract.records.same_text import NEARLY, SeenTexts, likeness, sketch
from graphrisk.extract.review.draft import Draft, DraftDocument
from graphrisk.extract.review.draft_file import write_draft
from graphrisk.workspace.same_texts import same_text_remark

ARTICLE = """\
Three water companies said on Saturday that their billing sites would stay closed for a second week
after a break-in at Quillstack, which hosts them. Aldwater, Thornwell Water and Fenmere said that
customers could still pay by phone. There was no sign that bank details had been taken. Quillstack
said that it noticed the attack on 10 February and that files on several servers were encrypted."""
OTHER = """\
Our billing site is back. It had been closed since 10 February 2026, when our hosting provider
Quillstack was hit by a ransomware attack. Quillstack has confirmed that no customer data was taken.
We are sorry for the trouble this has caused and thank all customers for their patience."""


def test_copy_with_other_first_words_and_line_breaks_is_nearly_the_same():
    copy = "(Longmoor Post) " + ARTICLE.replace("\n", " ").replace("on Saturday ", "")
    assert likeness(sketch(ARTICLE), sketch(copy)) >= NEARLY


def test_other_words_on_one_matter_are_not_the_same():
    assert likeness(sketch(ARTICLE), sketch(OTHER)) < 0.2


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_symmetric_and_a_share(one, other):
    a, b = sketch(one), sketch(other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert not a or likeness(a, a) == 1


def test_nearest_is_the_likest():
    seen = SeenTexts()
    seen.add("part", sketch(ARTICLE[:300]))
    seen.add("whole", sketch(ARTICLE))
    seen.add("other", sketch(OTHER))
    assert seen.nearest(sketch(ARTICLE)) == ("whole", 1.0)
    assert seen.nearest(sketch("")) is None


@pytest.fixture
def folder(tmp_path):
    for name, text in (("first", ARTICLE), ("second", OTHER)):
        write_draft(tmp_path / f"{name}.json", Draft(DraftDocument(name), text))
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "list.json").write_text(json.dumps(["text"]), encoding="utf-8")
    return tmp_path


def test_draft_that_is_nearly_another_is_told_by_name(folder):
    copy = Draft(DraftDocument("third"), ARTICLE.replace("Saturday", "Sunday"))
    remark = same_text_remark(folder, folder / "third.json", copy)
    assert remark is not None
    assert "nearly that of first.json" in remark


def test_draft_is_not_compared_with_itself(folder):
    own = Draft(DraftDocument("first"), ARTICLE)
    assert same_text_remark(folder, folder / "first.json", own) is None
    assert same_text_remark(folder, folder / "x.json", replace(own, text="")) is None
