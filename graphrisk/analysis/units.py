"""What concentration is counted in: customers, links, functions, spend or people.

For each slice, *items* are what can be reached (a customer, or a function of one) with a whole
number as weight; *shares* say which vendor directly has how much of which item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.people import PeopleCounts
from graphrisk.analysis.sales import yearly_costs
from graphrisk.analysis.slices import NOT_STATED, By, Slices
from graphrisk.errors import AnalysisError
from graphrisk.model.graph import Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs, distinct

UnitName = Literal["customers", "links", "functions", "spend", "people"]
UNITS: tuple[UnitName, ...] = ("customers", "links", "functions", "spend", "people")
CENTS = 100
"""Spend is counted in hundredths of the currency, so that sums are whole and exact."""


@dataclass(frozen=True)
class Items:
    """What can be reached, sorted by slice.

    Attributes
    ----------
    slice_of, owner
        Slice, and the customer.
    part
        Node besides the customer that is enough to reach the item; -1: any part of it is.
    weight
        How much it counts, 0 where it is not known.
    """

    slice_of: Ints
    owner: Ints
    part: Ints
    weight: Longs

    def totals(self, n_slices: int) -> Longs:
        """Return the weight of all items of each slice."""
        found = np.zeros(n_slices, dtype=np.int64)
        np.add.at(found, self.slice_of, self.weight)
        return found


@dataclass(frozen=True)
class DirectShares:
    """Entry k: in a slice, a vendor directly has ``weight`` of an item; sorted by slice, vendor.

    ``item`` is None where no two vendors share an item: amounts then simply add up.
    """

    slice_of: Ints
    vendor: Ints
    weight: Longs
    item: Longs | None


@dataclass(frozen=True)
class Counted:
    """Items and direct shares of a unit, its words, and what to say beside the answer."""

    items: Items
    shares: DirectShares
    word: str
    divisor: int = 1
    notes: tuple[str, ...] = ()


def counted(
    view: HarmView,
    slices: Slices,
    by: By,
    unit: UnitName,
    company: Ints,
    widest: HarmView | None = None,
) -> Counted:
    """Return what is counted in a unit.

    Parameters
    ----------
    company
        Row that each vendor counts as: itself, or the top company of its legal group.
    widest
        The view at the lowest level of evidence, where this is one of several: it says which
        currency is counted, and whether anything is known at all. Default: this view.

    Raises
    ------
    AnalysisError
        No link or customer states what the unit needs.
    """
    count: dict[str, Callable[[HarmView, Slices, By, Ints, HarmView], Counted]] = {
        "customers": _customers,
        "links": _links,
        "functions": _functions,
        "spend": _spend,
        "people": _people,
    }
    return count[unit](view, slices, by, company, widest or view)


def _customers(view: HarmView, slices: Slices, by: By, company: Ints, widest: HarmView) -> Counted:
    items, item_of = _users(view, slices)
    weight = np.ones(len(items.owner), dtype=np.int64)
    return Counted(
        _weighted(items, weight), _shared(view, slices, company, item_of, weight), "customers"
    )


def _links(view: HarmView, slices: Slices, by: By, company: Ints, widest: HarmView) -> Counted:
    """Parallel contracts of one pair are one link; a customer weighs as many as it has."""
    items, item_of = _users(view, slices)
    pairs = _shared(view, slices, company, item_of, np.ones(len(items.owner), dtype=np.int64))
    weight = np.bincount(_known(pairs.item), minlength=len(items.owner))
    alone = DirectShares(pairs.slice_of, pairs.vendor, pairs.weight, None)
    return Counted(_weighted(items, weight), alone, "links")


def _people(view: HarmView, slices: Slices, by: By, company: Ints, widest: HarmView) -> Counted:
    """A customer weighs its largest count of any class, in a slice of one class that one's."""
    items, item_of = _users(view, slices)
    counts = PeopleCounts(view.graph)
    keys = view.graph.organization_ids.to_pylist()
    largest = counts.largest()
    by_class = by == "data_class"
    by_slice = [
        counts.of_class(name) if by_class and name != NOT_STATED else largest
        for name in slices.names
    ]
    owners = zip(items.slice_of.tolist(), items.owner.tolist(), strict=True)
    weight = np.array([by_slice[k].get(keys[row], 0) for k, row in owners], dtype=np.int64)
    known, users = len(distinct(items.owner[weight > 0])), len(distinct(items.owner))
    if not known and view is widest:
        raise AnalysisError(
            "people are not known of any customer here",
            fix="load how many people each customer has data of (HOLDS, column subjects), or count "
            "in customers",
        )
    return Counted(
        _weighted(items, weight),
        _shared(view, slices, company, item_of, weight),
        "people",
        notes=(
            f"people are known of {known:,} of {users:,} customers, the largest count of any class "
            "of data; one person may be counted at several customers",
        ),
    )


def _spend(view: HarmView, slices: Slices, by: By, company: Ints, widest: HarmView) -> Counted:
    """Annual cost of links, in the currency that most of them state at any level of evidence."""
    costs = yearly_costs(widest, needed_for="spend")
    cents = np.zeros(view.graph.n_edges, dtype=np.int64)
    cents[widest.rows] = np.round(costs.amount * CENTS)
    cents = cents[view.rows]
    items, item_of = _users(view, slices)
    amount = cents[slices.edge]
    weight = np.zeros(len(items.owner), dtype=np.int64)
    np.add.at(weight, item_of, amount)
    vendor = company[view.vendor[slices.edge]]
    keys = slices.of.astype(np.int64) * view.n + vendor
    pairs, place = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(sums, place, amount)
    shares = DirectShares(
        (pairs // view.n).astype(np.int32), (pairs % view.n).astype(np.int32), sums, None
    )
    return Counted(
        _weighted(items, weight), shares, f"spend in {costs.currency}", CENTS, costs.notes
    )


def _functions(view: HarmView, slices: Slices, by: By, company: Ints, widest: HarmView) -> Counted:
    """Functions that links support; a link that supports everything is one function more."""
    place, part = view.supported_parts.of(slices.edge)
    whole = np.flatnonzero(view.supports.lengths()[slices.edge] == 0)
    entry = np.concatenate((place, whole))
    slice_of, owner = slices.of[entry], view.customer[slices.edge[entry]]
    # Everything of an organization is reached with the organization itself.
    node = np.concatenate((part, owner[len(part) :])).astype(np.int64)
    width = view.n_nodes
    keys = (slice_of.astype(np.int64) * view.n + owner) * width + node
    found, item_of = np.unique(keys, return_inverse=True)
    items = Items(
        (found // width // view.n).astype(np.int32),
        (found // width % view.n).astype(np.int32),
        (found % width).astype(np.int32),
        np.ones(len(found), dtype=np.int64),
    )
    vendor = company[view.vendor[slices.edge[entry]]]
    stated = len(distinct(owner[: len(part)]))
    return Counted(
        items,
        _distinct_pairs(slice_of, vendor, item_of, items.weight, view.n),
        "functions",
        notes=(
            f"{stated:,} of {len(distinct(owner)):,} customers name functions; what rests on a "
            "link without a name is one function",
        ),
    )


def _users(view: HarmView, slices: Slices) -> tuple[Items, Longs]:
    """Return one item per slice and customer, without weights, and the item of each entry."""
    keys = slices.of.astype(np.int64) * view.n + view.customer[slices.edge]
    found, item_of = np.unique(keys, return_inverse=True)
    items = Items(
        (found // max(view.n, 1)).astype(np.int32),
        (found % max(view.n, 1)).astype(np.int32),
        np.full(len(found), -1, dtype=np.int32),
        np.zeros(len(found), dtype=np.int64),
    )
    return items, item_of.astype(np.int64)


def _weighted(items: Items, weight: npt.NDArray[np.int64]) -> Items:
    return Items(items.slice_of, items.owner, items.part, weight.astype(np.int64))


def _shared(
    view: HarmView, slices: Slices, company: Ints, item_of: Longs, weight: Longs
) -> DirectShares:
    vendor = company[view.vendor[slices.edge]]
    return _distinct_pairs(slices.of, vendor, item_of, weight, view.n)


def _distinct_pairs(
    slice_of: Ints, vendor: Ints, item_of: Longs, weight: Longs, n: int
) -> DirectShares:
    """Return each (slice, vendor, item) once: an item knows its slice."""
    width = max(n, 1)
    keys = distinct(item_of.astype(np.int64) * width + vendor)
    item, who = keys // width, keys % width
    slice_of_item = np.zeros(len(weight), dtype=np.int32)
    slice_of_item[item_of] = slice_of
    order = np.lexsort((item, who, slice_of_item[item]))
    item, who = item[order], who[order]
    return DirectShares(slice_of_item[item], who.astype(np.int32), weight[item], item)


def _known(item: Longs | None) -> Longs:
    return np.zeros(0, dtype=np.int64) if item is None else item
