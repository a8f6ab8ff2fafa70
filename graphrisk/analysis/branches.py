"""Expected reach without chance: every way in which uncertain links may turn out, followed.

From a fallen vendor links are taken in order. A certain one is followed; an uncertain one splits
the world in two, and each half goes on with its probability. Whoever is added to a branch adds its
probability, and end customers are not split at all: of those not yet lost, the share that the new
link takes is lost. So the work is that of the branches among vendors, which is nothing where
vendors hardly serve each other, and where it grows beyond bounds the vendor is left to samples
(`graphrisk.analysis.expected_reach`). Conditioning on what is cheap to know exactly is what
Rao and Blackwell do to an estimate; here nothing is left to estimate.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from graphrisk.analysis.coins import CERTAIN, Longs
from graphrisk.analysis.network_form import Network
from graphrisk.model.graph import Floats, Mask

MOST_OPEN = 12
"""Uncertain links among vendors behind one of them up to which branches are followed."""
MOST_VENDORS = 2_048
"""Vendors behind one of them up to which that is tried at all."""
PLAIN_STEPS = 400_000
"""Links looked at, over all vendors, when no compiler is awaited: some tenths of a second."""


def most_steps(total: int, vendors: int) -> int:
    """Return how many links may be looked at for each vendor; the same on any number of threads."""
    return max(1_024, min(1 << 20, total // max(vendors, 1)))


def chances_of(threshold: Longs) -> Floats:
    """Return thresholds of coins as the probabilities that they stand for."""
    return np.minimum(threshold, CERTAIN) / CERTAIN


@dataclass
class _Branching:
    """Links by vendor, and what is lost on the branch in hand."""

    links: list[list[tuple[int, float]]]
    weight: list[float]
    left: int = 0
    kept: dict[int, float] = field(default_factory=dict)
    """Share of each end customer that is not lost yet; not listed: all of it."""

    def expected(self, vendor: int) -> float:
        """Return the weight that the fall of a vendor is expected to take."""
        self.kept.clear()
        return self._take(vendor) + self._follow([vendor], 0, 0, 1.0)

    def _take(self, vendor: int) -> float:
        """Return what a vendor takes of end customers, beyond those that are lost already."""
        total = 0.0
        for node, chance in self.links[vendor]:
            if not self.links[node]:
                lost = chance * self.kept.get(node, 1.0)
                self.kept[node] = self.kept.get(node, 1.0) - lost
                total += lost * self.weight[node]
                self._step()
        return total

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OverflowError

    def _follow(self, down: list[int], at: int, link: int, chance: float) -> float:
        """Return what is lost from a link of a vendor on, and over those after it."""
        total = 0.0
        while at < len(down):
            links = self.links[down[at]]
            while link < len(links):
                node, live = links[link]
                link += 1
                self._step()
                if live == 0 or not self.links[node] or node in down:
                    continue
                if live < 1:
                    kept = dict(self.kept)
                    total += self._follow(list(down), at, link, chance * (1 - live))
                    self.kept = kept
                chance *= live
                down.append(node)
                total += chance * (self.weight[node] + self._take(node))
            at, link = at + 1, 0
        return total


def plain_branches(
    network: Network, threshold: Longs, weight: Floats, total: int | None = None
) -> tuple[Floats, Mask]:
    """Return the expected weight that each node's fall takes, and for which ones it is known.

    The twin of `graphrisk.analysis.kernels.branches`. ``weight`` goes by node.
    """
    links: list[list[tuple[int, float]]] = [[] for _ in range(network.n_nodes)]
    chances = chances_of(threshold).tolist()
    customer = network.group_node[network.input_group].tolist()
    for at, vendor in enumerate(network.inputs.tolist()):
        links[vendor].append((customer[at], chances[at]))
    branching = _Branching(links, weight.tolist())
    mean = np.zeros(network.n_nodes)
    known = np.ones(network.n_nodes, dtype=np.bool_)
    vendors = [node for node in range(network.n_nodes) if links[node]]
    each = most_steps(PLAIN_STEPS if total is None else total, len(vendors))
    for vendor in vendors:
        branching.left = each
        known[vendor] = _open_behind(links, vendor) <= MOST_OPEN
        if known[vendor]:
            try:
                mean[vendor] = branching.expected(vendor)
            except OverflowError:
                known[vendor] = False
    return mean, known


def _open_behind(links: list[list[tuple[int, float]]], vendor: int) -> int:
    """Return how many uncertain links among vendors there are behind one, just above the most."""
    seen, path, count = {vendor}, [vendor], 0
    while path and count <= MOST_OPEN:
        for node, live in links[path.pop()]:
            if live == 0 or not links[node]:
                continue
            count += live < 1
            if node not in seen:
                seen.add(node)
                path.append(node)
        if len(seen) > MOST_VENDORS:
            return MOST_OPEN + 1
    return count
