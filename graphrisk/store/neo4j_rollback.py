"""Taking an unfinished load back: what it wrote goes, what it retired returns to its place.

Every step can be done again, so a rollback that dies itself is simply begun anew. The history
keeps the retired versions until all of them are back.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, Kind
from graphrisk.progress import Progress
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.neo4j_rows import Link, Transaction
from graphrisk.store.neo4j_turn import Limits, Step, Turn
from graphrisk.store.versions import batches, from_history


def roll_back(link: Link, limits: Limits, progress: Progress, turn: Turn | None = None) -> None:
    """Take back the load that is unfinished, if there is one.

    Parameters
    ----------
    turn
        The turn of its own writer; otherwise it is taken over.

    Raises
    ------
    StoreBusy
        Its writer lives.
    """
    turn = turn or Turn(link, limits)
    state = turn.take_over()
    if state is None or state.unfinished is None:
        return
    number = state.unfinished.number
    progress.start(f"taking back unfinished load {number}", None)
    rollback = _Rollback(turn, number)
    nodes, edges = (
        [kind for kind in kinds if kind.name in (state.touched or KINDS)]
        for kinds in (NODE_KINDS, EDGE_KINDS)
    )
    for kind in edges:
        rollback.remove(kind)
    for kind in nodes:
        rollback.restore_nodes(kind)
    for kind in nodes:
        rollback.remove(kind)
    for kind in edges:
        rollback.restore_edges(kind)
    rollback.until_nothing(text.DROP_SUPERSEDED, number=number)
    for statement in text.LABELS_MENDED if "SERVES" in (state.touched or KINDS) else ():
        rollback.until_nothing(statement)
    turn.end_rollback()
    progress.done()


class _Rollback:
    """The steps of taking one load back."""

    def __init__(self, turn: Turn, number: int) -> None:
        self._turn = turn
        self._number = number
        self._rows = turn.limits.batch_rows

    def remove(self, kind: Kind) -> None:
        """Remove what the load wrote."""
        found = self._turn.link.read(
            lambda tx: rows.values(tx, text.ids_of_load(kind), {"number": self._number})
        )
        ids = [key for (key,) in found]
        for start in range(0, len(ids), self._rows):
            self._do(text.delete(kind, "="), ids=ids[start : start + self._rows])

    def restore_nodes(self, kind: Kind) -> None:
        """Write the retired versions over what the load made of them."""
        for part in self._retired(kind):
            self._do(text.restore_nodes(kind.name), rows=part)

    def restore_edges(self, kind: Kind) -> None:
        """Make the retired edges that are gone anew."""
        for part in self._retired(kind):
            self._turn.do(Step(len(part), partial(self._restore_edges, kind, part)))

    def _restore_edges(
        self, kind: Kind, part: list[dict[str, Any]], transaction: Transaction, again: bool
    ) -> None:
        ids = [row["properties"]["id"] for row in part]
        found = rows.values(transaction, text.there(kind), {"ids": ids})
        there = {key for key, _ in found}
        sent = [row for row in part if row["properties"]["id"] not in there]
        rows.send(transaction, text.insert_edges(kind), rows=sent)

    def _retired(self, kind: Kind) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows that the load retired, batch by batch."""
        found = self._turn.link.read(
            lambda tx: rows.history(tx, kind=kind.name, superseded_in=self._number)
        )
        for part in batches(found, self._rows):
            retired = from_history(kind.name, part)
            yield rows.edge_maps(retired) if kind.is_edge else rows.maps(retired)

    def until_nothing(self, query: str, **parameters: Any) -> None:
        """Send a statement, batch by batch, until it finds nothing more."""
        done = [0]

        def work(transaction: Transaction, again: bool) -> None:
            sent = {**parameters, "most": self._rows}
            done[0] = int(rows.values(transaction, query, sent)[0][0])

        while True:
            self._turn.do(Step(self._rows, work))
            if not done[0]:
                return

    def _do(self, query: str, **parameters: Any) -> None:
        def work(transaction: Transaction, again: bool) -> None:
            rows.send(transaction, query, **parameters, number=self._number)

        self._turn.do(Step(self._rows, work))
