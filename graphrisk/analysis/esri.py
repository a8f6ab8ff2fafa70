"""ESRI: how much of all activity stops if a vendor does, with demand lost upstream as well.

The Economic Systemic Risk Index of Diem et al. (2022): a generalised Leontief cascade down the
supply chain and a linear one up. Three readings are ours: the type of an input is the category of
the link; an input is essential to a customer where a link of that category reaches the criticality
asked for; an organization that sells nothing here weighs by what it buys, since the paper's weight,
sales, would leave every end customer out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.result import Method
from graphrisk.analysis.sales import Sales, refuse_too_large, sales_of
from graphrisk.analysis.single_shocks import of_each_alone
from graphrisk.errors import NotConverged
from graphrisk.model.graph import Floats, Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.progress import SILENT, Progress

TOLERANCE = 1e-10
MOST_ROUNDS = 20_000
_SLOW = 1e-7
"""Where a market is only just large enough to replace what is lost, levels fall as 1 / rounds: such
a small last step is taken for the end, and the level is known to three digits."""
PLAIN_WORK = 3_000_000
"""Vendors times links below which numpy is done before a compiler has started."""
METHOD = Method(
    "ESRI: each vendor stops alone. Down the chain a customer can make as much as its scarcest "
    "essential input allows, and its other inputs in proportion; a lost vendor is replaced as far "
    "as the rest of its market is large enough. Up the chain a vendor loses what lost customers "
    "bought. The score is the share of all activity that stops, the vendor's own included",
    (
        "what a link is worth is its annual cost; the type of an input is the category of the link",
        "an input is essential where a link of that category reaches the criticality asked for",
        "activity is what an organization sells here; whoever sells nothing counts by what it pays",
        "redundancy groups and contracts play no part: the market replaces",
    ),
    ("diem2022",),
)


@dataclass(frozen=True)
class Levels:
    """How much of each organization still works, 0..1: one row each, one column per shock.

    ``downstream``: inputs are missing; ``upstream``: buyers are missing.
    """

    downstream: Floats
    upstream: Floats

    @property
    def left(self) -> Floats:
        """The worse of the two."""
        return np.minimum(self.downstream, self.upstream)


def levels_after(sales: Sales, shock: npt.NDArray[Any]) -> Levels:
    """Return the levels of production once a shock has run through.

    Parameters
    ----------
    shock
        Share of each organization that fails at the start, 0..1, shape (n,) or (n, shocks).

    Raises
    ------
    NotConverged
        It does not settle.

    Notes
    -----
    O(links x shocks x rounds) time, O((n + links) x shocks) memory. Both cascades only ever fall,
    so they settle. Source: diem2022.

    Examples
    --------
    >>> ints = lambda *numbers: np.array(numbers, np.int32)
    >>> chain = Sales(3, ints(0, 1), ints(1, 2), np.ones(2), ints(0, 1), np.ones(2, bool))
    >>> levels_after(chain, np.array([1.0, 0, 0])).downstream.tolist()
    [0.0, 0.0, 0.0]
    """
    given = np.asarray(shock, dtype=np.float64)
    start = 1.0 - given.reshape(sales.n, -1)
    if not len(sales.seller):
        return Levels(start.reshape(given.shape), start.reshape(given.shape))
    down = _settled(_Downstream(sales), start)
    up = _settled(_Upstream(sales), start)
    return Levels(down.reshape(given.shape), up.reshape(given.shape))


def esri(
    sales: Sales,
    vendors: npt.NDArray[Any],
    size: Floats | None = None,
    progress: Progress = SILENT,
    *,
    compiled: bool | None = None,
) -> Floats:
    """Return the share of all activity that stops if each vendor fails alone, itself included.

    Parameters
    ----------
    vendors
        Rows of the vendors.
    size
        Weight of each organization; default `sizes`, for the paper's own ``sales.sold()``.
    compiled
        Default: by the size of the job (`PLAIN_WORK`); the answers are equal.

    Examples
    --------
    >>> ints = lambda *numbers: np.array(numbers, np.int32)
    >>> chain = Sales(3, ints(0, 1), ints(1, 2), np.ones(2), ints(0, 1), np.ones(2, bool))
    >>> esri(chain, ints(0), chain.sold()).tolist()
    [1.0]
    """
    weight = sizes(sales) if size is None else size
    weight = weight / weight.sum() if weight.sum() > 0 else weight
    work = len(vendors) * len(sales.seller)
    if work > PLAIN_WORK if compiled is None else compiled:
        return _compiled(sales, vendors, weight)

    def lost(shock: Floats, _: npt.NDArray[Any]) -> Floats:
        found: Floats = weight @ (1.0 - levels_after(sales, shock).left)
        return found

    cells = sales.n + len(sales.seller)
    return of_each_alone(sales.n, vendors, cells, lost, progress, "ESRI of each vendor")


def _compiled(sales: Sales, vendors: npt.NDArray[Any], weight: Floats) -> Floats:
    from graphrisk.analysis.kernels import economics

    down, up = _Downstream(sales), _Upstream(sales)
    buyers = _starts(down.input_buyer)
    inputs = economics.Inputs(
        buyer_start=buyers,
        buyer=down.input_buyer[buyers[:-1]].astype(np.int64),
        essential=down.essential,
        link_start=np.append(down.first, len(down.seller)),
        seller=down.seller.astype(np.int64),
        part=down.part,
        offer=down.offer.astype(np.int64),
        offer_amount=down.offer_amount.astype(np.float64),
        offer_seller=down.offer_seller,
        market=down.market.astype(np.int64),
    )
    sold_to = economics.Buyers(
        start=np.append(up.first, len(up.buyer)),
        seller=up.seller.astype(np.int64),
        buyer=up.buyer.astype(np.int64),
        part=up.part,
    )
    limits = (TOLERANCE, _SLOW, MOST_ROUNDS)
    rows = np.asarray(vendors, dtype=np.int64)
    found = economics.esri_of_each(sales.n, inputs, sold_to, rows, weight, limits)
    if (found == economics.OPEN).any():
        raise NotConverged("ESRI does not settle", iterations=MOST_ROUNDS, tolerance=_SLOW)
    return found


def _starts(keys: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return where each run of equal keys begins, and the end of the last."""
    return np.append(np.flatnonzero(np.diff(keys, prepend=-1)), len(keys))


def esri_scores(
    view: HarmView, threshold: int, progress: Progress = SILENT, currency: str | None = None
) -> tuple[Ints, Floats, tuple[str, ...]]:
    """Return the vendors of a view, their ESRI 0..1, and what to say beside it.

    Needs ``annual_cost`` on links; ``currency`` and ``category`` where they are known.

    Raises
    ------
    AnalysisError
        No link states an annual cost.
    TooLarge
        It would take too long.
    """
    sales = sales_of(view, threshold, needed_for="ESRI", currency=currency)
    vendors = distinct(sales.seller)
    refuse_too_large(sales, vendors, "ESRI")
    return vendors, esri(sales, vendors, progress=progress), sales.notes


def sizes(sales: Sales) -> Floats:
    """Return what each organization sells; one that sells nothing counts by what it buys."""
    sold = sales.sold()
    return np.where(sold > 0, sold, sales.bought())


class _Downstream:
    """One round down: what each organization can still make of the inputs that it still gets."""

    def __init__(self, sales: Sales) -> None:
        order = np.lexsort((sales.product, sales.buyer))
        self.seller, buyer = sales.seller[order], sales.buyer[order]
        product, amount = sales.product[order], sales.amount[order]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (buyer[1:] != buyer[:-1]) | (product[1:] != product[:-1])
        self.first = np.flatnonzero(new)
        self.input_buyer = buyer[self.first]
        self.essential = sales.essential[order][self.first]
        of_input = np.add.reduceat(amount, self.first)
        whole = np.where(self.essential, of_input, sales.bought()[self.input_buyer])
        self.part = amount / np.repeat(whole, np.diff(np.append(self.first, len(order))))
        # Market: what each seller sells of each product, and who else sells it.
        width = int(product.max()) + 1
        offers, self.offer = np.unique(self.seller * np.int64(width) + product, return_inverse=True)
        self.offer_amount = np.bincount(self.offer, amount)
        self.offer_seller = offers // width
        _, self.market = np.unique(offers % width, return_inverse=True)
        self.by_market = np.argsort(self.market, kind="stable")
        self.market_first = np.flatnonzero(np.diff(self.market[self.by_market], prepend=-1))

    def __call__(self, level: Floats) -> Floats:
        """Return the share of each organization that its inputs allow."""
        missing = 1.0 - level[self.seller]
        missing *= (self.part[:, None]) * self._irreplaceable(level)[self.offer]
        lost = np.add.reduceat(missing, self.first, axis=0)
        worst = np.zeros_like(level)
        for kind, together in ((self.essential, np.maximum), (~self.essential, np.add)):
            if kind.any():
                buyer = self.input_buyer[kind]
                first = np.flatnonzero(np.diff(buyer, prepend=-1))
                rows = buyer[first]
                worst[rows] = np.maximum(worst[rows], together.reduceat(lost[kind], first, axis=0))
        return 1.0 - worst

    def _irreplaceable(self, level: Floats) -> Floats:
        """Return for each offer the share of it that the rest of its market cannot make up."""
        standing = self.offer_amount[:, None] * level[self.offer_seller]
        left = np.add.reduceat(standing[self.by_market], self.market_first, axis=0)[self.market]
        share = np.ones_like(left)
        np.divide(self.offer_amount[:, None], left, out=share, where=left > 0)
        return np.minimum(share, 1.0)


class _Upstream:
    """One round up: what each seller can still sell to the buyers that are left."""

    def __init__(self, sales: Sales) -> None:
        order = np.argsort(sales.seller, kind="stable")
        self.buyer = sales.buyer[order]
        self.first = np.flatnonzero(np.diff(sales.seller[order], prepend=-1))
        self.seller = sales.seller[order][self.first]
        self.part = sales.amount[order] / sales.sold()[sales.seller[order]]

    def __call__(self, level: Floats) -> Floats:
        """Return the share of each organization that its buyers allow."""
        missing = (1.0 - level[self.buyer]) * self.part[:, None]
        allowed = np.ones_like(level)
        allowed[self.seller] = 1.0 - np.add.reduceat(missing, self.first, axis=0)
        return allowed


def _settled(round_: _Downstream | _Upstream, start: Floats) -> Floats:
    """Repeat rounds until nothing changes by more than the tolerance; settled shocks drop out."""
    level, open_ = start.copy(), np.arange(start.shape[1])
    change = np.zeros(0)
    for _ in range(MOST_ROUNDS):
        before = level[:, open_]
        after = np.clip(round_(before), 0.0, start[:, open_])
        change = np.abs(after - before).max(axis=0, initial=0.0)
        level[:, open_] = after
        open_ = open_[change > TOLERANCE]
        if not len(open_):
            return level
    if change.max(initial=0.0) > _SLOW:
        raise NotConverged("ESRI does not settle", iterations=MOST_ROUNDS, tolerance=_SLOW)
    return level
