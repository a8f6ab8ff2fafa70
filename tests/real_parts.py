"""Real parts of the tests (a Neo4j server, a browser, the shared folder): loudly missed if absent.

A test that cannot run for want of one is skipped with the way to get it, and the end of the run
lists what was missing. Under ``CI=true`` it fails instead: there, nothing may be missing.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import NoReturn, TypeVar, overload

import pytest

Found = TypeVar("Found")

MISSING: Counter[tuple[str, str]] = Counter()
"""How many tests (or fixtures) missed a part, by name and by the way to get it."""


@overload
def require_real(name: str, how_to_get: str) -> NoReturn: ...
@overload
def require_real(name: str, how_to_get: str, found: Found | None) -> Found: ...
def require_real(name: str, how_to_get: str, found: Found | None = None) -> Found:
    """Return ``found``; if it is None, skip the test loudly, or fail it under ``CI=true``.

    Parameters
    ----------
    name
        The part, as a person would call it: "Chromium".
    how_to_get
        What to do: "apt-get install chromium".
    found
        What was looked for: a path, a handle. Left out: the part is known to be missing.
    """
    if found is not None:
        return found
    MISSING[name, how_to_get] += 1
    sentence = f"{name} is missing: {how_to_get}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{sentence} (under CI=true nothing may be missing)", pytrace=False)
    pytest.skip(sentence)
