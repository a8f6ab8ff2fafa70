"""How much more is reached when one more vendor falls: searches that stop at what is reached."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel
from graphrisk.analysis.kernels.order import Layout
from graphrisk.model.graph import Floats


class Union:
    """What a growing set of fallen nodes reaches, the fallen included.

    What is reached reaches nothing new, so a search costs no more than what it adds.
    """

    def __init__(self, layout: Layout, weight: Floats) -> None:
        self._position = layout.position
        self._lists = (layout.out_start, layout.out_customer)
        self._weight = weight[layout.order]
        self._stamp = np.zeros(layout.n, dtype=np.int32)
        self._open = np.empty(layout.n_vendors + 1, dtype=np.int32)
        self._turn = 1

    def gain(self, node: int) -> float:
        """Return the weight of what the fall of one more node adds, itself included."""
        self._turn += 1
        return float(self._search(node, self._turn))

    def add(self, node: int) -> float:
        """Let one more node fall; return the weight of what that adds, itself included."""
        return float(self._search(node, -1))

    def _search(self, node: int, mark: int) -> Any:
        source = int(self._position[node])
        return _search(*self._lists, self._weight, self._stamp, self._open, source, mark)


@kernel
def _search(
    start: Any, to: Any, weight: Any, stamp: Any, open_: Any, source: int, mark: int
) -> Any:
    """Search from a node over what is not reached (stamp -1), stamping; return the weight."""
    n_vendors = start.size - 1
    if stamp[source] == -1:
        return 0.0
    stamp[source] = mark
    total = weight[source]
    open_[0] = source
    tail = 1 if source < n_vendors else 0
    while tail > 0:
        tail -= 1
        v = open_[tail]
        for k in range(start[v], start[v + 1]):
            w = to[k]
            if stamp[w] == -1 or stamp[w] == mark:
                continue
            stamp[w] = mark
            total += weight[w]
            if w < n_vendors:
                open_[tail] = w
                tail += 1
    return total
