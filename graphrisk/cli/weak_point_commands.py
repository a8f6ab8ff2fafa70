"""Commands about single points of failure: chokepoints."""

from __future__ import annotations

from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import ids_of, workspace

_TERMINAL_ROWS = 25


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(chokepoints)


def chokepoints(
    customer: Annotated[
        str | None, typer.Argument(help="Name or id of a customer.", show_default="everybody")
    ] = None,
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
    """Single points of failure: whose fall, alone or with one other, takes a customer down.

    Example: graphrisk chokepoints "Nordvik Children's Hospital"

    Example: graphrisk chokepoints
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.weak_points import chokepoints_result

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    found = ids_of(work, graph, [customer])[0] if customer is not None else None
    answer = result_answer(chokepoints_result(work, graph, params, found), explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
