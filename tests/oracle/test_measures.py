"""Concentration measures against the figures of the risk model, section 5."""

from __future__ import annotations

import pytest

from graphrisk.analysis.concentration import concentration, gini, hhi
from tests.builders import graph_of


@pytest.mark.parametrize(
    ("shares", "index"),
    [
        ([30, 30, 20, 20], 2600),
        ([25, 20, 15, 10, 9, 8, 7, 6], 1580),
        ([45, 15, 10, 8, 7, 6, 5, 4], 2540),
        ([1], 10000),
    ],
)
def test_hhi_against_merger_guideline_examples(shares: list[int], index: int) -> None:
    assert hhi(shares) == pytest.approx(index)


def test_gini_against_the_ineq_example() -> None:
    amounts = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    assert gini(amounts) == pytest.approx(0.46209, abs=5e-6)
    assert gini([4, 4, 4]) == pytest.approx(0)


def test_direct_and_cascaded_concentration_stand_side_by_side() -> None:
    dns = {"category": "dns"}
    graph = graph_of(("A", "c1", dns), ("A", "c1", dns), ("B", "c2", dns), ("Z", "A"), ("Z", "B"))
    found = concentration(graph, "category", as_of="2026-01-01")
    first, last = found.slices
    assert (first.name, first.users, first.direct.hhi) == ("dns", 2, pytest.approx(5000))
    assert first.direct.links == 2
    assert first.cascaded.top[0] == ("Z", "Z", 2)
    assert (first.cascaded.cr1, first.direct.cr1) == (1.0, 0.5)
    assert last.name == "not stated"
