"""Concentration of a graph that can be worked out by hand."""

from __future__ import annotations

import pytest

from graphrisk.analysis.concentration import concentration
from tests.builders import graph_of


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
