"""The command gaps: what to fix first in the registers."""

from __future__ import annotations

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import workspace

_TERMINAL_ROWS = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(gaps)


def gaps(
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What to fix first in the register: doubtful cells by how many stop, or not, because of them.

    Example: graphrisk gaps

    Example: graphrisk gaps --assume-substitutes category
    """
    from graphrisk.analysis.gaps import gaps as gaps_of
    from graphrisk.view.result_answer import result_answer

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    result = gaps_of(work.graph(known_on=known_on), params, progress=work.progress)
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
