"""Commands that move whole graphs: sync between stores, export to files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(sync)
    app.command()(export)


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


def export(
    to: Annotated[
        str,
        typer.Argument(
            help="cypher, csv, graphml, opengraph, parquet, stix or xlsx.", metavar="FORMAT"
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="File to write; for csv and parquet a folder.",
            show_default="graphrisk-export...",
        ),
    ] = None,
    neo4j_admin: Annotated[
        bool,
        typer.Option("--neo4j-admin", help="With csv: files for neo4j-admin database import."),
    ] = False,
    known_on: options.KnownOn = None,
    store: options.Store = None,
    output_format: options.Format = None,
) -> None:
    """Write all records as a file for other programs, or for a bulk import by hand.

    Example: graphrisk export csv -o graphrisk-export
    """
    from graphrisk.workspace.export import export_answer

    work = workspace(store, output_format)
    answer = export_answer(work, to, output, neo4j_admin=neo4j_admin, known_on=known_on)
    show(answer, work.settings.text("format"))
