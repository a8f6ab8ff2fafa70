"""Concentration per tier: whom vendors have at each hop, whatever the category."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphrisk.analysis.bit_rows import Words, bits_of
from graphrisk.analysis.concentration_sides import Amounts, falls_of, places_of
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.reach_rounds import ReachRounds
from graphrisk.analysis.slice_reach import (
    PLAIN_WORK,
    columns_in,
    columns_of,
    refuse_hours,
    some_falls,
)
from graphrisk.analysis.units import Items
from graphrisk.model.graph import Ints, Mask
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import Longs
from graphrisk.progress import SILENT, Progress


class Tiers:
    """The customers at each hop from a vendor's fall: tier 1 is served by it, and so on.

    Attributes
    ----------
    names
        Tiers that occur.
    items
        Customers with a vendor at that tier.
    """

    def __init__(
        self,
        view: HarmView,
        least: int,
        weight: Longs,
        company: Ints,
        *,
        compiled: bool | None = None,
    ) -> None:
        self._view, self._least, self._weight = view, least, weight
        self._companies, self._falls = falls_of(view, company)
        self._rounds = ReachRounds(view, least)
        work = self._rounds.n_links * -(-len(self._companies) // 64)
        found = None
        if work > PLAIN_WORK if compiled is None else compiled:
            found = self._compiled_pass()
        if found is None:
            refuse_hours(work, len(self._companies))
        sums, users = found or self._first_pass(view.n)
        self._numbers = sorted(sums)
        self._sums = [sums[number] for number in self._numbers]
        self.names = tuple(f"tier {number}" for number in self._numbers)
        owners = [np.flatnonzero(users[number]) for number in self._numbers]
        owner = np.concatenate([np.zeros(0, dtype=np.int64), *owners])
        of = np.repeat(np.arange(len(owners)), [len(rows) for rows in owners])
        self.items = Items(
            of.astype(np.int32),
            owner.astype(np.int32),
            np.full(len(owner), -1, dtype=np.int32),
            weight[owner],
        )

    def _compiled_pass(self) -> tuple[dict[int, Longs], dict[int, Mask]] | None:
        """Return the same from the kernel; None where it cannot tell hops as they are."""
        network = compile_network(self._view, self._least, one_is_enough=True)
        if not network.is_plain or network.n_nodes > network.n:
            return None
        from graphrisk.analysis.kernels.tiers import count_tiers

        found = count_tiers(network, self._falls, self._weight)
        if found is None:
            return None
        sums, users = (dict(enumerate(rows, start=1)) for rows in found)
        return sums, users

    def _first_pass(self, n: int) -> tuple[dict[int, Longs], dict[int, Mask]]:
        """Return by tier what each company has there, and the customers that it has."""
        sums: dict[int, Longs] = {}
        users: dict[int, Mask] = {}
        here: list[tuple[int, Words]] = []
        for block in self._rounds.blocks(self._falls, lambda now, new: here.append((now, new))):
            for now, new in here:
                touched = np.flatnonzero(new.any(axis=1))
                if len(touched):
                    bits = bits_of(new[touched], block.last - block.first)
                    sums.setdefault(now, np.zeros(len(self._companies), dtype=np.int64))
                    sums[now][block.first : block.last] += self._weight[touched] @ bits
                    users.setdefault(now, np.zeros(n, dtype=np.bool_))[touched] = True
            here.clear()
        return sums, users

    def amounts(self, progress: Progress = SILENT) -> list[Amounts]:
        """Return companies and amounts of each tier."""
        return [(self._companies[row > 0], row[row > 0]) for row in self._sums]

    def unions(self, tops: Sequence[Ints]) -> list[Longs]:
        """Return what the first companies have together at that tier, each customer once."""
        at = [places_of(top, self._companies) for top in tops]
        wanted, chosen = some_falls(self._falls, at)
        hit = [np.zeros((len(self._weight), len(top)), dtype=np.bool_) for top in tops]
        here: list[tuple[int, Words]] = []
        for block in self._rounds.blocks(chosen, lambda now, new: here.append((now, new))):
            for now, new in here:
                if now in self._numbers:
                    k = self._numbers.index(now)
                    inside, column = columns_in(block, wanted, at[k])
                    hit[k][:, inside] |= columns_of(new, column)
            here.clear()
        return [self._weight @ np.logical_or.accumulate(each, axis=1) for each in hit]
