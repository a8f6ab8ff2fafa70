"""Concentration before and after a scenario, slice by slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.analysis.concentration_part import Part
from graphrisk.analysis.inequality import hhi
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import ResultTable
from graphrisk.analysis.slices import By
from graphrisk.model.graph import Ints, RiskGraph
from graphrisk.model.harm import HarmView, harm_view
from graphrisk.model.vocabulary import CRITICALITY_RANK
from graphrisk.progress import SILENT, Progress

LINKS_FROM = "supporting"
"""Concentration counts links from this criticality, as the command of that name does."""
COMPARED: tuple[By, ...] = ("category", "country")
"""Dimensions that are compared where nobody asks for others."""
_MEASURES = (
    "users",
    "hhi",
    "cr1",
    "largest",
    "cascaded_hhi",
    "cascaded_cr1",
    "cascaded_largest",
)
_DIRECT = 4
"""The first so many are of the first tier."""
COLUMNS = (
    "slice",
    *(f"{m}_{when}" for m in _MEASURES for when in ("before", "after")),
    "dimension",
)
_WIDE = frozenset(
    f"{measure}_{when}"
    for measure in ("cr1", "largest", "cascaded_cr1", "cascaded_largest")
    for when in ("before", "after")
) | {"dimension"}
_HHI, _CASCADED = COLUMNS.index("hhi_before"), COLUMNS.index("cascaded_hhi_before")


def concentration_difference(
    before: RiskGraph,
    after: RiskGraph,
    params: ExposedParams,
    by: Sequence[By] = COMPARED,
    *,
    direct: bool = False,
    days: tuple[str, str] | None = None,
    progress: Progress = SILENT,
) -> ResultTable:
    """Return the slices in which concentration changes, direct and cascaded.

    Unit: customers. A slice that is new or gone has no values on one side.

    Parameters
    ----------
    direct
        Leave out slices that change over further tiers only.
    days
        Day of each side on which contracts must be in force; None: that of ``params`` for both.

    Notes
    -----
    Twice the amounts of `graphrisk.analysis.concentration.concentration` for each dimension; not
    its unions of several vendors.
    """
    rows: list[tuple[Any, ...]] = []
    views = [
        harm_view(graph, as_of=day, min_confidence=params.min_confidence)
        for graph, day in zip((before, after), days or (params.as_of, params.as_of), strict=True)
    ]
    for dimension in by:
        sides = [_measures_by_slice(view, dimension, progress) for view in views]
        names = list(dict.fromkeys([*sides[0], *sides[1]]))
        nothing = (None,) * len(_MEASURES)
        for name in names:
            old, new = (side.get(name, nothing) for side in sides)
            if (old[:_DIRECT] if direct else old) != (new[:_DIRECT] if direct else new):
                cells = (cell for pair in zip(old, new, strict=True) for cell in pair)
                word = dimension.replace("_", " ")
                rows.append((f"{word} {name}", *cells, dimension))
    rows.sort(key=lambda row: (-_moved(row, _HHI), -_moved(row, _CASCADED), row[0]))
    title = "Concentration that changes, most first (unit: customers; * cascaded over all tiers)"
    return ResultTable(COLUMNS, tuple(rows), title, _WIDE)


def _moved(row: tuple[Any, ...], at: int) -> float:
    """Return how far an index moves; all the way where the slice is new or gone."""
    before, after = row[at], row[at + 1]
    return 10_000.0 if before is None or after is None else abs(after - before)


def _measures_by_slice(view: HarmView, by: By, progress: Progress) -> dict[str, tuple[Any, ...]]:
    """Return the measures of each slice, as `graphrisk.analysis.concentration` has them."""
    if not view.n_edges:
        return {}
    least, alone = CRITICALITY_RANK[LINKS_FROM], np.arange(view.n, dtype=np.int32)
    part = Part.of(view, by, "customers", least, alone, 1.0, view, progress)
    names = view.graph.organizations.column("name")
    return {
        name: (
            len(part.users[place]),
            *(
                cell
                for side in part.amounts
                for cell in _of_side(*side[place], int(part.totals[place]), names)
            ),
        )
        for place, name in enumerate(part.names)
    }


def _of_side(
    rows: Ints, amounts: npt.NDArray[np.int64], total: int, names: pa.ChunkedArray
) -> tuple[Any, ...]:
    """Return HHI, share of the largest vendor, and its name: the first by id of equal ones.

    What one vendor has needs no union, so the costly part of concentration is not run.
    """
    if not len(rows):
        return 0.0, 0.0, None
    largest = int(np.argmax(amounts))
    return (
        round(hhi(amounts.astype(np.float64)), 2),
        int(amounts[largest]) / total,
        names[int(rows[largest])].as_py(),
    )
