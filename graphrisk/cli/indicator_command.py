"""The command indicators: what designates a critical provider, as far as registers say it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import ids_of, workspace

_TERMINAL_ROWS = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(indicators)


def indicators(
    provider: Annotated[
        list[str] | None,
        typer.Argument(help="Names or ids of providers.", show_default="all"),
    ] = None,
    systemic: Annotated[
        Path | None,
        typer.Option(
            "--systemic",
            help="List of systemic entities for 2.1 and 2.2: lei or name, kind (G-SII, O-SII, "
            "other), score.",
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", help="Key of the codes that entities of the store were put under."),
    ] = None,
    by_group: Annotated[
        bool, typer.Option("--by-group", help="Count a legal group of providers as one.")
    ] = False,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """Which providers many entities use, or cannot replace: indicators of Regulation 2024/1502.

    Example: graphrisk indicators

    Example: graphrisk indicators --by-group --explain
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.indicators import indicators_result

    work = workspace(store, output_format, output)
    params = work.params(as_of=as_of, min_confidence=min_confidence)
    graph = work.graph(known_on=known_on)
    result = indicators_result(
        work,
        graph,
        params,
        only=ids_of(work, graph, provider or []),
        systemic_file=systemic,
        key_file=key,
        by_group=by_group,
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
