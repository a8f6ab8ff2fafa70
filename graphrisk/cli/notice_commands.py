"""Commands about notices: triage, review, incident, link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import say, show
from graphrisk.cli.session import workspace
from graphrisk.errors import GraphRiskError, UsageError

if TYPE_CHECKING:
    from graphrisk.extract.providers import RulesProvider
    from graphrisk.workspace.model_choice import ModelChoice
    from graphrisk.workspace.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(triage)
    app.command()(review)
    app.command()(incident)
    app.command()(link)


def triage(
    files: Annotated[
        list[Path], typer.Argument(help="Notices: txt, html, pdf or docx; or folders of them.")
    ],
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who published it, if not found.")
    ] = None,
    published_on: Annotated[
        str | None, typer.Option("--published-on", help="Day of publication, YYYY-MM-DD.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="sv, de, en, ... if guessed wrong.")
    ] = None,
    explain: Annotated[
        Path | None,
        typer.Option(
            "--explain", help="Write the reasoning as a page: a file, or a folder for several."
        ),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(
            "--provider", help="rules, or openai-compatible: ask a language model as well."
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", help="Its address, such as http://localhost:8000/v1."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Its name.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Of a folder, read those too that have a draft.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent to it, and send nothing.")
    ] = False,
    start: options.ClockStart = None,
    now: options.Now = None,
    as_of: options.AsOf = None,
    limit: options.Limit = 10,
    store: options.Store = None,
    output_format: options.Format = None,
) -> None:
    """Read a notice: what it says and who is exposed, before anything is written.

    Example: graphrisk triage notice.txt --publisher "Nordvik"

    Example: graphrisk triage notice.txt --explain why.html
    """
    from graphrisk.extract.providers import RulesProvider
    from graphrisk.workspace.clocks import with_clocks
    from graphrisk.workspace.explanations import checked_target, with_explanation
    from graphrisk.workspace.model_choice import model_choice
    from graphrisk.workspace.notice_answers import answer_of_triage
    from graphrisk.workspace.notices import triage as read_notice
    from graphrisk.workspace.workspace import checked_day, existing_files

    work = workspace(store, output_format)
    kind = work.settings.text("format")
    params = work.params(as_of=as_of, limit=limit if kind == "table" and limit else None)
    day = checked_day(published_on, "--published-on")
    failed: GraphRiskError | None = None
    checked_target(explain, len(files))
    choice = model_choice(provider, base_url, model)
    folders = [path for path in files if path.is_dir()]
    if folders:
        rules = RulesProvider(publisher=publisher, published_on=day, language=language)
        _triage_folders(work, folders, files, rules, again=again, model=choice, limit=limit)
        return
    if dry_run:
        _show_requests(existing_files(files), choice, publisher, day, language)
        return
    for path in existing_files(files):
        try:
            if choice is not None:
                say(f"{path.name} goes to {choice.client().host}, personal data hidden.")
            found = read_notice(
                work, path, publisher=publisher, published_on=day, language=language, model=choice
            )
        except GraphRiskError as error:
            if len(files) == 1:
                raise
            say(str(error))
            failed = error
            continue
        answer = answer_of_triage(found, params)
        answer = with_clocks(work, answer, found.report, found.graph, starts=start or (), now=now)
        show(with_explanation(answer, found, explain), kind)
    if failed is not None:
        raise typer.Exit(failed.exit_code)


def _triage_folders(
    work: Workspace,
    folders: list[Path],
    files: list[Path],
    rules: RulesProvider,
    *,
    again: bool,
    model: ModelChoice | None,
    limit: int,
) -> None:
    from graphrisk.workspace.notice_folder import read_folders

    if len(folders) < len(files) or model is not None:
        raise UsageError(
            "folders are read by themselves, and by the rules alone",
            fix="name folders or files, and ask a model about single notices",
        )
    outcome = read_folders(work, folders, rules, again=again)
    show(outcome.answer, work.settings.text("format"), rows=limit or None)
    if outcome.failed:
        raise typer.Exit(3)


def _show_requests(
    files: list[Path],
    choice: ModelChoice | None,
    publisher: str | None,
    published_on: str | None,
    language: str | None,
) -> None:
    import json

    from graphrisk.extract.providers import RulesProvider
    from graphrisk.workspace.model_choice import request_for

    if choice is None:
        say("Nothing would be sent: no --provider openai-compatible.")
        return
    rules = RulesProvider(publisher=publisher, published_on=published_on, language=language)
    for path in files:
        body = request_for(path, choice, rules)
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        say(f"Nothing was sent. This of {path.name} would go to {choice.client().host}.")


def review(
    draft: Annotated[
        Path | None, typer.Argument(help="Draft, or part of its name; none: the only open one.")
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Accept every claim still open.")
    ] = False,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="JSON or CSV file of decisions.")
    ] = None,
    incident_id: Annotated[
        str | None, typer.Option("--incident", help="Known incident that the notice is about.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides, for the audit log.")] = "unknown",
    store: options.Store = None,
    output_format: options.Format = None,
) -> None:
    """Accept, correct or refuse what a notice says; the accepted claims are written.

    Example: graphrisk review --accept-all
    """
    from graphrisk.cli.review_screen import run_review

    work = workspace(store, output_format)
    run_review(
        work,
        draft,
        everything=accept_all,
        decisions=decisions,
        incident=incident_id,
        by=by,
    )


def incident(
    which: Annotated[
        str | None, typer.Argument(help="Id, its first letters, or words of its title.")
    ] = None,
    start: options.ClockStart = None,
    now: options.Now = None,
    known_on: options.KnownOn = None,
    limit: options.Limit = 60,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What documents state about an incident; without a name, the list of incidents.

    Example: graphrisk incident Westlog
    """
    from graphrisk.workspace.incidents import incident_answer_for, incidents_answer_for

    work = workspace(store, output_format, output)
    graph = work.graph(known_on=known_on)
    answer = (
        incidents_answer_for(graph)
        if which is None
        else incident_answer_for(work, graph, which, starts=start or (), now=now)
    )
    kind = work.settings.text("format")
    show(answer, kind, rows=limit or None, output=output, explain=explain)


def link(
    keep: Annotated[
        str | None, typer.Argument(help="Incident that stays.", show_default="propose pairs")
    ] = None,
    other: Annotated[str | None, typer.Argument(help="Incident that it is, too.")] = None,
    limit: options.Limit = 20,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
) -> None:
    """Incidents that may be one event told twice, with reasons; given two, make them one.

    Example: graphrisk link
    """
    from graphrisk.workspace.linked import alike_answer, link_answer

    work = workspace(store, output_format, output)
    if (keep is None) != (other is None):
        raise UsageError("one incident alone cannot be linked", fix="name the one to keep, then it")
    answer = alike_answer(work) if keep is None or other is None else link_answer(work, keep, other)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
