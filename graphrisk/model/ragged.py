"""Lists of different length in two arrays: the CSR form without weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.model.graph import Ints


@dataclass(frozen=True)
class Ragged:
    """Lists of integers, one per row: those of row k are ``values[starts[k]:starts[k + 1]]``."""

    starts: npt.NDArray[np.int64]
    values: Ints

    def of(self, rows: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], Ints]:
        """Return (position in ``rows``, value) of every value of these rows, in order."""
        begin, count = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        position = np.repeat(np.arange(len(rows)), count)
        first = np.repeat(begin - np.concatenate(([0], np.cumsum(count)[:-1])), count)
        return position, self.values[first + np.arange(len(position))]

    def lengths(self) -> npt.NDArray[np.int64]:
        """Return the length of each row's list."""
        return np.diff(self.starts)


def ragged_by(keys: npt.NDArray[Any], n_keys: int) -> Ragged:
    """Return for each key the positions that hold it, in order; negative keys are left out."""
    kept = np.flatnonzero(keys >= 0)
    order = kept[np.argsort(keys[kept], kind="stable")]
    starts = np.zeros(n_keys + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys[kept], minlength=n_keys), out=starts[1:])
    return Ragged(starts, order.astype(np.int32))
