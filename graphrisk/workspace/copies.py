"""One store made the same as another, and what that did, as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graphrisk.errors import StoreError, UsageError
from graphrisk.model.schema import KINDS
from graphrisk.view.answer import Answer, Table

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore
    from graphrisk.store.sync import SyncReport
    from graphrisk.workspace.workspace import Workspace

_COLUMNS = ("kind", "records", "copied", "changed", "retired", "same")
_BOLT_PORT = 7687


def sync_answer(work: Workspace, source: str, target: str, *, replace_own: bool = False) -> Answer:
    """Make the store at one address the same as that at another, and say what that did.

    Raises
    ------
    UsageError
        Both are one store, or records of the target would go and ``replace_own`` is not set.
    StoreError
        A store cannot be opened, the source is empty, or the copy is not the same in the end.
    """
    from graphrisk.store.sync import sync

    if place_of(source) == place_of(target):
        raise UsageError(
            "both are one and the same store", where=source, fix="name two different stores"
        )
    with _opened(work, source, target) as (one, other):
        report = sync(one, other, replace_own=replace_own, progress=work.progress)
    return _answer(report, source, target)


def place_of(address: str) -> tuple[str, ...]:
    """Return where the store of an address lies, the same for all ways to write it.

    Examples
    --------
    >>> place_of("neo4j://Host") == place_of("bolt+s://host:7687")
    True
    >>> place_of("ladybug:a/../b.lbdb") == place_of("b.lbdb")
    True
    """
    _, colon, rest = address.partition("://")
    if colon:
        parts = urlsplit(f"//{rest}")
        return ("server", parts.hostname or "", str(parts.port or _BOLT_PORT))
    if address in ("memory:", "memory"):
        return ("memory",)
    return ("file", str(Path(address.removeprefix("ladybug:")).resolve()))


@contextmanager
def _opened(work: Workspace, source: str, target: str) -> Iterator[tuple[GraphStore, GraphStore]]:
    """Open the source, then the target: a mistake in the first leaves no trace of the second."""
    from graphrisk.store.opening import open_store

    path = place_of(source)
    if path[0] == "file" and not Path(path[1]).exists():
        raise StoreError(
            "there is no store to copy from",
            where=source.removeprefix("ladybug:"),
            fix="check the path; the store to copy comes first, the one to fill second",
        )
    with ExitStack() as stack:
        one = open_store(source, read_only=True, settings=work.settings)
        stack.callback(one.close)
        if one.info().last_load is None:
            raise StoreError(
                "there is nothing in it to copy",
                where=source,
                fix="the store to copy comes first, the one to fill second",
            )
        other = open_store(target, settings=work.settings)
        stack.callback(other.close)
        yield one, other


def _answer(report: SyncReport, source: str, target: str) -> Answer:
    rows = tuple(
        (KINDS[d.kind].table, d.records, len(d.new), len(d.changed), len(d.gone), d.same)
        for d in report.differences
        if d.records or len(d.gone)
    )
    total = sum(report.counts.values())
    return Answer(
        command="sync",
        headline=(_headline(report, target), *_about_history(report, source, target)),
        tables=(Table(_COLUMNS, rows),) if rows else (),
        footer=(
            f"Checked by reading {target} again: {total:,} records as in {source}, "
            f"digest {report.digest[:16]} on both sides.",
        ),
        result={
            "source": source,
            "target": target,
            "way": report.way,
            "loads": report.loads,
            "superseded_versions": report.versions,
            "loads_of_the_target_alone": report.extra_loads,
            "kinds": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
        },
        digest=report.digest,
    )


def _headline(report: SyncReport, target: str) -> str:
    if report.way == "nothing":
        return f"Nothing to copy: {target} holds all of it already."
    new, changed, gone = (
        sum(len(getattr(each, name)) for each in report.differences)
        for name in ("new", "changed", "gone")
    )
    return f"{new:,} records copied, {changed:,} changed, {gone:,} withdrawn in {target}."


def _about_history(report: SyncReport, source: str, target: str) -> tuple[str, ...]:
    """Say what became of the history, for --known-on, loads and undo answer from it."""
    if report.way == "history":
        loads = f"{len(report.loads):,} {'load' if len(report.loads) == 1 else 'loads'}"
        return (
            f"History copied: {loads} and {report.versions:,} superseded versions; --known-on, "
            "loads and undo answer the same on both sides.",
        )
    if report.way == "state":
        load = report.loads[0].number
        return (
            f"Records of now as load {load}; graphrisk undo {load} takes it back. {target} has "
            "loads of its own, so the history "
            f"of {source} was not copied: --known-on answers from each store's own past.",
        )
    if report.extra_loads:
        return ("The two came to the same records by different loads; each keeps its own history.",)
    return ()
