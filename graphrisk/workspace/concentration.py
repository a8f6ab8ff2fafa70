"""Concentration, as asked: which slices, counted in what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.analysis.concentration import concentration
from graphrisk.analysis.concentration_result import concentration_result
from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.slices import DIMENSIONS, By
from graphrisk.analysis.units import UNITS, UnitName
from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.analysis.result import AnalysisResult
    from graphrisk.model.graph import RiskGraph
    from graphrisk.workspace.workspace import Workspace


def checked_dimension(word: str) -> By:
    """Return a dimension of concentration.

    Raises
    ------
    UsageError
        There is no such dimension.
    """
    for dimension in DIMENSIONS:
        if dimension == word:
            return dimension
    raise UsageError(f"cannot group by {word!r}", fix=f"write one of {', '.join(DIMENSIONS)}")


def checked_unit(word: str) -> UnitName:
    """Return a unit of concentration.

    Raises
    ------
    UsageError
        There is no such unit.
    """
    for unit in UNITS:
        if unit == word:
            return unit
    raise UsageError(f"cannot count in {word!r}", fix=f"write one of {', '.join(UNITS)}")


def concentration_of(
    work: Workspace,
    graph: RiskGraph,
    by: By,
    params: ExposedParams,
    *,
    unit: UnitName = "customers",
    by_group: bool = False,
    by_confidence: bool = False,
    lorenz_of: str | None = None,
) -> AnalysisResult:
    """Return concentration per slice, direct and cascaded, with how much of the chain is known."""
    found = concentration(
        graph,
        by,
        as_of=params.as_of,
        min_criticality=params.min_criticality,
        min_confidence=params.min_confidence,
        unit=unit,
        by_group=by_group,
        weigh_by_confidence=by_confidence,
        progress=work.progress,
    )
    coverage = coverage_of(params.view(graph), params.min_criticality)
    return concentration_result(found, coverage=coverage, lorenz_of=lorenz_of)
