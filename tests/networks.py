"""Random k-of-n networks from plain chance: thousands a second, twisted enough for kernels."""

from __future__ import annotations

from random import Random

import numpy as np

from graphrisk.analysis.network import network_of_edges
from graphrisk.analysis.scenarios import scenario_sets


def random_network(seed, *, most_nodes=40, most_edges=120):
    """A network with cycles, hubs, two-party loops, chains, and groups of every k of n."""
    chance = Random(seed)
    n = chance.randint(2, most_nodes)
    m = chance.randint(1, most_edges)
    hubs = chance.sample(range(n), max(1, n // 5))
    layered = chance.random()
    pairs = set()
    for _ in range(m):
        vendor = chance.choice(hubs) if chance.random() < 0.5 else chance.randrange(n)
        customer = chance.randrange(n)
        if chance.random() < layered and vendor > customer:
            vendor, customer = customer, vendor
        if vendor != customer:
            pairs.add((vendor, customer))
    if chance.random() < 0.2:  # a ring through everybody
        pairs |= {(at, (at + 1) % n) for at in range(n)}
    pairs = chance.sample(sorted(pairs), len(pairs))
    groups_of = chance.choice([1, 1, 2, 4, 100])
    group_of, group, required = {}, [], []
    for _, customer in pairs:
        key = (customer, chance.randrange(groups_of))
        if groups_of == 100:
            key = (customer, len(group))
        group.append(group_of.setdefault(key, len(group_of)))
        if len(required) < len(group_of):
            required.append(chance.choice([1, 1, 2, 3, 5]))
    ends = np.array(pairs or [(0, 1)], dtype=np.int64)
    return network_of_edges(
        n, ends[:, 0], ends[:, 1], np.array(group or [0]), np.array(required or [1])
    )


def random_falls(seed, n, *, most=150):
    """Some scenarios, of none to five organizations each."""
    chance = Random(seed)
    return scenario_sets(
        [
            np.array(chance.sample(range(n), chance.randint(0, min(5, n))), dtype=np.int32)
            for _ in range(chance.randint(1, most))
        ]
    )


def falls_of(fallen, scenario):
    """The rows that fall in one scenario."""
    return fallen.values[fallen.starts[scenario] : fallen.starts[scenario + 1]]
