"""Commands about what is stored: load, loads, undo, status, settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import say, show
from graphrisk.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(load)
    app.command()(loads)
    app.command()(undo)
    app.command()(status)
    app.command("settings")(show_settings)


def load(
    files: Annotated[
        list[Path], typer.Argument(help="CSV, XLSX, JSON Lines; VERIS, STIX, DORA reports.")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help="organizations, serves, holds, incidents, hits, affects, exposes, statements or "
            "documents.",
            show_default="from the header",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping",
            help="Read other headers than ours: a file of graphrisk map, or contracts, services, "
            "matrix, subprocessors, parents.",
        ),
    ] = None,
    read_as: options.ReadAs = None,
    pool: Annotated[
        bool,
        typer.Option("--pool", help="DORA registers of several groups, side by side in one store."),
    ] = False,
    codes: Annotated[
        bool,
        typer.Option("--codes", help="Keep no name of an entity of these registers, only a code."),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help="File of the key of the codes, for you alone; made where it is not there.",
            show_default="a new key, shown once",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing of a file with a problem.")
    ] = False,
    allow_bad_rows: Annotated[
        bool, typer.Option("--allow-bad-rows", help="Exit with 0 though rows were left out.")
    ] = False,
    problems: Annotated[
        Path | None, typer.Option("--problems", help="Write every problem to this CSV file.")
    ] = None,
    limit: options.Limit = 20,
    store: options.Store = None,
    output_format: options.Format = None,
) -> None:
    """Load vendor registers; good rows are written, bad ones listed.

    Example: graphrisk load organizations.csv serves.csv holds.csv
    """
    from graphrisk.workspace.registers import load_answer, load_registers

    work = workspace(store, output_format)
    outcome = load_registers(
        work,
        files,
        kind=kind,
        strict=strict,
        mapping=mapping,
        read_as=read_as,
        problems_file=problems,
        pool=pool,
        codes=codes,
        key_file=key,
    )
    if outcome.key_said:
        say(outcome.key_said)
    show(load_answer(outcome), work.settings.text("format"), rows=limit or None)
    if outcome.errors and not allow_bad_rows:
        raise typer.Exit(3)


def loads(store: options.Store = None, output_format: options.Format = None) -> None:
    """List every load by its number.

    Example: graphrisk loads
    """
    from graphrisk.workspace.status import loads_answer

    work = workspace(store, output_format)
    show(loads_answer(work), work.settings.text("format"))


def undo(
    number: Annotated[int, typer.Argument(help="Number of the load to take back.", min=1)],
    store: options.Store = None,
    output_format: options.Format = None,
) -> None:
    """Take a load back; the undo is itself a load and can be undone.

    Example: graphrisk undo 1
    """
    from graphrisk.workspace.status import undo_answer

    work = workspace(store, output_format)
    show(undo_answer(work, number), work.settings.text("format"))


def status(
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """What is loaded, from where, how old, and how much of the chain is known.

    Example: graphrisk status
    """
    from graphrisk.workspace.status import status_answer

    work = workspace(store, output_format, output)
    show(status_answer(work), work.settings.text("format"), output=output)


def show_settings(store: options.Store = None, output_format: options.Format = None) -> None:
    """Show every setting, its value and where it comes from.

    Example: graphrisk settings
    """
    from graphrisk.workspace.status import settings_answer

    work = workspace(store, output_format)
    show(settings_answer(work), work.settings.text("format"))
