"""Means, tails and intervals of a loss over worlds: Value at Risk, Expected Shortfall, bootstrap.

VaR at level a is the smallest x with P(loss <= x) >= a. ES is the mean of VaR over all levels
above a, so an atom at VaR is split: only the part of it that lies in the tail counts.
Sources: acerbi2002 (ES with atoms), efron1979 (bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Floats

Values = npt.NDArray[np.float64] | npt.NDArray[np.int64]
RESAMPLES = 400
_ROUNDING = 1e-12
_LEVEL_95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A number with the interval that holds it in 95 of 100 cases; equal ends where it is exact."""

    value: float
    low: float
    high: float


def settled(numbers: npt.ArrayLike) -> Floats:
    """Return numbers rounded to 12 digits: sums of probabilities differ beyond by their order.

    Examples
    --------
    >>> settled([0.1 + 0.2, 0.0, 2e-9 / 3]).tolist()
    [0.3, 0.0, 6.66666666667e-10]
    """
    exact = np.asarray(numbers, dtype=np.float64)
    digits = 12 - np.ceil(np.log10(np.where(exact == 0, 1.0, np.abs(exact))))
    scale = 10.0 ** np.minimum(digits, 300.0)
    return np.asarray(np.round(exact * scale) / scale)


def value_at_risk(values: Values, level: float, odds: Floats | None = None) -> float:
    """Return the smallest loss that is not exceeded with probability ``level``.

    Parameters
    ----------
    odds
        Probability of each world; None: all alike.

    Examples
    --------
    >>> import numpy as np
    >>> value_at_risk(np.array([0, 100]), 0.95, np.array([0.96, 0.04]))
    0.0
    """
    ordered, below = _cumulated(values, odds)
    place = int(np.searchsorted(below, level - _ROUNDING))
    return float(ordered[min(place, len(ordered) - 1)])


def expected_shortfall(values: Values, level: float, odds: Floats | None = None) -> float:
    """Return the mean loss in the worst ``1 - level`` of worlds, the atom at VaR split.

    Examples
    --------
    >>> import numpy as np
    >>> round(expected_shortfall(np.array([0, 100]), 0.95, np.array([0.96, 0.04])), 9)
    80.0
    """
    ordered, below = _cumulated(values, odds)
    above = np.concatenate(([0.0], below[:-1]))
    tail = np.clip(below, level, 1.0) - np.clip(above, level, 1.0)
    return float(settled(float(ordered @ tail) / (1 - level)))


def _cumulated(values: Values, odds: Floats | None) -> tuple[Floats, Floats]:
    """Return losses in order, and the probability of each or less."""
    order = np.argsort(values, kind="stable")
    share = np.full(len(values), 1 / len(values)) if odds is None else odds[order]
    return np.asarray(values, dtype=np.float64)[order], np.cumsum(share)


def mean_of(values: Values, odds: Floats | None = None) -> tuple[Estimate, float]:
    """Return the mean with its interval, and its standard error (0 where all worlds are known)."""
    if odds is not None:
        mean = float(settled(np.asarray(values, dtype=np.float64) @ odds))
        return Estimate(mean, mean, mean), 0.0
    mean = float(np.mean(values))
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    error = spread / float(np.sqrt(len(values)))
    return Estimate(mean, mean - _LEVEL_95 * error, mean + _LEVEL_95 * error), error


def share_interval(share: Floats, worlds: int) -> tuple[Floats, Floats]:
    """Return the Wilson interval of shares of worlds; it never leaves 0..1 and is never empty."""
    z = _LEVEL_95**2 / worlds
    middle = (share + z / 2) / (1 + z)
    half = np.sqrt(share * (1 - share) * z + z * z / 4) / (1 + z)
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


def tail_estimates(
    values: Values, levels: tuple[float, ...], seed: int, odds: Floats | None = None
) -> list[tuple[Estimate, Estimate]]:
    """Return (VaR, ES) at each level with bootstrap intervals; exact ones where odds are known.

    Notes
    -----
    Percentile bootstrap of `RESAMPLES` samples of all worlds, drawn by counts of distinct losses.
    """
    found = [
        (value_at_risk(values, level, odds), expected_shortfall(values, level, odds))
        for level in levels
    ]
    if odds is not None:
        return [(Estimate(var, var, var), Estimate(es, es, es)) for var, es in found]
    distinct, counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    draws = np.random.default_rng(seed % (1 << 64)).multinomial(
        len(values), counts / counts.sum(), size=RESAMPLES
    )
    below = np.cumsum(draws, axis=1) / len(values)
    ends = []
    for level, pair in zip(levels, found, strict=True):
        place = (below >= level - _ROUNDING).argmax(axis=1)
        above = np.concatenate((np.zeros((RESAMPLES, 1)), below[:, :-1]), axis=1)
        tail = np.clip(below, level, 1.0) - np.clip(above, level, 1.0)
        drawn = distinct[place], tail @ distinct / (1 - level)
        ends.append(
            tuple(
                Estimate(value, *settled(np.quantile(sample, (0.025, 0.975))).tolist())
                for value, sample in zip(pair, drawn, strict=True)
            )
        )
    return [(var, es) for var, es in ends]
