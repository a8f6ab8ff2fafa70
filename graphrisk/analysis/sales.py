"""Who sells what to whom, for how much: what the ranks of economics are computed on.

Amounts are the ``annual_cost`` of links, of one currency: currencies are never summed. The product
of a link is its category; a link without one is a product of its vendor alone, so that no
replacement is assumed from silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import AnalysisError, TooLarge
from graphrisk.model.graph import Floats, Ints, Mask, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.redundancy import blank_to_null

NO_CURRENCY = "no currency"
MOST_WORK = 5_000_000_000
"""Vendors times links that a rank takes: some ten minutes."""


@dataclass(frozen=True)
class Sales:
    """Links with an amount; k-th entry of every array is one link.

    Attributes
    ----------
    n
        Number of organizations.
    seller, buyer
        Rows of vendor and customer.
    amount
        What the buyer pays in a year, above 0.
    product
        Code of what is sold.
    essential
        True where the buyer cannot work without this product.
    currency, notes
        The currency of the amounts, and what was left out.
    """

    n: int
    seller: Ints
    buyer: Ints
    amount: Floats
    product: Ints
    essential: Mask
    currency: str = ""
    notes: tuple[str, ...] = ()

    def sold(self) -> Floats:
        """Return what each organization sells."""
        return np.bincount(self.seller, self.amount, self.n).astype(np.float64)

    def bought(self) -> Floats:
        """Return what each organization pays."""
        return np.bincount(self.buyer, self.amount, self.n).astype(np.float64)


@dataclass(frozen=True)
class YearlyCosts:
    """What each link of a view costs a year, 0 where it is not known or in another currency."""

    amount: Floats
    currency: str
    notes: tuple[str, ...]


def yearly_costs(view: HarmView, *, needed_for: str, currency: str | None = None) -> YearlyCosts:
    """Return the annual cost of the links of a view, in one currency.

    Parameters
    ----------
    needed_for
        Name of the measure, for the sentence when it cannot be computed.
    currency
        Default: the one that most links state.

    Raises
    ------
    AnalysisError
        No link states an annual cost (in that currency).
    """
    serves = view.graph.serves.take(pa.array(view.rows))
    cost = np.asarray(pc.fill_null(one_chunk(serves.column("annual_cost")), np.nan), np.float64)
    known = np.isfinite(cost) & (cost > 0)
    if not known.any():
        raise AnalysisError(
            f"{needed_for} needs annual_cost on links, and none of the {view.n_edges:,} links in "
            "force states one",
            fix="add the columns annual_cost and currency to the register of links, or ask for a "
            "measure that needs neither",
        )
    words = pc.fill_null(blank_to_null(one_chunk(serves.column("currency"))), NO_CURRENCY)
    currencies = np.array(words.to_pylist(), dtype=object)
    chosen = currency or most_stated(currencies[known])
    kept = known & (currencies == chosen)
    if not kept.any():
        raise AnalysisError(
            f"no link in force states an annual cost in {chosen}",
            fix=f"write one of {', '.join(sorted(set(currencies[known])))}",
        )
    notes = [f"amounts are annual costs in {chosen}, of {kept.sum():,} of {view.n_edges:,} links"]
    if others := int(known.sum() - kept.sum()):
        word = "link" if others == 1 else "links"
        notes.append(f"{others:,} {word} in other currencies left out: those are never summed")
    return YearlyCosts(np.where(kept, cost, 0.0), chosen, tuple(notes))


def sales_of(
    view: HarmView, threshold: int, *, needed_for: str, currency: str | None = None
) -> Sales:
    """Return the links of a view whose amount is known, in one currency.

    Parameters
    ----------
    threshold
        Criticality rank from which a product is essential to its buyer (highest of its links).
    needed_for
        Name of the measure, for the sentence when it cannot be computed.
    currency
        Default: the one that most links state.

    Raises
    ------
    AnalysisError
        No link states an annual cost (in that currency).
    """
    costs = yearly_costs(view, needed_for=needed_for, currency=currency)
    serves = view.graph.serves.take(pa.array(view.rows))
    kept = np.flatnonzero(costs.amount).astype(np.int32)
    product = _products(view, serves)[kept]
    buyer = view.customer[kept]
    return Sales(
        n=view.n,
        seller=view.vendor[kept],
        buyer=buyer,
        amount=costs.amount[kept],
        product=product,
        essential=_essential(buyer, product, view.rank[kept] >= threshold),
        currency=costs.currency,
        notes=costs.notes,
    )


def most_stated(currencies: object) -> str:
    """Return the word that is there most often, the first of the alphabet among equals.

    Examples
    --------
    >>> most_stated(["USD", "EUR", "CHF", "EUR"])
    'EUR'
    """
    words, counts = np.unique(np.asarray(currencies, dtype=str), return_counts=True)
    return str(words[np.argmax(counts)])


def _products(view: HarmView, serves: pa.Table) -> Ints:
    coded = blank_to_null(one_chunk(serves.column("category"))).dictionary_encode()
    own = len(coded.dictionary) + view.vendor
    codes = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int64)
    return np.where(codes < 0, own, codes).astype(np.int32)


def _essential(buyer: Ints, product: Ints, serious: Mask) -> Mask:
    """Return for each link whether any link of its buyer and product is serious."""
    keys = buyer.astype(np.int64) * (int(product.max(initial=0)) + 1) + product
    _, place = np.unique(keys, return_inverse=True)
    found: Mask = np.bincount(place, serious)[place] > 0
    return found


def refuse_too_large(sales: Sales, vendors: Ints, needed_for: str) -> None:
    """Say before it starts that a rank would take too long.

    Raises
    ------
    TooLarge
        Vendors times links are more than `MOST_WORK`.
    """
    work = len(vendors) * len(sales.seller)
    if work > MOST_WORK:
        raise TooLarge(
            f"{needed_for} lets each of {len(vendors):,} vendors fail over {len(sales.seller):,} "
            f"links: {work:,} steps a round, {MOST_WORK:,} is the most",
            limit=MOST_WORK,
            size=work,
            fix="rank by reach, or leave out weak evidence with --min-confidence",
        )
