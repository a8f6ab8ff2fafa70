"""Random worlds, compiled: the cascade through thousands of worlds in one pass per block.

Redundancy is applied inside each world: a supplier is lost to a customer in the worlds in which it
is down and the coin of its edge is live; then the rule of the group decides, any, all or k of n.
Plain twin: `graphrisk.analysis.worlds.plain_worlds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphrisk.analysis.coins import Words, mixed
from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.counters import depth_for
from graphrisk.analysis.kernels.draws import ROOM, Coins
from graphrisk.analysis.kernels.lists import Lists, Longs, build_lists
from graphrisk.analysis.kernels.order import Layout
from graphrisk.analysis.kernels.redundancy import MOST_PLANES
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.kernels.world_pass import Entries, InReach, Odds, run_blocks
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import block_width, check_room
from graphrisk.analysis.worlds import Draws, Measures, Outcome
from graphrisk.model.graph import Floats, frozen

_EXACT_SHARES = 4
"""Parts into which visiting all worlds is cut, on any number of threads: sums of fractions are
then added in one order."""


@dataclass(frozen=True)
class PreparedWorlds:
    """A network with the coins of its edges, ready for any number of falls."""

    network: Network
    layout: Layout
    lists: Lists
    one: tuple[Words, Longs]
    some: tuple[Words, Longs]

    @classmethod
    def of(
        cls, network: Network, key: Words, threshold: Longs, threads: int | None = None
    ) -> PreparedWorlds:
        """Prepare a network whose inputs have these coins; O(inputs)."""
        layout, lists = build_lists(network, threads)
        one, some = (
            (frozen(key[place]), frozen(threshold[place]))
            for place in (lists.one_input, lists.some_input)
        )
        return cls(network, layout, lists, one, some)

    @cached_property
    def organizations(self) -> Entries:
        """The measure that counts organizations."""
        counted = self.layout.order < self.network.n
        start = np.zeros(len(counted) + 1, dtype=np.int64)
        np.cumsum(counted, out=start[1:])
        kinds = np.zeros(self.network.n, dtype=np.int32)
        return Entries(frozen(start), frozen(kinds), frozen(np.ones(len(kinds), dtype=np.int64)))

    def run(
        self, draws: Draws, measures: Measures | None = None, *, threads: int | None = None
    ) -> Outcome:
        """Follow the cascade from those that fall by themselves through all worlds.

        Parameters
        ----------
        draws
            Own falls, seed and number of worlds; its input coins are those given to `of`.
        measures
            What is added up; None: organizations that stop.
        """
        words = -(-draws.worlds // 64)
        shares = min(_EXACT_SHARES if draws.odds is not None else threads or usable_cores(), words)
        width = block_width(words, shares)
        shares = min(shares, -(-words // width))
        kinds = 1 if measures is None else measures.count
        size = shares * self.layout.n_vendors * width * 8 + 8 * kinds * draws.worlds
        check_room(size, f"{draws.worlds:,} worlds on {self.network.n_nodes:,} nodes")
        entries = self.organizations if measures is None else self._entries(measures)
        depth = depth_for(int(entries.weight.sum()))
        rows = np.empty((shares, self.layout.n_vendors, width), dtype=np.uint64)
        hits = np.zeros((shares, self.network.n_nodes))
        sums = np.zeros((kinds, draws.worlds), dtype=np.int64)
        coins, falls, odds = self._coins(draws), self._falls(draws, entries), _odds(draws.odds)

        def share(at: int) -> None:
            room = (
                rows[at],
                np.empty(ROOM, dtype=np.uint64),
                np.zeros((kinds, depth, width), dtype=np.uint64),
                np.empty((1 + MOST_PLANES, width), dtype=np.uint64),
            )
            blocks = (at, shares, -(-words // width))
            run_blocks(self.lists, coins, falls, odds, blocks, room, (sums, hits[at]))

        slots = min(shares, threads or usable_cores())

        def work(slot: int) -> None:
            for at in range(slot, shares, slots):
                share(at)

        in_threads(work, slots)
        by_node = self.layout.from_inner(hits.sum(axis=0))
        return Outcome(draws.worlds, sums, by_node, draws.odds)

    def _coins(self, draws: Draws) -> Coins:
        order = self.layout.order
        seed = mixed(np.array([draws.seed % (1 << 64)], dtype=np.uint64))
        own = (frozen(draws.own_key[order]), frozen(draws.own_threshold[order]))
        return Coins(*self.one, *self.some, *own, frozen(seed))

    def _falls(self, draws: Draws, entries: Entries) -> InReach:
        layout = self.layout
        seeds = layout.position[np.flatnonzero(draws.own_threshold)]
        inside = np.zeros(self.network.n_nodes, dtype=np.uint8)
        _mark(seeds, layout.out_start, layout.out_customer, inside)
        who = np.flatnonzero(inside).astype(np.int32)
        n_vendors = int(np.searchsorted(who, layout.n_vendors))
        return InReach(frozen(who), n_vendors, frozen(inside), layout.component, entries)

    def _entries(self, measures: Measures) -> Entries:
        node = self.layout.position[measures.node]
        by_node = np.argsort(node, kind="stable")
        start = np.zeros(self.network.n_nodes + 1, dtype=np.int64)
        np.cumsum(np.bincount(node, minlength=self.network.n_nodes), out=start[1:])
        kind, weight = measures.kind[by_node], measures.weight[by_node]
        return Entries(
            frozen(start), frozen(kind.astype(np.int32)), frozen(weight.astype(np.int64))
        )


def _odds(odds: Floats | None) -> Odds:
    """Split the probability of a world into that of its word, and of its bit in the word."""
    if odds is None:
        return Odds(frozen(np.zeros(0)), frozen(np.zeros((8, 256))))
    of_bit = np.zeros(64)
    of_bit[: min(64, len(odds))] = odds[:64] / odds[:64].sum() if odds[:64].sum() else 0.0
    bytes_ = np.arange(256)[:, None] >> np.arange(8) & 1
    of_byte = np.ascontiguousarray(of_bit.reshape(8, 8) @ bytes_.T)
    words = odds.reshape(-1, min(64, len(odds))).sum(axis=1)
    return Odds(frozen(words), frozen(of_byte))


@kernel
def _mark(seeds: Any, out_start: Any, out_customer: Any, inside: Any) -> None:
    """Mark the seeds and everybody who can be reached from them."""
    queue = np.empty(inside.size, np.int32)
    tail = 0
    for i in range(seeds.size):
        if inside[seeds[i]] == 0:
            inside[seeds[i]] = 1
            queue[tail] = seeds[i]
            tail += 1
    head = 0
    while head < tail:
        x = queue[head]
        head += 1
        if x < out_start.size - 1:
            for k in range(out_start[x], out_start[x + 1]):
                if inside[out_customer[k]] == 0:
                    inside[out_customer[k]] = 1
                    queue[tail] = out_customer[k]
                    tail += 1
