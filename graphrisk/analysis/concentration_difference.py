"""Concentration before and after a scenario, slice by slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphrisk.analysis.concentration import Slice, concentration
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import ResultTable
from graphrisk.analysis.slices import By
from graphrisk.model.graph import RiskGraph
from graphrisk.progress import SILENT, Progress

LINKS_FROM = "supporting"
"""Concentration counts links from this criticality, as the command of that name does."""
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
    by: Sequence[By] = ("category", "country"),
    *,
    direct: bool = False,
    progress: Progress = SILENT,
) -> ResultTable:
    """Return the slices in which concentration changes, direct and cascaded.

    Unit: customers. A slice that is new or gone has no values on one side.

    Parameters
    ----------
    direct
        Leave out slices that change over further tiers only.

    Notes
    -----
    Twice the work of `graphrisk.analysis.concentration.concentration` for each dimension.
    """
    rows: list[tuple[Any, ...]] = []
    for dimension in by:
        sides = []
        for graph in (before, after):
            found = concentration(
                graph,
                dimension,
                as_of=params.as_of,
                min_criticality=LINKS_FROM,
                min_confidence=params.min_confidence,
                progress=progress,
            )
            sides.append({each.name: _measures(each) for each in found.slices})
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


def _measures(found: Slice) -> tuple[Any, ...]:
    direct, cascaded = found.direct, found.cascaded
    return (
        found.users,
        round(direct.hhi, 2),
        direct.cr1,
        direct.top[0][1] if direct.top else None,
        round(cascaded.hhi, 2),
        cascaded.cr1,
        cascaded.top[0][1] if cascaded.top else None,
    )
