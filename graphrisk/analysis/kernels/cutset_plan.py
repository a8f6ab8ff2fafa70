"""What pairs of failing vendors take beyond what either takes alone, counted, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel


@kernel
def taken_alone(nodes: Any, singles: Any, pair_start: Any, pairs: Any, n_pairs: int) -> Any:
    """Count for each pair the nodes that one of the two takes down alone.

    Parameters
    ----------
    singles
        As in `graphrisk.analysis.kernels.cutsets`.
    pair_start, pairs
        Pairs of each element: ``pairs[pair_start[a] : pair_start[a + 1]]``.
    """
    start, length, values = singles
    last = np.full(n_pairs, -1, np.int32)
    found = np.zeros(n_pairs, np.int64)
    for k in range(nodes.size):
        v = nodes[k]
        for j in range(start[v], start[v] + length[v]):
            for i in range(pair_start[values[j]], pair_start[values[j] + 1]):
                if last[pairs[i]] != k:
                    last[pairs[i]] = k
                    found[pairs[i]] += 1
    return found
