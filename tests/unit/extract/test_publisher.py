"""Whose text it is, from every kind of cue, in all eight languages."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.statement_files import statements, told
from tests.unit.extract.test_affected import plain

FILES = ("publisher",)
CASES = [(f, *case) for f in FILES for case in told(f) if not case[0].startswith("_")]


def publisher(file: str, name: str, language: str) -> tuple[str | None, str | None]:
    """Return whose text it is, and who was read as its author."""
    shared = statements("publisher")
    names = shared["_names"]["texts"][language]
    bodies = {body: shared[f"_{body}"]["texts"][language] for body in ("we", "it")}
    family = statements(file)[name]
    text = family["texts"][language].format(**bodies, **names)
    found = read_claims(from_text(text, language=language)).publisher
    wanted = names[family["is"]] if family["is"] else None
    named = found is not None and found.named
    return wanted and plain(wanted), plain(found.name) if found and named else None


@pytest.mark.parametrize(("file", "name", "language"), CASES)
def test_whose_text_it_is_is_read_from_its_cues(file: str, name: str, language: str):
    wanted, found = publisher(file, name, language)
    assert found == wanted or language in statements(file)[name].get("gaps", ()), found
