"""Strongly connected components of a network in lists: who depends on each other in a ring."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel


@kernel
def components_of(n: int, start: Any, to: Any) -> Any:
    """Return the number of strongly connected components, and each node's, sinks first.

    Tarjan (1972) without recursion: ``path`` is the way from the root, ``open_`` the nodes whose
    component is not settled.
    """
    seen = np.zeros(n, np.int32)
    low = np.zeros(n, np.int32)
    component = np.full(n, -1, np.int32)
    place = start[:-1].copy()
    open_ = np.empty(n, np.int32)
    path = np.empty(n, np.int32)
    n_open = 0
    clock = 0
    found = 0
    for root in range(n):
        if seen[root]:
            continue
        depth = 0
        path[0] = root
        clock += 1
        seen[root] = clock
        low[root] = clock
        open_[n_open] = root
        n_open += 1
        while depth >= 0:
            v = path[depth]
            k = place[v]
            last = start[v + 1]
            lowest = low[v]
            deeper = False
            while k < last:
                w = to[k]
                k += 1
                if seen[w] == 0:
                    clock += 1
                    seen[w] = clock
                    low[w] = clock
                    open_[n_open] = w
                    n_open += 1
                    depth += 1
                    path[depth] = w
                    deeper = True
                    break
                if component[w] < 0 and seen[w] < lowest:
                    lowest = seen[w]
            place[v] = k
            low[v] = lowest
            if deeper:
                continue
            if lowest == seen[v]:
                n_open = _settle(open_, n_open, component, found, v)
                found += 1
            depth -= 1
            if depth >= 0 and lowest < low[path[depth]]:
                low[path[depth]] = lowest
    return found, component


@kernel
def _settle(open_: Any, n_open: int, component: Any, number: int, root: int) -> Any:
    """Give everybody above the root, and the root, this component; return what stays open."""
    while True:
        n_open -= 1
        component[open_[n_open]] = number
        if open_[n_open] == root:
            return n_open
