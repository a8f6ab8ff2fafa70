"""Review in a terminal: one claim after the other, keys to decide, the words in their paragraph."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.cli.console import choose, is_interactive, say, show
from graphrisk.errors import GraphRiskError, UnknownName, UsageError
from graphrisk.extract.claim_values import parties_of, value_from_text
from graphrisk.extract.claim_words import claim_words, value_words
from graphrisk.extract.review import ReviewSession, save_session
from graphrisk.view.text import flattened

if TYPE_CHECKING:
    from graphrisk.extract.draft import Draft
    from graphrisk.workspace.workspace import Workspace

_KEYS = (
    "a accept   r refuse   c correct   w why   n next   p previous   u undo   "
    "A accept the rest   s save and stop   q stop"
)


def run_review(
    work: Workspace,
    wanted: Path | None,
    *,
    everything: bool,
    decisions: Path | None,
    incident: str | None,
    by: str,
) -> None:
    """Decide the claims of a draft and write what was accepted.

    Raises
    ------
    UsageError
        Claims are open, and there is neither a person to ask nor an option that decides.
    """
    from graphrisk.extract.decision_file import read_decisions
    from graphrisk.workspace.notice_answers import answer_of_review
    from graphrisk.workspace.notices import apply_review, chosen_draft

    path, draft = chosen_draft(work, wanted)
    session = ReviewSession(draft, by=by)
    asked = is_interactive() and not everything and decisions is None
    if decisions is not None:
        session.decide_all(read_decisions(decisions, session.claims, by=by))
    if everything:
        session.accept_rest()
    elif decisions is None and draft.pending():
        if not is_interactive():
            raise UsageError(
                f"{len(draft.pending())} claims are open and nobody can be asked",
                where=str(path),
                fix="run it in a terminal, or with --accept-all or --decisions FILE",
            )
        try:
            finished = ask(session)
        finally:
            save_session(path, session)
        if not finished:
            say(f"Decisions are kept in {path}; nothing was written to the graph.")
            return
    save_session(path, session)
    draft = session.draft
    choices = _names(work, draft, asks_for_new=asked)
    if asked and not _confirmed(work, draft, choices, incident):
        say(f"Decisions are kept in {path}; nothing was written to the graph.")
        return
    applied = apply_review(work, path, draft, choices=choices, incident=incident, by=by)
    show(answer_of_review(applied), work.settings.text("format"))


def ask(session: ReviewSession) -> bool:
    """Ask about claims until all are decided; False when the person stops before."""
    actions: dict[str, Callable[[], object]] = {
        "a": session.accept,
        "r": session.refuse,
        "c": lambda: _correct(session),
        "n": session.next,
        "p": session.previous,
        "u": session.undo,
        "w": lambda: say(f"  {session.why()}"),
        "A": session.accept_rest,
    }
    say(_KEYS)
    while session.progress().pending:
        _show_claim(session)
        key = _read("[a/r/c/w/n/p/u/A/s/q] ")
        if key in ("s", "q", None):
            return False
        action = actions.get(key)
        if action is None:
            say(_KEYS)
            continue
        try:
            action()
        except GraphRiskError as error:
            say(str(error))
            for problem in getattr(error, "problems", ()):
                say(f"  {problem.text()}")
    return True


def _confirmed(
    work: Workspace, draft: Draft, choices: dict[str, str], incident: str | None
) -> bool:
    """Show what the accepted claims would change, and ask whether to write it."""
    from graphrisk.workspace.notice_answers import change_rows, diff_words
    from graphrisk.workspace.notices import planned

    _, diff = planned(work, draft, choices=choices, incident=incident)
    for what, kind, words, _ in change_rows(diff):
        say(f"  {what:9} {kind:13} {words}")
    say(diff_words(diff))
    return _read("Write this to the graph? [y/n] ") in ("y", "Y", "yes")


def _show_claim(session: ReviewSession) -> None:
    from rich.console import Console
    from rich.text import Text

    claim = session.current
    if claim is None:
        return
    console = Console(file=sys.stderr, highlight=False)
    progress = session.progress()
    decided = session.decision()
    state = f" [{decided.action}]" if decided else ""
    console.print()
    head = f"{session.position}/{progress.claims}  {flattened(claim_words(claim))}{state}"
    console.print(Text(head, style="bold"))
    for passage in session.passages():
        text = Text("  ")
        at = 0
        for start, end in passage.highlights:
            text.append(flattened(passage.text[at:start]), style="dim")
            text.append("[" + flattened(passage.text[start:end]) + "]", style="bold reverse")
            at = end
        text.append(flattened(passage.text[at:]), style="dim")
        console.print(text)
    console.print(Text(f"  rule {claim.rule}, confidence {claim.confidence:.0%}", style="dim"))


def _correct(session: ReviewSession) -> None:
    """Ask for name=value pairs; ``status=`` changes the status."""
    claim = session.current
    if claim is None:
        return
    say(f"  now: {value_words(claim.value)}; status={claim.status}")
    line = _read("  change (name=value, several with ';;', status=denied; empty = leave): ")
    if not line:
        return
    pairs = dict(part.strip().partition("=")[::2] for part in line.split(";;"))
    status = pairs.pop("status", None)
    unknown = sorted(set(pairs) - set(claim.value))
    if unknown:
        raise UsageError(
            f"this claim has no {unknown[0]!r}", fix=f"its names: {', '.join(claim.value)}"
        )
    parties = parties_of(session.claims)
    value = {
        name: value_from_text(claim.field, name, text, parties) for name, text in pairs.items()
    }
    session.correct(value or None, status)


def _names(work: Workspace, draft: Draft, *, asks_for_new: bool) -> dict[str, str]:
    """Return answers to names that fit several organizations; a script is refused with them.

    New names near known ones are asked about too, or only told.
    """
    from graphrisk.extract.party_book import NEW
    from graphrisk.workspace.notices import open_names, proposed_names

    answers: dict[str, str] = {}
    for question in open_names(work, draft):
        if not is_interactive():
            raise UnknownName(
                f"{question.name!r} fits several known organizations: "
                + "; ".join(f"{name} (id {key}, {why})" for key, name, why in question.candidates),
                question.candidates,
                fix="decide in a terminal, or correct the claim with the organization's full name",
            )
        choices = [*question.candidates, (NEW, "none of these", "a new organization")]
        chosen = choose(f"Which organization is {question.name!r}?", choices)
        answers[question.key] = chosen or NEW
    for question in proposed_names(work, draft):
        near = list(question.candidates)
        if not asks_for_new:
            listed = "; ".join(f"{name} (id {key}, {why})" for key, name, why in near)
            say(f"{question.name!r} becomes a new organization; it may be one you know: {listed}")
            continue
        chosen = choose(f"{question.name!r} is new. Is it one of these?", near)
        answers[question.key] = chosen or NEW
    return answers


def _read(prompt: str) -> str | None:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
