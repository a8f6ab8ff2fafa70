"""The graph that a question about fallen organizations rests on: read whole, or only its part.

A part holds what lies downstream of the fallen, everything else that supplies it, and what
documents say of it; figures of the whole come with it, counted by the engine. Both paths lead to
the same answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.downstream import Downstream, Link
from graphrisk.analysis.exposed import MODES
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reported import open_incidents_of
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.errors import UsageError
from graphrisk.model.build import LEAST_CONFIDENCE, build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.tables import RecordTables, empty_table
from graphrisk.resolve.directory import clean_name
from graphrisk.resolve.find import find_exactly
from graphrisk.store.parts import HasParts, InForce, PartReader
from graphrisk.store.reading import content_columns
from graphrisk.view.how_read import HowRead
from graphrisk.workspace.exposure import fallen_ids, incident_reports, modes_of
from graphrisk.workspace.workspace import Workspace, today

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore, StoreInfo

PATHS = ("auto", "query", "arrays")
LEAST_LINKS = 20_000
"""A store with fewer links is read in a moment: questions to the engine would take longer."""
MOST_SHARE = 0.1
"""Of all links; where more have to be read one by one, reading all at once is sooner done."""

_STATED = ("Incident", "HITS", "REPORTED_IN", "Document", "ABOUT", "Statement")
_COUNTED = ("AFFECTS", "EXPOSES")
_NAMING = {
    "HITS": ("to_id",),
    "AFFECTS": ("to_id",),
    "EXPOSES": ("holder",),
    "Statement": ("about", "value"),
    "Merge": ("organization",),
    "SERVES": ("from_id", "to_id"),
}
"""Columns that name organizations, for the names in a report."""

Find = Callable[[RiskGraph, Sequence[str]], list[str]]


@dataclass(frozen=True)
class Question:
    """What decides which part of the graph an answer rests on."""

    params: ExposedParams
    mode: str | None = None
    incident: str | None = None
    kinds: Mapping[str, str | None] = field(default_factory=dict)
    with_group: bool = False
    known_on: str | None = None


@dataclass(frozen=True)
class Read:
    """A graph that answers a question, the ids that were named, and how it was read."""

    graph: RiskGraph
    named: list[str]
    how: HowRead | None
    reports: tuple[IncidentReport, ...] | None = None


class _TakeArrays(Exception):
    """The whole has to be read, or is sooner read; says why."""


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
        raise UsageError(f"not a path: {path!r}", fix=f"write one of {', '.join(PATHS)}")
    with work.store() as store:
        if not isinstance(store, HasParts):
            if path == "query":
                raise UsageError(
                    "only a Neo4j store is read by query", where=store.location, fix="write auto"
                )
            return _whole(work, store, names, question, find, None)
        reason = "as asked"
        if path != "arrays":
            try:
                part = _Part(work, store.parts(), question, is_forced=path == "query")
                return part.read(names, find)
            except _TakeArrays as no_part:
                reason = str(no_part)
        if path == "query":
            raise UsageError(f"the query path cannot answer this: {reason}", fix="write auto")
        return _whole(work, store, names, question, find, reason)


def _whole(
    work: Workspace,
    store: GraphStore,
    names: Sequence[str],
    question: Question,
    find: Find,
    reason: str | None,
) -> Read:
    graph = work.graph_of(store, known_on=question.known_on)
    links = graph.n_edges
    how = None if reason is None else HowRead("arrays", links, links, reason)
    return Read(graph, find(graph, names), how)


class _Part:
    """Reads the part of a graph that one question rests on."""

    def __init__(
        self, work: Workspace, reader: PartReader, question: Question, *, is_forced: bool
    ) -> None:
        self.work = work
        self.reader = reader
        self.question = question
        self.params = question.params
        self.confidence = work.settings.confidence_defaults()
        self.info: StoreInfo = reader.info()
        self.links = self.info.counts.get("SERVES", 0)
        self.most = self.links if is_forced else int(self.links * MOST_SHARE)
        self.which = InForce(
            self.params.as_of, self.params.min_confidence, self.confidence, LEAST_CONFIDENCE
        )
        self._refuse(is_forced)

    def _refuse(self, is_forced: bool) -> None:
        if self.question.known_on is not None:
            raise _TakeArrays("an earlier state is pieced together from everything")
        if any(word is not None for word in self.question.kinds.values()):
            raise _TakeArrays("who falls is read off all links")
        if self.links < LEAST_LINKS and not is_forced:
            raise _TakeArrays("the store is small")
        if self.info.unfinished is not None:
            raise _TakeArrays("a load is under way")
        merged = self.merges.column("alias").to_pylist()
        if merged and self.reader.read("Organization", columns=["id"], ids=merged).num_rows:
            raise _TakeArrays("organizations are merged")

    def read(self, names: Sequence[str], find: Find) -> Read:
        """Return the part, the organizations named in it, and what documents state."""
        named = find(self._known_by(names), names)
        fallen, companies = self._fallen(named)
        tables, reports = self._reported(fallen)
        modes = (self.question.mode,) if self.question.mode else modes_of(reports) or MODES
        search = self._search(fallen, modes)
        with ThreadPoolExecutor(1) as pool:  # the engine counts while it sends
            figures = pool.submit(
                self.reader.figures,
                self.which,
                min_criticality=self.params.min_criticality,
                strong_evidence=self.params.strong_evidence,
                assume=self.params.assume_substitutes,
            )
            tables["SERVES"] = serves = self._links(search, tables.get("SERVES"))
            vendors = self._vendors(search)
            if "breach" in modes:
                tables["HOLDS"] = self.reader.edges_at("HOLDS", sorted(search.reached), "from_id")
            companies |= self._companies(search.reached) if self.params.by_group else set()
            keys = {*fallen, *companies, *search.reached, *_named_in(tables)}
            tables["Organization"] = self._organizations(keys | self._said_before)
            tables["PART_OF"] = self._part_of
            whole = replace(figures.result(), vendors=vendors)
        graph = self._graph(tables)
        if self.reader.has_moved():
            raise _TakeArrays("the store was written to meanwhile")
        how = HowRead("query", serves.num_rows, self.links)
        return Read(replace(graph, whole=whole, known_on=today()), named, how, reports)

    def _known_by(self, names: Sequence[str]) -> RiskGraph:
        """Return a graph without links in which names are found as in the whole."""
        ids = {key for name in names for key in self.reader.named(clean_name(name))}
        found = self._organizations(ids)
        if any(find_exactly(found, self.merges, name) is None for name in names):
            found = self._everything("Organization")
        return self._graph({"Organization": found})

    def _fallen(self, named: list[str]) -> tuple[list[str], set[str]]:
        """Return who falls, and the companies around them where legal groups fall."""
        if not named or not self.question.with_group:
            return named, set()
        companies = self._companies(named)
        tables = {
            "Organization": self._organizations({*named, *companies}),
            "PART_OF": self._part_of,
        }
        fallen, _ = fallen_ids(self._graph(tables), self.params, named, kinds={}, with_group=True)
        return fallen, companies

    def _reported(self, fallen: Sequence[str]) -> tuple[RecordTables, tuple[IncidentReport, ...]]:
        """Return what incidents state, and their reports: all incidents, as one may name another.

        Without an incident of the fallen only counts of people are read.
        """
        tables = {"Merge": self.merges} | {kind: self._everything(kind) for kind in _COUNTED}
        incident = self.question.incident
        if incident is None and not self.reader.edges_at("HITS", fallen, "to_id").num_rows:
            return tables, ()
        tables |= {kind: self._everything(kind) for kind in _STATED}
        asked = open_incidents_of(tables, fallen) if incident is None else (incident,)
        tables["SERVES"] = self.reader.links_stated_in(_sources(tables, asked))
        past = (
            self.reader.history(),
            [load.number for load in self.reader.loads() if load.undone_by is not None],
        )
        self._said_before |= _named_before(past[0])
        keys = {*fallen, *_named_in(tables), *self._said_before}
        graph = self._graph({**tables, "Organization": self._organizations(keys)})
        return tables, incident_reports(self.work, graph, list(fallen), incident, past=past)

    def _search(self, fallen: Sequence[str], modes: Iterable[str]) -> Downstream:
        """Find what lies downstream, a round of links at a time."""
        search = Downstream(fallen, self.params, modes)
        left = self.most
        while wanted := search.wanted():
            left = self._afforded(left, wanted, "from_id")
            found = self.reader.links_out(wanted, self.which)
            search.take({key: [Link(*each) for each in links] for key, links in found.items()})
        self._afforded(left, sorted(search.customers), "to_id")
        return search

    def _afforded(self, left: int, ids: Sequence[str], end: str) -> int:
        left -= self.reader.degree(ids, "from_id" if end == "from_id" else "to_id") if ids else 0
        if left < 0 and self.most < self.links:
            raise _TakeArrays(f"more than {self.most:,} of them lie downstream")
        return left

    def _links(self, search: Downstream, stated: pa.Table | None) -> pa.Table:
        """Return links that harm may go along, all that supply whom it hits, and stated ones."""
        into = self.reader.links_into(sorted(search.customers), self.which)
        more = sorted(search.links.difference(into.column("id").to_pylist()))
        columns = content_columns("SERVES")
        found = [into, self.reader.read("SERVES", columns=columns, ids=more)]
        if stated is not None:
            there = pa.array([*into.column("id").to_pylist(), *more], pa.string())
            found.append(stated.filter(pc.invert(pc.is_in(stated.column("id"), value_set=there))))
        return pa.concat_tables(found)

    def _vendors(self, search: Downstream) -> frozenset[str]:
        known = {key for key in search.reached if search.supplied.get(key)}
        others = sorted(search.reached.difference(search.supplied))
        return frozenset(known) | self.reader.vendors_among(others, self.which)

    def _companies(self, ids: Collection[str]) -> set[str]:
        """Return all companies that are joined to some by PART_OF, over others if need be."""
        ends = (self._part_of.column(end).to_pylist() for end in ("from_id", "to_id"))
        beside: dict[str, list[str]] = {}
        for one, other in zip(*ends, strict=True):
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
        found: set[str] = set()
        front = {key for key in ids if key in beside}
        while front:
            found |= front
            front = {other for key in front for other in beside[key]} - found
        return found

    @cached_property
    def _part_of(self) -> pa.Table:
        if self.question.with_group or self.params.by_group:
            return self._everything("PART_OF")
        return self._empty("PART_OF")

    @cached_property
    def merges(self) -> pa.Table:
        """All merges."""
        return self._everything("Merge")

    @cached_property
    def _said_before(self) -> set[str]:
        return set()

    def _everything(self, kind: str) -> pa.Table:
        return self.reader.read(kind, columns=content_columns(kind))

    def _empty(self, kind: str) -> pa.Table:
        return empty_table(kind).select(content_columns(kind))

    def _organizations(self, ids: Collection[str]) -> pa.Table:
        columns = content_columns("Organization")
        return self.reader.read("Organization", columns=columns, ids=sorted(ids))

    def _graph(self, tables: RecordTables) -> RiskGraph:
        found = {kind: table for kind, table in tables.items() if table.num_rows}
        return build_graph(
            {"Organization": self._empty("Organization"), "Merge": self.merges, **found},
            confidence=self.confidence,
            digest_of_tables=self.info.digest,
        )


def _sources(tables: RecordTables, incidents: Collection[str]) -> list[str]:
    """Return ids and addresses of the documents that report incidents."""
    reported = tables["REPORTED_IN"]
    its = pc.is_in(reported.column("from_id"), value_set=pa.array([*incidents], pa.string()))
    keys = set(reported.filter(its).column("to_id").to_pylist())
    ends = (tables["Document"].column(name).to_pylist() for name in ("id", "url"))
    return sorted(keys | {url for key, url in zip(*ends, strict=True) if key in keys and url})


def _named_in(tables: RecordTables) -> set[str]:
    """Return everything that stands where records name organizations."""
    columns = (
        tables[kind].column(name)
        for kind, names in _NAMING.items()
        for name in names
        if kind in tables
    )
    return {key for column in columns for key in column.to_pylist() if key}


def _named_before(history: pa.Table) -> set[str]:
    """Return the same of superseded versions."""
    told = (json.loads(text) for text in history.column("record").to_pylist())
    names = {name for names in _NAMING.values() for name in names}
    return {str(each[name]) for each in told for name in names if each.get(name)}
