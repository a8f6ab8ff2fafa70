"""The list of commands as ``graphrisk --help`` shows it: by what a person wants to do."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

SECTIONS: Final = {
    "The first hour of an incident": ("load", "triage", "review", "exposed", "report"),
    "Look closer": ("view", "path", "vendors", "incident", "link"),
    "Where the risk lies": (
        "rank",
        "chokepoints",
        "concentration",
        "indicators",
        "simulate",
        "loss",
    ),
    "What would change it": ("whatif", "mitigate", "check-contract"),
    "Registers, and how good they are": ("check", "map", "gaps", "diff", "synth"),
    "The store": ("status", "loads", "undo", "sync", "export", "query", "cypher", "settings"),
    "Can it be believed": ("verify", "lexicon"),
}
_OTHERS = "Others"


class Sections(TyperGroup):
    """Commands under headings, in the order in which they are needed."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, those of the headings first."""
        known = [name for names in SECTIONS.values() for name in names if name in self.commands]
        return [*known, *(name for name in self.commands if name not in known)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write every heading with its commands."""
        shown = {name: self.commands[name] for name in self.list_commands(ctx)}
        limit = formatter.width - 6 - max(map(len, shown), default=0)
        named = {name for names in SECTIONS.values() for name in names}
        rest = tuple(name for name in shown if name not in named)
        for title, names in {**SECTIONS, _OTHERS: rest}.items():
            rows = [
                (name.ljust(max(map(len, shown))), _short(shown[name], limit))
                for name in names
                if name in shown and not shown[name].hidden
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _short(command: Any, limit: int) -> str:
    """Return what a command is for, cut where a sentence may be cut."""
    text: str = command.get_short_help_str(1_000).rstrip(".")
    for mark in (";", ":", ","):
        text = text if len(text) <= limit else text.partition(mark)[0]
    return text if len(text) <= limit else command.get_short_help_str(limit)
