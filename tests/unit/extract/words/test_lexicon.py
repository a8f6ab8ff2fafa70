"""Lexicons are checked data: the shipped ones are sound, a broken one is told what is wrong."""

from __future__ import annotations

import copy

import pytest
import yaml

from graphrisk.errors import InputError
from graphrisk.extract.text.tokens import tokenize
from graphrisk.extract.words import lexicon
from graphrisk.extract.words.lexicon import check_lexicon, load_lexicon, supported_languages
from graphrisk.extract.words.trie import PhraseTrie, TokenPatterns, phrase_parts
from graphrisk.model.vocabulary import vocabulary


def english() -> dict:
    return copy.deepcopy(load_lexicon("en").data.model_dump())


@pytest.mark.parametrize("language", supported_languages())
def test_a_shipped_lexicon_has_no_problem(language: str):
    assert check_lexicon(language) == []


@pytest.mark.parametrize("language", supported_languages())
def test_a_shipped_lexicon_has_terms_for_every_data_class(language: str):
    data = load_lexicon(language).data
    assert set(data.data) == set(vocabulary("data_class"))
    assert set(data.attack) <= set(vocabulary("attack_type"))


@pytest.mark.parametrize("language", supported_languages())
def test_all_lexicons_have_the_same_cue_lists(language: str):
    assert set(load_lexicon(language).data.cues) >= set(load_lexicon("de").data.cues) - {
        "first_party_hint"
    }


def test_an_unknown_key_is_a_problem():
    content = english() | {"colour": "red"}
    assert [p.column for p in check_lexicon("xx", content)] == ["colour"]


def test_a_short_pattern_and_a_broken_template_are_problems():
    content = english()
    content["data"]["name"].append("a*")
    content["patterns"]["edge"] += ["<3> {A}", "{A} @nothing {B}", "{a} serves"]
    problems = check_lexicon("xx", content)
    assert {p.column for p in problems} == {"data.name", "patterns.edge"}
    assert len(problems) == 4
    assert all(p.fix for p in problems)


def test_a_missing_language_is_refused_in_words():
    with pytest.raises(InputError, match="no lexicon"):
        load_lexicon("tlh")


def test_a_further_language_is_one_file(monkeypatch: pytest.MonkeyPatch):
    content = english() | {"language": "xx", "name": "Newish"}
    assert check_lexicon("xx", yaml.safe_load(yaml.safe_dump(content))) == []
    made = lexicon.Lexicon(lexicon.LanguageFile.model_validate(content), load_lexicon("en").common)
    assert made.language == "xx"


def test_the_trie_finds_equal_begin_end_inner_and_gap():
    trie = PhraseTrie(TokenPatterns())
    for name, phrase in enumerate(["two words", "begin*", "*end", "*inner*", "from ~ to"]):
        trie.add("g", str(name), phrase)
    words = [t.lower for t in tokenize("two words beginning the-end xinnery from here on to")]
    assert [hit.id for hit in trie.find(words)] == ["0", "1", "2", "3", "4"]


def test_the_trie_prefers_the_longest_phrase():
    trie = PhraseTrie(TokenPatterns())
    trie.add("g", "a", "bank")
    trie.add("g", "a", "bank account")
    (hit,) = trie.find(["bank", "account"])
    assert hit.last == 2


def test_phrases_use_the_tokens_of_the_reader():
    assert phrase_parts("Not-for-profit, e.g") == ["not-for-profit", ",", "e.g"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("bankuppgifterna", "financial_account"), ("hälsouppgifter", "health"), ("uppgifter", None)],
)
def test_compounds_take_the_class_of_their_modifier(word: str, expected: str | None):
    assert load_lexicon("sv").compound_class(word) == expected
