"""Whole short texts in eight languages: who was hit stands in one sentence, its name in another."""

from __future__ import annotations

import pytest

from tests.unit.extract.statement_files import read, told, wanted

GAPS = {
    *(("used_then_there", "fi"), ("agency_left_open", "en"), ("agency_left_open", "fr")),
    *(("agency_left_open", "da"), ("asked_who", "fi")),
    *(("in_a_chat", "de"), ("in_a_chat", "fi")),
}
"""What is not read as it should be, yet; a test fails when one of these is."""


@pytest.mark.parametrize(("family", "language"), told("discourse"))
def test_the_firm_beside_the_author_is_read_as_hit(family: str, language: str):
    claims = read("discourse", family, language)
    hit = [c.value["organization"].name for c in claims.of("vendor_hit")]
    allowed = wanted("discourse", family, language, "hit")
    links = [
        (c.value["vendor"].name, c.value["customer"].name.casefold()) for c in claims.of("serves")
    ]
    if not allowed:
        is_read = claims.is_incident and not hit and not links
    else:
        customer = wanted("discourse", family, language, "customer")[language].casefold()
        is_read = len(hit) == 1 and hit[0] in allowed and links == [(hit[0], customer)]
    assert is_read == ((family, language) not in GAPS), (claims.is_incident, hit, links)
