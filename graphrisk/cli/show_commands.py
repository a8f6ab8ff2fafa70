"""Commands that write something to look at: view, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import say
from graphrisk.cli.session import ids_of, workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(view)
    app.command()(report)


def view(
    vendor: Annotated[list[str], typer.Argument(help="Names or ids of fallen organizations.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")] = Path(
        "graphrisk-view.html"
    ),
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="outage, breach or compromise.", show_default="by incident"),
    ] = None,
    incident: Annotated[
        str | None, typer.Option("--incident", help="Incident whose reports are shown beside.")
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    store: options.Store = None,
) -> None:
    """Draw who is exposed: one file that opens offline, with the evidence behind every mark.

    Example: graphrisk view "Dimholm Datahall AB" -o dimholm.html
    """
    from graphrisk.workspace.pictures import page_of, write_file

    work = workspace(store)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    fallen = ids_of(work, graph, vendor)
    answer, page = page_of(work, graph, fallen, params, mode=mode, incident=incident)
    write_file(output, page)
    say(f"{answer.mode}: {answer.headline}.")
    typer.echo(str(output))
    if open_it:
        typer.launch(output.resolve().as_uri())


def report(
    subject: Annotated[str, typer.Argument(help="Incident or vendor.", metavar="INCIDENT|VENDOR")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .html or .md.")
    ] = Path("graphrisk-report.html"),
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="outage, breach or compromise.", show_default="by incident"),
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    store: options.Store = None,
) -> None:
    """Write one printable page: answer, table, picture, quotes, method, assumptions.

    Example: graphrisk report "Dimholm Datahall AB" -o dimholm.md
    """
    from graphrisk.workspace.pictures import is_markdown, report_of, write_file

    work = workspace(store)
    markdown = is_markdown(output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    answer, text = report_of(work, graph, subject, params, markdown=markdown, mode=mode)
    write_file(output, text)
    say(f"{answer.mode}: {answer.headline}.")
    typer.echo(str(output))
