"""A store in memory that is read in parts, in plain Python: what queries should find."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.schema import BOOKKEEPING_NAMES
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.parts import LINK_COLUMNS, LinkFigures, OutageFigures
from tests.reference.harm_view import harm_view

LEVELS = {"supporting": 1, "important": 2, "critical": 3}


class PlainParts(MemoryStore):
    """The reference store, which claims that parts of it are found sooner than the whole."""

    def parts(self):
        """Return a reader of parts."""
        return PlainReader(self.snapshot())


class PlainReader:
    """Reads parts by going through all records; `has_moved` and `has_figures` say what a
    test wants.
    """

    moved = False
    counted = False

    def __init__(self, store):
        self.store = store
        self.info, self.read = store.info, store.read
        self.history, self.loads = store.history, store.loads
        self.rows = store.read("SERVES").to_pylist()

    def has_moved(self):
        return self.moved

    def in_use(self, kind):
        table = self.read(kind)
        return [name for name in table.column_names if table.column(name).null_count < len(table)]

    def named(self, text):
        rows = self.read("Organization").to_pylist()
        return [row["id"] for row in rows if text in (row["id"], row["name"])]

    def degree(self, ids, end):
        return sum(row[end] in ids for row in self.rows)

    def links_out(self, ids, which):
        found = {}
        for row in self._held(which):
            if row["from_id"] in ids:
                found.setdefault(row["from_id"], []).append([row[name] for name in LINK_COLUMNS])
        return found

    def links_at(self, ids, which, end):
        return self._table("SERVES", {r["id"] for r in self._held(which) if r[end] in ids})

    def links_stated_in(self, sources):
        found = set()
        for row in self.rows:
            source = row["source"] or ""
            if source in sources or source.startswith(tuple(f"{each}#" for each in sources)):
                found.add(row["id"])
        return self._table("SERVES", found)

    def edges_at(self, kind, ids, end):
        return self._table(kind, {r["id"] for r in self.read(kind).to_pylist() if r[end] in ids})

    def vendors_among(self, ids, which):
        return frozenset(ids) & {row["from_id"] for row in self._held(which)}

    def has_figures(self, which, min_criticality):
        return self.counted

    def link_figures(self, which, min_criticality):
        held = self._held(which)
        least, supplied = LEVELS[min_criticality], {row["to_id"] for row in held}
        serious = [row for row in held if LEVELS.get(row["criticality"], 3) >= least]
        return LinkFigures(
            links=len(held),
            serious=len(serious),
            supplied=sum(row["from_id"] in supplied for row in serious),
            unknown=sum(row["criticality"] not in LEVELS for row in held),
        )

    def outage_figures(self, which, *, strong_evidence, assume, merged=()):
        held, groups = self._held(which), {}
        for row in held:
            shared = row["group"] and f"g:{row['group']}"
            shared = shared or (assume and row["category"] and f"c:{row['category']}")
            groups.setdefault((row["to_id"], shared or row["id"]), []).append(row)
        bears = {r["id"]: r["tolerance_hours"] for r in self.read("Organization").to_pylist()}
        apart = [row for row in held if not {row["from_id"], row["to_id"]} & set(merged)]
        borne = {row["to_id"] for row in held}.difference(merged)
        return OutageFigures(
            over_required=sum(
                max(row["required"] or 1 for row in rows) > len({row["from_id"] for row in rows})
                for rows in groups.values()
            ),
            several=tuple(sorted({r["to_id"] for r in held if (r["required"] or 1) > 1})),
            has_weak_evidence=which.min_confidence < strong_evidence
            and any(self._confidence(row, which) < strong_evidence - 1e-12 for row in apart),
            has_times=any(row["recovery_hours"] is not None for row in apart)
            or any(bears[key] is not None for key in borne),
        )

    def _held(self, which):
        """Return the links in force, as the reference of the harm view reads them."""
        edges = [
            {
                "id": row["id"],
                "vendor": row["from_id"],
                "customer": row["to_id"],
                "starts_on": row["starts_on"],
                "ends_on": row["ends_on"],
                "confidence": self._confidence(row, which),
            }
            for row in self.rows
        ]
        view = harm_view(edges, as_of=which.as_of, min_confidence=which.min_confidence)
        return [row for row in self.rows if row["id"] in view.edges]

    def _confidence(self, row, which):
        if row["confidence"] is not None:
            return row["confidence"]
        return which.confidence.get(row["source_kind"], which.least)

    def _table(self, kind, ids):
        table = self.read(kind)
        kept = table.filter(pc.is_in(table.column("id"), value_set=pa.array(ids, pa.string())))
        return kept.select([n for n in kept.column_names if n not in BOOKKEEPING_NAMES])
