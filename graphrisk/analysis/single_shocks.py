"""One measure of each vendor that fails alone and wholly, some vendors at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Floats
from graphrisk.progress import Progress

_CELLS_AT_A_TIME = 4_000_000


def of_each_alone(
    n: int,
    vendors: npt.NDArray[Any],
    cells: int,
    measure: Callable[[Floats, npt.NDArray[Any]], Floats],
    progress: Progress,
    title: str,
) -> Floats:
    """Return the measure of each vendor; memory stays at some 4 million cells.

    Parameters
    ----------
    n
        Number of organizations.
    vendors
        Rows of those that fail, each alone.
    cells
        Cells that one vendor takes.
    measure
        Takes shocks (n x vendors, 1 where a vendor fails) and their vendors; returns one number
        for each.
    title
        What the progress is called.

    Examples
    --------
    >>> from graphrisk.progress import SILENT
    >>> own = lambda shock, some: shock.sum(axis=0) * some
    >>> of_each_alone(3, np.array([2, 1]), 3, own, SILENT, "own rows").tolist()
    [2.0, 1.0]
    """
    found = np.zeros(len(vendors))
    step = max(1, _CELLS_AT_A_TIME // max(1, cells))
    progress.start(title, len(vendors))
    for first in range(0, len(vendors), step):
        some = vendors[first : first + step]
        shock = np.zeros((n, len(some)))
        shock[some, np.arange(len(some))] = 1.0
        found[first : first + step] = measure(shock, some)
        progress.advance(len(some))
    progress.done()
    return found
