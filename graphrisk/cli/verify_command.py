"""The command that sets published figures beside computed ones: verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace
from graphrisk.errors import CheckFound


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(verify)


def verify(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            help="Web-dependency data of Kashaf et al. (IMC 2020): serves.csv.gz or its folder.",
            show_default="looked for",
        ),
    ] = None,
    limit: options.Limit = 0,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """Published figures beside computed ones, with their sources; exit code 1 when one is off.

    Example: graphrisk verify
    """
    from graphrisk.view.verify_answer import verify_answer
    from graphrisk.workspace.verification import verify as compare

    work = workspace(None, output_format, output)
    result = compare(data, work.progress)
    answer = verify_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
    if off := result.totals["off"]:
        raise CheckFound(
            f"{off} of {result.totals['figures']} figures are off",
            fix="report it with the output of graphrisk verify --format json",
        )
