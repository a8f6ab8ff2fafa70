"""Rules ask lexicons for words by id: what they ask for is there, what is there is asked for."""

from __future__ import annotations

import ast

import pytest

from graphrisk.extract.words.lexicon import load_lexicon, supported_languages
from tests.architecture.source import modules, tree

TABLES = ("word_sets", "tails", "stems")
ASKING = {"word_set": "word_sets", "tails": "tails", "stems": "stems"}


def asked() -> dict[str, set[str]]:
    """Return the ids that rules ask for outright, by table: ``lexicon.tails("firm")``."""
    found: dict[str, set[str]] = {table: set() for table in TABLES}
    for module in modules():
        for node in ast.walk(tree(module)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ASKING
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found[ASKING[node.func.attr]].add(str(node.args[0].value))
    return found


def texts() -> set[str]:
    """Return every text constant of the package: ids that are handed on stand among them."""
    return {
        node.value
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("language", supported_languages())
def test_every_id_that_a_rule_asks_for_is_in_the_lexicon(language: str):
    data = load_lexicon(language).data
    lacking = {table: ids - set(getattr(data, table)) for table, ids in asked().items()}
    assert lacking == {table: set() for table in TABLES}


def test_every_id_of_a_lexicon_is_asked_for():
    data, said = load_lexicon("en").data, texts()
    unused = {table: set(getattr(data, table)) - said for table in TABLES}
    assert unused == {table: set() for table in TABLES}
