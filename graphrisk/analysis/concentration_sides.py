"""The two sides of concentration: what vendors have directly, and what rests on their fall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.slice_reach import SliceReach
from graphrisk.analysis.units import DirectShares, Items
from graphrisk.model.graph import Ints
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs, Ragged, distinct
from graphrisk.progress import SILENT, Progress

Amounts = tuple[Ints, npt.NDArray[np.int64]]
"""Companies of a slice, ascending, and the amount of each, above 0."""


class Side(Protocol):
    """Amounts of each slice, and what several companies have together."""

    def amounts(self, progress: Progress = SILENT) -> list[Amounts]:
        """Return companies and amounts of each slice."""

    def unions(self, tops: Sequence[Ints]) -> list[Longs]:
        """Return for each slice what its first, first two, ... companies have together."""


class Direct:
    """What vendors directly have of the items of each slice."""

    def __init__(self, shares: DirectShares, n: int, n_slices: int) -> None:
        self._shares, self._n = shares, max(n, 1)
        self._bounds = np.searchsorted(shares.slice_of, np.arange(n_slices + 1))

    def amounts(self, progress: Progress = SILENT) -> list[Amounts]:
        """Return companies and amounts of each slice."""
        found = []
        for first, last in zip(self._bounds[:-1], self._bounds[1:], strict=True):
            vendor, weight = self._shares.vendor[first:last], self._shares.weight[first:last]
            begin = np.flatnonzero(np.diff(vendor, prepend=-1))
            amount = np.add.reduceat(weight, begin) if len(begin) else weight
            found.append((vendor[begin][amount > 0], amount[amount > 0]))
        return found

    def unions(self, tops: Sequence[Ints]) -> list[Longs]:
        """Return what the first companies have together, each item once."""
        found = []
        bounds = zip(self._bounds[:-1], self._bounds[1:], tops, strict=True)
        for first, last, top in bounds:
            seen: set[int] = set()
            sums = []
            for company in top.tolist():
                begin, end = np.searchsorted(
                    self._shares.vendor[first:last], [company, company + 1]
                )
                sums.append(self._new(first + begin, first + end, seen))
            found.append(np.cumsum(sums, dtype=np.int64))
        return found

    def _new(self, begin: int, end: int, seen: set[int]) -> int:
        """Return the weight of entries whose item was not seen yet."""
        weight = self._shares.weight[begin:end]
        if self._shares.item is None:
            return int(weight.sum())
        items = self._shares.item[begin:end].tolist()
        fresh = [place for place, item in enumerate(items) if item not in seen]
        seen.update(items)
        return int(weight[fresh].sum())


class Cascaded:
    """What the fall of each company reaches of the items of each slice."""

    def __init__(
        self, view: HarmView, least: int, items: Items, n_slices: int, company: Ints
    ) -> None:
        self._companies, falls = falls_of(view, company)
        self._reach = SliceReach(view, least, items, n_slices, falls)

    def amounts(self, progress: Progress = SILENT) -> list[Amounts]:
        """Return companies and amounts of each slice."""
        found = self._reach.amounts(progress)
        return [(self._companies[row > 0], row[row > 0]) for row in found]

    def unions(self, tops: Sequence[Ints]) -> list[Longs]:
        """Return what the falls of the first companies reach together."""
        return self._reach.unions([places_of(top, self._companies) for top in tops])


def falls_of(view: HarmView, company: Ints) -> tuple[Ints, Ragged]:
    """Return the companies that serve somebody, and the organizations that fall with each.

    ``company`` is each organization itself, or the top company of its legal group: then all of a
    group fall together.
    """
    companies = distinct(company[view.vendor]).astype(np.int32)
    members = np.flatnonzero(np.isin(company, companies)).astype(np.int32)
    place = np.searchsorted(companies, company[members])
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(companies) + 1))
    return companies, Ragged(starts.astype(np.int64), members[order])


def places_of(companies: Ints, among: Ints) -> npt.NDArray[np.int64]:
    """Return the places of companies in an ascending list, -1 where one is not in it."""
    place = np.minimum(np.searchsorted(among, companies), max(len(among) - 1, 0))
    found = among[place] == companies if len(among) else np.zeros(len(companies), np.bool_)
    return np.where(found, place, -1)
