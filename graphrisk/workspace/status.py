"""What the store holds, what was done to it, and the settings in force, as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.coverage import coverage_of
from graphrisk.model.schema import KINDS
from graphrisk.view.answer import Answer, Table

if TYPE_CHECKING:
    from graphrisk.model.graph import RiskGraph
    from graphrisk.store.base import Load, Unfinished
    from graphrisk.workspace.workspace import Workspace


def status_answer(work: Workspace) -> Answer:
    """Return what is loaded, from where, how old it is, and how much of the chain is known."""
    graph = work.graph(bookkeeping=True)
    loads, unfinished = work.loads(), work.unfinished()
    rows = []
    for name, kind in KINDS.items():
        table = graph.table(name)
        if table.num_rows:
            oldest, newest = _ages(table)
            rows.append((kind.table, table.num_rows, _sources(table), oldest, newest))
    params = work.params()
    coverage = coverage_of(params.view(graph), params.min_criticality)
    active = [load for load in loads if load.undone_by is None]
    last = f"last load {active[-1].number} at {active[-1].at[:16]}" if active else "no load yet"
    return Answer(
        command="status",
        headline=(
            f"{graph.n_organizations:,} organizations, {graph.n_edges:,} links in {work.address}; "
            f"{last}.",
            *_unfinished_lines(unfinished),
        ),
        tables=(Table(("kind", "records", "sources", "oldest", "newest"), tuple(rows)),)
        if rows
        else (),
        footer=(
            f"Coverage: {coverage['sentence']}; criticality of "
            f"{coverage['unknown_criticality']:,} of {coverage['links']:,} links is not known.",
            *_unnamed(graph),
            f"As of {params.as_of}, digest {graph.digest[:16]}.",
        ),
        result={
            "store": work.address,
            "records": [
                dict(zip(("kind", "records", "sources", "oldest", "newest"), row, strict=True))
                for row in rows
            ],
            "coverage": coverage,
            "loads": loads,
            "unfinished": unfinished,
        },
        parameters={"as_of": params.as_of, "min_criticality": params.min_criticality},
        digest=graph.digest,
    )


def _ages(table: pa.Table) -> tuple[str | None, str | None]:
    """Return the earliest and latest day that records were seen, else recorded."""
    recorded = pc.utf8_slice_codeunits(table.column("recorded_at"), 0, 10)
    days = pc.min_max(pc.coalesce(table.column("seen_on"), recorded)).as_py()
    return days["min"], days["max"]


def _sources(table: pa.Table) -> list[str]:
    counted = pc.value_counts(table.column("source_kind")).to_pylist()
    counted.sort(key=lambda item: (-item["counts"], item["values"] or ""))
    return [f"{item['values'] or 'not stated'} {item['counts']:,}" for item in counted]


def _unnamed(graph: RiskGraph) -> tuple[str, ...]:
    named = graph.organizations.column("named")
    count = int(pc.sum(pc.equal(named, pa.scalar(False))).as_py() or 0)
    return (f"{count} parties are not named by their source.",) if count else ()


def _unfinished_lines(unfinished: Unfinished | None) -> tuple[str, ...]:
    """Say that a load is under way or has died; what it wrote is not counted in either case."""
    if unfinished is None:
        return ()
    load = unfinished.load
    of = f" ({load.what} of {', '.join(load.sources)})" if load.sources else f" ({load.what})"
    if unfinished.is_alive:
        return (
            f"Load {load.number}{of} is being written now, or died moments ago: ask again in "
            "half a minute. What is said here is from before it.",
        )
    return (
        f"Load {load.number}{of} is unfinished: begun {load.at[:16]}, what wrote it has died. "
        "None of it counts here; run it again. The next load takes back what it left.",
    )


def loads_answer(work: Workspace) -> Answer:
    """Return every load by number."""
    loads = work.loads()
    unfinished = _unfinished_lines(work.unfinished())
    columns = ("number", "at", "what", "sources", "inserted", "changed", "retired", "undone_by")
    return Answer(
        command="loads",
        headline=(
            f"{len(loads)} {'load' if len(loads) == 1 else 'loads'} in {work.address}.",
            *unfinished,
        ),
        tables=(Table(columns, tuple(_load_row(load) for load in loads)),) if loads else (),
        result=loads,
    )


def _load_row(load: Load) -> tuple[Any, ...]:
    what = f"{load.what} of {load.undoes}" if load.undoes is not None else load.what
    counts = (load.inserted, load.changed, load.retired, load.undone_by)
    return (load.number, load.at[:19].replace("T", " "), what, load.sources, *counts)


def undo_answer(work: Workspace, number: int) -> Answer:
    """Take a load back and say what that did."""
    report = work.undo(number)
    own = report.load.number if report.load else None
    gone = sum(report.retired.values())
    back = sum(report.inserted.values()) + sum(report.changed.values())
    return Answer(
        command="undo",
        headline=(
            f"Load {number} is undone: {gone:,} records withdrawn, {back:,} restored. "
            f"This is load {own}; graphrisk undo {own} takes it back.",
        ),
        footer=(f"Digest {report.digest[:16]}.",),
        result=report,
        digest=report.digest,
    )


def settings_answer(work: Workspace) -> Answer:
    """Return every setting with its value and origin, secrets masked."""
    columns = ("name", "value", "origin", "meaning")
    rows = work.settings.rows()
    return Answer(
        command="settings",
        headline=("Settings: option, then GRAPHRISK_*, then graphrisk.toml, then default.",),
        tables=(Table(columns, tuple(tuple(row[name] for name in columns) for row in rows)),),
        result=rows,
    )
