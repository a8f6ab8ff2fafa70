"""Who serves whom in short texts: nothing invented where all is found, and no figure falls."""

from __future__ import annotations

import pytest

from benchmarks.extraction import name_of
from benchmarks.scoring.names import is_one_of
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
from tests.unit.extract.edges_in_words import CASES

FLOORS = {"en": (0.9, 0.89), "de": (0.92, 0.81), "sv": (0.9, 0.85)}
"""Precision and recall over the texts of a language; they only rise."""


def _same(edge: tuple[str, str], read: tuple[str, str]) -> bool:
    return is_one_of([edge[0]], read[0]) and is_one_of([edge[1]], read[1])


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_edges_of_short_texts_are_found_and_few_are_invented(language: str):
    found = invented = missed = 0
    faults = []
    for code, text, edges in CASES:
        if code != language:
            continue
        claims = read_claims(from_text(text), language=code).current("serves")
        read = [(name_of(c.value["vendor"]), name_of(c.value["customer"])) for c in claims]
        hits = [edge for edge in edges if any(_same(edge, pair) for pair in read)]
        extra = [pair for pair in read if not any(_same(edge, pair) for edge in edges)]
        found, missed, invented = (
            found + len(hits),
            missed + len(edges) - len(hits),
            invented + len(extra),
        )
        if extra or len(hits) < len(edges):
            faults.append((text[:60], sorted(edges - set(hits)), extra))
    precision, recall = FLOORS[language]
    assert found / (found + invented) >= precision, faults
    assert found / (found + missed) >= recall, faults


def test_a_supplier_of_the_register_is_found_where_the_text_only_names_it():
    text = (
        "Our supplier has suffered a data breach. We have asked Nordvault how the breach on "
        "3 May 2025 was possible. Names of our members were copied.\n\nLerkil Sailing Club"
    )
    document = from_text(text)
    without = read_claims(document, language="en")
    within = read_claims(document, language="en", directory=["Nordvault"])
    hit = [[c.value["organization"].name for c in r.of("vendor_hit")] for r in (without, within)]
    assert hit[1] == ["Nordvault"]
    assert hit[0] != hit[1]
