"""The command that proposes a mapping for a foreign table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import say, show
from graphrisk.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("map")(map_file)


def map_file(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or JSON Lines file with any header.")],
    customer: Annotated[
        str | None,
        typer.Option("--customer", help="Whom the vendors serve, where no column says so."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="Look at this sheet only.", show_default="all")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write the mapping to this .toml file."),
    ] = None,
    limit: options.Limit = 30,
    output_format: options.Format = None,
) -> None:
    """Propose how to read a table with other headers than ours, and show what would be read.

    Example: graphrisk map contracts.sv.csv

    Example: graphrisk map contracts.sv.csv --customer "Region Nordvik" --format md
    """
    from graphrisk.workspace.mappings import map_answer

    work = workspace(None, output_format)
    answer = map_answer(work, file, customer=customer, sheet=sheet, output=output)
    show(answer, work.settings.text("format"), rows=limit or None)
    if output is not None:
        say(f"Written: {output}")
