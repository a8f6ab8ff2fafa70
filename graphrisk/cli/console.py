"""Terminal output: answers in every format, progress bars, questions to a person."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from graphrisk.errors import StoreError, UsageError
from graphrisk.model.columns import Column
from graphrisk.view.answer import (
    Answer,
    Table,
    explanation,
    shown,
    to_csv,
    to_json,
    to_markdown,
)
from graphrisk.view.text import flattened

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

FORMATS = ("table", "csv", "json", "md")
_WHOLE_WORDS = (
    *("state", "status", "slice", "severity", "criticality", "kind", "name"),
    *("published", "computed", "verdict"),
)
_PIPED_WIDTH = 110
_TO_THE_RIGHT = ("published", "computed")
_VERDICTS = {"agrees": "green", "off": "bold red"}
_NARROW_TYPES = ("integer", "number", "share")


def checked_format(word: str) -> str:
    """Return a format.

    Raises
    ------
    UsageError
        There is no such format.
    """
    if word not in FORMATS:
        raise UsageError(f"not a format: {word!r}", fix=f"write one of {', '.join(FORMATS)}")
    return word


def show(
    answer: Answer,
    output_format: str,
    *,
    rows: int | None = None,
    output: Path | None = None,
    explain: bool = False,
) -> None:
    """Print an answer on stdout in a format, and write it to a file where one is named.

    Parameters
    ----------
    rows
        Most rows per table on a terminal; None shows all. Other formats always hold all.
    output
        File that gets the whole answer; its ending chooses the format.
    explain
        Print method, assumptions and sources too.

    Raises
    ------
    InputError
        The file cannot be written; nothing is printed then.
    """
    if explain:
        answer = replace(answer, explained=True)
    if output is not None:
        from graphrisk.workspace.answer_files import write_answer

        write_answer(answer, output)
    if output_format == "table":
        _show_tables(answer, rows)
    elif output_format == "csv":
        write(to_csv(answer))
        if answer.explained:
            say(explanation(answer))
    elif output_format == "md":
        write(to_markdown(answer))
    else:
        from graphrisk import __version__

        write(to_json(answer, program_version=__version__))
    if output is not None:
        say(f"Written: {output}")


def write(text: str) -> None:
    """Write text on stdout as UTF-8, whatever the terminal's own encoding.

    Raises
    ------
    StoreError
        It is closed, or its disk is full.
    """
    if sys.stdout is None:
        raise StoreError("the answer cannot be written: standard output is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not fail at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        raise StoreError(f"the answer cannot be written: {error.strerror or error}") from None


def say(text: str) -> None:
    """Write a line for a person on stderr; control characters are made visible."""
    for line in text.split("\n"):
        sys.stderr.write(flattened(line) + "\n")
    sys.stderr.flush()


def _show_tables(answer: Answer, rows: int | None) -> None:
    from rich.text import Text

    out = io.StringIO()
    console = _console(out)
    for number, line in enumerate(answer.headline):
        console.print(Text(flattened(line), style="bold" if number == 0 else ""))
    for table in answer.tables:
        console.print()
        _print_table(console, table, rows)
    if answer.explained and answer.method is not None:
        console.print()
        console.print(Text(flattened(explanation(answer))))
    if answer.footer:
        console.print()
    for line in answer.footer:
        console.print(Text(flattened(line), style="dim"))
    write(out.getvalue())


def _console(out: io.StringIO) -> Console:
    """Return a console that draws for stdout; piped, it has a fixed width and no colours."""
    from rich.console import Console

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else _PIPED_WIDTH
    return Console(file=out, highlight=False, width=width, force_terminal=is_terminal)


def _print_table(console: Console, table: Table, rows: int | None) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    kept = _drawn_columns(table)
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title_style="bold")
    if table.title:
        drawn.title = Text(flattened(table.title))
    for _, column in kept:
        narrow = column.type in _NARROW_TYPES
        drawn.add_column(
            column.title,
            justify="right" if narrow or column.name in _TO_THE_RIGHT else "left",
            no_wrap=narrow or column.name in _WHOLE_WORDS,
            overflow="fold",
        )
    listed = table.rows if rows is None else table.rows[:rows]
    heading = ""
    for row in listed:
        if table.headings and (own := _heading(table, row)) != heading:
            heading = own
            drawn.add_row(Text(heading, style="bold"))
        drawn.add_row(*(Text(shown(row[p], c), style=_style(row[p], c)) for p, c in kept))
    console.print(drawn)
    if len(listed) < len(table.rows):
        more = len(table.rows) - len(listed)
        console.print(Text(f"… and {more:,} more rows (--limit 0, or --output FILE)", style="dim"))


def _drawn_columns(table: Table) -> list[tuple[int, Column]]:
    """Return places and columns that a terminal shows: not wide, no heading, not empty."""
    hidden = table.wide.union(table.headings)
    return [
        (place, column)
        for place, column in enumerate(table.described())
        if column.name not in hidden
        and (not table.rows or any(row[place] not in (None, "", (), []) for row in table.rows))
    ]


def _heading(table: Table, row: tuple[Any, ...]) -> str:
    """Return what rows of one section have in common, in a line."""
    cells = (flattened(row[table.columns.index(name)]) for name in table.headings)
    return " · ".join(cell for cell in cells if cell)


def _style(value: object, column: Column) -> str:
    """Return the colour of a verdict; everything else has none."""
    return _VERDICTS.get(str(value), "") if column.name == "verdict" else ""


class TerminalProgress:
    """Progress bars on stderr, shown once a step takes longer than a moment."""

    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: int | None = None

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a step."""
        self.done()
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f}"),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(what, total=total)

    def advance(self, count: int = 1) -> None:
        """Say that ``count`` more units are done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._bar.task_ids[0], count)

    def done(self) -> None:
        """End the step."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


def is_interactive() -> bool:
    """Return True when a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def choose(question: str, choices: list[tuple[str, str, str]]) -> str | None:
    """Ask a person to choose one of (id, name, reason); return its id, or None.

    The answer may be the number shown or the id.
    """
    say(question)
    for number, (key, name, reason) in enumerate(choices, start=1):
        say(f"  {number}  {name}  ({key}; {reason})")
    sys.stderr.write("Which one? [number, empty = none] ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    by_number = {str(number): key for number, (key, _, _) in enumerate(choices, start=1)}
    ids = {key for key, _, _ in choices}
    return by_number.get(answer) or (answer if answer in ids else None)
