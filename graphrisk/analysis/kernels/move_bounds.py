"""What lies in the way of each move, summed over the falls that meet it, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphrisk.analysis.kernels.compiled import kernel


@kernel
def in_the_way(inputs: Any, units: Any, singles: Any, stopped: Any, behind: Any) -> Any:
    """Return for each unit an upper bound of the pairs (fall, stopped) in its way.

    Parameters
    ----------
    inputs
        Node of each input of the units, one after the other.
    units
        (Start of each unit's inputs, how many of them a fall must lose to count).
    singles
        Who alone takes each node down: (start, length, values).
    stopped
        How many each single fall stops.
    behind
        Organizations behind what each unit changes: no fall saves more.
    """
    start, needed = units
    first, length, values = singles
    found = np.zeros(needed.size, np.int64)
    for unit in range(needed.size):
        for place in range(start[unit], start[unit + 1]):
            node = inputs[place]
            for at in range(first[node], first[node] + length[node]):
                found[unit] += min(stopped[values[at]], behind[unit])
        found[unit] //= needed[unit]
    return found
