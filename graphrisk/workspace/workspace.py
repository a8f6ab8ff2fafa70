"""Workspace: opens the store for as long as a question needs it, and no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, StoreError, UsageError
from graphrisk.progress import SILENT, Progress
from graphrisk.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

    from graphrisk.analysis.chain import PathBetween, VendorsOf
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.model.graph import RiskGraph
    from graphrisk.resolve.directory import Directory
    from graphrisk.resolve.find import Match
    from graphrisk.store.base import GraphStore, Load, Unfinished
    from graphrisk.store.ledger import WriteReport

CRITICALITIES = ("critical", "important", "supporting")


class Workspace:
    """What a person works with: one store, its settings, and every question about it.

    Examples
    --------
    >>> Workspace(Settings.read({"GRAPHRISK_STORE": "memory:"}, folder=None)).address
    'memory:'
    """

    def __init__(self, settings: Settings | None = None, progress: Progress = SILENT) -> None:
        self.settings = Settings.read() if settings is None else settings
        self.progress = progress

    @property
    def address(self) -> str:
        """Address of the store."""
        return self.settings.text("store")

    @property
    def drafts(self) -> Path:
        """Folder of drafts."""
        return Path(self.settings.text("drafts"))

    @contextmanager
    def store(self, *, writing: bool = False) -> Iterator[GraphStore]:
        """Open the store for one piece of work.

        Raises
        ------
        StoreError
            It cannot be opened, or another process holds it.
        """
        if self.address in ("memory:", "memory"):
            yield self._memory
            return
        from graphrisk.store.opening import open_store

        self._refuse_missing(writing=writing)
        store = open_store(self.address, read_only=not writing, settings=self.settings)
        try:
            yield store
        finally:
            store.close()

    @cached_property
    def _memory(self) -> GraphStore:
        from graphrisk.store.opening import open_store

        return open_store("memory:")

    @property
    def is_missing(self) -> bool:
        """True when the store is a file that is not there yet."""
        path = self.address.removeprefix("ladybug:")
        is_file = path != self.address or path.endswith(".lbdb")
        return is_file and not Path(path).exists()

    def _refuse_missing(self, *, writing: bool) -> None:
        if self.is_missing and not writing:
            raise StoreError(
                "there is no store yet",
                where=self.address.removeprefix("ladybug:"),
                fix="load a register first: graphrisk load serves.csv "
                "(or name another store with --store)",
            )

    def graph(self, *, known_on: str | None = None, bookkeeping: bool = False) -> RiskGraph:
        """Return the graph, now or as it was known at the end of a day."""
        checked_day(known_on, "--known-on")
        with self.store() as store:
            return self.graph_of(store, known_on=known_on, bookkeeping=bookkeeping)

    def graph_of(
        self, store: GraphStore, *, known_on: str | None = None, bookkeeping: bool = False
    ) -> RiskGraph:
        """Return the graph of a store that is open.

        Raises
        ------
        TooLarge
            It surely would not fit into memory.
        """
        from graphrisk.analysis.room import check_reading
        from graphrisk.store.reading import read_graph

        day = checked_day(known_on, "--known-on")
        graph = read_graph(
            store,
            known_on=day,
            confidence=self.settings.confidence_defaults(),
            bookkeeping=bookkeeping,
            admit=partial(check_reading, most_mb=self.settings.number("memory_limit_mb")),
        )
        return graph if day else replace(graph, known_on=today())

    def params(
        self,
        *,
        as_of: str | None = None,
        min_criticality: str | None = None,
        min_confidence: float | None = None,
        assume_substitutes: str | None = None,
        max_hops: int | None = None,
        limit: int | None = None,
        hours: str | None = None,
        by_group: bool = False,
    ) -> ExposedParams:
        """Return checked parameters; what is not given comes from the settings, today for the day.

        Raises
        ------
        UsageError
            A value is not one that the question takes.
        """
        from graphrisk.analysis.params import ExposedParams

        criticality = min_criticality or self.settings.text("min_criticality")
        if criticality not in CRITICALITIES:
            raise UsageError(
                f"not a criticality: {criticality!r}",
                fix=f"write one of {', '.join(CRITICALITIES)}",
            )
        confidence = self.settings.number("min_confidence")
        confidence = confidence if min_confidence is None else min_confidence
        if not 0 <= confidence <= 1:
            raise UsageError(f"confidence is outside 0 to 1: {confidence}", fix="write 0.7")
        if assume_substitutes not in (None, "category"):
            raise UsageError(
                f"cannot assume substitutes by {assume_substitutes!r}", fix="write category"
            )
        if max_hops is not None and max_hops < 1:
            raise UsageError(f"not a number of hops: {max_hops}", fix="write 1 or more")
        return ExposedParams(
            as_of=checked_day(as_of, "--as-of") or today(),
            min_criticality=criticality,
            min_confidence=confidence,
            assume_substitutes=assume_substitutes == "category",
            max_hops=max_hops,
            limit=limit,
            strong_evidence=self.settings.number("strong_evidence"),
            hours=None if hours is None else checked_hours(hours),
            by_group=by_group,
        )

    def directory(self, graph: RiskGraph) -> Directory:
        """Return the names of a graph, for look-up."""
        from graphrisk.resolve.directory import Directory

        tables = {"Organization": graph.organizations, "Merge": graph.table("Merge")}
        return Directory.from_tables(tables)

    def find(self, graph: RiskGraph, names: Sequence[str]) -> list[Match]:
        """Return the organizations that names mean.

        Raises
        ------
        UnknownName
            A name fits none, or several; the error lists candidates.
        """
        from graphrisk.resolve.find import find_exactly, require_organization

        tables = graph.organizations, graph.table("Merge")
        found = {name: find_exactly(*tables, name) for name in names}
        doubtful = [name for name, match in found.items() if match is None]
        directory = self.directory(graph) if doubtful else None
        if directory is not None:
            found |= {name: require_organization(directory, name) for name in doubtful}
        return [match for name in names if (match := found[name]) is not None]

    def vendors(
        self, graph: RiskGraph, customer: str, params: ExposedParams, *, tier: int | None = None
    ) -> VendorsOf:
        """Return the vendors behind a customer."""
        from graphrisk.analysis.chain import vendors_of

        (found,) = self.find(graph, [customer])
        return vendors_of(graph, found.id, params, tier=tier, progress=self.progress)

    def path(
        self, graph: RiskGraph, vendor: str, customer: str, params: ExposedParams
    ) -> PathBetween:
        """Return why a vendor's fall reaches a customer."""
        from graphrisk.analysis.chain import path_between

        first, last = self.find(graph, [vendor, customer])
        return path_between(graph, first.id, last.id, params)

    def loads(self) -> list[Load]:
        """Return all loads of the store, oldest first."""
        with self.store() as store:
            return list(store.loads())

    def unfinished(self) -> Unfinished | None:
        """Return the load that has begun and not ended, if there is one."""
        with self.store() as store:
            return store.info().unfinished

    def undo(self, number: int) -> WriteReport:
        """Take a load back; where notices are reviewed, their audit log says so."""
        from graphrisk.extract.review.audit import append_entries, undo_entry
        from graphrisk.store.ledger import undo

        self._refuse_missing(writing=False)
        with self.store(writing=True) as store:
            report = undo(store, number, progress=self.progress)
        if self.drafts.is_dir():
            by = report.load.number if report.load else None
            append_entries(self.drafts, [undo_entry(number, by, by="unknown")])
        return report

    def history(self) -> tuple[pa.Table, tuple[int, ...]]:
        """Return superseded versions, and the numbers of loads that are undone."""
        with self.store() as store:
            undone = [load.number for load in store.loads() if load.undone_by is not None]
            return store.history(), tuple(undone)


def today() -> str:
    """Return today's date."""
    return datetime.now(UTC).date().isoformat()


def checked_day(text: str | None, option: str) -> str | None:
    """Return a day as given; None stays None.

    Raises
    ------
    UsageError
        It is no calendar day.

    Examples
    --------
    >>> checked_day("2026-02-28", "--as-of")
    '2026-02-28'
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date().isoformat()
    except ValueError:
        raise UsageError(f"{option} is not a day: {text!r}", fix="write YYYY-MM-DD") from None


def checked_hours(text: str) -> tuple[float, ...]:
    """Return hours after a fall as given, separated by commas, in order.

    Raises
    ------
    UsageError
        One is no number above 0.

    Examples
    --------
    >>> checked_hours("24, 4")
    (4.0, 24.0)
    """
    try:
        hours = sorted({float(part) for part in text.split(",")})
    except ValueError:
        hours = []
    if not hours or not all(0 < hour < float("inf") for hour in hours):
        raise UsageError(f"--hours are not hours: {text!r}", fix="write 4,24,72")
    return tuple(hours)


def existing_files(paths: Sequence[Path]) -> list[Path]:
    """Return paths that are files.

    Raises
    ------
    InputError
        One is not there, or is a folder.
    """
    for path in paths:
        if path.is_dir():
            raise InputError(
                "this is a folder", where=str(path), fix="name the files in it, or --as dora"
            )
        if not path.exists():
            raise InputError("there is no such file", where=str(path), fix="check the spelling")
    return list(paths)
