"""Who was hit, in all eight languages: the supplier that fell and nobody who stands beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from benchmarks.scoring.names import is_one_of
from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.statement_files import statements, told

FILE = "vendors_hit"
MARKED = re.compile(r"\{(?P<sign>[?~]?)(?P<shown>[^}|]*)(?:\|(?P<name>[^}]*))?\}")
GAPS = 83
"""How many texts are not read as they should be, at most."""


class Statement(NamedTuple):
    """A text, and who is marked in it: hit by name, hit without one, and neither here nor there."""

    text: str
    hit: list[str]
    unnamed: bool
    free: list[str]


def statement(family: str, language: str) -> Statement:
    marked = statements(FILE)[family]["texts"][language]
    found = [(m["sign"], m["name"] or m["shown"]) for m in MARKED.finditer(marked)]
    return Statement(
        MARKED.sub(lambda m: m["shown"], marked),
        [name for sign, name in found if not sign],
        any(sign == "?" for sign, _ in found),
        [name for sign, name in found if sign == "~"],
    )


def faults(claims: ClaimSet, of: Statement) -> list[str]:
    parties = [c.value["organization"] for c in claims.of("vendor_hit")]
    named = [p.name for p in parties if p.named]
    unnamed = any(not p.named for p in parties)
    missed = [h for h in of.hit if not any(is_one_of([h], name) for name in named)]
    known = of.hit + of.free
    wrong = [name for name in named if not any(is_one_of([k], name) for k in known)]
    return missed + wrong + ["without a name"] * (unnamed != of.unnamed)


def gaps(family: str) -> list[str]:
    return statements(FILE)[family].get("gaps", [])


@pytest.mark.parametrize(("family", "language"), [t for t in told(FILE) if t[1] not in gaps(t[0])])
def test_who_was_hit_is_read_in_every_language(family: str, language: str):
    of = statement(family, language)
    assert not faults(read_claims(from_text(of.text, language=language)), of)


def test_gaps_become_no_more_when_statements_are_added():
    assert sum(len(gaps(family)) for family in statements(FILE)) <= GAPS
