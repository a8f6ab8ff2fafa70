"""Review in a terminal: one claim after the other, keys to decide, the words in their paragraph."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.cli.console import choose, is_interactive, say, show
from graphrisk.errors import GraphRiskError, UnknownName, UsageError
from graphrisk.extract.review.claim_values import parties_of, value_from_text
from graphrisk.extract.review.claim_words import claim_words, value_words
from graphrisk.extract.review.review import ReviewSession, save_session
from graphrisk.view.text import flattened

if TYPE_CHECKING:
    from graphrisk.extract.review.draft import Draft
    from graphrisk.workspace.workspace import Workspace

_KEYS = (
    "a accept   e accept all on these words   r refuse   c correct   w why   n next   p previous   "
    "j jump   l list   u undo   A accept the rest   s save and stop   ? keys"
)
_PROMPT = "[a/e/r/c/w/n/p/j/l/u/A/s/?] "
_MOST_BESIDE = 6
_ARROWS = {"\x1b[A": "p", "\x1b[D": "p", "\x1b[B": "n", "\x1b[C": "n"}
_END_OF_INPUT = ("", "\x00", "\x03", "\x04")


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
    from graphrisk.extract.review.decision_file import read_decisions
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
            finished = ask(session, lambda: save_session(path, session))
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


def ask(session: ReviewSession, keep: Callable[[], object] = lambda: None) -> bool:
    """Ask about claims until all are decided; False when the person stops before.

    Parameters
    ----------
    keep
        Called after each decision, so that whoever is cut off has lost none.
    """
    actions: dict[str, Callable[[], object]] = {
        "a": session.accept,
        "e": session.accept_beside,
        "r": session.refuse,
        "c": lambda: _correct(session),
        "n": session.next,
        "p": session.previous,
        "u": session.undo,
        "j": lambda: _jump(session),
        "A": session.accept_rest,
    }
    say(_KEYS)
    is_shown = False
    while session.progress().pending:
        if not is_shown:
            _show_claim(session)
        is_shown = False
        key = _key(_PROMPT)
        if key in ("s", "q", None):
            return False
        if key not in actions:
            for line in _told(session, key):
                say(f"  {line}")
            is_shown = True
            continue
        try:
            actions[key]()
        except GraphRiskError as error:
            say(str(error))
            for problem in getattr(error, "problems", ()):
                say(f"  {problem.text()}")
        keep()
    return True


def _told(session: ReviewSession, key: str) -> Sequence[str]:
    """Return what a key that decides nothing shows."""
    if key == "w":
        return session.reasons()
    return _list(session) if key == "l" else (_KEYS,)


def _list(session: ReviewSession) -> list[str]:
    """Return a line for each claim: its number, what was decided, its words."""
    lines = []
    for number, claim in enumerate(session.claims, 1):
        decided = session.decision(claim)
        state = decided.action if decided else "open"
        here = ">" if claim is session.current else " "
        lines.append(f"{here}{number:3}  {state:8} {flattened(claim_words(claim))}")
    return lines


def _jump(session: ReviewSession) -> None:
    """Ask for the number of a claim, or the first letters of its id, and go there."""
    wanted = _read(f"  which claim, 1 to {len(session.claims)} (or its id): ")
    if not wanted:
        return
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(session.claims):
        session.go_to(session.claims[int(wanted) - 1].id)
    else:
        session.go_to(wanted)


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
    place = f"{session.position}/{progress.claims}, {progress.pending} open"
    head = f"{place}  {flattened(claim_words(claim))}{state}"
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
    others = session.beside()
    if others:
        more = "; ".join(flattened(claim_words(each)) for each in others[:_MOST_BESIDE])
        left = len(others) - _MOST_BESIDE
        more += f"; and {left} more" if left > 0 else ""
        console.print(Text(f"  on the same words (e accepts all {len(others) + 1}): {more}"))
    note = f"; {flattened(claim.note)}" if claim.note else ""
    console.print(Text(f"  confidence {claim.confidence:.0%}{note}", style="dim"))


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
    from graphrisk.extract.records.party_book import NEW
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


def _one_key(descriptor: int) -> str:
    """Return one sign, or the three of an arrow key."""
    from select import select

    pressed = os.read(descriptor, 1)
    while pressed[:1] == b"\x1b" and len(pressed) < 3 and select([descriptor], [], [], 0.05)[0]:
        pressed += os.read(descriptor, 1)
    return pressed.decode("utf-8", "replace")


def _key(prompt: str) -> str | None:
    """Return the key that a person presses, without waiting for Enter where that is possible.

    None at the end of the input.
    """
    try:
        import termios
        import tty
    except ImportError:  # no terminal of this kind: a whole line
        return _read(prompt)
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (termios.error, OSError, ValueError):
        return _read(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)  # what was typed ahead is not lost
        pressed = _one_key(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    key = _ARROWS.get(pressed, pressed[:1])
    sys.stderr.write(f"{key if key.isprintable() else ''}\n")
    return None if key in _END_OF_INPUT else key


def _read(prompt: str) -> str | None:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
