"""Segments keep their offsets, whatever the text looks like."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.extract.text.segment import segment
from graphrisk.extract.text.tokens import fold, tokenize
from graphrisk.extract.words.lexicon import load_lexicon

NOTICE = (
    "Our supplier told us on 3 May about the attack. It had been found a week before, and some "
    "records were taken. We have reported it.\n\nThe data may include:\n\n- names\n- addresses\n"
)


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in segment(text, load_lexicon(language)).sentences]


@given(st.text(alphabet="aB1 .!?\n-•:\u00a0\u2019„“,ÅäÖß😀\u202f\t()", max_size=200))
def test_offsets_of_sentences_and_tokens_are_true_on_any_text(text: str):
    layout = segment(text, load_lexicon("sv"))
    assert len(layout.plain) == len(text)
    last = 0
    for sentence in layout.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        for token in sentence.tokens:
            assert layout.plain[token.start : token.end] == token.text


@given(st.text(max_size=100))
def test_folding_keeps_the_length(text: str):
    assert len(fold(text)) == len(text)


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = "\n\n".join(textwrap.fill(p, 60) for p in NOTICE.split("\n\n")[:1])
    assert [s.replace("\n", " ") for s in sentences(wrapped)] == sentences(NOTICE)[:3]


def test_short_lines_without_a_full_stop_are_headings_of_their_own():
    text = (
        "What happened\nThe supplier was attacked in May, and its systems were down for a week.\n"
    )
    assert sentences(text)[0] == "What happened"


def test_items_know_the_header_that_introduces_them():
    layout = segment(NOTICE, load_lexicon("en"))
    items = [s for s in layout.sentences if s.kind == "item"]
    assert len(items) == 2
    header = layout.sentences[items[0].header or 0]
    assert NOTICE[header.start : header.end].endswith("include:")


def test_abbreviations_and_ordinals_do_not_end_a_sentence():
    assert len(sentences("Det gäller bl.a. Namn och t.ex. Adresser.", "sv")) == 1
    assert len(sentences("Der Angriff war am 24. August bekannt. Er dauerte an.", "de")) == 2


def test_tokens_keep_inner_marks():
    assert [t.lower for t in tokenize("IT-drift, Essex's 24.8.2023")] == [
        "it-drift",
        ",",
        "essex's",
        "24.8.2023",
    ]


def test_marks_without_a_space_after_them_end_no_sentence_however_many_they_are() -> None:
    text = "It was found" + "." * 5_000 + 'then "closed..." Nothing else.'
    assert len(segment(text).sentences) == 2
