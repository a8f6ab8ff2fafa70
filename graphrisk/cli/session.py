"""What every command starts with: settings with the flags given, a workspace, names asked about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.cli.console import TerminalProgress, checked_format, choose, is_interactive
from graphrisk.errors import UnknownName
from graphrisk.settings import Settings

if TYPE_CHECKING:
    from graphrisk.model.graph import RiskGraph
    from graphrisk.workspace import Workspace


def workspace(
    store: str | None = None, output_format: str | None = None, output: Path | None = None
) -> Workspace:
    """Return the workspace that settings and flags describe.

    Raises
    ------
    UsageError
        There is no such format: refused before anything is done.
    InputError
        The answer cannot be written to ``output``.
    """
    from graphrisk.workspace import Workspace
    from graphrisk.workspace.answer_files import checked_output

    settings = Settings.read(flags={"store": store, "format": output_format})
    checked_format(settings.text("format"))
    checked_output(output)
    _leave_pandas_out()
    return Workspace(settings, TerminalProgress())


def _leave_pandas_out() -> None:
    """Let pyarrow find no pandas when it looks for it at its first array: half a second saved.

    No command hands pandas objects to pyarrow. Whoever asks for pandas later still gets it.
    """
    if "pandas" in sys.modules:
        return
    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        import pyarrow as pa

        pa.array([])
    finally:
        sys.meta_path.remove(absent)


class _Absent(MetaPathFinder):
    """Makes the import of pandas fail while it stands first among the finders."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas; leave every other module to the next finder."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


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
