"""Commands that ask the store itself: query (the library), cypher (anything that only reads)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show, write
from graphrisk.cli.session import workspace
from graphrisk.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(query)
    app.command()(cypher)


def query(
    name: Annotated[str | None, typer.Argument(help="Name of a query; none lists them.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help="NAME=VALUE, as often as needed; an organization by name."),
    ] = None,
    text: Annotated[
        bool, typer.Option("--show", help="Print it with its values for a Neo4j console.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the engine would answer it; run nothing.")
    ] = False,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Run a named question of the query library.

    Example: graphrisk query vendors_by_direct_customers

    Example: graphrisk query customers_by_tier --param vendor="Dimholm Datahall AB"

    Example: graphrisk query vendors_of_customer --param customer=syn-lakeside --show
    """
    from graphrisk.workspace.queries import query_answer, query_text

    work = workspace(store, output_format, output)
    given = _given(param)
    if name is None and (text or explain or given):
        raise UsageError("no query was named", fix="graphrisk query lists them")
    if text and name is not None:
        write(query_text(work, name, given))
        return
    answer = query_answer(work, name, given, explain=explain)
    show(answer, work.settings.text("format"), output=output)


def cypher(
    statement: Annotated[str, typer.Argument(help="The query; - reads it from standard input.")],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help="NAME=VALUE, JSON or plain text, as often as needed."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="Most rows fetched.", min=1, show_default="cypher_rows"),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout", help="Longest time in seconds.", show_default="query_timeout_seconds"
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the engine would answer it; run nothing.")
    ] = False,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Run Cypher of your own, read-only.

    Example: graphrisk cypher "MATCH (o:Organization) RETURN o.name AS name ORDER BY name LIMIT 5"
    """
    from graphrisk.workspace.free_queries import cypher_answer, parameter_value

    work = workspace(store, output_format, output)
    if timeout is not None and not 0 < timeout < float("inf"):
        raise UsageError(f"not a time in seconds: {timeout}", fix="write --timeout 30")
    answer = cypher_answer(
        work,
        sys.stdin.read() if statement == "-" else statement,
        {key: parameter_value(value) for key, value in _given(param).items()},
        limit=limit,
        seconds=timeout,
        explain=explain,
    )
    show(answer, work.settings.text("format"), output=output)


def _given(param: list[str] | None) -> dict[str, str]:
    """Return ``NAME=VALUE`` pairs as a mapping.

    Raises
    ------
    UsageError
        One is no such pair, or a name comes twice.
    """
    given: dict[str, str] = {}
    for pair in param or []:
        key, equals, value = pair.partition("=")
        key = key.strip()
        if not equals or not key:
            raise UsageError(f"not NAME=VALUE: {pair!r}", fix="write --param vendor=ID")
        if key in given:
            raise UsageError(f"--param {key} is given twice", fix="give it once")
        given[key] = value
    return given
