"""DebtRank: distress passed on in proportion, from those who fail to those who rest on them.

Linear DebtRank of Bardoscia et al. (2015): what an organization loses anew it passes on, in every
round; and the first form of Battiston et al. (2012), in which each passes its distress on once. In
a register of vendors what a customer pays a vendor in a year stands for what it holds, and its
turnover here, the larger of what it sells and what it pays, for what it can bear.
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

TOLERANCE = 1e-9
MOST_ROUNDS = 10_000
PLAIN_WORK = 3_000_000
"""Vendors times links below which numpy is done before a compiler has started."""
METHOD = Method(
    "Linear DebtRank: each vendor fails alone; what an organization newly loses it passes on to "
    "those who rest on it, in proportion, until nothing new is lost. The score is the share of all "
    "spending that is in distress in the end, the vendor's own left out",
    (
        "a customer rests on a vendor by what it pays it in a year over its turnover here",
        "turnover is the larger of what an organization sells and what it pays",
        "criticality, redundancy groups and contracts play no part",
    ),
    ("bardoscia2015", "battiston2012"),
)


@dataclass(frozen=True)
class Impacts:
    """k-th impact: of organization ``of`` (its distress) on organization ``on``, as a factor."""

    n: int
    of: Ints
    on: Ints
    factor: Floats


def impacts_of_holdings(
    holder: npt.NDArray[Any],
    issuer: npt.NDArray[Any],
    held: npt.NDArray[Any],
    equity: npt.NDArray[Any],
) -> Impacts:
    """Return the impact of each issuer on each holder: what is held over the holder's equity."""
    factor = np.asarray(held, np.float64) / np.asarray(equity, np.float64)[holder]
    return Impacts(len(equity), np.asarray(issuer, np.int32), np.asarray(holder, np.int32), factor)


def impacts_of_sales(sales: Sales) -> Impacts:
    """Return the impact of each vendor on each customer: what it is paid, over the turnover.

    Were the customer's own payments what it can bear, any ring of vendors would drag everybody down
    in the end, however small the shock: turnover leaves room for what they add themselves.
    """
    turnover = np.maximum(sales.sold(), sales.bought())
    return Impacts(sales.n, sales.seller, sales.buyer, sales.amount / turnover[sales.buyer])


def distress(impacts: Impacts, shock: npt.NDArray[Any], *, once: bool = False) -> Floats:
    """Return the distress of each organization once a shock has run through, 0..1.

    Parameters
    ----------
    shock
        Distress at the start, 0..1, shape (n,) or (n, shocks).
    once
        True: each passes its distress on once (Battiston et al. 2012); False: whatever is new is
        passed on in every round (Bardoscia et al. 2015).

    Raises
    ------
    NotConverged
        It does not settle.

    Notes
    -----
    O(links x shocks x rounds). Distress only rises and ends at 1, so it settles. Sources:
    bardoscia2015, battiston2012.

    Examples
    --------
    A holds 0.5 on B, B on C, C on A; equities are 1; C loses half:

    >>> ring = impacts_of_holdings([0, 1, 2], [1, 2, 0], [0.5] * 3, [1, 1, 1])
    >>> (distress(ring, np.array([0, 0, 0.5])) * 7).round(6).tolist()
    [1.0, 2.0, 4.0]
    """
    given = np.asarray(shock, dtype=np.float64)
    now = given.reshape(impacts.n, -1)
    if not len(impacts.of):
        return given.copy()
    order = np.argsort(impacts.on, kind="stable")
    of, factor = impacts.of[order], impacts.factor[order][:, None]
    first = np.flatnonzero(np.diff(impacts.on[order], prepend=-1))
    on = impacts.on[order][first]
    result = now.copy()
    open_, fresh, spent = np.arange(now.shape[1]), now.copy(), np.zeros(now.shape, dtype=np.bool_)
    for _ in range(MOST_ROUNDS):
        busy = fresh.max(axis=0, initial=0.0) > TOLERANCE
        if not busy.all():
            result[:, open_] = now
            open_, now, fresh, spent = open_[busy], now[:, busy], fresh[:, busy], spent[:, busy]
        if not len(open_):
            return result.reshape(given.shape)
        after = now.copy()
        after[on] += np.add.reduceat(fresh[of] * factor, first, axis=0)
        np.minimum(after, 1.0, out=after)
        if once:
            spent |= fresh > 0
            fresh = np.where(spent, 0.0, after)
        else:
            fresh = after - now
        now = after
    raise NotConverged("DebtRank does not settle", iterations=MOST_ROUNDS, tolerance=TOLERANCE)


def debtrank(
    impacts: Impacts,
    vendors: npt.NDArray[Any],
    value: Floats,
    progress: Progress = SILENT,
    *,
    compiled: bool | None = None,
) -> Floats:
    """Return the share of all value that each vendor's failure puts in distress, its own left out.

    Parameters
    ----------
    vendors
        Rows of the vendors, each of which fails alone and wholly.
    value
        Weight of each organization, such as what it pays its vendors in a year.
    compiled
        Default: by the size of the job (`PLAIN_WORK`); the answers are equal.

    Raises
    ------
    NotConverged
        A cascade does not settle.
    """
    weight = value / value.sum() if value.sum() > 0 else value
    work = len(vendors) * len(impacts.of)
    if work > PLAIN_WORK if compiled is None else compiled:
        return _compiled(impacts, vendors, weight)

    def lost(shock: Floats, some: npt.NDArray[Any]) -> Floats:
        found: Floats = weight @ distress(impacts, shock) - weight[some]
        return found

    cells = impacts.n + len(impacts.of)
    return of_each_alone(impacts.n, vendors, cells, lost, progress, "DebtRank of each vendor")


def _compiled(impacts: Impacts, vendors: npt.NDArray[Any], weight: Floats) -> Floats:
    from graphrisk.analysis.kernels import economics

    order = np.argsort(impacts.on, kind="stable")
    on = impacts.on[order].astype(np.int64)
    first = np.flatnonzero(np.diff(on, prepend=-1))
    found = economics.debtrank_of_each(
        impacts.n,
        np.append(first, len(on)),
        on[first],
        impacts.of[order].astype(np.int64),
        impacts.factor[order],
        np.asarray(vendors, dtype=np.int64),
        weight,
        (TOLERANCE, MOST_ROUNDS),
    )
    if (found == economics.OPEN).any():
        raise NotConverged("DebtRank does not settle", iterations=MOST_ROUNDS, tolerance=TOLERANCE)
    return found


def debtrank_scores(
    view: HarmView, threshold: int, progress: Progress = SILENT, currency: str | None = None
) -> tuple[Ints, Floats, tuple[str, ...]]:
    """Return the vendors of a view, their DebtRank 0..1, and what to say beside it.

    Needs ``annual_cost`` on links, and ``currency`` where several are paid in.

    Raises
    ------
    AnalysisError
        No link states an annual cost.
    TooLarge
        It would take too long.
    NotConverged
        A ring of vendors passes everything on for ever.
    """
    sales = sales_of(view, threshold, needed_for="DebtRank", currency=currency)
    vendors = distinct(sales.seller)
    refuse_too_large(sales, vendors, "DebtRank")
    scores = debtrank(impacts_of_sales(sales), vendors, sales.bought(), progress)
    return vendors, scores, sales.notes
