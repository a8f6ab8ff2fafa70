"""The orders that vendors can be ranked in: one function each, from a view to scores.

A new order is one function and one line in `ORDERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphrisk.analysis import debtrank, esri
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.pagerank import METHOD as PAGERANK
from graphrisk.analysis.pagerank import pagerank
from graphrisk.analysis.reach_of_all import ReachOfAll, reach_of_all, vendors_of
from graphrisk.analysis.result import Method
from graphrisk.analysis.scenarios import scenarios, single_falls
from graphrisk.analysis.weights import Weights
from graphrisk.errors import TooLarge
from graphrisk.model.graph import Floats, Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs
from graphrisk.progress import SILENT, Progress

CENTS = 100.0
"""Weights that are not whole are counted in hundredths where scenarios are added up."""


@dataclass(frozen=True)
class Asked:
    """What scores are asked for: threshold, weights, and the reach that is known already."""

    view: HarmView
    threshold: int
    weights: Weights
    reach: ReachOfAll
    progress: Progress = SILENT


@dataclass(frozen=True)
class Scores:
    """A score of each organization in the order of rows, NaN where it has none."""

    values: Floats
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order:
    """A way to rank: the column of its score, what a sentence calls it, and how it is computed."""

    name: str
    column: str
    phrase: str
    score: Callable[[Asked], Scores]
    method: Method


def _reach(asked: Asked) -> Scores:
    return Scores(asked.reach.total)


def _depends(asked: Asked) -> Scores:
    """Fell each vendor by itself, redundancy counted; stops and partly stops both count."""
    view = asked.view
    network = compile_network(view, asked.threshold)
    if network.is_plain:
        return Scores(asked.reach.total)
    vendors = vendors_of(view)
    weights, scale = _whole(asked.weights)
    found = scenarios(network, single_falls(vendors), weights=weights)
    values = np.full(view.n, np.nan)
    values[vendors] = (found.stops + found.partly) / scale
    notes = () if scale == 1 else ("weights are counted in hundredths",)
    return Scores(values, notes)


def _whole(weights: Weights) -> tuple[Longs | None, float]:
    """Return weights as whole numbers, and what they were multiplied by."""
    values = weights.values
    if (values == 1).all():
        return None, 1.0
    scale = 1.0 if (values == np.round(values)).all() else CENTS
    return np.round(values * scale).astype(np.int64), scale


def _shapley(asked: Asked) -> Scores:
    """Share each organization's weight among the vendors that reach it (risk model, section 3)."""
    by = asked.reach.reached_by
    if by is None:
        raise TooLarge(
            "Shapley shares need exact reach, which this network is too large for",
            limit=0,
            size=asked.view.n,
            fix="raise --min-criticality or --min-confidence, so that fewer links are left",
        )
    share = np.zeros(asked.view.n)
    np.divide(asked.weights.values, by, out=share, where=by > 0)
    return Scores(reach_of_all(asked.view, asked.threshold, share, progress=asked.progress).total)


def _pagerank(asked: Asked) -> Scores:
    return Scores(pagerank(asked.view, asked.threshold, asked.weights.values))


def _esri(asked: Asked) -> Scores:
    return _of_rows(asked, *esri.esri_scores(asked.view, asked.threshold, asked.progress))


def _debtrank(asked: Asked) -> Scores:
    return _of_rows(asked, *debtrank.debtrank_scores(asked.view, asked.threshold, asked.progress))


def _of_rows(asked: Asked, rows: Ints, scores: Floats, notes: tuple[str, ...]) -> Scores:
    values = np.full(asked.view.n, np.nan)
    values[rows] = scores
    return Scores(values, notes)


_REACH_TEXT = (
    "each vendor falls alone; organizations within its reach are counted, over all tiers, with one "
    "lost supplier of a group being enough, itself left out. Hidden: beyond its direct customers; "
    "amplification: all over direct"
)
ORDERS: dict[str, Order] = {
    order.name: order
    for order in (
        Order("reach", "reach", "reaches most", _reach, Method(_REACH_TEXT, (), ("kashaf2020",))),
        Order(
            "depends",
            "depends",
            "stops most",
            _depends,
            Method(
                "each vendor falls alone; organizations that stop, or partly, are counted over "
                "all tiers, redundancy counted: a group falls when fewer suppliers stand than it "
                "requires",
                ("what the register does not say is no redundancy",),
                ("kashaf2020",),
            ),
        ),
        Order(
            "shapley",
            "shapley",
            "has the largest share",
            _shapley,
            Method(
                "Shapley value of total reach: each organization's weight is divided evenly among "
                "the vendors that reach it; shares of all vendors add up to what is reached",
                ("one vendor alone is enough to reach an organization",),
                ("shapley1953",),
            ),
        ),
        Order("pagerank", "pagerank", "ranks first", _pagerank, PAGERANK),
        Order("esri", "esri", "stops the largest share of activity", _esri, esri.METHOD),
        Order(
            "debtrank",
            "debtrank",
            "puts the largest share of spending in distress",
            _debtrank,
            debtrank.METHOD,
        ),
    )
}
