"""Put the real output of commands into README.md and the pages of docs/.

Usage: ``python docs/console_blocks.py`` runs every ``console`` block of the pages and writes what
the commands print into those that ask for it; ``--check`` changes nothing and exits with 1 when a
command fails or a headline is no longer what it prints.

A block asks for its output with a comment on the line before it: ``<!-- output -->`` (all),
``<!-- output: 12 -->`` (the first 12 lines) or ``<!-- output: 12, 2 -->`` (and the last 2). The
blocks of a page run one after the other in one folder that holds ``data/``.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.cli.runner import on_day, run  # noqa: E402  (the path comes first)

PAGES = (
    "README.md",
    "docs/tutorial.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("how-to-*.md")),
)
DAY = "2026-11-25"
"""The day on which the pages are written: contracts of the sample data end later."""

_BLOCK = re.compile(
    r"(?P<ask><!-- output(?:: (?P<first>\d+)(?:, (?P<last>\d+))?)? -->\n)?```console\n"
    r"(?P<body>.*?)```\n",
    re.DOTALL,
)
_ANSWER = re.compile(r"\bIf .* falls?\b")
_CHANGING = re.compile(r"\b[0-9a-f]{12,64}\b|[\d,:.]+")


@dataclass(frozen=True)
class Run:
    """A block that was run: the command, its exit code, what it printed, what the page shows."""

    command: str
    code: int
    printed: list[str]
    shown: list[str]
    asks: bool


def refreshed(text: str) -> tuple[str, list[Run]]:
    """Return a page with fresh output, and the runs of its blocks, in order."""
    parts: list[str] = []
    runs: list[Run] = []
    at = 0
    for found in _BLOCK.finditer(text):
        commands = [line for line in found["body"].splitlines() if line.startswith("$ ")]
        old = [line for line in found["body"].splitlines() if not line.startswith("$ ")]
        body = ""
        for command in commands:
            code, printed = _run(command[2:])
            runs.append(Run(command[2:], code, printed, old, bool(found["ask"])))
            body += command + "\n"
            if found["ask"]:
                lines = _cut(printed, found["first"], found["last"])
                body += "".join(f"{line}\n" for line in lines)
        parts += [text[at : found.start()], found["ask"] or "", "```console\n", body, "```\n"]
        at = found.end()
    return "".join([*parts, text[at:]]), runs


def headlines(lines: list[str]) -> list[str]:
    """Return the lines that must not rot: the first, and every answer.

    Digits count in an answer only; digests and times count nowhere.
    """
    kept = [line for n, line in enumerate(lines) if n == 0 or _ANSWER.search(line)]
    return [line if _ANSWER.search(line) else _CHANGING.sub("#", line) for line in kept]


def page_runs(page: str) -> tuple[str, str, list[Run]]:
    """Return a page as it is, as it should be, and its runs."""
    text = (ROOT / page).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, chdir(folder), on_day(DAY):
        Path("data").symlink_to(ROOT / "data", target_is_directory=True)
        fresh, runs = refreshed(text)
    return text, fresh, runs


def problems(page: str) -> Iterator[str]:
    """Yield what is wrong with a page."""
    _, _, runs = page_runs(page)
    for each in runs:
        if each.code != 0:
            yield f"{page}: {each.command}: exit code {each.code}: {each.printed}"
        elif each.asks:
            now = set(headlines(each.printed))
            for line in headlines(each.shown):
                if line not in now:
                    yield f"{page}: {each.command}: no longer printed: {line}"


def _run(command: str) -> tuple[int, list[str]]:
    words = shlex.split(command)
    if words[0] != "graphrisk":
        return 1, [f"not a command of graphrisk: {command}"]
    expanded = [path for word in words[1:] for path in _expand(word)]
    result = run(*expanded)
    lines = [line.rstrip() for line in (result.err + result.out).splitlines()]
    return result.code, lines


def _expand(word: str) -> list[str]:
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def _cut(lines: list[str], first: str | None, last: str | None) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    if first is None:
        return lines
    head, tail = int(first), int(last or 0)
    if head + tail >= len(lines):
        return lines
    return [*lines[:head], "...", *(lines[-tail:] if tail else [])]


def main() -> int:
    """Refresh or check every page."""
    os.environ.pop("GRAPHRISK_STORE", None)
    if "--check" in sys.argv[1:]:
        found = [line for page in PAGES for line in problems(page)]
        print("\n".join(found) or "every headline is what the commands print")
        return int(bool(found))
    for page in PAGES:
        old, fresh, runs = page_runs(page)
        failed = [each for each in runs if each.code != 0]
        for each in failed:
            print(f"{page}: {each.command}: exit code {each.code}\n" + "\n".join(each.printed))
        if failed:
            return 1
        if fresh != old:
            (ROOT / page).write_text(fresh, encoding="utf-8")
        print(f"{page}: {len(runs)} commands, {'written' if fresh != old else 'unchanged'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
