"""Incident or not, who was told, what is denied: read alike in eight languages; gaps are named."""

from __future__ import annotations

import pytest

from tests.unit.extract.incident_statements import CHECKS
from tests.unit.extract.statement_files import statements, told


def _is_read(phenomenon: str, name: str, language: str) -> None:
    """Hold a text to what is to be read of it; what is named as a gap may be read or not."""
    amiss = CHECKS[phenomenon](phenomenon, name, language)
    assert not amiss or language in statements(phenomenon)[name].get("gaps", [])


@pytest.mark.parametrize(("name", "language"), told("is_incident"))
def test_incident_is_read_where_the_text_does_not_look_like_a_notice(name: str, language: str):
    _is_read("is_incident", name, language)


@pytest.mark.parametrize(("name", "language"), told("no_incident"))
def test_nothing_is_read_of_a_text_that_tells_of_no_incident(name: str, language: str):
    _is_read("no_incident", name, language)


@pytest.mark.parametrize(("name", "language"), told("authorities"))
def test_authorities_that_were_told_are_read_and_no_others(name: str, language: str):
    _is_read("authorities", name, language)


@pytest.mark.parametrize(("name", "language"), told("denials"))
def test_what_is_denied_or_spared_or_taken_back_is_not_read_as_told(name: str, language: str):
    _is_read("denials", name, language)
