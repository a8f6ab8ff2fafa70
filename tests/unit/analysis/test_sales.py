"""What ranks of economics are computed on: one currency, no invented substitute, else words."""

from __future__ import annotations

import numpy as np
import pytest

from graphrisk.analysis import sales as module
from graphrisk.analysis.debtrank import debtrank_scores, distress, impacts_of_holdings
from graphrisk.analysis.esri import esri_scores
from graphrisk.analysis.sales import sales_of
from graphrisk.errors import AnalysisError, NotConverged, TooLarge
from graphrisk.model.harm import harm_view
from tests.builders import graph_of

EUR = {"annual_cost": 10.0, "currency": "EUR"}


def view_of(*edges):
    return harm_view(graph_of(*edges), as_of="2026-01-01")


def test_scores_need_a_cost_and_say_which_column():
    with pytest.raises(AnalysisError, match="ESRI needs annual_cost on links, and none of the 1"):
        esri_scores(view_of(("A", "c")), 3)
    with pytest.raises(AnalysisError, match="DebtRank needs annual_cost"):
        debtrank_scores(view_of(("A", "c", {"annual_cost": 0.0})), 3)


def test_currencies_are_never_summed():
    sek = {"annual_cost": 100.0, "currency": "SEK"}
    view = view_of(("A", "c", EUR), ("B", "c", EUR), ("A", "d", sek), ("B", "d"))
    found = sales_of(view, 3, needed_for="ESRI")
    assert (found.currency, found.sold().tolist()) == ("EUR", [10, 10, 0, 0])
    assert found.notes == (
        "amounts are annual costs in EUR, of 2 of 4 links",
        "1 link in other currencies left out: those are never summed",
    )
    assert sales_of(view, 3, needed_for="ESRI", currency="SEK").amount.tolist() == [100]
    with pytest.raises(AnalysisError, match="in CHF") as refused:
        sales_of(view, 3, needed_for="ESRI", currency="CHF")
    assert refused.value.fix == "write one of EUR, SEK"


def test_vendors_without_a_category_do_not_replace_each_other():
    apart = view_of(("A", "c", EUR), ("B", "d", EUR))
    alike = view_of(("A", "c", {**EUR, "category": "dns"}), ("B", "d", {**EUR, "category": "dns"}))
    vendors, scores, _ = esri_scores(apart, 3)
    assert vendors.tolist() == [0, 1]
    assert scores == pytest.approx([0.5, 0.5])
    assert esri_scores(alike, 3)[1] == pytest.approx([0.5, 0.5])  # nobody is left to sell more
    bigger = {**EUR, "annual_cost": 30.0, "category": "dns"}
    market = view_of(("A", "c", {**EUR, "category": "dns"}), ("B", "d", bigger))
    scores = esri_scores(market, 3)[1]
    # A (10 of 80) stops; B, three times its size, makes up two thirds of c's loss.
    assert scores[0] == pytest.approx((10 + 10 / 3) / 80)


def test_a_critical_input_stops_its_customer_where_another_only_slows_it():
    def with_rank(word):
        lost = {**EUR, "category": "power", "criticality": word}
        return view_of(("A", "c", lost), ("B", "c", {**EUR, "annual_cost": 30.0}))

    essential, other = (esri_scores(with_rank(word), 3)[1][0] for word in ("critical", "important"))
    assert essential == pytest.approx((10 + 40) / 80)  # A and all of c, of A 10, B 30, c 40
    assert other == pytest.approx((10 + 10) / 80)


def test_debtrank_is_the_share_of_spending_that_rests_on_a_vendor():
    view = view_of(("A", "c", EUR), ("B", "c", {**EUR, "annual_cost": 30.0}))
    vendors, scores, _ = debtrank_scores(view, 3)
    assert vendors.tolist() == [0, 1]
    assert scores == pytest.approx([0.25, 0.75])


def test_ring_that_passes_everything_on_is_refused_in_words(monkeypatch):
    monkeypatch.setattr("graphrisk.analysis.debtrank.MOST_ROUNDS", 50)
    ring = impacts_of_holdings([0, 1], [1, 0], [1.0, 1.0], [1.0, 1.0])
    with pytest.raises(NotConverged, match="DebtRank does not settle"):
        distress(ring, np.array([1e-6, 0]))


def test_rank_that_would_take_too_long_says_so_before_it_starts(monkeypatch):
    monkeypatch.setattr(module, "MOST_WORK", 1)
    with pytest.raises(TooLarge, match="2 vendors fail over 2 links: 4 steps a round, 1 is"):
        esri_scores(view_of(("A", "c", EUR), ("B", "c", EUR)), 3)
