"""Which known vendor would do best as a second source: it may share what the first rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.mitigation_moves import Move, with_moves, with_supplier
from graphrisk.analysis.mitigation_search import Measure
from graphrisk.model.graph import Mask, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.redundancy import blank_to_null

MOST_TRIED = 20
"""Known vendors of the category that are tried, those with most customers first."""


def known_sources(
    view: HarmView, measure: Measure, done: Sequence[Move], move: Move
) -> tuple[int, int] | None:
    """Return the vendor of the same category that leaves fewest pairs, and how many; None for none.

    Parameters
    ----------
    done
        Moves made before this one.
    """
    network = with_moves(measure.network, done)
    best: tuple[int, int] | None = None
    for vendor in _of_the_category(view, move.group):
        left = measure.of_network(with_supplier(network, move.groups[0], vendor))
        if best is None or left < best[1]:
            best = (vendor, left)
    return best


def alike_vendors(view: HarmView, groups: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return all vendors that supply a category which some supplier of the groups does, sorted."""
    return distinct(view.vendor[_alike(view, np.isin(view.group, groups))])


def _of_the_category(view: HarmView, group: int) -> list[int]:
    """Return vendors that supply the category of a group to others, but not in the group."""
    mine = view.group == group
    rows, customers = np.unique(view.vendor[_alike(view, mine)], return_counts=True)
    taken = [*view.vendor[mine].tolist(), int(view.groups.customer[group])]
    new = ~np.isin(rows, taken)
    rows, customers = rows[new], customers[new]
    order = np.lexsort((rows, -customers))[:MOST_TRIED]
    return [int(row) for row in rows[order]]


def _alike(view: HarmView, edges: Mask) -> Mask:
    """Return the edges of a category that some of the given ones have."""
    column = blank_to_null(one_chunk(view.graph.serves.column("category")))
    column = column.take(pa.array(view.rows))
    words = pc.unique(column.filter(pa.array(edges)).drop_null())
    alike: Mask = np.asarray(pc.is_in(column, value_set=words), dtype=np.bool_)
    return alike & np.asarray(column.is_valid(), dtype=np.bool_)
