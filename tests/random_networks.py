"""Random networks of bare links, small and twisted, and the plainest answers about them."""

from __future__ import annotations

import numpy as np


def random_network(seed):
    """Return n, vendor, customer: up to 40 parties, cycles, self loops, parallel links, nobody."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(0, 40)) if seed % 50 else 0
    links = int(draw.integers(0, 3 * n + 1)) if n else 0
    vendor, customer = draw.integers(0, max(n, 1), (2, links)).astype(np.int32)
    if seed % 3 == 0:  # mostly acyclic, so that chains are long
        vendor, customer = np.minimum(vendor, customer), np.maximum(vendor, customer)
    if seed % 7 == 0 and links:  # parallel links
        vendor, customer = np.tile(vendor, 2), np.tile(customer, 2)
    return n, vendor, customer


def hops_from(n, vendor, customer, source):
    """Return the links between one party and each other it reaches, itself left out."""
    customers = [[] for _ in range(n)]
    for v, c in zip(vendor.tolist(), customer.tolist(), strict=True):
        customers[v].append(c)
    hops, front = {source: 0}, [source]
    while front:
        fresh = []
        for v in front:
            for c in customers[v]:
                if c not in hops:
                    hops[c] = hops[v] + 1
                    fresh.append(c)
        front = fresh
    del hops[source]
    return hops
