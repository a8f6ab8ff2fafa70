"""Counts and days told in all eight languages: which number counts whom, what befell when.

A family of the files says in ``want`` what is to be read ("1284 persons exact", a bar between what
is as good), in ``may`` which values may stand beside it, and in ``gaps`` the languages in which it
is not read so yet. Texts without ``bare`` follow a sentence that tells of an attack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.statement_files import statements

LEADS = {
    "sv": "Ekdala Drift AB har utsatts för en cyberattack.",
    "fi": "Kuusiranta Data Oy on joutunut kyberhyökkäyksen kohteeksi.",
    "nb": "Fjordlys IT AS er utsatt for et dataangrep.",
    "da": "Mosehøj Data A/S er blevet ramt af et cyberangreb.",
    "de": "Die Bergheimer Datendienst GmbH wurde Opfer eines Cyberangriffs.",
    "fr": "La société Valmontel SAS a été victime d'une cyberattaque.",
    "en": "Harrowgate Systems Ltd has been hit by a cyber attack.",
    "nl": "Wiersema Automatisering B.V. is getroffen door een cyberaanval.",
}
_UNSURE = 0.4  # what a scorer does not look at
Found = tuple[str, ...]


def read_after_lead(phenomenon: str, name: str, language: str) -> ClaimSet:
    family = statements(phenomenon)[name]
    text = family["texts"][language]
    if not family.get("bare"):
        text = LEADS[language] + ("\n\n" if "\n" in text else " ") + text
    return read_claims(from_text(text, language=language))


def counts(claims: ClaimSet) -> list[Found]:
    return [
        (str(c.value["number"]), c.value["what"], c.value["qualifier"])
        for c in claims.current("count")
        if c.value["scope"] == "affected"
    ]


def days(claims: ClaimSet) -> list[Found]:
    return [
        (c.value["date"].split("/")[0], c.value["what"])
        for c in claims.current("date")
        if c.value["precision"] != "season" and c.confidence > _UNSURE
    ]


def is_read(family: dict[str, Any], found: Sequence[Found]) -> bool:
    """Whether all that is wanted was found, and nothing that may not stand beside it."""
    rest = list(found)
    values = {str(value) for value in family.get("may", ())}
    for wanted in family["want"]:
        parts = [part.split("|") for part in wanted.split()]
        values |= set(parts[0])
        fits = [f for f in rest if all(a in b for a, b in zip(f, parts, strict=True))]
        if not fits:
            return False
        rest.remove(fits[0])
    return all(value[0] in values for value in rest)


def cases(*phenomena: str) -> list[tuple[str, str]]:
    return [(file, name) for file in phenomena for name in statements(file)]


def unread(file: str, name: str, found_in: Callable[[ClaimSet], list[Found]]) -> set[str]:
    """Return the languages in which a family is not read as it should be."""
    family = statements(file)[name]
    return {
        language
        for language in family["texts"]
        if not is_read(family, found_in(read_after_lead(file, name, language)))
    }


@pytest.mark.parametrize(("file", "name"), cases("counts", "counts_2", "counts_3", "counts_4"))
def test_who_is_counted_is_read_in_every_language(file: str, name: str):
    assert unread(file, name, counts) == set(statements(file)[name].get("gaps", ()))


@pytest.mark.parametrize(("file", "name"), cases("dates", "dates_2", "dates_3", "dates_4"))
def test_what_befell_on_a_day_is_read_in_every_language(file: str, name: str):
    assert unread(file, name, days) == set(statements(file)[name].get("gaps", ()))
