"""Every source that the code names is in docs/references.bib, complete enough to be found."""

from __future__ import annotations

import ast
import re

import pytest

from graphrisk.references import cited, references, short
from tests.architecture.source import ROOT, modules, name, tree


def keys_named(module) -> set[str]:
    """Return the third argument, or ``sources``, of every ``Method(...)`` of a module."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Method":
            given = node.args[2:3] + [k.value for k in node.keywords if k.arg == "sources"]
            tuples = [each for part in given for each in ast.walk(part)]
            items = [item for t in tuples if isinstance(t, ast.Tuple) for item in t.elts]
            found |= {item.value for item in items if isinstance(item, ast.Constant)}
    return found


def test_every_source_named_by_a_method_exists():
    missing = {
        f"{name(module)}: {key}" for module in modules() for key in keys_named(module)
        if key not in references()
    }  # fmt: skip
    assert missing == set()


def test_method_with_an_unknown_source_is_noticed(tmp_path):
    module = tmp_path / "some.py"
    module.write_text('M = Method("How", (), ("nobody1900", "kashaf2020"))', "utf-8")
    assert keys_named(module) - set(references()) == {"nobody1900"}


@pytest.mark.parametrize("key", sorted(references()))
def test_source_says_who_when_what_and_where(key):
    fields = references()[key]
    assert {"author", "title", "year"} <= set(fields)
    assert set(fields) & {"doi", "url", "journal", "booktitle", "publisher", "institution"}
    assert re.search(r"\(\d{4}\), ", cited(key))
    assert short(key).endswith(fields["year"])


def test_every_entry_of_the_file_is_read():
    text = (ROOT / "docs" / "references.bib").read_text("utf-8")
    assert len(references()) == len(re.findall(r"^@", text, re.MULTILINE))
