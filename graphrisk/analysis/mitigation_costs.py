"""What moves cost a year, where links state it; one currency, never summed across several."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.mitigation_moves import Move
from graphrisk.model.graph import one_chunk
from graphrisk.model.harm import HarmView


class Costs:
    """Yearly costs of the links of a view in one currency.

    Parameters
    ----------
    currency
        None: the one that most links state.
    """

    def __init__(self, view: HarmView, currency: str | None = None) -> None:
        self._view = view
        serves = view.graph.serves
        rows = pa.array(view.rows)
        cost = one_chunk(serves.column("annual_cost")).take(rows)
        stated = one_chunk(serves.column("currency")).take(rows)
        self.currency = currency or _most_frequent(stated.filter(pc.is_valid(cost)))
        usable = pc.fill_null(pc.equal(stated, pa.scalar(self.currency or "", pa.string())), False)
        values = np.asarray(pc.fill_null(cost, np.nan), dtype=np.float64)
        self._cost: npt.NDArray[np.float64] = np.where(np.asarray(usable), values, np.nan)
        # fmin passes over what is not known, unless nothing is.
        self._cheapest = np.full(len(view.groups.customer), np.nan)
        np.fmin.at(self._cheapest, view.group, self._cost)

    def of(self, move: Move) -> float | None:
        """Return what a move costs a year by the assumptions of the method, None: not known."""
        if move.kind == "hardening":
            return None
        view = self._view
        if move.kind == "second source":
            cheapest = float(self._cheapest[move.group])
            return None if np.isnan(cheapest) else cheapest
        edges = view.by_customer.of(np.array([move.customer]))[1]
        costs = self._cost[edges[view.vendor[edges] == move.vendor]]
        return None if np.isnan(costs).any() or not len(costs) else float(costs.sum())


def _most_frequent(words: pa.Array) -> str | None:
    counts = pc.value_counts(words.drop_null())
    if not len(counts):
        return None
    pairs = sorted((-each["counts"].as_py(), each["values"].as_py()) for each in counts)
    return str(pairs[0][1])
