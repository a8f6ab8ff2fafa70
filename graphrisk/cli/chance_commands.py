"""Commands about chance: simulate, loss."""

from __future__ import annotations

from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import ids_of, workspace

_TERMINAL_ROWS = 25

Worlds = Annotated[
    int, typer.Option("--worlds", help="Worlds that are drawn where not all can be visited.")
]
Seed = Annotated[
    int, typer.Option("--seed", help="Seed of the draws: the same seed gives the same table.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(simulate)
    app.command()(loss)


def simulate(
    vendor: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names or ids of fallen organizations.", show_default="each vendor alone"
        ),
    ] = None,
    worlds: Worlds = 10_000,
    seed: Seed = 1,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """How likely each customer stops if vendors fall; without a vendor: all by expected reach.

    Example: graphrisk simulate "Dimholm Datahall AB"
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.chance import simulate_result

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    fallen = ids_of(work, graph, vendor or [])
    result = simulate_result(work, graph, fallen, params, worlds=worlds, seed=seed)
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)


def loss(
    worlds: Worlds = 10_000,
    seed: Seed = 1,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = 0,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What a year may cost, expected and at worst: organizations, people and spend.

    Example: graphrisk loss
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.chance import loss_result

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    answer = result_answer(
        loss_result(work, graph, params, worlds=worlds, seed=seed), explain=explain
    )
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
