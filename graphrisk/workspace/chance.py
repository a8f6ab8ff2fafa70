"""Questions of chance, as asked, with the tables of probabilities that the settings hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from graphrisk.analysis.chance import ChanceTable
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.analysis.result import AnalysisResult
    from graphrisk.model.graph import RiskGraph
    from graphrisk.settings import Settings
    from graphrisk.workspace.workspace import Workspace

MOST_WORLDS = 10_000_000


def chance_table(settings: Settings) -> ChanceTable:
    """Return the probabilities that nobody has stated, from the settings."""
    from graphrisk.analysis.chance import ChanceTable

    return ChanceTable(
        critical=settings.number("probability_critical"),
        important=settings.number("probability_important"),
        supporting=settings.number("probability_supporting"),
        unknown=settings.number("probability_unknown"),
        vendor_failure=settings.number("vendor_failure"),
    )


def simulate_result(
    work: Workspace,
    graph: RiskGraph,
    fallen: Sequence[str],
    params: ExposedParams,
    *,
    worlds: int,
    seed: int,
) -> AnalysisResult:
    """Return who stops how likely if these fall; without anybody, the expected reach of all.

    Raises
    ------
    UsageError
        That is no number of worlds.
    TooLarge
        It would not fit into memory.
    """
    _check_worlds(worlds)
    table = chance_table(work.settings)
    if not fallen:
        from graphrisk.analysis.expected_ranks import SAMPLES, expected_ranks

        samples = max(worlds, SAMPLES)
        return expected_ranks(
            graph, params, table, samples=samples, seed=seed, progress=work.progress
        )
    from graphrisk.analysis.simulate import simulate

    return simulate(graph, fallen, params, table, worlds=worlds, seed=seed, progress=work.progress)


def loss_result(
    work: Workspace, graph: RiskGraph, params: ExposedParams, *, worlds: int, seed: int
) -> AnalysisResult:
    """Return what a year may cost.

    Raises
    ------
    UsageError
        That is no number of worlds.
    TooLarge
        It would not fit into memory.
    """
    from graphrisk.analysis.loss import loss

    _check_worlds(worlds)
    table = chance_table(work.settings)
    return loss(graph, params, table, worlds=worlds, seed=seed, progress=work.progress)


def _check_worlds(worlds: int) -> None:
    if not 1 <= worlds <= MOST_WORLDS:
        raise UsageError(
            f"not a number of worlds: {worlds:,}", fix=f"write 1 to {MOST_WORLDS:,}, such as 10000"
        )
