"""Who writes "we were hit" is affected, whether the text says who that is or not."""

from __future__ import annotations

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

WE = {
    "en": "We were hit by ransomware on 3 May 2024. Names of our customers were copied.",
    "de": "Wir wurden am 3. Mai 2024 Ziel eines Hackerangriffs. Namen von Kunden wurden kopiert.",
    "sv": "Vi utsattes för en cyberattack den 3 maj 2024. Namn på våra kunder kopierades.",
}


def read(language: str, publisher: str | None) -> ClaimSet:
    return read_claims(from_text(WE[language], language=language), publisher=publisher)


@pytest.mark.parametrize("language", sorted(WE))
@pytest.mark.parametrize("publisher", [None, "Quillmark Ltd"])
def test_author_who_was_hit_is_affected_named_or_not(language: str, publisher: str | None):
    found = read(language, publisher)
    reached = {c.value["organization"].name for c in found.of("affected")}
    assert reached == {publisher or "(publisher)"}
    assert not found.of("vendor_hit")
