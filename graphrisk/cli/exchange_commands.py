"""Commands that move whole graphs: sync between stores, export to files."""

from __future__ import annotations

from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(sync)


def sync(
    source: Annotated[str, typer.Argument(help="Store to copy: ladybug:PATH, neo4j://HOST:PORT.")],
    target: Annotated[str, typer.Argument(help="Store to make the same; made if it is a file.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Supersede what was loaded into the target by itself."),
    ] = False,
    output_format: options.Format = None,
) -> None:
    """Copy one store into another, with its history; what is there already is not sent.

    Example: graphrisk sync ladybug:graphrisk.lbdb ladybug:copy.lbdb
    """
    from graphrisk.workspace.copies import sync_answer

    work = workspace(None, output_format)
    answer = sync_answer(work, source, target, replace_own=replace)
    show(answer, work.settings.text("format"))
