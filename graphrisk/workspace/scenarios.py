"""What-if, as asked: scenario files and vendors named on the command line, laid over the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.model.scenario import Fall, Scenario

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace


def scenarios_of(
    work: Workspace, graph: RiskGraph, files: Sequence[Path], fail: Sequence[str] = ()
) -> list[Scenario]:
    """Return the scenarios of files and folders; ``fail`` (ids) falls in each of them as well.

    Raises
    ------
    UsageError
        Neither a file nor a vendor is named.
    InputError
        A file, or an entry of one, cannot be used; every such entry is listed.
    """
    from dataclasses import replace

    from graphrisk.ingest.scenario_file import read_scenarios

    more = tuple(Fall("organization", key) for key in fail)
    if not files:
        if not more:
            raise UsageError(
                "nothing is asked", fix="name a scenario file, or --fail a vendor, or both"
            )
        return [Scenario(falls=more)]
    found = read_scenarios(files, graph, lambda name: work.find(graph, [name])[0].id)
    return [replace(each, falls=tuple(dict.fromkeys((*each.falls, *more)))) for each in found]


def whatif_result(
    work: Workspace, graph: RiskGraph, scenarios: Sequence[Scenario], params: ExposedParams
) -> AnalysisResult:
    """Return what one scenario changes, party by party; of several, one line each."""
    if len(scenarios) == 1:
        from graphrisk.analysis.whatif import whatif

        return whatif(graph, scenarios[0], params, progress=work.progress)
    from graphrisk.analysis.scenario_batch import whatif_each

    return whatif_each(graph, scenarios, params, progress=work.progress)
