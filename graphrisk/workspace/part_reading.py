"""Reading the part of a graph that one question about fallen organizations rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.downstream import Downstream, Link
from graphrisk.analysis.exposed import MODES
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.reported import open_incidents_of
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.errors import RecordsRefused
from graphrisk.model.build import LEAST_CONFIDENCE, build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.tables import RecordTables, empty_table
from graphrisk.resolve.directory import clean_name
from graphrisk.resolve.find import find_exactly
from graphrisk.store.arrays import content_columns
from graphrisk.store.parts import End, InForce, OutageFigures, PartReader
from graphrisk.view.how_read import HowRead
from graphrisk.workspace.exposure import fallen_ids, incident_reports, modes_of, tables_of
from graphrisk.workspace.joined import Joined, beside_in, neighbours, whole_figures
from graphrisk.workspace.mentions import named_before, named_in, sources_of
from graphrisk.workspace.workspace import Workspace, today

_STATED = ("Incident", "HITS", "REPORTED_IN", "Document", "ABOUT", "Statement")
_COUNTED = ("AFFECTS", "EXPOSES")
_MOVED = "the store was written to meanwhile"
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


class TakeArrays(Exception):
    """The whole has to be read, or is sooner read; says why."""


class Part:
    """Reads the part of a graph that one question rests on.

    Parameters
    ----------
    least
        Links of a store that is worth it.
    share
        Most links to read, of all; None for any number.
    """

    def __init__(
        self,
        work: Workspace,
        reader: PartReader,
        question: Question,
        least: int,
        share: float | None,
    ) -> None:
        self.work = work
        self.reader = reader
        self.question = question
        self.params = question.params
        self.confidence = work.settings.confidence_defaults()
        self.info = reader.info()
        self.links = self.info.counts.get("SERVES", 0)
        self.least = least
        self.share = share
        self.which = InForce(
            self.params.as_of, self.params.min_confidence, self.confidence, LEAST_CONFIDENCE
        )

    @property
    def most(self) -> int | None:
        """How many links are read at most; None for any number."""
        return None if self.share is None else int(self.links * self.share)

    def has_figures(self) -> bool:
        """Return True where nothing has to be counted over all links."""
        return self.reader.has_figures(self.which, self.params.min_criticality)

    def read(self, names: Sequence[str], find: Find) -> Read:
        """Return the part, the organizations named in it, and what documents state.

        Raises
        ------
        TakeArrays
            The whole is needed, or sooner read.
        """
        self._refuse()
        try:
            return self._read(names, find)
        except RecordsRefused:
            if self.reader.has_moved():  # links of one state, organizations of another
                raise TakeArrays(_MOVED) from None
            raise

    def _read(self, names: Sequence[str], find: Find) -> Read:
        named = find(self._known_by(names), names)
        fallen, around = self._fallen(named)
        tables, reports, named_there = self._reported(fallen)
        modes = (self.question.mode,) if self.question.mode else modes_of(reports) or MODES
        search = self._search(fallen, modes)
        with ThreadPoolExecutor(2) as pool:  # the engine counts while it sends
            counted = pool.submit(self.reader.link_figures, self.which, self.params.min_criticality)
            more = pool.submit(self._outage_figures) if "outage" in modes else None
            tables["SERVES"] = serves = self._links(search, tables.get("SERVES"))
            if "breach" in modes:
                holders = self.joined.spread(search.reached)
                tables["HOLDS"] = self.reader.edges_at("HOLDS", holders, "from_id")
            if self.params.by_group:
                around |= self._companies(search.reached)
            tables["PART_OF"] = self._part_of
            keys = {*fallen, *around, *search.reached, *named_there, *named_in(tables)}
            tables["Organization"] = self._organizations(keys)
            vendors = self._vendors(search)
            found = counted.result(), OutageFigures() if more is None else more.result()
        touching = self._touching(found[1].several) if self.joined.everyone else None
        whole = whole_figures(found, touching, self.params, vendors)
        graph = self._graph(tables)
        if self.reader.has_moved():
            raise TakeArrays(_MOVED)
        how = HowRead("query", serves.num_rows, self.links)
        return Read(replace(graph, whole=whole, known_on=today()), named, how, reports)

    def _refuse(self) -> None:
        if self.question.known_on is not None:
            raise TakeArrays("an earlier state is pieced together from everything")
        if any(word is not None for word in self.question.kinds.values()):
            raise TakeArrays("who falls is read off all links")
        if self.links < self.least:
            raise TakeArrays("the store is small")
        if self.info.unfinished is not None:
            raise TakeArrays("a load is under way")
        if "functions" in self.reader.in_use("Organization"):
            raise TakeArrays("which functions stop is read off all contracts")
        for end in ("from_id", "to_id"):
            if not self._affords(self.joined.everyone, end):
                raise TakeArrays("many links are those of merged organizations")

    def _affords(self, ids: Sequence[str], end: End, spent: int = 0) -> bool:
        if self.most is None or not ids:
            return True
        return spent + self.reader.degree(ids, end) <= self.most

    def _known_by(self, names: Sequence[str]) -> RiskGraph:
        """Return a graph without links in which names are found as in the whole."""
        ids = {key for name in names for key in self.reader.named(clean_name(name))}
        graph = self._graph({"Organization": self._organizations(ids)})
        if any(find_exactly(graph.organizations, self.merges, name) is None for name in names):
            graph = self._graph({"Organization": self._everything("Organization")})
        return graph

    def _fallen(self, named: list[str]) -> tuple[list[str], set[str]]:
        """Return who falls, and the companies around them where legal groups fall."""
        if not named or not self.question.with_group:
            return named, set()
        around = self._companies(named)
        tables = {
            "Organization": self._organizations({*named, *around}),
            "PART_OF": self._part_of,
        }
        fallen, _ = fallen_ids(self._graph(tables), self.params, named, kinds={}, with_group=True)
        return fallen, around

    def _reported(
        self, fallen: Sequence[str]
    ) -> tuple[RecordTables, tuple[IncidentReport, ...], set[str]]:
        """Return what is stated, reports of incidents, and the organizations named by it.

        All incidents are read where one is asked about, as reports name each other's documents.
        Without one only counts of people are read.
        """
        tables = {kind: self._everything(kind) for kind in _COUNTED}
        incident = self.question.incident
        struck = self.reader.edges_at("HITS", self.joined.spread(fallen), "to_id")
        if incident is None and not struck.num_rows:
            return tables, (), set()
        tables |= {kind: self._everything(kind) for kind in _STATED}
        undone = [load.number for load in self.reader.loads() if load.undone_by is not None]
        past = self.reader.history(), undone
        keys = {*fallen, *named_in({**tables, "Merge": self.merges}), *named_before(past[0])}
        graph = self._graph({**tables, "Organization": self._organizations(keys)})
        asked = open_incidents_of(tables_of(graph), fallen) if incident is None else (incident,)
        tables["SERVES"] = self.reader.links_stated_in(sources_of(tables, asked))
        keys |= named_in({"SERVES": tables["SERVES"]})
        graph = self._graph({**tables, "Organization": self._organizations(keys)})
        reports = incident_reports(self.work, graph, list(fallen), incident, past=past)
        return tables, reports, keys

    def _search(self, fallen: Sequence[str], modes: Iterable[str]) -> Downstream:
        """Find what lies downstream, a round of links at a time."""
        search = Downstream(fallen, self.params, modes)
        spent = 0
        while wanted := search.wanted():
            sellers = self.joined.spread(wanted)
            if not self._affords(sellers, "from_id", spent):
                raise TakeArrays(f"more than {self.most:,} of them lie downstream")
            found = self._links_out(sellers)
            spent += sum(len(links) for links in found.values())
            search.take(found)
        if not self._affords(self.joined.spread(search.customers), "to_id", spent):
            raise TakeArrays(f"more than {self.most:,} of them lie around what is downstream")
        return search

    def _outage_figures(self) -> OutageFigures:
        return self.reader.outage_figures(
            self.which,
            strong_evidence=self.params.strong_evidence,
            assume=self.params.assume_substitutes,
            merged=self.joined.everyone,
        )

    def _links_out(self, ids: Sequence[str]) -> dict[str, list[Link]]:
        """Return links out of organizations, both ends as merges have them."""
        found: dict[str, list[Link]] = {}
        for key, rows in self.reader.links_out(ids, self.which).items():
            seller = self.joined.one(key)
            links = (Link(row[0], self.joined.one(row[1]), *row[2:]) for row in rows)
            found.setdefault(seller, []).extend(each for each in links if each.customer != seller)
        return found

    def _links(self, search: Downstream, stated: pa.Table | None) -> pa.Table:
        """Return links that harm may go along, all that supply whom it hits, and stated ones."""
        into = self.reader.links_at(self.joined.spread(search.customers), self.which, "to_id")
        there = into.column("id").to_pylist()
        more = sorted(search.links.difference(there))
        found = [into, self.reader.read("SERVES", columns=content_columns("SERVES"), ids=more)]
        if stated is not None:
            known = pa.array([*there, *more], pa.string())
            found.append(stated.filter(pc.invert(pc.is_in(stated.column("id"), value_set=known))))
        return pa.concat_tables(found)

    def _vendors(self, search: Downstream) -> frozenset[str]:
        """Return those that are reached and supply somebody."""
        known = {key for key in search.reached if search.supplied.get(key)}
        others = search.reached.difference(search.supplied)
        joined = others.intersection(self.joined.everyone)
        known.update(
            key for key, links in self._links_out(self.joined.spread(joined)).items() if links
        )
        alone = sorted(others - joined)
        return self.reader.vendors_among(alone, self.which) | (known & search.reached)

    def _touching(self, several: Collection[str]) -> Callable[[bool], RiskGraph]:
        """Return what makes the graph in which merges are weighed, as `whole_figures` wants it."""
        ids = self.joined.everyone
        out = self.reader.links_at(ids, self.which, "from_id")
        into = self.reader.links_at(sorted({*ids, *several}), self.which, "to_id")
        there = pc.is_in(out.column("id"), value_set=into.column("id").combine_chunks())
        serves = pa.concat_tables([into, out.filter(pc.invert(there))])
        organizations = self._organizations({*ids, *named_in({"SERVES": serves})})
        tables = {"Organization": organizations, "SERVES": serves}
        return lambda merged: self._graph(tables, merged=merged)

    def _companies(self, ids: Collection[str]) -> set[str]:
        """Return all companies that PART_OF joins to organizations, over others if need be."""
        return neighbours(ids, beside_in(self._part_of, self.joined.one))

    @cached_property
    def _part_of(self) -> pa.Table:
        if self.question.with_group or self.params.by_group:
            return self._everything("PART_OF")
        return _empty("PART_OF")

    @cached_property
    def merges(self) -> pa.Table:
        """All merges."""
        return self._everything("Merge")

    @cached_property
    def joined(self) -> Joined:
        """Which organizations merges make one."""
        ends = pa.concat_arrays(
            self.merges.column(name).combine_chunks() for name in ("alias", "organization")
        )
        found = self.reader.read("Organization", columns=["id"], ids=ends.unique().to_pylist())
        return Joined(self.merges, found.column("id").combine_chunks())

    def _everything(self, kind: str) -> pa.Table:
        return self.reader.read(kind, columns=content_columns(kind))

    def _organizations(self, ids: Collection[str]) -> pa.Table:
        """Return organizations with all that are merged with them."""
        columns = content_columns("Organization")
        return self.reader.read("Organization", columns=columns, ids=self.joined.spread(ids))

    def _graph(self, tables: RecordTables, *, merged: bool = True) -> RiskGraph:
        found = {kind: table for kind, table in tables.items() if table.num_rows}
        if merged and self.merges.num_rows:
            found["Merge"] = self.merges
        return build_graph(
            {"Organization": _empty("Organization"), **found},
            confidence=self.confidence,
            digest_of_tables=self.info.digest,
        )


def _empty(kind: str) -> pa.Table:
    return empty_table(kind).select(content_columns(kind))
