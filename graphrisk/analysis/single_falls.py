"""Every organization falls alone: how many stop, and who, in one graph and after a scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.chance import ORGANIZATION
from graphrisk.analysis.coins import keys_of
from graphrisk.analysis.network import compile_network
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.scenarios import scenarios, single_falls
from graphrisk.analysis.spread import spread
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.vocabulary import CRITICALITY_RANK


def falls_alone(
    view: HarmView, threshold: str, counted: npt.NDArray[np.int64] | None = None
) -> npt.NDArray[np.int64]:
    """Return how many others stop, wholly or partly, when each organization falls alone.

    Parameters
    ----------
    counted
        1 for the organizations that count, 0 for others; None: all count.

    Notes
    -----
    O(inputs x vendors / 64).
    """
    vendors = distinct(view.vendor)
    network = compile_network(view, threshold)
    counts = scenarios(network, single_falls(vendors), weights=counted)
    found = np.zeros(view.n, dtype=np.int64)
    found[vendors] = counts.stops + counts.partly
    return found


def stopped_alone(
    view: HarmView, threshold: str, counted: npt.NDArray[np.int64], most: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return what `falls_alone` does, and a mark by which to tell whether the same others stop.

    Marks of two graphs can be compared where ``most``, organizations at the most, is the same.

    Notes
    -----
    The mark is a sum of hashes of ids, of at least 20 bits each; both come of one pass, the count
    in the high bits.
    """
    digits = most.bit_length()
    room = 62 - digits
    hashes = keys_of(view.graph.organization_ids, ORGANIZATION) >> np.uint64(64 - room + digits)
    found = falls_alone(view, threshold, counted * ((1 << room) + hashes.astype(np.int64)))
    return found >> room, found & ((1 << room) - 1)


def still_there(before: HarmView, place: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return 1 for every organization that is there afterwards as well, 0 for those gone.

    Parameters
    ----------
    place
        Row before of each organization afterwards, -1 for a new one.
    """
    kept = np.zeros(before.n, dtype=np.int64)
    kept[place[place >= 0]] = 1
    return kept


def stopped_by(
    view: HarmView,
    row: int,
    params: ExposedParams,
    counted: npt.NDArray[np.int64] | None = None,
) -> set[str]:
    """Return the names of all that stop, wholly or partly, when one organization falls."""
    if row < 0:
        return set()
    found = spread(view, np.array([row]), CRITICALITY_RANK[params.min_criticality])
    stopped = (found.down(view) | found.partly(view)) & (np.arange(view.n) != row)
    hit = np.flatnonzero(stopped if counted is None else stopped & (counted > 0))
    names = view.graph.organizations.column("name").take(hit).to_pylist()
    return {str(name) for name in names}
