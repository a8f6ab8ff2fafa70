"""Which data were hit, may have been or were not, told in all eight languages."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.statement_files import statements, told, wanted

OPENINGS = {
    "sv": "Vår leverantör Tavelin Systems har utsatts för ett dataintrång.",
    "fi": "Toimittajamme Tavelin Systems on joutunut tietomurron kohteeksi.",
    "nb": "Vår leverandør Tavelin Systems er utsatt for et datainnbrudd.",
    "nn": "Leverandøren vår Tavelin Systems er utsett for eit datainnbrot.",
    "da": "Vores leverandør Tavelin Systems har været udsat for et hackerangreb.",
    "de": "Unser Dienstleister Tavelin Systems ist Opfer eines Cyberangriffs geworden.",
    "fr": "Notre prestataire Tavelin Systems a été victime d'une cyberattaque.",
    "en": "Our supplier Tavelin Systems has suffered a cyber attack.",
    "nl": "Onze leverancier Tavelin Systems is getroffen door een cyberaanval.",
}
FILES = ("data", "data_further", "data_status", "data_pages")
SURER = ("confirmed", "denied", "suspected")
GENERAL = "unspecified_personal"
GAPS = {
    *(("mailbox", "de"), ("ellipsis", "fi"), ("lab_results", "nl")),
    *(("wrong_envelope", code) for code in ("fi", "nb", "da", "de", "fr", "en")),  # no incident
    *(("lost_laptop", code) for code in ("sv", "da", "de", "fr")),  # is seen in these
}
"""What is not read as it should be, yet; one that is read by now may stand here."""


def classes(phenomenon: str, name: str, language: str) -> dict[str, str]:
    """Return the classes read with their status, but for personal data named in general."""
    family = statements(phenomenon)[name]
    text = family["texts"][language]
    if family.get("opening", True):
        text = f"{OPENINGS[language]}\n\n{text}"
    claims = read_claims(from_text(text, language=language)).of("data_class")
    replaced = {i for claim in claims for i in claim.supersedes}
    found: dict[str, str] = {}
    for claim in claims:
        key = claim.value["data_class"]
        if key == GENERAL or claim.id in replaced or "other" in claim.note:
            continue
        found[key] = min(found.get(key, claim.status), claim.status, key=SURER.index)
    return found


@pytest.mark.parametrize(
    ("phenomenon", "name", "language"),
    [(file, *of) for file in FILES for of in told(file)],
)
def test_data_classes_are_read_with_their_status(phenomenon: str, name: str, language: str):
    want = wanted(phenomenon, name, language, "wanted")
    others = set(wanted(phenomenon, name, language, "optional") or ())
    found = classes(phenomenon, name, language)
    is_read = {k: v for k, v in found.items() if k in want or k not in others} == want
    assert is_read or (name, language) in GAPS, found


@pytest.mark.parametrize(
    ("phenomenon", "name", "language"),
    [(file, *of) for file in ("no_data", "no_data_further") for of in told(file)],
)
def test_words_on_data_that_was_not_hit_make_no_claim(phenomenon: str, name: str, language: str):
    found = classes(phenomenon, name, language)
    assert not found or (name, language) in GAPS, found
