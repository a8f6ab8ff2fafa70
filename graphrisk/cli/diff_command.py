"""The command that compares a register at two moments."""

from __future__ import annotations

from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace

_TERMINAL_ROWS = 20


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(diff)


def diff(
    states: Annotated[
        list[str] | None,
        typer.Argument(
            help="The earlier state and the later one: stores, folders of register files, or "
            "files. One is compared with the store; none: the store at two days.",
            metavar="[EARLIER] [LATER]",
        ),
    ] = None,
    known_on: Annotated[
        tuple[str, str] | None,
        typer.Option("--known-on", help="Two days: what was recorded by each."),
    ] = None,
    as_of: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--as-of",
            help="Two days on which contracts must be in force.",
            show_default="today",
        ),
    ] = None,
    within: Annotated[
        int, typer.Option("--within", help="Days ahead in which contracts end soon.")
    ] = 90,
    fail: Annotated[
        list[str] | None,
        typer.Option("--fail", help="A vendor whose fall is shown on both sides; repeat it."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", help="Concentration to compare; repeat it.", show_default="category, country"
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", help="How to read files with other headers than ours."),
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What changed between two states of a register, whom that brings within reach, and why.

    Example: graphrisk diff --as-of 2026-03-31 2026-09-30

    Example: graphrisk diff --as-of 2026-03-31 2026-09-30 --fail "Dimholm Datahall AB" --within 180
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.difference import diff_result

    work = workspace(store, output_format, output)
    params = work.params(
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    result = diff_result(
        work,
        states or [],
        params,
        known_on=known_on,
        as_of=as_of,
        within_days=within,
        by=by or ("category", "country"),
        fail=fail or (),
        mapping=mapping,
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
