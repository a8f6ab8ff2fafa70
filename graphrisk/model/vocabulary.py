"""The words that fields may take, read once from the YAML tables beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "vocabularies"

CRITICALITY_RANK = {"supporting": 1, "important": 2, "critical": 3, "unknown": 3}
NO_DATA = "none"


@cache
def vocabulary(name: str) -> dict[str, str]:
    """Return the words of a vocabulary with their meanings.

    Raises
    ------
    KeyError
        There is no such vocabulary.

    Examples
    --------
    >>> sorted(vocabulary("status"))
    ['confirmed', 'denied', 'suspected']
    """
    return _tables()[name]


def vocabulary_names() -> tuple[str, ...]:
    """Return the names of all vocabularies."""
    return tuple(sorted(_tables()))


@cache
def data_class_facts() -> dict[str, tuple[str, int]]:
    """Return category and sensitivity (1..4) of each data class."""
    facts = _read("data_class_facts")
    return {word: (str(row[0]), int(row[1])) for word, row in facts.items()}


@cache
def reporting_clocks() -> dict[str, Any]:
    """Return areas and regimes of the reporting clocks, as the YAML table has them."""
    return _read("clocks")


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables = {
        name: {str(word): str(meaning) for word, meaning in words.items()}
        for name, words in _read("words").items()
    }
    tables["country"] = {str(code): str(name) for code, name in _read("countries").items()}
    return tables


def _read(stem: str) -> dict[str, Any]:
    import yaml

    text = (_FOLDER / f"{stem}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)
    return loaded
