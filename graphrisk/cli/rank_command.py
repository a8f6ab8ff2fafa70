"""The command that puts all vendors in order: rank."""

from __future__ import annotations

from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace

_TERMINAL_ROWS = 25


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(rank)


def rank(
    by: Annotated[
        str,
        typer.Option("--by", help="reach, depends, shapley, pagerank, esri or debtrank."),
    ] = "reach",
    weight: Annotated[
        str | None,
        typer.Option(
            "--weight",
            help="What a reached organization counts for: people, spend, criticality, or a numeric "
            "column of organizations or links.",
            show_default="one each",
        ),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", help="Size of the set that together does most.", min=0)
    ] = 3,
    approximate: Annotated[
        bool, typer.Option("--approximate", help="Estimate reach by sketches; prints their error.")
    ] = False,
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
    """Which vendors reach, stop or share in most; all of them in order, exact.

    Example: graphrisk rank

    Example: graphrisk rank --by depends --weight people --top 5
    """
    from graphrisk.analysis.rank import rank as rank_vendors
    from graphrisk.view.result_answer import result_answer

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    result = rank_vendors(
        work.graph(known_on=known_on),
        params,
        by=by,
        weight=weight,
        top=top,
        approximate=approximate,
        progress=work.progress,
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
