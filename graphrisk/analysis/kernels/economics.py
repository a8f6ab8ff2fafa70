"""ESRI and DebtRank of every vendor, compiled: one vendor at a time, whole rounds over all links.

Plain twins: `graphrisk.analysis.esri.levels_after` and `graphrisk.analysis.debtrank.distress`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.threads import in_threads, usable_cores

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
OPEN = -1.0
"""What stands for the score of a vendor whose cascade does not settle."""


class Inputs(NamedTuple):
    """Inputs of buyers, and the market of each offer; all as in the plain twin.

    Attributes
    ----------
    buyer_start, buyer
        Inputs of the k-th buyer are ``buyer_start[k]`` up to ``buyer_start[k + 1]``.
    essential, link_start
        Of each input; its links are ``link_start[i]`` up to ``link_start[i + 1]``.
    seller, part, offer
        Of each link: share of the input, offer of the seller that it draws on.
    offer_amount, offer_seller, market
        Of each offer.
    """

    buyer_start: Longs
    buyer: Longs
    essential: npt.NDArray[np.bool_]
    link_start: Longs
    seller: Longs
    part: Floats
    offer: Longs
    offer_amount: Floats
    offer_seller: Longs
    market: Longs


class Buyers(NamedTuple):
    """What each seller sells to whom: shares of what it sells, links by seller."""

    start: Longs
    seller: Longs
    buyer: Longs
    part: Floats


def esri_of_each(
    n: int,
    inputs: Inputs,
    buyers: Buyers,
    vendors: npt.NDArray[np.int64],
    weight: Floats,
    limits: tuple[float, float, int],
) -> Floats:
    """Return the ESRI of each vendor, `OPEN` where a cascade does not settle.

    Parameters
    ----------
    weight
        Share of each organization in all activity.
    limits
        Change of a level that ends a cascade, the one that is taken for the end after the most
        rounds, and those.
    """
    found = np.zeros(len(vendors))
    slots = max(1, min(usable_cores(), len(vendors)))
    markets = int(inputs.market.max(initial=-1)) + 1

    def work(slot: int) -> None:
        room = np.zeros((4, n))
        standing = np.zeros(markets)
        _esri(*inputs, *buyers, vendors, weight, *limits, slot, slots, room, standing, found)

    in_threads(work, slots)
    return found


def debtrank_of_each(
    n: int,
    start: Longs,
    on: Longs,
    of: Longs,
    factor: Floats,
    vendors: npt.NDArray[np.int64],
    weight: Floats,
    limits: tuple[float, int],
) -> Floats:
    """Return the linear DebtRank of each vendor, `OPEN` where it does not settle.

    Impacts ``start[k]`` up to ``start[k + 1]`` are on the organization ``on[k]``.
    """
    found = np.zeros(len(vendors))
    slots = max(1, min(usable_cores(), len(vendors)))

    def work(slot: int) -> None:
        room = np.zeros((3, n))
        _debtrank(start, on, of, factor, vendors, weight, *limits, slot, slots, room, found)

    in_threads(work, slots)
    return found


@kernel
def _esri(
    buyer_start: Any,
    buyer: Any,
    essential: Any,
    link_start: Any,
    seller: Any,
    part: Any,
    offer: Any,
    offer_amount: Any,
    offer_seller: Any,
    market: Any,
    out_start: Any,
    out_seller: Any,
    out_buyer: Any,
    out_part: Any,
    vendors: Any,
    weight: Any,
    tolerance: float,
    slow: float,
    most: int,
    slot: int,
    slots: int,
    room: Any,
    standing: Any,
    found: Any,
) -> None:
    down, up, after = room[0], room[1], room[2]
    for at in range(slot, vendors.size, slots):
        vendor = vendors[at]
        down[:] = 1.0
        up[:] = 1.0
        down[vendor] = 0.0
        up[vendor] = 0.0
        change = 1.0
        for _ in range(most):
            standing[:] = 0.0
            for o in range(offer_amount.size):
                standing[market[o]] += offer_amount[o] * down[offer_seller[o]]
            for k in range(buyer.size):
                level = 0.0
                if buyer[k] != vendor:
                    inputs = (buyer_start[k], buyer_start[k + 1])
                    level = _allowed(inputs, essential, link_start, seller, part, offer,
                                     offer_amount, market, standing, down)  # fmt: skip
                after[k] = level
            change = _moved(buyer, after, down)
            if change <= tolerance:
                break
        risen = _up(out_start, out_seller, out_buyer, out_part, vendor, up, after, tolerance, most)
        score = 0.0
        for v in range(down.size):
            score += weight[v] * (1.0 - min(down[v], up[v]))
        found[at] = score if max(change, risen) <= slow else OPEN


@kernel
def _allowed(
    inputs: Any,
    essential: Any,
    link_start: Any,
    seller: Any,
    part: Any,
    offer: Any,
    offer_amount: Any,
    market: Any,
    standing: Any,
    level: Any,
) -> Any:
    """Return the share of a buyer that its inputs allow."""
    worst = 0.0
    others = 0.0
    for i in range(inputs[0], inputs[1]):
        lost = 0.0
        for e in range(link_start[i], link_start[i + 1]):
            gone = 1.0 - level[seller[e]]
            if gone > 0.0:
                left = standing[market[offer[e]]]
                share = min(1.0, offer_amount[offer[e]] / left) if left > 0.0 else 1.0
                lost += gone * part[e] * share
        if essential[i]:
            worst = max(worst, lost)
        else:
            others += lost
    return min(1.0, max(0.0, 1.0 - max(worst, others)))


@kernel
def _moved(rows: Any, after: Any, level: Any) -> Any:
    """Take new levels over; return the largest change."""
    change = 0.0
    for k in range(rows.size):
        change = max(change, abs(after[k] - level[rows[k]]))
        level[rows[k]] = after[k]
    return change


@kernel
def _up(
    start: Any,
    seller: Any,
    buyer: Any,
    part: Any,
    vendor: int,
    level: Any,
    after: Any,
    tolerance: float,
    most: int,
) -> Any:
    """Let sellers lose what lost buyers bought; return the last change."""
    change = 1.0
    for _ in range(most):
        for k in range(seller.size):
            lost = 0.0
            for e in range(start[k], start[k + 1]):
                lost += (1.0 - level[buyer[e]]) * part[e]
            after[k] = 0.0 if seller[k] == vendor else min(1.0, max(0.0, 1.0 - lost))
        change = _moved(seller, after, level)
        if change <= tolerance:
            break
    return change


@kernel
def _debtrank(
    start: Any,
    on: Any,
    of: Any,
    factor: Any,
    vendors: Any,
    weight: Any,
    tolerance: float,
    most: int,
    slot: int,
    slots: int,
    room: Any,
    found: Any,
) -> None:
    now, fresh, after = room[0], room[1], room[2]
    for at in range(slot, vendors.size, slots):
        vendor = vendors[at]
        now[:] = 0.0
        fresh[:] = 0.0
        now[vendor] = 1.0
        fresh[vendor] = 1.0
        settled = False
        for _ in range(most):
            for k in range(on.size):
                gained = 0.0
                for e in range(start[k], start[k + 1]):
                    gained += fresh[of[e]] * factor[e]
                after[k] = min(1.0, now[on[k]] + gained)
            fresh[:] = 0.0
            largest = 0.0
            for k in range(on.size):
                fresh[on[k]] = after[k] - now[on[k]]
                largest = max(largest, fresh[on[k]])
                now[on[k]] = after[k]
            if largest <= tolerance:
                settled = True
                break
        score = -weight[vendor]
        for v in range(now.size):
            score += weight[v] * now[v]
        found[at] = score if settled else OPEN
