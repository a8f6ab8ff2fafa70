"""The command that checks registers and loads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace

_TERMINAL_ROWS = 40


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(check)


def check(
    registers: Annotated[
        list[Path], typer.Argument(help="Folder, zip or workbook of a register; or other files.")
    ],
    read_as: options.ReadAs = None,
    limit: options.Limit = _TERMINAL_ROWS,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Check registers: every problem by table, row, column and rule. Exit code 1 if there is one.

    Example: graphrisk check serves.csv
    """
    from graphrisk.workspace.register_checks import check_registers

    work = workspace(None, output_format, output)
    answer = check_registers(work, registers, read_as=read_as)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
    if answer.result["problems"]:
        raise typer.Exit(1)
