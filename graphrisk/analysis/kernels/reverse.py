"""Walking upstream from parties drawn at random, compiled: who would have taken them down.

Plain twin: `graphrisk.analysis.expected_reach.plain_reverse`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graphrisk.analysis.expected_reach import (
    ExpectedReach,
    drawn_parties,
    estimate,
    met_by_others,
    sample_keys,
)
from graphrisk.analysis.kernels.compiled import kernel, word
from graphrisk.analysis.kernels.draws import Longs, Words, mix
from graphrisk.analysis.kernels.order import Layout, build_layout
from graphrisk.analysis.kernels.threads import in_threads, usable_cores
from graphrisk.analysis.network_form import Network
from graphrisk.analysis.room import check_room
from graphrisk.model.graph import frozen


@dataclass(frozen=True)
class PreparedReverse:
    """A network with the coins of its links, ready for any number of samples."""

    network: Network
    layout: Layout
    key: Words
    threshold: Longs

    @classmethod
    def of(
        cls, network: Network, key: Words, threshold: Longs, threads: int | None = None
    ) -> PreparedReverse:
        """Prepare a network whose inputs have these coins; O(inputs)."""
        customer = network.group_node[network.input_group]
        layout = build_layout(network.n_nodes, network.inputs, customer, threads)
        return cls(network, layout, frozen(key[layout.in_edge]), frozen(threshold[layout.in_edge]))

    def run(
        self,
        samples: int,
        seed: int,
        *,
        weights: Longs | None = None,
        threads: int | None = None,
    ) -> ExpectedReach:
        """Estimate the expected reach of every organization; see `expected_reach`."""
        layout, network = self.layout, self.network
        slots = max(1, min(threads or usable_cores(), samples))
        size = 24 * samples + 24 * slots * layout.n
        check_room(size, f"{samples:,} samples on {layout.n:,} nodes")
        parties = drawn_parties(network.n, samples, seed, weights)
        start = layout.position[network.nodes_of_states()[1][parties]]
        keys = sample_keys(samples, seed)
        hits = np.zeros((slots, layout.n), dtype=np.int64)

        def walk(slot: int) -> None:
            room = np.full(layout.n, -1, dtype=np.int64), np.empty(layout.n, dtype=np.int32)
            lists = (layout.in_start, layout.in_vendor, self.threshold, self.key)
            _walk(start, keys, slot, slots, *lists, *room, hits[slot])

        in_threads(walk, slots)
        met = met_by_others(layout.from_inner(hits.sum(axis=0)), network, parties)
        total = network.n if weights is None else int(weights.sum())
        return estimate(met, samples, float(total), seed)


@kernel
def _walk(
    start: Any,
    keys: Any,
    slot: int,
    slots: int,
    in_start: Any,
    in_vendor: Any,
    threshold: Any,
    key: Any,
    stamp: Any,
    stack: Any,
    hits: Any,
) -> None:
    """Walk every ``slots``-th sample; ``stamp`` tells who was met in which sample."""
    for sample in range(slot, start.size, slots):
        world = keys[sample]
        stamp[start[sample]] = sample
        stack[0] = start[sample]
        top = 1
        while top > 0:
            top -= 1
            node = stack[top]
            for k in range(in_start[node], in_start[node + 1]):
                vendor = in_vendor[k]
                if stamp[vendor] == sample:
                    continue
                if np.int64(mix(world ^ key[k]) >> word(32)) < threshold[k]:
                    stamp[vendor] = sample
                    hits[vendor] += 1
                    stack[top] = vendor
                    top += 1
