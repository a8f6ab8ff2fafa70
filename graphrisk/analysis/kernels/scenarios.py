"""Scenarios as bits, compiled: one row of words per vendor, one pass over the links per block.

A block is up to 64 x 64 scenarios. End customers need no row: theirs is computed, counted and
thrown away, once for all customers that have the very same suppliers. Blocks are strided over
threads. Plain twin: `graphrisk.analysis.scenarios.plain_scenarios`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.bits import clear_row, copy_row
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.counters import add_row, bits_in, depth_for, read_out
from graphrisk.analysis.kernels.lists import (
    Lists,
    Longs,
    build_lists,
    end_hashes,
    hears,
    representatives,
)
from graphrisk.analysis.kernels.order import Layout
from graphrisk.analysis.kernels.redundancy import MOST_PLANES, add_groups, add_inputs, add_ones
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import block_width, check_room
from graphrisk.analysis.scenarios import ScenarioCounts, counts_of_states, fallen_weight
from graphrisk.model.graph import Ints, frozen
from graphrisk.model.ragged import Ragged

_SPARE_ROWS = 1 + MOST_PLANES + 2
_JOINED = -2
"""Kind of an end customer that another one stands for."""


class _Falls(NamedTuple):
    """Who falls: by line (inner number of a vendor, or of who stands for an end customer)."""

    start: Longs
    scenario: Ints
    node: Ints
    weight: Longs


class _Count(NamedTuple):
    """What is counted: kind of each line (-1: not at all), and its weight."""

    kind: npt.NDArray[np.int8]
    weight: Longs


@dataclass(frozen=True)
class PreparedScenarios:
    """A network ready for any number of calls: lists in inner order, equal end customers joined."""

    network: Network
    layout: Layout
    lists: Lists
    states: npt.NDArray[np.int8]
    stands_for: Ints

    @classmethod
    def of(cls, network: Network, threads: int | None = None) -> PreparedScenarios:
        """Prepare a network; O(inputs)."""
        layout, lists = build_lists(network, threads)
        states = np.zeros(network.n_nodes, dtype=np.int8)
        for bit, nodes in enumerate(network.nodes_of_states()):
            states[layout.position[nodes]] |= np.int8(1 << bit)
        hashes = end_hashes(layout.n_vendors, lists, states)
        by_hash = np.argsort(hashes, kind="stable")
        stands_for = representatives(layout.n_vendors, lists, states, by_hash, hashes)
        return cls(network, layout, lists, frozen(states), frozen(stands_for))

    def count(
        self,
        fallen: Ragged,
        weights: Longs | None = None,
        *,
        by_organization: bool = False,
        threads: int | None = None,
    ) -> ScenarioCounts:
        """Count who goes down in each scenario; see `graphrisk.analysis.scenarios.scenarios`."""
        n_scenarios = len(fallen.starts) - 1
        words = max(1, -(-n_scenarios // 64))
        slots = min(threads or usable_cores(), words)
        width = block_width(words, slots)
        slots = min(slots, -(-words // width))
        check_room(
            self._bytes(slots, width, n_scenarios),
            f"{n_scenarios:,} scenarios on {self.network.n_nodes:,} nodes",
        )
        kinds, count = self._what_to_count(weights)
        falls = self._falls(fallen, weights)
        depth = depth_for(int(count.weight.sum()))
        rows = np.empty((slots, self.layout.n_vendors, width), dtype=np.uint64)
        counts = np.zeros((len(kinds), n_scenarios), dtype=np.int64)
        hits = np.zeros((slots, len(self.stands_for) if by_organization else 0), dtype=np.int64)
        spared = np.zeros_like(hits)

        def work(slot: int) -> None:
            planes = np.zeros((len(kinds), depth, width), dtype=np.uint64)
            spare = np.empty((_SPARE_ROWS, width), dtype=np.uint64)
            blocks = (slot, slots, -(-words // width))
            room = (rows[slot], planes, spare)
            _run(self.lists, falls, count, blocks, room, (counts, hits[slot], spared[slot]))

        in_threads(work, slots)
        return self._answer(kinds, counts, fallen, weights, (hits, spared))

    def _bytes(self, slots: int, width: int, n_scenarios: int) -> int:
        """Memory of one call: rows of the vendors per thread, counts, and little else."""
        return slots * self.layout.n_vendors * width * 8 + 24 * n_scenarios + 16 * len(self.states)

    def _what_to_count(self, weights: Longs | None) -> tuple[list[int], _Count]:
        """Return the kinds (bit sets of states), and kind and weight of each line."""
        kinds = [int(kind) for kind in np.unique(self.states) if kind]
        number = np.full(8, -1, dtype=np.int8)
        number[kinds] = np.arange(len(kinds))
        own = (self.states > 0).astype(np.int64)
        if weights is not None:
            for nodes in self.network.nodes_of_states():
                own[self.layout.position[nodes]] = weights
        summed = np.zeros(len(own), dtype=np.int64)
        np.add.at(summed, self.stands_for, own)
        kind = number[self.states]
        kind[self.stands_for != np.arange(len(kind))] = _JOINED
        return kinds, _Count(frozen(kind), frozen(summed))

    def _falls(self, fallen: Ragged, weights: Longs | None) -> _Falls:
        """Sort (line, scenario) of all that fall."""
        scenario = np.repeat(np.arange(len(fallen.starts) - 1), fallen.lengths())
        node = self.layout.position[fallen.values]
        line = self.stands_for[node]
        order = np.lexsort((scenario, line))
        start = np.zeros(len(self.stands_for) + 1, dtype=np.int64)
        np.cumsum(np.bincount(line, minlength=len(self.stands_for)), out=start[1:])
        weight = np.ones(len(node), dtype=np.int64) if weights is None else weights[fallen.values]
        return _Falls(
            frozen(start),
            frozen(scenario[order].astype(np.int32)),
            frozen(node[order].astype(np.int32)),
            frozen(weight[order].astype(np.int64)),
        )

    def _answer(
        self,
        kinds: list[int],
        counts: npt.NDArray[np.int64],
        fallen: Ragged,
        weights: Longs | None,
        by_line: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    ) -> ScenarioCounts:
        """Put kinds together to states, leave the fallen out, spread lines over organizations."""
        has = np.array([[kind >> bit & 1 for kind in kinds] for bit in range(3)])
        states = has @ counts
        is_vendor = self.layout.position[fallen.values] < self.layout.n_vendors
        starts = np.concatenate(([0], np.cumsum(is_vendor)))[fallen.starts]
        vendors = Ragged(starts.astype(np.int64), fallen.values[is_vendor])
        down = states - fallen_weight(vendors, weights)
        hits, spared = (part.sum(axis=0) for part in by_line)
        found = None
        if len(hits):
            inner = hits[self.stands_for] - spared
            found = inner[self.layout.position[self.network.nodes_of_states()[1]]]
            # "Any part" of who falls is down with it, and that was not left out yet.
            own = np.bincount(fallen.values, minlength=self.network.n)
            found -= np.where(self.network.any_part >= 0, own, 0)
        return counts_of_states(down[0], down[1], down[2], found)


def count_scenarios(
    network: Network,
    fallen: Ragged,
    weights: Longs | None = None,
    by_organization: bool = False,
    threads: int | None = None,
) -> ScenarioCounts:
    """Prepare a network and count once."""
    prepared = PreparedScenarios.of(network, threads)
    return prepared.count(fallen, weights, by_organization=by_organization, threads=threads)


@kernel
def _run(lists: Lists, falls: _Falls, count: _Count, blocks: Any, room: Any, out: Any) -> None:
    """Run every ``blocks[1]``-th block of scenarios from ``blocks[0]`` on."""
    first_block, step, n_blocks = blocks
    width = room[0].shape[1]
    for block in range(first_block, n_blocks, step):
        first = block * 64 * width
        _settle_vendors(lists, falls, first, room[0], room[2])
        _count_lines(lists, falls, count, first, room, out)
        for kind in range(out[0].shape[0]):
            read_out(room[1][kind], width, out[0][kind], first)


@kernel
def _settle_vendors(lists: Lists, falls: _Falls, first: int, rows: Any, spare: Any) -> None:
    """Fill the row of every vendor, in inner order."""
    one_start, one_from, group_start = lists.one_start, lists.one_from, lists.group_start
    component_start, fall_start = lists.component_start, falls.start
    width = rows.shape[1]
    for c in range(component_start.size - 1):
        x = component_start[c]
        if component_start[c + 1] - x > 1:
            _settle_cycle(c, lists, falls, first, rows, spare, spare[spare.shape[0] - 1])
            continue
        clear_row(rows[x], width)
        if fall_start[x] < fall_start[x + 1]:
            _let_fall(x, falls, first, rows[x])
        add_ones(rows[x], one_start[x], one_start[x + 1], one_from, rows, width)
        if group_start[x] < group_start[x + 1]:
            add_groups(rows[x], group_start[x], group_start[x + 1], lists, rows, width, spare)


@kernel
def _count_lines(
    lists: Lists, falls: _Falls, count: _Count, first: int, room: Any, out: Any
) -> None:
    """Compute who serves nobody, and count every line."""
    rows, planes, spare = room
    hits, kinds, weights, fall_start = out[1], count.kind, count.weight, falls.start
    one_start, one_from, group_start = lists.one_start, lists.one_from, lists.group_start
    n_vendors, width = rows.shape
    acc, copy = spare[spare.shape[0] - 1], spare[spare.shape[0] - 2]
    for x in range(kinds.size):
        if kinds[x] == _JOINED or (kinds[x] < 0 and hits.size == 0):
            continue
        if x < n_vendors:
            copy_row(acc, rows, x, width)
        else:
            clear_row(acc, width)
            add_ones(acc, one_start[x], one_start[x + 1], one_from, rows, width)
            if group_start[x] < group_start[x + 1]:
                add_groups(acc, group_start[x], group_start[x + 1], lists, rows, width, spare)
        if hits.size:
            hits[x] += bits_in(acc, width)
        if fall_start[x] < fall_start[x + 1]:
            _spare(x, x < n_vendors, kinds[x], falls, first, acc, out)
        if kinds[x] >= 0:
            add_row(planes[kinds[x]], acc, width, weights[x], copy)


@kernel
def _settle_cycle(
    c: int, lists: Lists, falls: _Falls, first: int, rows: Any, spare: Any, acc: Any
) -> None:
    """Settle the vendors of a cycle: together where they share their state, else by repetition."""
    start, end = lists.component_start[c], lists.component_start[c + 1]
    width = rows.shape[1]
    for x in range(start, end):
        for j in range(width):
            rows[x, j] = word(0)
        _let_fall(x, falls, first, rows[x])
    if lists.is_shared[c]:
        for j in range(width):
            acc[j] = word(0)
        for x in range(start, end):
            for j in range(width):
                acc[j] |= rows[x, j]
            add_inputs(acc, x, start, lists, rows, width, spare)
        for x in range(start, end):
            for j in range(width):
                rows[x, j] = acc[j]
    else:
        _repeat(start, end, lists, rows, spare, acc)


@kernel
def _repeat(start: int, end: int, lists: Lists, rows: Any, spare: Any, acc: Any) -> None:
    """Pass over a cycle until nothing changes; whoever hears nothing new is left out."""
    width = rows.shape[1]
    changed = np.zeros(end - start, np.int64)
    now, last_change = 1, 1
    while last_change >= now - 1:
        for x in range(start, end):
            if now > 1 and not hears(x, start, now, lists, changed):
                continue
            for j in range(width):
                acc[j] = rows[x, j]
            add_inputs(acc, x, end, lists, rows, width, spare)
            differs = word(0)
            for j in range(width):
                differs |= acc[j] ^ rows[x, j]
                rows[x, j] = acc[j]
            if differs != word(0):
                changed[x - start] = now
                last_change = now
        now += 1


@kernel
def _let_fall(x: int, falls: _Falls, first: int, row: Any) -> None:
    """Set the bits of the scenarios of this block in which a vendor falls."""
    for k in range(_from(falls, x, first), falls.start[x + 1]):
        place = falls.scenario[k] - first
        if place >= 64 * row.size:
            return
        row[place >> 6] |= word(1) << word(place & 63)


@kernel
def _spare(
    x: int, is_vendor: bool, kind: int, falls: _Falls, first: int, acc: Any, out: Any
) -> None:
    """Leave those out that fall themselves: end customers also of what is counted."""
    counts, hits, spared = out
    for k in range(_from(falls, x, first), falls.start[x + 1]):
        place = falls.scenario[k] - first
        if place >= 64 * acc.size:
            return
        if is_vendor:
            if hits.size:
                hits[x] -= 1
        elif (acc[place >> 6] >> word(place & 63)) & word(1):
            counts[kind, falls.scenario[k]] -= falls.weight[k]
            if hits.size:
                spared[falls.node[k]] += 1


@kernel
def _from(falls: _Falls, x: int, first: int) -> Any:
    """Return where the scenarios of a line that are not before a block begin (halving)."""
    low, high = falls.start[x], falls.start[x + 1]
    while low < high:
        middle = (low + high) >> 1
        if falls.scenario[middle] < first:
            low = middle + 1
        else:
            high = middle
    return low
