"""Parts of a Neo4j store: what lies downstream of somebody, and figures of the rest.

The reader keeps to the state that it saw first by looking again at the end: nothing was written
between two equal texts of the state. Where it moved, the whole is read instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple
from functools import cached_property
from typing import Any

import pyarrow as pa

from graphrisk.model.schema import BOOKKEEPING_NAMES
from graphrisk.model.tables import arrow_schema
from graphrisk.model.vocabulary import CRITICALITY_RANK
from graphrisk.store import neo4j_part_text as text
from graphrisk.store import neo4j_rows as rows
from graphrisk.store.neo4j_figures import KeptFigures
from graphrisk.store.neo4j_reading import Neo4jSnapshot
from graphrisk.store.parts import LINK_COLUMNS, End, InForce, LinkFigures, OutageFigures

_ROUNDING = 1e-12
"""Confidence is compared as the harm view does."""
_UNKNOWN = 1 << 32
"""Serious links and unknown ones are summed as one number: the engine reads each word once."""


class Neo4jParts(Neo4jSnapshot):
    """One state of a store, read in parts."""

    @cached_property
    def _figures(self) -> KeptFigures:
        return KeptFigures(self._link, self._state.digest, self._text)

    def has_moved(self) -> bool:
        """Return True when a load is under way, or was since this reader was made."""
        return self._state.unfinished is not None or self._link.read(rows.state_text) != self._text

    def in_use(self, kind: str) -> list[str]:
        """Return the columns, bookkeeping left out, that some version of a record has."""
        known = {"id", "from_id", "to_id", *self._state.columns.get(kind, ())}
        return [name for name in _content(kind).names if name in known]

    def named(self, wanted: str) -> list[str]:
        """Return the organizations with this very id or name."""
        return [key for (key,) in self._ask(text.NAMED, text=wanted)]

    def degree(self, ids: Sequence[str], end: End) -> int:
        """Return how many links begin or end at organizations."""
        return int(self._ask(text.degree(end), ids=list(ids))[0][0])

    def links_out(self, ids: Sequence[str], which: InForce) -> dict[str, list[list[Any]]]:
        """Return the links in force out of organizations."""
        found = self._ask(self._text_for(which).out(LINK_COLUMNS), which, ids=list(ids))
        return dict(found)

    def links_at(self, ids: Sequence[str], which: InForce, end: End) -> pa.Table:
        """Return the links in force that begin or end at organizations."""
        if not ids:
            return self._table("SERVES", [])
        query = self._text_for(which).at(end, self.in_use("SERVES"))
        return self._table("SERVES", self._ask(query, which, ids=list(ids)))

    def links_stated_in(self, sources: Sequence[str]) -> pa.Table:
        """Return all links whose source is one of these, or a place in one of these."""
        columns = self.in_use("SERVES")
        if "source" not in columns or not sources:
            return self._table("SERVES", [])
        query = text.LinkText(columns, sure=False).stated_in(columns)
        places = [f"{source}#" for source in sources]
        return self._table("SERVES", self._ask(query, sources=list(sources), places=places))

    def edges_at(self, kind: str, ids: Sequence[str], end: End) -> pa.Table:
        """Return the edges of a kind that begin or end at nodes."""
        if not self._state.counts.get(kind) or not ids:
            return self._table(kind, [])
        query = text.edges_at(kind, end, self.in_use(kind))
        return self._table(kind, self._ask(query, ids=list(ids)))

    def vendors_among(self, ids: Sequence[str], which: InForce) -> frozenset[str]:
        """Return the organizations that have a link in force to somebody."""
        found = self._ask(self._text_for(which).vendors(), which, ids=list(ids))
        return frozenset(key for (key,) in found)

    def has_figures(self, which: InForce, min_criticality: str) -> bool:
        """Return True where figures of all links need no counting."""
        return self._kept_links(_asked(which, min_criticality)) is not None

    def link_figures(self, which: InForce, min_criticality: str) -> LinkFigures:
        """Return figures of all links in force."""
        asked = _asked(which, min_criticality)
        found = self._kept_links(asked)
        if found is None:
            found = self._count_links(which, min_criticality)
            self._figures.keep(asked, list(astuple(found)))
        return found

    def _kept_links(self, asked: list[Any]) -> LinkFigures | None:
        kept = self._figures.find(asked)
        is_sound = isinstance(kept, list) and [type(each) for each in kept] == [int] * 4
        return LinkFigures(*kept) if is_sound else None

    def _count_links(self, which: InForce, min_criticality: str) -> LinkFigures:
        least = CRITICALITY_RANK[min_criticality]
        weights = {
            word: int(rank >= least) for word, rank in CRITICALITY_RANK.items() if word != "unknown"
        }
        query = self._text_for(which).link_figures()
        found = self._ask(query, which, weights=weights, unknown=_UNKNOWN + 1)
        links, weight, supplied = found[0]
        unknown, serious = divmod(weight, _UNKNOWN)
        return LinkFigures(links, serious, supplied % _UNKNOWN, unknown)

    def outage_figures(
        self, which: InForce, *, strong_evidence: float, assume: bool, merged: Sequence[str] = ()
    ) -> OutageFigures:
        """Return what an answer about an outage says of all links in force."""
        put = ["outage", asdict(which), strong_evidence, assume, list(merged)]
        kept = self._figures.find(put)
        if isinstance(kept, list) and [type(each) for each in kept] == [int, list, bool, bool]:
            return OutageFigures(kept[0], tuple(str(each) for each in kept[1]), *kept[2:])
        found = self._count_for_outage(which, strong_evidence, assume=assume, merged=merged)
        self._figures.keep(put, list(astuple(found)))
        return found

    def _count_for_outage(
        self, which: InForce, strong_evidence: float, *, assume: bool, merged: Sequence[str]
    ) -> OutageFigures:
        asked, given = self._text_for(which), {"merged": list(merged)}
        over, several = 0, []
        if "required" in asked.used:
            several = sorted(key for (key,) in self._ask(asked.several(), which))
            over = self._ask(asked.over_required(assume=assume), which, ids=several)[0][0]
        weak = which.min_confidence < strong_evidence and self._ask(
            asked.weak(), which, strong=strong_evidence - _ROUNDING, **given
        )
        times = "recovery_hours" in asked.used and self._ask(asked.timed(), which, **given)
        bears = "tolerance_hours" in self.in_use("Organization")
        times = times or (bears and self._ask(asked.bearing(), which, **given))
        return OutageFigures(over, tuple(several), bool(weak), bool(times))

    def _text_for(self, which: InForce) -> text.LinkText:
        return text.LinkText(self.in_use("SERVES"), sure=which.min_confidence > 0)

    def _ask(self, query: str, which: InForce | None = None, **given: Any) -> list[list[Any]]:
        if which is not None:
            day = which.as_of
            given |= {"as_of": day, "cut": [day[:4], day[:7]], "least": which.least}
            given |= {"confidence": dict(which.confidence)}
            given |= {"min_confidence": which.min_confidence - _ROUNDING}
        return self._link.read(lambda tx: rows.values(tx, query, given))

    def _table(self, kind: str, found: list[list[Any]]) -> pa.Table:
        """Return rows that came in lists as a table; columns that nobody has are empty."""
        schema, used = _content(kind), self.in_use(kind)
        listed = [row for group, *_ in found for row in group]
        table = rows.table(listed, pa.schema([schema.field(name) for name in used]))
        arrays = [
            table.column(field.name) if field.name in used else pa.nulls(table.num_rows, field.type)
            for field in schema
        ]
        return pa.table(arrays, schema=schema)


def _asked(which: InForce, min_criticality: str) -> list[Any]:
    return ["links", asdict(which), min_criticality]


def _content(kind: str) -> pa.Schema:
    schema = arrow_schema(kind)
    return pa.schema([field for field in schema if field.name not in BOOKKEEPING_NAMES])
