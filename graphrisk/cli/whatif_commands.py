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
