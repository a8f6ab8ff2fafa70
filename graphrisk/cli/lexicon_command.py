"""The command about the words that notices are read with: lexicon."""

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
    app.command()(lexicon)


def lexicon(
    action: Annotated[str, typer.Argument(help="check or coverage.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Lexicon files to check; none: those shipped.")
    ] = None,
    limit: options.Limit = 0,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Check the lexicons that notices are read with, or show what each language has words for.

    check ends with exit code 1 when a lexicon has a fault, and says in which line.

    Example: graphrisk lexicon check
    Example: graphrisk lexicon coverage
    """
    from graphrisk.workspace.lexicons import lexicon_answer

    work = workspace(None, output_format, output)
    answer, problems = lexicon_answer(action, files or [])
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
    if problems:
        faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        raise CheckFound(f"{faults} in lexicons", fix="mend the lines that are named")
