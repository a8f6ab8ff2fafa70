"""Single points of failure, as asked: of one customer, or of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult
from graphrisk.model.graph import RiskGraph

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def chokepoints_result(
    work: Workspace, graph: RiskGraph, params: ExposedParams, customer: str | None = None
) -> AnalysisResult:
    """Return the minimal sets of one and two for a customer (by id), or counted for everybody.

    Raises
    ------
    TooLarge
        The sets would not fit into memory.
    """
    if customer is None:
        from graphrisk.analysis.chokepoints_all import chokepoints

        return chokepoints(graph, params, progress=work.progress)
    from graphrisk.analysis.chokepoints import chokepoints_of

    return chokepoints_of(graph, customer, params, progress=work.progress)
