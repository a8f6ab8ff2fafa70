"""The command line: one Typer app, errors as sentences with an exit code."""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer

from graphrisk.cli.sections import Sections
from graphrisk.errors import GraphRiskError

app = typer.Typer(
    name="graphrisk",
    cls=Sections,
    help="Who is exposed if a vendor falls, and why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from graphrisk import __version__

        typer.echo(f"graphrisk {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say what is being done.")] = False,
) -> None:
    """Who is exposed if a vendor falls, and why.

    First hour of an incident: load, triage, review, exposed, report.
    """
    level = logging.INFO if verbose else logging.ERROR
    logging.basicConfig(level=level, stream=sys.stderr, format="%(name)s: %(message)s")
    if not verbose:
        # What a driver has to say reaches a person as our sentence.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)


def run() -> None:
    """Run the command line; every error ends in a sentence and its exit code."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # keeps no freed pages
    from graphrisk.cli.chance_commands import register as register_chance
    from graphrisk.cli.check_command import register as register_check
    from graphrisk.cli.data_commands import register as register_data
    from graphrisk.cli.diff_command import register as register_diff
    from graphrisk.cli.exchange_commands import register as register_exchange
    from graphrisk.cli.gaps_command import register as register_gaps
    from graphrisk.cli.indicator_command import register as register_indicators
    from graphrisk.cli.lexicon_command import register as register_lexicon
    from graphrisk.cli.map_command import register as register_map
    from graphrisk.cli.notice_commands import register as register_notices
    from graphrisk.cli.query_commands import register as register_queries
    from graphrisk.cli.rank_command import register as register_rank
    from graphrisk.cli.risk_commands import register as register_risk
    from graphrisk.cli.show_commands import register as register_show
    from graphrisk.cli.synth_commands import register as register_synth
    from graphrisk.cli.verify_command import register as register_verify
    from graphrisk.cli.weak_point_commands import register as register_weak_points
    from graphrisk.cli.whatif_commands import register as register_whatif

    for register in (
        register_chance,
        register_check,
        register_data,
        register_diff,
        register_exchange,
        register_gaps,
        register_indicators,
        register_map,
        register_lexicon,
        register_notices,
        register_queries,
        register_rank,
        register_risk,
        register_show,
        register_synth,
        register_verify,
        register_weak_points,
        register_whatif,
    ):
        register(app)
    _leave_out_others(next((word for word in sys.argv[1:] if not word.startswith("-")), None))
    try:
        # Without its standalone mode the parser hands the code of typer.Exit back.
        sys.exit(app(standalone_mode=False) or 0)
    except GraphRiskError as error:
        _say(str(error))
        for problem in getattr(error, "problems", ())[:20]:
            _say(f"  {problem.text()}")
        sys.exit(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        _say("stopped; nothing half-written")
        sys.exit(130)
    except Exception as error:
        sys.exit(_unexpected(error))


def _leave_out_others(asked: str | None) -> None:
    """Keep only the command that is asked for: the options of forty take a while to understand.

    Where none is asked for, or one that there is not, all stay: for the help and the suggestions.
    """
    found = [
        command
        for command in app.registered_commands
        if (command.name or getattr(command.callback, "__name__", "").replace("_", "-")) == asked
    ]
    if found:
        app.registered_commands[:] = found


def _unexpected(error: Exception) -> int:
    """Show usage errors of the parser as such; anything else is a defect of ours."""
    show = getattr(error, "show", None)
    if callable(show):
        show()
        return int(getattr(error, "exit_code", 2))
    logging.getLogger(__name__).info("defect", exc_info=error)
    _say(
        f"graphrisk has a defect: {type(error).__name__}: {error}\n"
        "What to do: run again with --verbose before the command and report what it prints"
    )
    return 70


def _say(text: str) -> None:
    from graphrisk.cli.console import say

    say(text)


if __name__ == "__main__":
    run()
