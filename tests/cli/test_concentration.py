"""``graphrisk concentration``: every slicing and unit answers or refuses in words."""

from __future__ import annotations

import json

import pytest

from graphrisk.analysis.slices import DIMENSIONS
from graphrisk.analysis.units import UNITS
from tests.cli.runner import run


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_slicing_shows_direct_beside_cascaded(by, loaded):
    result = run("concentration", "--by", by, "--limit", "3")
    assert (result.code, result.err) == (0, "")
    assert f"Concentration by {by.replace('_', ' ')}, counted in customers" in result.out
    assert "HHI*" in result.out
    assert "merger guidelines of 2023" in " ".join(result.out.split())
    assert "Coverage: " in result.out


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_named_in_the_answer(unit, loaded):
    envelope = json.loads(run("concentration", "--unit", unit, "--format", "json").out)
    assert unit in envelope["headline"][0]
    assert envelope["parameters"]["unit"] == unit
    assert envelope["result"]["totals"]["slices"]


def test_groups_evidence_and_a_curve_go_together(loaded):
    result = run("concentration", "--by-group", "--by-confidence", "--lorenz", "cloud_hosting")
    assert (result.code, result.err) == (0, "")
    assert "by group yes, weigh by confidence yes" in " ".join(result.out.split())
    assert "Lorenz curve of" in result.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--unit", "euros"), 2, "customers, links, functions, spend, people"),
        (("--by", "luck"), 2, "category, sector, country, data_class, tier, group"),
        (("--by", "tier", "--unit", "spend"), 5, "count in customers or people"),
        (("--lorenz", "nothing"), 3, "there is no slice 'nothing'"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(words, code, says, loaded):
    result = run("concentration", *words)
    assert (result.code, result.out) == (code, "")
    assert says in result.err
