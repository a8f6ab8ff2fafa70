"""Every figure of data/published/ against what is computed, as ``graphrisk verify`` does it."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from graphrisk.analysis import web_dependencies, worked_examples
from graphrisk.analysis.figures import AGREES, Compared, Figure, agrees
from graphrisk.model.graph import RiskGraph
from graphrisk.workspace.verification import (
    EXAMPLES,
    WEB,
    WEB_FILE,
    compared,
    figure_sets,
    web_graph,
)
from tests.shared_data import shared_folder

EXAMPLE_SETS, WEB_SETS = figure_sets(EXAMPLES), figure_sets(WEB)
TITLES = {id(stated): stated["title"] for stated, _ in [*EXAMPLE_SETS, *WEB_SETS]}


def off(figures: list[Figure], values: Any) -> list[str]:
    """Return the figures that do not agree, with what was computed."""
    return [
        f"{figure.what}: published {figure.published}, computed {values.get(figure.part)}"
        for figure in figures
        if not agrees(figure, values.get(figure.part))
    ]


@pytest.mark.parametrize(("stated", "figures"), EXAMPLE_SETS, ids=lambda v: TITLES.get(id(v), ""))
def test_worked_example_agrees(stated, figures):
    values = worked_examples.COMPUTATIONS[stated["compute"]](stated.get("given", {}))
    assert off(figures, values) == []


@pytest.fixture(scope="module")
def web() -> RiskGraph:
    return web_graph(shared_folder("datasets/web-dependencies-imc2020") / WEB_FILE)


@pytest.fixture(scope="module")
def done(web: RiskGraph) -> list[Compared]:
    by_name = {
        name: functools.partial(compute, web)
        for name, compute in web_dependencies.COMPUTATIONS.items()
    }
    return compared(WEB_SETS, by_name)


@pytest.mark.parametrize("title", [stated["title"] for stated, _ in WEB_SETS])
def test_web_of_2020_agrees(title, done):
    some = [each for each in done if each.figure.measure == title]
    assert some
    assert [each for each in some if each.verdict != AGREES] == []


def test_oracles_of_the_risk_model_are_all_there():
    """Section 5 of the risk model: no figure of it may be left out of the table."""
    printed = {figure.published for _, figures in EXAMPLE_SETS for figure in figures}
    wanted = {
        *("2,600", "1,580", "2,540", "0.46209", "2.4375", "7/16", "2.125", "0.95266"),
        *("3/2", "80", "103.2", "1/7", "2/7", "4/7", "1/12", "1/4", "1/2", "B, C"),
    }
    assert wanted - printed == set()
