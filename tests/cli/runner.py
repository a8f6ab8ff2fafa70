"""Run commands in this process as a shell would: words in, exit code and two streams out."""

from __future__ import annotations

import importlib
import io
import pkgutil
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import typer

import graphrisk.cli
from graphrisk.cli import main
from graphrisk.resources import data_folder

DATA = data_folder()
NOTICE = DATA / "notices" / "01-nordvik-dimholm.sv.txt"
WIDTH = "100"


@dataclass(frozen=True)
class Result:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def both(self) -> str:
        return self.out + self.err


def run(*words: str, stdin: str = "") -> Result:
    """Run ``graphrisk WORDS...`` in the current folder; nobody is at the terminal.

    Whatever happens, a traceback and the word "defect" are failures of the test.
    """
    result = run_unchecked(*words, stdin=stdin)
    assert "Traceback" not in result.both, result.both
    assert "defect" not in result.both, result.both
    return result


def run_unchecked(*words: str, stdin: str = "") -> Result:
    """As :func:`run`, without looking for a traceback."""
    out, err = _stream(), _stream()
    with (
        mock.patch.object(sys, "argv", ["graphrisk", *words]),
        mock.patch.object(sys, "stdin", io.StringIO(stdin)),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.dict("os.environ", {"COLUMNS": WIDTH}),
    ):
        main.app.registered_commands.clear()  # run() registers them each time
        try:
            main.run()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return Result(code, _text(out), _text(err))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


@contextmanager
def on_day(day: str) -> Iterator[None]:
    """Let it be morning on another day, so that contracts of the sample data are in force."""
    with (
        mock.patch("graphrisk.workspace.workspace.today", return_value=day),
        mock.patch("graphrisk.store.ledger.now", return_value=f"{day}T08:00:00.000Z"),
    ):
        yield


def commands() -> list[typer.models.CommandInfo]:
    """Return every command of every module of ``graphrisk.cli``."""
    app = typer.Typer()
    for module in pkgutil.iter_modules(graphrisk.cli.__path__):
        register = getattr(
            importlib.import_module(f"graphrisk.cli.{module.name}"), "register", None
        )
        if callable(register):
            register(app)
    return app.registered_commands


def name_of(command: typer.models.CommandInfo) -> str:
    """Return the word that a person types."""
    return command.name or command.callback.__name__.replace("_", "-")


def examples_of(command: typer.models.CommandInfo) -> list[list[str]]:
    """Return the words of each ``Example: graphrisk ...`` of a command's help."""
    lines = [line.strip() for line in (command.callback.__doc__ or "").splitlines()]
    start = "Example: graphrisk "
    return [shlex.split(line[len(start) :]) for line in lines if line.startswith(start)]


def registers() -> list[str]:
    """Return the paths of all register files of the sample data."""
    return [
        str(p) for part in ("synthetic", "incidents") for p in sorted((DATA / part).glob("*.csv"))
    ]


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> str:
    """Write rows as CSV and return the path."""
    import csv

    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return str(path)
