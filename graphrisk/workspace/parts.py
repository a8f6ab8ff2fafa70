"""The graph that a question about fallen organizations rests on: read whole, or only its part.

A part holds what lies downstream of the fallen, everything else that supplies it, and what
documents say of it; figures of the whole come with it, counted by the engine. Both paths lead to
the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphrisk.errors import UsageError
from graphrisk.store.parts import HasParts, PartReader
from graphrisk.store.reading import is_kept
from graphrisk.view.how_read import HowRead
from graphrisk.workspace.part_reading import Find, Part, Question, Read, TakeArrays

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore
    from graphrisk.workspace.workspace import Workspace

_LET_IT = "write --path auto, or leave it out where setting read_path says no other"
PATHS = ("auto", "query", "arrays")
LEAST_LINKS = 20_000
"""A store with fewer links is read in a moment: questions to the engine would take longer."""
MOST_SHARE = 0.1
"""Of all links; where more have to be read one by one, reading all at once is sooner done."""
MOST_SHARE_BESIDE_ARRAYS = 0.005
"""The same where arrays are kept: a million links are read from them in as long as 5,000 alone."""


def read_for(
    work: Workspace, names: Sequence[str], question: Question, *, find: Find, path: str | None
) -> Read:
    """Return a graph that answers a question, read on the cheaper path.

    Parameters
    ----------
    names
        Organizations as a person names them.
    find
        Finds names in a graph.
    path
        auto, query or arrays; that of the settings when left out.

    Raises
    ------
    UsageError
        There is no such path, or the query path cannot answer this.
    """
    path = path or work.settings.text("read_path")
    if path not in PATHS:
        raise UsageError(
            f"--path (or setting read_path) is no path: {path!r}", fix="write auto, query or arrays"
        )
    with work.store() as store:
        reason = None
        if isinstance(store, HasParts):
            found = _by_query(work, store.parts(), store, names, question, find, path)
            if isinstance(found, Read):
                return found
            reason = found
        elif path == "query":
            raise UsageError(
                "only a Neo4j store is read by query", where=store.location, fix=_LET_IT
            )
        graph = work.graph_of(store, known_on=question.known_on)
    # A person may be asked which name is meant: the store is let go of before.
    links = graph.n_edges
    how = None if reason is None else HowRead("arrays", links, links, reason)
    return Read(graph, find(graph, names), how)


def _by_query(
    work: Workspace,
    reader: PartReader,
    store: GraphStore,
    names: Sequence[str],
    question: Question,
    find: Find,
    path: str,
) -> Read | str:
    """Return the part that answers a question, or why the whole is read instead."""
    least, share = (0, None) if path == "query" else (LEAST_LINKS, MOST_SHARE)
    part = Part(work, reader, question, least, share)
    if path == "arrays":
        return "as asked"
    if path == "auto" and is_kept(store, part.info):
        if not part.has_figures():
            return "the arrays of this state are kept beside the store"
        part.share = MOST_SHARE_BESIDE_ARRAYS
    try:
        return part.read(names, find)
    except TakeArrays as no_part:
        if path == "query":
            what = f"the query path cannot answer this: {no_part}"
            raise UsageError(what, fix=_LET_IT) from None
        return str(no_part)
