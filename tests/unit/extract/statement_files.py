"""Statements told in all eight languages: one file of them for each phenomenon.

A file in `statements/` holds families, and a family holds one text in each language::

    attack_on_our_supplier:
      texts: {sv: ..., en: ...}

with what is to be read beside ``texts``: for all languages, or for each under ``of``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

FOLDER = Path(__file__).with_name("statements")
LANGUAGES = ("sv", "fi", "nb", "da", "de", "fr", "en", "nl")


@cache
def statements(phenomenon: str) -> dict[str, Any]:
    """Return the families of one file by name."""
    return yaml.safe_load((FOLDER / f"{phenomenon}.yaml").read_text("utf-8"))


def told(phenomenon: str) -> list[tuple[str, str]]:
    """Return family and language of every text of one file: what a test is parametrized by."""
    return [(name, code) for name, of in statements(phenomenon).items() for code in of["texts"]]


def wanted(phenomenon: str, name: str, language: str, key: str) -> Any:
    """Return what is to be read: in this language, else in all, else None."""
    family = statements(phenomenon)[name]
    of = family.get("of", {}).get(language)
    if isinstance(of, dict) and key in of:
        return of[key]
    return family.get(key)


def read(phenomenon: str, name: str, language: str, *, publisher: str | None = None) -> ClaimSet:
    """Return the claims of one text."""
    text = statements(phenomenon)[name]["texts"][language]
    code = "nb" if language == "nn" else language  # nynorsk is read with the lexicon of both
    return read_claims(from_text(text, language=code), publisher=publisher)
