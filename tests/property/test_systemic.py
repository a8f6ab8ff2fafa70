"""Laws of ESRI and DebtRank, and the same figures as a restatement link by link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphrisk.analysis.debtrank import debtrank, distress, impacts_of_sales
from graphrisk.analysis.esri import esri, levels_after, sizes
from graphrisk.analysis.sales import Sales
from tests.reference import systemic as slow

SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@st.composite
def sales(draw: st.DrawFn, acyclic: bool = False) -> Sales:
    """Draw a few links; parallel ones, rings and shared products included."""
    n = draw(st.integers(2, 6))
    party = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(party, party).filter(lambda p: p[0] != p[1]), min_size=1,
                          max_size=9))  # fmt: skip
    if acyclic:
        pairs = [(min(pair), max(pair)) for pair in pairs]
    m = len(pairs)
    # No market of these is exactly large enough to replace a loss: there, levels fall too slowly
    # to be compared.
    amounts = draw(st.lists(st.sampled_from([1.0, 2.3, 5.9]), min_size=m, max_size=m))
    products = draw(st.lists(st.integers(0, 2), min_size=m, max_size=m))
    needed = draw(st.sets(st.tuples(party, st.integers(0, 2))))
    buyers = [buyer for _, buyer in pairs]
    return Sales(
        n,
        np.array([seller for seller, _ in pairs], np.int32),
        np.array(buyers, np.int32),
        np.array(amounts),
        np.array(products, np.int32),
        np.array([key in needed for key in zip(buyers, products, strict=True)]),
    )


def links_of(given_: Sales) -> list[tuple[Any, ...]]:
    columns = (given_.seller, given_.buyer, given_.amount, given_.product, given_.essential)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def shocks(n: int) -> st.SearchStrategy[list[float]]:
    return st.lists(SHARES, min_size=n, max_size=n)


@given(st.data())
def test_levels_agree_with_the_restatement(data):
    given_ = data.draw(sales())
    shock = data.draw(shocks(given_.n))
    found = levels_after(given_, np.array(shock))
    stated = dict(enumerate(shock))
    links, parties = links_of(given_), range(given_.n)
    for way, level in (("downstream", found.downstream), ("upstream", found.upstream)):
        wanted = getattr(slow, way)(links, parties, stated)
        assert level == pytest.approx([wanted[p] for p in parties], abs=1e-6), way


@given(sales())
def test_esri_of_every_vendor_agrees_with_the_restatement(given_):
    weight = dict(enumerate(sizes(given_).tolist()))
    vendors = np.unique(given_.seller)
    wanted = [slow.esri(links_of(given_), range(given_.n), v, weight) for v in vendors.tolist()]
    assert esri(given_, vendors) == pytest.approx(wanted, abs=1e-6)


@given(st.data())
def test_distress_agrees_with_the_restatement(data):
    given_ = data.draw(sales())
    shock = data.draw(shocks(given_.n))
    impacts = impacts_of_sales(given_)
    assume(settles(impacts))
    listed = list(zip(impacts.of.tolist(), impacts.on.tolist(), impacts.factor.tolist(),
                      strict=True))  # fmt: skip
    wanted = slow.distress(listed, range(given_.n), dict(enumerate(shock)))
    found = distress(impacts, np.array(shock))
    assert found == pytest.approx([wanted[p] for p in range(given_.n)], abs=1e-6)


def settles(impacts) -> bool:
    """Return False where a ring passes everything on for ever: that is refused in words."""
    matrix = np.zeros((impacts.n, impacts.n))
    np.add.at(matrix, (impacts.on, impacts.of), impacts.factor)
    return bool(max(abs(np.linalg.eigvals(matrix))) < 0.99)


def test_market_that_is_only_just_large_enough_settles():
    """A (1) and B (4) sell one product to each other: without A, B comes down to a half, slowly."""
    given_ = Sales(2, np.array([0, 1], np.int32), np.array([1, 0], np.int32), np.array([1.0, 4.0]),
                   np.zeros(2, np.int32), np.ones(2, bool))  # fmt: skip
    assert levels_after(given_, np.array([1.0, 0])).downstream[1] == pytest.approx(0.5, abs=1e-3)


@given(sales())
def test_without_a_shock_nothing_happens(given_):
    none = np.zeros(given_.n)
    found = levels_after(given_, none)
    assert (found.downstream == 1).all()
    assert (found.upstream == 1).all()
    assert (distress(impacts_of_sales(given_), none) == 0).all()


@given(st.data())
def test_levels_and_distress_stay_within_bounds_and_grow_with_the_shock(data):
    given_ = data.draw(sales())
    small = np.array(data.draw(shocks(given_.n)))
    large = np.maximum(small, np.array(data.draw(shocks(given_.n))))
    impacts = impacts_of_sales(given_)
    assume(settles(impacts))
    less, more = (levels_after(given_, shock) for shock in (small, large))
    for lower, higher in ((more.downstream, less.downstream), (more.upstream, less.upstream)):
        assert (lower <= higher + 1e-6).all()
        assert ((lower >= 0) & (higher <= 1)).all()
    low, high = (distress(impacts, shock) for shock in (small, large))
    assert (low <= high + 1e-6).all()
    assert ((low >= small) & (high <= 1)).all()


@given(st.data())
def test_distress_in_a_graph_without_rings_has_a_closed_form(data):
    """Without rings and caps it is (I - impacts)^-1 times the shock."""
    given_ = data.draw(sales(acyclic=True))
    impacts = impacts_of_sales(given_)
    shock = np.array(data.draw(shocks(given_.n))) / 100
    matrix = np.zeros((given_.n, given_.n))
    np.add.at(matrix, (impacts.on, impacts.of), impacts.factor)
    wanted = np.linalg.solve(np.eye(given_.n) - matrix, shock)
    assume((wanted < 1).all())
    assert distress(impacts, shock) == pytest.approx(wanted, abs=1e-9)


@given(st.data())
def test_levels_in_a_graph_without_rings_follow_from_one_pass(data):
    """Sellers come before buyers, nobody replaces anybody: losses are passed on once, in order."""
    given_ = data.draw(sales(acyclic=True))
    alone = np.arange(len(given_.seller), dtype=np.int32)
    given_ = replace(given_, product=alone, essential=np.zeros(len(alone), dtype=bool))
    shock = np.array(data.draw(shocks(given_.n)))
    down, up = shock.copy(), shock.copy()
    bought, sold = given_.bought(), given_.sold()
    for party in range(given_.n):
        bill = given_.buyer == party
        lost = (given_.amount[bill] * down[given_.seller[bill]]).sum()
        down[party] = max(shock[party], lost / bought[party] if bill.any() else 0.0)
    for party in reversed(range(given_.n)):
        sale = given_.seller == party
        lost = (given_.amount[sale] * up[given_.buyer[sale]]).sum()
        up[party] = max(shock[party], lost / sold[party] if sale.any() else 0.0)
    found = levels_after(given_, shock)
    assert found.downstream == pytest.approx(1 - down, abs=1e-9)
    assert found.upstream == pytest.approx(1 - up, abs=1e-9)


@given(sales())
def test_compiled_ranks_are_the_plain_ones(given_):
    vendors = np.unique(given_.seller)
    plain, fast = (esri(given_, vendors, compiled=compiled) for compiled in (False, True))
    assert fast == pytest.approx(plain, abs=1e-9)
    impacts = impacts_of_sales(given_)
    assume(settles(impacts))
    plain, fast = (
        debtrank(impacts, vendors, given_.bought(), compiled=compiled) for compiled in (False, True)
    )
    assert fast == pytest.approx(plain, abs=1e-9)


@given(st.data())
def test_relabelling_changes_nothing(data):
    given_ = data.draw(sales())
    turned = np.array(data.draw(st.permutations(range(given_.n))), np.int32)
    mixed = np.array(data.draw(st.permutations(range(len(given_.seller)))))
    renamed = Sales(
        given_.n,
        turned[given_.seller][mixed],
        turned[given_.buyer][mixed],
        given_.amount[mixed],
        (2 - given_.product)[mixed],
        given_.essential[mixed],
    )
    vendors = np.unique(given_.seller)
    assert esri(renamed, turned[vendors]) == pytest.approx(esri(given_, vendors), abs=1e-6)
    one, other = impacts_of_sales(given_), impacts_of_sales(renamed)
    assume(settles(one))
    found = debtrank(other, turned[vendors], renamed.bought())
    assert found == pytest.approx(debtrank(one, vendors, given_.bought()), abs=1e-7)
