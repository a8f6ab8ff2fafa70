"""Commands that ask what if: whatif, mitigate, check-contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import ids_of, workspace

_TERMINAL_ROWS = 30


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(whatif)
    app.command()(mitigate)


def whatif(
    scenario: Annotated[
        list[Path] | None,
        typer.Argument(help="Scenario files (.toml, .jsonl), or folders of them."),
    ] = None,
    fail: Annotated[
        list[str] | None, typer.Option("--fail", help="A vendor that falls as well; repeat it.")
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
    """What a scenario changes: who newly stops, who is saved; what is stored stays untouched.

    Example: graphrisk whatif data/scenarios/second-record-system.toml

    Example: graphrisk whatif --fail "Kvarnmoln AB" --fail "Norrbris Drift AB"
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.scenarios import scenarios_of, whatif_result

    work = workspace(store, output_format, output)
    kind = work.settings.text("format")
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
        limit=limit if kind == "table" and limit and output is None else None,
    )
    graph = work.graph(known_on=known_on)
    asked = scenarios_of(work, graph, scenario or [], ids_of(work, graph, fail or []))
    answer = result_answer(whatif_result(work, graph, asked, params), explain=explain)
    show(answer, kind, rows=limit or None, output=output)


def mitigate(
    customer: Annotated[
        list[str] | None,
        typer.Argument(help="Names or ids of those that count.", show_default="everybody"),
    ] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", help="Most that the moves may cost a year.")
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency", help="Of costs and budget.", show_default="the one most links state"
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", help="Most moves of a plan.")] = 5,
    moves: Annotated[
        list[str] | None,
        typer.Option(
            "--moves", help="second source, exit or hardening; repeat it.", show_default="all"
        ),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            "--fail",
            help="A vendor against whose fall to plan; repeat it.",
            show_default="every single fall",
        ),
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
    """Which second sources, exits and hardened vendors take most critical reach away.

    Example: graphrisk mitigate "Nordvik Shared Services"

    Example: graphrisk mitigate --top 3 --budget 500000 --currency SEK
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.scenarios import mitigate_result

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    result = mitigate_result(
        work,
        graph,
        ids_of(work, graph, customer or []),
        params,
        most=top,
        budget=budget,
        currency=currency,
        moves=moves or (),
        fail=ids_of(work, graph, fail or []),
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
