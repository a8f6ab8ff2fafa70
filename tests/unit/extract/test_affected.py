"""Who is affected, and who only stands beside it, in all eight languages."""

from __future__ import annotations

import re

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.statement_files import statements, told

_MARK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
FILES = ("affected", "affected_beside")
CASES = [(file, *case) for file in FILES for case in told(file)]


def plain(name: str) -> str:
    """Return a name without its legal form and in one case."""
    words = re.sub(r"[^\w&'-]+", " ", name.casefold()).split()
    return " ".join(w for w in words if w not in {"ab", "oy", "as", "s", "a", "gmbh", "ag", "ltd"})


def affected(file: str, name: str, language: str) -> tuple[set[str], set[str]]:
    """Return whom a text marks as affected, and whom was read as affected."""
    text = statements(file)[name]["texts"][language]
    wanted = {plain(m[2] or m[1]) for m in _MARK.finditer(text)}
    claims = read_claims(from_text(_MARK.sub(lambda m: m[1], text), language=language))
    found = {
        plain(c.value["organization"].name) for c in claims.of("affected") if not c.value["spared"]
    }
    return wanted, found


@pytest.mark.parametrize(("file", "name", "language"), CASES)
def test_who_is_affected_is_read_and_nobody_else(file: str, name: str, language: str):
    wanted, found = affected(file, name, language)
    gaps = statements(file)[name].get("gaps", ())
    assert found == wanted or language in gaps, found ^ wanted
