"""Expected reach of every vendor by following branches, compiled; what is left goes to samples.

Plain twin: `graphrisk.analysis.branches.plain_branches`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphrisk.analysis.branches import MOST_OPEN, MOST_VENDORS, chances_of, most_steps
from graphrisk.analysis.coins import Longs, Words
from graphrisk.analysis.expected_reach import (
    ExpectedReach,
    merged,
    weight_of_nodes,
    without_own,
)
from graphrisk.analysis.kernels.alike import Joined, join_alike
from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.order import Layout
from graphrisk.analysis.kernels.reverse import PreparedReverse
from graphrisk.analysis.kernels.threads import in_threads, slots_for
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import Floats, Mask, frozen

TOTAL_STEPS = 1 << 28
"""Links looked at over all vendors, at the very most: less than a second."""
_WORTH_A_THREAD = 100_000
"""Links for which a thread pays."""


@dataclass(frozen=True)
class PreparedExpected:
    """A network with the coins of its links: vendors followed where that is short, else sampled.

    Keeps at most 12 bytes a link more than `graphrisk.analysis.kernels.reverse.PreparedReverse`.
    """

    sampled: PreparedReverse
    lists: Joined
    is_open: Mask

    @classmethod
    def of(
        cls, network: Network, key: Words, threshold: Longs, threads: int | None = None
    ) -> PreparedExpected:
        """Prepare a network whose inputs have these coins; O(inputs)."""
        sampled = PreparedReverse.of(network, key, threshold, threads)
        layout = sampled.layout
        chance = _by_vendor(layout, chances_of(sampled.threshold))
        room = (np.full(layout.n_vendors, -1, dtype=np.int32), _room(layout.n_vendors))
        is_open = np.zeros(layout.n_vendors, dtype=np.bool_)
        lists = join_alike(layout, sampled.threshold, chance)
        _mark_open(*lists[:3], MOST_OPEN, MOST_VENDORS, *room, is_open)
        return cls(sampled, lists, frozen(is_open))

    def run(
        self,
        samples: int,
        seed: int,
        *,
        weights: Longs | None = None,
        threads: int | None = None,
    ) -> ExpectedReach:
        """Return the expected reach of every organization; see `expected_reach`."""
        network, layout = self.sampled.network, self.sampled.layout
        mean, known = self._followed(weights, threads)
        here = layout.position[: network.n]
        serves = here < layout.n_vendors
        place = np.minimum(here, max(layout.n_vendors - 1, 0))
        exact = ~serves
        followed = np.zeros(network.n)
        if layout.n_vendors:
            exact |= known[place]
            followed = without_own(np.where(serves, mean[place], 0.0), network, weights)
        if exact.all():
            return ExpectedReach(followed, np.zeros(network.n), 0, seed, frozen(exact))
        drawn = self.sampled.run(samples, seed, weights=weights, threads=threads)
        return merged(drawn, followed, frozen(exact))

    @cached_property
    def _ones(self) -> Floats:
        return self._joined(None)

    def _joined(self, weights: Longs | None) -> Floats:
        """Return what each node weighs with those that it stands for."""
        layout = self.sampled.layout
        inner = weight_of_nodes(self.sampled.network, weights)[layout.order]
        joined = np.bincount(self.lists.stands_for, inner, layout.n).astype(np.float64)
        return frozen(joined)

    def _followed(self, weights: Longs | None, threads: int | None) -> tuple[Floats, Mask]:
        """Return what each vendor takes, and whether that is known, by inner number."""
        layout = self.sampled.layout
        weight = self._ones if weights is None else self._joined(weights)
        each = most_steps(TOTAL_STEPS, layout.n_vendors)
        slots = slots_for(threads, len(self.lists.customer), _WORTH_A_THREAD)
        size = slots * (12 * each + 8 * layout.n + 5 * layout.n_vendors)
        check_room(size, f"branches of {layout.n_vendors:,} vendors")
        mean = np.zeros(layout.n_vendors)
        known = ~self.is_open

        def follow(slot: int) -> None:
            room = (
                np.ones(layout.n),
                np.zeros(layout.n_vendors, dtype=np.bool_),
                _room(layout.n_vendors),
                np.empty(each, dtype=np.int32),
                np.empty(each),
            )
            lists = (*self.lists[:3], weight)
            frames = np.empty((4, MOST_OPEN + 1), dtype=np.int64), np.empty(MOST_OPEN + 1)
            _follow_all(slot, slots, *lists, self.is_open, *room, *frames, mean, known)

        in_threads(follow, slots)
        return mean, known


def _room(size: int) -> Any:
    return np.empty(size, dtype=np.int32)


def _by_vendor(layout: Layout, chance: Floats) -> Floats:
    """Return the chances of links, listed by customer, in the order of the lists by vendor."""
    found = np.empty(layout.m)
    _turn(layout.in_start, layout.in_vendor, layout.out_start, chance, found)
    return frozen(found)


@kernel
def _turn(in_start: Any, in_vendor: Any, out_start: Any, chance: Any, found: Any) -> None:
    """Lists by vendor are in the order in which lists by customer are walked."""
    place = out_start.copy()
    for x in range(in_start.size - 1):
        for k in range(in_start[x], in_start[x + 1]):
            u = in_vendor[k]
            found[place[u]] = chance[k]
            place[u] += 1


@kernel
def _mark_open(
    start: Any, to: Any, chance: Any, most: int, most_vendors: int, stamp: Any, queue: Any, out: Any
) -> None:
    """Mark vendors with more than ``most`` uncertain links among the vendors behind them."""
    n_vendors = start.size - 1
    for v in range(n_vendors - 1, -1, -1):
        queue[0] = v
        stamp[v] = v
        head, tail, count = 0, 1, 0
        while head < tail and count <= most:
            u = queue[head]
            head += 1
            for k in range(start[u], start[u + 1]):
                w = to[k]
                if w >= n_vendors or count > most:
                    break
                if chance[k] == 0.0:
                    continue
                if out[w]:
                    count = most
                if out[w] or chance[k] < 1.0:
                    count += 1
                if stamp[w] != v:
                    stamp[w] = v
                    queue[tail] = w
                    tail += 1
            if tail > most_vendors:
                count = most + 1
        out[v] = count > most


@kernel
def _follow_all(
    slot: int,
    slots: int,
    start: Any,
    to: Any,
    chance: Any,
    weight: Any,
    is_open: Any,
    kept: Any,
    is_down: Any,
    down: Any,
    undo_node: Any,
    undo_kept: Any,
    frames: Any,
    frame_odds: Any,
    mean: Any,
    known: Any,
) -> None:
    """Follow every ``slots``-th vendor; one that takes too many steps is not known."""
    for v in range(slot, start.size - 1, slots):
        if is_open[v]:
            continue
        lists, room = (start, to, chance, weight), (kept, is_down, down, undo_node, undo_kept)
        mean[v], known[v] = _follow(v, lists, room, frames, frame_odds)


@kernel
def _follow(v: int, lists: Any, room: Any, frames: Any, frame_odds: Any) -> Any:
    """Return the weight that a fall is expected to take, and whether all branches were followed.

    A frame is the dead half of an uncertain link: how many were down, where the link is, what to
    undo, and the probability.
    """
    start, to, chance, weight = lists
    _, is_down, down, undo_node, _ = room
    n_vendors, most = start.size - 1, undo_node.size
    down[0] = v
    is_down[v] = True
    size, at, k, depth, odds = 1, 0, start[v], 0, 1.0
    total, undo = _take(v, lists, room, 0)
    steps = undo
    while undo >= 0 and steps < most:
        if at == size:
            if depth == 0:
                break
            depth -= 1
            size = _forget(size, frames[0, depth], is_down, down)
            undo = _restore(undo, frames[3, depth], room)
            at, k, odds = frames[1, depth], frames[2, depth], frame_odds[depth]
        u = down[at]
        if k >= start[u + 1] or to[k] >= n_vendors:
            at += 1
            if at < size:
                k = start[down[at]]
            continue
        w, live = np.int64(to[k]), chance[k]
        k += 1
        steps += 1
        if live == 0.0 or is_down[w]:
            continue
        if live < 1.0:
            frames[0, depth], frames[1, depth], frames[2, depth] = size, at, k
            frames[3, depth], frame_odds[depth] = undo, odds * (1.0 - live)
            depth += 1
            odds *= live
        down[size] = w
        is_down[w] = True
        size += 1
        before = undo
        taken, undo = _take(w, lists, room, undo)
        total += odds * (weight[w] + taken)
        steps += abs(undo) - before
    _forget(size, 0, is_down, down)
    whole = undo >= 0 and steps < most
    _restore(abs(undo), 0, room)
    return total, whole


@kernel
def _take(u: Any, lists: Any, room: Any, undo: int) -> Any:
    """Take from end customers what a vendor does; return that, and how much there is to undo now.

    The second number is below zero where there is no room left to note it.
    """
    start, to, chance, weight = lists
    kept, _, _, undo_node, undo_kept = room
    n_vendors = start.size - 1
    total = 0.0
    for k in range(start[u + 1] - 1, start[u] - 1, -1):
        x = to[k]
        if x < n_vendors:
            break
        if undo == undo_node.size:
            return total, -undo
        lost = chance[k] * kept[x]
        undo_node[undo], undo_kept[undo] = x, kept[x]
        undo += 1
        kept[x] -= lost
        total += lost * weight[x]
    return total, undo


@kernel
def _restore(undo: int, mark: int, room: Any) -> Any:
    """Give back to end customers what was taken since a mark."""
    kept, _, _, undo_node, undo_kept = room
    while undo > mark:
        undo -= 1
        kept[undo_node[undo]] = undo_kept[undo]
    return undo


@kernel
def _forget(size: int, mark: int, is_down: Any, down: Any) -> Any:
    """Take everyone off the list of those who are down whom it did not hold at a mark."""
    while size > mark:
        size -= 1
        is_down[down[size]] = False
    return size
