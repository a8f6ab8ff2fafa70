"""Incidents that are one, as proposed and as decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import UsageError
from graphrisk.extract.records.alike import alike_incidents, made_one
from graphrisk.store.ledger import write_tables
from graphrisk.store.reading import read_tables
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.notices import current_tables, incident_of

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace

_COLUMNS = ("title", "same_as", "reasons", "ids")


def alike_answer(work: Workspace) -> Answer:
    """Return the pairs of incidents that may be one, with reasons; nothing is changed."""
    graph = work.graph()
    pairs = alike_incidents(current_tables(work))
    rows = tuple((p.keep_title, p.other_title, p.reasons, (p.keep, p.other)) for p in pairs)
    count = "1 pair of incidents" if len(rows) == 1 else f"{len(rows)} pairs of incidents"
    said = f"{count} may be one event told twice." if rows else "No two incidents look like one."
    return Answer(
        command="link",
        headline=(said, *(("graphrisk link KEEP OTHER makes two one.",) if rows else ())),
        tables=(Table(_COLUMNS, rows),) if rows else (),
        result={"pairs": [vars(pair) for pair in pairs]},
        digest=graph.digest,
    )


def link_answer(work: Workspace, keep: str, other: str) -> Answer:
    """Make two incidents one: what is told of the second is told of the first from now on.

    Raises
    ------
    UnknownName
        An incident is not known, or a name fits several.
    UsageError
        Both are the same.
    """
    graph = work.graph()
    kept, gone = incident_of(graph, keep), incident_of(graph, other)
    if kept == gone:
        raise UsageError(f"both are the incident {kept}", fix="name two")
    with work.store(writing=True) as store:
        tables, withdraw = made_one(read_tables(store), kept, gone)
        report = write_tables(store, tables, what="link", sources=(kept, gone), withdraw=withdraw)
    number = report.load.number if report.load else None
    moved = sum(len(ids) for kind, ids in withdraw.items() if kind != "Incident")
    return Answer(
        command="link",
        headline=(
            f"{gone} is {kept} now; {moved} records of it went along.",
            f"This is load {number}; graphrisk undo {number} takes it back.",
        ),
        footer=(f"Digest {report.digest[:16]}.",),
        result={"kept": kept, "gone": gone, "moved": moved, "load": number},
        digest=report.digest,
    )
