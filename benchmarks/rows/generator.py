"""Seeded networks of vendors and customers, shaped like third-party registers.

A quarter of the parties sell, in seven tiers; the rest are end customers. Suppliers come from
earlier tiers with weight (rank + 10)^-1.2: 55 % from the world market, 45 % from the buyer's own
region of 5,000 parties. A strongly connected core (a ring with chords, 1 % of the vendors) and a
few loops of two parties are laid over it. The order of parties is a random permutation, so that
nothing is local for free. The *hard* variant has no regions, eleven tiers, half of the parties
selling and flat market shares: half of the vendors reach a large part of the world.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
CATEGORIES = 20
PROBABILITY = ((0.005, 0.03), (0.03, 0.15), (0.15, 0.5), (0.5, 1.0))
"""Range of the probability that harm passes, per class of criticality, lowest first."""
CLASS_SHARES = (0.35, 0.35, 0.2, 0.1)


@dataclass(frozen=True)
class Shape:
    """What kind of market it is."""

    tiers: tuple[float, ...] = (0.001, 0.004, 0.010, 0.025, 0.050, 0.070, 0.090)
    exponent: float = 1.2
    shift: float = 10.0
    regional: float = 0.45
    region_size: int = 5_000
    core: float = 0.01


USUAL = Shape()
HARD = Shape(
    tiers=(0.001, 0.004, 0.01, 0.02, 0.03, 0.045, 0.06, 0.07, 0.08, 0.085, 0.095),
    exponent=0.6,
    regional=0.0,
)


@dataclass(frozen=True)
class Drawn:
    """Columns of a drawn network: ends, criticality 0..3, category of the vendor, probability."""

    parties: int
    vendor: npt.NDArray[np.int32]
    customer: npt.NDArray[np.int32]
    criticality: npt.NDArray[np.int8]
    category: npt.NDArray[np.int8]
    probability: npt.NDArray[np.float64]


def draw(parties: int, links: int, shape: Shape = USUAL, seed: int = 1) -> Drawn:
    """Draw a network with exactly this many distinct links, no self loops."""
    chance = np.random.default_rng(seed)
    market = _Market(parties, shape, chance)
    vendor, customer = market.purchases(links)
    code = _distinct(vendor * parties + customer, market.loops(vendor, customer), links, chance)
    vendor, customer = code // parties, code % parties
    criticality = chance.choice(4, links, p=CLASS_SHARES)
    low, high = np.array(PROBABILITY)[criticality].T
    category = chance.integers(0, CATEGORIES, market.vendors)
    place = chance.permutation(parties).astype(np.int32)
    return Drawn(
        parties=parties,
        vendor=place[vendor],
        customer=place[customer],
        criticality=criticality.astype(np.int8),
        category=category[vendor].astype(np.int8),
        probability=low + (high - low) * chance.random(links),
    )


def _distinct(bought: Longs, loops: Longs, links: int, chance: np.random.Generator) -> Longs:
    """Return the loops and as many purchases as are wanted, each once, shuffled."""
    bought = np.setdiff1d(bought, loops)
    kept = links - len(loops)
    if len(bought) < kept:
        message = f"only {len(bought) + len(loops)} distinct links, {links} wanted"
        raise ValueError(message)
    code = np.concatenate((chance.permutation(bought)[:kept], loops))
    chance.shuffle(code)
    return code


class _Market:
    """Vendors first, in order of their tier; the number of tiers stands for end customers."""

    def __init__(self, parties: int, shape: Shape, chance: np.random.Generator) -> None:
        tiers = len(shape.tiers)
        ends = np.round(np.cumsum(shape.tiers) * parties).astype(np.int64)
        self.ends = np.maximum(ends, np.arange(2, 2 + tiers))
        self.vendors, self.parties, self.shape, self.chance = (
            int(self.ends[-1]),
            parties,
            shape,
            chance,
        )
        self.tier = np.searchsorted(self.ends, np.arange(parties), side="right")
        # Earlier tiers tend to be larger, with plenty of noise.
        order = np.argsort(self.tier[: self.vendors] + chance.normal(0, 1.5, self.vendors))
        rank = np.empty(self.vendors, dtype=np.int64)
        rank[order] = np.arange(self.vendors)
        self.weight = (rank + shape.shift) ** -shape.exponent
        self.region = chance.integers(0, max(1, parties // shape.region_size), parties)

    def purchases(self, links: int) -> tuple[Longs, Longs]:
        """Return vendor and customer of somewhat more purchases than links, some of them twice."""
        customer = np.repeat(np.arange(self.parties), self._demand(links * 1.35))
        before = np.concatenate(([0], self.ends))[self.tier[customer]]
        world = np.concatenate(([0.0], np.cumsum(self.weight)))
        draw = self.chance.random(len(customer))
        vendor = np.searchsorted(world, draw * world[before], side="right") - 1
        near, is_near = self._nearby(customer, draw)
        vendor = np.minimum(np.where(is_near, near, vendor), self.vendors - 1)
        other = vendor != customer
        return vendor[other], customer[other]

    def _demand(self, links: float) -> Longs:
        """Return how many suppliers each party looks for; the first tier has none."""
        mean = np.where(self.tier == 0, 0.0, np.where(self.tier == 1, 3.0, links / self.parties))
        spread = self.chance.gamma(2.0, 0.5, self.parties)
        wanted = 1 + self.chance.poisson(np.maximum(mean - 1, 0) * spread)
        wanted = np.where(mean > 0, wanted, 0)
        wanted = wanted * (links / max(int(wanted.sum()), 1))
        found: Longs = (wanted + self.chance.random(self.parties)).astype(np.int64)
        return found

    def _nearby(self, customer: Longs, draw: npt.NDArray[np.float64]) -> tuple[Longs, Longs]:
        """Return a vendor of an earlier tier in the customer's region, and where it is taken."""
        vendors, width = self.vendors, len(self.ends) + 1
        key = self.region[:vendors] * width + self.tier[:vendors]
        order = np.argsort(key, kind="stable")
        local = np.concatenate(([0.0], np.cumsum(self.weight[order])))
        key = key[order]
        first = np.searchsorted(key, self.region[customer] * width)
        last = np.searchsorted(key, self.region[customer] * width + self.tier[customer])
        wanted = local[first] + draw * (local[last] - local[first])
        place = np.minimum(np.searchsorted(local, wanted, side="right") - 1, vendors - 1)
        is_near = (self.chance.random(len(customer)) < self.shape.regional) & (last > first)
        return order[place], is_near

    def loops(self, vendor: Longs, customer: Longs) -> Longs:
        """Return the links that close cycles: a ring with chords, and pairs in small tiers."""
        chance, vendors = self.chance, self.vendors
        size = max(3, int(self.shape.core * vendors))
        among = int(self.ends[1]) if self.ends[1] >= size else vendors
        ring = chance.permutation(among)[:size]
        chords = ring[chance.integers(0, size, (size, 2))]
        some = chance.integers(0, len(vendor), max(2, vendors // 500))
        last = len(self.ends)
        some = some[(self.tier[customer[some]] < last) & (self.tier[vendor[some]] >= last - 3)]
        source = np.concatenate((ring, chords[:, 0], customer[some]))
        target = np.concatenate((np.roll(ring, 1), chords[:, 1], vendor[some]))
        return np.unique((source * self.parties + target)[source != target])
