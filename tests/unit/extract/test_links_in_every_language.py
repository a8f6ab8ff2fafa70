"""Who supplies whom, told in many ways in eight languages; near-twins that tell of no supply.

A family holds under ``of`` the links of each text, "supplier > customer + customer", none where
the text tells of none; ``gaps`` are the languages in which it may not be read so,
yet.
"""

from __future__ import annotations

import pytest

from tests.unit.extract.statement_files import read, statements, told, wanted

ASIDE = frozenset(
    [
        *("ab", "oy", "as", "a/s", "aps", "gmbh", "ag", "kg", "ohg", "eg", "sas", "selarl", "ltd"),
        *("b.v.", "i/s", "iks", "kommun", "kommune", "council", "kunta", "kaupunki", "stadt"),
        *("gemeinde", "ville", "mairie", "gemeente", "de", "du", "des", "la", "le", "les", "the"),
        "het",
    ]
)
"""Words that may be part of a name or not: legal forms, what a place is, articles."""
SHORTEST = 4

Link = tuple[str, str]


def core(name: str) -> str:
    words = name.lower().replace("d'", "d' ").split()
    return " ".join(w for w in words if w not in {*ASIDE, "d'"}) or name.lower()


def is_same_name(one: str, other: str) -> bool:
    """Whether names differ in words aside, or one begins or ends the other, a noun before it."""
    short, long = sorted((core(one), core(other)), key=len)
    within = long.startswith(short) or long.endswith(" " + short)
    return short == long or (len(short) >= SHORTEST and within)


def is_same(one: Link, other: Link) -> bool:
    return all(is_same_name(*ends) for ends in zip(one, other, strict=True))


def links_of(name: str, language: str) -> set[Link]:
    stated = statements("links")[name]["of"][language]
    pairs = [part.split(" > ") for part in stated.split("; ") if part]
    return {(vendor, customer) for vendor, served in pairs for customer in served.split(" + ")}


@pytest.mark.parametrize(("name", "language"), told("links"))
def test_who_supplies_whom_is_read_and_nothing_else(name: str, language: str):
    claims = read("links", name, language).of("serves")
    found = {(c.value["vendor"].name, c.value["customer"].name) for c in claims}
    stated = links_of(name, language)
    missed = {link for link in stated if not any(is_same(link, other) for other in found)}
    wrong = {link for link in found if not any(is_same(link, other) for other in stated)}
    is_gap = language in (wanted("links", name, language, "gaps") or ())
    assert is_gap or not (missed or wrong), (missed, wrong)
