"""How many people an organization has data of: per class, with the source; never summed."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import RiskGraph

Count = tuple[int, str, str | None]
ANY_CLASS = ""


class PeopleCounts:
    """Counts of people of a graph: latest HOLDS of (organization, class), else as incidents say.

    Counts of several classes are of the same people, more or less: they are never summed.
    """

    def __init__(self, graph: RiskGraph) -> None:
        self._held = _held(graph)
        self._stated = _stated(graph)

    def of(self, key: str, data_class: str) -> Count | None:
        """Return people, source and day of one class; None where nothing states them."""
        places = ((self._held, data_class), (self._stated, data_class), (self._stated, ANY_CLASS))
        return next((found for table, word in places if (found := table.get((key, word)))), None)

    def largest(self) -> dict[str, int]:
        """Return the largest count of any class, by organization; who is missing is not known."""
        found: dict[str, int] = {}
        for table in (self._stated, self._held):
            own: dict[str, int] = {}
            for (key, _), (count, _, _) in table.items():
                own[key] = max(own.get(key, 0), count)
            found |= own
        return found

    def of_class(self, data_class: str) -> dict[str, int]:
        """Return the count of one class, by organization."""
        keys = {key for key, _ in (*self._held, *self._stated)}
        counts = {key: self.of(key, data_class) for key in keys}
        return {key: count[0] for key, count in counts.items() if count}


def _held(graph: RiskGraph) -> dict[tuple[str, str], Count]:
    found: dict[tuple[str, str], Count] = {}
    for hold in _counted(graph.table("HOLDS")):
        key = (hold["from_id"], hold["to_id"])
        source = f"holds: {hold['source'] or hold['source_kind'] or 'source not stated'}"
        count = (int(hold["subjects"]), source, hold["counted_on"])
        if key not in found or (count[2] or "") >= (found[key][2] or ""):
            found[key] = count
    return found


def _stated(graph: RiskGraph) -> dict[tuple[str, str], Count]:
    """Return counts that incidents state, latest seen: per (holder, class), (organization, any)."""
    found: dict[tuple[str, str], Count] = {}
    affects = [(f["to_id"], ANY_CLASS, f) for f in _counted(graph.table("AFFECTS"))]
    exposes = [(f["holder"], f["to_id"], f) for f in _counted(graph.table("EXPOSES"))]
    for holder, data_class, fact in affects + exposes:
        if fact["status"] == "denied" or not holder:
            continue
        key, seen = (holder, data_class), fact["seen_on"]
        if key not in found or (seen or "") >= (found[key][2] or ""):
            source = fact["source"] or "source not stated"
            found[key] = (int(fact["subjects"]), f"reported: {source}", seen)
    return found


def _counted(table: pa.Table) -> list[dict[str, Any]]:
    """Return records with a count by id: stores give them in orders of their own."""
    known = table.filter(pc.is_valid(table.column("subjects"))).sort_by("id")
    counted: list[dict[str, Any]] = known.to_pylist()
    return counted
