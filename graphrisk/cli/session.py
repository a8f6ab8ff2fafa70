"""What every command starts with: settings with the flags given, a workspace, names asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphrisk.cli.console import TerminalProgress, checked_format, choose, is_interactive
from graphrisk.errors import UnknownName
from graphrisk.settings import Settings

if TYPE_CHECKING:
    from graphrisk.model.graph import RiskGraph
    from graphrisk.workspace import Workspace


def workspace(store: str | None = None, output_format: str | None = None) -> Workspace:
    """Return the workspace that settings and flags describe.

    Raises
    ------
    UsageError
        There is no such format: refused before anything is done.
    """
    from graphrisk.workspace import Workspace

    settings = Settings.read(flags={"store": store, "format": output_format})
    checked_format(settings.text("format"))
    return Workspace(settings, TerminalProgress())


def ids_of(work: Workspace, graph: RiskGraph, names: Sequence[str]) -> list[str]:
    """Return the ids that names mean; a doubtful one is asked about in a terminal.

    Raises
    ------
    UnknownName
        Nobody can be asked, or nobody chose.
    """
    found = []
    for name in names:
        try:
            found.append(work.find(graph, [name])[0].id)
        except UnknownName as error:
            if not (error.candidates and is_interactive()):
                raise
            chosen = choose(error.what, list(error.candidates))
            if chosen is None:
                raise
            found.append(chosen)
    return list(dict.fromkeys(found))
