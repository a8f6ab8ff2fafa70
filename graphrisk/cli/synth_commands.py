"""The command that makes synthetic registers: for exercises, tests and measurements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(synth)


def synth(
    kind: Annotated[
        str, typer.Option("--kind", help="hospital, bank or municipalities.")
    ] = "hospital",
    size: Annotated[int, typer.Option("--size", help="Number of links.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same bytes.")] = 1,
    dirt: Annotated[
        float, typer.Option("--dirt", help="Share of rows spoiled as in real registers, 0 to 1.")
    ] = 0.0,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder to make.", show_default="synthetic-KIND-SEED"),
    ] = None,
    output_format: options.Format = None,
) -> None:
    """Make a register of invented parties, in the proportions of real ones.

    Example: graphrisk synth --kind bank --size 2000 --seed 7
    """
    from graphrisk.workspace.synthetic import synthetic_answer, write_synthetic

    work = workspace(None, output_format)
    folder = output or Path(f"synthetic-{kind}-{seed}")
    made = write_synthetic(folder, kind, size, seed, dirt=dirt)
    show(synthetic_answer(made, folder), work.settings.text("format"))
