"""How unequal amounts are: HHI, effective number, Gini, Lorenz points; and the lines of 2023."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Amounts = Sequence[float] | npt.NDArray[Any]
MODERATE, HIGH = 1_000, 1_800
"""HHI from which the 2023 US merger guidelines call a market highly concentrated, and the line
below which earlier ones called it unconcentrated: context, no verdict (merger_guidelines2023)."""
LORENZ_POINTS = 100


def hhi(amounts: Amounts) -> float:
    """Return the Herfindahl-Hirschman index of amounts, 0..10,000 (rhoades1993).

    Examples
    --------
    >>> hhi([30, 30, 20, 20])
    2600.0
    """
    given = np.asarray(amounts, dtype=np.float64)
    total = given.sum()
    return float(((100.0 * given / total) ** 2).sum()) if total > 0 else 0.0


def effective_number(index: float) -> float:
    """Return how many equal vendors would give the same index; 0 where there are none.

    Examples
    --------
    >>> effective_number(2500)
    4.0
    """
    return 10_000 / index if index else 0.0


def gini(amounts: Amounts) -> float:
    """Return the Gini coefficient of amounts, 0 (equal) to 1 - 1/n.

    Examples
    --------
    >>> round(gini([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]), 5)
    0.46209
    """
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    n, total = len(ordered), ordered.sum()
    if n == 0 or total <= 0:
        return 0.0
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * total) - (n + 1) / n)


def lorenz(amounts: Amounts, most: int = LORENZ_POINTS) -> tuple[tuple[float, float], ...]:
    """Return points of the Lorenz curve: share of vendors, smallest first, and of what they have.

    Parameters
    ----------
    most
        Most points after the first; of more vendors, evenly spread ones are taken (lorenz1905).

    Examples
    --------
    >>> lorenz([1, 3])
    ((0.0, 0.0), (0.5, 0.25), (1.0, 1.0))
    """
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    n, total = len(ordered), ordered.sum()
    if n == 0 or total <= 0:
        return ()
    up_to = np.concatenate(([0.0], np.cumsum(ordered) / total))
    places = np.unique(np.linspace(0, n, min(n, most) + 1).round().astype(np.int64))
    up_to[-1] = 1.0
    return tuple((float(place / n), float(up_to[place])) for place in places)


def guideline_word(index: float) -> str:
    """Return between which lines of the merger guidelines an index lies.

    Examples
    --------
    >>> guideline_word(2600), guideline_word(1800), guideline_word(999)
    ('above 1,800', '1,000 to 1,800', 'below 1,000')
    """
    if index > HIGH:
        return f"above {HIGH:,}"
    return f"{MODERATE:,} to {HIGH:,}" if index >= MODERATE else f"below {MODERATE:,}"
